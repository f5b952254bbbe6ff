"""The closed lists of facts/vocabularies.yml: what a field may say, with the label and definition that readers see."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.fields import FieldInfo

from factsheet.model.base import Value
from factsheet.model.fields import ByTool, Line, VocabularyName, Yes


class Term(Value):
    """One value that a field may have."""

    label: Line = Field(description="What pages call it.")
    definition: Line = Field(description="What it means, in one or two sentences.")
    inverse: Line | None = Field(
        None, title="Label from the other side", description="Of a relation: its label read from the other side."
    )
    multiple: Yes = Field(
        False,
        title="May have several values",
        description="Of a property: true where several values are no disagreement.",
    )
    date: Yes = Field(False, title="Is a date", description="Of a property: true where its value is a date.")


class Vocabularies(RootModel[dict[str, dict[str, Term]]]):
    """All closed lists by name; the order of the file is the order on pages."""

    model_config = ConfigDict(frozen=True)

    def term(self, vocabulary: str, value: str) -> Term:
        """The term for a value that has been checked."""
        return self.root[vocabulary][value]

    def values(self, vocabulary: str) -> tuple[str, ...]:
        """What a field of that vocabulary may say, in the order of the file."""
        return tuple(self.root.get(vocabulary, ()))


EMPTY = Vocabularies(root={})


@cache
def vocabularies_needed(*records: type[BaseModel]) -> dict[str, frozenset[str]]:
    """Each vocabulary that fields of these records use, with the values that the code itself relies on."""
    found: dict[str, frozenset[str]] = {}
    for path in _named(records, seen=set()):
        found[path.name] = found.get(path.name, frozenset()) | frozenset(path.relies_on)
    return found


def _named(models: tuple[type[BaseModel], ...], seen: set[type[BaseModel]]) -> list[VocabularyName]:
    names: list[VocabularyName] = []
    for model in models:
        if model in seen:
            continue
        seen.add(model)
        for field in model.model_fields.values():
            names += [mark for mark in marks_of(field.annotation, field.metadata) if isinstance(mark, VocabularyName)]
            names += _named(tuple(nested(field.annotation)), seen)
    return names


def marks_of(annotation: Any, metadata: Any = ()) -> list[Any]:
    """Every mark on a field's type, through Annotated, tuples and unions."""
    marks = list(metadata) + list(getattr(annotation, "__metadata__", ()))
    for part in getattr(annotation, "__args__", ()):
        marks += marks_of(part)
    return marks


def is_by_tool(field: FieldInfo) -> bool:
    """Whether a command alone writes a field."""
    return any(isinstance(mark, ByTool) for mark in marks_of(field.annotation, field.metadata))


def nested(annotation: Any) -> list[type[BaseModel]]:
    """The models that a field's type holds, through tuples and unions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in nested(part)]
