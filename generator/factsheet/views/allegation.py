"""The view of an allegation's page: who says what about whom, and who answered what."""

from collections.abc import Iterable
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import EARLIER, Allegation, Event, Quote, RepliesSought
from factsheet.views.desk import Desk
from factsheet.views.order import accused, concerned, in_time, party, speakers_for
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
    """An allegation's page.

    `responses` are the replies by what they do, in the order of the closed list; `to_event` and `others` stand by what they answer.
    """

    common: Common
    title: str
    claim: Claim
    responses: tuple[tuple[Listed, tuple[Reply, ...]], ...]
    to_event: tuple[tuple[Ref, tuple[Reply, ...]], ...]
    others: tuple[tuple[Ref, tuple[Reply, ...]], ...]
    unanswered: tuple[Ref, ...]
    sought: tuple[Sought, ...]
    relations: tuple[RelationLine, ...]


def allegation_view(allegation: Allegation, dataset: Dataset) -> AllegationView:
    """The view of an allegation's page."""
    desk = Desk(dataset)
    shown = claim(allegation, desk)
    back = answered(allegation, desk)
    return AllegationView(
        title=allegation.title,
        claim=shown,
        responses=tuple(
            (desk.term("response", value), replies)
            for value in dataset.vocabularies.values("response")
            if (replies := tuple(reply for reply in back.replies if reply.response.value == value))
        ),
        to_event=by_target(back.to_event),
        others=by_target(back.others),
        unanswered=back.unanswered,
        sought=back.sought,
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


def answered(allegation: Allegation, desk: Desk, only: str | None = None, *, with_event: bool = True) -> Answered:
    """What came back to an allegation; with `only`, just what that accused answered, and nothing of others.

    Without `with_event` the replies to its occasions are left to `about_occasions`, which shows them once for several.
    """
    dataset = desk.dataset
    whose = speakers_for(only, dataset) if only else accused(allegation, dataset)
    events = occasions(allegation, dataset)
    direct = _answering((allegation.id,), dataset)
    to_event = tuple(quote for quote in _answering(events if with_event else (), dataset) if quote not in direct)
    without = _silent(allegation, dataset, only)

    def of(quotes: tuple[Quote, ...], *, accused: bool) -> tuple[Reply, ...]:
        """The replies of these quotes that are, or are not, of the accused; others leave no mark on the page."""
        wanted = (quote for quote in quotes if accused == any(id in whose for id in party(quote)))
        return tuple(_reply(quote, (allegation.id, *events), desk) for quote in wanted)

    return Answered(
        replies=of(direct, accused=True),
        to_event=of(to_event, accused=True),
        others=() if only else of((*direct, *to_event), accused=False),
        unanswered=desk.refs(without),
        sought=tuple(
            desk.sought(search)
            for search in searches(allegation, dataset)
            if not only or concerns(search, without, dataset)
        ),
    )


def about_occasions(events: tuple[str, ...], only: str, desk: Desk) -> tuple[Reply, ...]:
    """What an accused answered to events, in time."""
    whose = speakers_for(only, desk.dataset)
    quotes = (quote for quote in _answering(events, desk.dataset) if any(id in whose for id in party(quote)))
    return tuple(_reply(quote, events, desk) for quote in quotes)


def occasions(allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """The ids of the event in which an allegation was made, and of those that this one carries out."""
    found: dict[str, None] = {}
    ahead = [allegation.made_in] if allegation.made_in else []
    while ahead:
        event = dataset.get(Event, ahead.pop())
        found[event.id] = None
        ahead += [step.to for step in event.relations if step.type == "carries-out" and step.to not in found]
    return tuple(found)


def searches(allegation: Allegation, dataset: Dataset) -> tuple[RepliesSought, ...]:
    """What was done to get replies: to the allegation, and to its occasions, which serve all allegations made in them."""
    events = (dataset.get(Event, id) for id in occasions(allegation, dataset))
    return (*allegation.replies_sought, *(search for event in events for search in event.replies_sought))


def silent(allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """The accused, one by one, of whom no reply to the allegation or its occasions is here."""
    return silent_on((allegation.id, *occasions(allegation, dataset)), allegation, dataset)


def silent_on(targets: tuple[str, ...], allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """The accused, one by one, of whom no reply to any of the targets is here: to the allegation alone, or its occasions.

    Words that had been said before are none.
    """
    spoke = {
        id
        for quote in _answering(targets, dataset)
        for answer in quote.answers
        if answer.to in targets and answer.response != EARLIER
        for id in party(quote)
    }
    return tuple(id for id in concerned(allegation, dataset) if not spoke & speakers_for(id, dataset))


def _answering(targets: tuple[str, ...], dataset: Dataset) -> tuple[Quote, ...]:
    """The quotes that answer one of the targets, in time, each once."""
    quotes = {quote.id: quote for to in targets for quote in dataset.referring(to, Quote, "answers.to")}
    return in_time(quotes.values())


def by_target(replies: tuple[Reply, ...]) -> tuple[tuple[Ref, tuple[Reply, ...]], ...]:
    """The replies by what they answer, each target where it first comes up."""
    targets = dict.fromkeys(reply.to for reply in replies)
    return tuple((to, tuple(reply for reply in replies if reply.to == to)) for to in targets)


def _reply(quote: Quote, targets: tuple[str, ...], desk: Desk) -> Reply:
    """The quote as a reply to the first of the targets that it answers."""
    answer = next(answer for to in targets for answer in quote.answers if answer.to == to)
    return Reply(words=desk.words(quote), response=desk.term("response", answer.response), to=desk.ref(answer.to))


def _silent(allegation: Allegation, dataset: Dataset, only: str | None) -> tuple[str, ...]:
    """Who has not replied; a group that is itself the subject stays one party: its members have pages of their own."""
    if not only:
        return silent(allegation, dataset)
    found = silent(allegation, dataset)
    return (only,) if set(dataset.members(only)) <= set(found) else ()


def concerns(search: RepliesSought, silent: Iterable[str], dataset: Dataset) -> bool:
    """Whether a search was for the reply of one of those who are silent, or of a group around them, or of somebody inside."""
    asked = {id for named in search.entities for id in (named, *dataset.members(named))}
    return any(asked & {*dataset.within(id), *dataset.inside(id)} for id in silent)


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
