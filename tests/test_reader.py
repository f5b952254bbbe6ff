"""The reader refuses what hides or harms, takes everything else letter for letter, and knows where it stands."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from factsheet.problem import Location, Problem
from factsheet.reader import Document, Place, guard, parse, read
from hypothesis import given
from hypothesis import strategies as st

MOST_SECONDS = 2.0

unseen = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202e\u2066\ufeff\ufff9\x7f\x85"
variants = "".join(map(chr, range(0xE0100, 0xE01F0)))
signs = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"], exclude_characters=unseen + variants
)
texts = st.text(signs, max_size=30).filter(str.isprintable)
words = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
keys = st.one_of(words, texts.filter(lambda text: text not in ("", "<<")))
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)
records = st.dictionaries(keys, values, min_size=1, max_size=4)
styles = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, "'", '"']),
        "indent": st.integers(2, 6),
        "allow_unicode": st.just(True),
        "width": st.just(10_000),
    }
)


def document(text: str) -> Document:
    """The document in a text that has nothing wrong with it."""
    parsed = parse(text.encode(), "facts/quotes/a.yml")
    assert isinstance(parsed, Document), parsed
    return parsed


def problem(raw: bytes) -> Problem:
    """The one problem of these bytes."""
    parsed = parse(raw, "a.yml")
    assert isinstance(parsed, tuple)
    (found,) = parsed
    return found


def refusal(raw: bytes) -> tuple[str, int, int]:
    """Code, line and column of the one problem of these bytes."""
    found = problem(raw)
    return found.code, found.location.line, found.location.column


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text in plain data, with its path."""
    if isinstance(data, str):
        yield path, data
    else:
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(inner, (*path, step))


def key_paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of each key in plain data."""
    if not isinstance(data, str):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            if isinstance(step, str):
                yield (*path, step)
            yield from key_paths(inner, (*path, step))


def standing_at(location: Location, text: str) -> str:
    """What a text has at a location, as the value that YAML makes of it alone."""
    line = text.split("\n")[location.line - 1]
    return str(yaml.load(line[location.column - 1 :][: location.width], yaml.BaseLoader))


@given(records, styles)
def test_every_text_is_read_letter_for_letter(data: dict[str, Any], style: dict[str, Any]) -> None:
    assert document(yaml.dump(data, **style)).data == data


@given(records, styles)
def test_the_location_of_every_value_points_at_its_text(data: dict[str, Any], style: dict[str, Any]) -> None:
    text = yaml.dump(data, **style)
    read_back = document(text)
    for path, value in leaves(data):
        assert standing_at(read_back.location(path), text) == value


@given(records, styles)
def test_the_location_of_every_key_points_at_its_text(data: dict[str, Any], style: dict[str, Any]) -> None:
    text = yaml.dump(data, **style)
    read_back = document(text)
    for path in key_paths(data):
        assert standing_at(read_back.location(path, key=True), text) == path[-1]


@given(records)
def test_every_list_and_group_of_keys_has_a_place_inside_the_file(data: dict[str, Any]) -> None:
    text = yaml.dump(data, allow_unicode=True)
    lines = text.split("\n")

    def look(place: Place) -> None:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        for inner in (place.inside or {}).values():
            look(inner)

    look(document(text).place)


TWO_READINGS = """\
id: acme
readings:
  - says: 爱克米 工具
    citations: [{source: 时报, at: line 4}]
  - says: "quoted"
text: |-
  two
  lines
