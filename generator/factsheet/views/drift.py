"""What has to be looked at again because words that it rests on were changed, and what was looked at, in readers' terms."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.drift import BESIDE, Drift, drifts, drifts_of
from factsheet.model import KINDS, Record
from factsheet.views.cell import Cell
from factsheet.views.desk import ref_to
from factsheet.views.edit import EditLine, edit_line
from factsheet.views.parts import Outdated, Ref
from factsheet.views.sheet import around, cell, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """That a record rests on words of another one, or read in it, that were changed.

    `own` is what rests on them, `line` what differs. `since` is the release that changed them, None for one to come.
    """

    record: Ref
    of: Ref
    own: Cell
    line: EditLine
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """That a record was looked at again on a day after another one was changed, and why it still stands."""

    of: Ref
    on: Edtf
    reason: str


def look_again(dataset: Dataset) -> tuple[LookAgain, ...]:
    """Everything that has to be looked at again, by the ids of the records that rest on something."""
    return tuple(_told(drift, dataset) for drift in drifts(dataset))


def look_again_at(record: Record, dataset: Dataset, of: str | None = None) -> tuple[LookAgain, ...]:
    """Why one record has to be looked at again; `of`: only for what it rests on in the record of that id."""
    return tuple(_told(drift, dataset) for drift in drifts_of(record.id, dataset) if of in (None, drift.of))


def outdated(id: str, to: str, dataset: Dataset) -> Outdated | None:
    """Whether what a record replies to was changed after the reply was recorded, and nobody looked at it since."""
    found = [drift for drift in drifts_of(id, dataset) if drift.of == to]
    return Outdated(kind=dataset.records[to].kind, since=found[0].since) if found else None


def looked(record: Record, dataset: Dataset) -> tuple[Looked, ...]:
    """When a record was looked at again, the oldest first."""
    ordered = sorted(record.accepted, key=lambda entry: entry.on.earliest)
    return tuple(Looked(of=ref_to(dataset.records[one.of], dataset), on=one.on, reason=one.reason) for one in ordered)


def _told(drift: Drift, dataset: Dataset) -> LookAgain:
    return LookAgain(
        record=ref_to(dataset.records[drift.record], dataset),
        of=ref_to(dataset.records[drift.of], dataset),
        own=_own(drift, dataset),
        line=edit_line(drift.edit, drift.kind, drift.was, drift.now, dataset),
        since=drift.since,
    )


def _own(drift: Drift, dataset: Dataset) -> Cell:
    """What a record says where it rests on another one: a field, or an item without what it stands on."""
    kind, data = dataset.records[drift.record].kind, dataset.documents[drift.record].data
    key, *position = drift.part
    held = data[str(key)]
    value = {name: said for name, said in held[position[0]].items() if name not in BESIDE} if position else held
    return cell(fields(KINDS[kind])[str(key)], value, around(data, dataset))
