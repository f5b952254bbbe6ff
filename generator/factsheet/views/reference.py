"""The view of the tool's reference: each code of a problem, each field of a record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from factsheet.dataset import Dataset
from factsheet.model import KINDS, Model, Vocabularies, VocabularyName
from factsheet.model.vocabulary import marks_of, nested
from factsheet.problem import Code
from factsheet.views.pages import Plan, given, updated


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """A code's page in the reference: the law, why it is there, and an example of breaking and of keeping it."""

    name: str
    level: str
    law: str
    why: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field: its key, what it means, whether it has to be there, what it may say, and the group of keys it holds."""

    key: str
    holds: str | None
    description: str
    required: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceView:
    """The tool's reference: the fields of each kind, and of each group of keys that fields hold."""

    address: str
    manuals: tuple[Manual, ...]
    kinds: tuple[tuple[str, str, tuple[FieldLine, ...]], ...]
    groups: tuple[tuple[str, str, tuple[FieldLine, ...]], ...]


def reference_plan(codes: tuple[Code, ...], dataset: Dataset) -> Plan:
    """The page of the reference, of these codes and the closed lists of the facts."""
    view = reference_view(codes, dataset.vocabularies)
    made, day = partial(given, view), updated(dataset)
    return Plan(address=view.address, template="reference", kind="reference", view=made, updated=day)


def reference_view(codes: tuple[Code, ...], vocabularies: Vocabularies) -> ReferenceView:
    """The view of the reference of these codes, and of all kinds of record."""
    kinds = tuple((kind, _sentence(model), _fields(model, vocabularies)) for kind, model in KINDS.items())
    groups = sorted(dict.fromkeys(held for model in KINDS.values() for held in _held(model)), key=_name)
    return ReferenceView(
        address="reference/",
        manuals=tuple(_manual(code) for code in codes),
        kinds=kinds,
        groups=tuple((_name(held), _sentence(held), _fields(held, vocabularies)) for held in groups),
    )


def _sentence(model: type[Model]) -> str:
    return " ".join((model.__doc__ or "").split())


def _name(model: type[Model]) -> str:
    """The group's name in small letters, its words joined by hyphens."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", model.__name__).lower()


def _held(model: type[Model]) -> Iterator[type[Model]]:
    """The groups of keys that a model's fields hold, at any depth."""
    for field in model.model_fields.values():
        for held in nested(field.annotation):
            yield held
            yield from _held(held)


def _manual(code: Code) -> Manual:
    paragraphs = [" ".join(part.split()) if not _example(part) else part for part in code.manual.strip().split("\n\n")]
    examples = [line for part in paragraphs if _example(part) for line in part.splitlines()]
    return Manual(
        name=code.name,
        level=code.level,
        law=paragraphs[0],
        why=tuple(part for part in paragraphs[1:] if not _example(part)),
        examples=tuple((word, rest.strip()) for word, _colon, rest in (line.partition(":") for line in examples)),
    )


def _example(paragraph: str) -> bool:
    return paragraph.startswith(("Fails:", "Passes:"))


def _fields(model: type[Model], vocabularies: Vocabularies) -> tuple[FieldLine, ...]:
    lines = []
    for name, field in model.model_fields.items():
        marks = marks_of(field.annotation, field.metadata)
        listed = next((mark.name for mark in marks if isinstance(mark, VocabularyName)), "")
        held = nested(field.annotation)
        lines.append(
            FieldLine(
                key=field.alias or name,
                description=field.description or "",
                required=field.is_required(),
                values=vocabularies.values(listed),
                holds=_name(held[0]) if held else None,
            )
        )
    return tuple(lines)
