"""What every record and every statement inside one can carry."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from factsheet.model.fields import (
    EVIDENCE,
    FACT,
    REMARK,
    ByTool,
    Count,
    Date,
    Day,
    EntityId,
    Id,
    Kind,
    Line,
    Place,
    Prose,
    Reference,
    Role,
    RuleCode,
    Sha256,
    SourceId,
    VocabularyName,
    Words,
)

Model: TypeAlias = BaseModel
"""Any shape of the facts: its fields, with their marks and descriptions."""


_WRITTEN: dict[frozenset[str], set[str]] = {}


class Value(BaseModel):
    """A frozen value of a facts file; keys it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identity: ClassVar[tuple[str, ...]] = ()
    """The keys by which an item of a list is the same in two versions; the first has the words that stand for it."""
    known_by: ClassVar[str | None] = None
    """The key that an item still has where its words were changed."""
    for_machines: ClassVar[tuple[str, ...]] = ()
    """The keys of an item that tell a reader nothing where it is shown whole."""

    def model_post_init(self, context: Any, /) -> None:
        """Has values share the set that pydantic gives each of them, of the fields that were written: it is most of their weight."""
        written = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _WRITTEN.setdefault(frozenset(written), written))


def not_together(message: str, fix: str) -> PydanticCustomError:
    """The error for keys that need or exclude each other."""
    return PydanticCustomError("together", "{message}", {"message": message, "fix": fix})


class Citation(Value):
    """The one joint between a fact and a source (W3C Web Annotation, TextQuoteSelector; CSL 1.0.2, "locator")."""

    identity = ("source", "at", "exact", "as_printed")
    known_by = "source"

    source: SourceId = Field(description="The id of the source in which this was read.")
    at: Place | None = Field(
        None, title="Place", description="The place in it: a label and a value, such as `line 11` or `page 54002`."
    )
    exact: Words | None = Field(
        None, title="Words read there", description="Words read there, letter for letter. Never a paraphrase."
    )
    prefix: Words | None = Field(
        None,
        title="Words before them",
        description="The words just before `exact`, where `exact` occurs more than once.",
    )
    suffix: Words | None = Field(
        None, title="Words after them", description="The words just after `exact`, where `exact` occurs more than once."
    )
    bearing: Annotated[str, VocabularyName("bearing", ("supports", "disputes", "mentions"))] = Field(
        "supports",
        title="What it does to the statement",
        description="What the source does to the statement; left out, it supports it.",
    )


Citations = Annotated[tuple[Citation, ...], EVIDENCE]


class Statement(Value):
    """Something said inside a record that stands on citations of its own."""

    citations: Citations = Field((), description="Where this was read.")
    as_of: Annotated[Date | None, FACT] = Field(None, description="The date for which it is said.")
    from_: Annotated[Date | None, FACT] = Field(None, alias="from", title="Since", description="Since when it holds.")
    to: Annotated[Date | None, FACT] = Field(None, title="Until", description="Until when it held.")
    said_by: Annotated[tuple[EntityId, ...], FACT] = Field((), description="Who says it, where not the source itself.")
    note: Annotated[Prose | None, REMARK] = Field(None, description="A remark for readers.")


class Derived(Value):
    """A figure in our sentences that no source prints, with the step that gives it."""

    identity = ("value",)

    value: Line = Field(title="Figure", description="The figure as our sentence has it.")
    from_: Line = Field(
        alias="from", title="Worked out from", description="What it was worked out from, such as `8 + 20`."
    )
    how: Line = Field(description="The step, such as `sum`.")