"""


@pytest.mark.parametrize(
    ("path", "location"),
    [
        (("id",), (1, 5, 4)),
        (("readings",), (3, 3, 1)),
        (("readings", 0), (3, 5, 1)),
        (("readings", 0, "says"), (3, 11, 6)),
        (("readings", 0, "citations", 0, "source"), (4, 26, 2)),
        (("readings", 0, "citations", 0, "at"), (4, 34, 6)),
        (("readings", 1, "says"), (5, 11, 8)),
        (("text",), (6, 7, 1)),
        (("readings", 5, "says"), (3, 3, 1)),
        (("nowhere",), (1, 1, 1)),
    ],
)
def test_lines_and_columns_count_from_one_and_in_characters(
    path: tuple[str | int, ...], location: tuple[int, int, int]
) -> None:
    found = document(TWO_READINGS).location(path)
    assert (found.path, found.line, found.column, found.width) == ("facts/quotes/a.yml", *location)


def test_a_key_has_a_location_of_its_own() -> None:
    found = document(TWO_READINGS).location(("readings", 0, "citations"), key=True)
    assert (found.line, found.column, found.width) == (4, 5, 9)


def test_a_byte_order_mark_is_dropped() -> None:
    found = document("\ufeffid: acme\n")
    assert (found.data, found.location(("id",)).column) == ({"id": "acme"}, 5)


def test_lines_that_end_as_on_windows_are_read_as_ever() -> None:
    found = document("id: acme\r\nname: Acme\r\n")
    assert (found.data, found.location(("name",)).line) == ({"id": "acme", "name": "Acme"}, 2)


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "Null",
        "~",
        "yes",
        "1e5",
        "0x1F",
        "007",
        "12:30:45",
        "2019-10-07",
        "2021-02-30",
        ".inf",
        "5 > 3",
        "a < b > c",
        "x {{ y }} z",
        "C:\\",
        "C:\\new\\table",
        "O'Brien",
        "“quoted” and ‘single’",
        "100 %",
        "a@b.example",
        "x = y",
        "tab\there",
        "trailing ...",
        "---x",
        "Nº 5 – § 12",
        "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى",
        "می‌خواهم",
        "क्‍ष",
        "杭州海康威视数字技术股份有限公司",
        "𠮷野家",
        "葛\U000e0100城",
        "é (decomposed)",
        "👍🏽 👨‍👩‍👧 🏳️‍🌈 ❤️‍🔥 🇨🇳",
        "<b>x</b>",
    ],
)
@pytest.mark.parametrize("style", ["plain", "single", "double", "literal", "folded"])
def test_harmless_text_is_never_refused_nor_altered(text: str, style: str) -> None:
    assert document(f"text: {written(text, style)}\n").data == {"text": text}


@pytest.mark.parametrize(
    "text",
    [
        "{{",
        "{{ 7*7 }}",
        "{% raw %}",
        "[a](javascript:alert(1))",
        "*[the]: fraud",
        ":smile:",
        "--- title: x",
        "!important",
        "&amp;",
        "Two readings: one",
        "Room # 5",
        "",
    ],
)
@pytest.mark.parametrize("style", ["single", "double"])
def test_in_quotation_marks_any_text_is_taken_as_it_stands(text: str, style: str) -> None:
    assert document(f"text: {written(text, style)}\n").data == {"text": text}


def written(text: str, style: str) -> str:
    """A text as one of YAML's styles writes it."""
    return {
        "plain": text,
        "single": "'" + text.replace("'", "''") + "'",
        "double": '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"',
        "literal": f"|-\n  {text}",
        "folded": f">-\n  {text}",
    }[style]


