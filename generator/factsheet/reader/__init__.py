"""Reads a facts file: bytes first, then one pass over libyaml's events that guards, notes places and makes values.

Every scalar is text; the decoder converts by field.
"""

import marshal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from factsheet.problem import Location, Problem
from factsheet.reader.codes import CUT, NOT_UTF8, READER_CODES, Refused
from factsheet.reader.events import LIBRARY, Builder
from factsheet.reader.guard import MOST_BYTES as MOST_BYTES_OF_FACTS
from factsheet.reader.guard import bytes_of, unseen
from factsheet.reader.places import Marks, Place

__all__ = [
    "CUT",
    "LIBRARY",
    "MOST_BYTES_OF_FACTS",
    "READER_CODES",
    "Document",
    "Marks",
    "Place",
    "Refused",
    "bytes_of",
    "parse",
    "read",
    "texts",
    "unseen",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A facts file, with marks that lead to the place of every key and value.

    `beside` is a second file whose keys stand in the data too.
    """

    path: str
    marks: Marks
    beside: "Document | None" = None

    @property
    def data(self) -> dict[str, Any]:
        """What the file says, as plain data: mappings, lists and texts."""
        return {**self.marks.data, **self.beside.data} if self.beside else self.marks.data

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return self.marks.raw

    @property
    def place(self) -> Place:
        """The place of the whole file."""
        return self.marks.place

    def with_beside(self, beside: "Document") -> "Document":
        """The document together with what another file says of the same thing, under keys of its own."""
        return replace(self, beside=beside)

    def location(self, path: tuple[str | int, ...], *, key: bool = False) -> Location:
        """Where the value at that path stands, or its key; where the path leads nowhere, the nearest place above it."""
        if self.beside and path and path[0] in self.beside.data:
            return self.beside.location(path, key=key)
        place = self.place
        reached = True
        for step in path:
            inner = place.inside.get(step)
            if inner is None:
                reached = False
                break
            place = inner
        if key and reached and (found := place.key):
            return Location(self.path, *found)
        return Location(self.path, *place.start, place.width)

    def cuts(self) -> tuple[tuple[str | int, ...], ...]:
        """The paths of all plain texts that a remark follows."""
        return tuple(_cuts(self.place, ())) if self.marks.has_remarks else ()


def read(file: Path, shown_path: str) -> Document | tuple[Problem, ...]:
    """The document in a file, or all that is wrong with its bytes or its YAML; problems name it by `shown_path`.

    OSErrors other than a refused permission are the machine's and propagate.
    """
    try:
        raw = bytes_of(file)
    except Refused as refused:
        return (refused.problem(shown_path),)
    return parse(raw, shown_path)


def parse(raw: bytes, shown_path: str) -> Document | tuple[Problem, ...]:
    """The document in these bytes, or all that is wrong with them."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8 text"
        return (
            Problem.at(Location(shown_path, line, 1), NOT_UTF8, message, "save it as UTF-8 without changing its words"),
        )
    strange = unseen(text, shown_path)
    if strange:
        return strange
    try:
        data, noted = Builder(text, shown_path).document()
    except Refused as refused:
        return (refused.problem(shown_path),)
    has_remarks = b" #" in raw or b"\t#" in raw
    marks = Marks(
        held=raw, sha256=sha256(raw).digest(), packed=marshal.dumps(data), noted=noted, has_remarks=has_remarks
    )
    document = Document(path=shown_path, marks=marks)
    # An escape can write what the file itself does not hold.
    return (tuple(_unseen_values(document)) if "\\" in text else ()) or document


def _unseen_values(document: Document) -> Iterator[Problem]:
    for path, value in texts(document.data):
        for problem in unseen(value, document.path):
            yield replace(problem, location=document.location(path))


def texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in plain data, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from texts(inner, (*path, position))


def _cuts(place: Place, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    found = [path] if place.cut else []
    for step, inner in place.inside.items():
        found += _cuts(inner, (*path, step))
    return found
