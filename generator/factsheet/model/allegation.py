"""One party says that another did something."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from factsheet.model.base import Citations, Record, Statement, Value, not_together
from factsheet.model.fields import (
    EVIDENCE,
    FACT,
    FACT_IN_ORDER,
    OURS,
    REMARK,
    AllegationId,
    Date,
    EntityId,
    EventId,
    Kind,
    Line,
    Prose,
    QuoteId,
    VocabularyName,
)

StageName = Annotated[str, VocabularyName("stage", ("reported", "alleged", "determined", "found", "retracted")), FACT]


class Stage(Statement):
    """How far the allegation had come, on a day."""

    identity = ("stage", "on")
    known_by = "stage"

    stage: StageName = Field(description="The stage.")
    on: Annotated[Date | None, FACT] = Field(None, title="When", description="Since when.")


class RelatedAllegation(Value):
    """That the allegation bears on another one; typed once, the inverse is worked out."""

    identity = ("to", "type")
    known_by = "to"

    to: Annotated[AllegationId, FACT] = Field(title="Other allegation", description="The id of the other allegation.")
    type: Annotated[str, VocabularyName("allegation_relation"), FACT] = Field(
        title="Relation", description="How it bears on it."
    )
    citations: Citations = Field((), description="Where this was read.")


class RepliesSought(Value):
    """What was done to get a reply of somebody who has none here."""

    identity = ("result", "entities", "on")
    known_by = "entities"

    entities: Annotated[tuple[EntityId, ...], FACT] = Field(
        title="Parties", description="The ids of those whose reply was sought."
    )
    result: Annotated[str, VocabularyName("result", ("not-sought",)), FACT] = Field(description="What came of it.")
    on: Annotated[Date | None, FACT] = Field(None, title="When", description="When.")
    where: Line | None = Field(None, description="Where it was looked for.")
    asked_by: Annotated[EntityId | None, FACT] = Field(None, description="The id of whoever asked.")
    citations: Citations = Field((), description="Where this was read.")
    note: Annotated[Prose | None, REMARK] = Field(None, description="A remark for readers.")


class Allegation(Record):
    """A claim by a party about others (schema.org Claim), never by us."""

    kind: ClassVar[Kind] = "allegations"

    title: Annotated[Line, OURS] = Field(description="A neutral heading.")
    statement: Annotated[Prose, OURS] = Field(description="Our neutral sentence, which itself says whose claim it is.")
    made_by: Annotated[tuple[EntityId, ...], FACT] = Field((), description="The ids of those who say it.")
    via: Annotated[tuple[EntityId, ...], FACT_IN_ORDER] = Field(
        (), title="Through", description="Second hand: through whom it reached us, nearest to us first."
    )
    voice: Annotated[Line | None, OURS] = Field(
        None, title="Unnamed speaker", description="A speaker who is not named, such as `a researcher, not named`."
    )
    about: Annotated[tuple[EntityId, ...], FACT] = Field(
        (), description="The ids of those it is about: entities or groups."
    )
    about_others: Annotated[Line | None, OURS] = Field(
        None, title="Others it is about", description="Others it is about, in words."
    )
    made_on: Annotated[Date | None, FACT] = Field(None, description="When it was made.")
    made_in: Annotated[EventId | None, FACT] = Field(None, description="The id of the event in which it was made.")
    words: Annotated[tuple[QuoteId, ...], FACT] = Field((), description="The ids of the quotes that make it.")
    stage: StageName | None = Field(None, description="Its one stage, where that has no date.")
    stages: Annotated[tuple[Stage, ...], FACT_IN_ORDER] = Field((), description="Its stages, oldest first.")
    citations: Citations = Field((), description="Where this was read.")
    relations: Annotated[tuple[RelatedAllegation, ...], EVIDENCE] = Field(
        (), description="How it bears on other allegations."
    )
    replies_sought: Annotated[tuple[RepliesSought, ...], EVIDENCE] = Field(
        (), description="What was done to get missing replies."
    )

    @property
    def last_stage(self) -> str:
        """How far it has come."""
        return self.stages[-1].stage if self.stages else self.stage or ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.stage and self.stages:
            raise not_together("an allegation has either `stage` or `stages`", "keep one of the two")
        if not self.stage and not self.stages:
            raise not_together("an allegation has a stage", "add stage:, or stages: with their days and citations")
        if not self.made_by and not self.voice:
            raise not_together(
                "nobody makes this allegation", "add made_by: with an entity's id, or voice: for an unnamed one"
            )
        if not self.about and not self.about_others:
            raise not_together("the allegation is about nobody", "add about: with the ids of those it is about")
        return self
