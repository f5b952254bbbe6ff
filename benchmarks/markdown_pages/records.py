"""The facts that the pages are made of: all records by id, and for each id what refers to it, gathered once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from formats import Fields, Formats, files, record_line, source_formats

KINDS = ("entities", "sources", "allegations", "quotes")
LATE = date(9999, 12, 31)
COPIED, PRINTED = ("reprint", "hosted-copy", "machine-rewording"), ("reprint", "hosted-copy", "translation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """How many sources support a statement, and how many independent origins they have at most."""

    sources: int
    origins: int
    copy: bool
    one_document: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a source's content comes from in the end, the last origin that all of it came by, and the document it prints."""

    ends: frozenset[str]
    stands_for: str
    document: str | None


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
        self.conveyed: dict[str, list[Fields]] = defaultdict(list)
        self.answering: dict[str, list[Fields]] = defaultdict(list)
        self.said: dict[str, list[Fields]] = defaultdict(list)
        self.heard: dict[str, list[Fields]] = defaultdict(list)
        self.bearing: dict[str, list[Fields]] = defaultdict(list)
        self.making: dict[str, list[Fields]] = defaultdict(list)
        self.related: dict[str, list[tuple[str, Fields]]] = defaultdict(list)
        self.copies: dict[str, list[Fields]] = defaultdict(list)
        self.resting: dict[str, dict[str, dict[str, dict[str, None]]]] = defaultdict(lambda: defaultdict(dict))
        for allegation in in_time(self.kinds["allegations"]):
            for id in allegation["about"]:
                self.about[id].append(allegation)
            for id in allegation["made_by"]:
                self.made[id].append(allegation)
            for id in allegation.get("via", ()):
                self.conveyed[id].append(allegation)
            for id in allegation.get("words", ()):
                self.making[id].append(allegation)
            for relation in allegation.get("relations", ()):
                self.related[relation["to"]].append((relation["type"], allegation))
        for quote in in_time(self.kinds["quotes"]):
            self.said[quote["speaker"]].append(quote)
            if "said_to" in quote:
                self.heard[quote["said_to"]].append(quote)
            for id in quote.get("bears_on", ()):
                self.bearing[id].append(quote)
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
        self.origins: dict[str, Origin] = {}
        for source in self.kinds["sources"]:
            self._origin(source["id"])
        self.formats: dict[str, Formats] = {
            source["id"]: source_formats(source, self.records) for source in self.kinds["sources"]
        }

    def term(self, vocabulary: str, value: str) -> Fields:
        """The label and definition of a listed value."""
        found: Fields = self.vocabularies[vocabulary][value]
        return found

    def text(self, id: str) -> str:
        """What a record is called: of a quote its speaker, and its first words."""
        record = self.records[id]
        if record["kind"] != "quotes":
            return str(record.get("short_name") or record["title"])
        short = shorten(record["text"], 60)
        words = short if record.get("form") == "reported" else f"“{short}”"
        return f"{self.text(record['speaker'])}: {words}{'' if short == record['text'] else ' …'}"

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

    def answered(self, entity: Fields) -> int:
        """How many allegations about an entity it has answered."""
        return sum(entity["id"] not in self.unanswered(allegation) for allegation in self.about[entity["id"]])

    def rests(self, source: Fields) -> int:
        """How many records rest on a source."""
        return sum(map(len, self.resting[source["id"]].values())) + len(self.copies[source["id"]])

    def is_copy(self, source: Fields) -> bool:
        """Whether the content of a source was taken over from elsewhere."""
        return any(origin["how"] in COPIED for origin in source.get("origins", ()))

    def witnesses(self, citations: Iterable[Fields]) -> Witnesses:
        """Who stands behind a statement with these citations."""
        ids = tuple(dict.fromkeys(citation["source"] for citation in citations if _supports(citation)))
        origins = [self.origins[id] for id in ids]
        ends = frozenset[str]().union(*(origin.ends for origin in origins))
        documents = {origin.document for origin in origins}
        return Witnesses(
            sources=len(ids),
            origins=min(len({origin.stands_for for origin in origins}), len(ends)),
            copy=len(ids) == 1 and self.is_copy(self.records[ids[0]]),
            one_document=len(ids) > 1 and len(documents) == 1 and documents != {None},
        )

    def cited(self, record: Fields) -> tuple[str, list[tuple[str, str, str]]]:
        """How a record is cited: a line, and the name, ending and address of each file."""
        id, among = self._basis(record)
        heading, source = self.text(record["id"]), self.formats[id]
        line = record_line(record, heading, among, primary=self.records[id]["nature"] == "primary")
        return f"{line} {source.line} Accessed [date].", list(files(record, heading, line, source))

    def _basis(self, record: Fields) -> tuple[str, int]:
        """The source that stands for a record, the first of the nearest ones, and how many sources support the record."""
        if record["kind"] == "sources":
            return record["id"], 1
        own = every = [citation for citation in record.get("citations", ()) if _supports(citation)]
        if record["kind"] == "entities":
            own = [citation for citation in _citations(record["names"]) if _supports(citation)]
            every = [citation for citation in _citations(record) if _supports(citation)]
        nearest = min(own, key=lambda one: ("difference" in one, self.records[one["source"]]["nature"] != "primary"))
        return nearest["source"], len({citation["source"] for citation in every})

    def _origin(self, id: str) -> Origin:
        if id not in self.origins:
            source = self.records[id]
            named = [
                (origin, self._origin(origin["source"]) if "source" in origin else _named(origin["from"]))
                for origin in source.get("origins", ())
            ]
            printed = {
                origin["source"]: found for origin, found in named if "source" in origin and origin["how"] in PRINTED
            }
            own = id if source["nature"] == "primary" and not printed else None
            self.origins[id] = Origin(
                ends=frozenset[str]().union(*(found.ends for _, found in named)) or frozenset((id,)),
                stands_for=named[0][1].stands_for if len(named) == 1 else id,
                document=next(iter(printed.values())).document if len(printed) == 1 else own,
            )
        return self.origins[id]


class Marks:
    """The citations of one page: a number for each source, with a letter for each further place in it, in their order."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str, str | None], str] = {}
        self.sources: dict[str, list[Fields]] = {}
        self.times: dict[str, int] = defaultdict(int)

    def number(self, citation: Fields) -> str:
        """The number and letter of a citation; the same source, place and words have the same."""
        key = (citation["source"], citation["at"], citation.get("exact"))
        if key not in self.entries:
            places = self.sources.setdefault(key[0], [])
            before = len(places)
            letter = "" if not before else chr(ord("a") + before) if before < 26 else f"z{before + 1}"
            label = f"{places[0]['label'] if places else len(self.sources)}{letter}"
            places.append({"label": label, "letter": letter, "at": key[1], "exact": key[2]})
            self.entries[key] = label
        self.times[self.entries[key]] += 1
        return self.entries[key]


def _named(name: str) -> Origin:
    known = f"from {name.casefold()}"
    return Origin(ends=frozenset((known,)), stands_for=known, document=None)


def _loaded(file: Path) -> Fields:
    with file.open("rb") as stream:
        found: Fields = yaml.load(stream, Loader=yaml.CSafeLoader)
    return found


def _supports(citation: Fields) -> bool:
    return bool(citation.get("bearing", "supports") == "supports")


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


def shorten(text: str, most: int) -> str:
    """The text cut at a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0]
