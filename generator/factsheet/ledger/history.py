"""The versions of each record, and the data set as it stood after any release: the ledger replayed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from factsheet.ledger.canonical import Data
from factsheet.ledger.chain import Ledger
from factsheet.ledger.release import Change, Kept, Release, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published version of a record: the release that brought it, and what it changed.

    `key` is the id that the record had last, and how many versions it had before this one.
    """

    release: Release
    change: Change
    key: tuple[str, int]

    @property
    def version(self) -> str:
        """The release's version, which names this one of the record too."""
        return self.release.version


@dataclass(frozen=True, kw_only=True)
class History:
    """The versions of every record ever published, oldest first, by the id that it had last; `former` leads there from ids it had."""

    ledger: Ledger = field(default_factory=Ledger)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """The data set as the newest release left it."""
        return {id: (versions[-1].change.kind, versions[-1].change.record) for id, versions in self.versions.items()}

    def of(self, id: str, former_ids: tuple[str, ...] = ()) -> tuple[Version, ...]:
        """The published versions of a record; `former_ids` find those of one that was renamed since."""
        for name in (id, *former_ids):
            if name in self.versions:
                return self.versions[name]
        return ()


def history_of(ledger: Ledger) -> History:
    """The versions of each record in the ledger."""
    versions: dict[str, list[tuple[Release, Change]]] = {}
    former: dict[str, str] = {}
    for release in ledger.releases:
        for change in release.changes:
            before = _renamed(change, versions)
            for id in before:
                versions.setdefault(change.id, []).extend(versions.pop(id))
                former[id] = change.id
            former.pop(change.id, None)
            versions.setdefault(change.id, []).append((release, change))
    return History(
        ledger=ledger,
        versions={
            id: tuple(
                Version(release=release, change=change, key=(id, position))
                for position, (release, change) in enumerate(found)
            )
            for id, found in versions.items()
        },
        former={id: _last(now, former) for id, now in former.items()},
    )


def replay(ledger: Ledger, version: str) -> State:
    """The data set as it stood after that release; raises KeyError where there is none of that version."""
    if version not in {release.version for release in ledger.releases}:
        raise KeyError(version)
    state: State = {}
    for release in ledger.releases:
        state = state_after(state, release.changes)
        if release.version == version:
            break
    return state


def state_after(state: State, changes: Iterable[Change]) -> State:
    """The data set after these changes of it, one after the other."""
    found: dict[str, tuple[Kept, Data]] = dict(state)
    for change in changes:
        for id in _renamed(change, found):
            del found[id]
        found[change.id] = (change.kind, change.record)
    return found


def _renamed(change: Change, there: Mapping[str, object]) -> list[str]:
    """The ids under which the record stood until this change."""
    if change.id in there:
        return []
    return [id for id in change.former_ids if id in there]


def _last(id: str, former: Mapping[str, str]) -> str:
    while id in former:
        id = former[id]
    return id
