"""Rules about the figures and quotations of our sentences: they stand in the words they rest on, or are worked out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, Point
from factsheet.figures import Figure, PartialDate, Value, comes_to, figures, relative_days
from factsheet.ledger import is_removed
from factsheet.model import (
    Allegation,
    Disagreement,
    Entity,
    Event,
    Path,
    Quote,
    Record,
    Source,
    references,
)
from factsheet.problem import shown
from factsheet.proof.quotations import quotations
from factsheet.proof.signs import composed, matches
from factsheet.proof.stored import exacts
from factsheet.proof.wanted import Wanted
from factsheet.rules.rule import Finding, rule

_TARGET = re.compile(r"\]\([^()\s]*\)")
_CLOSING = " ,.;，。；"
_WEEK, _MONTH, _HALF_A_YEAR = 7, 31, 183
_READ_IN_WORDS = ("en", "zh")
_REMEDY = "cite the words that print it with exact:, or add a derived: entry with its step, or correct it"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence of ours: its path and text, the paths of the statements whose citations it rests on, and its quotes."""

    path: Path
    text: str
    rests_on: tuple[Path, ...] = ((),)
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Words of a source by their figures; the language and the issue date are the source's."""

    text: str
    values: frozenset[Value]
    language: str | None
    issued: Edtf | None


