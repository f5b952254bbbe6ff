"""The views of what changed: all releases, one release, and every correction ever made."""

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.ledger import CLASSES, Class, Release, Version
from factsheet.views.change import Changed, changed
from factsheet.views.history import day_of, pending, told

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLine:
    """A release in one line: how many changes it made, and how many are of each class; a change can be of several."""

    version: str
    on: Edtf
    note: str | None
    counts: tuple[tuple[Class, int], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """All releases, newest first, and what is not released yet."""

    address: str
    releases: tuple[ReleaseLine, ...]
    waiting: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """A page of one release's changes, by class; `number` counts the pages from 1, `pages` has their addresses."""

    address: str
    line: ReleaseLine
    before: str | None
    after: str | None
    groups: tuple[tuple[Class, tuple[Changed, ...]], ...]
    number: int
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    """A page of corrections, newest first, each with its release and day."""

    address: str
    feed: bool
    corrections: tuple[tuple[str, Edtf, Changed], ...]
    total: int
    number: int
    pages: tuple[str, ...]


def changes_view(dataset: Dataset) -> ChangesView:
    """The view of all releases."""
    ledger = dataset.history.ledger
    state = dataset.history.state
    return ChangesView(
        address="changes/",
        releases=tuple(_line(release) for release in reversed(ledger.releases)),
        waiting=tuple(
            changed(change, state[change.id][1] if change.id in state else None, dataset)
            for change in pending(dataset).values()
        ),
    )


def release_views(dataset: Dataset) -> Iterator[ReleaseView]:
    """The pages of every release, oldest first."""
    releases = dataset.history.ledger.releases
    for position, release in enumerate(releases):
        rows = _rows(release, dataset)
        pages = _pages(f"changes/{release.version}/", len(rows))
        for number, address in enumerate(pages, 1):
            shown = rows[(number - 1) * MOST_CHANGES : number * MOST_CHANGES]
            yield ReleaseView(
                address=address,
                line=_line(release),
                before=releases[position - 1].version if position else None,
                after=releases[position + 1].version if position + 1 < len(releases) else None,
                groups=_by_class(shown),
                number=number,
                pages=pages,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotes:
    """All changes of one release, by class."""

    line: ReleaseLine
    groups: tuple[tuple[Class, tuple[Changed, ...]], ...]


def release_notes(release: Release, dataset: Dataset) -> ReleaseNotes:
    """The changes of a release, on no page."""
    return ReleaseNotes(line=_line(release), groups=_by_class(_rows(release, dataset)))


def _rows(release: Release, dataset: Dataset) -> list[Changed]:
    """The changes of a release, the weightiest class first."""
    rows = [told(version, dataset) for version in versions_of(release, dataset)]
    return sorted(rows, key=lambda row: CLASSES.index(row.classes[0]))


def corrections_views(dataset: Dataset) -> Iterator[CorrectionsView]:
    """The pages of all corrections: at least one, even if there is none."""
    found = tuple(corrections(dataset))
    pages = _pages("corrections/", len(found))
    for number, address in enumerate(pages, 1):
        yield CorrectionsView(
            address=address,
            feed=dataset.history.ledger.last is not None,
            corrections=tuple(
                (version.version, day_of(version.release), told(version, dataset))
                for version in found[(number - 1) * MOST_CHANGES : number * MOST_CHANGES]
            ),
            total=sum(len(told(version, dataset).corrections) for version in found),
            number=number,
            pages=pages,
        )


def corrections(dataset: Dataset) -> Iterator[Version]:
    """The versions that brought a correction, newest first."""
    for release in reversed(dataset.history.ledger.releases):
        yield from (found for found in versions_of(release, dataset) if told(found, dataset).corrections)


def versions_of(release: Release, dataset: Dataset) -> tuple[Version, ...]:
    """The versions that a release brought, in its order."""
    return dataset.once(_versions, None)[release.version]


def _versions(_key: None, dataset: Dataset) -> dict[str, tuple[Version, ...]]:
    found = {
        (version.version, version.change.id): version
        for versions in dataset.history.versions.values()
        for version in versions
    }
    return {
        release.version: tuple(found[release.version, change.id] for change in release.changes)
        for release in dataset.history.ledger.releases
    }


def _line(release: Release) -> ReleaseLine:
    found = [name for change in release.changes for name in change.classes]
    return ReleaseLine(
        version=release.version,
        on=day_of(release),
        note=release.note,
        counts=tuple((name, found.count(name)) for name in CLASSES if name in found),
        total=len(release.changes),
    )


def _pages(address: str, count: int) -> tuple[str, ...]:
    further = range(2, -(-count // MOST_CHANGES) + 1)
    return (address, *(f"{address}page/{number}/" for number in further))


def _by_class(rows: list[Changed]) -> tuple[tuple[Class, tuple[Changed, ...]], ...]:
    groups: dict[Class, list[Changed]] = {}
    for row in rows:
        groups.setdefault(row.classes[0], []).append(row)
    return tuple((name, tuple(found)) for name, found in groups.items())