@pytest.mark.parametrize("text", ["No", "1e5", "5 > 3", "{{", "C:\\", "O'Brien", "ئۇيغۇر", "爱克米", "👨‍👩‍👧"])
def test_harmless_text_may_stand_in_a_remark(text: str) -> None:
    assert document(f"# {text}\nid: acme  # {text}\n").data == {"id": "acme"}


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"id: caf\xe9\n", "FS103", 1, 1),
        (b"id: a\nname: \xff\n", "FS103", 2, 1),
        ("id: a\n".encode("utf-16"), "FS103", 1, 1),
        (b"id: \xed\xa0\x80\n", "FS103", 1, 1),
        (b"id: a\nnote: Two: readings: one\n", "FS104", 2, 10),
        (b"id: [a\n", "FS104", 2, 1),
        (b"id: a\n\tname: b\n", "FS104", 2, 1),
        (b"id: a\nname: @b\n", "FS104", 2, 7),
        (b'id: "a\n', "FS104", 2, 1),
        (b"id: a\nname: b\nid: c\n", "FS105", 3, 1),
        (b"id: a\nnames:\n  - {text: b, text: c}\n", "FS105", 3, 15),
        (b"id: &x a\n", "FS106", 1, 5),
        (b"id: &x a\nname: *x\n", "FS106", 1, 5),
        (b"id: a\nname: *x\n", "FS106", 2, 7),
        (b"*x : a\n", "FS106", 1, 1),
        (b"&x id: a\n", "FS106", 1, 1),
        (b"<<: {id: a}\n", "FS106", 1, 1),
        (b"id: !!str a\n", "FS106", 1, 5),
        (b"id: !python/object:os.system a\n", "FS106", 1, 5),
        (b"names: !!set {a}\n", "FS106", 1, 8),
        (b"names: &x [a]\n", "FS106", 1, 8),
        (b"? [a, b]\n: c\n", "FS106", 1, 3),
        (b"%YAML 1.1\n---\nid: a\n", "FS106", 1, 1),
        (b"%TAG ! tag:x,2000:\n---\nid: a\n", "FS106", 1, 1),
        (b"id: a\n---\nid: b\n", "FS106", 2, 1),
        (b"", "FS107", 0, 0),
        (b"# nothing\n", "FS107", 0, 0),
        (b"\xef\xbb\xbf", "FS107", 0, 0),
        (b"- id: a\n", "FS107", 1, 1),
        (b"id\n", "FS107", 1, 1),
    ],
)
def test_what_is_no_plain_record_is_refused_at_its_place(raw: bytes, code: str, line: int, column: int) -> None:
    assert refusal(raw) == (code, line, column)


def test_a_document_may_begin_with_its_mark() -> None:
    assert document("# yaml-language-server: x\n---\nid: acme\n").data == {"id": "acme"}


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\x00", "U+0000"),
        ("\x07", "U+0007"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\x9b", "U+009B"),
        ("\u00ad", "U+00AD"),
        ("\u061c", "U+061C"),
        ("\u200b", "U+200B"),
        ("\u200d", "U+200D"),
        ("\u200e", "U+200E"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\u202e", "U+202E"),
        ("\u2060", "U+2060"),
        ("\u2066", "U+2066"),
        ("\ufeff", "U+FEFF"),
        ("\U000e0041", "U+E0041"),
        ("\r", "U+000D"),
    ],
)
@pytest.mark.parametrize("place", ["in a value", "in a key", "in a remark"])
def test_a_sign_that_cannot_be_seen_is_refused_wherever_it_stands(sign: str, name: str, place: str) -> None:
    line, column = {
        "in a value": (f"name: Ac. {sign} me", 11),
        "in a key": (f"na- {sign} me: Acme", 5),
        "in a remark": (f"name: Acme # {sign} x", 14),
    }[place]
    found = problem(f"id: acme\n{line}\n".encode())
    assert (found.code, found.location.line, found.location.column) == ("FS601", 2, column)
    assert found.message == f"the line holds a sign that cannot be seen, {name}"


def test_the_quick_look_passes_over_no_sign_that_cannot_be_seen() -> None:
    signs = (chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)
    caught = {sign for sign in signs if guard._PERHAPS.search(sign)}
    assert {sign for sign in caught if not sign.encode().translate(None, guard._SEEN)} == set()


@pytest.mark.parametrize("escape", ["\\uFFFE", "\\uFFFF", "\\uFDD0", "\\U0001FFFF", "\\U0010FFFE"])
def test_an_escape_writes_no_sign_that_xml_could_not_hold(escape: str) -> None:
    assert problem(f'id: acme\nname: "Ac{escape}me"\n'.encode()).code == "FS601"


def test_every_unseen_sign_is_named_up_to_twenty() -> None:
    parsed = parse(("id: acme\n" + "note: x\u200b\n" * 30).encode(), "a.yml")
    assert isinstance(parsed, tuple)
    assert [found.location.line for found in parsed] == list(range(2, 22))


