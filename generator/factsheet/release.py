"""Makes releases: what changed since the last one, written to the ledger in one step and never over another release.

Where branches were merged that both made releases, those of one are kept, and those of the others made anew after them.

`last.json` is written after the release that it names: whatever a break leaves, it names one that is there.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from factsheet.dataset import Dataset
from factsheet.ledger import (
    RELEASES,
    Change,
    Data,
    History,
    Ledger,
    Release,
    State,
    branch,
    changes_between,
    history_of,
    next_version,
    order_of,
    state_after,
    text_of,
)
from factsheet.ledger.release import LAST, text_of_last


class TooEarly(Exception):
    """A release was to be dated before the last one; the message says so."""


def draft(dataset: Dataset, day: date, note: str | None = None, taken: Collection[str] = ()) -> Release | None:
    """The release that would be made on that day of checked facts; None where nothing changed since the last one.

    `taken` are versions that it cannot have. Raises TooEarly.
    """
    last = dataset.history.ledger.last
    changes = changes_between(dataset.history.state, dataset.state)
    if not changes:
        return None
    if last and day.isoformat() < last.released_on:
        raise TooEarly(f"the last release is of {last.released_on}; a later one cannot be of {day.isoformat()}")
    return _after(last, day.isoformat(), note, changes, taken)


def write(release: Release, facts: Path) -> Path:
    """Writes a release into the ledger of a facts folder, whole or not at all, and then that it is the newest; its file.

    Raises FileExistsError where there is one of that version.
    """
    file = _file(release, facts)
    file.parent.mkdir(exist_ok=True)
    aside = _aside(text_of(release), file)
    try:
        os.link(aside, file)
    finally:
        aside.unlink()
    _sync(file.parent)
    _name(release, facts)
    return file


def exchange(kept: Ledger, new: Sequence[Release], aside: Sequence[Release], facts: Path) -> None:
    """Writes the releases that follow those that are kept, in the place of those left aside, and which one is the newest.

    A break leaves a ledger of which the same can be worked out again.
    """
    _name(kept.releases[-1], facts)
    for release in new:
        replace(release, facts)
    _name((*kept.releases, *new)[-1], facts)
    versions = {release.version for release in new}
    # The newest goes first: whatever a break leaves follows a release that is still there.
    for release in reversed(aside):
        if release.version not in versions:
            with suppress(FileNotFoundError):
                _file(release, facts).unlink()


def replace(release: Release, facts: Path) -> Path:
    """Writes a release in the place of the one of its version, in one step; the file that it is in."""
    file = _file(release, facts)
    _put(text_of(release), file)
    return file


def left_aside(ledger: Ledger, kept: Ledger) -> tuple[Release, ...]:
    """The releases that are not in the chain that is kept."""
    return tuple(release for release in ledger.releases if release not in kept.releases)


def remade(kept: Ledger, aside: Sequence[Release], ledger: Ledger) -> Mapping[str, Release]:
    """The releases that are left aside, each made anew after those that are kept, by the version that it had.

    Each publishes what it did, under its note; one of which nothing is left to publish is left out. A day that is before
    the one of the release before it gives way to that. A version stays where all that it says stays, and is never one of
    another release that is left aside: others may have cited them.
    """
    found: dict[str, Release] = {}
    last = kept.releases[-1]
    was = {release.version: release.changes for release in aside}
    for release in _carried(kept, aside, ledger):
        day = max(release.released_on, last.released_on)
        same = release.changes == was[release.version]
        taken = [version for version in was if not same or version != release.version]
        found[release.version] = last = _after(last, day, release.note, release.changes, taken)
    return found


def each_last(chains: Sequence[Ledger], aside: Sequence[Release], ledger: Ledger) -> tuple[Ledger, ...]:
    """For each chain, the first of which is kept, all releases of a ledger as if its own had been made last."""
    kept, *others = chains
    shared = _shared(kept, aside)
    orders = [(shared, [*aside, *kept.releases[len(shared.releases) :]])]
    orders += [(kept, sorted(aside, key=lambda release: release in other.releases)) for other in others]
    return tuple(Ledger(releases=(*first.releases, *_carried(first, then, ledger))) for first, then in orders)


def _carried(kept: Ledger, others: Sequence[Release], ledger: Ledger) -> tuple[Release, ...]:
    """Other releases of a ledger, each with what it changes after those that are kept, under its own version and day."""
    own = kept.releases[len(_shared(kept, others).releases) :]
    published = Counter((change.id, change.digest) for release in own for change in release.changes)
    found: list[Release] = []
    for release in others:
        here = history_of(Ledger(releases=(*kept.releases, *found)))
        before = history_of(Ledger(releases=branch(ledger, release).releases[:-1])).state
        said = []
        for change in (_carried_over(change, before, here) for change in release.changes):
            # What both have published is not published again: the chain that is kept may have gone on from there.
            if published[change.id, change.digest]:
                published[change.id, change.digest] -= 1
            else:
                said.append(change)
        changes = changes_between(here.state, state_after(here.state, said))
        if changes:
            found.append(
                Release(
                    version=release.version,
                    released_on=release.released_on,
                    previous=release.previous,
                    note=release.note,
                    changes=changes,
                )
            )
    return tuple(found)


def _shared(kept: Ledger, others: Sequence[Release]) -> Ledger:
    """The releases of a chain that all the others were made after."""
    named = {release.named for release in others}
    starts = [release.previous for release in others if release.previous not in named]
    return Ledger(
        releases=tuple(
            release
            for release in kept.releases
            if all(s and (release.named == s or order_of(release.version) < order_of(s.version)) for s in starts)
        )
    )


def _carried_over(change: Change, before: State, here: History) -> Change:
    """A change as it is made in another chain: of the terms that it changed, or of the record by the id that it has there."""
    id, record = change.id, change.record
    if change.kind == "vocabularies":
        was, now = (state[id][1] if id in state else {} for state in (before, here.state))
        record = _with_terms(now, was, record)
    elif id in here.former and id not in change.former_ids:
        id = here.former[id]
        record = {**record, "id": id, "former_ids": here.state[id][1]["former_ids"]}
    return Change(op=change.op, kind=change.kind, id=id, classes=change.classes, record=record)


def _with_terms(lists: Data, was: Data, now: Data) -> dict[str, Any]:
    """Closed lists with the terms that are new or other ones in `now`; none is taken out, for records may use it."""
    found = dict(lists)
    for name, terms in now.items():
        new = {value: term for value, term in terms.items() if was.get(name, {}).get(value) != term}
        found[name] = {**found.get(name, {}), **new}
    return found


def _after(
    last: Release | None, day: str, note: str | None, changes: tuple[Change, ...], taken: Collection[str]
) -> Release:
    """A release that follows the last one; `taken` are versions that it cannot have."""
    version = next_version(last.version if last else None, date.fromisoformat(day))
    while version in taken:
        version = next_version(version, date.fromisoformat(day))
    return Release(
        version=version,
        released_on=day,
        previous=last.named if last else None,
        note=note,
        changes=changes,
    )


def _file(release: Release, facts: Path) -> Path:
    return facts / RELEASES / f"{release.version}.json"


def _name(last: Release, facts: Path) -> None:
    """Writes which release is the newest."""
    _put(text_of_last(last.named), facts / RELEASES / LAST)


def _put(text: str, file: Path) -> None:
    """Writes a file in one step."""
    _aside(text, file).replace(file)
    _sync(file.parent)


def _aside(text: str, file: Path) -> Path:
    """The text on the disk beside the file, under a name that a check passes over."""
    descriptor, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix="~", dir=file.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside = Path(name)
    # As other files of the repository; what makes temporary files keeps them to their owner.
    aside.chmod(0o644)
    return aside


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
