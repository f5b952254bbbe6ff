"""Makes releases: what changed since the last one, written to the ledger in one step and never over another release."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from factsheet.dataset import Dataset
from factsheet.ledger import RELEASES, Ledger, Previous, Release, changes_between, next_version, text_of


class TooEarly(Exception):
    """A release was to be dated before the last one; the message says so."""


def draft(dataset: Dataset, day: date, note: str | None = None) -> Release | None:
    """The release that would be made on that day of checked facts; None where nothing changed since the last one."""
    last = dataset.history.ledger.last
    if last and day.isoformat() < last.released_on:
        raise TooEarly(f"the last release is of {last.released_on}; a later one cannot be of {day.isoformat()}")
    changes = changes_between(dataset.history.state, dataset.state)
    if not changes:
        return None
    return Release(
        version=next_version(last.version if last else None, day),
        released_on=day.isoformat(),
        previous=Previous(version=last.version, sha256=last.digest) if last else None,
        note=note,
        changes=changes,
    )


def write(release: Release, facts: Path) -> Path:
    """Writes a release into the ledger of a facts folder, whole or not at all; the file that it is in.

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
    return file


def exchange(old: Sequence[Release], new: Release | None, facts: Path) -> Path | None:
    """Writes a release that takes the place of others, which a merge has left beside the chain; the file that it is in."""
    file = replace(new, facts) if new else None
    for release in old:
        if not new or release.version != new.version:
            with suppress(FileNotFoundError):
                _file(release, facts).unlink()
    return file


def replace(release: Release, facts: Path) -> Path:
    """Writes a release in the place of the one of its version, in one step; the file that it is in."""
    file = _file(release, facts)
    _aside(text_of(release), file).replace(file)
    _sync(file.parent)
    return file


def left_aside(ledger: Ledger, kept: Ledger) -> tuple[Release, ...]:
    """The releases that are not in the chain that is kept."""
    return tuple(release for release in ledger.releases if release not in kept.releases)


def _file(release: Release, facts: Path) -> Path:
    return facts / RELEASES / f"{release.version}.json"


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
