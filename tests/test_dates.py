"""Dates mean the days they say, and no date means a day that is not there. The package edtf is the oracle."""

from datetime import date, timedelta
from typing import Any

import pytest
from edtf import parse_edtf
from factsheet.dates import Edtf, NotADate, certainly_before, overlap, parse
from hypothesis import given
from hypothesis import strategies as st

marks = st.sampled_from(["", "?", "~", "%"])
days = st.dates().map(date.isoformat)
months = days.map(lambda day: day[:7])
years = st.integers(1, 9999).map("{:04d}".format)
points = st.one_of(days, months, years)
marked_points = st.tuples(points, marks).map("".join)
intervals = st.tuples(marked_points, marked_points).map("/".join)
half_open = st.one_of(marked_points.map("{}/..".format), marked_points.map("../{}".format))
edtfs = st.one_of(marked_points, intervals, half_open).filter(lambda text: understood(text)).map(parse)
near_dates = st.tuples(st.one_of(marked_points, intervals), st.integers(0, 20), st.sampled_from("0139-/.?~% T")).map(
    lambda parts: f"{parts[0][: parts[1]]}{parts[2]}{parts[0][parts[1] + 1 :]}"
)
near_each_other = st.tuples(st.dates(date(2018, 12, 1), date(2019, 3, 1)), st.sampled_from([4, 7, 10])).map(
    lambda parts: parse(parts[0].isoformat()[: parts[1]])
)


def understood(text: str) -> bool:
    try:
        parse(text)
    except NotADate:
        return False
    return True


def oracle(text: str) -> tuple[date, date]:
    """The first and the last day that a date can mean, as the package edtf has them."""
    parsed: Any = parse_edtf(text)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "doubtful"),
    [
        ("2019-10-07", date(2019, 10, 7), date(2019, 10, 7), False),
        ("2019-10", date(2019, 10, 1), date(2019, 10, 31), False),
        ("2019", date(2019, 1, 1), date(2019, 12, 31), False),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), False),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), False),
        ("2018?", date(2018, 1, 1), date(2018, 12, 31), True),
        ("2014~", date(2014, 1, 1), date(2014, 12, 31), True),
        ("2019-10-08%", date(2019, 10, 8), date(2019, 10, 8), True),
        ("2019-10-07/2019-10-09", date(2019, 10, 7), date(2019, 10, 9), False),
        ("2019/2019-10", date(2019, 1, 1), date(2019, 10, 31), False),
        ("2019-10/2019", date(2019, 10, 1), date(2019, 12, 31), False),
        ("2018~/2019", date(2018, 1, 1), date(2019, 12, 31), True),
        ("2019/..", date(2019, 1, 1), date.max, False),
        ("../2019?", date.min, date(2019, 12, 31), True),
    ],
)
def test_each_form_of_a_date_has_its_first_and_last_day(
    text: str, earliest: date, latest: date, doubtful: bool
) -> None:
    parsed = parse(text)
    assert (parsed.earliest, parsed.latest, parsed.doubtful, str(parsed)) == (earliest, latest, doubtful, text)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [("2019", False, False), ("2019?", True, False), ("2019~", False, True), ("2019%", True, True)],
)
def test_each_mark_of_doubt_says_its_own(text: str, uncertain: bool, approximate: bool) -> None:
    start = parse(text).start
    assert start is not None
    assert (start.uncertain, start.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("text", "precision", "iso"),
    [("2019-10-07?", "day", "2019-10-07"), ("2019-10~", "month", "2019-10"), ("0987", "year", "0987")],
)
def test_a_month_stays_a_month_and_a_year_a_year(text: str, precision: str, iso: str) -> None:
    start = parse(text).start
    assert start is not None
    assert (start.precision, start.iso) == (precision, iso)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-02-30", "2021-02 has no day 30"),
        ("1900-02-29", "1900-02 has no day 29"),
        ("2019-10-00", "2019-10 has no day 00"),
        ("2019-13", "there is no month 13"),
        ("2019-00", "there is no month 00"),
        ("0000", "there is no year 0000 here"),
        ("2019-10/2018", "the interval ends before it starts"),
        ("2019-10-09/2019-10-08", "the interval ends before it starts"),
        ("../..", "an interval needs at least one date"),
        ("7 October 2019", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019-1-7", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019-10-07T09:00", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019-10-07 ", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019-10-07\n", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("٢٠١٩", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019??", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("?2019", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("-2019", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("201X", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2019/", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("/2019", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("2018/2019/2020", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("..", "a date is written like 2019-10-07, 2019-10 or 2019"),
        ("", "a date is written like 2019-10-07, 2019-10 or 2019"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse(text)
    assert str(refused.value) == reason


@given(marked_points)
def test_a_date_means_the_days_that_the_oracle_says(text: str) -> None:
    parsed = parse(text)
    assert (parsed.earliest, parsed.latest) == oracle(text)


@given(intervals)
def test_an_interval_means_the_days_that_the_oracle_says_unless_it_is_reversed(text: str) -> None:
    earliest, latest = oracle(text)
    if latest < earliest:
        with pytest.raises(NotADate):
            parse(text)
    else:
        parsed = parse(text)
        assert (parsed.earliest, parsed.latest) == (earliest, latest)


@given(near_dates)
def test_nothing_is_a_date_to_us_that_is_none_to_the_oracle(text: str) -> None:
    if understood(text) and ".." not in text:
        assert oracle(text)


@given(edtfs)
def test_a_date_never_ends_before_it_starts(parsed: Edtf) -> None:
    assert parsed.earliest <= parsed.latest


@given(near_each_other, near_each_other)
def test_of_two_dates_at_most_one_is_before_and_only_if_they_do_not_overlap(first: Edtf, second: Edtf) -> None:
    both = (certainly_before(first, second), certainly_before(second, first))
    assert both != (True, True)
    assert not (any(both) and overlap(first, second))


@given(near_each_other, near_each_other, near_each_other)
def test_what_is_before_what_is_before_is_before(first: Edtf, second: Edtf, third: Edtf) -> None:
    first, second, third = sorted((first, second, third), key=lambda each: each.earliest)
    if certainly_before(first, second) and certainly_before(second, third):
        assert certainly_before(first, third)


@given(edtfs, edtfs)
def test_doubt_never_says_before(first: Edtf, second: Edtf) -> None:
    assert not (certainly_before(first, second) and (first.doubtful or second.doubtful))


@given(edtfs, edtfs)
def test_two_dates_overlap_whichever_is_named_first(first: Edtf, second: Edtf) -> None:
    assert overlap(first, second) == overlap(second, first)


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [
        ("2019-10-07", "2019-10-09", True),
        ("2019-10-08", "2019-10-09", False),
        ("2019-10-09", "2019-10-09", False),
        ("2019-10-09", "2019-10-07", False),
        ("2019-09", "2019-10-02", True),
        ("2019-09", "2019-10", False),
        ("2019-10", "2019-10-09", False),
        ("2018?", "2019-10-09", False),
        ("2018", "2019-10-09?", False),
        ("2018/..", "2019-10-09", False),
        ("../2018", "2019-10-09", True),
        ("2018", "../2019", False),
    ],
)
def test_a_day_of_grace_is_left_for_time_zones(first: str, second: str, before: bool) -> None:
    assert certainly_before(parse(first), parse(second)) is before


def test_without_grace_the_very_next_day_is_after() -> None:
    assert certainly_before(parse("2019-10-08"), parse("2019-10-09"), grace=timedelta(0))
