"""The view of a disagreement's page: the readings side by side, each with who says it."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Disagreement, Quote
from factsheet.views.desk import Desk
from factsheet.views.parts import Cited, Common, Listed, Ref, Remarks, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One of the things that are said."""

    says: str
    remarks: Remarks
    words: tuple[Words, ...]
    marks: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementView:
    """A disagreement's page."""

    common: Common
    question: str
    status: Listed
    about: tuple[Ref, ...]
    readings: tuple[ReadingLine, ...]


def disagreement_view(disagreement: Disagreement, dataset: Dataset) -> DisagreementView:
    """The view of a disagreement's page."""
    desk = Desk(dataset)
    return DisagreementView(
        question=disagreement.question,
        status=desk.term("status", disagreement.status),
        about=desk.refs(disagreement.about),
        readings=tuple(
            ReadingLine(
                says=reading.says,
                remarks=desk.remarks(reading),
                marks=desk.cite(reading.citations),
                words=tuple(desk.words(dataset.get(Quote, id)) for id in reading.quotes),
            )
            for reading in disagreement.readings
        ),
        common=desk.common(disagreement),
    )
