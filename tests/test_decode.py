"""Whatever has a wrong shape is refused in our own words, at its place, with a remedy; what is right becomes a record."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from factsheet.decode import decode, decode_vocabularies
from factsheet.folder import PROOFS
from factsheet.model import KINDS, Kind, Record, Value, Vocabularies
from factsheet.problem import Problem
from factsheet.proof.keep import joined
from factsheet.reader import Document, parse
from pydantic import ValidationError

TOY = Path(__file__).parent / "toy_facts"
FILES = sorted((kind, file) for kind in KINDS for file in TOY.glob(f"{kind}/*.yml"))
STAND_INS: tuple[Any, ...] = ("", "some words", "two\nlines", [], ["x"], [[]], {}, {"x": "y"}, [{"x": []}])


def document(text: str) -> Document:
    parsed = parse(text.encode(), "facts/a.yml")
    assert isinstance(parsed, Document), parsed
    return parsed


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    """The toy lists."""
    decoded = decode_vocabularies(document((TOY / "vocabularies.yml").read_text("utf-8")))
    assert isinstance(decoded, Vocabularies)
    return decoded


def refused(kind: Kind, text: str, vocabularies: Vocabularies) -> list[tuple[str, str]]:
    """Message and remedy of each problem of a record."""
    decoded = decode(document(text), kind, vocabularies)
    assert isinstance(decoded, tuple)
    return [(problem.message, problem.fix) for problem in decoded]


def plain(file: Path) -> dict[str, Any]:
    loaded = parse(file.read_bytes(), file.name)
    assert isinstance(loaded, Document)
    return loaded.data


def spoiled(data: Any) -> Iterator[Any]:
    """The data with one value replaced or one key taken away or added, in each place and way."""
    steps = list(data.items() if isinstance(data, dict) else enumerate(data))
    for step, inner in steps:
        for stand_in in STAND_INS:
            yield _with(data, step, stand_in)
        if isinstance(inner, dict | list):
            for changed in spoiled(inner):
                yield _with(data, step, changed)
        if isinstance(data, dict):
            yield {key: value for key, value in data.items() if key != step}
    if isinstance(data, dict):
        yield {**data, "unheard_of": "x"}


def _with(data: Any, step: Any, value: Any) -> Any:
    if isinstance(data, dict):
        return {**data, step: value}
    return [*data[:step], value, *data[step + 1 :]]


def words_of_the_library(kind: Kind, data: Mapping[str, Any]) -> set[str]:
    """What pydantic itself says about the data, our own validators' messages left out."""
    try:
        KINDS[kind].model_validate(data)
    except ValidationError as error:
        return {found["msg"] for found in error.errors() if "fix" not in found.get("ctx", {})}
    return set()


