"""Walks a record's marked fields: which other records it names, and which listed values it uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from factsheet.model.base import Record
from factsheet.model.fields import Kind, Literally, Reference, VocabularyName
from factsheet.model.vocabulary import marks_of, nested

Path = tuple[str | int, ...]
"""The way to a value in a facts file: keys as written there, and positions in lists from 0."""

Mark = TypeVar("Mark", Reference, VocabularyName, Literally)


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


def references(record: Record) -> Iterator[Use]:
    """Every place where the record names another, in the order of its fields."""
    for path, mark, value in marked(record, Reference):
        yield Use(path, mark.kinds or (record.kind,), value)


def marked(value: BaseModel, sort: type[Mark]) -> Iterator[tuple[Path, Mark, str]]:
    """Every text in the value whose field carries a mark of that sort, with its path."""
    return _walk(value, _plan(type(value), sort), ())


@dataclass(frozen=True, slots=True)
class _Step:
    attribute: str
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
            yield _Step(attribute, key, mark, inner)


def _walk(value: Any, plan: tuple[_Step, ...], path: Path) -> Iterator[tuple[Path, Any, str]]:
    for step in plan:
        held = getattr(value, step.attribute)
        if not held:
            continue
        if isinstance(held, tuple):
            for position, item in enumerate(held):
                yield from _found(item, step, (*path, step.key, position))
        else:
            yield from _found(held, step, (*path, step.key))


def _found(item: Any, step: _Step, path: Path) -> Iterator[tuple[Path, Any, str]]:
    if step.inner is None:
        yield path, step.mark, item
    else:
        yield from _walk(item, step.inner, path)
