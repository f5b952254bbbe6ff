"""Makes releases: what changed since the last one, written to the ledger in one step and never over another release.

`last.json` is written after the release that it names: whatever a break leaves, it names one that is there.
"""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from factsheet.dataset import Dataset
from factsheet.ledger import RELEASES, Ledger, Release, changes_between, next_version, text_of
from factsheet.ledger.release import LAST, text_of_last


class TooEarly(Exception):
    """A release was to be dated before the last one; the message says so."""


def draft(dataset: Dataset, day: date, note: str | None = None, aside: Sequence[Release] = ()) -> Release | None:
    """The release that would be made on that day of checked facts; None where nothing changed since the last one.

    It has the version of none of the releases that are left aside, unless it says the same: others may have cited them.
    Raises TooEarly.
    """
    last = dataset.history.ledger.last
    changes = changes_between(dataset.history.state, dataset.state)
    if not changes:
        return None
    if last and day.isoformat() < last.released_on:
        raise TooEarly(f"the last release is of {last.released_on}; a later one cannot be of {day.isoformat()}")
    version = next_version(last.version if last else None, day)
    while any(release.version == version and release.changes != changes for release in aside):
        version = next_version(version, day)
    return Release(
        version=version,
        released_on=day.isoformat(),
        previous=last.named if last else None,
        note=note,
        changes=changes,
    )


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


def exchange(old: Sequence[Release], last: Release, facts: Path) -> None:
    """Writes the newest release, which takes the place of others that a merge has left beside the chain, and that it is that."""
    replace(last, facts)
    _name(last, facts)
    for release in old:
        if release.version != last.version:
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
