"""The views of a kind's index: one line a record that says something, two hundred lines a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import KINDS, Allegation, Disagreement, Entity, Event, Kind, Quote, Record, Source
from factsheet.views.allegation import silent
from factsheet.views.desk import Desk
from factsheet.views.disagreement import Differing, differing
from factsheet.views.order import alphabetical, concerned, in_time, letter, year
from factsheet.views.parts import Listed, Ref, SourceLine

MOST_ROWS = 200
MOST_ROWS_WITHOUT_JUMPS = 12
DATED: tuple[Kind, ...] = ("allegations", "quotes", "events")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record in one line; what a kind does not have is left out, and so are withdrawn records where others are counted.

    Of an allegation, `concerned` counts those whom it is about, one by one, and `answering` those of them who replied;
    a group that names no members counts by its size.
    Of an entity, `allegations_answered` counts those of the allegations about it to which it, or whoever speaks for it, replied.
    `place` is the anchor of the first row of a letter or year.
    """

    ref: Ref
    place: str | None = None
    date: Edtf | None = None
    listed: Listed | None = None
    name: str | None = None
    by: tuple[Ref, ...] = ()
    voice: str | None = None
    about: tuple[Ref, ...] = ()
    about_others: str | None = None
    text: str | None = None
    lang: str | None = None
    source: SourceLine | None = None
    responses: tuple[Listed, ...] = ()
    planned: bool = False
    concerned: int = 0
    answering: int = 0
    allegations_about: int = 0
    allegations_answered: int = 0
    allegations_made: int = 0
    quotes: int = 0
    documents: int = 0
    records: int = 0
    readings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A link to the first row of a letter or year, or of those that have none: `key` is as `order` names it."""

    key: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """One page of a kind's index; `pages` has the address of each page, and `number` counts from 1.

    Below the first page of the disagreements stand the properties on whose values sources differ too.
    """

    kind: Kind
    address: str
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: tuple[str, ...]
    jumps: tuple[Jump, ...]
    differing: tuple[Differing, ...]


def index_views(kind: Kind, dataset: Dataset) -> Iterator[IndexView]:
    """The pages of a kind's index: at least one, even if it is empty."""
    records = in_order(kind, dataset)
    count = max(1, -(-len(records) // MOST_ROWS))
    pages = tuple(f"{kind}/" if number == 1 else f"{kind}/page/{number}/" for number in range(1, count + 1))
    firsts = _firsts(kind, records)
    jumps = tuple(
        Jump(key=key, address=f"{pages[position // MOST_ROWS]}#{_place(key)}") for position, key in firsts.items()
    )
    desk = Desk(dataset)
    for number, address in enumerate(pages, 1):
        start = (number - 1) * MOST_ROWS
        part = records[start : start + MOST_ROWS]
        yield IndexView(
            kind=kind,
            address=address,
            rows=tuple(
                replace(row(record, desk), place=_place(firsts[position]) if position in firsts else None)
                for position, record in enumerate(part, start)
            ),
            total=len(records),
            number=number,
            pages=pages,
            jumps=jumps,
            differing=tuple(differing(dataset)) if kind == "disagreements" and number == 1 else (),
        )


def in_order(kind: Kind, dataset: Dataset) -> tuple[Record, ...]:
    """The records of a kind as its index lists them: dated kinds by day, the others by their heading."""
    records = dataset.all(KINDS[kind])
    if kind in DATED:
        return in_time(records)
    return tuple(sorted(records, key=lambda record: (alphabetical(_heading(record)), record.id)))


def _firsts(kind: Kind, records: Sequence[Record]) -> dict[int, str]:
    """The positions of the first record of each letter or year; none where a list is short or has but one of them."""
    keys: dict[str, int] = {}
    for position, record in enumerate(records):
        keys.setdefault(year(record) if kind in DATED else letter(_heading(record)), position)
    worth = len(records) > MOST_ROWS_WITHOUT_JUMPS and len(keys) > 1
    return {position: key for key, position in keys.items()} if worth else {}


def _place(key: str) -> str:
    return f"at-{key}"


def _heading(record: Record) -> str:
    return str(getattr(record, "title", ""))


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


def _entity(entity: Entity, desk: Desk) -> Row:
    dataset = desk.dataset
    about = {claim.id for id in dataset.within(entity.id) for claim in dataset.referring(id, Allegation, "about")}
    members = dataset.members(entity.id)
    # A group that is itself the subject is one party: it has answered if one of its members has, as on its page.
    answered = [id for id in about if not dataset.once(_silent, id).issuperset(members)]
    return Row(
        ref=desk.ref(entity.id),
        listed=desk.term("entity_type", entity.type),
        name=entity.name,
        allegations_about=len(about),
        allegations_answered=len(answered),
        allegations_made=len(dataset.referring(entity.id, Allegation, "made_by")),
        quotes=len(dataset.referring(entity.id, Quote, "speaker", "for")),
        documents=len(dataset.referring(entity.id, Source, "issued_by")),
    )


def _allegation(allegation: Allegation, desk: Desk) -> Row:
    dataset = desk.dataset
    stage = allegation.stages[-1].stage if allegation.stages else allegation.stage or ""
    silence = dataset.once(_silent, allegation.id)
    sizes = {id: _size(id, dataset) for id in concerned(allegation, dataset)}
    return Row(
        ref=desk.ref(allegation.id),
        date=allegation.made_on,
        listed=desk.term("stage", stage),
        by=desk.refs(allegation.made_by),
        voice=allegation.voice,
        about=desk.refs(allegation.about),
        about_others=allegation.about_others,
        concerned=sum(sizes.values()),
        answering=sum(size for id, size in sizes.items() if id not in silence),
    )


def _size(id: str, dataset: Dataset) -> int:
    """For how many an entity stands that is no group of others."""
    size = dataset.entity(id).size
    return size.value if size else 1


def _quote(quote: Quote, desk: Desk) -> Row:
    return Row(
        ref=desk.ref(quote.id),
        date=quote.said_on,
        listed=desk.term("form", quote.form),
        text=quote.text,
        lang=quote.lang,
        responses=tuple(desk.term("response", value) for value in dict.fromkeys(a.response for a in quote.answers)),
    )


def _event(event: Event, desk: Desk) -> Row:
    return Row(
        ref=desk.ref(event.id),
        date=event.date,
        listed=desk.term("event_type", event.type),
        planned=event.planned,
        allegations_made=len(desk.dataset.referring(event.id, Allegation, "made_in")),
        quotes=len(desk.dataset.referring(event.id, Quote, "answers.to")),
    )


def _source(source: Source, desk: Desk) -> Row:
    dataset = desk.dataset
    resting = {id for ids in dataset.backward.get(source.id, {}).values() for id in ids}
    return Row(
        ref=desk.ref(source.id),
        date=source.issued,
        source=desk.source_line(source.id),
        records=sum(not dataset.records[id].withdrawn for id in resting),
    )


def _disagreement(disagreement: Disagreement, desk: Desk) -> Row:
    return Row(
        ref=desk.ref(disagreement.id),
        listed=desk.term("status", disagreement.status),
        about=desk.refs(disagreement.about),
        readings=len(disagreement.readings),
    )


def _silent(id: str, dataset: Dataset) -> frozenset[str]:
    """Of whom no reply to the allegation of that id is here."""
    return frozenset(silent(dataset.get(Allegation, id), dataset))
