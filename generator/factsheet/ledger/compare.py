"""What differs between two versions of a record: field by field, items of lists by what they are and never by their position."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, partial
from typing import Any

from pydantic import BaseModel

from factsheet.dates import Edtf, NotADate, parse
from factsheet.ledger.canonical import Data, canonical
from factsheet.model import KINDS, Record, Value, references
from factsheet.model.fields import Kind, Published, Reference, Role
from factsheet.model.vocabulary import marks_of, nested


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that differs. `path` has keys, and for an item of a list what it is known by, such as `properties`, `founded`.

    `place` is the way to it in the newer record, with positions; where it is gone, to what it stood in. `was` and `now` are
    plain data: a text, a whole item, or a whole list of which the order differs; None where there was or is none, and nothing
    that its absence stands for. `stands_for` are the words that a correction of it names; `joins` says that what is new here
    brings in a party.
    """

    path: tuple[str, ...]
    place: tuple[str | int, ...]
    role: Role | None
    was: Any
    now: Any
    stands_for: tuple[str | None, str | None]
    joins: bool = False

    @property
    def field(self) -> str:
        """The field as a correction names it, such as `properties[founded]`."""
        key, *inner = self.path
        return f"{key}[{inner[0]}]" if inner and key in _KEYED else key

    @property
    def reordered(self) -> bool:
        """Whether nothing but the order of a list's items differs."""
        return isinstance(self.was, list) and isinstance(self.now, list)


@dataclass(frozen=True, slots=True)
class _Field:
    """`default` is what it says where it is left out, `ordered` that the order of its items says something.

    `parties`: it is a fact, and each value or item of it names an entity.
    """

    key: str
    role: Role | None
    model: type[BaseModel] | None
    default: str | None
    ordered: bool
    parties: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """The way to a value: as the path and as the place of an edit."""

    path: tuple[str, ...] = ()
    place: tuple[str | int, ...] = ()

    def to(self, key: str) -> "_Way":
        return _Way((*self.path, key), (*self.place, key))


_KEYED = ("properties", "answers")
_RATIO = 0.5


def compare(kind: Kind, was: Data, now: Data) -> tuple[Edit, ...]:
    """What differs between two versions of a record of that kind, in the order of its fields."""
    return tuple(_compared(KINDS[kind], was, now, _Way(), None))


def with_ids(kind: Kind, data: Data, ids: Mapping[str, str]) -> Data:
    """A record that names others by the ids that `ids` has for theirs: a record that was renamed is still the same one."""
    if not ids:
        return data
    uses = [use for use in references(kind, data) if use.id in ids]
    found = deepcopy(dict(data)) if uses else data
    for use in uses:
        held: Any = found
        for step in use.path[:-1]:
            held = held[step]
        held[use.path[-1]] = ids[use.id]
    return found


def field_name(data: Data, path: Sequence[str | int]) -> str:
    """The field of the text at that path in a record, as a correction or a removal names it, such as `properties[founded]`."""
    held = data[str(path[0])]
    item = held[path[1]] if len(path) > 1 and isinstance(path[1], int) else held
    keyed = isinstance(item, dict) and "property" in item
    return f"{path[0]}[{item['property']}]" if keyed else str(path[0])


def guarded(edit: Edit) -> bool:
    """Whether published words or facts differ, so that a correction has to name them.

    What was left open and is known now is no difference, nor is a date that became more exact. But words of ours beside
    published ones, and a party that joins, make the record say something else.
    """
    if edit.role not in ("words", "fact", "reply"):
        return False
    if edit.was is None:
        return edit.joins or (edit.role == "words" and isinstance(edit.now, str))
    return not _narrower(edit)


def _narrower(edit: Edit) -> bool:
    if edit.role != "fact" or not isinstance(edit.was, str) or not isinstance(edit.now, str):
        return False
    try:
        was, now = parse(edit.was), parse(edit.now)
    except NotADate:
        return False
    inside = was.earliest <= now.earliest and now.latest <= was.latest
    return inside and (was.doubtful or not now.doubtful) and (_lasts(now) or not _lasts(was))


def _lasts(date: Edtf) -> bool:
    """Whether it goes from one date to another: what lasted did not happen on one day of that time."""
    return bool(date.start and date.end) and date.start != date.end


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    found = []
    for name, field in model.model_fields.items():
        every = marks_of(field.annotation, field.metadata)
        marks = [mark for mark in every if isinstance(mark, Published)]
        inner = nested(field.annotation)
        main = _main(inner[0]) if inner else None
        rest: Role | None = None
        if issubclass(model, Record) and name not in Record.model_fields:
            rest = model.unmarked
        role = marks[0].role if marks else rest
        default = "false" if field.default is False else field.default
        found.append(
            _Field(
                key=field.alias or name,
                role=role,
                model=inner[0] if inner else None,
                default=default if isinstance(default, str) else None,
                ordered=bool(marks and marks[0].ordered),
                parties=role == "fact" and (Reference(("entities",)) in every or bool(main and main.parties)),
            )
        )
    return tuple(found)


