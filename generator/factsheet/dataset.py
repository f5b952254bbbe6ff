"""All records together: by id, with what each refers to and what refers to it."""

from ast import literal_eval
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar, cast

from factsheet.ledger import History, State, Version
from factsheet.model import KINDS, Entity, Kind, Record, Vocabularies
from factsheet.model.wording import Wording
from factsheet.reader import Document
from factsheet.trace import ALL, MADE, REFERRING, Trace, Watched

_FEW = 3
"""So many keys are noted one by one."""

Keys: TypeAlias = tuple[str, ...]
"""What was looked at, each once: there are many, and a set of a few takes eight times the place."""
R = TypeVar("R", bound=Record)
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """The records by id, sorted; `backward` has, for an id, by kind and field, the ids of the records that refer to it there.

    `documents` has also that of the closed lists; `history` is what was published so far, `wording` the words to avoid.
    `trace` notes what of records, documents and references is looked at.
    """

    records: Mapping[str, Record]
    vocabularies: Vocabularies
    backward: Mapping[str, Mapping[tuple[Kind, str], tuple[str, ...]]] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    history: History = field(default_factory=History)
    complete: bool = True
    """Whether every file could be read, and every reference leads somewhere: rules that ask for what is missing wait for that."""
    wording: Wording = field(default_factory=Wording)
    trace: Trace = field(default_factory=Trace, init=False, repr=False, compare=False)
    rests_on: dict[str, Keys] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `once` has looked at, by the key of what it made; what something rests on comes before it."""
    held: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What functions have made whose results are remembered, by the same keys."""
    recalled: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The same of an earlier data set, where that still holds."""
    _made: dict[object, dict[object, tuple[Any, Keys]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for name, mark in (("records", ""), ("documents", ""), ("backward", REFERRING)):
            object.__setattr__(self, name, Watched(getattr(self, name), self.trace, mark))

    def once(self, make: Callable[[K, "Dataset"], T], key: K) -> T:
        """What a function makes of a key and these records, worked out the first time it is asked for."""
        try:
            made, seen = self._made[make][key]
        except KeyError:
            made, seen = self._recalled(make, key) or self._newly_made(make, key)
            self._made.setdefault(make, {})[key] = (made, seen)
        self.trace.seen.update(seen)
        result: T = made
        return result

    def aside(self, make: Callable[[K, "Dataset"], T], key: K) -> T:
        """The same, without a note of what it looks at: whoever asks has to name what counts of it for his own work."""
        with self.trace.of_its_own():
            return self.once(make, key)

    def settled(self, names: Iterable[str]) -> dict[str, str]:
        """Of these keys those of functions whose result alone counts, each with the SHA-256 of what it makes now."""
        starts = tuple(f"{MADE}{function} " for function in _SETTLED)
        return {name: str(self.sha256(name)) for name in names if name.startswith(starts)}

    def sha256(self, name: str) -> str | None:
        """The SHA-256 of what a function whose result alone counts makes now; None where the name is that of no such function."""
        function, _blank, key = name.removeprefix(MADE).partition(" ")
        make = _SETTLED.get(function)
        return make and sha256(repr(self.aside(make, literal_eval(key))).encode()).hexdigest()

    def inherit(self, before: "Dataset", changed: Set[str]) -> None:
        """Takes over what functions have made of an earlier data set, where that rests on nothing that was changed since."""
        for make, found in before._made.items():
            held = self._made.setdefault(make, {})
            held.update((key, made) for key, made in found.items() if changed.isdisjoint(made[1]))
        self.rests_on.update((name, seen) for name, seen in before.rests_on.items() if name not in changed)
        self.held.update((name, held) for name, held in before.held.items() if name not in changed)

    def _newly_made(self, make: Callable[[K, "Dataset"], T], key: K) -> tuple[T, Keys]:
        # Many thousand times in a build: not by `of_its_own`, which takes as long as most of what is made.
        trace = self.trace
        outer, trace.seen = trace.seen, set()
        try:
            made = make(key, self)
            looked_at = trace.seen
        finally:
            trace.seen = outer
        seen = self._noted((make, key), tuple(looked_at))
        if _name_of(make) in _REMEMBERED:
            self.held.update(dict.fromkeys(seen, made))
        return made, seen

    def _recalled(self, make: Callable[[K, "Dataset"], T], key: K) -> tuple[T, Keys] | None:
        """What was remembered, where that still holds."""
        if not self.recalled or _name_of(make) not in _REMEMBERED:
            return None
        name = f"{MADE}{_name_of(make)} {key!r}"
        return (self.recalled[name], (name,)) if name in self.recalled else None

    def _noted(self, place: tuple[Any, object], seen: Keys) -> Keys:
        """What whoever asks rests on: a few keys themselves, many under one key."""
        make, key = place
        function = _name_of(make)
        if len(seen) <= _FEW and function not in _SETTLED and function not in _REMEMBERED:
            return seen
        name = f"{MADE}{function} {key!r}"
        self.rests_on[name] = seen
        return (name,)

    def all(self, sort: type[R]) -> tuple[R, ...]:
        """All records of one kind, by id."""
        self.trace.seen.add(ALL + sort.kind)
        return cast(tuple[R, ...], self._by_kind[sort.kind])

    def get(self, sort: type[R], id: str) -> R:
        """The record of that kind and id; raises KeyError where a reference was not checked."""
        record = self.records[id]
        if not isinstance(record, sort):
            raise KeyError(id)
        return record

    def find(self, sort: type[R], id: str) -> R | None:
        """The record of that kind and id, or None: for rules, which also see facts with dangling references."""
        record = self.records.get(id)
        return record if isinstance(record, sort) else None

    def entity(self, id: str) -> Entity:
        """The entity of that id."""
        return self.get(Entity, id)

    def referring(self, id: str, sort: type[R], *fields: str) -> tuple[R, ...]:
        """The records of that kind which refer to the id in one of the fields (such as `answers.to`), each once, by id.

        A withdrawn record no longer counts: it is left out.
        """
        here = self.backward.get(id, {})
        ids = {found for name in fields for found in here.get((sort.kind, name), ())}
        records = (self.get(sort, found) for found in sorted(ids))
        return tuple(record for record in records if not record.withdrawn)

    def members(self, id: str) -> tuple[str, ...]:
        """Whom an id stands for: of a group its members, each once, through groups of groups; of anybody else itself."""
        return tuple(found for found in self.inside(id) if not self._direct(found)) or (id,)

    def inside(self, id: str) -> tuple[str, ...]:
        """Everybody inside a group, inner groups included, each once; nobody for anybody else."""
        return self.once(_inside, id)

    def groups(self, id: str) -> tuple[str, ...]:
        """The groups that an entity belongs to, directly or through another group, by id."""
        return self.once(_around, id)

    def _direct(self, id: str) -> tuple[str, ...]:
        entity = self.find(Entity, id)
        return entity.members if entity else ()

    @property
    def state(self) -> State:
        """The records as plain data, as the ledger keeps them."""
        kinds = {id: record.kind for id, record in self.records.items()}
        return {id: (kinds.get(id, "vocabularies"), document.data) for id, document in self.documents.items()}

    def versions(self, record: Record) -> tuple[Version, ...]:
        """The published versions of a record, oldest first, also of one that was renamed since."""
        # A former id that is still there is another problem, told by another code.
        former = tuple(id for id in record.former_ids if id not in self.records)
        return self.history.of(record.id, former)

    def within(self, id: str) -> tuple[str, ...]:
        """The entity and every group that it belongs to."""
        return (id, *self.groups(id))

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The ids that records had before and none has now, each with the one that it gave way to."""
        with self.trace.of_its_own():
            found = ((former, record.id) for record in self.records.values() for former in record.former_ids)
            return {former: id for former, id in found if former not in self.records}

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Record, ...]]:
        with self.trace.of_its_own():
            return {kind: tuple(r for r in self.records.values() if r.kind == kind) for kind in KINDS}


