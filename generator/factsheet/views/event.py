"""The view of an event's page: what happened, who took part, and what was said of it."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Allegation, Event, Quote
from factsheet.views.allegation import reply_to
from factsheet.views.desk import Desk
from factsheet.views.entity import PropertyLine, property_lines
from factsheet.views.order import in_time
from factsheet.views.parts import Cited, Common, Listed, Ref, Reply, Sought, Witnesses
from factsheet.views.row import Row, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Who took part in one role."""

    role: Listed
    entities: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRelation:
    """How the event bears on another one, as read from this side."""

    type: Listed
    to: Ref
    date: Edtf
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event's page."""

    common: Common
    title: str
    date: Edtf
    type: Listed
    planned: bool
    parts: tuple[Part, ...]
    properties: tuple[PropertyLine, ...]
    relations: tuple[EventRelation, ...]
    allegations: tuple[Row, ...]
    replies: tuple[Reply, ...]
    sought: tuple[Sought, ...]
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


def event_view(event: Event, dataset: Dataset) -> EventView:
    """The view of an event's page."""
    desk = Desk(dataset)
    roles = dict.fromkeys(part.role for part in event.participants)
    return EventView(
        title=event.title,
        date=event.date,
        type=desk.term("event_type", event.type),
        planned=event.planned,
        marks=desk.cite(event.citations),
        witnesses=desk.witnesses(event),
        parts=tuple(
            Part(
                role=desk.term("role", role),
                entities=desk.refs(part.entity for part in event.participants if part.role == role),
            )
            for role in roles
        ),
        properties=property_lines(event, desk),
        relations=_relations(event, desk),
        allegations=tuple(row(found, desk) for found in in_time(dataset.referring(event.id, Allegation, "made_in"))),
        replies=tuple(
            reply_to(quote, (event.id,), desk) for quote in in_time(dataset.referring(event.id, Quote, "answers.to"))
        ),
        sought=tuple(desk.sought(search) for search in event.replies_sought),
        common=desk.common(event),
    )


def _relations(event: Event, desk: Desk) -> tuple[EventRelation, ...]:
    own = tuple(
        EventRelation(
            type=desk.term("event_relation", found.type),
            to=desk.ref(found.to),
            date=desk.dataset.get(Event, found.to).date,
            marks=desk.cite(found.citations),
        )
        for found in event.relations
    )
    inverse = tuple(
        EventRelation(
            type=desk.inverse("event_relation", found.type),
            to=desk.ref(other.id),
            date=other.date,
            marks=desk.cite(found.citations),
        )
        for other in in_time(desk.dataset.referring(event.id, Event, "relations.to"))
        for found in other.relations
        if found.to == event.id
    )
    return (*own, *inverse)
