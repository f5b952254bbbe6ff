"""Reads the ledger: each file as it was written, and each release after the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from factsheet.folder import printable
from factsheet.ledger.release import RELEASES, NotARelease, Release, UnknownFormat, order_of, parse
from factsheet.problem import Code, Location, Problem, shown
from factsheet.reader import Refused, bytes_of, unseen

EDITED = Code(
    name="FS501",
    level="error",
    manual="""A release stands in the ledger as it was written.

Its file ends with a seal, a hash of all that stands before it; one changed byte is found. What was published stays
readable only if nobody can change it afterwards. `factsheet redact` is the one way to take words out.

Fails: a word corrected by hand in `facts/releases/2026.11.0.json`
Passes: the file as git has it; the word corrected in the record, and a new release.
""",
)
BROKEN_CHAIN = Code(
    name="FS502",
    level="error",
    manual="""Each release follows the one before it.

A release names the one before it by version and hash. So a release that is missing, exchanged or made twice is found.
Where two branches both made a release, `factsheet release --rebase` keeps one and makes the other anew after it.

Fails: `2026.12.0.json` without the `2026.11.0.json` that it follows.
Passes: both files.
""",
)
UNKNOWN_FORMAT = Code(
    name="FS503",
    level="error",
    manual="""A release has a format that this version of the tool can read.

Every format that there ever was can be read by every later version of the tool.

Fails: `"format":2`, read by a version that knows only format 1.
Passes: the same file, read by the version that wrote it or a later one.
""",
)

LEDGER_CODES = (EDITED, BROKEN_CHAIN, UNKNOWN_FORMAT)

MOST_BYTES = 64 * 1024 * 1024
_FROM_GIT = "take the file back as git has it: git checkout -- {path}"
_MERGED = "take the file of the branch that is published, then run: factsheet release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All releases, oldest first: each follows the one before it."""

    releases: tuple[Release, ...] = ()

    @property
    def last(self) -> Release | None:
        """The newest release; None where there is none yet."""
        return self.releases[-1] if self.releases else None


def read_ledger(facts: Path) -> Ledger | tuple[Problem, ...]:
    """The ledger in a facts folder, an empty one where there is none, or all that is wrong with it."""
    releases = read_releases(facts)
    problems = tuple(_out_of_place(releases, facts / RELEASES)) if isinstance(releases, Ledger) else releases
    return problems or releases


def read_releases(facts: Path) -> Ledger | tuple[Problem, ...]:
    """The releases by version, whether or not each follows the one before it, or what is wrong with their files."""
    read = [_read(file) for file in sorted((facts / RELEASES).glob("*.json"))]
    problems = tuple(found for found in read if isinstance(found, Problem))
    releases = (found for found in read if isinstance(found, Release))
    return problems or Ledger(releases=tuple(sorted(releases, key=lambda release: order_of(release.version))))


def branch(ledger: Ledger, keep: str | None = None) -> Ledger:
    """The releases, oldest first, each of which follows the one before it; of two that follow the same one, that which leads
    to `keep`, or the one with the lower version."""
    made = {(release.version, release.digest): release for release in ledger.releases}
    kept: list[Release] = []
    step = next((release for release in ledger.releases if release.version == keep), None)
    while step and step not in kept:
        kept.insert(0, step)
        step = _before(step, made)
    for release in ledger.releases:
        follows = _before(release, made) is kept[-1] if kept else not release.previous
        if follows and release not in kept:
            kept.append(release)
    return Ledger(releases=tuple(kept))


def _before(release: Release, made: Mapping[tuple[str, str], Release]) -> Release | None:
    """The release that it was made after, if that is there as it was."""
    return made.get((release.previous.version, release.previous.sha256)) if release.previous else None


def _read(file: Path) -> Release | Problem:
    path = printable(file)
    start = Location(path)
    fix = _FROM_GIT.format(path=path)
    try:
        text = bytes_of(file, MOST_BYTES).decode("utf-8")
    except Refused as refused:
        return Problem.at(start, refused.code, refused.message, refused.fix)
    except UnicodeDecodeError:
        return Problem.at(start, EDITED, "the release is not as it was written: it is not UTF-8 text", fix)
    if "\n<<<<<<< " in f"\n{text}":
        return Problem.at(start, EDITED, "the release holds the marks of a merge", _MERGED)
    strange = next((problem for line in text.split("\n") for problem in unseen(line, path)), None)
    if strange:
        return replace(strange, location=start)
    try:
        release = parse(text)
    except UnknownFormat as unknown:
        return Problem.at(start, UNKNOWN_FORMAT, str(unknown), "use a newer version of factsheet")
    except NotARelease as reason:
        return Problem.at(start, EDITED, f"the release is not as it was written: {reason}", fix)
    if file.name != f"{release.version}.json":
        message = f"the file holds the release {release.version}"
        return Problem.at(start, EDITED, message, f"name it {release.version}.json, as it was")
    return release


def _follows(release: Release) -> str | None:
    return release.previous.version if release.previous else None


def _out_of_place(ledger: Ledger, folder: Path) -> Iterator[Problem]:
    versions = {release.version for release in ledger.releases}
    for before, release in pairwise((None, *ledger.releases)):
        if release is None:
            continue
        path = printable(folder / f"{release.version}.json")
        place, fix = Location(path), _FROM_GIT.format(path=path)
        follows = _follows(release)
        if follows and follows not in versions:
            message = f"{release.version} follows {shown(follows)}, which is missing"
            fix = _FROM_GIT.format(path=printable(folder))
            yield Problem.at(place, BROKEN_CHAIN, message, fix)
        elif before and follows != before.version:
            message = f"{release.version} does not follow {before.version}: two branches made a release"
            yield Problem.at(place, BROKEN_CHAIN, message, "run: factsheet release --rebase")
        elif before and release.released_on < before.released_on:
            message = f"{release.version} is dated before {before.version}, which it follows"
            yield Problem.at(place, BROKEN_CHAIN, message, fix)
        elif before and release.previous and release.previous.sha256 != before.digest:
            path = printable(folder / f"{before.version}.json")
            message = f"this is not the {before.version} that {release.version} was made after"
            yield Problem.at(Location(path), BROKEN_CHAIN, message, _FROM_GIT.format(path=path))