def as_data(value: Any) -> Any:
    """A value of a record as its file writes it: only the keys that were written."""
    if isinstance(value, Value):
        fields = type(value).model_fields
        return {fields[name].alias or name: as_data(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, tuple):
        return [as_data(item) for item in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(("kind", "file"), FILES, ids=[file.stem for _kind, file in FILES])
def test_a_record_holds_all_that_its_file_says(kind: Kind, file: Path, vocabularies: Vocabularies) -> None:
    beside = TOY / PROOFS / file.name
    whole = joined(document(file.read_text("utf-8")), document(beside.read_text("utf-8")) if beside.exists() else None)
    record = decode(whole, kind, vocabularies)
    assert isinstance(record, Record)
    assert as_data(record) == {**plain(file), **(plain(beside) if beside.exists() else {})}


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_is_in_the_words_of_a_library(kind: Kind, vocabularies: Vocabularies) -> None:
    files = [file for folder, file in FILES if folder == kind]
    largest = max(files, key=lambda file: file.stat().st_size)
    tried = 0
    for data in spoiled(plain(largest)):
        theirs = words_of_the_library(kind, data)
        decoded = decode(document(json.dumps(data, ensure_ascii=False)), kind, vocabularies)
        ours = decoded if isinstance(decoded, tuple) else ()
        assert bool(ours) >= bool(theirs)
        for problem in ours:
            assert not any(words in problem.message or words in problem.fix for words in theirs), problem
            assert well_said(problem), problem
        tried += 1
    assert tried > 100


def well_said(problem: Problem) -> bool:
    """Whether a problem names a place in the file, says something on one line, and what to do."""
    lines = (problem.message, problem.fix)
    return problem.location.line > 0 and all(len(line) > 10 and line.isprintable() for line in lines)


def test_a_problem_stands_where_the_wrong_value_stands(vocabularies: Vocabularies) -> None:
    text = "id: a\ntext: x\nlang: en\nspeaker: b\ncitations:\n  - source: s\n    bearing: [supports]\n"
    decoded = decode(document(text), "quotes", vocabularies)
    assert isinstance(decoded, tuple)
    (problem,) = decoded
    place = problem.location
    assert (place.path, place.line, place.column, problem.code) == ("facts/a.yml", 7, 14, "FS203")


@pytest.mark.parametrize(
    ("misspelt", "fix"),
    [
        ("speeker: b", "did you mean 'speaker'?"),
        ("sayd_on: 2019", "did you mean 'said_on'?"),
        ("citation: []", "did you mean 'citations'?"),
        ("former_id: []", "did you mean 'former_ids'?"),
    ],
)
def test_a_misspelt_key_is_guessed(misspelt: str, fix: str, vocabularies: Vocabularies) -> None:
    text = f"id: a\ntext: x\nlang: en\nspeaker: b\n{misspelt}\n"
    key = misspelt.partition(":")[0]
    assert refused("quotes", text, vocabularies) == [(f"there is no key '{key}' here", fix)]


def test_a_key_unlike_any_is_answered_with_all_that_there_are(vocabularies: Vocabularies) -> None:
    text = "id: a\nquestion: x\nstatus: open\nreadings: [{says: a}, {says: b, zzz: c}]\n"
    assert refused("disagreements", text, vocabularies) == [
        ("there is no key 'zzz' here", "use one of: citations, as_of, from, to, said_by, note, says, quotes")
    ]


@pytest.mark.parametrize(
    ("status", "fix"),
    [
        ("opne", "did you mean 'open'?"),
        ("explain", "did you mean 'explained'?"),
        ("zzz", "use one of: open, explained"),
    ],
)
def test_a_misspelt_term_is_guessed(status: str, fix: str, vocabularies: Vocabularies) -> None:
    text = f"id: a\nquestion: x\nstatus: {status}\nreadings: [{{says: a}}, {{says: b}}]\n"
    assert refused("disagreements", text, vocabularies) == [(f"'{status}' is not in the list 'status'", fix)]


def test_all_mistakes_of_a_record_are_told_at_once(vocabularies: Vocabularies) -> None:
    text = "id: A\nquestion: Room # 5\nstatus: opne\nabout: acme\nreadings: [{says: a, as_of: 2019-13, zz: x}, {}]\n"
    decoded = decode(document(text), "disagreements", vocabularies)
    assert isinstance(decoded, tuple)
    assert sorted(problem.code for problem in decoded) == [
        "FS108",
        "FS201",
        "FS202",
        "FS203",
        "FS205",
        "FS206",
        "FS207",
    ]


def test_a_long_or_hostile_value_is_shown_cut_and_on_one_line(vocabularies: Vocabularies) -> None:
    text = 'id: a\nquestion: x\nstatus: "\\n::error::[31m' + "x" * 500 + '"\nreadings: [{says: a}, {says: b}]\n'
    ((message, _fix),) = refused("disagreements", text, vocabularies)
    assert message.startswith(r"'\u000a::error::[31mxxx")
    assert message.endswith("x…' is not in the list 'status'")
    assert len(message) == 200 + 2 + len(" is not in the list 'status'")


@pytest.mark.parametrize(
    "text",
    [
        "No",
        "Null",
        "1e5",
        "5 > 3",
        "{{ 7*7 }}",
        "C:\\",
        "O'Brien",
        "ئۇيغۇر",
        "海康威视",
        "👨‍👩‍👧",
        "<b>x</b>",
        "007",
        "~",
    ],
)
def test_harmless_text_stays_text_in_every_field(text: str, vocabularies: Vocabularies) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    record = decode(document(f"id: a\ntype: company\nname: {quoted}\nnote: {quoted}\n"), "entities", vocabularies)
    assert isinstance(record, KINDS["entities"])
    assert (getattr(record, "name", None), record.note) == (text, text)


def test_a_record_cannot_be_changed(vocabularies: Vocabularies) -> None:
    record = decode(document("id: a\ntype: company\nname: A\n"), "entities", vocabularies)
    assert isinstance(record, Record)
    with pytest.raises(ValidationError, match="frozen"):
        record.id = "b"
