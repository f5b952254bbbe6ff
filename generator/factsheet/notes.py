"""What a build finds and makes, noted with all that each piece of it rests on; pieces of an earlier build that still hold are taken over."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice

from factsheet.dataset import Dataset
from factsheet.earlier import LINK, Earlier, Keys, Piece, Plain
from factsheet.trace import ALL, REFERRING

_MOST_IDLE, _FEW_NAMES = 2, 1000
"""At most so many times as many names are kept as were in use; so few are kept always."""


class Notes:
    """What this build finds and makes, some of it taken over from an earlier one.

    `before` is the data set of that one, where the same process has made it: what was made of it is taken over too.
    """

    def __init__(self, dataset: Dataset, world: str, earlier: Earlier, before: Dataset | None = None) -> None:
        self.dataset = dataset
        self._world = world
        self._earlier = earlier if earlier.world == world else Earlier()
        self._numbers = _Numbers((name, number) for number, name in enumerate(self._earlier.names))
        self._used = self._earlier.used
        with dataset.trace.of_its_own():
            self._records = {id: (record.kind, _sha256_of(id, dataset)) for id, record in dataset.records.items()}
            self._backward = {id: dict(here) for id, here in dataset.backward.items()}
        self._made_again: set[int] = set()
        """What was made again and is the same, though it may rest on something else now."""
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

    def lost(self, leads: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        """Each link of a piece that `leads` nowhere, with the name of the piece."""
        gone = {
            number
            for name, number in self._numbers.items()
            if name.startswith(LINK) and not leads(name.removeprefix(LINK))
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
            return array("I", [own.get(key, key) for key in array("I", held)])

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
        self._forget_names()
        for name, seen in self.dataset.rests_on.items():
            number = self._number(name)
            if number not in self._inner or number in self._made_again:
                self._inner[number] = self._numbered(seen)
        return Earlier(
            world=self._world,
            names=tuple(self._numbers),
            used=self._used,
            records=self._records,
            backward=self._backward,
            inner=self._inner,
            settled={self._numbers[name]: found for name, found in self.dataset.settled(list(self._numbers)).items()},
            held={**self._held, **{self._number(name): held for name, held in self.dataset.held.items()}},
            pieces=self._pieces,
        )

    def _forget_names(self) -> None:
        """Numbers the keys anew, where most of those that have a number stand for nothing any more."""
        if not self._earlier.names:
            self._used = max(len(self._numbers), _FEW_NAMES)
        if len(self._numbers) <= _MOST_IDLE * self._used:
            return
        used = set(self._inner).union(*self._inner.values(), *(piece.keys for piece in self._pieces.values()))
        self._used = max(len(used), _FEW_NAMES)
        names = tuple(self._numbers)
        new = {number: position for position, number in enumerate(sorted(used))}
        self._numbers = _Numbers((names[number], position) for number, position in new.items())

        def anew(keys: Keys) -> Keys:
            return array("I", map(new.__getitem__, keys))

        self._inner = {new[number]: anew(keys) for number, keys in self._inner.items()}
        self._held = {new[number]: held for number, held in self._held.items()}
        self._made_again = {new[number] for number in self._made_again if number in new}
        self._pieces = {
            name: Piece(stamp=one.stamp, keys=anew(one.keys), held=one.held) for name, one in self._pieces.items()
        }

    def _number(self, name: str) -> int:
        return self._numbers[name]

    def _numbered(self, names: Iterable[str]) -> Keys:
        return array("I", map(self._numbers.__getitem__, names))

    def _changes(self) -> set[str]:
        """All keys behind which something else stands now."""
        changed = set(self._changed_keys())
        numbers = {number for name in changed if (number := self._numbers.get(name)) is not None}
        left, before = dict(self._earlier.inner), -1
        while len(numbers) != before:
            before = len(numbers)
            for number, keys in [*left.items()]:
                if not numbers.isdisjoint(keys):
                    del left[number]
                    if not self._is_settled(number):
                        numbers.add(number)
                        changed.add(self._earlier.names[number])
        return changed

    def _is_settled(self, number: int) -> bool:
        """Whether a function whose result alone counts makes the same of what was changed."""
        before = self._earlier.settled.get(number)
        if before is None or before != self.dataset.sha256(self._earlier.names[number]):
            return False
        self._made_again.add(number)
        return True

    def _changed_keys(self) -> Iterator[str]:
        before, now = self._earlier.records, self._records
        for id in (id for id in before.keys() | now.keys() if before.get(id) != now.get(id)):
            kinds = {found[0] for found in (before.get(id), now.get(id)) if found}
            yield from (id, ALL, f"{REFERRING}{ALL}", *(ALL + kind for kind in kinds))
        was, is_now = self._earlier.backward, self._backward
        yield from (f"{REFERRING}{id}" for id in was.keys() | is_now.keys() if was.get(id) != is_now.get(id))


class _Numbers(dict[str, int]):
    """Numbers of names; one that has none is given the next."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


def _sha256_of(id: str, dataset: Dataset) -> str:
    """The SHA-256 of each of a record's files."""
    document = dataset.documents[id]
    return (document.marks.sha256 + (document.beside.marks.sha256 if document.beside else b"")).hex()
