"""The allegations about an entity by the occasions on which they were made, each beside what the entity has answered."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Entity
from factsheet.replies import allegations_about, occasions
from factsheet.views.allegation import Answered, Claim, about_occasions, answered, by_target, claim
from factsheet.views.desk import Desk
from factsheet.views.order import in_time
from factsheet.views.parts import Ref, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """An allegation about the entity, beside what this entity has answered."""

    claim: Claim
    through: tuple[Ref, ...]
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Allegations that were made in one event, or in events that carry each other out; one alone is an occasion too.

    `to_event` are the replies to these events where they stand for several allegations, by event: they are shown once, below them.
    """

    facing: tuple[Facing, ...]
    to_event: tuple[tuple[Ref, tuple[Reply, ...]], ...]


def occasions_about(entity: Entity, desk: Desk) -> tuple[Occasion, ...]:
    """All allegations about an entity or a group around it, by their occasions, in time."""
    about = in_time(allegations_about(entity.id, desk.dataset))
    return tuple(_occasion(claims, entity, desk) for claims in _together(about, desk.dataset))


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
        facing=tuple(_facing(one, entity, desk, with_event=not several) for one in claims),
        to_event=by_target(about_occasions(claims, events, entity.id, desk)) if several else (),
    )


def _facing(allegation: Allegation, entity: Entity, desk: Desk, *, with_event: bool) -> Facing:
    groups = desk.dataset.groups(entity.id)
    through = desk.refs(group for group in groups if group in allegation.about)
    return Facing(
        claim=claim(allegation, desk),
        through=through if entity.id not in allegation.about else (),
        answered=answered(allegation, desk, only=entity.id, with_event=with_event),
    )


def replies_in(beside: tuple[Occasion, ...]) -> frozenset[str]:
    """The ids of the quotes that stand as replies beside an allegation, or below those of one event."""
    return frozenset(
        reply.words.said.ref.id
        for occasion in beside
        for replies in (
            *(found for _event, found in occasion.to_event),
            *(one.answered.replies for one in occasion.facing),
            *(one.answered.to_event for one in occasion.facing),
        )
        for reply in replies
    )


def first_answered(beside: tuple[Occasion, ...]) -> str | None:
    """The id of the allegation, or of the event, whose replies come first; of the first allegation if none has any."""
    for occasion in beside:
        for one in occasion.facing:
            if one.answered.replies or one.answered.to_event:
                return one.claim.alleged.ref.id
        for event, _replies in occasion.to_event:
            return event.id
    return beside[0].facing[0].claim.alleged.ref.id if beside else None
