"""The history of one record: every published version with what it changed, and what was changed since the last release."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, parse
from factsheet.ledger import Change, Release, Version, changes_between, order_of
from factsheet.model import Record
from factsheet.views.change import Changed, changed
from factsheet.views.desk import address_of
from factsheet.views.present import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a history: the release, the day, and what changed; `version` and `on` are None for what is not released yet.

    `address` is where the record is read as it then was. `first` says that the record came with it, `newest` that nothing was released of it since, and `own` that the record itself
    changed, and not what answers it.
    """

    version: str | None
    on: Edtf | None
    change: Changed
    address: str | None = None
    first: bool = False
    own: bool = True
    newest: bool = False


def history(record: Record, dataset: Dataset) -> tuple[Step, ...]:
    """The steps of a record, newest first: its own versions, later replies to it, and what is not released yet."""
    versions = dataset.versions(record)
    own = [
        step_of(version, dataset, first=version is versions[0], newest=version is versions[-1]) for version in versions
    ]
    answers = [
        step_of(version, dataset, own=False)
        for version in dataset.once(_answering, None).get(record.id, ())
        if versions and order_of(versions[0].version) < order_of(version.version)
    ]
    released = sorted((*own, *answers), key=lambda step: (order_of(str(step.version)), step.own), reverse=True)
    waiting = _waiting(record, versions, dataset)
    return (waiting, *released) if waiting else tuple(released)


def step_of(version: Version, dataset: Dataset, *, first: bool = False, own: bool = True, newest: bool = False) -> Step:
    """A published version as a step."""
    return Step(
        version=version.version,
        on=day_of(version.release),
        change=told(version, dataset),
        address=place_of(version, dataset),
        first=first,
        own=own,
        newest=newest,
    )


def outdated(record: Record, dataset: Dataset) -> tuple[Version, ...]:
    """The published versions of a record that hold no longer, oldest first."""
    if not dataset.history.versions:
        return ()
    versions = dataset.versions(record)
    return versions if is_pending(record.id, dataset) else versions[:-1]


def after(position: int, record: Record, dataset: Dataset) -> Step | None:
    """What came after the version at that position; None for the one that still holds."""
    versions = dataset.versions(record)
    if position + 1 < len(versions):
        return step_of(versions[position + 1], dataset)
    return _waiting(record, versions, dataset)


def _waiting(record: Record, versions: tuple[Version, ...], dataset: Dataset) -> Step | None:
    """The step of a record that is not released yet, where there is one."""
    if not is_pending(record.id, dataset):
        return None
    change = dataset.aside(_pending, None)[record.id]
    was = versions[-1].change.record if versions else None
    return Step(version=None, on=None, change=changed(change, was, dataset), first=not versions)


def place_of(version: Version, dataset: Dataset) -> str:
    """Where a version is read: that which still holds in the history on its record's page, an earlier one on its own page."""
    id, position = version.key
    record = dataset.records[current(id, dataset)]
    if position + 1 < len(dataset.history.versions[id]) or is_pending(record.id, dataset):
        return version_address(record.kind, record.id, version.version)
    return f"{address_of(record)}#{anchor_of(version.version)}"


def anchor_of(version: str) -> str:
    """The place of a version in the history on its record's page."""
    return f"release-{version}"


def version_address(kind: str, id: str, version: str) -> str:
    """The permanent address of a published version that holds no longer."""
    return f"{kind}/{id}/v/{version}/"


def told(version: Version, dataset: Dataset) -> Changed:
    """What a version changed, in readers' terms."""
    return dataset.once(_told, version.key)


def day_of(release: Release) -> Edtf:
    """The day of a release."""
    return parse(release.released_on)


def pending(dataset: Dataset) -> dict[str, Change]:
    """What was changed since the last release, by id; nothing where there is none."""
    return dataset.once(_pending, None)


def is_pending(id: str, dataset: Dataset) -> bool:
    """Whether the record of that id was changed since the last release."""
    # Of all records, what is asked here depends on this one alone.
    dataset.documents.get(id)
    return id in dataset.aside(_pending, None)


def _pending(_key: None, dataset: Dataset) -> dict[str, Change]:
    if not dataset.history.ledger.last:
        return {}
    return {change.id: change for change in changes_between(dataset.history.state, dataset.state)}


def _told(key: tuple[str, int], dataset: Dataset) -> Changed:
    id, position = key
    versions = dataset.history.versions[id]
    was = versions[position - 1].change.record if position else None
    return changed(versions[position].change, was, dataset)


def _answering(_key: None, dataset: Dataset) -> dict[str, list[Version]]:
    """For each record, the versions of quotes by which they became replies to it."""
    found: dict[str, list[Version]] = {}
    for versions in dataset.history.versions.values():
        known: set[str] = set()
        for version in versions:
            answers = version.change.record.get("answers", ())
            for to in (current(str(answer.get("to")), dataset) for answer in answers if isinstance(answer, dict)):
                if to not in known:
                    found.setdefault(to, []).append(version)
                known.add(to)
    return found
