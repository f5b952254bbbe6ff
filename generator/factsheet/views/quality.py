"""The view of the page that measures the data: what is proven, stored, archived, read and answered, and which records are weakest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from factsheet.dataset import Dataset
from factsheet.drift import drifts
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


def quality_view(dataset: Dataset) -> QualityView:
    """The view of the page of the data's quality."""
    standing = [record for record in dataset.records.values() if not record.withdrawn]
    quotes = [record for record in standing if isinstance(record, Quote) and record.form == "verbatim"]
    sources = [record for record in standing if isinstance(record, Source)]
    claims = [record for record in standing if isinstance(record, Allegation) and concerned(record, dataset)]
    cited = [(path, record, those) for record in standing for path, those in statements_of(record) if those]
    desk = Desk(dataset)
    origins = [found for path, record, _citations in cited if (found := desk.witnesses(record, *path))]
    words = sum(len(wanted(record)) for record in standing)
    weakest, as_weak = _weakest(standing, dataset)
    heard = [len(silent(claim, dataset)) < len(concerned(claim, dataset)) for claim in claims]
    asked = [_asked(claim, dataset) for claim in claims]
    return QualityView(
        address="data-quality/",
        proven=Share(count=sum(bool(is_verified(quote.id, dataset)) for quote in quotes), of=len(quotes)),
        found=Share(count=sum(len(tuple(proven(record, dataset))) for record in standing), of=words),
        stored=Share(count=sum(stored(path, record, dataset) for path, record, _citations in cited), of=len(cited)),
        one_origin=Share(count=sum(found.origins == 1 for found in origins), of=len(cited)),
        copied=Share(count=sum(found.origins < found.sources for found in origins), of=len(cited)),
        archived=Share(count=sum(source.archived is not None for source in sources), of=len(sources)),
        read_whole=Share(count=sum(source.reading == _WHOLE for source in sources), of=len(sources)),
        answered=Share(count=sum(heard), of=len(claims)),
        sought=Share(count=asked.count("sought"), of=len(claims)),
        not_sought=Share(count=asked.count("not-sought"), of=len(claims)),
        weakest=weakest,
        as_weak=as_weak,
        exempt=tuple(
            Exempt(ref=ref_to(record, dataset), rule=one.rule, law=_LAWS.get(one.rule, ""), reason=one.reason)
            for record in standing
            for one in record.exemptions
        ),
        look_again=look_again(dataset),
    )


def _asked(claim: Allegation, dataset: Dataset) -> Literal["answered", "sought", "not-sought"]:
    """Whether all have replied to an allegation or its event, or else a reply of each of the others was sought."""
    without = silent(claim, dataset)
    if not without:
        return "answered"
    made = [search for search in searches(claim, dataset) if search.result != _NOT_SOUGHT]
    return "sought" if all(any(concerns(search, (id,), dataset) for search in made) for id in without) else "not-sought"


def _weakest(records: list[Record], dataset: Dataset) -> tuple[tuple[Weak, ...], int]:
    """The records that lack most of what they could have, by the share of it, then by how much it is, then by id.

    And how many lack no less than the last of these.
    """
    moved = {drift.record for drift in drifts(dataset)}
    weighed: list[tuple[float, int, str, dict[Lack, bool]]] = []
    for record in records:
        found = dict(_looked_over(record, record.id in moved, dataset))
        lacking = sum(found.values())
        if lacking:
            weighed.append((-lacking / len(found), -lacking, record.id, found))
    weighed.sort(key=_by_weight)
    last = weighed[:MOST_WEAK][-1][:2] if weighed else None
    weakest = tuple(
        Weak(
            ref=ref_to(dataset.records[id], dataset),
            lacks=tuple(lack for lack in get_args(Lack) if found.get(lack)),
            share=Share(count=-lacking, of=len(found)),
        )
        for _weight, lacking, id, found in weighed[:MOST_WEAK]
    )
    return weakest, sum(one[:2] <= last for one in weighed) if last else 0


def _by_weight(weighed: tuple[float, int, str, dict[Lack, bool]]) -> tuple[float, int, str]:
    return weighed[:3]


def _looked_over(record: Record, moved: bool, dataset: Dataset) -> Iterator[tuple[Lack, bool]]:
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
    yield "look-again", moved
    if isinstance(record, Allegation):
        yield "not-sought", _asked(record, dataset) == "not-sought"
