"""A release: what it changed, in one file that is written once; the text of that file, and of the one that names the newest."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, Self, TypeAlias, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from factsheet.ledger.canonical import Data, canonical, digest
from factsheet.model import KINDS, Value
from factsheet.model.fields import Kind, Sha256, is_id

FORMAT = 1
RELEASES = "releases"
"""The folder of the ledger, in that of the facts."""
LAST = "last.json"
"""The file beside the releases that names the newest one: the ledger has at least that, with that digest."""
VOCABULARIES_ID = "vocabularies.yml"
"""The name under which the ledger keeps the closed lists: no record can have it as its id."""

Op = Literal["added", "changed", "withdrawn"]
Class = Literal[
    "corrected",
    "withdrawn",
    "source-lost",
    "reply-received",
    "new",
    "reworded",
    "evidence-removed",
    "evidence-changed",
    "evidence-added",
    "metadata-only",
]
"""What a change means to readers; the first class of a change is the one that it is listed under."""
CLASSES: tuple[Class, ...] = get_args(Class)

_VERSION = re.compile(r"(?P<year>\d{4})\.(?P<month>0[1-9]|1[0-2])\.(?P<number>0|[1-9]\d{0,5})", re.ASCII)

_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u")
"""What only a sign that cannot be seen is written with."""

Order: TypeAlias = tuple[int, int, int]
Kept: TypeAlias = Kind | Literal["vocabularies"]
"""What the ledger keeps: the kinds of record, and the closed lists."""
State: TypeAlias = Mapping[str, tuple[Kept, Data]]
"""A whole data set as plain data: each record with its kind by id, and the closed lists by their own name."""


class NotARelease(ValueError):
    """The text is no release, or names none; the message says why."""


class CutOff(NotARelease):
    """The text is a part of a release at most."""


class UnknownFormat(ValueError):
    """The text is a release of a format that is not known here."""


class Previous(Value):
    """A release as what came after it names it: by its version, and its digest."""

    version: str
    sha256: Sha256

    @field_validator("version")
    @classmethod
    def _version(cls, text: str) -> str:
        order_of(text)
        return text


class Change(Value):
    """What a release did to one record: the record as it then was, as plain data."""

    op: Op
    kind: Kept
    id: str
    classes: tuple[Class, ...] = Field(min_length=1)
    record: dict[str, Any]

    @cached_property
    def digest(self) -> str:
        """The content hash of the record."""
        return digest(self.record)

    @property
    def former_ids(self) -> Sequence[str]:
        """The ids that the record had before."""
        found: Sequence[str] = self.record.get("former_ids", ())
        return found

    @model_validator(mode="after")
    def _named(self) -> Self:
        is_lists = self.kind == "vocabularies"
        named = self.id == VOCABULARIES_ID if is_lists else is_id(self.id) and self.record.get("id") == self.id
        former = self.record.get("former_ids", [])
        if not named or not isinstance(former, list) or not all(isinstance(id, str) for id in former):
            raise ValueError("a change does not name its record")
        return self

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuses what no sentence can be told of: a withdrawal, or a reply, of which the record has nothing."""
        gone = "withdrawn" in self.record
        fits = gone if self.op == "withdrawn" else self.op == "changed" or not gone
        if not fits or ("reply-received" in self.classes and not self.record.get("answers")):
            raise ValueError("a change does not fit its record")
        return self


