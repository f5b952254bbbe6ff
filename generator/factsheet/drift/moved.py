"""That something has moved, and what both ways to find it need: the versions of a record, and what somebody has accepted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Edit, Version, digest, with_ids
from factsheet.model import Kind, Path, Record

T = TypeVar("T")

SAYS: Mapping[Kind, tuple[str, ...]] = {"allegations": ("statement",), "events": ("title", "date"), "quotes": ("text",)}
"""The fields in which records of a kind say what others rest on; of other kinds, nothing rests on the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """That a record rests on words of another one, or on words read in it, which have changed.

    `path` leads to where the record says so, `part` to what rests on them: a field, or an item of a list. `edit` is what
    differs between `was`, for which the record was written or at which it was last looked, and `now`; both are data of
    `kind`, or citations alone. `since` is the release that made the change, None for one that is not published yet.
    `sha256` is the digest of all that the other one says now, or of all the words that are read in it now.
    """

    record: str
    of: str
    path: Path
    part: Path
    kind: Kind
    was: Data
    now: Data
    edit: Edit
    since: str | None
    sha256: str


def says(kind: Kind, data: Data) -> Data:
    """What a record of that kind says to those that rest on it."""
    return {key: data[key] for key in SAYS.get(kind, ()) if key in data}


def run_of(own: T, before: Sequence[tuple[Version, Collection[T]]]) -> list[Version]:
    """The last versions of a record, oldest first, in which this part of it is as it is now."""
    found: list[Version] = []
    for version, those in reversed(before):
        if own not in those:
            break
        found.insert(0, version)
    return found


def published(record: Record, dataset: Dataset) -> Iterator[tuple[Version, Data]]:
    """The published versions of a record, oldest first, each with its data, in which others have the ids that they have now."""
    for version in dataset.versions(record):
        if version.change.kind == record.kind:
            yield version, with_ids(record.kind, version.change.record, dataset.renamed)


def accepted(record: Record, of: str) -> frozenset[str]:
    """The digests of words of another record, or read in it, at which somebody has looked together with this one."""
    return frozenset(entry.sha256 for entry in record.accepted if entry.of == of)


def sha256_of(texts: Iterable[str]) -> str:
    """The digest of words that a record rests on."""
    return digest([even(text) for text in texts])


def even(text: str) -> str:
    """A text with its white space evened out, which pages show in one way."""
    return " ".join(text.split())
