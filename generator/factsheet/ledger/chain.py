"""Reads the ledger: each file as it was written, and each release after the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from factsheet.folder import printable
from factsheet.ledger.release import (
    LAST,
    RELEASES,
    CutOff,
    NotARelease,
    Previous,
    Release,
    UnknownFormat,
    order_of,
    parse,
    parse_last,
)
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
    manual="""Each release follows the one before it, up to the newest.

A release names the one before it by version and hash, and `last.json` names the newest. So a release that is missing,
exchanged or made twice is found. Where two branches both made releases, `factsheet release --rebase` keeps those of one
and makes those of the other anew after them.

Fails: `2026.12.0.json` without the `2026.11.0.json` that it follows, or deleted while `last.json` names it.
Passes: all three files.
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
_CUT_OFF = f"{_FROM_GIT}; or, if git does not know it, delete it and run factsheet release again"
_LINE_ENDS = (
    "see that .gitattributes has the line: {folder}/*.json -text; then delete the file, "
    "and take it back as git has it: git checkout -- {path}"
)
_MERGED = "take the file of the branch that is published, then run: factsheet release"
_REBASE = "run: factsheet release --rebase"
_AFTER_A_MERGE = f"; or, after a merge, {_REBASE}"


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
    chain = _out_of_place(releases, facts / RELEASES) if isinstance(releases, Ledger) else releases
    return (*chain, *unwitnessed(releases, facts)) or releases


def read_releases(facts: Path) -> Ledger | tuple[Problem, ...]:
    """The releases by version, whether or not each follows the one before it, or what is wrong with their files."""
    files = sorted(file for file in (facts / RELEASES).glob("*.json") if file.name != LAST)
    read = [_read(file) for file in files]
    problems = tuple(found for found in read if isinstance(found, Problem))
    releases = (found for found in read if isinstance(found, Release))
    return problems or Ledger(releases=tuple(sorted(releases, key=lambda release: order_of(release.version))))


def unwitnessed(releases: Ledger | tuple[Problem, ...], facts: Path) -> Iterator[Problem]:
    """What is wrong with `last.json`, or missing of what it names; the latter only where all releases could be read."""
    folder = facts / RELEASES
    place = Location(printable(folder / LAST))
    there = {release.version: release for release in releases.releases} if isinstance(releases, Ledger) else {}
    after_a_merge = _AFTER_A_MERGE if isinstance(releases, Ledger) and len(heads(releases)) > 1 else ""
    last = witness(facts)
    if last is None:
        if there:
            fix = f"{_FROM_GIT.format(path=place.path)}; or, where there never was one, {_REBASE}"
            yield Problem.at(place, BROKEN_CHAIN, "the file that names the newest release is missing", fix)
    elif isinstance(last, Problem):
        yield last
    elif isinstance(releases, Ledger) and last.version not in there:
        missing = printable(folder / f"{last.version}.json")
        fix = _FROM_GIT.format(path=missing) + after_a_merge
        yield Problem.at(place, BROKEN_CHAIN, f"this names {last.version}, and {missing} is missing", fix)
    elif there and there[last.version].named != last:
        message = f"this names another {last.version} than the one that is there"
        fix = f"take both files back as git has them: git checkout -- {printable(folder)}{after_a_merge}"
        yield Problem.at(place, BROKEN_CHAIN, message, fix)


def witness(facts: Path) -> Previous | Problem | None:
    """The newest release as `last.json` names it, or what is wrong with that file; None where there is none."""
    file = facts / RELEASES / LAST
    return _read_last(file) if file.exists() else None


def heads(ledger: Ledger) -> tuple[Release, ...]:
    """The releases that no other one was made after: more than one where branches were merged."""
    followed = {release.previous for release in ledger.releases}
    return tuple(release for release in ledger.releases if release.named not in followed)


def branch(ledger: Ledger, head: Release) -> Ledger:
    """The releases that lead to one, oldest first, each made after the one before it, as far as they are there."""
    made = {release.named: release for release in ledger.releases}
    led = [head]
    while led[0].previous in made:
        led.insert(0, made[led[0].previous])
    return Ledger(releases=tuple(led))


def _read(file: Path) -> Release | Problem:
    path = printable(file)
    start = Location(path)
    text = _text(file, "the release", _MERGED)
    try:
        release = text if isinstance(text, Problem) else parse(text)
    except UnknownFormat as unknown:
        return Problem.at(start, UNKNOWN_FORMAT, str(unknown), "use a newer version of factsheet")
    except NotARelease as reason:
        fix = (_CUT_OFF if isinstance(reason, CutOff) else _FROM_GIT).format(path=path)
        return Problem.at(start, EDITED, f"the release is not as it was written: {reason}", fix)
    if isinstance(release, Release) and file.name != f"{release.version}.json":
        message = f"the file holds the release {release.version}"
        return Problem.at(start, EDITED, message, f"name it {release.version}.json, as it was")
    return release


def _read_last(file: Path) -> Previous | Problem:
    path = printable(file)
    text = _text(file, "the file", f"see that the releases of both branches are there, then {_REBASE}")
    try:
        return text if isinstance(text, Problem) else parse_last(text)
    except NotARelease as reason:
        fix = _FROM_GIT.format(path=path) + _AFTER_A_MERGE
        return Problem.at(Location(path), EDITED, f"the file is not as it was written: {reason}", fix)


def _text(file: Path, name: str, merged: str) -> str | Problem:
    """The text of a file of the ledger, or why it cannot be what was written; `merged` is the remedy for marks of a merge."""
    path = printable(file)
    start = Location(path)
    fix = _FROM_GIT.format(path=path)
    try:
        text = bytes_of(file, MOST_BYTES).decode("utf-8")
    except Refused as refused:
        return Problem.at(start, refused.code, refused.message, refused.fix)
    except UnicodeDecodeError:
        return Problem.at(start, EDITED, f"{name} is not as it was written: it is not UTF-8 text", fix)
    if "\n<<<<<<< " in f"\n{text}":
        return Problem.at(start, EDITED, f"{name} holds the marks of a merge", merged)
    if "\r\n" in text:
        fix = _LINE_ENDS.format(path=path, folder=printable(file.parent))
        return Problem.at(start, EDITED, f"{name} is not as it was written: its line ends were changed", fix)
    strange = next((problem for line in text.split("\n") for problem in unseen(line, path)), None)
    return replace(strange, location=start, fix=fix) if strange else text


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
            yield Problem.at(place, BROKEN_CHAIN, message, _REBASE)
        elif before and release.released_on < before.released_on:
            message = f"{release.version} is dated before {before.version}, which it follows"
            yield Problem.at(place, BROKEN_CHAIN, message, fix)
        elif before and release.previous and release.previous.sha256 != before.digest:
            path = printable(folder / f"{before.version}.json")
            message = f"this is not the {before.version} that {release.version} was made after"
            yield Problem.at(Location(path), BROKEN_CHAIN, message, _FROM_GIT.format(path=path) + _AFTER_A_MERGE)
