"""Rules about what a record rests on: words that changed are read again together with all that was written for them."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.drift import drifts_of, ever_said
from factsheet.model import Record
from factsheet.problem import shown
from factsheet.rules.rule import Finding, rule


@rule("FS405", "warning", of_changes=True)
def look_again(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Whatever was written for other words is read again when these have changed.

    A reply rests on the statement, or on the event's title and date, that it answers; an allegation, and a reading of a
    disagreement, on the words of the quotes that it names; and every sentence of ours on the words that its citations read
    (`exact`, `as_printed`). What all these said when the record was written is known from the releases. A record that was
    itself changed where it rests on them has been looked at; so has one whose `accepted` names what they say now, which
    `factsheet accept` alone writes. Words that were only added to a citation change nothing.

    Fails: an allegation's `statement` corrected, and a reply to it as it was before
    Passes: the reply corrected too; or, where it still stands: `factsheet accept acme-2019-10-08 --reason "It denies both."`
    """
    for drift in drifts_of(record.id, dataset):
        when = f"changed in the release {drift.since}" if drift.since else "changed since the last release"
        field, of = drift.edit.path[0], shown(drift.of)
        what = f"words read in {of}, which were" if field == "citations" else f"the {field} of {of}, which was"
        fix = f"read it again, and correct it; or, if it still stands, run: factsheet accept {record.id} --reason ..."
        yield drift.path, f"this rests on {what} {when}", fix


@rule("FS406", "error")
def look_at_something_else(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """An acceptance is of words that the other record says, or said once.

    `factsheet accept` alone writes it. Somebody who types one has not looked at anything.

    Fails: an entry under `accepted` with the SHA-256 of nothing that the record `of` ever said
    Passes: the entry as `factsheet accept` wrote it
    """
    for position, entry in enumerate(record.accepted):
        said = ever_said(entry.of, dataset)
        if said and entry.sha256 not in said:
            message = f"{shown(entry.of)} never said what was accepted here"
            yield ("accepted", position), message, "delete it, and run: factsheet accept"


RULES = (look_again, look_at_something_else)
