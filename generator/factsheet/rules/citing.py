"""Rules about citations and lists."""

from collections.abc import Iterator
from functools import cache
from typing import get_origin

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Entity, Event, Quote, Record
from factsheet.problem import shown
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


@rule("FS216", "error")
def named_twice(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """A list names each thing once.

    A party named twice would be counted twice, and of two answers to one thing only one could be shown.

    Fails: `made_by: [acme, acme]`, or two entries under `answers` with the same `to`
    Passes: `made_by: [acme]`
    """
    for field, values in _lists(record):
        seen: set[str] = set()
        for position, value in enumerate(values):
            if value in seen:
                yield (field, position), f"{shown(value)} is named twice", "delete one of the two"
            seen.add(value)


def _lists(record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lists of ids in a record, and the ids that its answers are to."""
    for name in _with_lists(type(record)):
        value = getattr(record, name)
        if value and all(isinstance(item, str) for item in value):
            yield name, value
    if isinstance(record, Quote):
        yield "answers", tuple(answer.to for answer in record.answers)


@cache
def _with_lists(model: type[Record]) -> tuple[str, ...]:
    """The names of the fields that hold a list."""
    return tuple(name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple)


RULES = (uncited_statement, named_twice)
