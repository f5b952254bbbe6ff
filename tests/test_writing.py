"""Runs of other scripts in our text: each named, none lost, nothing unescaped."""

import re
from html import unescape

import pytest
from factsheet.prose import to_html
from factsheet.writing import marked
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hikvision & Co", "Hikvision &amp; Co"),
        ("prints 技术 here", 'prints <span lang="und-Hani">技术</span> here'),
        ("极客网", '<span lang="und-Hani">极客网</span>'),
        ("شىنجاڭ and 新疆", '<span lang="und-Arab">شىنجاڭ</span> and <span lang="und-Hani">新疆</span>'),
        ("Права человека!", '<span lang="und-Cyrl">Права человека</span>!'),
        ("Zürich, naïve", "Zürich, naïve"),
    ],
)
def test_a_run_of_another_script_is_named(text: str, html: str) -> None:
    assert marked(text) == html


@given(st.text() | st.text("a<&\"'> 新疆ش"))
def test_no_sign_is_lost_and_none_is_markup(text: str) -> None:
    html = str(marked(text))
    bare = re.sub(r'<span lang="und-[A-Z][a-z]{3}">|</span>', "", html)
    assert unescape(bare) == text
    assert not re.search("[<>\"']", bare)


def test_our_sentences_name_them_too() -> None:
    assert to_html("*prints* 技术") == '<p><em>prints</em> <span lang="und-Hani">技术</span></p>'
