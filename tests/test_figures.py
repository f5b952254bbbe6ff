"""Numbers and dates of a text are read by value, and those of our sentences stand in the words that they rest on."""

import calendar
import json
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from factsheet.dataset import Dataset
from factsheet.figures import PartialDate, Value, comes_to, figures, relative_days
from factsheet.ledger import hash_of
from factsheet.model import Event
from factsheet.model import Path as FieldPath
from factsheet.pipeline import check
from factsheet.proof.stored import statements_of, stored
from factsheet.rules import figures as rules
from hypothesis import given
from hypothesis import strategies as st

VOCABULARIES = Path(__file__).parent / "toy_facts" / "vocabularies.yml"
MOST_SECONDS = 10
LARGE = 50_000
HOSTILE = (
    *("9.", "1,000", "1,000,", "1\u00a0000", "2019-10-", "1/2/", "A1", "1 000", "-", "“"),
    *(
        "twenty ",
        "hundred ",
        "one million and ",
        "half a ",
        "1 and ",
        "1m to ",
        "October ",
        "7 October ",
        "October 7 and ",
    ),
    *("一", "十", "一百", "1万", "9亿8", "2019年", "7日至"),
)
"""What long texts are made of, to be read in time."""


def on(year: int | None = None, month: int | None = None, day: int | None = None) -> PartialDate:
    return PartialDate(year=year, month=month, day=day)


NUMBERS: Mapping[str, int | Decimal] = {
    "28": 28,
    "28.0": 28,
    "028": 28,
    "28th": 28,
    "28%": 28,
    "28 per cent": 28,
    "-28": 28,
    "twenty-eight": 28,
    "Twenty-eight": 28,
    "TWENTY EIGHT": 28,
    "twenty‑eight": 28,
    "twenty-eighth": 28,
    "twenty-eight-year-old": 28,
    "the eighth of them": 8,
    "zero": 0,
    "nineteen": 19,
    "ninety": 90,
    "ninetieth": 90,
    "a hundred": 100,
    "one hundred": 100,
    "a hundred and five": 105,
    "a hundred five": 105,
    "nineteen hundred and five": 1905,
    "three hundred and twenty-one thousand": 321_000,
    "nine hundred ninety-nine thousand nine hundred and ninety-nine": 999_999,
    "one million two hundred thousand and five": 1_200_005,
    "two hundred and five million": 205_000_000,
    "a dozen": 12,
    "two dozen": 24,
    "half a dozen": 6,
    "half a million": 500_000,
    "one and a half million": 1_500_000,
    "two and a half": Decimal("2.5"),
    "1.5 million": 1_500_000,
    "1.5-million": 1_500_000,
    "1.725 billion": 1_725_000_000,
    "1,500,000": 1_500_000,
    "1,500,000.25": Decimal("1500000.25"),
    "1\u00a0500\u202f000": 1500,
    "1\u202f500\u202f000": 1_500_000,
    "28 thousand": 28_000,
    "2 trillion": 2 * 10**12,
    "8bn": 8 * 10**9,
    "$1.5 billion": 1_500_000_000,
    "US$740 million": 740_000_000,
    "HK$3.85": Decimal("3.85"),
    "£2bn": 2 * 10**9,
    "1990s": 1990,
    "COVID-19": 19,
    "5G": 5,
    "A4": 4,
    "EAR99": 99,
    "Section 744.11(b)": Decimal("744.11"),
    "page 54002": 54002,
    "0020": 20,
    "２８": 28,
    "１，５００": 1500,
    "１．５": Decimal("1.5"),
    "٢٨": 28,
    "١٫٥": Decimal("1.5"),
    "२८": 28,
    "二十八": 28,
    "廿八": 28,
    "卅": 30,
    "十五": 15,
    "一百零五": 105,
    "一百五": 150,
    "一百一十": 110,
    "两百": 200,
    "一千零一": 1001,
    "一万五": 15_000,
    "一万五千": 15_000,
    "一万零五": 10_005,
    "150万": 1_500_000,
    "150 万": 1_500_000,
    "150萬人": 1_500_000,
    "1.5亿": 150_000_000,
    "1亿5000万": 150_000_000,
    "3千": 3000,
    "5百万": 5_000_000,
    "3千万": 30_000_000,
    "3万亿": 3 * 10**12,
    "一亿零五": 100_000_005,
    "壹佰贰拾叁万": 1_230_000,
    "貳拾捌": 28,
    "百分之二十": 20,
    "二十八家公司": 28,
}

