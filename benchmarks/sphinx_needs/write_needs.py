"""Writes a document with one need for each record, and an index for each kind: python write_needs.py FACTS DOCS.

The facts are read and gathered as the Markdown runner does it; its script stands beside this one. What a need links to,
and what links to it, is shown by sphinx-needs itself.
"""

import re
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from records import Facts, Marks, shorten

TITLES = {"entities": "Parties", "sources": "Sources", "allegations": "Allegations", "quotes": "Quotes"}
SPECIAL = re.compile(r"([\\*_`|<>:\[\]])")

Fields = dict[str, Any]


def main() -> None:
    """Runs the command line."""
    facts, docs = Facts(Path(sys.argv[1])), Path(sys.argv[2])
    environment = Environment(
        loader=FileSystemLoader("templates"), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"plain": plain, "titled": titled, "spoken": spoken}
    environment.globals |= {"facts": facts, "shorten": shorten}
    for kind, title in TITLES.items():
        (docs / kind).mkdir(parents=True)
        template = environment.get_template(f"{kind}.rst.jinja")
        for record in facts.kinds[kind]:
            text = template.render(r=record, marks=Marks(), cites=cited(record))
            (docs / kind / f"{record['id']}.rst").write_text(text, encoding="utf-8")
        index = environment.get_template("index.rst.jinja").render(kind=kind, title=title, facts=facts)
        (docs / kind / "index.rst").write_text(index, encoding="utf-8")
    (docs / "index.rst").write_text(environment.get_template("home.rst.jinja").render(kinds=TITLES), encoding="utf-8")


def plain(text: object) -> str:
    """A text in which no sign means anything to reStructuredText."""
    return SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def titled(text: str, sign: str = "=") -> str:
    """A heading with the line below it; some signs are two columns wide."""
    shown = plain(text)
    return f"{shown}\n{sign * (2 * len(shown))}"


def spoken(day: Any) -> str:
    """A date as readers say it."""
    return f"{day.day} {day:%B} {day.year}" if hasattr(day, "day") else str(day)


def cited(record: Fields) -> list[str]:
    """The sources that a record cites, anywhere in it."""
    fields = ("names", "properties", "part_of", "stages")
    statements = [record, *(statement for field in fields for statement in record.get(field, ()))]
    return sorted({citation["source"] for statement in statements for citation in statement.get("citations", ())})


if __name__ == "__main__":
    main()
