"""Every page that the ledger makes: what changed, how the facts stood, old versions, and addresses that lead on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from factsheet.dataset import Dataset
from factsheet.views.asof import AsOfView, Stood, stood
from factsheet.views.desk import address_of, ref_to
from factsheet.views.history import outdated, version_address
from factsheet.views.pages import Plan, given, updated
from factsheet.views.releases import changes_view, corrections_views, release_views
from factsheet.views.version import version_view

LEDGER_KINDS = ("changes", "corrections", "as-of")
"""What the pages of the ledger are kinds of, besides versions, which are of their record's kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfIndexView:
    """The page that leads to the index of each release, oldest first."""

    indexes: tuple[AsOfView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An address that leads on to another one: that of a former id, or of a version under it; `former` is that id."""

    address: str
    target: str
    text: str
    former: str

    @property
    def to(self) -> str:
        """The way from the one address to the other."""
        return "../" * self.address.count("/") + self.target


def archive_plans(dataset: Dataset) -> Iterator[Plan]:
    """The pages of changes, corrections, the facts as they stood, and old versions."""
    day = _updated(dataset)
    changes = partial(changes_view, dataset)
    yield Plan(address="changes/", template="releases", kind="changes", view=changes, updated=day)
    for release in release_views(dataset):
        view = partial(given, release)
        yield Plan(address=release.address, template="release", kind="changes", view=view, updated=day)
    for corrections in corrections_views(dataset):
        view = partial(given, corrections)
        yield Plan(address=corrections.address, template="corrections", kind="corrections", view=view, updated=day)
    yield from _as_of_plans(stood_once(dataset), day)
    yield from _version_plans(day, dataset)


def stood_once(dataset: Dataset) -> Stood:
    """How the facts stood after each release, worked out once."""
    return dataset.once(_stood, None)


def moved(dataset: Dataset) -> Iterator[Moved]:
    """The addresses of former ids, and those of versions under them."""
    for record in dataset.records.values():
        versions = outdated(record, dataset)
        if not (record.former_ids or versions):
            continue
        text = ref_to(record, dataset).text
        for former in record.former_ids:
            yield Moved(address=f"{record.kind}/{former}/", target=address_of(record), text=text, former=former)
        for version in versions:
            if version.change.id != record.id:
                old = version_address(record.kind, version.change.id, version.version)
                place = version_address(record.kind, record.id, version.version)
                yield Moved(address=old, target=place, text=text, former=version.change.id)


def _as_of_plans(found: Stood, day: str) -> Iterator[Plan]:
    index = AsOfIndexView(indexes=found.indexes)
    yield _unlisted("as-of/", "asof_index", "as-of", lambda: index, day)
    for one in found.indexes:
        yield _unlisted(one.address, "asof", "as-of", partial(given, one), day)
    for part in found.parts:
        yield _unlisted(part.address, "asof_part", "as-of", partial(given, part), day)


def _version_plans(day: str, dataset: Dataset) -> Iterator[Plan]:
    for record in dataset.records.values():
        for position, version in enumerate(outdated(record, dataset)):
            view = partial(version_view, position, record.id, dataset)
            address = version_address(record.kind, record.id, version.version)
            yield _unlisted(address, "version", record.kind, view, day, stamp=str(position))


def _unlisted(
    address: str, template: str, kind: str, view: Callable[[], Any], updated: str, *, stamp: str | None = None
) -> Plan:
    """A page that search engines leave out: what it says holds no longer, or stands elsewhere too."""
    return Plan(address=address, template=template, kind=kind, view=view, updated=updated, indexed=False, stamp=stamp)


def _updated(dataset: Dataset) -> str:
    last = dataset.history.ledger.last
    return last.released_on if last else updated(dataset)


def _stood(_key: None, dataset: Dataset) -> Stood:
    return stood(dataset)