class Release(Value):
    """A release: calendar version, day, what it follows, a note for readers, and its changes in the order of kinds and ids."""

    version: str
    released_on: str
    previous: Previous | None = None
    note: str | None = None
    changes: tuple[Change, ...] = Field(min_length=1)

    @field_validator("released_on")
    @classmethod
    def _day(cls, text: str) -> str:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError("this is no day")
        return text

    @model_validator(mode="after")
    def _of_its_month(self) -> Self:
        year, month, _number = order_of(self.version)
        if not self.released_on.startswith(f"{year:04}-{month:02}-"):
            raise ValueError("the version is not of the month of the release")
        return self

    @model_validator(mode="after")
    def _of_each_record_once(self) -> Self:
        ids = [id for change in self.changes for id in {change.id, *change.former_ids}]
        if len(ids) > len(set(ids)):
            raise ValueError("a record stands in the release twice")
        return self

    @cached_property
    def digest(self) -> str:
        """What the next release names it by: it runs over the digests of the records, and so outlives a redaction."""
        changes = [{**_head_of(change), "sha256": change.digest} for change in self.changes]
        return digest({**_head(self), "changes": changes})

    @property
    def named(self) -> Previous:
        """What the next release names it by, and `last.json` while it is the newest."""
        return Previous(version=self.version, sha256=self.digest)


def order_of(version: str) -> Order:
    """Year, month and number of a version such as `2026.11.0`: versions sort by it. Raises ValueError for anything else."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise ValueError(f"{version[:40]!r} is not a version")
    return int(found["year"]), int(found["month"]), int(found["number"])


def next_version(last: str | None, day: date) -> str:
    """The version of a release made on that day after the last one."""
    year, month, number = order_of(last) if last else (0, 0, 0)
    return f"{day.year:04}.{day.month:02}.{number + 1 if (year, month) == (day.year, day.month) else 0}"


def text_of(release: Release) -> str:
    """The text of the release's file: a change a line, and at the end a seal, the SHA-256 of all that stands before it."""
    changes = ",\n".join(canonical({**_head_of(change), "record": change.record}) for change in release.changes)
    head = canonical({**_head(release), "format": FORMAT})
    text = f'{head[:-1]},"changes":[\n{changes}\n]'
    return f'{text},"seal":"{sha256(text.encode("utf-8")).hexdigest()}"}}\n'


def parse(text: str) -> Release:
    """The release that the text is; raises NotARelease unless it is, sign for sign, what `text_of` gives, or UnknownFormat."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise CutOff("it is cut off or broken") from None
    if not isinstance(found, dict):
        raise NotARelease("it is no release")
    if isinstance(found.get("format"), int) and found["format"] > FORMAT:
        raise UnknownFormat(f"its format is {found['format']}, and this version of factsheet knows only {FORMAT}")
    try:
        release = Release.model_validate({key: found[key] for key in found if key not in ("format", "seal")})
        same = text_of(release) == text and not ("\\u" in text and _ESCAPED.search(text))
        # Data that is not plain has no digest.
        _ = release.digest
    except (ValidationError, TypeError, UnicodeEncodeError, RecursionError):
        raise NotARelease("it is no release") from None
    if not same:
        raise NotARelease("its seal does not fit its words")
    if not release.previous and all(change.kind != "vocabularies" for change in release.changes):
        raise NotARelease("it is the first one, and the closed lists are missing")
    return release


def text_of_last(last: Previous) -> str:
    """The text of the file that names the newest release."""
    return f"{canonical(last.model_dump())}\n"


def parse_last(text: str) -> Previous:
    """The release that the text names; raises NotARelease unless it is, sign for sign, what `text_of_last` gives."""
    try:
        found = Previous.model_validate_json(text)
    except ValidationError:
        raise NotARelease("it names no release") from None
    if text_of_last(found) != text:
        raise NotARelease("this is not how a release is named")
    return found


def _head(release: Release) -> dict[str, Any]:
    head: dict[str, Any] = {"version": release.version, "released_on": release.released_on}
    if release.previous:
        head["previous"] = release.previous.model_dump()
    if release.note:
        head["note"] = release.note
    return head


def _head_of(change: Change) -> dict[str, Any]:
    return {"op": change.op, "kind": change.kind, "id": change.id, "classes": list(change.classes)}


_LISTS: Literal["vocabularies"] = "vocabularies"
KIND_ORDER: Mapping[Kept, int] = {kind: position for position, kind in enumerate((*KINDS, _LISTS))}
"""The place of each kind in a release."""
