"""The view of an allegation's page: who says what about whom, and who answered what."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Allegation, Event, Quote, RepliesSought
from factsheet.views.desk import Desk
from factsheet.views.order import accused, in_time, party
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, Reply, Sought, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage that the allegation had come to."""

    stage: Listed
    on: Edtf | None
    remarks: Remarks
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An allegation as it is shown anywhere: the sentence, whose it is, how far it has come, and its words."""

    ref: Ref
    statement: str
    made_by: tuple[Ref, ...]
    via: tuple[Ref, ...]
    voice: str | None
    about: tuple[Ref, ...]
    about_others: str | None
    made_on: Edtf | None
    made_in: Ref | None
    stages: tuple[StageLine, ...]
    words: tuple[Words, ...]
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back: replies of the accused, their replies to the event, words of others, and what was sought in vain."""

    replies: tuple[Reply, ...]
    to_event: tuple[Reply, ...]
    others: tuple[Reply, ...]
    unanswered: tuple[Ref, ...]
    sought: tuple[Sought, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """How the allegation bears on another one, as read from this side."""

    type: Listed
    to: Ref
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllegationView:
    """An allegation's page; `responses` are the replies by what they do, in the order of the closed list."""

    common: Common
    title: str
    claim: Claim
    answered: Answered
    responses: tuple[tuple[Listed, tuple[Reply, ...]], ...]
    relations: tuple[RelationLine, ...]


def allegation_view(allegation: Allegation, dataset: Dataset) -> AllegationView:
    """The view of an allegation's page."""
    desk = Desk(dataset)
    shown = claim(allegation, desk)
    back = answered(allegation, desk)
    return AllegationView(
        title=allegation.title,
        claim=shown,
        answered=back,
        responses=tuple(
            (desk.term("response", value), replies)
            for value in dataset.vocabularies.values("response")
            if (replies := tuple(reply for reply in back.replies if reply.response.value == value))
        ),
        relations=_relations(allegation, desk),
        common=desk.common(allegation),
    )


def claim(allegation: Allegation, desk: Desk) -> Claim:
    """An allegation as it is shown anywhere."""
    stages = tuple(
        StageLine(
            stage=desk.term("stage", found.stage),
            on=found.on,
            remarks=desk.remarks(found),
            marks=desk.cite(found.citations),
        )
        for found in allegation.stages
    )
    if allegation.stage:
        stages = (StageLine(stage=desk.term("stage", allegation.stage), on=None, remarks=Remarks(), marks=()),)
    return Claim(
        ref=desk.ref(allegation.id),
        statement=allegation.statement,
        made_by=desk.refs(allegation.made_by),
        via=desk.refs(allegation.via),
        voice=allegation.voice,
        about=desk.refs(allegation.about),
        about_others=allegation.about_others,
        made_on=allegation.made_on,
        made_in=desk.ref(allegation.made_in) if allegation.made_in else None,
        marks=desk.cite(allegation.citations),
        words=tuple(desk.words(desk.dataset.get(Quote, id)) for id in allegation.words),
        stages=stages,
    )


def answered(allegation: Allegation, desk: Desk, only: str | None = None) -> Answered:
    """What came back to an allegation; with `only`, just what that accused answered, and nothing of others."""
    dataset = desk.dataset
    about = accused(allegation, dataset)
    direct = dataset.referring(allegation.id, Quote, "answers.to")
    to_event = dataset.referring(allegation.made_in, Quote, "answers.to") if allegation.made_in else ()
    to_event = tuple(quote for quote in to_event if quote not in direct)
    whose = {only, *dataset.members(only)} if only else about

    def of_accused(quote: Quote) -> bool:
        return any(id in whose for id in party(quote))

    def reply(quote: Quote, to: str) -> Reply:
        response = next(answer.response for answer in quote.answers if answer.to == to)
        return Reply(words=desk.words(quote), response=desk.term("response", response), to=desk.ref(to))

    replies = tuple(reply(quote, allegation.id) for quote in in_time(direct) if of_accused(quote))
    event_replies = tuple(reply(quote, allegation.made_in or "") for quote in in_time(to_event) if of_accused(quote))
    others: tuple[Reply, ...] = ()
    if not only:
        others = tuple(
            reply(quote, allegation.id if quote in direct else allegation.made_in or "")
            for quote in in_time((*direct, *to_event))
            if not of_accused(quote)
        )
    silent = _silent(allegation, dataset, only)
    return Answered(
        replies=replies,
        to_event=event_replies,
        others=others,
        unanswered=desk.refs(silent),
        sought=tuple(
            desk.sought(search)
            for search in searches(allegation, dataset)
            if not only or _concerns(search, silent, dataset)
        ),
    )


def searches(allegation: Allegation, dataset: Dataset) -> tuple[RepliesSought, ...]:
    """What was done to get replies: to the allegation, and to the event it was made in, which serves all its allegations."""
    event = dataset.find(Event, allegation.made_in) if allegation.made_in else None
    return (*allegation.replies_sought, *(event.replies_sought if event else ()))


def repliers(allegation: Allegation, dataset: Dataset) -> frozenset[str]:
    """Everybody who answered the allegation, or the event it was made in."""
    targets = (allegation.id, allegation.made_in) if allegation.made_in else (allegation.id,)
    return frozenset(
        id for to in targets for quote in dataset.referring(to, Quote, "answers.to") for id in party(quote)
    )


def _silent(allegation: Allegation, dataset: Dataset, only: str | None) -> tuple[str, ...]:
    """The accused, one by one, of whom no reply is here, in the order in which the allegation names them."""
    spoke = repliers(allegation, dataset)
    named = dict.fromkeys(member for id in allegation.about for member in dataset.members(id))
    if only:
        # A group that is itself the subject stays one party here: its members have pages of their own.
        named = dict.fromkeys((only,))
        spoke |= {only} if spoke & set(dataset.members(only)) else set()
    return tuple(id for id in named if not spoke & set(dataset.within(id)))


def _concerns(search: RepliesSought, silent: tuple[str, ...], dataset: Dataset) -> bool:
    asked = {id for named in search.entities for id in (named, *dataset.members(named))}
    return any(asked & set(dataset.within(id)) for id in silent)


def _relations(allegation: Allegation, desk: Desk) -> tuple[RelationLine, ...]:
    own = tuple(
        RelationLine(
            type=desk.term("allegation_relation", found.type), to=desk.ref(found.to), marks=desk.cite(found.citations)
        )
        for found in allegation.relations
    )
    inverse = tuple(
        RelationLine(
            type=desk.inverse("allegation_relation", found.type),
            to=desk.ref(other.id),
            marks=desk.cite(found.citations),
        )
        for other in desk.dataset.referring(allegation.id, Allegation, "relations.to")
        for found in other.relations
        if found.to == allegation.id
    )
    return (*own, *inverse)
