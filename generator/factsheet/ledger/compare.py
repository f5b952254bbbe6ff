"""What differs between two versions of a record: field by field, items of lists by what they are and never by their position."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from pydantic import BaseModel

from factsheet.dates import NotADate, parse
from factsheet.ledger.canonical import Data, canonical
from factsheet.model import KINDS, Record, Value, references
from factsheet.model.fields import Kind, Published, Role
from factsheet.model.vocabulary import marks_of, nested


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that differs. `path` has keys, and for an item of a list what it is known by, such as `properties`, `founded`.

    `was` and `now` are plain data: a text, a whole item, or a whole list whose order alone differs; None where there was or is
    none, and nothing that its absence stands for. `stands_for` are the words that a correction of it names; `listed` says that
    it is one text of a list.
    """

    path: tuple[str, ...]
    role: Role | None
    was: Any
    now: Any
    stands_for: tuple[str | None, str | None]
    listed: bool = False

    @property
    def field(self) -> str:
        """The field as a correction names it, such as `properties[founded]`."""
        key, *inner = self.path
        return f"{key}[{inner[0]}]" if inner and key in _KEYED else key


@dataclass(frozen=True, slots=True)
class _Field:
    """`default` is what it says where it is left out, and `ordered` that the order of its items says something."""

    key: str
    role: Role | None
    model: type[BaseModel] | None
    default: str | None
    ordered: bool


_KEYED = ("properties", "answers")
_RATIO = 0.5


