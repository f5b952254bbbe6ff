"""Dates with a month in words, in English and Chinese."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.figures.english import TO
from factsheet.figures.values import PartialDate, Token

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMES.split(), 1)},
    **{name[:3]: number for number, name in enumerate(_NAMES.split(), 1)},
    "sept": 9,
}
_UP_TO = (*TO, "至", "到", "和", "及", "与", "與", "、")
_DAYS = "mon tues wednes thurs fri satur sun"
_WEEKDAYS = {
    **{name: number for number, name in enumerate(_DAYS.split())},
    **{sign: number for number, sign in enumerate("一二三四五六日")},
    "天": 6,
}
_RELATIVE = re.compile(
    rf"\b(?:({_DAYS.replace(' ', '|')})day|yesterday|today|tonight|tomorrow"
    r"|(?:this|last|next|past|earlier this|later this) (?:week|weekend|month|year|morning|afternoon|evening|night))s?\b"
    r"|(?:[上本这這下][个個]?)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])"
    r"|[今昨明前][天日晚]|[上本这這][个個]?[周週月]|当[天日地]|當[天日地]|近日|日前|[今去]年",
    re.IGNORECASE,
)


def relative_days(text: str) -> frozenset[int | None]:
    """The days that a text names by its own time alone: 0 for "on Monday" to 6, None for all else, such as "last week"."""
    found = (one[1] or one[2] or "" for one in _RELATIVE.finditer(text))
    return frozenset(_WEEKDAYS.get(name.casefold()) for name in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """A date, the indexes of its first token and behind its last one, and whether it may be a mere number as well."""

    first: int
    end: int
    date: PartialDate
    open: bool = False


def dates(tokens: Sequence[Token], text: str, *, english: bool) -> Iterator[Token]:
    """The tokens, with one in the place of all that make a date."""
    spans = (*(_with_names(tokens) if english else ()), *_with_signs(tokens))
    by_first = {span.first: span for span in spans if span.date.exists}
    at = 0
    while at < len(tokens):
        token, span = tokens[at], by_first.get(at)
        at += 1
        if span:
            start, end, at = token.start, tokens[span.end - 1].end, span.end
            values = (span.date, *token.values) if span.open else (span.date,)
            token = Token(text=text[start:end], start=start, end=end, values=values)
        yield token


def _with_names(tokens: Sequence[Token]) -> Iterator[_Span]:
    """The dates with an English month; the first of two ends of a time has the year of the second, if none of its own."""
    last: _Span | None = None
    for at in range(len(tokens)):
        for span in _around(tokens, at):
            if last and not last.date.year and last.end == span.first - 1 and tokens[last.end].word in TO:
                yield replace(last, date=replace(last.date, year=span.date.year))
            yield span
            last = None if span.open else span


def _around(tokens: Sequence[Token], at: int) -> Iterator[_Span]:
    """What stands around a month: a day or several (7 and 8 October), and a year."""
    month = _month(tokens[at])
    if not month:
        return
    after = at + 2 if _text(tokens, at + 1) == "." else at + 1
    before = at - 2 if at and tokens[at - 1].word == "of" else at - 1
    day, next_day = _day(tokens, before), _day(tokens, after)
    year, end = _year(tokens, after)
    if day:
        yield _Span(first=before, end=end, date=PartialDate(year=year, month=month, day=day))
        while _text(tokens, before - 1) in TO and (day := _day(tokens, before - 2)):
            before -= 2
            yield _Span(first=before, end=before + 1, date=PartialDate(year=year, month=month, day=day), open=True)
    elif next_day:
        further = []
        behind = after + 1
        while _text(tokens, behind) in TO and (day := _day(tokens, behind + 1)) and not _has_month(tokens, behind + 2):
            further.append((behind + 1, day))
            behind += 2
        year, end = _year(tokens, behind)
        for place, day in further:
            yield _Span(first=place, end=place + 1, date=PartialDate(year=year, month=month, day=day), open=True)
        date = PartialDate(year=year, month=month, day=next_day)
        yield _Span(first=at, end=after + 1 if further else end, date=date)
    elif year:
        yield _Span(first=at, end=end, date=PartialDate(year=year, month=month))


def _month(token: Token) -> int | None:
    return _MONTHS.get(token.word) if token.text[0].isupper() else None


def _has_month(tokens: Sequence[Token], at: int) -> bool:
    """Whether a month stands there, with or without "of"."""
    at += _text(tokens, at) == "of"
    return at < len(tokens) and _month(tokens[at]) is not None


def _day(tokens: Sequence[Token], at: int) -> int | None:
    """The day of a month that stands there; nobody calls it "one"."""
    number = tokens[at].number if _text(tokens, at).casefold() not in ("", "one") else None
    return int(number) if number is not None and 1 <= number <= 31 and number == int(number) else None


def _year(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The year that stands there, with or without a comma or "of", and the index behind it."""
    place = at + 1 if _text(tokens, at) in (",", "of") else at
    year = tokens[place].year if place < len(tokens) else None
    return (year, place + 1) if year else (None, at)


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _with_signs(tokens: Sequence[Token]) -> Iterator[_Span]:
    """The dates with signs for year, month and day; the second end of a time has what it leaves unsaid from the first."""
    at, end, last = 0, -1, PartialDate()
    while at < len(tokens):
        date, behind = _of_signs(tokens, at)
        if behind == at:
            at += 1
            continue
        if end == at - 1 and tokens[end].text in _UP_TO:
            month = date.month or (last.month if date.day else None)
            date = PartialDate(year=date.year or last.year, month=month, day=date.day)
        if date.day or (date.year and date.month):
            yield _Span(first=at, end=behind, date=date, open=not date.month)
        at, end, last = behind, behind, date


def _of_signs(tokens: Sequence[Token], at: int) -> tuple[PartialDate, int]:
    """The year, month and day that stand there, each before its sign, and the index behind them."""
    year, month, day, end = None, None, None, at
    if _text(tokens, end + 1) == "年" and (year := tokens[end].year):
        end += 2
    if _text(tokens, end + 1) == "月" and (month := _day(tokens, end)):
        end += 2
    if (month or not year) and _text(tokens, end + 1) in ("日", "号", "號") and (day := _day(tokens, end)):
        end += 2
    return PartialDate(year=year, month=month, day=day), end
