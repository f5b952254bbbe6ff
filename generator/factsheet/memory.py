"""What a command last found, kept so that it need not look again at the very same bytes."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from factsheet.cache import FOLDER, MOST_BYTES, write
from factsheet.folder import VOCABULARIES, scan
from factsheet.ledger import RELEASES
from factsheet.problem import Problem
from factsheet.reader import Refused, bytes_of

_PACKAGE = Path(__file__).parent
_LIBRARIES = ("trafilatura", "pypdf", "warcio", "rapidfuzz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a command found: what is wrong, further lines for some of it, and how many there were of what."""

    problems: tuple[Problem, ...]
    below: Mapping[Problem, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int]


def sums_of(files: Sequence[Path]) -> Iterator[str]:
    """The SHA-256 of each file's bytes, or why they are refused."""
    for file in files:
        try:
            yield sha256(bytes_of(file, MOST_BYTES)).hexdigest()
        except Refused as refused:
            yield refused.message


def key_of(
    facts: Path,
    *,
    copies: Iterable[str] = (),
    wording: Path | None = None,
    sums_of: Callable[[Sequence[Path]], Iterable[str]] = sums_of,
) -> str:
    """The SHA-256 of all that a command's answer depends on: the facts and how they are called, the tool, and its libraries.

    `copies` are stored copies at hand elsewhere, by their SHA-256, `wording` the file with the words to avoid.
    """
    whole = sha256(sys.version.encode())
    folder = scan(facts)
    files = [file for _kind, file in folder.files]
    files += [*folder.proofs.values(), facts / VOCABULARIES, *sorted((facts / RELEASES).glob("*.json"))]
    files += [*folder.snapshots, *((wording,) if wording else ())]
    files += sorted(_PACKAGE.rglob("*.py"))
    for file, said in zip(files, sums_of(files), strict=True):
        whole.update(f"\n{file} {said}".encode())
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    for word in (*map(repr, folder.problems), *sorted(copies), *libraries):
        whole.update(f"\n{word}".encode())
    return whole.hexdigest()


def recall(command: str, root: Path, key: str) -> Found | None:
    """What the command last found for the site in that folder, if it had that key."""
    try:
        kept: Any = json.loads(_file(command, root).read_text("utf-8"))
        if kept["key"] != key:
            return None
        problems = tuple(Problem.of(found) for found in kept["problems"])
        below = {problems[position]: tuple(lines) for position, lines in kept["below"]}
        counts = {str(name): int(count) for name, count in kept["counts"].items()}
        return Found(problems=problems, below=below, counts=counts)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        # Whatever else stands in that file, the next answer takes its place.
        return None


def remember(command: str, root: Path, key: str, found: Found) -> None:
    """Keeps what the command found, in the place of what was kept before. OSErrors propagate: nothing was kept then."""
    positions = {problem: position for position, problem in enumerate(found.problems)}
    held = {
        "key": key,
        "problems": [problem.plain() for problem in found.problems],
        "below": [[positions[problem], lines] for problem, lines in found.below.items()],
        "counts": dict(found.counts),
    }
    write(_file(command, root), json.dumps(held).encode())


def _file(command: str, root: Path) -> Path:
    return root / FOLDER / f"factsheet-{command}.json"