DATES = {
    "7 October 2019": on(2019, 10, 7),
    "7th October 2019": on(2019, 10, 7),
    "7th of October, 2019": on(2019, 10, 7),
    "the seventh of October 2019": on(2019, 10, 7),
    "07 Oct 2019": on(2019, 10, 7),
    "7 OCTOBER 2019": on(2019, 10, 7),
    "Monday, 7 October 2019": on(2019, 10, 7),
    "October 7, 2019": on(2019, 10, 7),
    "October 7 2019": on(2019, 10, 7),
    "October 7th, 2019": on(2019, 10, 7),
    "Oct. 7, 2019": on(2019, 10, 7),
    "Sept. 7, 2019": on(2019, 9, 7),
    "2019-10-07": on(2019, 10, 7),
    "2019-10-7": on(2019, 10, 7),
    "2019/10/07": on(2019, 10, 7),
    "2019.10.7": on(2019, 10, 7),
    "7.10.2019": on(2019, 10, 7),
    "25/12/2019": on(2019, 12, 25),
    "12/25/2019": on(2019, 12, 25),
    "2019年10月7日": on(2019, 10, 7),
    "2019 年 10 月 7 日": on(2019, 10, 7),
    "２０１９年１０月７日": on(2019, 10, 7),
    "二〇一九年十月七日": on(2019, 10, 7),
    "二零一九年十月七號": on(2019, 10, 7),
    "2019年10月": on(2019, 10),
    "2019-10": on(2019, 10),
    "October 2019": on(2019, 10),
    "October of 2019": on(2019, 10),
    "Oct. 2019": on(2019, 10),
    "on 7 October": on(None, 10, 7),
    "on October 7": on(None, 10, 7),
    "10月7日": on(None, 10, 7),
    "29 February": on(None, 2, 29),
    "29 February 2020": on(2020, 2, 29),
    "the first of May 2019": on(2019, 5, 1),
}

OPEN: Mapping[str, set[Value]] = {
    "2019": {Decimal(2019), on(2019)},
    "2019年": {Decimal(2019), on(2019)},
    "二〇一九年": {Decimal(2019), on(2019)},
    "7/10/2019": {on(2019, 10, 7), on(2019, 7, 10)},
    "7/10/19": {on(2019, 10, 7), on(2019, 7, 10), on(1919, 10, 7), on(1919, 7, 10)},
    "2009-10": {on(2009, 10), on(2010), Decimal(2010)},
    "20m": {Decimal(20), Decimal(20_000_000)},
    "7日": {Decimal(7), on(day=7)},
}
"""Figures that can mean more than one thing."""

SEVERAL: Mapping[str, list[Value | int]] = {
    "8 to 20": [8, 20],
    "8–20 and 28": [8, 20, 28],
    "seven, eight or nine": [7, 8, 9],
    "between one hundred and two hundred": [100, 200],
    "twenty, thirty": [20, 30],
    "2017-18": [2017, 2018],
    "2017–2018": [2017, 2018],
    "FR Doc 2019-22210": [2019, 22210],
    "37 FR 54002": [37, 54002],
    "From 1 million to 1.8 million since 2017": [1_000_000, 1_800_000, 2017],
    "between 1 and 1.8 million": [1_000_000, 1_800_000],
    "between one and three million": [1_000_000, 3_000_000],
    "$8-9bn": [8_000_000_000, 9_000_000_000],
    "7-9 October 2019": [on(2019, 10, 7), on(2019, 10, 9)],
    "7 and 9 October 2019": [on(2019, 10, 7), on(2019, 10, 9)],
    "7, 8 and 9 October": [7, on(None, 10, 8), on(None, 10, 9)],
    "October 7-9, 2019": [on(2019, 10, 7), on(2019, 10, 9), 2019],
    "7 October to 9 November 2019": [on(2019, 10, 7), on(2019, 11, 9)],
    "October 7 to 9 November 2019": [on(2019, 10, 7), on(2019, 11, 9)],
    "7 October, 8 October": [on(None, 10, 7), on(None, 10, 8)],
    "2019-10-07/2019-10-09": [on(2019, 10, 7), on(2019, 10, 9)],
    "10月7日至9日": [on(None, 10, 7), on(None, 10, 9)],
    "2019年10月7日至11月9日": [on(2019, 10, 7), on(2019, 11, 9)],
    "2019年10月至12月": [on(2019, 10), on(2019, 12)],
    "28 entities on 7 October 2019, 20 of them bureaus": [28, on(2019, 10, 7), 20],
    "31 June 2019": [31, 2019],
    "1A004.c": [1, 4],
    "march 5 miles": [5],
    "2019年10月7日，美国将28家实体列入清单": [on(2019, 10, 7), 28],
    "共28，300人": [28, 300],
}

