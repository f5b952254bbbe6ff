"""The view of one published version of a record: as it stood then, what changed next, and where it is read now."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.model import Kind
from factsheet.views.cell import Line
from factsheet.views.change import ref_of
from factsheet.views.cite import Cite, cite_version
from factsheet.views.desk import Desk, ref_to
from factsheet.views.history import Step, after, day_of, version_address
from factsheet.views.parts import Ref
from factsheet.views.sheet import sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """An old version's page: `heading` is what it was called, `now` leads to the record as it is read now, `next` tells what came after."""

    kind: Kind
    id: str
    address: str
    heading: Ref
    version: str
    on: Edtf
    now: Ref
    next: Step
    sheet: tuple[Line, ...]
    cite: Cite


def version_view(position: int, id: str, dataset: Dataset) -> VersionView:
    """The view of the version at that position of the record of that id, after which another one came."""
    record = dataset.records[id]
    version = dataset.versions(record)[position]
    step = after(position, record, dataset)
    if step is None:
        raise ValueError(f"version {version.version} of {id} still holds")
    change = version.change
    heading = ref_of(record.kind, change.record, dataset)
    return VersionView(
        kind=record.kind,
        id=change.id,
        address=version_address(record.kind, record.id, version.version),
        heading=heading,
        version=version.version,
        on=day_of(version.release),
        now=ref_to(record, dataset),
        next=step,
        sheet=sheet(record.kind, change.record, Desk(dataset)),
        cite=cite_version(version, heading, record, dataset),
    )
