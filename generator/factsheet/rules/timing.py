"""Rules about what can have come before what."""

from collections.abc import Iterator
from itertools import combinations

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, NotADate, certainly_before, parse
from factsheet.ledger import is_removed
from factsheet.model import EARLIER, Allegation, Citation, Entity, Event, Quote, Record, Source
from factsheet.rules.rule import Finding, rule


@rule("FS302", "error")
def ends_before_it_starts(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """A statement's time does not end before it starts.

    Fails: `{property: headquarters, value: Hangzhou, from: 2019, to: 2015, citations: [...]}`
    Passes: `from: 2015, to: 2019`
    """
    for path, statement in record.statements():
        if statement.from_ and statement.to and statement.to.latest < statement.from_.earliest:
            message = f"it ends ({statement.to}) before it starts ({statement.from_})"
            yield (*path, "to"), message, "exchange the two, or correct the wrong one"


@rule("FS303", "warning")
def source_older_than_what_it_reports(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A source was not issued before what it reports.

    Compared are the last day that the source's date can mean and the first day of what is reported, with a day of
    grace for time zones; doubtful dates (`?`, `~`) and planned events are passed over.

    Fails: a quote `said_on: 2019-10-08` cited from a source `issued: 2019-08-10`.
    Passes: the source's date corrected, or left out where it cannot be right.
    """
    happened, citations = _dated(record)
    for position, citation in enumerate(citations):
        source = dataset.find(Source, citation.source)
        issued = source.issued if source else None
        if happened and issued and citation.bearing == "supports" and certainly_before(issued, happened):
            message = f"the source was issued {issued}, before what it is cited for ({happened})"
            yield (
                ("citations", position, "source"),
                message,
                "correct one of the two dates, or mark a doubtful one with ?",
            )


def _dated(record: Record) -> tuple[Edtf | None, tuple[Citation, ...]]:
    match record:
        case Quote():
            return record.said_on, record.citations
        case Allegation():
            return record.made_on, record.citations
        case Event() if not record.planned:
            return record.date, record.citations
    return None, ()


@rule("FS304", "error")
def reply_older_than_what_it_answers(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A reply was not given before what it answers.

    Words said earlier can still bear on an allegation: then the answer's response is `earlier-statement`, and pages do not
    count them as its reply. A day of grace is left for time zones; doubtful dates are passed over.

    Fails: a quote of 2018 with `answers: [{to: rule-of-2019, response: denies}]`
    Passes: `answers: [{to: rule-of-2019, response: earlier-statement}]`
    """
    if not isinstance(record, Quote) or not record.said_on:
        return
    for position, answer in enumerate(record.answers):
        answered = dataset.records.get(answer.to)
        happened = _made(answered, dataset) if answered else None
        if happened and answer.response != EARLIER and certainly_before(record.said_on, happened):
            message = f"the reply was given {record.said_on}, before what it answers ({happened})"
            yield ("answers", position), message, "correct a date, or write response: earlier-statement"


def _made(answered: Record, dataset: Dataset) -> Edtf | None:
    """When what is answered was said or happened; an allegation without a day by its event, or else by its first stage."""
    happened = _dated(answered)[0]
    if happened or not isinstance(answered, Allegation):
        return happened
    event = dataset.find(Event, answered.made_in) if answered.made_in else None
    return event.date if event else next((stage.on for stage in answered.stages if stage.on), None)


@rule("FS305", "error")
def property_that_is_no_date(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """The value of a property that is a date is written as one.

    Which properties are dates stands in the closed list `property`, as `date: true`. Pages show the day in words.

    Fails: `{property: founded, value: Autumn 2001, citations: [...]}`
    Passes: `{property: founded, value: 2001~, note: In the autumn., citations: [...]}`
    """
    properties = record.properties if isinstance(record, Entity | Event) else ()
    for position, found in enumerate(properties):
        if dataset.vocabularies.term("property", found.property).date and not is_removed(found.value):
            try:
                parse(found.value)
            except NotADate as reason:
                yield ("properties", position, "value"), str(reason), "write the date as in 2001-05-30, 2001-05 or 2001"


@rule("FS306", "error")
def stages_out_of_order(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """The stages of an allegation stand in time, the oldest first.

    The last one is what pages show as how far it has come. Compared are stages with dates; a day of grace is left for time
    zones, and doubtful dates are passed over.

    Fails: `stages: [{stage: determined, on: 2019-10-09, ...}, {stage: alleged, on: 2019-10-07, ...}]`
    Passes: `alleged` above `determined`
    """
    stages = record.stages if isinstance(record, Allegation) else ()
    dated = [(position, stage.on) for position, stage in enumerate(stages) if stage.on]
    pairs = combinations(dated, 2)
    wrong = {position: (on, above) for (_first, above), (position, on) in pairs if certainly_before(on, above)}
    for position, (on, above) in wrong.items():
        message = f"this stage ({on}) stands below a later one ({above})"
        yield ("stages", position, "on"), message, "put the stages in order, the oldest first, or correct a date"


RULES = (
    ends_before_it_starts,
    source_older_than_what_it_reports,
    reply_older_than_what_it_answers,
    property_that_is_no_date,
    stages_out_of_order,
)
