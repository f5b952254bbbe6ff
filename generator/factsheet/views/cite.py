"""How a record is cited at the version that is shown: what the formats of `citation` need, without what the site is called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from factsheet.citation import quoted
from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.ledger import Data, Release, Version, digest, is_removed, order_of
from factsheet.model import Kind, Record, Source, references
from factsheet.model.references import Path
from factsheet.views.change import ref_of
from factsheet.views.desk import address_of
from factsheet.views.history import place_of, version_address
from factsheet.views.parts import Ref
from factsheet.views.present import current, listed
from factsheet.views.removed import Notice, notices

_RESTS_ON: Mapping[Kind, tuple[str, ...]] = {
    "entities": ("names", "properties", "size", "part_of"),
    "disagreements": ("readings",),
}
"""The fields whose sources can stand for a record: the first of them that has any. Of other kinds, the record's own citations."""
_ADDRESSES = ("url", "canonical_url", "archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source as it stood with the version that is cited, and by their ids the sources that its content comes from.

    `key` tells the state of all these from others.
    """

    key: str
    source: Source
    originals: Mapping[str, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A version of a record: what it is called, its hash, its address, and a source that it rests on.

    `version` and `released_on` are None for what is not released yet. The address of the version that still holds is a place
    in the history on the record's page, that of an earlier one its own page. `withdrawn` is the day on which the record was withdrawn, whatever
    the version, and the label of the reason. `source` is None where none can stand for the record, `among` says how many bear
    witness to it; of a source it is itself. `notices` are those of all removed words, by their SHA-256.
    """

    kind: Kind
    id: str
    title: str
    lang: str | None
    version: str | None
    released_on: str | None
    sha256: str
    withdrawn: tuple[Edtf, str] | None
    address: str
    source: CitedSource | None
    among: int
    notices: Mapping[str, Notice]


def cite(record: Record, dataset: Dataset) -> Cite:
    """The citation of a record as it is shown: at its last version, if it is as that release left it; its source is as it is now."""
    data = dataset.documents[record.id].data
    heading = ref_of(record.kind, data, dataset)
    versions = dataset.versions(record)
    last = versions[-1] if versions and versions[-1].change.record == data else None
    address = place_of(last, dataset) if last else address_of(record)
    return _cite(record, data, heading, last, address, dataset)


def cite_version(version: Version, heading: Ref, record: Record, dataset: Dataset) -> Cite:
    """The citation of an earlier version of a record, which was called by that heading; its source is as it was then."""
    address = version_address(record.kind, record.id, version.version)
    return _cite(record, version.change.record, heading, version, address, dataset, version.release)


def _cite(
    record: Record,
    data: Data,
    heading: Ref,
    version: Version | None,
    address: str,
    dataset: Dataset,
    release: Release | None = None,
) -> Cite:
    gone = record.withdrawn
    source, among = _basis(record.kind, data, release, dataset)
    return Cite(
        kind=record.kind,
        id=record.id,
        title=_title(heading),
        lang=heading.lang,
        version=version.version if version else None,
        released_on=version.release.released_on if version else None,
        sha256=version.change.digest if version else digest(data),
        withdrawn=(gone.on, listed("withdrawal_reason", gone.reason, dataset).label) if gone else None,
        address=address,
        source=source,
        among=among,
        notices=notices(dataset),
    )


def _title(heading: Ref) -> str:
    if not heading.note:
        return heading.text
    words = quoted(heading.note) if heading.verbatim else heading.note
    return f"{heading.text}: {words}{' …' if heading.cut else ''}"


def _basis(kind: Kind, data: Data, release: Release | None, dataset: Dataset) -> tuple[CitedSource | None, int]:
    """The source that can stand for a record, as it was after a release, or is now; and how many bear witness to it."""
    if kind == "sources":
        return _with_originals(data["id"], release, dataset), 1
    citations = tuple(_supporting(kind, data))
    standing = _standing_for(kind, citations)
    # As a page counts them beside the record's own statement; a record that makes none rests on the sources of all in it.
    counted = tuple(citation for _field, citation in citations) if kind in _RESTS_ON else standing
    among = len({current(one["source"], dataset) for one in counted if _counts(one, release, dataset)})
    # What one reading rests on is not what the whole disagreement rests on.
    if kind == "disagreements" and (among > 1 or any("quotes" in reading for reading in data["readings"])):
        return None, among
    found = [
        (bool(state[0].withdrawn), _altered(citation), state[0].nature != "primary", position, citation["source"])
        for position, citation in enumerate(standing)
        if (state := _state(citation["source"], release, dataset))
    ]
    return (_with_originals(min(found)[-1], release, dataset) if found else None), among


def _supporting(kind: Kind, data: Data) -> Iterator[tuple[str, Data]]:
    """The citations in a record that support what they stand beside, each with the field that this is; empty for the whole record."""
    for use in references(kind, data):
        if use.field[-2:] == ("citations", "source"):
            citation = _held(data, use.path[:-1])
            if citation.get("bearing", "supports") == "supports":
                yield use.field[0] if len(use.field) > 2 else "", citation


def _held(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _standing_for(kind: Kind, citations: tuple[tuple[str, Data], ...]) -> tuple[Data, ...]:
    for field in _RESTS_ON.get(kind, ("",)):
        if found := tuple(citation for within, citation in citations if within == field):
            return found
    return ()


def _counts(citation: Data, release: Release | None, dataset: Dataset) -> bool:
    """Whether a citation's source bears witness: it did not alter the words, and was not withdrawn."""
    state = _state(citation["source"], release, dataset)
    return citation.get("difference") != "reworded" and not (state and state[0].withdrawn)


def _altered(citation: Data) -> int:
    """How far a source's print is from the words of a quote: as they are, otherwise, or with words of its own."""
    if citation.get("difference") == "reworded":
        return 2
    return int("difference" in citation or "as_printed" in citation)


def _with_originals(id: str, release: Release | None, dataset: Dataset) -> CitedSource | None:
    state = _state(id, release, dataset)
    if not state:
        return None
    source, key = state
    originals = {
        origin.source: found
        for origin in source.origins
        if origin.source and (found := _state(origin.source, release, dataset))
    }
    return CitedSource(
        key=" ".join((key, *(key for _original, key in originals.values()))),
        source=source,
        originals={id: original for id, (original, _key) in originals.items()},
    )


def _state(id: str, release: Release | None, dataset: Dataset) -> tuple[Source, str] | None:
    """A source as it was after a release, or is now, and what tells this state of it from others; None where it was not there."""
    record = dataset.find(Source, current(id, dataset))
    if not record:
        return None
    if not release:
        return record, record.id
    versions = dataset.versions(record)
    last = order_of(release.version)
    version = next((version for version in reversed(versions) if order_of(version.version) <= last), None)
    if not version:
        return None
    if version.change.record == dataset.documents[record.id].data:
        return record, record.id
    return dataset.once(_published, version.key), f"{record.id} {version.version}"


def _published(key: tuple[str, int], dataset: Dataset) -> Source:
    """The source that a version of it was."""
    id, position = key
    data = dataset.history.versions[id][position].change.record
    return Source.model_validate({name: held for name, held in data.items() if not _is_removed_address(name, held)})


def _is_removed_address(name: str, held: Any) -> bool:
    """Whether an address had to go: what stands in its place is none."""
    return name in _ADDRESSES and is_removed(held["url"] if name == "archived" else held)
