"""The view of an allegation's page: who says what about whom, and who answered what."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Allegation, Quote
from factsheet.replies import answering, concerns, occasions, of_accused, searches, silent
from factsheet.views.desk import Desk
from factsheet.views.drift import outdated
from factsheet.views.order import in_time
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, Reply, Sought, Witnesses, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage that the allegation had come to."""

    stage: Listed
    on: Edtf | None
    remarks: Remarks
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alleged:
    """What every page that shows an allegation says of it: the sentence, whose it is, and how far it has come."""

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
    witnesses: Witnesses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An allegation as it is shown on one page, with its words, and the marks that it and each of its stages have there."""

    alleged: Alleged
    stage_marks: tuple[tuple[Cited, ...], ...]
    marks: tuple[Cited, ...]
    words: tuple[Words, ...]


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
    alleged = desk.dataset.once(_alleged, allegation.id)
    return Claim(
        alleged=alleged,
        stage_marks=tuple(desk.cite(stage.citations) for stage in allegation.stages) or ((),) * len(alleged.stages),
        marks=desk.cite(allegation.citations),
        words=tuple(desk.words(desk.dataset.get(Quote, id)) for id in allegation.words),
    )


def _alleged(id: str, dataset: Dataset) -> Alleged:
    allegation, desk = dataset.get(Allegation, id), Desk(dataset)
    stages = tuple(
        StageLine(
            stage=desk.term("stage", found.stage),
            on=found.on,
            remarks=desk.remarks(found),
            witnesses=desk.witnesses(allegation, "stages", position),
        )
        for position, found in enumerate(allegation.stages)
    )
    if allegation.stage:
        only = desk.term("stage", allegation.stage)
        stages = (StageLine(stage=only, on=None, remarks=Remarks(), witnesses=None),)
    return Alleged(
        ref=desk.ref(allegation.id),
        statement=allegation.statement,
        made_by=desk.refs(allegation.made_by),
        via=desk.refs(allegation.via),
        voice=allegation.voice,
        about=desk.refs(allegation.about),
        about_others=allegation.about_others,
        made_on=allegation.made_on,
        made_in=desk.ref(allegation.made_in) if allegation.made_in else None,
        stages=stages,
        witnesses=desk.witnesses(allegation),
    )


def answered(allegation: Allegation, desk: Desk, only: str | None = None, *, with_event: bool = True) -> Answered:
    """What came back to an allegation; with `only`, just what that accused answered, and nothing of others.

    Without `with_event` the replies to its occasions are left to `about_occasions`, which shows them once for several.
    """
    dataset = desk.dataset
    events = occasions(allegation, dataset)
    direct = _answering((allegation.id,), dataset)
    to_event = tuple(quote for quote in _answering(events if with_event else (), dataset) if quote not in direct)
    without = silent(allegation, dataset, (only,) if only else None)
    theirs = of_accused((*direct, *to_event), allegation, dataset, only)

    def of(quotes: tuple[Quote, ...], *, accused: bool) -> tuple[Reply, ...]:
        """The replies of these quotes that are, or are not, of the accused; others leave no mark on the page."""
        wanted = (quote for quote in quotes if accused == (quote in theirs))
        return tuple(reply_to(quote, (allegation.id, *events), desk) for quote in wanted)

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


def about_occasions(
    allegations: tuple[Allegation, ...], events: tuple[str, ...], only: str, desk: Desk
) -> tuple[Reply, ...]:
    """What an accused answered to the events in which allegations were made, in time."""
    quotes = _answering(events, desk.dataset)
    theirs = {quote.id for one in allegations for quote in of_accused(quotes, one, desk.dataset, only)}
    return tuple(reply_to(quote, events, desk) for quote in quotes if quote.id in theirs)


def _answering(targets: tuple[str, ...], dataset: Dataset) -> tuple[Quote, ...]:
    """The quotes that answer one of the targets, in time, each once."""
    return in_time(answering(targets, dataset))


def by_target(replies: tuple[Reply, ...]) -> tuple[tuple[Ref, tuple[Reply, ...]], ...]:
    """The replies by what they answer, each target where it first comes up."""
    targets = dict.fromkeys(reply.to for reply in replies)
    return tuple((to, tuple(reply for reply in replies if reply.to == to)) for to in targets)


def reply_to(quote: Quote, targets: tuple[str, ...], desk: Desk) -> Reply:
    """The quote as a reply to the first of the targets that it answers."""
    answer = next(answer for to in targets for answer in quote.answers if answer.to == to)
    return Reply(
        words=desk.words(quote),
        response=desk.term("response", answer.response),
        to=desk.ref(answer.to),
        outdated=outdated(quote.id, answer.to, desk.dataset),
    )


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
