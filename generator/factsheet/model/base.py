"""What every record and every statement inside one can carry."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from factsheet.model.fields import (
    Date,
    Day,
    EntityId,
    Id,
    Kind,
    Line,
    Place,
    Prose,
    Reference,
    SourceId,
    VocabularyName,
    Words,
)

Model: TypeAlias = BaseModel
"""Any shape of the facts: its fields, with their marks and descriptions."""


class Value(BaseModel):
    """A frozen value of a facts file; keys it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def not_together(message: str, fix: str) -> PydanticCustomError:
    """The error for keys that need or exclude each other."""
    return PydanticCustomError("together", "{message}", {"message": message, "fix": fix})


class Citation(Value):
    """The one joint between a fact and a source (W3C Web Annotation, TextQuoteSelector; CSL 1.0.2, "locator")."""

    source: SourceId = Field(description="The id of the source in which this was read.")
    at: Place | None = Field(
        None, description="The place in it: a label and a value, such as `line 11` or `page 54002`."
    )
    exact: Words | None = Field(None, description="Words read there, letter for letter. Never a paraphrase.")
    prefix: Words | None = Field(
        None, description="The words just before `exact`, where `exact` occurs more than once."
    )
    suffix: Words | None = Field(None, description="The words just after `exact`, where `exact` occurs more than once.")
    bearing: Annotated[str, VocabularyName("bearing", ("supports", "disputes", "mentions"))] = Field(
        "supports", description="What the source does to the statement; left out, it supports it."
    )


class Statement(Value):
    """Something said inside a record that stands on citations of its own."""

    citations: tuple[Citation, ...] = Field((), description="Where this was read.")
    as_of: Date | None = Field(None, description="The date for which it is said.")
    from_: Date | None = Field(None, alias="from", description="Since when it holds.")
    to: Date | None = Field(None, description="Until when it held.")
    said_by: tuple[EntityId, ...] = Field((), description="Who says it, where not the source itself.")
    note: Prose | None = Field(None, description="A remark for readers.")


class Derived(Value):
    """A figure in our sentences that no source prints, with the step that gives it."""

    value: Line = Field(description="The figure as our sentence has it.")
    from_: Line = Field(alias="from", description="What it was worked out from, such as `8 + 20`.")
    how: Line = Field(description="The step, such as `sum`.")


class Correction(Value):
    """A published sentence, name or value of ours that was changed, and why."""

    field: Line = Field(description="The field that changed, such as `properties[founded]`.")
    was: Line = Field(description="The words as they were.")
    now: Line = Field(description="The words as they are.")
    reason: Annotated[str, VocabularyName("correction_reason")] = Field(description="Why.")
    noticed_by: Annotated[str, VocabularyName("noticed_by")] | None = Field(None, description="Who noticed.")


class Withdrawal(Value):
    """Why a record of ours no longer counts; its page stays."""

    on: Day = Field(description="The day on which it was withdrawn.")
    reason: Annotated[str, VocabularyName("withdrawal_reason")] = Field(description="Why.")
    replaced_by: Annotated[Id, Reference(())] | None = Field(
        None, description="The id of the record to read instead, of the same kind."
    )
    note: Prose | None = Field(None, description="A remark for readers.")


class Record(Value):
    """What any record can carry."""

    kind: ClassVar[Kind]

    id: Id = Field(description="The record's id: the name of its file without `.yml`. Never reused.")
    note: Prose | None = Field(None, description="A remark for readers.")
    derived: tuple[Derived, ...] = Field((), description="Figures in our sentences that no source prints.")
    corrections: tuple[Correction, ...] = Field((), description="Published words of ours that were changed.")
    withdrawn: Withdrawal | None = Field(None, description="Why this record no longer counts.")
    former_ids: tuple[Id, ...] = Field((), description="Ids that this record had before.")

    def statements(self) -> Iterator[tuple[tuple[str | int, ...], Statement]]:
        """Every statement inside the record that stands on citations of its own, with its path."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Statement):
                yield (name,), value
            elif isinstance(value, tuple):
                yield from (
                    ((name, position), item) for position, item in enumerate(value) if isinstance(item, Statement)
                )
