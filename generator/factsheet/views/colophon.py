"""What stands at the end of a record's page: its history, how it is cited, and its file."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Record
from factsheet.views.cite import Cite, cite
from factsheet.views.desk import address_of
from factsheet.views.drift import LookAgain, Looked, look_again_at, looked
from factsheet.views.history import Step, history


@dataclass(frozen=True, slots=True, kw_only=True)
class Colophon:
    """The end of a record's page; `feed` says whether there is one of it.

    `again` are the changes of what the record rests on after which nobody looked at it, `looked` those after which somebody did.
    """

    id: str
    address: str
    again: tuple[LookAgain, ...]
    looked: tuple[Looked, ...]
    history: tuple[Step, ...]
    cite: Cite
    feed: bool


def colophon(record: Record, dataset: Dataset) -> Colophon:
    """The end of a record's page."""
    return Colophon(
        id=record.id,
        address=address_of(record),
        again=look_again_at(record, dataset),
        looked=looked(record, dataset),
        history=history(record, dataset),
        cite=cite(record, dataset),
        feed=record.kind == "entities" and dataset.history.ledger.last is not None,
    )
