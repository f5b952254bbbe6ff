"""What an earlier build found and made, with all that each piece of it rests on: whatever has not changed is not made again.

A piece is known by its name, and holds plain data. It stands as long as its stamp is the same and nothing has changed that
was looked at when it was made; `trace` says by which keys that is noted.
"""

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from factsheet import cache

Plain: TypeAlias = Any
"""What `marshal` and JSON can write."""
LINK = "@"
"""Before a place that a piece leads to: it rests on its being there."""
Keys: TypeAlias = "array[int]"
"""Keys by their numbers."""

_FILE = "factsheet-build"
_PACKAGE = Path(__file__).parent
_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "pydantic",
    "pypinyin",
    "pyyaml",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that was made: what it depends on besides the facts, the keys of all that was looked at, and what it is."""

    stamp: str
    keys: Keys
    held: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """All that a build found and made. `world` stands for what every piece rests on, `names` are the keys by number, of
    which so many were `used` when they were last counted.

    `records` has the kind and the SHA-256 of each record, `backward` what refers to each id, `inner` the keys of what
    `Dataset.once` has made, and `settled` the SHA-256 of what
    functions made whose results alone count, and `held` what those made whose results are remembered.
    """

    world: str = ""
    names: tuple[str, ...] = ()
    used: int = 0
    records: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    backward: Mapping[str, Plain] = field(default_factory=dict)
    inner: Mapping[int, Keys] = field(default_factory=dict)
    settled: Mapping[int, str] = field(default_factory=dict)
    held: Mapping[int, Plain] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)

    def plain(self) -> Plain:
        """All of it as plain data."""
        return {
            "world": self.world,
            "names": self.names,
            "used": self.used,
            "records": dict(self.records),
            "backward": dict(self.backward),
            "inner": {name: keys.tobytes() for name, keys in self.inner.items()},
            "settled": dict(self.settled),
            "held": dict(self.held),
            "pieces": {name: (one.stamp, one.keys.tobytes(), one.held) for name, one in self.pieces.items()},
        }

    @classmethod
    def of(cls, plain: Plain) -> "Earlier":
        """What such data was made of."""
        return cls(
            world=plain["world"],
            names=plain["names"],
            used=plain["used"],
            records=plain["records"],
            backward=plain["backward"],
            inner={name: array("I", keys) for name, keys in plain["inner"].items()},
            settled=plain["settled"],
            held=plain["held"],
            pieces={
                name: Piece(stamp=stamp, keys=array("I", keys), held=held)
                for name, (stamp, keys, held) in plain["pieces"].items()
            },
        )


@lru_cache(maxsize=1)
def tool() -> str:
    """The SHA-256 of the tool itself and the versions of what it makes pages with: of another one, nothing is taken over."""
    whole = sha256(sys.version.encode())
    for file in sorted(file for file in _PACKAGE.rglob("*") if file.suffix in (".py", ".jinja")):
        whole.update(f"\n{file.name} {sha256(file.read_bytes()).hexdigest()}".encode())
    for name in _LIBRARIES:
        whole.update(f"\n{name} {version(name)}".encode())
    return whole.hexdigest()


def recalled(folder: Path) -> tuple[Earlier, str]:
    """What the last build of a site has kept in its folder, or nothing; and what there is to say of that, most often nothing."""
    file = folder / cache.FOLDER / _FILE
    try:
        held = cache.load(file, tool())
        return (Earlier.of(held) if held else Earlier()), ""
    except (cache.Damaged, KeyError, TypeError, ValueError, AttributeError):
        return Earlier(), f"{file} is damaged: all is made anew, and the file too"


def keep(folder: Path, earlier: Earlier) -> None:
    """Keeps it there for the next build. OSErrors propagate: nothing is kept then."""
    cache.save(folder / cache.FOLDER / _FILE, tool(), earlier.plain())
