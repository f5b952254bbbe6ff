"""One party says that another did something."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from factsheet.model.base import Citation, Record, Statement, Value, not_together
from factsheet.model.fields import AllegationId, Date, EntityId, EventId, Kind, Line, Prose, QuoteId, VocabularyName

StageName = Annotated[str, VocabularyName("stage", ("reported", "alleged", "determined", "found", "retracted"))]


class Stage(Statement):
    """How far the allegation had come, on a day."""

    stage: StageName = Field(description="The stage.")
    on: Date | None = Field(None, description="Since when.")


class RelatedAllegation(Value):
    """That the allegation bears on another one; typed once, the inverse is worked out."""

    to: AllegationId = Field(description="The id of the other allegation.")
    type: Annotated[str, VocabularyName("allegation_relation")] = Field(description="How it bears on it.")
    citations: tuple[Citation, ...] = Field((), description="Where this was read.")


class RepliesSought(Value):
    """What was done to get a reply of somebody who has none here."""

    entities: tuple[EntityId, ...] = Field(description="The ids of those whose reply was sought.")
    result: Annotated[str, VocabularyName("result", ("not-sought",))] = Field(description="What came of it.")
    on: Date | None = Field(None, description="When.")
    where: Line | None = Field(None, description="Where it was looked for.")
    asked_by: EntityId | None = Field(None, description="The id of whoever asked.")
    citations: tuple[Citation, ...] = Field((), description="Where this was read.")
    note: Prose | None = Field(None, description="A remark for readers.")


class Allegation(Record):
    """A claim by a party about others (schema.org Claim), never by us."""

    kind: ClassVar[Kind] = "allegations"

    title: Line = Field(description="A neutral heading.")
    statement: Prose = Field(description="Our neutral sentence, which itself says whose claim it is.")
    made_by: tuple[EntityId, ...] = Field((), description="The ids of those who say it.")
    via: tuple[EntityId, ...] = Field((), description="Second hand: through whom it reached us, nearest to us first.")
    voice: Line | None = Field(None, description="A speaker who is not named, such as `a researcher, not named`.")
    about: tuple[EntityId, ...] = Field((), description="The ids of those it is about: entities or groups.")
    about_others: Line | None = Field(None, description="Others it is about, in words.")
    made_on: Date | None = Field(None, description="When it was made.")
    made_in: EventId | None = Field(None, description="The id of the event in which it was made.")
    words: tuple[QuoteId, ...] = Field((), description="The ids of the quotes that make it.")
    stage: StageName | None = Field(None, description="Its one stage, where that has no date.")
    stages: tuple[Stage, ...] = Field((), description="Its stages, oldest first.")
    citations: tuple[Citation, ...] = Field((), description="Where this was read.")
    relations: tuple[RelatedAllegation, ...] = Field((), description="How it bears on other allegations.")
    replies_sought: tuple[RepliesSought, ...] = Field((), description="What was done to get missing replies.")

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
