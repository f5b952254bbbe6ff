"""What is not known, as far as the records tell it: how many of them lack something, and which."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Disagreement, Event, Kind, Quote, Record, Source
from factsheet.replies import concerned, silent
from factsheet.views.desk import Desk
from factsheet.views.order import in_time, when
from factsheet.views.parts import Listed, Ref

MOST_NAMED = 12

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How many of how many records lack something; `named` are the first of them."""

    count: int
    of: int
    named: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many of how many records have a value of a closed list that leaves something open, in all and by value."""

    count: int
    of: int
    parts: tuple[tuple[Listed, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What is not known.

    `unanswered` and `partly_answered` count replies to an allegation and to its occasions alike.
    `undated` are the quotes without any date; `doubtful` are by kind the records whose date is marked as uncertain or
    approximate; `read` are the sources that are not noted as read whole, and `whole` is how their list calls that.
    """

    unanswered: Gap
    partly_answered: Gap
    differing: Shares
    undated: Gap
    doubtful: tuple[tuple[Kind, Gap], ...]
    read: Shares
    whole: Listed | None
    unarchived: Gap


def unknown(dataset: Dataset, _argument: str) -> Unknown:
    """What is not known. Withdrawn records are left out, and of replies allegations that name nobody whom they are about."""
    desk = Desk(dataset)
    allegations = in_time(found for found in _standing(Allegation, dataset) if concerned(found, dataset))
    silence = [(len(silent(found, dataset)), len(concerned(found, dataset))) for found in allegations]
    answered_by_none = [found for found, (without, all_) in zip(allegations, silence, strict=True) if without == all_]
    by_some = [found for found, (without, all_) in zip(allegations, silence, strict=True) if 0 < without < all_]
    quotes = in_time(_standing(Quote, dataset))
    sources = _standing(Source, dataset)
    disagreements = _standing(Disagreement, dataset)
    return Unknown(
        unanswered=_gap(answered_by_none, allegations, desk),
        partly_answered=_gap(by_some, allegations, desk),
        differing=_shares("status", (found.status for found in disagreements), len(disagreements), desk),
        undated=_gap([quote for quote in quotes if not quote.said_on], quotes, desk),
        doubtful=_doubtful(dataset),
        read=_shares("reading", (one.reading for one in sources if one.reading != "whole"), len(sources), desk),
        whole=desk.term_or_none("reading", "whole" if sources else None),
        unarchived=Gap(count=sum(not source.archived for source in sources), of=len(sources)),
    )


def _standing(sort: type[R], dataset: Dataset) -> tuple[R, ...]:
    return tuple(record for record in dataset.all(sort) if not record.withdrawn)


def _gap(lacking: Sequence[Record], all_: Sequence[Record], desk: Desk) -> Gap:
    return Gap(count=len(lacking), of=len(all_), named=desk.refs(record.id for record in lacking[:MOST_NAMED]))


def _shares(vocabulary: str, values: Iterable[str], of: int, desk: Desk) -> Shares:
    counted = Counter(values)
    listed = (value for value in desk.dataset.vocabularies.values(vocabulary) if counted[value])
    return Shares(
        count=counted.total(), of=of, parts=tuple((desk.term(vocabulary, value), counted[value]) for value in listed)
    )


def _doubtful(dataset: Dataset) -> tuple[tuple[Kind, Gap], ...]:
    sorts: tuple[type[Record], ...] = (Allegation, Quote, Event, Source)
    dates = {sort.kind: [when(record) for record in _standing(sort, dataset)] for sort in sorts}
    counted = ((kind, sum(bool(day and day.doubtful) for day in days), len(days)) for kind, days in dates.items())
    return tuple((kind, Gap(count=count, of=of)) for kind, count, of in counted if count)
