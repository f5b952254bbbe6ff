"""What the last search found, kept so that a search of the very same bytes need not be made again."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from factsheet.folder import VOCABULARIES, scan
from factsheet.ledger import RELEASES
from factsheet.problem import Location, Problem
from factsheet.reader import Refused, bytes_of

_FILE = Path(".cache") / "factsheet-verify.json"
_PACKAGE = Path(__file__).parent.parent
_MOST_BYTES = 1 << 30
_LIBRARIES = ("trafilatura", "pypdf", "warcio", "rapidfuzz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search found: what is wrong, further lines for some of it, and by outcome how many words had it."""

    problems: tuple[Problem, ...]
    below: Mapping[Problem, tuple[str, ...]]
    counts: Mapping[str, int]


def key_of(facts: Path, copies: Iterable[str]) -> str:
    """The SHA-256 of all that a search depends on: the facts, the copies at hand (by their SHA-256), and the tool."""
    whole = sha256(sys.version.encode())
    folder = scan(facts)
    files = [file for _kind, file in folder.files]
    files += [*folder.proofs.values(), facts / VOCABULARIES, *sorted((facts / RELEASES).glob("*.json"))]
    for root, these in ((facts, files), (_PACKAGE, sorted(_PACKAGE.rglob("*.py")))):
        for file in these:
            whole.update(f"\n{file.relative_to(root)} {_sha256_of(file)}".encode())
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    for word in (*map(repr, folder.problems), *sorted(copies), *libraries):
        whole.update(f"\n{word}".encode())
    return whole.hexdigest()


def recall(root: Path, key: str) -> Searched | None:
    """What the last search found, if it had that key."""
    try:
        kept: Any = json.loads((root / _FILE).read_text("utf-8"))
        if kept["key"] != key:
            return None
        problems = tuple(_problem(found) for found in kept["problems"])
        below = {problems[position]: tuple(lines) for position, lines in kept["below"]}
        counts = {str(name): int(count) for name, count in kept["counts"].items()}
        return Searched(problems=problems, below=below, counts=counts)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        # Whatever else stands in that file, a new search takes its place.
        return None


def remember(root: Path, key: str, found: Searched) -> None:
    """Keeps what a search found, in the place of what was kept before."""
    file = root / _FILE
    file.parent.mkdir(exist_ok=True)
    positions = {problem: position for position, problem in enumerate(found.problems)}
    held = {
        "key": key,
        "problems": [asdict(problem) for problem in found.problems],
        "below": [[positions[problem], lines] for problem, lines in found.below.items()],
        "counts": dict(found.counts),
    }
    aside = file.with_name(f"{file.name}.{os.getpid()}~")
    aside.write_text(json.dumps(held), encoding="utf-8")
    aside.replace(file)


def _problem(held: dict[str, Any]) -> Problem:
    return Problem(**{**held, "location": Location(**held["location"])})


def _sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes; of none where they are refused."""
    try:
        return sha256(bytes_of(file, _MOST_BYTES)).hexdigest()
    except Refused:
        return ""