def _compared(model: type[BaseModel], was: Data, now: Data, way: _Way, inherited: Role | None) -> Iterator[Edit]:
    for field in _fields(model):
        a, b = was.get(field.key, field.default), now.get(field.key, field.default)
        if (a or None) == (b or None) or _same_words(a, b) or (not way.path and field.key == "id"):
            continue
        here, role = way.to(field.key), field.role or inherited
        if isinstance(a or b, list):
            yield from _lists(field, a or [], b or [], here, role)
        elif field.model and isinstance(a, dict) and isinstance(b, dict):
            yield from _compared(field.model, a, b, here, role)
        else:
            yield _edit(field, here, role, a, b)


def _same_words(was: Any, now: Any) -> bool:
    """Whether two texts differ by white space alone, which pages show in one way."""
    return isinstance(was, str) and isinstance(now, str) and was.split() == now.split()


def _edit(field: _Field, way: _Way, role: Role | None, was: Any, now: Any) -> Edit:
    """An edit of a text or of a whole item; an item whose words are guarded is guarded as a whole."""
    main = _main(field.model) if field.model else None
    return Edit(
        path=way.path,
        place=way.place,
        role=(main and main.role) or role,
        was=was,
        now=now,
        stands_for=(_words(field, was), _words(field, now)),
        joins=field.parties and was is None,
    )


def _main(model: type[BaseModel]) -> _Field | None:
    """The field that has the words that stand for an item."""
    if not issubclass(model, Value) or not model.identity:
        return None
    return next(field for field in _fields(model) if field.key == model.identity[0])


def _words(field: _Field, value: Any) -> str | None:
    """What stands for a value; for a whole list its order, where that says something: each item by what makes it the same."""
    if value is None or isinstance(value, str):
        return value
    main = _main(field.model) if field.model else None
    if isinstance(value, dict):
        return str(value.get(main.key, "")) if main else canonical(value)
    return ", ".join(_in_a_row(field.model, item) for item in value) if field.ordered else None


def _in_a_row(model: type[BaseModel] | None, item: Any) -> str:
    named = model.identity if model and issubclass(model, Value) else ()
    return " ".join(item[key] for key in named if key in item) if named else item


def _lists(field: _Field, was: list[Any], now: list[Any], way: _Way, role: Role | None) -> Iterator[Edit]:
    model = field.model if field.model and issubclass(field.model, Value) else None
    pairs, gone, new = _matched(model, was, now) if model else _equal(was, now)
    inner = (_compared(model, was[a], now[b], _item(model, now[b], way, b), role) for a, b in pairs if model)
    edits = [edit for found in inner for edit in found]
    edits += [_edit(field, _item(model, was[a], way), role, was[a], None) for a in gone]
    edits += [_edit(field, _item(model, now[b], way, b), role, None, now[b]) for b in new]
    yield from edits
    kept = [a for a, _b in sorted(pairs, key=lambda pair: pair[1])]
    if kept != sorted(kept) and (field.ordered or not edits):
        order = _edit(field, way, role, was, now)
        yield order if field.ordered else replace(order, role=None)


def _item(model: type[Value] | None, item: Any, way: _Way, position: int | None = None) -> _Way:
    """The way to an item of a list; without a position for one that is gone."""
    path = (*way.path, _label(model, item)) if model else way.path
    return _Way(path, way.place if position is None else (*way.place, position))


def _label(model: type[Value], item: Data) -> str:
    """What an item of a list is known by; empty where that is nothing but its words."""
    return ", ".join(sorted(_known(model, item)))


def _known(model: type[Value], item: Data) -> set[str]:
    known = item.get(model.known_by or "", "")
    return set(known) if isinstance(known, list) else {str(known)}


_Matched = tuple[list[tuple[int, int]], list[int], list[int]]
"""The positions of items that are the same in two lists, of those that are gone and of those that are new."""


def _equal(was: Sequence[str], now: Sequence[str]) -> _Matched:
    pairs = [(was.index(one), position) for position, one in enumerate(now) if one in was]
    gone, new = ([at for at, one in enumerate(these) if one not in those] for these, those in ((was, now), (now, was)))
    return pairs, gone, new


def _matched(model: type[Value], was: Sequence[Data], now: Sequence[Data]) -> _Matched:
    """Items that are equal, then those of one identity, then by what they are known by and the likeness of their words."""
    pairs: list[tuple[int, int]] = []
    gone, new = [*range(len(was))], [*range(len(now))]
    for key in (canonical, partial(_identity, model)):
        waiting: dict[str, list[int]] = {}
        for a in gone:
            waiting.setdefault(key(was[a]), []).append(a)
        found = [(same.pop(0), b) for b in new if (same := waiting.get(key(now[b])))]
        pairs += found
        gone, new = _left(gone, new, found)
    alike = (
        (-_likeness(was[a], now[b]), a, b) for a in gone for b in new if _known(model, was[a]) & _known(model, now[b])
    )
    for likeness, a, b in sorted(alike):
        if a in gone and b in new and (model.known_by or -likeness >= _RATIO):
            pairs.append((a, b))
            gone, new = _left(gone, new, [(a, b)])
    return pairs, gone, new


def _left(gone: list[int], new: list[int], pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    firsts, seconds = {a for a, _b in pairs}, {b for _a, b in pairs}
    return [a for a in gone if a not in firsts], [b for b in new if b not in seconds]


def _identity(model: type[Value], item: Data) -> str:
    return canonical([item.get(key) for key in model.identity])


def _likeness(was: Data, now: Data) -> float:
    return SequenceMatcher(None, canonical(was), canonical(now), autojunk=False).ratio()
