"""What may differ between words and their source is a short list; everything else counts, sign for sign."""

import pytest
from factsheet.proof.passage import Place, Text
from factsheet.proof.signs import NORMALISATIONS, matches


def place(words: str, text: str, **beside: str) -> Place | None:
    """The only place of the words, if there is one."""
    found = Text(text).places(words, **beside)
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("words", "text", "after"),
    [
        ("We sell saws", "We sell saws", ()),
        ("We sell saws", "We  sell\tsaws", ("white-space",)),
        ("We sell saws", "We\u00a0sell\u3000saws", ("white-space",)),
        ("We\u00a0sell saws", "We sell saws", ("white-space",)),
        ("We sell saws", "We sell\nsaws.\n\nEnd", ("line-joins",)),
        ("We sell saws", "We \n  sell saws.\n\nEnd", ("line-joins",)),
        ("We sell saws", "We sell\r\nsaws.\r\n\r\nEnd", ("line-joins",)),
        ("We\nsell saws", "We sell saws", ()),
        ("We sell saws", "We se-\nll saws.\n\nEnd", ("line-break-hyphens",)),
        ("We sell saws", "We se‐\n  ll saws.\n\nEnd", ("line-break-hyphens",)),
        ("We sell saws", "We se\u00adll saws", ("line-break-hyphens",)),
        ("We sell saws", "We se\u00ad\nll saws.\n\nEnd", ("line-break-hyphens",)),
        ("a well-known saw", "a well-\nknown saw.\n\nEnd", ("line-joins",)),
        ("护罩钢锯", "护罩\n钢锯。\n\n完", ("line-joins",)),
        ("a 'good' saw", "a ‘good’ saw", ("apostrophes",)),
        ("it's", "it’s", ("apostrophes",)),
        ("it‘s", "itʼs", ("apostrophes",)),
        ('a "good" saw', "a “good” saw", ("quotation-marks",)),
        ("a „good“ saw", 'a "good" saw', ("quotation-marks",)),
        ("caf\u00e9", "cafe\u0301", ("composition",)),
        ("cafe\u0301", "caf\u00e9", ("composition",)),
        ("cafe\u0301", "cafe\u0301", ("composition",)),
        ("caf\u00e9", "caf\u00e9 cafe\u0301s", ()),
        ('it\'s a "caf\u00e9" saw', "it’s\na  “ca-\nfe\u0301” saw\n\nEnd", NORMALISATIONS),
    ],
)
def test_what_was_evened_out_is_told(words: str, text: str, after: tuple[str, ...]) -> None:
    found = place(words, text)
    assert found is not None
    assert found.after == after


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("We sell saws", "we sell saws"),
        ("We sell saws", "We sell, saws"),
        ("We sell saws,", "We sell saws"),
        ("We sell saws", "We sold saws"),
        ("We sell saws", "We sellsaws"),
        ("Wesell saws", "We sell saws"),
        ("We  sell saws", "We sell saws"),
        (" We sell saws", "x We sell saws"),
        ("We sell saws ", "We sell saws x"),
        ("we [Acme] sell", "we (Acme) sell"),
        ("we [Acme] sell", "we Acme sell"),
        ("sell … saws", "sell ... saws"),
        ("sell … saws", "sell many saws"),
        ("sell [...] saws", "sell saws"),
        ("sell [...] saws", "sell […] saws"),
        ("a «good» saw", "a “good” saw"),
        ("a 「good」 saw", "a “good” saw"),
        ("a 'good' saw", "a “good” saw"),
        ("a `good' saw", "a 'good' saw"),
        ("saws – blades", "saws - blades"),
        ("saws — blades", "saws – blades"),
        ("wellknown", "well-known"),
        ("well-known", "wellknown"),
        ("ﬁle", "file"),
        ("No. 17", "No. １７"),
        ("我们，卖锯", "我们,卖锯"),
        ("护罩 钢锯", "护罩钢锯"),
        ("護罩", "护罩"),
        ("منشارًا", "منشارا"),
        ("-", "a - b"),
    ],
)
def test_everything_else_counts(words: str, text: str) -> None:
    assert place(words, text) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sell … saws", "We sell … saws."),
        ("sell [...] saws", "We sell [...] saws."),
        ("we [sic] sell", "Then we [sic] sell saws."),
        ("بعنا ثلاثين منشارًا", "قال: بعنا ثلاثين منشارًا فقط"),
        ("一把锯子", "我们的每一把锯子都有护罩"),
        ("-5 saws", "There were -5 saws."),
        ("— never", "We sell — never."),
    ],
)
def test_signs_of_the_source_itself_are_read_as_they_are(words: str, text: str) -> None:
    found = place(words, text)
    assert found is not None
    assert (text[found.start : found.end], found.after) == (words, ())


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("saw", "sawdust"),
        ("dust", "sawdust"),
        ("28", "28,000"),
        ("28", "1.28"),
        ("منشار", "منشارً"),
        ("we", "we\u00adll"),
        ("well", "we-\nwell-\nness\n\nEnd"),
        ("ness", "well-\nness\n\nEnd"),
    ],
)
def test_a_part_of_a_word_or_of_a_number_is_no_place(words: str, text: str) -> None:
    assert place(words, text) is None


def test_a_word_in_a_compound_and_a_sign_among_unspaced_ones_is_a_place() -> None:
    assert place("known", "well-known") is not None
    assert place("锯", "钢锯子") is not None


def test_a_place_says_where_the_words_start_and_end() -> None:
    found = place("two\nsaws", "One.\n\n\nOf two\nsaws, one.")
    assert found is not None
    assert (found.start, found.end, found.line) == (10, 18, 2)


def test_words_do_not_go_on_in_another_paragraph() -> None:
    assert place("One. Two", "One.\n\nTwo") is None
    assert place("One. Two", "One.\nTwo") is None
    assert place("One. Two", "One.\nTwo\n\nThree") is not None
    assert place("One. Two", "One.\fTwo") is None


@pytest.mark.parametrize(
    ("beside", "start"),
    [
        ({"prefix": "called it"}, 10),
        ({"prefix": "it "}, 10),
        ({"prefix": "Not "}, 30),
        ({"suffix": ", he"}, 10),
        ({"suffix": "!"}, 30),
        ({"prefix": "Not", "suffix": "!"}, 30),
        ({"prefix": "Not", "suffix": ", he"}, None),
        ({"prefix": "called"}, None),
        ({"prefix": " "}, None),
    ],
)
def test_words_beside_them_tell_places_apart(beside: dict[str, str], start: int | None) -> None:
    found = place("groundless", "called it groundless, he. Not groundless! groundlessly", **beside)
    assert (found and found.start) == start


def test_a_word_that_stands_everywhere_is_found_everywhere() -> None:
    text = "\n".join("“No,” he said." for _ in range(300))
    found = Text(text).places("No")
    assert len(found) == 300
    assert [one.line for one in found] == list(range(1, 301))


def test_matches_of_words_overlap() -> None:
    assert [one.start for one in matches("a b a", "a b a b a")] == [0, 4]