WITHOUT_FIGURES = (
    "Each",
    "saw",
    "has",
    "a",
    "guard",
    ",",
    ".",
    "–",
    "“so”",
    "and",
    "of",
    "the",
    "half",
    "锯",
    "年",
    "第",
)
"""Words and signs of which no figure can be made."""

NOTHING = (
    "",
    "Each saw has a guard.",
    "dozens of them, hundreds of thousands, several million",
    "half of them, a pair, twice, both",
    "on Monday, last week, in October",
    "In March they may march.",
    "May they, or may they not?",
    "几十人，数百人，七八个",
    "万一，千万，百姓，大陆",
    "³ ½ Ⅷ ①",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_by_its_value(text: str) -> None:
    assert Decimal(NUMBERS[text]) in values(text)[0]


@pytest.mark.parametrize("text", [text for text in NUMBERS if text != "1\u00a0500\u202f000"])
def test_a_number_is_one_figure(text: str) -> None:
    assert len(figures(text)) == 1


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_read_by_its_value(text: str) -> None:
    assert values(text) == [{DATES[text]}]


@pytest.mark.parametrize("text", OPEN)
def test_a_figure_that_can_be_read_in_several_ways_has_all_of_them(text: str) -> None:
    assert values(text) == [OPEN[text]]


@pytest.mark.parametrize("text", SEVERAL)
def test_several_figures_stand_in_their_order(text: str) -> None:
    wanted = [one if isinstance(one, PartialDate) else Decimal(one) for one in SEVERAL[text]]
    assert [one in found for one, found in zip(wanted, values(text), strict=True)] == [True] * len(wanted)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_figure_or_too_loose_for_one_gives_nothing(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize("text", ["no one", "at first", "First, second hand", "第一", "一个"])
def test_a_word_that_is_seldom_meant_as_a_figure_is_loose(text: str) -> None:
    assert [figure.loose for figure in figures(text)] == [True] * len(figures(text)) != []


@pytest.mark.parametrize("text", ["twenty-one", "one hundred", "1", "1st", "one million", "十一", "the first of May"])
def test_a_figure_that_such_a_word_belongs_to_is_not(text: str) -> None:
    assert [figure.loose for figure in figures(text)] == [False]


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("twenty-eight saws", "fr", set()),
        ("twenty-eight saws", "zh-Hans", set()),
        ("twenty-eight saws", "en-GB", {Decimal(28)}),
        ("二十八", "en", set()),
        ("二十八", "zh-Hant", {Decimal(28)}),
        ("October 2019", "fil", {Decimal(2019), on(2019)}),
        ("1.500", "de", {Decimal(1500), Decimal("1.5")}),
        ("1.500.000,5", "es", {Decimal(15_000_005), Decimal("1500000.5")}),
        ("1.500", "en", {Decimal("1.5")}),
        ("٢٨", "ar", {Decimal(28)}),
        ("7.10.2019", "de", {on(2019, 10, 7)}),
    ],
)
def test_words_are_read_in_their_language_and_digits_in_all(text: str, lang: str, wanted: set[Value]) -> None:
    assert {value for figure in figures(text, lang) for value in figure.values} == wanted


