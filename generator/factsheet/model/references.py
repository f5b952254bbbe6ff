"""Walks a record's marked fields: which other records it names, and which listed values it uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from factsheet.model.base import Citation, Record, Value
from factsheet.model.fields import Kind, Literally, Published, Reference, VocabularyName
from factsheet.model.kinds import KINDS
from factsheet.model.vocabulary import marks_of, nested

Path = tuple[str | int, ...]
"""The way to a value in a facts file: keys as written there, and positions in lists from 0."""

Mark = TypeVar("Mark", Reference, VocabularyName, Literally, Published)


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a record names another."""

    path: Path
    kinds: tuple[Kind, ...]
    id: str

    @property
    def field(self) -> tuple[str, ...]:
        """The path without positions: which field names the other record."""
        return tuple(step for step in self.path if isinstance(step, str))


def references(kind: Kind, data: Mapping[str, Any]) -> Iterator[Use]:
    """Every place where a record of that kind, as plain data, names another, in the order of the kind's fields."""
    for path, mark, value in marked(KINDS[kind], data, Reference):
        yield Use(path, mark.kinds or (kind,), value)


def marked(model: type[BaseModel], data: Mapping[str, Any], sort: type[Mark]) -> list[tuple[Path, Mark, str]]:
    """Every text in plain data of the model's shape whose field carries a mark of that sort, with its path.

    What has another shape is passed over: it is a problem of its own.
    """
    found: list[tuple[Path, Any, str]] = []
    _walk(data, _plan(model, sort), (), found)
    return found


class Field(NamedTuple):
    """A marked field of a kind of record: its keys joined by dots, and the mark."""

    name: str
    mark: Any


def values(model: type[BaseModel], data: Mapping[str, Any], sort: type[Mark]) -> list[tuple[Field, str]]:
    """What `marked` finds, in the same order: each text with its field instead of its path, which is much sooner done."""
    if (model, sort) not in _FIELDS:
        _FIELDS[model, sort] = _named(_plan(model, sort), "")
    found: list[tuple[Field, str]] = []
    _look(data, _FIELDS[model, sort], found)
    return found


_Fields = tuple[tuple[str, Field | None, "_Fields | None"], ...]
_FIELDS: dict[tuple[type[BaseModel], type], _Fields] = {}


def _named(plan: tuple["_Step", ...], before: str) -> _Fields:
    return tuple(
        (
            key,
            Field(f"{before}{key}", mark) if mark else None,
            _named(inner, f"{before}{key}.") if inner is not None else None,
        )
        for key, mark, inner in plan
    )


def _look(data: Mapping[str, Any], fields: _Fields, found: list[tuple[Field, str]]) -> None:
    for key, field, inner in fields:
        held = data.get(key)
        if held is None:
            continue
        if isinstance(held, list):
            for item in held:
                if isinstance(item, str):
                    if field:
                        found.append((field, item))
                elif inner and isinstance(item, dict):
                    _look(item, inner, found)
        elif isinstance(held, str):
            if field:
                found.append((field, held))
        elif inner and isinstance(held, dict):
            _look(held, inner, found)


class _Step(NamedTuple):
    key: str
    mark: Any
    inner: tuple["_Step", ...] | None


_PLANS: dict[tuple[type[BaseModel], type], tuple[_Step, ...]] = {}


def _plan(model: type[BaseModel], sort: type) -> tuple[_Step, ...]:
    """The marked fields of a model, worked out once: walking every field of every record would cost more."""
    if (model, sort) not in _PLANS:
        _PLANS[model, sort] = tuple(_steps(model, sort))
    return _PLANS[model, sort]


def _steps(model: type[BaseModel], sort: type) -> Iterator[_Step]:
    for attribute, field in model.model_fields.items():
        key = field.alias or attribute
        mark = next((mark for mark in marks_of(field.annotation, field.metadata) if isinstance(mark, sort)), None)
        models = nested(field.annotation)
        inner = _plan(models[0], sort) if models else None
        if mark or inner:
            yield _Step(key, mark, inner)


def _walk(data: Mapping[str, Any], plan: tuple[_Step, ...], path: Path, found: list[tuple[Path, Any, str]]) -> None:
    for key, mark, inner in plan:
        if key not in data:
            continue
        held = data[key]
        if isinstance(held, list):
            for position, item in enumerate(held):
                if isinstance(item, str):
                    if mark:
                        found.append(((*path, key, position), mark, item))
                elif inner and isinstance(item, dict):
                    _walk(item, inner, (*path, key, position), found)
        elif isinstance(held, str):
            if mark:
                found.append(((*path, key), mark, held))
        elif inner and isinstance(held, dict):
            _walk(held, inner, (*path, key), found)


def citations(record: Record) -> Iterator[tuple[Path, Citation]]:
    """Every citation in a record, wherever it stands, with its path, in the order of the fields."""
    return _citations(record, ())


def _citations(value: Value, path: Path) -> Iterator[tuple[Path, Citation]]:
    if isinstance(value, Citation):
        yield path, value
        return
    for attribute, key in _leading_to_citations(type(value)):
        held = getattr(value, attribute)
        if isinstance(held, Value):
            yield from _citations(held, (*path, key))
        elif held:
            for position, item in enumerate(held):
                yield from _citations(item, (*path, key, position))


@cache
def _leading_to_citations(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model in which citations may stand, each with its key."""
    return tuple(
        (attribute, field.alias or attribute)
        for attribute, field in model.model_fields.items()
        if any(issubclass(inner, Citation) or _leading_to_citations(inner) for inner in nested(field.annotation))
    )


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model whose keys stand at that path, or None where the path leaves the known keys."""
    for step in path:
        if isinstance(step, int):
            continue
        field = _field(model, step)
        models = nested(field.annotation) if field else []
        if not models:
            return None
        model = models[0]
    return model


def marks_at(model: type[BaseModel], path: Path) -> list[Any]:
    """The marks of the field at that path; none where the path leaves the known keys."""
    keys = [step for step in path if isinstance(step, str)]
    held = model_at(model, tuple(keys[:-1])) if keys else None
    field = _field(held, keys[-1]) if held else None
    return marks_of(field.annotation, field.metadata) if field else []


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    return next((field for name, field in model.model_fields.items() if key == (field.alias or name)), None)
