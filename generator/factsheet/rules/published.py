"""Rules about ids that were published: none vanishes, is given to something else, or leads nowhere."""

from collections.abc import Collection, Iterator

from factsheet.dataset import Dataset
from factsheet.ledger import Data, Version, removed, with_ids
from factsheet.model import KINDS, Kind, Record
from factsheet.model.fields import Published
from factsheet.model.references import marked
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
    new = [id for id in dataset.records if id not in history.versions]
    before = (_released(dataset.records[id], dataset) for id in new)
    renamed = {version.change.id for version in before if version}
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
        if id in dataset.renamed:
            ways = (
                f"put the file back and add withdrawn: {{on: ..., reason: merged, replaced_by: {dataset.renamed[id]}}}"
            )
        yield kind, id, f"the released record {shown(id)} is gone", ways


@rule("FS505", "error", of_changes=True)
def reused(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A released id is never given to something else.

    Whoever follows an old citation must find what was cited. Something else it is where the kind is another one, or where
    no published words and no source are left and no correction names any.

    Fails: another person's words in `facts/quotes/acme-2024-05-02.yml`.
    Passes: the other words in a new record.
    """
    before = changed(record, dataset)
    if not before:
        return
    was, now = as_released(before, record.kind, dataset), dataset.documents[record.id].data
    released = f"the released record {shown(before.change.id)}"
    fix = "put the old record back, and give the new one an id of its own"
    if before.change.kind != record.kind:
        yield ("id",), f"{released} was one of the {before.change.kind}", fix
    elif not something_left(record.kind, was, now):
        fix = f"{fix}; if it is the same one, name its old words under corrections:"
        yield ("id",), f"nothing is left of {released}", fix


def something_left(kind: Kind, was: Data, now: Data) -> bool:
    """Whether a record of which more than one thing was published still has one of them, or a correction names one."""
    before, after = _marks_of_identity(kind, was), _marks_of_identity(kind, now)
    corrected = {mark_of(entry["was"]) for entry in now.get("corrections", ()) if "was" in entry}
    return len(before) < 2 or bool(before & (after | corrected))


def _marks_of_identity(kind: Kind, data: Data) -> set[str]:
    """The published words of a record and the sources that it cites; of a source, its title, its addresses and its date."""
    if kind == "sources":
        return {str(data[key]) for key in ("title", "url", "canonical_url", "issued") if key in data}
    words = {mark_of(value) for _path, mark, value in marked(KINDS[kind], data, Published) if mark.role == "words"}
    return words | {str(citation.get("source")) for citation in _citations(data)}


def mark_of(words: str) -> str:
    """What words and what stands in the place of them, once they were removed, have in common."""
    return removed(" ".join(words.split()))


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


@rule("FS508", "error")
def without_successor(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A record that was withdrawn in favour of another one leads there.

    Whoever follows `replaced_by`, also over several withdrawn records, does not come back to where they were.

    Fails: `withdrawn: {on: 2026-12-01, reason: duplicate}`, or two records each of which is replaced by the other
    Passes: `withdrawn: {on: 2026-12-01, reason: duplicate, replaced_by: acme}`
    """
    gone = record.withdrawn
    if gone and gone.reason in ("duplicate", "merged") and not gone.replaced_by:
        yield ("withdrawn",), "it is not said which record to read instead", "add replaced_by: with its id"
    elif gone and gone.replaced_by and gone.replaced_by != record.id and _leads_round(record, dataset):
        message = f"{shown(gone.replaced_by)} is withdrawn too, and replaced_by leads round in a circle from there"
        yield ("withdrawn", "replaced_by"), message, "let one of these records stand, or name one that stands"


def _leads_round(record: Record, dataset: Dataset) -> bool:
    seen: set[str] = set()
    here: Record | None = record
    while here and here.withdrawn and here.withdrawn.replaced_by:
        if here.id in seen:
            return True
        seen.add(here.id)
        here = dataset.records.get(here.withdrawn.replaced_by)
    return False


def changed(record: Record, dataset: Dataset) -> Version | None:
    """The last version of a record that is no longer as that was."""
    before = _released(record, dataset)
    return before if before and before.change.record != dataset.documents[record.id].data else None


def as_released(released: Version, kind: Kind, dataset: Dataset) -> Data:
    """The released record of that kind, with the ids that others have now."""
    return with_ids(kind, released.change.record, dataset.renamed)


def _released(record: Record, dataset: Dataset) -> Version | None:
    versions = dataset.versions(record)
    return versions[-1] if versions else None


RULES = (reused, without_successor)
