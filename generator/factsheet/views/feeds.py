"""Feeds of changes (Atom, RFC 4287): of all of them, of corrections, and of what concerns one entity.

None is ever cut off: the feed of all changes has whole releases, the newest and as many before it as it takes for some
hundreds of entries, and leads to the archive of each earlier one (RFC 5005, section 4); the others have everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from factsheet.dataset import Dataset
from factsheet.ledger import Release, Version
from factsheet.model import Allegation, Entity, Event, references
from factsheet.views.change import Changed
from factsheet.views.history import place_of, told
from factsheet.views.present import current
from factsheet.views.releases import corrections, versions_of

LEAST_ENTRIES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change in a feed; its id is the same wherever the site stands."""

    id: str
    change: Changed
    address: str
    released_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed document: `path` is its file, `page` what it belongs to; `previous` and `current` are files of an archive.

    `also` are the files that it had before, which hold the same. `about` is the entity that it is about, None for a feed of all records; `sort` says of what the entries are.
    """

    path: str
    page: str
    id: str
    sort: str
    about: str | None
    released_on: str
    entries: tuple[Entry, ...]
    also: tuple[str, ...] = ()
    previous: str | None = None
    current: str | None = None


def feeds(dataset: Dataset) -> Iterator[Feed]:
    """Every feed of the site; none where nothing was released yet."""
    releases = dataset.history.ledger.releases
    if not releases:
        return
    yield from _feeds_of_changes(releases, dataset)
    yield _feed("corrections/feed.xml", "corrections/", "corrections", None, tuple(corrections(dataset)), dataset)
    concerning = _concerning(dataset)
    for entity in dataset.all(Entity):
        found = tuple(concerning.get(entity.id, ()))
        path, *also = (f"entities/{id}/feed.xml" for id in (entity.id, *entity.former_ids))
        feed = _feed(path, f"entities/{entity.id}/", "entity", entity.title, found, dataset)
        yield replace(feed, also=tuple(also)) if also else feed


def _feeds_of_changes(releases: tuple[Release, ...], dataset: Dataset) -> Iterator[Feed]:
    fresh = _fresh(releases)
    old = releases[: len(releases) - len(fresh)]
    archives = [f"changes/{release.version}/feed.xml" for release in old]
    current = "changes/feed.xml"
    for number, release in enumerate(old):
        before = archives[number - 1] if number else None
        versions = versions_of(release, dataset)
        yield _feed(
            archives[number],
            f"changes/{release.version}/",
            "changes",
            None,
            versions,
            dataset,
            previous=before,
            current=current,
        )
    newest = tuple(version for release in reversed(fresh) for version in versions_of(release, dataset))
    before = archives[-1] if archives else None
    yield _feed(current, "changes/", "changes", None, newest, dataset, previous=before)


def _fresh(releases: tuple[Release, ...]) -> tuple[Release, ...]:
    """The newest releases, oldest first, with at least so many changes together, or all."""
    count = 0
    for number, release in enumerate(reversed(releases), 1):
        count += len(release.changes)
        if count >= LEAST_ENTRIES:
            return releases[-number:]
    return releases


def _feed(
    path: str,
    page: str,
    sort: str,
    about: str | None,
    versions: tuple[Version, ...],
    dataset: Dataset,
    *,
    previous: str | None = None,
    current: str | None = None,
) -> Feed:
    first = dataset.history.ledger.releases[0]
    entries = tuple(dataset.once(_entry, version.key) for version in versions)
    return Feed(
        path=path,
        page=page,
        id=_urn(first, page),
        sort=sort,
        about=about,
        released_on=max((entry.released_on for entry in entries), default=first.released_on),
        entries=entries,
        previous=previous,
        current=current,
    )


def _entry(key: tuple[str, int], dataset: Dataset) -> Entry:
    id, position = key
    version = dataset.history.versions[id][position]
    change = told(version, dataset)
    return Entry(
        id=_urn(dataset.history.ledger.releases[0], f"{version.change.kind}/{version.change.id}/v/{version.version}/"),
        change=change,
        address=f"changes/{version.version}/" if version.change.kind == "vocabularies" else place_of(version, dataset),
        released_on=version.release.released_on,
    )


def _urn(first: Release, name: str) -> str:
    """A name that is the same at every address: of the ledger's first release, and of what is named."""
    return uuid5(NAMESPACE_URL, f"{first.digest}/{name}").urn


def _concerning(dataset: Dataset) -> dict[str, list[Version]]:
    """For each entity the versions of records that concern it, newest first."""
    found: dict[str, list[Version]] = {}
    for release in reversed(dataset.history.ledger.releases):
        for version in versions_of(release, dataset):
            for id in _concerned(version, dataset):
                found.setdefault(id, []).append(version)
    return found


def _concerned(version: Version, dataset: Dataset) -> dict[str, None]:
    """The entities that a version of a record is about: itself, those that it names, those whose matter it answers, and their members."""
    change = version.change
    if change.kind == "vocabularies":
        return {}
    named = {current(version.key[0], dataset): None} if change.kind == "entities" else {}
    for use in references(change.kind, change.record):
        record = dataset.records.get(current(use.id, dataset))
        match record:
            case Entity():
                named[record.id] = None
            case Allegation() if use.field == ("answers", "to"):
                named |= dict.fromkeys((*record.about, *record.made_by))
            case Event() if use.field == ("answers", "to"):
                named |= dict.fromkeys(part.entity for part in record.participants)
    return named | dict.fromkeys(member for id in named for member in dataset.inside(id))
