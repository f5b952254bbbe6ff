"""Rules about citations."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Entity, Event, Quote, Record
from factsheet.rules.rule import Finding, rule


@rule("FS301", "error")
def uncited_statement(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """Each statement has a citation.

    Readers must be able to look up every sentence. A heading (`name`, `title`) needs none; a group's size
    that no source prints has a `derived` entry instead.

    Fails: `properties: [{property: founded, value: "2001"}]`
    Passes: `properties: [{property: founded, value: "2001", citations: [{source: annual-report-2019, at: page 3}]}]`
    """
    if isinstance(record, Allegation | Quote | Event) and not record.citations:
        yield (), "nothing is cited for this record", "add citations: with the source in which it was read"
    for path, statement in record.statements():
        if not statement.citations and not _derived(path, record):
            yield path, "nothing is cited for this statement", "add citations: with the source in which it was read"


def _derived(path: tuple[str | int, ...], record: Record) -> bool:
    return (
        path == ("size",)
        and isinstance(record, Entity)
        and record.size is not None
        and any(step.value == str(record.size.value) for step in record.derived)
    )


RULES = (uncited_statement,)