@rule("FS330", "warning")
def figure_in_no_cited_words(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Each number, date and quotation in a sentence of ours stands in the words that it rests on.

    Asked is only where a citation of the sentence has an `exact` that is proven. Figures count by value: 28, twenty-eight
    and 二十八 are the same, and a day says its month and year. They may also stand in a date or size of the record, in
    a date of a record that it refers to, in the name of a party or the title of a source, in a quote that it is made of,
    or under `derived`. A source that says "on Monday" says that Monday within a week of its issue.

    Fails: `statement: The Guild said that 30 saws were sold.`, resting on `exact: twenty-eight saws`
    Passes: `statement: The Guild said that 28 saws were sold.`
    """
    if record.withdrawn or not record.proofs:
        return
    for sentence in _sentences(record):
        proven = [one for path in sentence.rests_on for one in exacts(path, record, dataset)]
        if not exacts(sentence.rests_on[0], record, dataset) or is_removed(sentence.text):
            continue
        words = [_words(one, dataset) for one in proven]
        others = tuple(_others(sentence, record, dataset))
        held = {
            *(value for one in words for value in one.values),
            *(value for text in others for figure in figures(text) for value in figure.values),
            *_fields(sentence, record, dataset),
        }
        unquoted = _unquoted(sentence.text, (*others, *(one.text for one in words)))
        for said in dict.fromkeys((*_unprinted(sentence.text, held, words), *unquoted)):
            yield sentence.path, f"{shown(said)} stands in none of the words that this sentence rests on", _REMEDY


@rule("FS331", "warning")
def step_that_gives_another_figure(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """The step of a figure that was worked out gives that figure.

    Read are steps of numbers and signs, such as `8 + 20`; a step in prose is let be, and a result with a remainder may be
    rounded.

    Fails: `derived: [{value: 28, from: 8 + 21, how: sum}]`
    Passes: `derived: [{value: 28, from: 8 + 20, how: sum}]`
    """
    for position, made in enumerate(record.derived if not record.withdrawn else ()):
        if comes_to(made.from_, made.value) is False:
            message = f"{shown(made.from_)} does not come to {shown(made.value)}"
            yield ("derived", position, "from"), message, "correct the step or the figure"


def _sentences(record: Record) -> Iterator[_Sentence]:
    match record:
        case Allegation():
            stages: list[Path] = [("stages", position) for position in range(len(record.stages))]
            for path, text in ((("title",), record.title), (("statement",), record.statement)):
                yield _Sentence(path=path, text=text, rests_on=((), *stages), quotes=record.words)
        case Quote(form="reported"):
            yield _Sentence(path=("text",), text=record.text)
        case Event():
            yield _Sentence(path=("title",), text=record.title)
        case Disagreement():
            for position, reading in enumerate(record.readings):
                at: Path = ("readings", position)
                yield _Sentence(path=(*at, "says"), text=reading.says, rests_on=(at,), quotes=reading.quotes)
    for position, found in enumerate(record.properties if isinstance(record, Entity | Event) else ()):
        at = ("properties", position)
        yield _Sentence(path=(*at, "value"), text=found.value, rests_on=(at,))


def _words(one: Wanted, dataset: Dataset) -> _Words:
    source = dataset.get(Source, one.source)
    values = frozenset(value for figure in figures(one.words, source.language) for value in figure.values)
    return _Words(text=one.words, values=values, language=source.language, issued=source.issued)


def _others(sentence: _Sentence, record: Record, dataset: Dataset) -> Iterator[str]:
    """Our own figures, the quotes that make the sentence, and names: of records referred to, and of a party itself."""
    yield from (step.value for step in record.derived)
    yield from (quote.text for id in sentence.quotes if (quote := dataset.find(Quote, id)))
    if isinstance(record, Entity):
        yield from _names(record)
    for other in _referred(record, dataset):
        yield from _names(other)


def _referred(record: Record, dataset: Dataset) -> Iterator[Record]:
    ids = dict.fromkeys(use.id for use in references(record.kind, dataset.documents[record.id].data))
    return (dataset.records[id] for id in ids if id in dataset.records)


def _names(record: Record) -> Iterator[str]:
    match record:
        case Entity():
            found = [record.name, record.short_name, *(name.text for name in record.names)]
        case Source():
            found = [record.title, record.container_title, record.number, record.volume, record.page]
        case _:
            found = []
    return (name for name in found if name)


def _fields(sentence: _Sentence, record: Record, dataset: Dataset) -> Iterator[Value]:
    """The dates and the size of the record, and the dates of those that it refers to."""
    for path, statement in record.statements():
        if sentence.rests_on[0] in ((), path):
            yield from _dates(statement.as_of, statement.from_, statement.to)
    for one in (record, *_referred(record, dataset)):
        yield from _dates(*_days(one))
    if isinstance(record, Entity) and record.size:
        yield Decimal(record.size.value)


def _days(record: Record) -> tuple[Edtf | None, ...]:
    match record:
        case Allegation():
            return record.made_on, *(one.on for one in record.stages), *(one.on for one in record.replies_sought)
        case Quote():
            return (record.said_on,)
        case Event():
            return record.date, *(one.on for one in record.replies_sought)
        case Source():
            return record.issued, record.original_date
    return ()


def _dates(*days: Edtf | None) -> Iterator[PartialDate]:
    points = (point for day in days if day for point in (day.start, day.end) if point)
    return (PartialDate(year=point.year, month=point.month, day=point.day) for point in points)


def _unprinted(text: str, held: set[Value], words: list[_Words]) -> Iterator[str]:
    """The figures of a sentence that stand nowhere."""
    plain = _TARGET.sub(lambda link: " " * len(link[0]), text)
    for figure in figures(plain):
        if not figure.loose and not _stands(figure, held, words):
            yield text[figure.start : figure.end]


def _stands(figure: Figure, held: set[Value], words: list[_Words]) -> bool:
    if not held.isdisjoint(figure.values):
        return True
    asked = [value for value in figure.values if isinstance(value, PartialDate)]
    dates = [value for value in held if isinstance(value, PartialDate)]
    return any(
        any(date.says(value) for date in dates) or any(_is_meant(value, one) for one in words) for value in asked
    )


def _is_meant(asked: PartialDate, words: _Words) -> bool:
    """Whether words mean a date that they do not print in full: the rest follows from the day of their issue."""
    if words.language and words.language.partition("-")[0] not in _READ_IN_WORDS:
        # The month stands there in words of a language that is not read.
        numbers = [number for number in (asked.day, asked.year) if number]
        return bool(numbers) and all(Decimal(number) in words.values for number in numbers)
    issued = words.issued.end if words.issued else None
    if not issued:
        return False
    on = _nearest(asked, issued)
    if not on:
        return False
    apart = _days_between(on, issued)
    if apart <= _WEEK and _is_named(on, relative_days(words.text)):
        return True
    return any(
        _says_all_but_the_year(said, asked) and apart <= (_HALF_A_YEAR if said.month else _MONTH)
        for said in words.values
        if isinstance(said, PartialDate) and not said.year
    )


def _says_all_but_the_year(said: PartialDate, asked: PartialDate) -> bool:
    rest = replace(asked, year=None, month=asked.month if said.month else None)
    return rest != PartialDate() and said.says(rest)


def _nearest(asked: PartialDate, issued: Point) -> Point | None:
    """A date as it can be meant; without a year it is the one nearest to the issue."""
    years = [asked.year] if asked.year else [issued.year - 1, issued.year, issued.year + 1]
    dates = [replace(asked, year=year) for year in years]
    points = (Point(year=one.year or issued.year, month=one.month, day=one.day) for one in dates if one.exists)
    return min(points, key=lambda point: _days_between(point, issued), default=None)


def _days_between(on: Point, issued: Point) -> int:
    """The days between a date and an issue, none where they overlap."""
    return max(on.earliest - issued.latest, issued.earliest - on.latest, timedelta()).days


def _is_named(on: Point, days: frozenset[int | None]) -> bool:
    """Whether a date can be one of the days that a text names; a month can be any."""
    return bool(days) and (None in days or not (on.month and on.day) or on.earliest.weekday() in days)


def _unquoted(text: str, texts: tuple[str, ...]) -> Iterator[str]:
    """The quotations inside a sentence that stand nowhere; a comma or full stop at their end may be the sentence's own."""
    for quotation in quotations(text):
        words = text[quotation.start : quotation.end].rstrip(_CLOSING)
        if words and not any(_has(composed(one), words) for one in texts):
            yield words


def _has(text: str, words: str) -> bool:
    """Whether the words stand in a text, and not in the middle of others."""
    places = ((place.start, place.end) for place in matches(words, text))
    return any(not _inside_word(text, start) and not _inside_word(text, end) for start, end in places)


def _inside_word(text: str, at: int) -> bool:
    """Whether a place lies inside a word, in a script that has capitals: others put no blanks, or none of need."""
    return all(
        sign.isdigit() or sign.upper() != sign.lower() for sign in (text[at - 1 : at] or " ", text[at : at + 1] or " ")
    )


RULES = (figure_in_no_cited_words, step_that_gives_another_figure)
