"""What stands between quotation marks is told from what stands between two quotations, in all scripts."""

import pytest
from factsheet.proof.passage import Place, Text
from factsheet.proof.quotations import MOST_SIGNS, quotations


def inside(text: str) -> list[str]:
    """What is quoted in a paragraph."""
    return [text[one.start : one.end] for one in quotations(text)]


def place(words: str, text: str) -> Place:
    """The only place of the words."""
    (found,) = Text(text).places(words)
    return found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"We sell," he said, "saws."', ["We sell,", "saws."]),
        ("“We sell,” he said, “saws.”", ["We sell,", "saws."]),
        ("„Wir verkaufen“, sagt er, „Sägen“.", ["Wir verkaufen", "Sägen"]),
        ("„Sprzedajemy”, mówi, „piły”.", ["Sprzedajemy", "piły"]),
        ("”Vi säljer”, sade han, ”sågar.”", ["Vi säljer", "sågar."]),
        ("« Nous vendons », dit-il, « des scies ».", [" Nous vendons ", " des scies "]),
        ("«Мы продаём», сказал он, «пилы».", ["Мы продаём", "пилы"]),
        ("»Wir verkaufen«, sagt er, »Sägen«.", ["Wir verkaufen", "Sägen"]),
        ("‹Oui›, dit-il.", ["Oui"]),
        ("他说：「我们卖锯」，又说『很多』。", ["我们卖锯", "很多"]),
        ("他说：“我们卖锯。”", ["我们卖锯。"]),
        ("他说：＂我们卖锯＂。", ["我们卖锯"]),
        ("｢我们｣", ["我们"]),
        ("‘We sell saws.’", ["We sell saws."]),
        ("He said 'not one'.", ["not one"]),
        ("قال: «بعنا ثلاثين منشارًا»، ثم قال: “لا”.", ["بعنا ثلاثين منشارًا", "لا"]),
        ("“He said ‘no’ to us,” she said.", ["He said ‘no’ to us,", "no"]),
        ("‘He said “no” to us,’ she said.", ["He said “no” to us,", "no"]),
        ("「他说『不』」", ["他说『不』", "不"]),
        ("\"The dogs' tails, o'clock, the '90s,\" he said.", ["The dogs' tails, o'clock, the '90s,"]),
        ("“It’s the workers’ saws of the ’90s,” he said.", ["It’s the workers’ saws of the ’90s,"]),
        ("“Rock ‘n’ roll,” he said.", ["Rock ‘n’ roll,"]),
        ("‘It’s ours,’ he said.", ["It’s ours,"]),
        ("“P. one?” “P. two.”", ["P. one?", "P. two."]),
        ("(“in brackets”)—“behind a dash”", ["in brackets", "behind a dash"]),
    ],
)
def test_what_stands_between_a_pair_of_marks_is_quoted(text: str, quoted: list[str]) -> None:
    assert inside(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "“We sell saws, he said.",
        "We sell saws,” he said.",
        "“One,” he said, “two.",
        "One,” he said, “two.”",
        "end of it,” he said. “And the start of",
        'end of it," he said. "And the start of',
        "end of it», he said. «And the start of",
        "end of it », he said. « And the start of",
        "Ende davon«, sagt er. »Und der Anfang",
        "末尾」他说「开头",
        "末尾”他说“开头",
        "“One “two” three”",
        "「一「二」三」",
        '“One" he said, “two"',
        '"One” he said, “two"',
        '“One" he said "two”',
        "»One» he said »two«",
        "„One he said „two“",
        'The 6" board and the 5" board.',
        '12" he said 5" or so',
        'A "6" by 8" board" he said.',
        'he said:"one",she said:"two"',
        '" one " he said " two "',
        'A "board, of 6" or so',
        "'Tis the season, said the dogs'.",
        "Rock 'n' roll.",
        "The dogs' tails and the cats' tails.",
        "‘The workers’ saws,’ he said, ‘and more",
        "’One’ he said ’two’",
        '他说"我们"又说"他们"吗',
        "“A ‘b” c’ d",
        "One.",
        "“",
        "",
    ],
)
def test_nothing_is_quoted_where_marks_can_be_read_in_two_ways(text: str) -> None:
    assert inside(text) == []