class Correction(Value):
    """A published sentence, name or value of ours that was changed, and why."""

    identity = ("was", "field", "now")

    field: Line = Field(description="The field that changed, such as `properties[founded]`.")
    was: Line | None = Field(None, description="The words as they were; left out where there were none.")
    now: Line | None = Field(None, description="The words as they are; left out where they were taken out.")
    reason: Annotated[str, VocabularyName("correction_reason", ("wording",))] = Field(description="Why.")
    noticed_by: Annotated[str, VocabularyName("noticed_by")] | None = Field(None, description="Who noticed.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.was and not self.now:
            raise not_together("the correction names no words", "add was: with the old words, now: with the new ones")
        return self


class Withdrawal(Value):
    """Why a record of ours no longer counts; its page stays."""

    identity = ("reason",)

    on: Day = Field(title="When", description="The day on which it was withdrawn.")
    reason: Annotated[
        str, VocabularyName("withdrawal_reason", ("duplicate", "merged", "source-lost", "legal", "privacy"))
    ] = Field(description="Why.")
    replaced_by: Annotated[Id, Reference(())] | None = Field(
        None, title="Read instead", description="The id of the record to read instead, of the same kind."
    )
    note: Annotated[Prose | None, REMARK] = Field(None, description="A remark for readers.")


class Redaction(Value):
    """Words that had to be removed from a record and from all its earlier versions."""

    identity = ("sha256", "field")

    field: Line = Field(description="The field that they stood in.")
    sha256: Sha256 = Field(title="SHA-256", description="The SHA-256 of the words.")
    on: Day = Field(title="When", description="The day on which they were removed.")
    reason: Annotated[str, VocabularyName("withdrawal_reason")] = Field(description="Why.")


class Proof(Value):
    """That words of a record stand in a stored copy, bound to both (W3C Web Annotation, TextPositionSelector)."""

    identity = ("source", "words", "start")
    known_by = "source"
    for_machines = ("words", "snapshot", "beside", "start", "end")

    source: SourceId = Field(description="The id of the source in whose copy the words stand.")
    words: Sha256 = Field(title="SHA-256 of the words", description="The SHA-256 of the words.")
    snapshot: Sha256 = Field(title="SHA-256 of the copy", description="The SHA-256 of the stored copy.")
    beside: Sha256 | None = Field(
        default=None,
        title="SHA-256 of what else it rests on",
        description="The SHA-256 of the words beside them, of the copy's media type and, in a web archive, of the page's "
        "address; none where nothing stands beside them and the copy is plain text.",
    )
    stands: Annotated[str, VocabularyName("standing", ("quotation", "own-document", "turn", "passage"))] = Field(
        title="How they stand there", description="What the words are in the copy."
    )
    start: Count = Field(title="First sign", description="How many signs of the copy's text stand before them.")
    end: Count = Field(title="Last sign", description="How many signs of the copy's text there are up to their end.")
    after: tuple[
        Annotated[
            str,
            VocabularyName(
                "normalisation",
                (
                    "line-joins",
                    "white-space",
                    "line-break-hyphens",
                    "quotation-marks",
                    "apostrophes",
                    "composition",
                ),
            ),
        ],
        ...,
    ] = Field((), title="Matched after", description="What was evened out before words and copy were the same.")
    speaker: EntityId | None = Field(default=None, description="Of a turn: the id of whoever is named before it.")


class Accepted(Value):
    """That somebody looked at a record again after what it rests on had changed, and lets it stand."""

    identity = ("of", "sha256")
    known_by = "of"
    for_machines = ("sha256",)

    of: Annotated[Id, Reference(("allegations", "events", "quotes", "sources"))] = Field(
        title="What had changed", description="The id of the record that it rests on."
    )
    sha256: Sha256 = Field(title="SHA-256", description="The SHA-256 of what that record said when this was looked at.")
    on: Day = Field(title="When", description="The day on which this was looked at.")
    reason: Line = Field(description="Why it still stands.")


class Exemption(Value):
    """That a rule of fairness or wording does not hold a record, and why; readers see it."""

    identity = ("rule",)

    rule: RuleCode = Field(description="The code of the rule, such as `FS320`.")
    reason: Prose = Field(description="Why it does not fit here.")


class Record(Value):
    """What any record can carry."""

    kind: ClassVar[Kind]
    unmarked: ClassVar[Role | None] = None
    """What fields without a mark are to readers; None: nothing but order among the records."""

    id: Id = Field(description="The record's id: the name of its file without `.yml`. Never reused.")
    note: Annotated[Prose | None, REMARK] = Field(None, description="A remark for readers.")
    derived: Annotated[tuple[Derived, ...], EVIDENCE] = Field(
        (), title="Our own figures", description="Figures in our sentences that no source prints."
    )
    corrections: tuple[Correction, ...] = Field((), description="Published words of ours that were changed.")
    withdrawn: Annotated[Withdrawal | None, FACT] = Field(None, description="Why this record no longer counts.")
    redacted: tuple[Redaction, ...] = Field(
        (), title="Words removed", description="Words removed by `factsheet redact`, which alone writes this."
    )
    former_ids: tuple[Id, ...] = Field((), title="Ids before", description="Ids that this record had before.")
    exemptions: Annotated[tuple[Exemption, ...], REMARK] = Field(
        (), title="Rules that do not fit here", description="Rules that warn without need here, each with the reason."
    )
    proofs: Annotated[tuple[Proof, ...], EVIDENCE, ByTool()] = Field(
        (), description="Where words of this record stand in stored copies; `factsheet verify` alone writes it."
    )
    accepted: Annotated[tuple[Accepted, ...], EVIDENCE, ByTool()] = Field(
        (),
        title="Looked at again",
        description="What changed since and was looked at; `factsheet accept` alone writes it.",
    )

    def statements(self) -> Iterator[tuple[tuple[str | int, ...], Statement]]:
        """Every statement inside the record that stands on citations of its own, with its path."""
        for name in _with_statements(type(self)):
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from (((name, position), item) for position, item in enumerate(value))
            elif value is not None:
                yield (name,), value


@cache
def _with_statements(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields that hold a statement, or a list of them."""
    found = ((name, get_args(field.annotation)[:1]) for name, field in model.model_fields.items())
    return tuple(
        name for name, held in found if any(isinstance(one, type) and issubclass(one, Statement) for one in held)
    )