def settled(make: Callable[[K, Dataset], T]) -> Callable[[K, Dataset], T]:
    """Says of a function for `Dataset.once` that its result counts: as long as that is the same, so is all that rests on it.

    Its key is a text or None, and the `repr` of equal results is the same.
    """
    _SETTLED[_name_of(make)] = make
    return make


def remembered(make: Callable[[K, Dataset], T]) -> Callable[[K, Dataset], T]:
    """Says of a function for `Dataset.once` that its result is plain data, and worth being kept for the next build."""
    _REMEMBERED.add(_name_of(make))
    return make


@cache
def _name_of(make: Callable[[Any, Any], object]) -> str:
    return f"{make.__module__}.{make.__qualname__}"


_SETTLED: dict[str, Callable[[Any, Dataset], object]] = {}
_REMEMBERED: set[str] = set()


def _inside(id: str, dataset: Dataset) -> tuple[str, ...]:
    return _reached(id, dataset._direct)


def _around(id: str, dataset: Dataset) -> tuple[str, ...]:
    return tuple(sorted(_reached(id, lambda id: dataset.backward.get(id, {}).get(("entities", "members"), ()))))


def _reached(start: str, further: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Everything that steps lead to, each once, in the order of a walk that goes down before it goes on."""
    found: dict[str, None] = {}
    ahead = list(reversed(further(start)))
    while ahead:
        id = ahead.pop()
        if id not in found and id != start:
            found[id] = None
            ahead += reversed(further(id))
    return tuple(found)
