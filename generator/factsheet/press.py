"""The files of a site that are no pages of the theme: feeds, what machines read of the ledger, and addresses that lead on."""

import json
from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.ledger import Release, Version, compare, with_ids
from factsheet.render import Renderer
from factsheet.retell import as_markdown
from factsheet.views.archive import moved
from factsheet.views.feeds import feeds
from factsheet.views.releases import release_notes, versions_of


def files(dataset: Dataset, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Each file's path from the site's root, and its text."""
    for address in moved(dataset):
        yield f"{address.address}index.html", renderer.text("moved", address)
    for feed in feeds(dataset):
        text = renderer.feed(feed)
        yield from ((path, text) for path in (feed.path, *feed.also))
    for release in dataset.history.ledger.releases:
        folder = f"changes/{release.version}"
        told = {
            "version": release.version,
            "released_on": release.released_on,
            "note": release.note,
            "changes": [_told(version, dataset) for version in versions_of(release, dataset)],
        }
        yield f"{folder}/changes.json", _json(told)
        notes = renderer.text("notes", release_notes(release, dataset))
        yield f"{folder}/changes.md", as_markdown(notes, renderer.site_url)
        yield f"as-of/{release.version}/manifest.json", _json(_manifest(release))


def _told(version: Version, dataset: Dataset) -> dict[str, object]:
    """A change as data: what it did to which record, and of a changed one the fields."""
    change = version.change
    told: dict[str, object] = {
        "op": change.op,
        "kind": change.kind,
        "id": change.id,
        "classes": list(change.classes),
        "sha256": change.digest,
    }
    id, position = version.key
    if position and change.kind != "vocabularies":
        was = dataset.history.versions[id][position - 1].change.record
        ids = dataset.renamed
        edits = compare(change.kind, with_ids(change.kind, was, ids), with_ids(change.kind, change.record, ids))
        told["edits"] = [
            {"field": ".".join(filter(None, edit.path)), "was": edit.was, "now": edit.now} for edit in edits
        ]
    return told


def _manifest(release: Release) -> dict[str, object]:
    """Which version of each record holds since a release: what it changed, on top of the manifest of the one before."""
    return {
        "version": release.version,
        "previous": f"../{release.previous.version}/manifest.json" if release.previous else None,
        "versions": {change.id: release.version for change in release.changes},
        "former_ids": sorted({str(id) for change in release.changes for id in change.record.get("former_ids", ())}),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
