"""The entries of the search: what is shown of a record, and the parts by which Chinese names are found."""

import re
import subprocess
import sys
from html import unescape

from factsheet.search import PARTS, entry, pieces
from factsheet.views.words import Searchable
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

LONGEST_QUERY = 8

RANGES = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x3134F))
signs = st.sampled_from([chr(code) for first, last in RANGES for code in range(first, last + 1) if chr(code).isalpha()])
han = st.text(signs, min_size=1, max_size=20)
mixed = st.lists(st.one_of(han, st.text("Acme Ltd. (科) 123&<-", max_size=8)), max_size=4).map("".join)
runs = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in RANGES)}]+")


def starts_a_piece(query: str, name: str) -> bool:
    """Whether the search, which completes the end of a word, finds the name by the query."""
    return any(piece.startswith(query) for piece in pieces(name))


def test_a_name_is_found_by_its_signs_and_by_their_reading() -> None:
    assert pieces("海康威视") == ("海康威视", "haikangweishi", "康威视", "kangweishi", "威视", "weishi")


def test_a_long_name_is_cut_into_pieces_of_eight_signs() -> None:
    assert pieces("杭州海康威视数字技术")[:4] == (
        "杭州海康威视数字",
        "hangzhouhaikangweishishuzi",
        "州海康威视数字技",
        "zhouhaikangweishishuziji",
    )


def test_each_run_of_chinese_signs_is_a_name_of_its_own() -> None:
    assert pieces("Acme (海康) & 威视-1") == ("海康", "haikang", "威视", "weishi")


def test_old_and_rare_signs_are_chinese_too() -> None:
    assert pieces("\u3400\u3401")[0] == "\u3400\u3401"
    assert pieces("\U00020000\U00020001")[0] == "\U00020000\U00020001"


def test_the_reading_of_a_sign_is_that_of_its_word() -> None:
    assert "yinhang" in pieces("银行")
    assert "xinglu" in pieces("行路")


@given(name=mixed, data=st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    for run in runs.findall(name):
        start = data.draw(st.integers(0, len(run)))
        end = data.draw(st.integers(start, min(len(run), start + LONGEST_QUERY)))
        if end - start >= 2:
            assert starts_a_piece(run[start:end], name)


@given(name=han, data=st.data())
def test_the_reading_of_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    end = data.draw(st.integers(start, min(len(name), start + LONGEST_QUERY)))
    syllables = lazy_pinyin(name)
    if end - start >= 2:
        assert starts_a_piece("".join(syllables[start:end]), name)


@given(name=mixed)
def test_pieces_are_words_of_their_own_without_signs_of_html(name: str) -> None:
    found = pieces(name)
    assert len(set(found)) == len(found)
    assert [piece for piece in found if re.search(r"[\s<>&\"'-]", piece)] == []


@given(name=st.text(st.characters(max_codepoint=0x2FFF), max_size=30))
def test_a_name_in_other_signs_has_no_pieces(name: str) -> None:
    assert pieces(name) == ()


@given(name=mixed)
def test_pieces_grow_no_faster_than_the_name(name: str) -> None:
    assert len(pieces(name)) <= 2 * len(name)


def test_an_entry_shows_each_text_once_and_not_the_title_again() -> None:
    words = Searchable(shown=("Acme", "Acme & Sons <Ltd>", "爱克米", "Acme & Sons <Ltd>"), names=("爱克米",))
    assert entry("entities/acme/", "Acme", words) == {
        "location": "entities/acme/",
        "title": "Acme",
        "text": "<p>Acme &amp; Sons &lt;Ltd&gt; · 爱克米</p>",
        PARTS: "爱克米 aikemi 克米 kemi",
    }


def test_an_entry_without_chinese_names_has_no_parts() -> None:
    assert entry("quotes/a/", "A", Searchable(shown=("words",), names=("words",))) == {
        "location": "quotes/a/",
        "title": "A",
        "text": "<p>words</p>",
    }


def test_our_sentences_are_found_by_their_words_without_marks() -> None:
    words = Searchable(prose=("It *said* so, [here](https://e.example) and `there`:\n\n- one\n- two",))
    assert entry("a/", "A", words)["text"] == "<p>It said so, here and there: one two</p>"


def test_plain_text_keeps_what_prose_would_read_as_marks() -> None:
    words = Searchable(shown=("*No* [words](https://e.example) `are` lost",))
    assert entry("a/", "A", words)["text"] == "<p>*No* [words](https://e.example) `are` lost</p>"


@given(texts=st.lists(st.text(max_size=30), max_size=4))
def test_an_entry_holds_its_texts_letter_for_letter(texts: list[str]) -> None:
    text = entry("a/", "not one of them, being much too long", Searchable(shown=tuple(texts)))["text"]
    shown = text.removeprefix("<p>").removesuffix("</p>")
    assert not re.search("[<>]", shown)
    assert unescape(shown) == " · ".join(dict.fromkeys(texts))


def test_many_names_are_read_in_a_copy_of_the_process_which_alone_holds_the_dictionary() -> None:
    program = """
import sys
from factsheet import search
names = [f"{chr(0x4E00 + number)}行" for number in range(200)]
search.learn(names)
found = list(map(search.pieces, names))
print("pypinyin" in sys.modules)
search._READINGS.clear()
search.pieces.cache_clear()
print(found == list(map(search.pieces, names)), "pypinyin" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["False", "True True"]
