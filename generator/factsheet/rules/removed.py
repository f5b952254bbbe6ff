"""Rules about words that were removed by law: each removal says when and why, and what went does not come back."""

from collections.abc import Iterator, Set
from pathlib import Path
from shlex import quote

from factsheet.dataset import Dataset, settled
from factsheet.dates import is_number_or_date
from factsheet.folder import printable
from factsheet.ledger import RELEASES, REMOVED, Data, Version, canonical, field_name, is_removed, removed
from factsheet.model import KINDS, Kind, Record
from factsheet.model.fields import Literally
from factsheet.model.references import Path as Steps
from factsheet.model.references import marked
from factsheet.problem import Location, Problem, shown
from factsheet.reader import texts
from factsheet.rules.rule import Finding, rule

_SAID = ("title", "name", "short_name", "statement", "text", "question", "note")
"""Fields that hold one text, which a removal takes out wherever else it stands too."""
ADDRESSES = ("url", "canonical_url")
"""The keys of addresses, which go with their field and are left out where they stood."""


@rule("FS509", "error")
def removed_without_notice(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Where words were removed, the record says when and why.

    `factsheet redact` takes words out of a record and of all its versions in the releases, and writes the notice.

    Fails: `statement: "[removed, sha256:...]"` without an entry under `redacted`, in a record or in one of its versions
    Passes: what `factsheet redact` has written
    """
    document = dataset.documents[record.id]
    if REMOVED.encode() not in document.raw:
        return
    for path in _unnoticed(document.data, record):
        fix = f"put the words back, then run: {command(record.id)}"
        yield path, "words were removed here without a notice", fix


@rule("FS510", "error")
def back_again(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Words that were removed by law do not come back.

    A notice under `redacted` has the hash of what was removed. A text with that hash stands neither in the same field of
    the record, nor in one of its versions in the releases; nor do titles, names, sentences and notes that were removed
    stand in any other record or in the note of a release. A removal that was broken off is found in this way too.

    Fails: the old sentence written anew beside its notice; or a release taken back from before the removal
    Passes: another sentence, with a correction; the release as `factsheet redact` has left it
    """
    for path, field in words_back(record, record.kind, dataset.documents[record.id].data, dataset):
        fix = f"take the words out again; or run: {command(record.id, field)}"
        yield path, "these words were removed by law, and stand here again", fix


def words_back(record: Record, kind: Kind, data: Data, dataset: Dataset) -> Iterator[tuple[Steps, str]]:
    """The texts of a record, or of a version of it, that were removed once: path, and field as `factsheet redact` names it."""
    everywhere = dataset.once(_removed_everywhere, "redacted")
    if not record.redacted and not everywhere:
        return
    here = {(entry.field, _mark(entry.sha256)) for entry in record.redacted}
    for path, text in _removable(kind, data):
        field = field_name(data, path)
        if any((field, mark) in here for mark in _marks(text)) or _was_removed(text, everywhere):
            yield path, field


def command(id: str, field: str | None = None) -> str:
    """The command that takes the words of a record or of one field of it out, or the note of a release."""
    named = f" --field {quote(shown(field)[1:-1])}" if field else ""
    return f"factsheet redact {id}{named} --reason ..."


def in_releases(dataset: Dataset, facts: Path) -> Iterator[Problem]:
    """What is wrong with removals in the releases in that folder of facts: words without a notice, and words that are back."""
    for record in dataset.records.values():
        for version in dataset.versions(record):
            # What the record's own file has too is told there.
            if version.change.kind == record.kind and version.change.record != dataset.documents[record.id].data:
                yield from _in_release(version, record, dataset, facts)
    everywhere = dataset.once(_removed_everywhere, "redacted")
    for release in dataset.history.ledger.releases if everywhere else ():
        if release.note and not is_removed(release.note) and _was_removed(release.note, everywhere):
            place = Location(printable(facts / RELEASES / f"{release.version}.json"))
            message = "words that were removed by law stand in the note of this release"
            yield Problem.at(place, back_again.code, message, f"run: {command(release.version, 'note')}")


def _in_release(version: Version, record: Record, dataset: Dataset, facts: Path) -> Iterator[Problem]:
    data = version.change.record
    file = printable(facts / RELEASES / f"{version.version}.json")
    if REMOVED in canonical(data) and any(_unnoticed(data, record)):
        message = f"words of {shown(record.id)} were removed here, and the record has no notice of it"
        fix = f"take the file back as git has it: git checkout -- {file}; or, if a removal was broken off, run it again"
        yield Problem.at(Location(file), removed_without_notice.code, message, fix)
    for field in dict.fromkeys(field for _path, field in words_back(record, record.kind, data, dataset)):
        message = f"words that were removed by law from {shown(record.id)} stand here under {shown(field)}"
        yield Problem.at(Location(file), back_again.code, message, f"run: {command(record.id, field)}")


def _unnoticed(data: Data, record: Record) -> Iterator[Steps]:
    """Where words of a record, or of a version of it, were removed although it has no notice of them."""
    noticed = {_mark(entry.sha256) for entry in record.redacted}
    yield from (path for path, text in texts(data) if is_removed(text) and text not in noticed)


@settled
def _removed_everywhere(_key: str, dataset: Dataset) -> tuple[str, ...]:
    """What stands in the place of words that were removed from all records, and not from one alone."""
    notices = (entry for record in dataset.records.values() for entry in record.redacted)
    return tuple(sorted({_mark(entry.sha256) for entry in notices if entry.field in _SAID}))


def _was_removed(text: str, everywhere: tuple[str, ...]) -> bool:
    # A number or a date goes from its own field alone.
    return not _marks(text).isdisjoint(everywhere) and not is_number_or_date(text)


def _removable(kind: Kind, data: Data) -> Iterator[tuple[Steps, str]]:
    """The texts that a removal can take out: words that readers see, and addresses."""
    words = ((path, text) for path, _mark, text in marked(KINDS[kind], data, Literally) if path[-1] != "field")
    addresses = ((path, text) for path, text in texts(data) if path[-1] in ADDRESSES)
    yield from ((path, text) for path, text in (*words, *addresses) if not is_removed(text))


def _mark(sha256: str) -> str:
    return f"{REMOVED}{sha256}]"


def _marks(text: str) -> Set[str]:
    """What would stand in the place of a text, however its white space is set."""
    return {removed(text), removed(" ".join(text.split()))}


RULES = (removed_without_notice, back_again)
