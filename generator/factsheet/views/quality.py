"""The view of the page that measures the data: what is proven, stored, archived, read and answered, and which records are weakest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from factsheet.dataset import Dataset, remembered
from factsheet.drift import drifts_of
from factsheet.model import Allegation, Event, Path, Quote, Record, Source
from factsheet.proof.stored import statements_of, stored
from factsheet.proof.wanted import proven, wanted
from factsheet.replies import concerned, concerns, searches, silent
from factsheet.rules import RULES
from factsheet.views.desk import Desk, ref_to
from factsheet.views.drift import LookAgain, look_again
from factsheet.views.order import when
from factsheet.views.parts import Ref
from factsheet.views.proof import is_verified

MOST_WEAK = 10
_LAWS = {rule.code.name: rule.code.title for rule in RULES}
_WHOLE, _NOT_SOUGHT = "whole", "not-sought"

Lack = Literal[
    "not-verified",
    "words-not-stored",
    "one-origin",
    "no-place",
    "not-read-whole",
    "not-archived",
    "no-certain-date",
    "not-sought",
    "look-again",
]
"""What a record can lack, in the order in which pages name it."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """A record, and all that it lacks of what it could lack, as a share."""

    ref: Ref
    lacks: tuple[Lack, ...]
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """A record that a rule does not hold, and why."""

    ref: Ref
    rule: str
    law: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityView:
    """The data, measured; withdrawn records are left out.

    `proven` are of the quotes of exact words those that are proven, `found` of all words that sources are said to print.
    `answered` are the allegations to which somebody concerned replied, or to their event; `sought` those where a reply of all
    others was sought, and `not_sought` those where it was not. `as_weak` counts the records that are no better than the last
    of the weakest.
    """

    address: str
    proven: Share
    found: Share
    stored: Share
    one_origin: Share
    copied: Share
    archived: Share
    read_whole: Share
    answered: Share
    sought: Share
    not_sought: Share
    weakest: tuple[Weak, ...]
    as_weak: int
    exempt: tuple[Exempt, ...]
    look_again: tuple[LookAgain, ...]


_SHARES = (
    "proven",
    "found",
    "stored",
    "one_origin",
    "copied",
    "archived",
    "read_whole",
    "answered",
    "sought",
    "not_sought",
)
_Measured = dict[str, Any]


def quality_view(dataset: Dataset) -> QualityView:
    """The view of the page of the data's quality."""
    measured = {id: dataset.once(_measured, id) for id in dataset.records}
    counts: dict[str, list[int]] = {name: [0, 0] for name in _SHARES}
    for one in measured.values():
        for name, (count, of) in one["shares"].items():
            counts[name][0] += count
            counts[name][1] += of
    weakest, as_weak = _weakest({id: one["lacks"] for id, one in measured.items()}, dataset)
    return QualityView(
        address="data-quality/",
        **{name: Share(count=count, of=of) for name, (count, of) in counts.items()},
        weakest=weakest,
        as_weak=as_weak,
        exempt=tuple(
            Exempt(ref=ref_to(record, dataset), rule=one.rule, law=_LAWS.get(one.rule, ""), reason=one.reason)
            for record in (dataset.records[id] for id, one in measured.items() if one["is_exempt"])
            for one in record.exemptions
        ),
        look_again=look_again(dataset),
    )


@remembered
def _measured(id: str, dataset: Dataset) -> _Measured:
    """What a record adds to each share, and which it could lack and does; nothing of a withdrawn one."""
    record = dataset.records[id]
    if record.withdrawn:
        return {"shares": {}, "lacks": {}, "is_exempt": False}
    shares = {name: (int(count), of) for name, count, of in _shares(record, dataset) if of}
    lacks = {str(lack): lacking for lack, lacking in _looked_over(record, dataset)}
    return {"shares": shares, "lacks": lacks, "is_exempt": bool(record.exemptions)}


def _shares(record: Record, dataset: Dataset) -> Iterator[tuple[str, int, int]]:
    """What a record adds to each share: its name, how many, and of how many."""
    if isinstance(record, Quote) and record.form == "verbatim":
        yield "proven", bool(is_verified(record.id, dataset)), 1
    if isinstance(record, Source):
        yield "archived", record.archived is not None, 1
        yield "read_whole", record.reading == _WHOLE, 1
    if isinstance(record, Allegation) and concerned(record, dataset):
        asked = _asked(record, dataset)
        yield "answered", len(silent(record, dataset)) < len(concerned(record, dataset)), 1
        yield "sought", asked == "sought", 1
        yield "not_sought", asked == "not-sought", 1
    yield "found", len(tuple(proven(record, dataset))), len(wanted(record))
    desk = Desk(dataset)
    cited = [path for path, citations in statements_of(record) if citations]
    behind = [found for path in cited if (found := desk.witnesses(record, *path))]
    yield "stored", sum(stored(path, record, dataset) for path in cited), len(cited)
    yield "one_origin", sum(found.origins == 1 for found in behind), len(cited)
    yield "copied", sum(found.origins < found.sources for found in behind), len(cited)


def _asked(claim: Allegation, dataset: Dataset) -> Literal["answered", "sought", "not-sought"]:
    """Whether all have replied to an allegation or its event, or else a reply of each of the others was sought."""
    without = silent(claim, dataset)
    if not without:
        return "answered"
    made = [search for search in searches(claim, dataset) if search.result != _NOT_SOUGHT]
    return "sought" if all(any(concerns(search, (id,), dataset) for search in made) for id in without) else "not-sought"


def _weakest(records: Mapping[str, Mapping[str, bool]], dataset: Dataset) -> tuple[tuple[Weak, ...], int]:
    """The records that lack most of what they could have, by the share of it, then by how much it is, then by id.

    And how many lack no less than the last of these.
    """
    weighed = sorted(
        (-lacking / len(lacks), -lacking, id) for id, lacks in records.items() if (lacking := sum(lacks.values()))
    )
    last = weighed[:MOST_WEAK][-1][:2] if weighed else None
    weakest = tuple(
        Weak(
            ref=ref_to(dataset.records[id], dataset),
            lacks=tuple(lack for lack in get_args(Lack) if records[id].get(lack)),
            share=Share(count=-lacking, of=len(records[id])),
        )
        for _weight, lacking, id in weighed[:MOST_WEAK]
    )
    return weakest, sum(one[:2] <= last for one in weighed) if last else 0


def _looked_over(record: Record, dataset: Dataset) -> Iterator[tuple[Lack, bool]]:
    """What a record of the kinds that tell what was said or happened could lack, and whether it does."""
    if not isinstance(record, Allegation | Quote | Event):
        return
    path: Path = ()
    behind = [dataset.get(Source, citation.source) for citation in record.citations if citation.bearing == "supports"]
    if isinstance(record, Quote) and record.form == "verbatim":
        yield "not-verified", not is_verified(record.id, dataset)
    else:
        yield "words-not-stored", not stored(path, record, dataset)
    happened = when(record)
    found = Desk(dataset).witnesses(record)
    yield "one-origin", found is None or found.origins < 2
    yield "no-place", not any(citation.at for citation in record.citations)
    yield "not-read-whole", not any(source.reading == _WHOLE for source in behind)
    yield "not-archived", not any(source.archived for source in behind)
    yield "no-certain-date", happened is None or happened.doubtful
    yield "look-again", bool(drifts_of(record.id, dataset))
    if isinstance(record, Allegation):
        yield "not-sought", _asked(record, dataset) == "not-sought"
