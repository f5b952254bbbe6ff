"""The view of an entity's page: each allegation beside the replies to it."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, overlap, parse
from factsheet.model import Allegation, Entity, Event, Property, Quote, Source
from factsheet.views.allegation import Answered, Claim, about_occasions, answered, claim, occasions
from factsheet.views.desk import Desk
from factsheet.views.order import in_time
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, Reply, SourceLine, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLine:
    """A name that some source prints."""

    text: str
    lang: str
    type: Listed
    remarks: Remarks
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyLine:
    """A value that some source gives, `date` if it is one; `differs` where another value of the same time stands beside it."""

    property: Listed
    value: str
    date: Edtf | None
    differs: bool
    remarks: Remarks
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """What the entity belongs to, as what."""

    as_: Listed
    entity: Ref
    title: str | None
    remarks: Remarks
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLine:
    """How many a group counts."""

    value: int
    remarks: Remarks
    marks: tuple[Cited, ...]


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
class Facing:
    """An allegation about the entity, beside what this entity has answered."""

    claim: Claim
    through: tuple[Ref, ...]
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Allegations that were made in one event, or in events that carry each other out; one alone is an occasion too.

    `to_event` are the replies to the event where it stands for several allegations: they are shown once, below them.
    """

    event: Ref | None
    facing: tuple[Facing, ...]
    to_event: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity's page; `claims` and `replies` count what stands in the occasions, each quote once.

    `first_replies` is the id of the allegation, or of the event, whose replies come first; of the first allegation if none has any.
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
    made: tuple[Ref, ...]
    said: tuple[SaidLine, ...]
    events: tuple[EventLine, ...]
    issued: tuple[SourceLine, ...]


def entity_view(entity: Entity, dataset: Dataset) -> EntityView:
    """The view of an entity's page. Citations are numbered in the order in which the page shows them."""
    desk = Desk(dataset)
    size = _size(entity, desk)
    within = dataset.within(entity.id)
    beside = tuple(_occasion(claims, entity, desk) for claims in _together(_about(within, dataset), dataset))
    replies = _shown(beside)
    said = tuple(_said(quote, desk) for quote in _spoken(entity, replies, dataset))
    names = tuple(
        NameLine(
            text=name.text,
            lang=name.lang,
            type=desk.term("name_type", name.type),
            remarks=desk.remarks(name),
            marks=desk.cite(name.citations),
        )
        for name in entity.names
    )
    properties = property_lines(entity.properties, desk)
    part_of = tuple(
        PartLine(
            as_=desk.term("membership", part.as_),
            entity=desk.ref(part.entity),
            title=part.title,
            remarks=desk.remarks(part),
            marks=desk.cite(part.citations),
        )
        for part in entity.part_of
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
        claims=sum(len(occasion.facing) for occasion in beside),
        replies=len(replies),
        first_replies=_first_replies(beside),
        made=tuple(desk.ref(made.id) for made in in_time(dataset.referring(entity.id, Allegation, "made_by"))),
        said=said,
        events=_events(entity, within, desk),
        issued=tuple(desk.source_line(source.id) for source in dataset.referring(entity.id, Source, "issued_by")),
        common=desk.common(entity),
    )


def _size(entity: Entity, desk: Desk) -> SizeLine | None:
    size = entity.size
    return SizeLine(value=size.value, remarks=desk.remarks(size), marks=desk.cite(size.citations)) if size else None


def property_lines(properties: tuple[Property, ...], desk: Desk) -> tuple[PropertyLine, ...]:
    """Properties in the order of the closed list; values of one property together."""
    vocabularies = desk.dataset.vocabularies
    order = vocabularies.values("property")
    return tuple(
        PropertyLine(
            property=desk.term("property", found.property),
            value=found.value,
            date=parse(found.value) if vocabularies.term("property", found.property).date else None,
            differs=any(differ(found, other, desk.dataset) for other in properties),
            remarks=desk.remarks(found),
            marks=desk.cite(found.citations),
        )
        for found in sorted(properties, key=lambda found: order.index(found.property))
    )


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


def _about(within: tuple[str, ...], dataset: Dataset) -> tuple[Allegation, ...]:
    found = {claim.id: claim for id in within for claim in dataset.referring(id, Allegation, "about")}
    return in_time(found.values())


def _together(about: tuple[Allegation, ...], dataset: Dataset) -> tuple[tuple[Allegation, ...], ...]:
    """The allegations with those of the same occasion, each group where its first one stands in time."""
    groups: list[tuple[set[str], tuple[Allegation, ...]]] = []
    for allegation in about:
        events = set(occasions(allegation, dataset))
        joined = [group for group in groups if group[0] & events]
        whole = (
            events.union(*(each[0] for each in joined)),
            (*(one for each in joined for one in each[1]), allegation),
        )
        place = groups.index(joined[0]) if joined else len(groups)
        groups[place : place + 1] = [whole]
        groups = [group for group in groups if group not in joined[1:]]
    return tuple(claims for _, claims in groups)


def _occasion(claims: tuple[Allegation, ...], entity: Entity, desk: Desk) -> Occasion:
    events = tuple(dict.fromkeys(event for one in claims for event in reversed(occasions(one, desk.dataset))))
    several = len(claims) > 1
    return Occasion(
        event=desk.ref(events[0]) if events else None,
        facing=tuple(_facing(one, entity, desk, with_event=not several) for one in claims),
        to_event=about_occasions(events, entity.id, desk) if several else (),
    )


def _facing(allegation: Allegation, entity: Entity, desk: Desk, *, with_event: bool) -> Facing:
    groups = desk.dataset.groups(entity.id)
    through = desk.refs(group for group in groups if group in allegation.about)
    return Facing(
        claim=claim(allegation, desk),
        through=through if entity.id not in allegation.about else (),
        answered=answered(allegation, desk, only=entity.id, with_event=with_event),
    )


def _shown(beside: tuple[Occasion, ...]) -> frozenset[str]:
    """The ids of the quotes that stand as replies beside an allegation, or below those of one event."""
    return frozenset(
        reply.words.ref.id
        for occasion in beside
        for replies in (
            occasion.to_event,
            *(one.answered.replies for one in occasion.facing),
            *(one.answered.to_event for one in occasion.facing),
        )
        for reply in replies
    )


def _first_replies(beside: tuple[Occasion, ...]) -> str | None:
    answered = (
        id
        for occasion in beside
        for id in (
            *(one.claim.ref.id for one in occasion.facing if one.answered.replies or one.answered.to_event),
            *(occasion.event.id for _ in occasion.to_event[:1] if occasion.event),
        )
    )
    return next(answered, beside[0].facing[0].claim.ref.id if beside else None)


def _spoken(entity: Entity, shown: frozenset[str], dataset: Dataset) -> tuple[Quote, ...]:
    """What the entity said that does not stand beside an allegation above."""
    quotes = dataset.referring(entity.id, Quote, "speaker", "for")
    return in_time(quote for quote in quotes if quote.id not in shown)


def _said(quote: Quote, desk: Desk) -> SaidLine:
    answers = tuple((desk.term("response", answer.response), desk.ref(answer.to)) for answer in quote.answers)
    return SaidLine(words=desk.words(quote), answers=answers)


def _events(entity: Entity, within: tuple[str, ...], desk: Desk) -> tuple[EventLine, ...]:
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
