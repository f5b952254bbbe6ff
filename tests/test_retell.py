"""What pages tell of changes, as plain text and as Markdown: the same words, and none of them ever read as a mark."""

from html import escape
from html.parser import HTMLParser

import pytest
from factsheet.retell import as_markdown, as_text
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

BASE = "https://facts.example/sheet/"
CHANGE = """
<li class="fs-change">
<p>The note of the party <a href="../../entities/acme/"><bdi>Acme</bdi></a> was reworded.
<span class="fs-badge">Reworded</span></p>
<dl>
<div><dt>Note</dt><dd>It has <del><span class="fs-hidden">removed: </span>six
saws</del><ins><span class="fs-hidden">added: </span>a saw</ins>.</dd></div>
<div><dt>Citations</dt><dd><ul>
<li><dl><div><dt>Source</dt><dd><a href="../../sources/gazette/">Gazette</a></dd></div>
<div><dt>Exact</dt><dd><q>a saw</q></dd></div></dl></li>
<li>none <a href="https://out.example/">out</a></li>
</ul></dd></div>
<div><dt>Withdrawn</dt><dd>today<div><p>First.</p><ol start="3"><li>third</li><li>fourth</li></ol></div></dd></div>
</dl>
</li>
"""
AS_TEXT = """\
- The note of the party Acme was reworded. [Reworded]
  - Note: It has [-six saws-]{+a saw+}.
  - Citations:
    - - Source: Gazette
      - Exact: “a saw”
    - none out
  - Withdrawn: today
    First.
    3. third
    4. fourth"""
AS_MARKDOWN = """\
- The note of the party [Acme](https://facts.example/sheet/entities/acme/) was reworded. \\[Reworded\\]
  - Note: It has ~~six saws~~**a saw**.
  - Citations:
    - - Source: [Gazette](https://facts.example/sheet/sources/gazette/)
      - Exact: “a saw”
    - none out
  - Withdrawn: today

    First.

    3. third

    4. fourth"""

MARKS = (
    "# heading",
    "- item",
    "+ item",
    "12. item",
    "12) item",
    "> quoted",
    "```",
    "~~~",
    "---",
    "===",
    "- - -",
    "    code",
    "| a | b |",
    ": defined",
    "<b>x</b>",
    "<!-- gone -->",
    "<https://out.example/>",
    "https://out.example/",
    "www.out.example",
    "[a](https://out.example/)",
    "![a](https://out.example/x.png)",
    "[a]: https://out.example/",
    "[^1]",
    "*a* **b** _c_ __d__",
    "~~gone~~",
    "`code`",
    "&amp; &#35;",
    "C:\\",
    "\\# x",
    "$x$ and ==y==",
)
SIGNS = st.text(st.sampled_from("ab1 .,:;!?-+*_~`#<>&[]()\\|=^$\"'“”中，。的é\u0301\u00a0"), max_size=12)


class Seen(HTMLParser):
    """What is seen of a piece of HTML, without white space, with the elements and links that it has."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[str] = []
        self.links: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += "".join(data.split())


def read(markdown: str) -> Seen:
    """What a reader of Markdown makes of the text, one that lets HTML through."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"]).render(markdown)
    return Seen(html)


def test_a_block_is_a_line_and_lists_are_set_in() -> None:
    assert as_text(CHANGE) == AS_TEXT


def test_links_lead_to_the_site_and_lists_stay_lists() -> None:
    assert as_markdown(CHANGE, BASE) == AS_MARKDOWN
    seen = read(AS_MARKDOWN)
    assert seen.links == [f"{BASE}entities/acme/", f"{BASE}sources/gazette/"]
    assert [seen.elements.count(name) for name in ("li", "ol", "pre", "s", "strong")] == [10, 1, 0, 1, 1]


def test_without_an_address_of_the_site_links_are_words() -> None:
    assert as_markdown('<p>See <a href="./entities/acme/">Acme</a>.</p>', "") == "See Acme."


def test_headings_and_paragraphs_stand_apart() -> None:
    html = "<h1>Release 1</h1><p>Two\nchanges<br>in all</p><h2>New</h2><ul><li>one</li></ul><ul><li>two</li></ul>"
    assert as_text(html) == "Release 1\nTwo changes in all\nNew\n- one\n- two"
    assert as_markdown(html, BASE) == "# Release 1\n\nTwo changes in all\n\n## New\n- one\n- two"


def test_blanks_stand_outside_of_what_was_added_or_removed() -> None:
    html = '<p>a<ins> b </ins>c<del> </del><ins>d <a href="./x/">e</a></ins></p>'
    assert as_text(html) == "a {+b+} c {+d e+}"
    assert as_markdown(html, BASE) == f"a **b** c **d [e]({BASE}x/)**"


def test_what_was_added_in_several_lines_is_marked_in_each() -> None:
    html = "<ins><dl><div><dt>At</dt><dd>page 1</dd></div><div><dt>By</dt><dd>us</dd></div></dl></ins>"
    assert as_text(html) == "- {+At: page 1+}\n- {+By: us+}"


@pytest.mark.parametrize("text", MARKS)
@pytest.mark.parametrize("around", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<h2>{}</h2>", "<p>a <ins>{}</ins></p>"])
def test_no_mark_of_a_fact_is_read_as_one(text: str, around: str) -> None:
    html = around.format(escape(text))
    seen = read(as_markdown(html, BASE))
    own = {"ul", "li", "h2", "p", "strong"}
    assert (seen.text, seen.links, set(seen.elements) - own) == (Seen(html).text, [], set())


def test_addresses_in_words_are_no_links_where_every_address_is_made_one() -> None:
    html = "<p>See https://out.example, www.out.example or me@out.example: no links.</p>"
    escaped = "See https\\://out\\.example, www\\.out\\.example or me\\@out\\.example: no links."
    assert as_markdown(html, BASE) == escaped


@given(st.lists(st.tuples(st.sampled_from(["", "ins", "del", "a"]), SIGNS), max_size=6))
def test_markdown_shows_the_same_signs_and_no_marks_but_ours(parts: list[tuple[str, str]]) -> None:
    html = f"<p>{''.join(map(marked, parts))}</p>"
    seen = read(as_markdown(html, BASE))
    assert seen.text == Seen(html).text
    assert set(seen.elements) <= {"p", "s", "strong", "a"}
    assert set(seen.links) <= {f"{BASE}entities/acme/"}


@given(st.lists(st.tuples(st.sampled_from(["ins", "del"]), SIGNS), max_size=6))
def test_in_markdown_all_that_was_added_or_removed_is_marked(parts: list[tuple[str, str]]) -> None:
    """Blanks around the words are marked in none."""
    html = f"<p>{'中'.join(map(marked, parts))}</p>"
    seen = read(as_markdown(html, BASE))
    for tag, mark in (("ins", "strong"), ("del", "s")):
        assert seen.elements.count(mark) == len([words for name, words in parts if name == tag and words.strip()])


@given(st.lists(st.tuples(st.sampled_from(["", "a"]), SIGNS), max_size=6))
def test_plain_text_has_every_sign(parts: list[tuple[str, str]]) -> None:
    html = f"<p>{''.join(map(marked, parts))}</p>"
    assert "".join(as_text(html).split()) == Seen(html).text


def marked(part: tuple[str, str]) -> str:
    """A piece of HTML."""
    tag, words = part
    href = ' href="./entities/acme/"' if tag == "a" else ""
    return f"<{tag}{href}>{escape(words)}</{tag}>" if tag else escape(words)
