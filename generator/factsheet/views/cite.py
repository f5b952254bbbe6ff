"""How a record is cited at the version that is shown: what the formats of `citation` need, without what the site is called."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Version, digest
from factsheet.model import SINGULAR, Kind, Record, Source, references
from factsheet.views.desk import ref_to
from factsheet.views.history import place_of, version_address
from factsheet.views.parts import Ref
from factsheet.views.sheet import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A version of a record: what it is called, its hash, its address, and its primary source.

    `version` and `released_on` are None for what is not released yet. The address of the version that still holds is a place
    in the history on the record's page, that of an earlier one its own page. The source is the first one cited that is primary, else the first one cited; of a source, itself.
    """

    kind: str
    id: str
    title: str
    lang: str | None
    version: str | None
    released_on: str | None
    sha256: str
    address: str
    source: Source | None


def cite(record: Record, dataset: Dataset) -> Cite:
    """The citation of a record as it is shown: at its last version, if it is as that release left it."""
    data = dataset.documents[record.id].data
    heading = ref_to(record, dataset)
    versions = dataset.history.of(record.id, record.former_ids)
    last = versions[-1] if versions and versions[-1].change.record == data else None
    address = place_of(last, dataset) if last else heading.address
    return _cite(record, data, heading, last, address, dataset)


def cite_version(version: Version, heading: Ref, record: Record, dataset: Dataset) -> Cite:
    """The citation of an earlier version of a record, which was called by that heading."""
    address = version_address(record.kind, record.id, version.version)
    return _cite(record, version.change.record, heading, version, address, dataset)


def _cite(record: Record, data: Data, heading: Ref, version: Version | None, address: str, dataset: Dataset) -> Cite:
    title = f"{heading.text}: {heading.note}" if heading.note else heading.text
    return Cite(
        kind=SINGULAR[record.kind],
        id=record.id,
        title=f"{title} …" if heading.cut else title,
        lang=heading.lang,
        version=version.version if version else None,
        released_on=version.release.released_on if version else None,
        sha256=version.change.digest if version else digest(data),
        address=address,
        source=_source(record.kind, data, dataset),
    )


def _source(kind: Kind, data: Data, dataset: Dataset) -> Source | None:
    if kind == "sources":
        return dataset.find(Source, current(str(data["id"]), dataset))
    cited = [current(use.id, dataset) for use in references(kind, data) if use.field[-1] == "source"]
    there = [source for source in (dataset.find(Source, id) for id in cited) if source]
    return next((source for source in there if source.nature == "primary"), there[0] if there else None)
