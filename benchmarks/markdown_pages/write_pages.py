"""Writes a Markdown page for each record and the pages of each index: python write_pages.py FACTS DOCS.

The peer that the generator is measured against: YAML by libyaml, Jinja2, Markdown files, and mkdocs for the rest.
It is written as well as a careful project would write it; nothing in it grows with the square of the facts.
"""

import re
import shutil
import sys
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from formats import Fields, address, in_words
from jinja2 import Environment, FileSystemLoader
from records import Facts, Marks, in_time, shorten

ROWS = 200

_FIRST, _LAST = re.compile(r"^\s*\S{0,24}"), re.compile(r"\S{0,24}\s*$")


def spoken(value: Any) -> str:
    """A date as readers say it, marked up."""
    return f'<time datetime="{value}">{in_words(value) if isinstance(value, date) else value}</time>'


def compared(words: str, printed: str) -> dict[str, str]:
    """A print in parts: what is the same `before` and `after`, what `was` there in the words and is `now`.

    `from` and `to` are the ends of words beside these.
    """
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, printed, strict=False)))
    before, was, now, after = printed[:same], words[same:], printed[same:], ""
    if now.endswith(was):
        was, now, after = "", now.removesuffix(was), was
    elif was.endswith(now):
        was, now, after = was.removesuffix(now), "", now
    beside = {"from": "".join(_LAST.findall(before)[:1]), "to": "".join(_FIRST.findall(after)[:1])}
    return {"before": before, "was": was, "now": now, "after": after, **beside}


def order(kind: str, records: list[Fields]) -> list[Fields]:
    """The records of a kind as its index lists them."""
    if kind in ("allegations", "quotes"):
        return in_time(records)
    return sorted(records, key=lambda record: str(record.get("short_name") or record["title"]).casefold())


def write(folder: Path, docs: Path) -> None:
    """Writes every page, and each record's file beside its page."""
    facts = Facts(folder)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "facts": facts,
        "spoken": spoken,
        "shorten": shorten,
        "compared": compared,
        "address": address,
    }
    index = environment.get_template("index.md.jinja")
    for kind, records in facts.kinds.items():
        page = environment.get_template(f"{kind}.md.jinja")
        (docs / kind / "page").mkdir(parents=True)
        for record in records:
            text = page.render(r=record, marks=Marks(), root="../")
            (docs / kind / f"{record['id']}.md").write_text(text, encoding="utf-8")
            shutil.copyfile(folder / kind / f"{record['id']}.yml", docs / kind / f"{record['id']}.yml")
        ordered = order(kind, records)
        pages = max(1, -(-len(ordered) // ROWS))
        for number in range(1, pages + 1):
            name = "index" if number == 1 else f"page/{number}"
            text = index.render(
                kind=kind,
                rows=ordered[(number - 1) * ROWS : number * ROWS],
                total=len(ordered),
                number=number,
                pages=pages,
                root="../" if number == 1 else "../../",
            )
            (docs / kind / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
