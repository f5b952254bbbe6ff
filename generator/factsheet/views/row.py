"""A record in one line, as indexes and the home page list it: only what its kind has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Allegation, Disagreement, Entity, Event, Quote, Record, Source
from factsheet.replies import (
    allegations_about,
    answering,
    concerned,
    concerns,
    of_accused,
    searches,
    silent,
    silent_on,
)
from factsheet.views.desk import Desk
from factsheet.views.parts import Listed, Ref, SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One record in one line: withdrawn ones are not counted in it. `place` is the anchor of the first of a letter or year."""

    ref: Ref
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow(_Line):
    """An entity: of the allegations about it, to how many it, or whoever speaks for it, replied, and to how many only to the event.

    `allegations_conveyed` are those of others that were read through it, `quotes_heard` those that were said to it.
    """

    listed: Listed
    name: str
    allegations_about: int
    allegations_answered: int
    events_answered: int
    allegations_made: int
    allegations_conveyed: int
    quotes: int
    quotes_heard: int
    events: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllegationRow(_Line):
    """An allegation: `concerned` counts those whom it is about, one by one; a group that names no members counts by its size.

    `answering` counts those of them who replied to the statement itself, `answering_event` those who replied only to its occasions.
    `responses` is what their replies to the statement do, and `sought` what came of the search for those that are missing.
    """

    date: Edtf | None
    listed: Listed
    by: tuple[Ref, ...]
    voice: str | None
    about: tuple[Ref, ...]
    about_others: str | None
    concerned: int
    answering: int
    answering_event: int
    responses: tuple[Listed, ...]
    sought: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow(_Line):
    """A quote: its words, and once each what its answers do."""

    date: Edtf | None
    listed: Listed
    text: str
    lang: str
    responses: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(_Line):
    """An event: the allegations made in it, and the quotes that answer it."""

    date: Edtf
    listed: Listed
    planned: bool
    allegations_made: int
    quotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow(_Line):
    """A source: how many records rest on it."""

    source: SourceLine
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRow(_Line):
    """A disagreement: whom it is about, and how many readings there are."""

    listed: Listed
    about: tuple[Ref, ...]
    readings: int


Row: TypeAlias = EntityRow | AllegationRow | QuoteRow | EventRow | SourceRow | DisagreementRow


def row_of(id: str, dataset: Dataset) -> Row:
    """The record of that id in one line."""
    return dataset.once(_row_of, id)


def _row_of(id: str, dataset: Dataset) -> Row:
    return row(dataset.records[id], Desk(dataset))


def row(record: Record, desk: Desk) -> Row:
    """A record in one line."""
    match record:
        case Entity():
            return _entity(record, desk)
        case Allegation():
            return _allegation(record, desk)
        case Quote():
            return _quote(record, desk)
        case Event():
            return _event(record, desk)
        case Source():
            return _source(record, desk)
        case Disagreement():
            return _disagreement(record, desk)
    raise TypeError(f"no index line is written for {type(record).__name__}")


def _entity(entity: Entity, desk: Desk) -> EntityRow:
    dataset = desk.dataset
    about = allegations_about(entity.id, dataset)
    # A group that is itself the subject is one party, as on its page.
    only = (entity.id,)
    answered = sum(not silent_on((claim.id,), claim, dataset, only) for claim in about)
    answered_in_some_way = sum(not silent(claim, dataset, only) for claim in about)
    return EntityRow(
        ref=desk.ref(entity.id),
        listed=desk.term("entity_type", entity.type),
        name=entity.name,
        allegations_about=len(about),
        allegations_answered=answered,
        events_answered=answered_in_some_way - answered,
        allegations_made=len(dataset.referring(entity.id, Allegation, "made_by")),
        allegations_conveyed=len(dataset.referring(entity.id, Allegation, "via")),
        quotes=len(dataset.referring(entity.id, Quote, "speaker", "for")),
        quotes_heard=len(dataset.referring(entity.id, Quote, "said_to")),
        events=len(dataset.referring(entity.id, Event, "participants.entity")),
        documents=len(dataset.referring(entity.id, Source, "issued_by")),
    )


def _allegation(allegation: Allegation, desk: Desk) -> AllegationRow:
    dataset = desk.dataset
    without, wholly = {*silent_on((allegation.id,), allegation, dataset)}, {*silent(allegation, dataset)}
    sizes = {id: size_of(id, dataset) for id in concerned(allegation, dataset)}
    return AllegationRow(
        ref=desk.ref(allegation.id),
        date=allegation.made_on,
        listed=desk.term("stage", allegation.last_stage),
        by=desk.refs(allegation.made_by),
        voice=allegation.voice,
        about=desk.refs(allegation.about),
        about_others=allegation.about_others,
        concerned=sum(sizes.values()),
        answering=sum(size for id, size in sizes.items() if id not in without),
        answering_event=sum(size for id, size in sizes.items() if id in without - wholly),
        responses=tuple(desk.term("response", value) for value in _responses(allegation, dataset)),
        sought=tuple(
            desk.term("result", value)
            for value in dict.fromkeys(
                search.result for search in searches(allegation, dataset) if concerns(search, wholly, dataset)
            )
        ),
    )


def _responses(allegation: Allegation, dataset: Dataset) -> Iterator[str]:
    """What the replies of the accused to an allegation do, each once, in the order of the closed list."""
    found = {
        answer.response
        for quote in of_accused(answering((allegation.id,), dataset), allegation, dataset)
        for answer in quote.answers
        if answer.to == allegation.id
    }
    return (value for value in dataset.vocabularies.values("response") if value in found)


def size_of(id: str, dataset: Dataset) -> int:
    """For how many an entity stands that is no group of others."""
    size = dataset.entity(id).size
    return size.value if size else 1


def _quote(quote: Quote, desk: Desk) -> QuoteRow:
    return QuoteRow(
        ref=desk.ref(quote.id),
        date=quote.said_on,
        listed=desk.term("form", quote.form),
        text=quote.text,
        lang=quote.lang,
        responses=tuple(desk.term("response", value) for value in dict.fromkeys(a.response for a in quote.answers)),
    )


def _event(event: Event, desk: Desk) -> EventRow:
    return EventRow(
        ref=desk.ref(event.id),
        date=event.date,
        listed=desk.term("event_type", event.type),
        planned=event.planned,
        allegations_made=len(desk.dataset.referring(event.id, Allegation, "made_in")),
        quotes=len(desk.dataset.referring(event.id, Quote, "answers.to")),
    )


def _source(source: Source, desk: Desk) -> SourceRow:
    dataset = desk.dataset
    resting = {id for ids in dataset.backward.get(source.id, {}).values() for id in ids}
    return SourceRow(
        ref=desk.ref(source.id),
        source=desk.source_line(source.id),
        records=sum(not dataset.records[id].withdrawn for id in resting),
    )


def _disagreement(disagreement: Disagreement, desk: Desk) -> DisagreementRow:
    return DisagreementRow(
        ref=desk.ref(disagreement.id),
        listed=desk.term("status", disagreement.status),
        about=desk.refs(disagreement.about),
        readings=len(disagreement.readings),
    )