def compare(kind: Kind, was: Data, now: Data) -> tuple[Edit, ...]:
    """What differs between two versions of a record of that kind, in the order of its fields."""
    return tuple(_compared(KINDS[kind], was, now, (), None))


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
    published ones, and a further party, make the record say something else.
    """
    if edit.role not in ("words", "fact", "reply"):
        return False
    if edit.was is None:
        return len(edit.path) == 1 and isinstance(edit.now, str) and (edit.role == "words" or edit.listed)
    return not _narrower(edit)


def _narrower(edit: Edit) -> bool:
    if edit.role != "fact" or not isinstance(edit.was, str) or not isinstance(edit.now, str):
        return False
    try:
        was, now = parse(edit.was), parse(edit.now)
    except NotADate:
        return False
    inside = was.earliest <= now.earliest and now.latest <= was.latest
    return inside and (was.doubtful or not now.doubtful)


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    found = []
    for name, field in model.model_fields.items():
        marks = [mark for mark in marks_of(field.annotation, field.metadata) if isinstance(mark, Published)]
        inner = nested(field.annotation)
        rest: Role | None = None
        if issubclass(model, Record) and name not in Record.model_fields:
            rest = model.unmarked
        default = "false" if field.default is False else field.default
        found.append(
            _Field(
                key=field.alias or name,
                role=marks[0].role if marks else rest,
                model=inner[0] if inner else None,
                default=default if isinstance(default, str) else None,
                ordered=bool(marks and marks[0].ordered),
            )
        )
    return tuple(found)


def _compared(
    model: type[BaseModel], was: Data, now: Data, path: tuple[str, ...], inherited: Role | None
) -> Iterator[Edit]:
    for field in _fields(model):
        a, b = was.get(field.key, field.default), now.get(field.key, field.default)
        if (a or None) == (b or None) or _same_words(a, b) or (not path and field.key == "id"):
            continue
        here, role = (*path, field.key), field.role or inherited
        if isinstance(a or b, list):
            yield from _lists(field, a or [], b or [], here, role)
        elif field.model and isinstance(a, dict) and isinstance(b, dict):
            yield from _compared(field.model, a, b, here, role)
        else:
            yield _edit(field, here, role, a, b)


def _same_words(was: Any, now: Any) -> bool:
    """Whether two texts differ by white space alone, which pages show in one way."""
    return isinstance(was, str) and isinstance(now, str) and was.split() == now.split()


def _edit(field: _Field, path: tuple[str, ...], role: Role | None, was: Any, now: Any, *, listed: bool = False) -> Edit:
    """An edit of a text or of a whole item; an item whose words are guarded is guarded as a whole."""
    main = _main(field.model) if field.model else None
    return Edit(
        path=path,
        role=(main and main.role) or role,
        was=was,
        now=now,
        stands_for=(_words(was, main), _words(now, main)),
        listed=listed,
    )


def _main(model: type[BaseModel]) -> _Field | None:
    """The field that has the words that stand for an item."""
    if not issubclass(model, Value) or not model.identity:
        return None
    return next(field for field in _fields(model) if field.key == model.identity[0])


def _words(value: Any, main: _Field | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value.get(main.key, "")) if main and isinstance(value, dict) else canonical(value)


def _lists(field: _Field, was: list[Any], now: list[Any], path: tuple[str, ...], role: Role | None) -> Iterator[Edit]:
    if field.model is None or not issubclass(field.model, Value):
        gone, new = [one for one in was if one not in now], [one for one in now if one not in was]
        yield from (_edit(field, path, role, one, None, listed=True) for one in gone)
        yield from (_edit(field, path, role, None, one, listed=True) for one in new)
        if not gone and not new:
            words = (", ".join(was), ", ".join(now)) if field.ordered else (None, None)
            yield Edit(path=path, role=role if field.ordered else None, was=was, now=now, stands_for=words)
        return
    model = field.model
    pairs, gone, new = _matched(model, was, now)
    for a, b in pairs:
        yield from _compared(model, a, b, (*path, _label(model, b)), role)
    yield from (_edit(field, (*path, _label(model, one)), role, one, None) for one in gone)
    yield from (_edit(field, (*path, _label(model, one)), role, None, one) for one in new)
    if not gone and not new and all(a == b for a, b in pairs):
        yield Edit(path=path, role=None, was=was, now=now, stands_for=(None, None))


def _label(model: type[Value], item: Data) -> str:
    """What an item of a list is known by; empty where that is nothing but its words."""
    known = item.get(model.known_by or "", "")
    return ", ".join(sorted(known)) if isinstance(known, list) else str(known)


Pairs = list[tuple[Data, Data]]


def _matched(model: type[Value], was: Sequence[Data], now: Sequence[Data]) -> tuple[Pairs, list[Data], list[Data]]:
    """Items that are the same in both: by identity, then by what they are known by and the likeness of their words."""
    pairs, gone, new = _by(lambda item: canonical([item.get(key) for key in model.identity]), was, now)
    known_by = model.known_by
    alike = sorted(
        (
            (-_likeness(a, b), first, second)
            for first, a in enumerate(gone)
            for second, b in enumerate(new)
            if _label(model, a) == _label(model, b)
        ),
    )
    taken: set[tuple[str, int]] = set()
    for likeness, first, second in alike:
        near = bool(known_by) or -likeness >= _RATIO
        if near and not taken & {("gone", first), ("new", second)}:
            taken |= {("gone", first), ("new", second)}
            pairs.append((gone[first], new[second]))
    return (
        pairs,
        [one for position, one in enumerate(gone) if ("gone", position) not in taken],
        [one for position, one in enumerate(new) if ("new", position) not in taken],
    )


def _by(key: Callable[[Data], str], was: Sequence[Data], now: Sequence[Data]) -> tuple[Pairs, list[Data], list[Data]]:
    """The items with equal keys, each paired once, and what is left on either side."""
    waiting: dict[str, list[Data]] = {}
    for item in was:
        waiting.setdefault(key(item), []).append(item)
    pairs: Pairs = []
    new: list[Data] = []
    for item in now:
        same = waiting.get(key(item))
        if same:
            pairs.append((same.pop(0), item))
        else:
            new.append(item)
    return pairs, [item for items in waiting.values() for item in items], new


def _likeness(was: Data, now: Data) -> float:
    return SequenceMatcher(None, canonical(was), canonical(now), autojunk=False).ratio()
