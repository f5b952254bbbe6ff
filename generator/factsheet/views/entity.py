"""The view of an entity's page: each allegation beside the replies to it, then what it said, and who it is."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, overlap, parse
from factsheet.ledger import is_removed
from factsheet.model import Allegation, Entity, Event, Property, Quote, Source
from factsheet.views.desk import Desk
from factsheet.views.occasion import Occasion, first_answered, occasions_about, replies_in
from factsheet.views.order import in_time
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, SourceLine, Witnesses, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLine:
    """A name that some source prints."""

    text: str
    lang: str
    type: Listed
    remarks: Remarks
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyLine:
    """A value that some source gives, `date` if it is one; `differs` where another value of the same time stands beside it."""

    property: Listed
    value: str
    date: Edtf | None
    differs: bool
    remarks: Remarks
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """What the entity belongs to, as what."""

    as_: Listed
    entity: Ref
    title: str | None
    remarks: Remarks
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLine:
    """How many a group counts."""

    value: int
    remarks: Remarks
    marks: tuple[Cited, ...]
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event, and as what the entity took part in it."""

    ref: Ref
    date: Edtf
    planned: bool
    roles: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """Words of the entity, and what they answer."""

    words: Words
    answers: tuple[tuple[Listed, Ref], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity's page; `claims` and `replies` count what stands in the occasions, each quote once, and `quotes` its own words.

    `said` are those of its quotes that do not stand in the occasions; `conveyed` are allegations of others that were read
    through it, `heard` quotes of others that were said to it.
    """

    common: Common
    name: str
    short_name: str | None
    type: Listed
    names: tuple[NameLine, ...]
    properties: tuple[PropertyLine, ...]
    part_of: tuple[PartLine, ...]
    groups: tuple[Ref, ...]
    members: tuple[Ref, ...]
    size: SizeLine | None
    occasions: tuple[Occasion, ...]
    claims: int
    replies: int
    first_replies: str | None
    quotes: int
    made: tuple[Ref, ...]
    said: tuple[SaidLine, ...]
    conveyed: tuple[Ref, ...]
    heard: tuple[Ref, ...]
    events: tuple[EventLine, ...]
    issued: tuple[SourceLine, ...]


def entity_view(entity: Entity, dataset: Dataset) -> EntityView:
    """The view of an entity's page. Citations are numbered in the order in which the page shows them."""
    desk = Desk(dataset)
    size = _size(entity, desk)
    beside = occasions_about(entity, desk)
    replies = replies_in(beside)
    quotes = in_time(dataset.referring(entity.id, Quote, "speaker", "for"))
    said = tuple(_said(quote, desk) for quote in quotes if quote.id not in replies)
    claims = tuple(one.claim.alleged.ref.id for occasion in beside for one in occasion.facing)
    names = tuple(
        NameLine(
            text=name.text,
            lang=name.lang,
            type=desk.term("name_type", name.type),
            remarks=desk.remarks(name),
            marks=desk.cite(name.citations),
            witnesses=desk.witnesses(entity, "names", position),
        )
        for position, name in enumerate(entity.names)
    )
    properties = property_lines(entity, desk)
    part_of = tuple(
        PartLine(
            as_=desk.term("membership", part.as_),
            entity=desk.ref(part.entity),
            title=part.title,
            remarks=desk.remarks(part),
            marks=desk.cite(part.citations),
            witnesses=desk.witnesses(entity, "part_of", position),
        )
        for position, part in enumerate(entity.part_of)
    )
    return EntityView(
        name=entity.name,
        short_name=entity.short_name,
        type=desk.term("entity_type", entity.type),
        names=names,
        properties=properties,
        part_of=part_of,
        groups=desk.refs(dataset.groups(entity.id)),
        members=desk.refs(entity.members),
        size=size,
        occasions=beside,
        claims=len(claims),
        replies=len(replies),
        first_replies=first_answered(beside),
        quotes=len(quotes),
        made=tuple(desk.ref(made.id) for made in in_time(dataset.referring(entity.id, Allegation, "made_by"))),
        said=said,
        conveyed=desk.refs(found.id for found in in_time(dataset.referring(entity.id, Allegation, "via"))),
        heard=desk.refs(quote.id for quote in in_time(dataset.referring(entity.id, Quote, "said_to"))),
        events=_events(entity, desk),
        issued=tuple(desk.source_line(source.id) for source in dataset.referring(entity.id, Source, "issued_by")),
        common=desk.common(entity, *dataset.groups(entity.id), *claims),
    )


def _size(entity: Entity, desk: Desk) -> SizeLine | None:
    size = entity.size
    if not size:
        return None
    return SizeLine(
        value=size.value,
        remarks=desk.remarks(size),
        marks=desk.cite(size.citations),
        witnesses=desk.witnesses(entity, "size"),
    )


def _date(value: str) -> Edtf | None:
    """The date that a value is; None where it had to be removed."""
    return None if is_removed(value) else parse(value)


def property_lines(record: Entity | Event, desk: Desk, *, doubted: bool = False) -> tuple[PropertyLine, ...]:
    """The properties of a record in the order of the closed list; values of one property together; or only `doubted` ones."""
    vocabularies = desk.dataset.vocabularies
    order = vocabularies.values("property")
    return tuple(
        PropertyLine(
            property=desk.term("property", found.property),
            value=found.value,
            date=_date(found.value) if vocabularies.term("property", found.property).date else None,
            differs=differs,
            remarks=desk.remarks(found),
            marks=desk.cite(found.citations),
            witnesses=desk.witnesses(record, "properties", position),
        )
        for position, found in sorted(enumerate(record.properties), key=lambda placed: order.index(placed[1].property))
        if (differs := _is_doubted(found, record, desk.dataset)) or not doubted
    )


def _is_doubted(found: Property, record: Entity | Event, dataset: Dataset) -> bool:
    """Whether another value of a record disagrees with one of its values."""
    return any(differ(found, other, dataset) for other in record.properties)


def differ(first: Property, second: Property, dataset: Dataset) -> bool:
    """Whether two values of one property disagree: only values whose times overlap can."""
    if first.property != second.property or first.value == second.value:
        return False
    if dataset.vocabularies.term("property", first.property).multiple:
        return False
    return overlap(_time(first), _time(second))


_ALWAYS = Edtf(text="../..", start=None, end=None, interval=True)


def _time(found: Property) -> Edtf:
    if found.as_of:
        return found.as_of
    if not (found.from_ or found.to):
        return _ALWAYS
    start = parse(str(found.from_)).start if found.from_ else None
    end = found.to.end if found.to else None
    return Edtf(text="", start=start, end=end, interval=True)


def _said(quote: Quote, desk: Desk) -> SaidLine:
    answers = tuple((desk.term("response", answer.response), desk.ref(answer.to)) for answer in quote.answers)
    return SaidLine(words=desk.words(quote), answers=answers)


def _events(entity: Entity, desk: Desk) -> tuple[EventLine, ...]:
    within = desk.dataset.within(entity.id)
    found = {event.id: event for id in within for event in desk.dataset.referring(id, Event, "participants.entity")}
    lines = []
    for event in in_time(found.values()):
        roles = dict.fromkeys(part.role for part in event.participants if part.entity in within)
        lines.append(
            EventLine(
                ref=desk.ref(event.id),
                date=event.date,
                planned=event.planned,
                roles=tuple(desk.term("role", role) for role in roles),
            )
        )
    return tuple(lines)