@given(st.integers(0, 10**9), st.booleans(), st.sampled_from(("-", " ", "\u2010")))
def test_every_number_in_english_words_is_itself(number: int, british: bool, hyphen: str) -> None:
    assert values(in_english(number, " and " if british else " ").replace("-", hyphen)) == [{Decimal(number)}]


@given(st.integers(0, 10**9))
def test_every_number_in_chinese_numerals_is_itself(number: int) -> None:
    simplified = in_chinese(number)
    traditional = simplified.translate(str.maketrans("万亿两", "萬億兩"))
    financial = simplified.translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))
    short = simplified.removeprefix("一") if simplified.startswith("一十") else simplified
    for text in (simplified, traditional, short, *(financial,) * (len(financial) > 1)):
        assert values(f"共{text}人") == [{Decimal(number)}]


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_number_in_digits_is_itself(number: int, hundredths: int) -> None:
    text = f"{number:,}.{hundredths:02}"
    for written in (text, text.replace(",", "\u202f"), text.translate(FULL_WIDTH), text.replace(",", "")):
        assert Decimal(f"{number}.{hundredths:02}") in values(f"of {written} saws")[0]


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_date_is_itself_in_each_written_form(day: date) -> None:
    for form in FORMS:
        assert values(f"It was {form(day)}.") == [{on(day.year, day.month, day.day)}]
        assert on(day.year, day.month, day.day) in values(f"{day.month}/{day.day}/{day.year}")[0]


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_date_says_its_month_and_year_and_nothing_else(first: date, second: date) -> None:
    day, month, year = on(first.year, first.month, first.day), on(first.year, first.month), on(first.year)
    assert day.says(day)
    assert day.says(month)
    assert month.says(year)
    assert day.says(on(None, first.month, first.day))
    assert not year.says(month)
    assert not month.says(day)
    assert day.says(on(second.year, second.month, second.day)) == (first == second)


@given(st.lists(st.sampled_from(WITHOUT_FIGURES)))
def test_a_text_without_a_digit_or_a_word_for_a_number_has_no_figure(words: list[str]) -> None:
    assert figures(" ".join(words)) == ()


