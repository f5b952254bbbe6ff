"""A dated, cited happening."""

from typing import Annotated, ClassVar

from pydantic import Field

from factsheet.model.allegation import RepliesSought
from factsheet.model.base import Citation, Record, Value
from factsheet.model.entity import Property
from factsheet.model.fields import Date, EntityId, EventId, Kind, Line, VocabularyName, Yes


class Participant(Value):
    """Who took part, as what."""

    entity: EntityId = Field(description="The id of the entity or group.")
    role: Annotated[str, VocabularyName("role")] = Field(description="Its part in the event.")


class RelatedEvent(Value):
    """That the event bears on another one; typed once, the inverse is worked out."""

    to: EventId = Field(description="The id of the other event.")
    type: Annotated[str, VocabularyName("event_relation", ("carries-out",))] = Field(description="How it bears on it.")
    citations: tuple[Citation, ...] = Field((), description="Where this was read.")


class Event(Record):
    """One happening (schema.org Event): a listing, an amendment, a filing, a ruling."""

    kind: ClassVar[Kind] = "events"

    title: Line = Field(description="A neutral sentence that says what happened.")
    date: Date = Field(description="When, at the place where it happened.")
    type: Annotated[str, VocabularyName("event_type")] = Field(description="What sort of happening.")
    planned: Yes = Field(False, description="true where it lies ahead.")
    participants: tuple[Participant, ...] = Field((), description="Who took part, as what.")
    properties: tuple[Property, ...] = Field((), description="What sources say of it, such as its docket.")
    relations: tuple[RelatedEvent, ...] = Field((), description="How it bears on other events.")
    citations: tuple[Citation, ...] = Field((), description="Where this was read.")
    replies_sought: tuple[RepliesSought, ...] = Field(
        (), description="What was done to get missing replies; serves all allegations made in the event."
    )
