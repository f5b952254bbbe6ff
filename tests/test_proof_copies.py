"""A stored copy gives its text, or says why it has none: it never crashes a search, and never takes for ever."""

import gzip
import io
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from factsheet.proof.extract import MOST_BYTES, Unreadable, text_of
from factsheet.proof.nearest import nearest
from factsheet.proof.passage import MOST_PLACES, Text
from pypdf import PdfWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = "https://paper.example/saws"
LONG = "The office counted saws in every workshop of the town, and wrote a report of three pages about them. " * 3


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


def pdf(*pages: str, more: str = "") -> bytes:
    """A document with a line of text for each line of each page; `more` is written into its page tree."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids: list[str] = []
    for page in pages:
        lines = " ".join(f"({line}) Tj T*" for line in page.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {lines} ET" if page else ""
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}{more}]/Count {len(kids)}>>"
    text = "%PDF-1.4\n"
    places: list[int] = []
    for number, held in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{held}\nendobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{entries}"
    return f"{text}{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n".encode("latin-1")


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def warc(
    body: bytes,
    media_type: str = "text/html; charset=utf-8",
    *,
    packed: bool = False,
    headers: tuple[str, str] = ("", ""),
) -> bytes:
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=packed)
    fields = [("Content-Type", media_type), *([headers] if headers[0] else [])]
    answer = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(PAGE, "response", payload=io.BytesIO(body), http_headers=answer))
    return held.getvalue()


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def fault(raw: bytes, media_type: str, url: str | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        text_of(raw, media_type, url)
    return refused.value.fault


@pytest.mark.parametrize(
    ("raw", "media_type", "text"),
    [
        ("Säge “gut”".encode(), "text/plain", "Säge “gut”"),
        ("\ufeffSäge".encode(), "text/plain; charset=UTF-8", "Säge"),
        ("Säge “gut”".encode("cp1252"), "text/plain; charset=iso-8859-1", "Säge “gut”"),
        ("我们卖锯".encode("gb18030"), "text/plain; charset=GB2312", "我们卖锯"),
        ("بعنا منشارًا".encode("utf-16"), "text/plain; charset=utf-16", "بعنا منشارًا"),
    ],
)
def test_text_is_read_in_its_character_set(raw: bytes, media_type: str, text: str) -> None:
    assert text_of(raw, media_type) == text


def test_a_page_is_read_in_the_character_set_that_it_names() -> None:
    named = '<meta charset="gbk">'
    body = f"<p>{'我们卖锯，也卖刀。' * 20}</p>"
    raw = html(body, named).decode().encode("gb18030")
    assert "我们卖锯，也卖刀。" in text_of(raw, "text/html")
    assert fault(raw, "text/html; charset=utf-8") == "not-text"
    assert fault(html(body).decode().encode("gb18030"), "text/html") == "not-text"


@pytest.mark.parametrize(
    ("raw", "media_type", "said"),
    [
        (b"", "text/plain", "empty"),
        (b" \n\t ", "text/html", "empty"),
        (b"x" * (MOST_BYTES + 1), "text/plain", "too-large"),
        (b"\xff\xfe\xfa", "text/plain", "not-text"),
        ("Säge".encode("latin-1"), "text/plain", "not-text"),
        ("Säge".encode(), "text/plain; charset=us-ascii-ish", "not-text"),
        (b"a\x00b", "text/plain", "not-text"),
        (b"a", "text/plain; charset=undefined", "not-text"),
        (b"a", "text/plain; charset=idna", "not-text"),
        (b"a", "text/plain; charset=hex", "not-text"),
        (b"a", 'text/plain; charset="\x00"', "not-text"),
        (b"a", "text/plain;\n charset=nothing", "not-text"),
        (b"a", "image/png", "unknown-type"),
        (("a" + "\u0301\u0327" * 100_000).encode(), "text/plain", "not-text"),
        (b"no page at all", "text/html", "not-text"),
        (html(""), "text/html", "no-text"),
        (b"<html></html>", "text/html", "no-text"),
        (html("<script>var words = 'We sell saws';</script><style>p {}</style>"), "text/html", "no-text"),
        (html(f'<p hidden>{LONG}</p><p style="display: none">{LONG}</p>'), "text/html", "no-text"),
        (html("", f'<script type="application/ld+json">{{"articleBody": "{LONG}"}}</script>'), "text/html", "no-text"),
        (gzip.compress(b"\0" * 50_000_000, mtime=0), "text/html", "not-text"),
        (b"<p>" * 60_000, "text/html", "too-large"),
        (pdf(""), "application/pdf", "no-text"),
        (pdf(), "application/pdf", "no-text"),
        (pdf("We sell saws.")[:200], "application/pdf", "damaged"),
        (b"%PDF-1.4 and nothing", "application/pdf", "damaged"),
        (encrypted(), "application/pdf", "damaged"),
        (pdf("We sell saws.", more=" 5 0 R" * 20_000), "application/pdf", "too-large"),
        (pdf("We sell saws.", more=" 2 0 R"), "application/pdf", "damaged"),
        (b"WARC/1.0\r\nnothing", "application/warc", "not-in-archive"),
        (b"nothing", "application/warc", "damaged"),
        (gzip.compress(b"nothing", mtime=0)[:-4], "application/warc", "damaged"),
        (gzip.compress(b"\0" * (5 * MOST_BYTES), 1), "application/warc", "too-large"),
        (warc(b"a", "image/png"), "application/warc", "not-in-archive"),
        (warc(b""), "application/warc", "empty"),
        (warc(b"\xff", "text/plain"), "application/warc", "not-text"),
        (warc(b"\x1f\x8b\x08nothing", headers=("Content-Encoding", "gzip")), "application/warc", "not-text"),
        (warc(warc(b"a"), "application/warc"), "application/warc", "not-in-archive"),
    ],
)
def test_a_copy_without_text_says_why(raw: bytes, media_type: str, said: str) -> None:
    assert fault(raw, media_type) == said


def test_a_page_is_read_paragraph_by_paragraph_with_the_marks_that_a_browser_draws() -> None:
    body = f"<p>He said <q>we <q>do</q> sell</q>.</p><p>“One” <br>two</p><div>{LONG}</div><ul><li>item</li></ul>"
    lines = text_of(html(body), "text/html").split("\n")
    assert [line.strip() for line in lines[:3]] == ["He said “we ‘do’ sell”.", "“One”", "two"]


@pytest.mark.parametrize(
    "tag", ["em", "a", "time", "label", "button", "span class=promo", "span class=hidden-xs", "sup", "del", "x-own"]
)
def test_no_words_fall_out_of_a_paragraph_of_a_page(tag: str) -> None:
    body = f"<p>“We did <{tag}>not</{tag.split()[0]}> sell saws,” he said.</p><p>{LONG}</p>"
    assert "“We did not sell saws,” he said." in text_of(html(body), "text/html").split("\n")


def test_what_stands_before_and_behind_a_block_that_is_left_out_is_not_one_line() -> None:
    body = f"<div>“We did <aside>not</aside> sell saws,” he said.</div><p>{LONG}</p>"
    assert "We did sell saws" not in text_of(html(body), "text/html")


def test_the_pages_of_a_document_are_parted_and_so_are_its_paragraphs() -> None:
    page = "He wrote of what it was that he had counted there:\nsaws.\nShe wrote a long line of what she had sorted\nthere."
    text = Text(text_of(pdf(page, "Another page."), "application/pdf"))
    found = [" ".join(text.text[start:end].split()) for start, end in text.paragraphs]
    assert found == [
        "He wrote of what it was that he had counted there: saws.",
        "She wrote a long line of what she had sorted there.",
        "Another page.",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        warc(html(f"<p>{LONG}</p>")),
        warc(html(f"<p>{LONG}</p>"), packed=True),
        warc(gzip.compress(html(f"<p>{LONG}</p>")), headers=("Content-Encoding", "gzip")),
        warc(chunked(html(f"<p>{LONG}</p>")), headers=("Transfer-Encoding", "chunked")),
        warc(LONG.encode(), "text/plain"),
        warc(b"a", "image/png") + warc(LONG.encode(), "text/plain"),
    ],
)
def test_a_page_in_an_archive_is_read(raw: bytes) -> None:
    assert text_of(raw, "application/warc").strip() == LONG.strip()
    assert text_of(raw, "application/warc", PAGE).strip() == LONG.strip()
    assert fault(raw, "application/warc", "https://paper.example/other") == "not-in-archive"


def test_of_several_pages_in_an_archive_none_is_read_that_has_no_address() -> None:
    raw = warc(LONG.encode(), "text/plain") + warc(b"Another page.", "text/plain")
    assert fault(raw, "application/warc") == "not-in-archive"


def seconds(text: str, words: str) -> float:
    """How long it takes to look for the words, and for what is most like them."""
    start = time.process_time()
    held = Text(text)
    held.places(words)
    held.places(words, prefix="“", suffix="”")
    nearest(words, held)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "“",
        '"',
        "“”",
        "“a”",
        "'",
        "a",
        "a ",
        "-",
        "a-\n",
        "a\n",
        " ",
        "\n",
        "a\n\n",
        "„“",
        "«»",
        "a: ",
        "\u00ad",
    ],
)
@pytest.mark.parametrize("words", ["a", "a a", "“", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "a - b", "a" + " a" * 40])
def test_the_time_for_a_copy_grows_about_as_its_length(unit: str, words: str) -> None:
    lengths = (5_000, 40_000)
    short, long = (seconds(f"x{unit * (length // len(unit))}", words) for length in lengths)
    assert long < 30 * max(short, 0.02)


def test_no_more_places_are_looked_for_than_anybody_asks_for() -> None:
    assert len(Text("no " * 5000).places("no")) == MOST_PLACES


def broken(make: Callable[[], bytes], number: int) -> bytes:
    raw = bytearray(make())
    raw[number * 7919 % len(raw)] ^= 1 << number % 8
    return bytes(raw)


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (lambda: pdf("We sell saws."), "application/pdf"),
        (lambda: warc(html(f"<p>{LONG}</p>"), packed=True), "application/warc"),
        (lambda: warc(chunked(b"We sell"), headers=("Transfer-Encoding", "chunked")), "application/warc"),
        (lambda: html("<p>We <q>sell</q> saws.</p>"), "text/html"),
    ],
)
def test_no_damage_crashes_a_search(make: Callable[[], bytes], media_type: str) -> None:
    for number in range(150):
        with suppress(Unreadable):
            text_of(broken(make, number), media_type)
