"""Writes a Markdown page for each record and the pages of each index: python write_pages.py FACTS DOCS.

The peer that the generator is measured against: YAML by libyaml, Jinja2, Markdown files, and mkdocs for the rest.
It is written as well as a careful project would write it; nothing in it grows with the square of the facts.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

KINDS = ("entities", "sources", "allegations", "quotes")
ROWS = 200
LATE = date(9999, 12, 31)

Fields = dict[str, Any]


class Facts:
    """All records by id, and for each id what refers to it."""

    def __init__(self, folder: Path) -> None:
        self.records: dict[str, Fields] = {}
        self.kinds: dict[str, list[Fields]] = {kind: [] for kind in KINDS}
        self.vocabularies = _loaded(folder / "vocabularies.yml")
        for kind in KINDS:
            for file in sorted((folder / kind).glob("*.yml")):
                fields = _loaded(file) | {"kind": kind}
                self.records[fields["id"]] = fields
                self.kinds[kind].append(fields)
        self.about: dict[str, list[Fields]] = defaultdict(list)
        self.made: dict[str, list[Fields]] = defaultdict(list)
        self.answering: dict[str, list[Fields]] = defaultdict(list)
        self.said: dict[str, list[Fields]] = defaultdict(list)
        self.making: dict[str, list[Fields]] = defaultdict(list)
        self.related: dict[str, list[tuple[str, Fields]]] = defaultdict(list)
        self.copies: dict[str, list[Fields]] = defaultdict(list)
        self.resting: dict[str, dict[str, dict[str, dict[str, None]]]] = defaultdict(lambda: defaultdict(dict))
        for allegation in in_time(self.kinds["allegations"]):
            for id in allegation["about"]:
                self.about[id].append(allegation)
            for id in allegation["made_by"]:
                self.made[id].append(allegation)
            for id in allegation.get("words", ()):
                self.making[id].append(allegation)
            for relation in allegation.get("relations", ()):
                self.related[relation["to"]].append((relation["type"], allegation))
        for quote in in_time(self.kinds["quotes"]):
            self.said[quote["speaker"]].append(quote)
            for answer in quote.get("answers", ()):
                self.answering[answer["to"]].append(quote)
        for source in self.kinds["sources"]:
            for origin in source.get("origins", ()):
                if "source" in origin:
                    self.copies[origin["source"]].append(source)
        for record in self.records.values():
            for citation in _citations(record):
                places = self.resting[citation["source"]][record["kind"]].setdefault(record["id"], {})
                places[citation["at"]] = None

    def term(self, vocabulary: str, value: str) -> Fields:
        """The label and definition of a listed value."""
        found: Fields = self.vocabularies[vocabulary][value]
        return found

    def text(self, id: str) -> str:
        """What a link to the record says."""
        record = self.records[id]
        match record["kind"]:
            case "entities":
                return str(record["short_name"])
            case "quotes":
                return f"{self.text(record['speaker'])}: {shorten(record['text'], 60)}"
        return str(record["title"])

    def replies(self, allegation: Fields) -> list[tuple[str, Fields]]:
        """The quotes that answer an allegation, each with what it does."""
        return [(_response(quote, allegation["id"]), quote) for quote in self.answering[allegation["id"]]]

    def differs(self, found: Fields, entity: Fields) -> bool:
        """Whether another value of the same property stands beside it."""
        others = (other for other in entity["properties"] if other["property"] == found["property"])
        return any(other["value"] != found["value"] for other in others)

    def unanswered(self, allegation: Fields) -> list[str]:
        """Those of the accused who have not replied."""
        spoke = {quote["speaker"] for quote in self.answering[allegation["id"]]}
        return [id for id in allegation["about"] if id not in spoke]


class Marks:
    """The citations of one page, numbered in the order in which they come up."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str, str | None], int] = {}

    def number(self, citation: Fields) -> int:
        """The number of a citation; the same source, place and words have the same."""
        key = (citation["source"], citation["at"], citation.get("exact"))
        return self.entries.setdefault(key, len(self.entries) + 1)


def _loaded(file: Path) -> Fields:
    with file.open("rb") as stream:
        found: Fields = yaml.load(stream, Loader=yaml.CSafeLoader)
    return found


def _citations(value: Any) -> Iterator[Fields]:
    if isinstance(value, dict):
        for key, held in value.items():
            if key == "citations":
                yield from held
            else:
                yield from _citations(held)
    elif isinstance(value, list):
        for item in value:
            yield from _citations(item)


def _response(quote: Fields, to: str) -> str:
    return next(str(answer["response"]) for answer in quote["answers"] if answer["to"] == to)


def in_time(records: Iterable[Fields]) -> list[Fields]:
    """The records by their day, then by id."""
    return sorted(records, key=lambda record: (record.get("made_on") or record.get("said_on") or LATE, record["id"]))


def spoken(value: Any) -> str:
    """A date as readers say it, marked up."""
    if isinstance(value, date):
        return f'<time datetime="{value}">{value.day} {value:%B} {value.year}</time>'
    return f'<time datetime="{value}">{value}</time>'


def shorten(text: str, most: int) -> str:
    """The text cut at a word."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def order(kind: str, records: list[Fields]) -> list[Fields]:
    """The records of a kind as its index lists them."""
    if kind in ("allegations", "quotes"):
        return in_time(records)
    return sorted(records, key=lambda record: str(record.get("short_name") or record["title"]).casefold())


def write(facts: Facts, docs: Path) -> None:
    """Writes every page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"facts": facts, "spoken": spoken, "shorten": shorten}
    index = environment.get_template("index.md.jinja")
    for kind, records in facts.kinds.items():
        page = environment.get_template(f"{kind}.md.jinja")
        (docs / kind / "page").mkdir(parents=True)
        for record in records:
            text = page.render(r=record, marks=Marks(), root="../")
            (docs / kind / f"{record['id']}.md").write_text(text, encoding="utf-8")
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
    write(Facts(Path(sys.argv[1])), Path(sys.argv[2]))
