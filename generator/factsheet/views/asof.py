"""The data set as it stood after each release: an index in parts, and a part is written anew only where it changed.

So the cost of another release grows with what it changed, and not with all that there is.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.ledger import Release, Version
from factsheet.model import KINDS, Kind
from factsheet.views.change import ref_of
from factsheet.views.history import day_of, place_of
from factsheet.views.parts import Ref
from factsheet.views.present import current
from factsheet.views.releases import versions_of

ROWS = 200
"""How many rows a part has on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodRow:
    """A record as it stood: its heading then, the version that held, and where that is read.

    `withdrawn` says that it did not count any more then; `begins` that a part begins with it.
    """

    ref: Ref
    id: str
    version: str
    address: str
    withdrawn: bool
    begins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Records of one kind that stand side by side in the order of their ids, in the versions that held from one release on.

    It holds until another part of the same first id takes its place: `until` is that release; None for what still holds.
    """

    address: str
    kind: Kind
    since: str
    on: Edtf
    rows: tuple[StoodRow, ...]
    until: str | None = None

    @property
    def first(self) -> str:
        """The id that it begins with."""
        return self.rows[0].id

    @property
    def last(self) -> str:
        """The id that it ends with."""
        return self.rows[-1].id


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfView:
    """The page of a release: the parts of each kind that held after it, with the number of their records.

    `before` and `after` are the versions of the releases around it, where there are any.
    """

    address: str
    version: str
    on: Edtf
    before: str | None
    after: str | None
    kinds: tuple[tuple[Kind, int, tuple[Part, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """All that the as-of pages show: an index a release, and each part once."""

    indexes: tuple[AsOfView, ...]
    parts: tuple[Part, ...]


def stood(dataset: Dataset) -> Stood:
    """The index of each release, oldest first, and the parts in the order in which they came."""
    standing: dict[str, StoodRow] = {}
    ids: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    parts: dict[Kind, dict[str, Part]] = {kind: {} for kind in KINDS}
    written: dict[str, Part] = {}
    indexes = []
    releases = dataset.history.ledger.releases
    versions = (None, *(release.version for release in releases), None)
    for release, before, after in zip(releases, versions, versions[2:], strict=False):
        touched = _apply(release, dataset, standing, ids)
        for kind in touched:
            parts[kind] = _renewed(kind, release, parts[kind], [standing[id] for id in ids[kind]], written)
        indexes.append(_index(release, before, after, parts))
    return Stood(indexes=tuple(indexes), parts=tuple(written.values()))


def _apply(
    release: Release, dataset: Dataset, standing: dict[str, StoodRow], ids: dict[Kind, list[str]]
) -> tuple[Kind, ...]:
    """Takes a release's changes into what stands; the kinds that it touched."""
    touched: dict[Kind, None] = {}
    for version in versions_of(release, dataset):
        kind, id = version.change.kind, version.change.id
        if kind == "vocabularies":
            continue
        touched[kind] = None
        if id not in standing:
            insort(ids[kind], id)
            for former in version.change.record.get("former_ids", ()):
                if standing.pop(former, None):
                    ids[kind].remove(former)
        standing[id] = _row(version, dataset)
    return tuple(touched)


def _renewed(
    kind: Kind, release: Release, before: dict[str, Part], rows: list[StoodRow], written: dict[str, Part]
) -> dict[str, Part]:
    """The parts of a kind after a release: those that are as they were, and new ones for those that are not."""
    now: dict[str, Part] = {}
    for run in _runs(rows):
        old = before.get(run[0].id)
        part = old if old and old.rows == run else _part(kind, release, run)
        now[part.first] = written[part.address] = part
    for first, old in before.items():
        if now.get(first) is not old:
            written[old.address] = replace(old, until=release.version)
    return now


def _part(kind: Kind, release: Release, run: tuple[StoodRow, ...]) -> Part:
    return Part(
        address=f"as-of/{release.version}/{kind}/{run[0].id}/",
        kind=kind,
        since=release.version,
        on=day_of(release),
        rows=run,
    )


def _runs(rows: list[StoodRow]) -> Iterator[tuple[StoodRow, ...]]:
    """The rows cut into parts by their ids alone, so that a new id moves no other cut."""
    number = 0

    def part_of(row: StoodRow) -> int:
        nonlocal number
        number += row.begins
        return number

    for _number, run in groupby(rows, key=part_of):
        yield tuple(run)


def _begins_a_part(id: str) -> bool:
    return int.from_bytes(sha256(id.encode()).digest()[:4]) % ROWS == 0


def _index(release: Release, before: str | None, after: str | None, parts: dict[Kind, dict[str, Part]]) -> AsOfView:
    return AsOfView(
        address=f"as-of/{release.version}/",
        version=release.version,
        on=day_of(release),
        before=before,
        after=after,
        kinds=tuple(
            (kind, sum(len(part.rows) for part in found.values()), tuple(found.values()))
            for kind, found in parts.items()
            if found
        ),
    )


def _row(version: Version, dataset: Dataset) -> StoodRow:
    kind = dataset.records[current(version.key[0], dataset)].kind
    return StoodRow(
        ref=ref_of(kind, version.change.record, dataset),
        id=version.change.id,
        version=version.version,
        address=place_of(version, dataset),
        withdrawn="withdrawn" in version.change.record,
        begins=_begins_a_part(version.change.id),
    )
