"""Rules about what was published: an id never vanishes, and published words never change in silence."""

from collections.abc import Collection, Iterator

from factsheet.dataset import Dataset
from factsheet.ledger import REMOVED, Data, Edit, Version, compare, guarded, is_removed, with_ids
from factsheet.model import KINDS, Kind, Record
from factsheet.model.fields import Published
from factsheet.model.references import marked
from factsheet.problem import MOST_HINTS, Code, meant, shown
from factsheet.reader import texts
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
    new = [id for id in dataset.records if id not in history.versions]
    before = (_released(dataset.records[id], dataset) for id in new)
    renamed = {version.change.id for version in before if version}
    new_ids = dataset.once(_new_ids, "former_ids")
    gone = [id for id in history.versions if id not in dataset.records and id not in there and id not in renamed]
    for number, id in enumerate(gone):
        kind = history.versions[id][-1].change.kind
        if kind == "vocabularies":
            continue
        near = meant(id, [other for other in new if dataset.records[other].kind == kind]) if number < MOST_HINTS else ""
        ways = (
            f"put the file back and add withdrawn: with a reason; "
            f"or, if the record has a new id, add former_ids: [{id}] to its new file{f' ({near})' if near else ''}"
        )
        if id in new_ids:
            ways = f"put the file back and add withdrawn: {{on: ..., reason: merged, replaced_by: {new_ids[id]}}}"
        yield kind, id, f"the released record {shown(id)} is gone", ways


@rule("FS505", "error")
def reused(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A released id is never given to something else.

    Whoever follows an old citation must find what was cited. Something else it is where the kind is another one, or where
    no published words and no source are left and no correction names any.

    Fails: another person's words in `facts/quotes/acme-2024-05-02.yml`.
    Passes: the other words in a new record.
    """
    before = _changed(record, dataset)
    if not before:
        return
    was, now = _was(before, record.kind, dataset), dataset.documents[record.id].data
    released = f"the released record {shown(before.change.id)}"
    fix = "put the old record back, and give the new one an id of its own"
    if before.change.kind != record.kind:
        yield ("id",), f"{released} was one of the {before.change.kind}", fix
    elif not _something_left(record.kind, was, now):
        fix = f"{fix}; if it is the same one, name its old words under corrections:"
        yield ("id",), f"nothing is left of {released}", fix


def _something_left(kind: Kind, was: Data, now: Data) -> bool:
    """Whether a record of which more than one thing was published still has one of them, or a correction names one."""
    before, after = _marks_of_identity(kind, was), _marks_of_identity(kind, now)
    corrected = {" ".join(str(entry.get("was")).split()) for entry in now.get("corrections", ())}
    return len(before) < 2 or bool(before & (after | corrected))


def _marks_of_identity(kind: Kind, data: Data) -> set[str]:
    """The published words of a record and the sources that it cites; of a source, its title, its addresses and its date."""
    if kind == "sources":
        return {str(data[key]) for key in ("title", "url", "canonical_url", "issued") if key in data}
    words = {
        " ".join(value.split()) for _path, mark, value in marked(KINDS[kind], data, Published) if mark.role == "words"
    }
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
    before = _changed(record, dataset)
    if not before or before.change.kind != record.kind:
        return
    was, now = _was(before, record.kind, dataset), dataset.documents[record.id].data
    if not _something_left(record.kind, was, now):
        return
    edits = compare(record.kind, was, now)
    entries = [entry for entry in now.get("corrections", ()) if entry not in was.get("corrections", ())]
    for edit in edits:
        if guarded(edit) and not is_removed(str(edit.stands_for[0])) and not _named(edit, entries):
            done = "taken out" if edit.now is None else "changed"
            message = f"what was published under {edit.field} was {done}, and no correction says so"
            yield edit.path[:1], message, _remedy(edit)


_MOST_OF_A_REMEDY = 1000


def _named(edit: Edit, entries: list[Data]) -> bool:
    own = [entry for entry in entries if _top(str(entry.get("field", ""))) == edit.path[0]]
    was, now = edit.stands_for
    old = any(_same(entry.get("was"), was) for entry in own)
    return old and (edit.now is None or any(_same(entry.get("now"), now) for entry in own))


def _top(field: str) -> str:
    return field.partition("[")[0].partition(".")[0].strip()


def _same(first: object, second: str | None) -> bool:
    return isinstance(first, str) and second is not None and first.split() == second.split()


def _remedy(edit: Edit) -> str:
    was, now = (shown(" ".join(str(words).split()), _MOST_OF_A_REMEDY) for words in edit.stands_for)
    new = "" if edit.now is None else f"now: {now}, "
    entry = f"{{field: {shown(edit.field)}, was: {was}, {new}reason: ...}}"
    return f"add to corrections: {entry}; or put the old words back"


@rule("FS507", "error")
def taken_back(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A published correction, former id or notice of removal stays.

    Fails: an entry under `corrections` deleted or changed after its release
    Passes: the entry as it was, and below it a further one
    """
    before = _changed(record, dataset)
    if not before:
        return
    now = dataset.documents[record.id].data
    for key, what in _STAYS.items():
        for entry in before.change.record.get(key, ()):
            if entry not in now.get(key, ()) and entry != record.id:
                name = entry if isinstance(entry, str) else entry.get("field")
                yield (key,), f"the published {what} {shown(name)} is gone or was changed", "put it back as it was"


_STAYS = {"corrections": "correction of", "former_ids": "former id", "redacted": "notice of the removal of"}


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
    document = dataset.documents[record.id]
    if REMOVED.encode() not in document.raw:
        return
    hashes = {entry.sha256 for entry in record.redacted}
    for path, text in texts(document.data):
        if is_removed(text) and not any(known in text for known in hashes):
            fix = f"put the words back, then run: factsheet redact {record.id}"
            yield path, "words were removed here without a notice", fix


def _released(record: Record, dataset: Dataset) -> Version | None:
    # A former id that is still there is another problem, told by another code.
    former = tuple(id for id in record.former_ids if id not in dataset.records)
    versions = dataset.history.of(record.id, former)
    return versions[-1] if versions else None


def _changed(record: Record, dataset: Dataset) -> Version | None:
    """The last version of a record that is no longer as that was."""
    before = _released(record, dataset)
    return before if before and before.change.record != dataset.documents[record.id].data else None


def _was(released: Version, kind: Kind, dataset: Dataset) -> Data:
    """The released record of that kind, with the ids that others have now."""
    return with_ids(kind, released.change.record, dataset.once(_new_ids, "former_ids"))


def _new_ids(_key: str, dataset: Dataset) -> dict[str, str]:
    return {old: record.id for record in dataset.records.values() for old in record.former_ids}


RULES = (reused, changed_in_silence, taken_back, without_successor, removed_without_notice)
