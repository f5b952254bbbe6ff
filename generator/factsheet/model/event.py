"""A dated, cited happening."""

from typing import Annotated, ClassVar

from pydantic import Field

from factsheet.model.allegation import RepliesSought
from factsheet.model.base import Citations, Record, Value
from factsheet.model.entity import Property
from factsheet.model.fields import EVIDENCE, FACT, OURS, Date, EntityId, EventId, Kind, Line, VocabularyName, Yes


class Participant(Value):
    """Who took part, as what."""

    identity = ("entity", "role")
    known_by = "entity"

    entity: Annotated[EntityId, FACT] = Field(title="Party", description="The id of the entity or group.")
    role: Annotated[str, VocabularyName("role"), FACT] = Field(description="Its part in the event.")


class RelatedEvent(Value):
    """That the event bears on another one; typed once, the inverse is worked out."""

    identity = ("to", "type")
    known_by = "to"

    to: Annotated[EventId, FACT] = Field(title="Other event", description="The id of the other event.")
    type: Annotated[str, VocabularyName("event_relation", ("carries-out",)), FACT] = Field(
        title="Relation", description="How it bears on it."
    )
    citations: Citations = Field((), description="Where this was read.")


class Event(Record):
    """One happening (schema.org Event): a listing, an amendment, a filing, a ruling."""

    kind: ClassVar[Kind] = "events"

    title: Annotated[Line, OURS] = Field(description="A neutral sentence that says what happened.")
    date: Annotated[Date, FACT] = Field(description="When, at the place where it happened.")
    type: Annotated[str, VocabularyName("event_type"), FACT] = Field(description="What sort of happening.")
    planned: Annotated[Yes, EVIDENCE] = Field(False, description="true where it lies ahead.")
    participants: Annotated[tuple[Participant, ...], FACT] = Field((), description="Who took part, as what.")
    properties: Annotated[tuple[Property, ...], EVIDENCE] = Field(
        (), description="What sources say of it, such as its docket."
    )
    relations: Annotated[tuple[RelatedEvent, ...], EVIDENCE] = Field((), description="How it bears on other events.")
    citations: Citations = Field((), description="Where this was read.")
    replies_sought: Annotated[tuple[RepliesSought, ...], EVIDENCE] = Field(
        (), description="What was done to get missing replies; serves all allegations made in the event."
    )
