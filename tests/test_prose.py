"""Our own sentences may have emphasis, links, code and lists, and nothing else; no sign of them is lost."""

from html.parser import HTMLParser

import pytest
from factsheet.prose import _PROSE, _words, to_html, to_plain
from hypothesis import given
from hypothesis import strategies as st

ELEMENTS = {"p", "em", "strong", "code", "a", "ul", "ol", "li", "br"}


class Seen(HTMLParser):
    """The elements, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Not the *same* shop.", "<p>Not the <em>same</em> shop.</p>"),
        ("Not the **same** shop.", "<p>Not the <strong>same</strong> shop.</p>"),
        ("the sign `<Ltd>`", "<p>the sign <code>&lt;Ltd&gt;</code></p>"),
        (
            "[a page](https://acme.example/?a=1&b=2)",
            '<p><a href="https://acme.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer ugc">a page</a> <span class="fs-host">(acme.example)</span></p>',
        ),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
    ],
)
def test_the_small_subset_becomes_html(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](JaVaScRiPt:alert(1))", "<p>[a](JaVaScRiPt:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("[a](//evil.example/)", "<p>[a](//evil.example/)</p>"),
        ("[a](../other/)", "<p>[a](../other/)</p>"),
        ("![a](https://evil.example/x.png)", None),
        ("<https://evil.example/>", "<p>&lt;https://evil.example/&gt;</p>"),
        ("https://evil.example/", "<p>https://evil.example/</p>"),
        ("# heading", "<p># heading</p>"),
        ("--- title: x", "<p>--- title: x</p>"),
        ("*[the]: fraud", "<p>*[the]: fraud</p>"),
        (":smile:", "<p>:smile:</p>"),
        ("{{ 7*7 }}", "<p>{{ 7*7 }}</p>"),
        ("{: onclick=x }", "<p>{: onclick=x }</p>"),
        ("> quote", "<p>&gt; quote</p>"),
        ("a -- b ... (c)", "<p>a -- b ... (c)</p>"),
        ("&amp; &lt;", "<p>&amp;amp; &amp;lt;</p>"),
        ("| a | b |\n|---|---|\n| c | d |", "<p>| a | b |\n|---|---|\n| c | d |</p>"),
        ("    code", "<p>code</p>"),
    ],
)
def test_all_else_is_shown_as_it_stands(text: str, html: str | None) -> None:
    if html:
        assert to_html(text) == html
    else:
        assert "<img" not in to_html(text)


@given(st.text("ab <>&\"'*_`[]()!#-.:/\\{}|~^=+1\n"))
def test_whatever_is_written_only_harmless_elements_come_out(text: str) -> None:
    seen = Seen(to_html(text))
    assert seen.elements <= ELEMENTS
    assert {name for name, _value in seen.attributes} <= {"href", "rel", "start"}
    assert all((value or "").startswith(("http://", "https://")) for name, value in seen.attributes if name == "href")


@given(st.text(st.characters(categories=["L", "N", "Pd", "Po", "Zs", "So"], exclude_characters="*`&\\.#\xa0")))
def test_no_sign_of_a_plain_sentence_is_lost(text: str) -> None:
    assert "".join(Seen(to_html(text)).text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Not the *same* `<Ltd>`, see [its page](https://acme.example/).", "Not the same <Ltd>, see its page."),
        ("- one\n- two", "one two"),
        ("one\ntwo", "one two"),
    ],
)
def test_the_search_sees_the_words_without_their_marks(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://acme.example@other.example/", "other.example"), ("http://acme.example:8000/x", "acme.example")],
)
def test_a_link_says_where_it_really_leads(address: str, host: str) -> None:
    assert to_html(f"[acme.example]({address})").endswith(f'<span class="fs-host">({host})</span></p>')


@given(st.text("aZé汉 \u00a0\u2028\x85.,;:!?'\"()<>&-+=/@#~|^]*_`[\\\n\t1", max_size=20))
def test_a_text_without_marks_is_what_the_parser_would_make_of_it(text: str) -> None:
    assert to_html(text) == str(_PROSE.render(text)).strip()
    assert to_plain(text) == " ".join(_words(_PROSE.parse(text)))
