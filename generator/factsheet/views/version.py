"""The view of one published version of a record: as it stood then, what changed next, and where it is read now."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.ledger import Version
from factsheet.model import Kind, Record
from factsheet.views.cell import Line
from factsheet.views.change import ref_of
from factsheet.views.cite import Cite, cite_version
from factsheet.views.desk import Desk, ref_to
from factsheet.views.history import Step, day_of, version_address
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


def version_view(version: Version, after: Step, record: Record, dataset: Dataset) -> VersionView:
    """The view of a version of a record after which another one came."""
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
        next=after,
        sheet=sheet(record.kind, change.record, Desk(dataset)),
        cite=cite_version(version, heading, record, dataset),
    )