def test_joined_emoji_do_not_hide_a_bad_sign_behind_them() -> None:
    assert refusal(("note: " + "👨‍👩 " * 30 + "\u202e\n").encode()) == ("FS601", 1, 127)


def test_a_remark_that_cuts_a_plain_text_is_noted() -> None:
    text = 'a: Room # 5\nb: "Room # 5"\nc: Room#5\nd: [x, y] # z\ne:\n  - f: g # h\n'
    assert document(text).cuts() == (("a",), ("e", 0, "f"))


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("one byte too many", b"id: a\n#" + b"x" * (256 * 1024 - 6), "FS102"),
        ("thirteen levels", b"a: " + b"[" * 12 + b"]" * 12, "FS102"),
        ("20,001 parts", b"a: [" + b"x," * 20_000 + b"]", "FS102"),
    ],
)
def test_a_record_has_its_limits(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    (tmp_path / "a.yml").write_bytes(raw)
    found = read(tmp_path / "a.yml", "a.yml")
    assert isinstance(found, tuple)
    assert [each.code for each in found] == [code], name


@pytest.mark.parametrize(
    "raw",
    [
        b"id: a\n#" + b"x" * (256 * 1024 - 7),
        b"a: " + b"[" * 11 + b"]" * 11,
        b"a: [" + b"x," * 19_990 + b"]",
    ],
    ids=["256 KiB", "twelve levels", "20,000 parts"],
)
def test_a_record_may_go_to_its_limits(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.yml").write_bytes(raw)
    assert isinstance(read(tmp_path / "a.yml", "a.yml"), Document)


FULL = 256 * 1024


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff" * FULL,
        b"\x00" * FULL,
        "\u202e".encode() * (FULL // 3),
        ("\u202e\n".encode() * (FULL // 4)),
        "👨‍".encode() * (FULL // 7),
        b"a: " + b"[" * (FULL - 3),
        b"[" * FULL,
        b"{a: " * (FULL // 4),
        b"- " * (FULL // 2),
        b"? " * (FULL // 2),
        b"a: &a [" * (FULL // 7),
        b"#" * FULL,
        b" " * FULL,
        b"\n" * FULL,
        b"a" * FULL,
        b"a: '" + b"x" * (FULL - 4),
        b'"' * FULL,
        b"a: |\n" + b" \n" * (FULL // 2 - 3),
        b"a: x # y\n" * (FULL // 9),
        b"".join(b"k%05d: x # y\n" % n for n in range(FULL // 14)),
        b"a: [" + b"," * (FULL - 4),
        b"%TAG ! tag:x\n" * (FULL // 13),
        b"---\n" * (FULL // 4),
        b"x" * (FULL + 1),
    ],
    ids=lambda raw: repr(bytes(raw[:12])),
)
def test_the_worst_file_costs_less_than_two_seconds(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.yml").write_bytes(raw)
    start = time.process_time()
    found = read(tmp_path / "a.yml", "a.yml")
    assert time.process_time() - start < MOST_SECONDS
    assert isinstance(found, Document) or 1 <= len(found) <= 20


def test_a_link_a_pipe_a_folder_and_a_device_are_no_records(tmp_path: Path) -> None:
    (tmp_path / "there.yml").write_text("id: there\n")
    (tmp_path / "link.yml").symlink_to(tmp_path / "there.yml")
    (tmp_path / "dangling.yml").symlink_to(tmp_path / "nowhere.yml")
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "folder.yml").mkdir()
    files = [*(tmp_path / f"{name}.yml" for name in ("link", "dangling", "pipe", "folder")), Path("/dev/zero")]
    for file in files:
        found = read(file, file.name)
        assert isinstance(found, tuple)
        assert [(each.location, each.code, each.message) for each in found] == [
            (Location(file.name), "FS101", "this is not a regular file")
        ]


def test_a_document_keeps_its_very_bytes() -> None:
    raw = "\ufeff# remark\r\nid: 'acme'\r\n".encode()
    parsed = parse(raw, "a.yml")
    assert isinstance(parsed, Document)
    assert parsed.raw == raw
