"""What an earlier build found and made, with all that each piece of it rests on: whatever has not changed is not made again.

A piece is known by its name, and holds plain data. It stands as long as its stamp is the same and nothing has changed that
was looked at when it was made; `trace` says by which keys that is noted.
"""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from factsheet import cache
from factsheet.dataset import Dataset
from factsheet.trace import ALL, MADE, REFERRING

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
    """All that a build found and made. `world` stands for what every piece rests on, `names` are the keys by number.

    `records` has the kind and the SHA-256 of each record, `backward` what refers to each id, `inner` the keys of what
    `Dataset.once` has made, whatever comes first resting on nothing that comes after it, and `settled` the SHA-256 of what
    functions made whose results alone count, and `held` what those made whose results are remembered.
    """

    world: str = ""
    names: tuple[str, ...] = ()
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


class Notes:
    """What this build finds and makes, some of it taken over from an earlier one.

    `before` is the data set of that one, where the same process has made it: what was made of it is taken over too.
    """

    def __init__(self, dataset: Dataset, world: str, earlier: Earlier, before: Dataset | None = None) -> None:
        self.dataset = dataset
        self._world = world
        self._earlier = earlier if earlier.world == world else Earlier()
        self._numbers = {name: number for number, name in enumerate(self._earlier.names)}
        with dataset.trace.of_its_own():
            self._records = {id: (record.kind, _sha256_of(id, dataset)) for id, record in dataset.records.items()}
            self._backward = {id: dict(here) for id, here in dataset.backward.items()}
        changed = self._changes()
        self._changed = frozenset(number for name in changed if (number := self._numbers.get(name)) is not None)
        if before and earlier.world == world:
            dataset.inherit(before, changed)
        self._inner: dict[int, Keys] = {
            name: keys for name, keys in self._earlier.inner.items() if name not in self._changed
        }
        self._held = {name: held for name, held in self._earlier.held.items() if name in self._inner}
        dataset.recalled.update((self._earlier.names[name], held) for name, held in self._held.items())
        self._pieces: dict[str, Piece] = {}

    @property
    def is_new(self) -> bool:
        """Whether anything was changed since the earlier build."""
        return bool(self._changed) or not self._earlier.pieces

    def kept(self, name: str, stamp: str) -> Plain | None:
        """What the piece of that name held, taken over; None where it has to be made."""
        piece = self._earlier.pieces.get(name)
        if piece is None or piece.stamp != stamp or not self._changed.isdisjoint(piece.keys):
            return None
        self._pieces[name] = piece
        return piece.held

    def note(self, name: str, stamp: str, seen: Iterable[str], held: Plain) -> None:
        """Notes a piece that was made, and what was looked at meanwhile."""
        self._pieces[name] = Piece(stamp=stamp, keys=self._numbered(seen), held=held)

    def looking(self) -> AbstractContextManager[set[str]]:
        """The keys of what is looked at inside the block."""
        return self.dataset.trace.of_its_own()

    def lost(self, places: Collection[str]) -> Iterator[tuple[str, str]]:
        """Each link of a piece that leads to none of these places, with the name of the piece."""
        gone = {
            number
            for name, number in self._numbers.items()
            if name.startswith(LINK) and name.removeprefix(LINK) not in places
        }
        names = tuple(self._numbers)
        for piece, held in self._pieces.items() if gone else ():
            yield from ((names[number].removeprefix(LINK), piece) for number in held.keys if number in gone)

    @contextmanager
    def apart(self) -> Iterator[Callable[[], Plain]]:
        """Notes what is made inside the block apart from all else; the function gives it as plain data, for another process to join."""
        pieces, self._pieces = self._pieces, {}
        known, looked_at = len(self._numbers), len(self.dataset.rests_on)
        try:
            yield lambda: self._made_since(known, looked_at)
        finally:
            self._pieces = pieces

    def join(self, made: Plain) -> None:
        """Takes over what was made in a copy of this process."""
        own = {number: self._number(name) for number, name in enumerate(made["names"], made["known"])}

        def keys_of(held: bytes) -> Keys:
            return array("I", (own.get(key, key) for key in array("I", held)))

        for name, keys in made["inner"].items():
            self._inner.setdefault(own.get(name, name), keys_of(keys))
        self._held |= {own.get(name, name): held for name, held in made["held"].items()}
        for name, (stamp, keys, held) in made["pieces"].items():
            self._pieces[name] = Piece(stamp=stamp, keys=keys_of(keys), held=held)

    def _made_since(self, known: int, looked_at: int) -> Plain:
        new = dict(islice(self.dataset.rests_on.items(), looked_at, None))
        inner = {self._number(name): self._numbered(seen).tobytes() for name, seen in new.items()}
        return {
            "known": known,
            "inner": inner,
            "held": {self._number(name): held for name, held in self.dataset.held.items() if name in new},
            "pieces": {name: (one.stamp, one.keys.tobytes(), one.held) for name, one in self._pieces.items()},
            "names": list(islice(self._numbers, known, None)),
        }

    def whole(self) -> Earlier:
        """All of it, for the next build."""
        for name, seen in self.dataset.rests_on.items():
            number = self._number(name)
            if number not in self._inner:
                self._inner[number] = self._numbered(seen)
        return Earlier(
            world=self._world,
            names=tuple(self._numbers),
            records=self._records,
            backward=self._backward,
            inner=self._inner,
            settled={
                number: found
                for name, number in self._numbers.items()
                if name.startswith(MADE) and (found := self.dataset.sha256(name))
            },
            held={**self._held, **{self._number(name): held for name, held in self.dataset.held.items()}},
            pieces=self._pieces,
        )

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def _numbered(self, names: Iterable[str]) -> Keys:
        return array("I", map(self._number, names))

    def _changes(self) -> set[str]:
        """All keys behind which something else stands now."""
        changed = set(self._changed_keys())
        numbers = {number for name in changed if (number := self._numbers.get(name)) is not None}
        for number, keys in self._earlier.inner.items():
            if not numbers.isdisjoint(keys) and not self._is_settled(number):
                numbers.add(number)
                changed.add(self._earlier.names[number])
        return changed

    def _is_settled(self, number: int) -> bool:
        """Whether a function whose result alone counts makes the same of what was changed."""
        before = self._earlier.settled.get(number)
        return before is not None and before == self.dataset.sha256(self._earlier.names[number])

    def _changed_keys(self) -> Iterator[str]:
        before, now = self._earlier.records, self._records
        for id in (id for id in before.keys() | now.keys() if before.get(id) != now.get(id)):
            kinds = {found[0] for found in (before.get(id), now.get(id)) if found}
            yield from (id, ALL, f"{REFERRING}{ALL}", *(ALL + kind for kind in kinds))
        was, is_now = self._earlier.backward, self._backward
        yield from (f"{REFERRING}{id}" for id in was.keys() | is_now.keys() if was.get(id) != is_now.get(id))


def _sha256_of(id: str, dataset: Dataset) -> str:
    """The SHA-256 of all that stands in a record's files."""
    document = dataset.documents[id]
    whole = sha256(document.raw)
    if document.beside:
        whole.update(b"\n" + document.beside.raw)
    return whole.hexdigest()
