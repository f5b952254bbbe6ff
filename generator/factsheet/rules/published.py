"""Rules about what was published: an id never vanishes, and published words never change in silence."""

from collections.abc import Collection, Iterator

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Edit, Version, compare, guarded, is_removed
from factsheet.model import KINDS, Kind, Record
from factsheet.model.fields import Published
from factsheet.model.references import Path, marked
from factsheet.problem import MOST_HINTS, Code, meant, shown
from factsheet.rules.rule import Finding, rule

VANISHED = Code(
    name="FS504",
    level="error",
    manual="""A released id does not vanish.

Others have cited its address. A record that no longer holds is withdrawn and stays; a record that gets another id keeps
the old one under `former_ids`, and the old address leads to the new one.

Fails: `facts/quotes/acme-2024-05-02.yml` deleted, or renamed without `former_ids`.
Passes: the file with `withdrawn: {on: 2026-12-01, reason: duplicate, replaced_by: acme-2024-05-02-saws}`
""",
)

Vanished = tuple[Kind, str, str, str]
"""Kind and id of a record that is gone, what is wrong, and the remedy."""


def vanished(dataset: Dataset, there: Collection[str]) -> Iterator[Vanished]:
    """The released records that are gone; `there` are the names of all files, also of those that could not be read."""
    history = dataset.history
    renamed = {id for record in dataset.records.values() for id in record.former_ids}
    new = [id for id in dataset.records if id not in history.versions]
    gone = [id for id in history.versions if id not in dataset.records and id not in there and id not in renamed]
    for number, id in enumerate(gone):
        kind = history.versions[id][-1].change.kind
        if kind == "vocabularies":
            continue
        near = meant(id, [other for other in new if dataset.records[other].kind == kind]) if number < MOST_HINTS else ""
        ways = f"put the file back, with withdrawn: and a reason; or, if it was renamed, add former_ids: [{id}] to the new one"
        yield kind, id, f"the released record {shown(id)} is gone", f"{ways} ({near})" if near else ways


@rule("FS505", "error")
def reused(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A released id is never given to something else.

    Whoever follows an old citation must find what was cited. Something else it is where the kind is another one, where no
    published words and no source are left, or where the id is a former id of another record.

    Fails: another person's words in `facts/quotes/acme-2024-05-02.yml`.
    Passes: the other words in a new record.
    """
    fix = "write a new record with an id of its own, and put the old one back"
    now = dataset.history.former.get(record.id)
    if now and now in dataset.records:
        yield ("id",), f"{shown(record.id)} was the id of {shown(now)}", fix
    before = _released(record, dataset)
    if before and before.change.kind != record.kind:
        yield ("id",), f"{shown(record.id)} was one of the {before.change.kind}", fix
    elif before and not _something_left(record, before.change.record, dataset.documents[record.id].data):
        yield ("id",), f"nothing is left of what {shown(record.id)} was", fix


def _something_left(record: Record, was: Data, now: Data) -> bool:
    before, after = _marks_of_identity(record.kind, was), _marks_of_identity(record.kind, now)
    return not before or bool(before & after)


def _marks_of_identity(kind: Kind, data: Data) -> set[str]:
    """The published words of a record and the sources that it cites; of a source, its title and its address."""
    if kind == "sources":
        return {str(data[key]) for key in ("title", "url") if key in data}
    words = {value for _path, mark, value in marked(KINDS[kind], data, Published) if mark.role == "words"}
    return words | {str(citation.get("source")) for citation in _citations(data)}


def _citations(value: object) -> Iterator[Data]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "citations" and isinstance(inner, list):
                yield from inner
            else:
                yield from _citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _citations(inner)


@rule("FS506", "error")
def changed_in_silence(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Published words and facts do not change without a correction.

    That is our own sentences, names and values (`statement`, `title`, `name`, `says`, a property's value ...), the text of
    a quote, and who, when and in which form (`speaker`, `about`, `said_on`, `stage`, a reply's `response` ...). An entry under
    `corrections` names the old words and the new ones; where something was taken out, `now` is left out. A date that only
    became more exact needs none. New evidence, replies, notes and the fields of sources need none either: they are listed as
    what they are. A correction for the sake of the wording alone has the reason `wording`.

    Fails: `statement: ...` with other words than in the last release
    Passes: beside it, `corrections: [{field: statement, was: ..., now: ..., reason: source-misread}]`
    """
    before = _released(record, dataset)
    if not before or before.change.kind != record.kind:
        return
    was, now = before.change.record, dataset.documents[record.id].data
    edits = compare(record.kind, was, now)
    entries = [entry for entry in now.get("corrections", ()) if entry not in was.get("corrections", ())]
    for edit in edits:
        if guarded(edit) and not _named(edit, entries):
            yield _path(edit), f"the published {edit.field} was changed without a correction", _remedy(edit)


def _named(edit: Edit, entries: list[Data]) -> bool:
    own = [entry for entry in entries if _top(str(entry.get("field", ""))) == edit.path[0]]
    was, now = edit.stands_for
    old = any(_same(entry.get("was"), was) for entry in own)
    return old and (edit.now is None or any(_same(entry.get("now"), now) for entry in own))


def _top(field: str) -> str:
    return field.partition("[")[0].partition(".")[0].strip()


def _same(first: object, second: str | None) -> bool:
    return isinstance(first, str) and second is not None and first.split() == second.split()


def _path(edit: Edit) -> Path:
    return edit.path[:1]


def _remedy(edit: Edit) -> str:
    was, now = edit.stands_for
    new = f", now: {shown(now)}" if edit.now is not None else ""
    return (
        f"add under corrections: field: {edit.field}, was: {shown(was)}{new}, and a reason; or put the old words back"
    )


@rule("FS507", "error")
def taken_back(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A published correction, former id or notice of removal stays.

    Fails: an entry under `corrections` deleted or changed after its release
    Passes: the entry as it was, and below it a further one
    """
    before = _released(record, dataset)
    if not before:
        return
    now = dataset.documents[record.id].data
    for key in ("corrections", "former_ids", "redacted"):
        for entry in before.change.record.get(key, ()):
            if entry not in now.get(key, ()) and entry != record.id:
                what = entry if isinstance(entry, str) else entry.get("field")
                yield (key,), f"the published entry {shown(what)} is gone or was changed", "put it back as it was"


@rule("FS508", "error")
def without_successor(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """A record that was withdrawn in favour of another one names it.

    Fails: `withdrawn: {on: 2026-12-01, reason: duplicate}`
    Passes: `withdrawn: {on: 2026-12-01, reason: duplicate, replaced_by: acme}`
    """
    gone = record.withdrawn
    if gone and gone.reason in ("duplicate", "merged") and not gone.replaced_by:
        yield ("withdrawn",), "it is not said which record to read instead", "add replaced_by: with its id"


@rule("FS509", "error")
def removed_without_notice(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Where words were removed, the record says when and why.

    `factsheet redact` takes words out of a record and of all its versions, and writes the notice.

    Fails: `statement: "[removed, sha256:...]"` without an entry under `redacted`
    Passes: what `factsheet redact` has written
    """
    hashes = {entry.sha256 for entry in record.redacted}
    for path, text in _texts(dataset.documents[record.id].data, ()):
        if is_removed(text) and not any(known in text for known in hashes):
            yield path, "words were removed here without a notice", "run: factsheet redact"


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))


def _released(record: Record, dataset: Dataset) -> Version | None:
    versions = dataset.history.of(record.id, record.former_ids)
    return versions[-1] if versions else None


RULES = (reused, changed_in_silence, taken_back, without_successor, removed_without_notice)