@given(st.text("0123456789,.-/ andtwohuremilOcb七十万年月日２", max_size=60))
def test_figures_stand_in_order_and_none_in_another(text: str) -> None:
    found = figures(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for lang in (None, "en", "zh", "de"):
        assert all(one.values for one in figures(text, lang))


@pytest.mark.slow
@pytest.mark.parametrize("part", HOSTILE)
def test_long_texts_are_read_in_time_that_grows_with_them(part: str) -> None:
    start = time.process_time()
    figures(part * (LARGE // len(part)))
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.slow
def test_one_number_of_many_digits_or_words_is_read_in_such_time_too() -> None:
    start = time.process_time()
    assert values("9" * 4 * LARGE + " million") == [{Decimal("9" * 4 * LARGE + "000000")}]
    assert len(figures("twenty " * LARGE)) == LARGE
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize(
    "text", ["late on Monday", "on Mondays", "Yesterday", "last week", "earlier this month", "周一", "星期三", "昨天"]
)
def test_a_day_named_by_its_own_time_is_relative(text: str) -> None:
    assert relative_days(text)


@pytest.mark.parametrize("text", ["7 October 2019", "a month", "daytoday", "the last of them", "一周"])
def test_other_words_of_time_are_not(text: str) -> None:
    assert not relative_days(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on Monday", {0}),
        ("on SUNDAYS, or Tuesday night", {6, 1}),
        ("上周一", {0}),
        ("星期一和礼拜天", {0, 6}),
        ("on Friday of last week", {4, None}),
        ("本周", {None}),
    ],
)
def test_a_weekday_is_known_by_its_place_in_the_week(text: str, days: set[int | None]) -> None:
    assert relative_days(text) == days


STEPS = {
    ("8 + 20", "28"): True,
    ("eight + 二十", "twenty-eight"): True,
    ("20 + 8 = 28", "28"): True,
    ("36 − 2 × 4", "28"): True,
    ("1,500 / 3 + 1", "501"): True,
    ("100 / 3", "33"): True,
    ("100 / 3", "33.3"): True,
    ("100 / 3", "33.4"): False,
    ("100 / 3", "34"): False,
    ("20 + 8", "29"): False,
    ("20 + 8 = 29", "29"): False,
    ("20 + 8 = 29", "28"): False,
    ("28 - 8", "36"): False,
    ("2 x 14", "28"): True,
    ("28 / 0", "28"): None,
    ("twenty and eight", "29"): None,
    ("20 bureaus + 8", "29"): None,
    ("2 (20 + 8)", "29"): None,
    ("the sum", "29"): None,
    ("20 + 8 = all", "29"): None,
    ("1 + 1", "7 October 2019"): None,
    ("1 / 3", "33%"): None,
    ("20 + 8", "a few"): None,
}
"""A step and its figure, and whether it gives it."""


@pytest.mark.parametrize(("step", "value"), STEPS)
def test_a_step_is_worked_out_where_it_is_of_numbers_and_signs(step: str, value: str) -> None:
    assert comes_to(step, value) is STEPS[step, value]


FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
MONTHS = calendar.month_name
FORMS: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda day: f"{day.day} {MONTHS[day.month]} {day.year}",
    lambda day: f"{day.day}th of {MONTHS[day.month]}, {day.year}",
    lambda day: f"{MONTHS[day.month]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month][:3]}. {day.day}, {day.year}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: (
        f"{''.join('〇一二三四五六七八九'[int(digit)] for digit in str(day.year))}年"
        f"{in_chinese(day.month)}月{in_chinese(day.day)}日"
    ),
)
"""The ways in which a day is written."""
TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def values(text: str) -> list[set[Value]]:
    """What each figure of a text can mean."""
    return [set(figure.values) for figure in figures(text)]