def test_a_mark_that_means_something_else_spoils_only_the_quotation_around_it() -> None:
    assert inside('“A 6" board,” he said. “A saw.”') == ["A saw."]
    assert inside("“A ‘b,” he said. “A saw.”") == ["A saw."]


def test_a_paragraph_of_which_nobody_reads_the_end_has_no_quotations() -> None:
    assert inside("“a” " + "b" * MOST_SIGNS) == []


@pytest.mark.parametrize(
    ("opening", "closing"),
    ["“”", "„“", "„”", "””", '""', "«»", "»«", "‘’", "''", "「」", "『』", "‹›", "＂＂"],
)
def test_what_stands_between_two_quotations_is_never_quoted(opening: str, closing: str) -> None:
    text = f"{opening}We sell saw{closing}, said one, and now {opening}We sell blade{closing}, said another."
    places = {words: place(words, text) for words in ("We sell saw", "said one", "and now", "We sell blade", "another")}
    assert {words for words, found in places.items() if found.quoted} <= {"We sell saw", "We sell blade"}
    assert places["We sell saw"].quoted


def test_a_match_from_one_quotation_into_another_is_no_quote() -> None:
    text = "“We sell,” he said. “And we count,” she said."
    assert not place("We sell,” he said. “And we count", text).quoted
    assert not place("sell,” he said", text).quoted


def test_a_paragraph_that_only_opens_a_quotation_is_not_quoted_and_the_one_that_closes_it_is() -> None:
    text = "He said: “We sell saws.\n\n“We sell blades.\n\n“We count.”"
    assert [place(words, text).quoted for words in ("We sell saws.", "We sell blades.", "We count.")] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("words", "text", "whole"),
    [
        ("We sell saws", "“We sell saws,” he said.", True),
        ("We sell saws.", "“We sell saws.”", True),
        ("We sell saws", "“We sell saws.”", False),
        ("We sell saws", "“We sell saws!”", False),
        ("We sell saws,", "“We sell saws,” he said.", False),
        ("We sell", "“We sell saws,” he said.", True),
        ("sell saws", "“We sell saws,” he said.", True),
        ("saws", "“We sell (saws) here,” he said.", False),
        ("no to us", "“He said ‘no’ to us,” she said.", None),
        ("‘no", "“He said ‘no,’ to us,” she said.", False),
        ("‘no,’ to us", "“He said ‘no,’ to us,” she said.", True),
        ("我们卖锯", "“我们卖锯，你们卖刀。”", True),
        ("我们卖", "“我们卖锯，你们卖刀。”", False),
        ("你们卖刀。", "“我们卖锯，你们卖刀。”", True),
        ("你们卖刀", "“我们卖锯，你们卖刀。”", False),
        ("卖锯", "“我们\n卖锯”\n\n完", False),
        ("我们", "“我们\n卖锯”\n\n完", False),
        ("بعنا ثلاثين", "«بعنا ثلاثين، قال»", True),
    ],
)
def test_nothing_that_belongs_to_a_quote_is_left_off(words: str, text: str, whole: bool | None) -> None:
    found = Text(text).places(words)
    assert [one.whole for one in found] == ([] if whole is None else [whole])


def test_a_paraphrase_that_matches_letter_for_letter_is_not_quoted() -> None:
    text = (
        "Acme responded by telling the Tool Office to stop counting its saws, and its speaker Mo Lin said that the company "
        "will go on to take calm and exact measures to guard its own thumbs. “We count,” she said."
    )
    assert not place("will go on to take calm and exact measures to guard its own thumbs", text).quoted
    assert place("We count", text).quoted


def test_a_turn_is_a_paragraph_that_begins_with_a_name_up_to_a_further_colon() -> None:
    text = "Hearing of 2 May\n\nADA ROOK: We count: yes.\n\nAnd we sort.\n\nMr. Bolt： We sell."
    found = {words: place(words, text).turn for words in ("Hearing", "We count", "yes.", "And we sort", "We sell")}
    assert found == {
        "Hearing": None,
        "We count": "ADA ROOK",
        "yes.": None,
        "And we sort": None,
        "We sell": "Mr. Bolt",
    }


def test_the_name_before_a_turn_is_not_said_in_it() -> None:
    assert place("ADA ROOK: We count", "ADA ROOK: We count.").turn is None