def in_english(number: int, before_rest: str) -> str:
    """A number in words; `before_rest` stands between hundreds and what is less."""
    if number < 20:
        return TO_NINETEEN.split()[number]
    if number < 100:
        return TENS.split()[number // 10 - 2] + (f"-{in_english(number % 10, before_rest)}" if number % 10 else "")
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            whole, rest = divmod(number, scale)
            joint = before_rest if rest < 100 else " "
            return f"{in_english(whole, before_rest)} {word}" + (
                f"{joint}{in_english(rest, before_rest)}" if rest else ""
            )
    raise AssertionError(number)


def in_chinese(number: int) -> str:
    """A number in simplified numerals, as it is written in full."""
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            whole, rest = divmod(number, scale)
            gap = "零" if 0 < rest < scale // 10 else ""
            return f"{in_chinese(whole)}{sign}{gap}{in_chinese(rest) if rest else ''}"
    return "零一二三四五六七八九"[number]


# What our sentences rest on.

COPY = "0" * 64
SNAPSHOT = {
    "sha256": COPY,
    "media_type": "text/plain",
    "covers": "whole",
    "retrieved_on": "2019-10-20",
    "keep": "private",
}
"""A stored copy that nobody has to read: what is proven stands in the proofs."""
EXACT = "On Oct. 7 the Guild said that twenty-eight saws, worth $1.5 million, were sold in 2018"
"""Words of the source `report` that most statements here rest on."""

STANDS = (
    "The Guild said that 28 saws were sold.",
    "The Guild said that twenty-eight saws were sold.",
    "公会说卖出二十八把锯。",
    "Saws for 1,500,000 dollars were sold.",
    "The Guild said on 7 October 2019 that saws were sold.",
    "The Guild said in October 2019 that saws were sold.",
    "The Guild said in 2019, on 7 October, that saws were sold.",
    "No one said at first that saws were sold.",
    "The Guild said on 3 May 2024 that saws were sold.",
    "Act No. 300 of the 3rd Guild names the saws.",
    "The Guild said that 14 of the saws were sold each week.",
    "The Guild told of “twenty-eight saws, worth $1.5 million”.",
    "The Guild, in its “Act No. 300”, told of saws.",
    "The Guild told of 41 saws.",
    "See [the Guild](https://guild.example/77/2011-11-11).",
)

STANDS_NOWHERE = {
    "The Guild said that 30 saws were sold.": ["30"],
    "The Guild said that thirty saws and thirty blades were sold.": ["thirty"],
    "The Guild said on 8 October 2019 that saws were sold.": ["8 October 2019"],
    "The Guild said on 7 October 2018 that saws were sold.": ["7 October 2018"],
    "The Guild said on 4 May 2024 that 31 saws were sold.": ["4 May 2024", "31"],
    "The Guild said on 7 November that saws were sold.": ["7 November"],
    "The Guild said in November 2019 that saws were sold.": ["November 2019"],
    "The Guild said in 2017 that 1.5 billion saws were sold.": ["2017", "1.5 billion"],
    "The Guild said that the saws were “old”.": ["old"],
    "The Guild told of “29 saws”.": ["29", "29 saws"],
    "The Guild told of the saws in Order 17 of 1972.": ["17", "1972"],
}


@pytest.mark.parametrize("statement", STANDS)
def test_a_figure_that_is_cited_or_in_a_field_needs_nothing(statement: str, tmp_path: Path) -> None:
    assert missing(tmp_path, claim(statement)) == []


@pytest.mark.parametrize("statement", STANDS_NOWHERE)
def test_a_figure_or_quotation_that_stands_nowhere_is_named(statement: str, tmp_path: Path) -> None:
    assert missing(tmp_path, claim(statement)) == STANDS_NOWHERE[statement]


def test_the_title_of_an_allegation_rests_on_the_same_words(tmp_path: Path) -> None:
    facts = claim("Saws were sold.")
    facts["allegations/claim"]["title"] = "Sold 30 saws on 7 October, and 41 in May 2024"
    assert missing(tmp_path, facts) == ["30"]


def test_headings_of_ours_vouch_for_nothing(tmp_path: Path) -> None:
    facts = claim("Sold in 1972, and 17 and 90 since.")
    other = {**facts["allegations/claim"], "id": "other", "title": "90 saws"}
    facts["allegations/claim"]["relations"] = [{"to": "other", "type": "repeats"}]
    facts["allegations/other"] = other
    assert missing(tmp_path, facts) == ["1972", "17", "90"]


def test_a_step_that_does_not_give_its_figure_is_named_at_its_place(tmp_path: Path) -> None:
    facts = claim("Saws were sold.")
    steps = ("8 + 20", "8 + 21", "a sum of 3")
    facts["allegations/claim"]["derived"] = [{"value": "28", "from": step, "how": "sum"} for step in steps]
    dataset = laid(tmp_path, facts)
    (found,) = rules.step_that_gives_another_figure.check(dataset.records["claim"], dataset)
    assert found[:2] == (("derived", 1, "from"), "'8 + 21' does not come to '28'")


def test_a_day_says_its_month_but_no_month_its_day(tmp_path: Path) -> None:
    exact = "sold in October 2019"
    assert missing(tmp_path, claim("Sold in October 2019.", exact)) == []
    assert missing(tmp_path, claim("Sold on 7 October 2019.", exact)) == ["7 October 2019"]


@pytest.mark.parametrize(
    ("exact", "said", "stands"),
    [
        ("sold late on Monday", "on 7 October 2019", True),
        ("sold late on Monday", "on 14 October 2019", True),
        ("sold late on Monday", "on 8 October 2019", False),
        ("sold late on Monday", "on 21 October 2019", False),
        ("sold late on Monday", "in October 2019", True),
        ("sold late on Monday", "on 7 October", True),
        ("sold late on Monday", "on 8 October", False),
        ("sold on Monday or Tuesday", "on 8 October 2019", True),
        ("told today of Monday", "on 10 October 2019", True),
        ("sold last week", "on 17 October 2019", True),
        ("sold last week", "on 18 October 2019", False),
        ("sold late on Monday", "in 2018", False),
        ("sold late on Monday", "28 times", False),
        ("sold on a day", "on 7 October 2019", False),
        ("周一卖出", "on 7 October 2019", True),
        ("周一卖出", "on 8 October 2019", False),
        ("sold on December 30", "on 30 December 2018", False),
        ("sold on December 30", "on 30 December 2019", True),
        ("sold on January 30", "on 30 January 2020", True),
        ("sold on January 30", "on 30 January 2018", False),
        ("7日卖出", "on 7 October 2019", True),
        ("7日卖出", "on 7 December 2019", False),
    ],
)
def test_what_a_date_leaves_unsaid_follows_from_the_day_of_issue(
    exact: str, said: str, stands: bool, tmp_path: Path
) -> None:
    assert (missing(tmp_path, claim(f"Saws were sold {said}.", exact)) == []) == stands


def test_a_date_in_a_language_that_is_not_read_is_known_by_its_day_and_year(tmp_path: Path) -> None:
    report = {**REPORT, "language": "de"}
    exact = "am 7. Oktober 2019"
    assert missing(tmp_path, {**claim("Sold on 7 October 2019.", exact), "sources/report": report}) == []
    assert missing(tmp_path, {**claim("Sold on 8 October 2019.", exact), "sources/report": report}) != []


def test_without_proven_words_nothing_is_asked(tmp_path: Path) -> None:
    assert missing(tmp_path, {**claim("30 saws were sold."), "proofs/claim": None}) == []


def test_words_that_are_cited_against_a_sentence_are_not_what_it_rests_on(tmp_path: Path) -> None:
    facts = claim("30 saws were sold.")
    facts["allegations/claim"]["citations"][0]["bearing"] = "disputes"
    assert missing(tmp_path, facts) == []


def test_a_withdrawn_record_is_not_asked(tmp_path: Path) -> None:
    facts = claim("30 saws were sold.")
    facts["allegations/claim"]["withdrawn"] = {"on": "2024-06-01", "reason": "source-lost"}
    assert missing(tmp_path, facts) == []


def test_each_reading_rests_on_its_own_words_and_quotes(tmp_path: Path) -> None:
    readings = [
        {"says": "28 saws, or 41", "citations": [{"source": "report", "exact": EXACT}], "quotes": ["words"]},
        {"says": "30 saws on 7 October, not 28", "citations": [{"source": "report", "exact": "thirty"}]},
        {"says": "31 saws", "as_of": "2024-05-09", "citations": [{"source": "report"}]},
    ]
    number = {"id": "number", "question": "How many?", "status": "open", "readings": readings}
    facts = {"disagreements/number": number, "proofs/number": proofs(EXACT, "thirty")}
    assert missing(tmp_path, facts, "number") == ["7 October", "28"]


def test_values_of_properties_titles_of_events_and_reported_words_are_asked_too(tmp_path: Path) -> None:
    cited = [{"source": "report", "exact": EXACT}]
    properties = [{"property": "docket", "value": value, "citations": cited} for value in ("28", "29")]
    event = {"id": "sale", "title": "33 saws sold", "date": "2019-10-07", "type": "listing", "citations": cited}
    said = {"id": "said", "form": "reported", "text": "They sold 34.", "lang": "en", "speaker": "guild"}
    facts = {
        "events/sale": {**event, "properties": properties},
        "quotes/said": {**said, "citations": cited},
        "proofs/sale": proofs(EXACT),
        "proofs/said": proofs(EXACT),
    }
    assert missing(tmp_path, facts, "sale") == ["33", "29"]
    assert missing(tmp_path, facts, "said") == ["34"]


def test_the_words_of_a_statement_are_stored_where_one_of_its_citations_is_proven(tmp_path: Path) -> None:
    dataset = laid(tmp_path, claim("Saws were sold."))
    assert of_claim(dataset) == {(): True, ("stages", 0): False}


def test_those_of_an_allegation_also_where_all_the_quotes_that_make_it_are_proven(tmp_path: Path) -> None:
    facts = {**claim("Saws were sold."), "proofs/claim": None}
    assert of_claim(laid(tmp_path, facts))[()] is False
    proven = {"proofs/words": proofs(WORDS, stands="quotation")}
    assert of_claim(laid(tmp_path, {**facts, **proven}))[()] is True
    unquoted = {"proofs/words": proofs(WORDS, stands="passage")}
    assert of_claim(laid(tmp_path, {**facts, **unquoted}))[()] is False
    facts["allegations/claim"]["words"] = ["words", "other-words"]
    other = {"quotes/other-words": {**QUOTE, "id": "other-words", "text": "Sold"}}
    assert of_claim(laid(tmp_path, {**facts, **proven, **other}))[()] is False


def test_every_cited_statement_of_a_record_is_told_with_its_path(tmp_path: Path) -> None:
    event = laid(tmp_path, {}).get(Event, "order")
    assert [path for path, _citations in statements_of(event)] == [(), ("properties", 0)]


WORDS = "We sold 41 of them"
REPORT: Mapping[str, Any] = {
    "id": "report",
    "type": "report",
    "title": "Report",
    "issued": "2019-10-10",
    "language": "en",
    "nature": "secondary",
    "read_on": "2024-06-01",
    "reading": "whole",
    "snapshot": SNAPSHOT,
}
QUOTE = {
    "id": "words",
    "text": WORDS,
    "lang": "en",
    "speaker": "guild",
    "said_on": "2019-09-30",
    "citations": [{"source": "report"}],
}
FACTS: Mapping[str, Any] = {
    "sources/report": REPORT,
    "sources/act": {**REPORT, "id": "act", "title": "Act No. 300", "snapshot": None},
    "entities/guild": {"id": "guild", "type": "organisation", "name": "3rd Guild"},
    "quotes/words": QUOTE,
    "events/order": {
        "id": "order",
        "title": "Order 17 of 1972",
        "date": "2024-05-03",
        "type": "listing",
        "properties": [{"property": "docket", "value": "1", "citations": [{"source": "act"}]}],
        "citations": [{"source": "act"}],
    },
}


def claim(statement: str, exact: str = EXACT) -> dict[str, Any]:
    """An allegation that rests on proven words."""
    record = {
        "id": "claim",
        "title": "Sold saws",
        "statement": statement,
        "made_by": ["guild"],
        "about": ["guild"],
        "made_in": "order",
        "words": ["words"],
        "stages": [{"stage": "alleged", "citations": [{"source": "act"}]}],
        "citations": [{"source": "report", "exact": exact}, {"source": "act"}],
        "derived": [{"value": "14", "from": "28 / 2", "how": "two weeks"}],
    }
    return {"allegations/claim": record, "proofs/claim": proofs(exact)}


def proofs(*words: str, stands: str = "passage") -> dict[str, Any]:
    """Proofs that words stand in the report's copy."""
    made = {"source": "report", "snapshot": COPY, "stands": stands, "start": "0", "end": "1"}
    return {"proofs": [{**made, "words": hash_of(one)} for one in words]}


def laid(folder: Path, facts: Mapping[str, Any]) -> Dataset:
    """The facts here with those given, None taking one away."""
    checked = check(written(folder, facts), rules=())
    assert checked.dataset, checked.problems
    return checked.dataset


def written(folder: Path, facts: Mapping[str, Any]) -> Path:
    shutil.rmtree(folder)
    folder.mkdir()
    shutil.copy(VOCABULARIES, folder)
    for name, record in {**FACTS, **facts}.items():
        if record:
            file = folder / f"{name}.yml"
            file.parent.mkdir(exist_ok=True)
            held = {key: value for key, value in record.items() if value is not None}
            file.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
    return folder


def missing(folder: Path, facts: Mapping[str, Any], id: str = "claim") -> list[str]:
    """What the rule says stands nowhere, in the order of the record."""
    dataset = laid(folder, facts)
    said = [message for _path, message, _fix in rules.figure_in_no_cited_words.check(dataset.records[id], dataset)]
    return [message.split("'")[1] for message in said]


def of_claim(dataset: Dataset) -> dict[FieldPath, bool]:
    """Of each statement of the allegation, whether its words are stored."""
    record = dataset.records["claim"]
    return {path: stored(path, record, dataset) for path, _citations in statements_of(record)}
