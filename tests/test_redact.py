"""Words taken out by law: gone from every file, and nothing else is lost; broken off anywhere, it can be completed."""

import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import HERE, built
from factsheet import release
from factsheet.cli import commands
from factsheet.folder import SNAPSHOTS
from factsheet.ledger import Ledger, history_of, is_removed, read_ledger, removed
from factsheet.model import KINDS, Kind
from factsheet.model.fields import Literally
from factsheet.model.references import marked
from factsheet.pipeline import check
from factsheet.reader import Document, parse, read, unseen
from factsheet.reader.writer import as_yaml
from factsheet.redact import NotRemovable, Removal, Stay, carry_out, removal
from hypothesis import example, given
from hypothesis import strategies as st

SAID = {
    "entities": "name",
    "sources": "title",
    "allegations": "statement",
    "quotes": "text",
    "events": "title",
    "disagreements": "question",
}
RECORDS: dict[str, Kind] = {
    file.stem: kind for kind in KINDS for file in sorted((HERE / "toy_facts" / kind).glob("*.yml"))
}
DAY = date(2026, 12, 1)
TODAY = "2026-12-31"
PRINTS = {"text", "exact", "prefix", "suffix", "as_printed"}
THUMBS = "guild-2024-05-02-thumbs"
ASKED = "On which day were the toolmakers listed?"
ASKED_BEFORE = "When were they listed?"
NOTED = "2024.09.0"
FINE, REFUSED, USAGE = 0, 1, 2


@pytest.fixture(autouse=True)
def on_a_later_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run on a day after all the removals."""
    monkeypatch.setattr("factsheet.cli.group.today", lambda: TODAY)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the toy facts, with their releases."""
    return Path(shutil.copytree(HERE / "toy_facts", tmp_path / "facts"))


@pytest.fixture
def quoted(facts: Path) -> Path:
    """The same; others quote what a disagreement asks and asked: a record, a release's note, and once its own note."""
    file = facts / "disagreements" / "day-of-the-2024-listing.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("note: By", f"note: {ASKED} By"), "utf-8")
    publish(facts)
    file.write_text(text, "utf-8")
    add(facts, "entities/acme-holding", f'note: Some asked "{ASKED}", some "{ASKED_BEFORE}"\n')
    publish(facts, f"It was asked before: {ASKED_BEFORE}")
    add(facts, "entities/lizi", f"note: Nobody asked it that. {ASKED}\n")
    return facts


@pytest.fixture
def noted(facts: Path) -> Path:
    """The same; a record and a later release have the words of a release's note."""
    note = next(one.note for one in ledger_of(facts).releases if one.version == NOTED)
    add(facts, "entities/lizi", f"note: {note}\n")
    publish(facts, note)
    return facts


def plan(facts: Path, id: str, field: str | None = None, day: date = DAY) -> Removal:
    return removal(facts, ledger_of(facts), id, "privacy", day, field)


def remove(facts: Path, id: str, field: str | None = None) -> None:
    carry_out(plan(facts, id, field), facts)


def told(facts: Path, id: str, field: str | None = None) -> list[tuple[str, str | None]]:
    """Where a removal leaves words: file and field."""
    return [(str(stay.file.relative_to(facts)), stay.field) for stay in plan(facts, id, field).stays]


def correct(facts: Path, id: str, field: str, was: str, now: str) -> None:
    """Puts other words in the place of a record's, and says so."""
    file = facts / RECORDS[id] / f"{id}.yml"
    data = data_of(facts, f"{RECORDS[id]}/{id}")
    correction = {"field": field, "was": was, "now": now, "reason": "source-misread"}
    entries = as_yaml({"corrections": [*data.pop("corrections", ()), correction]})
    file.write_text(as_yaml(data).replace(was, now) + entries, "utf-8")


def ledger_of(facts: Path) -> Ledger:
    ledger = read_ledger(facts)
    assert isinstance(ledger, Ledger), ledger
    return ledger


def publish(facts: Path, note: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Publishes what changed: the ids with their classes."""
    dataset = check(facts).dataset
    assert dataset is not None
    new = release.draft(dataset, DAY, note)
    assert new is not None
    release.write(new, facts)
    return [(change.id, change.classes) for change in new.changes]


def add(facts: Path, name: str, text: str) -> None:
    with (facts / f"{name}.yml").open("a", encoding="utf-8") as file:
        file.write(text)


def data_of(facts: Path, name: str) -> dict[str, Any]:
    document = read(facts / f"{name}.yml", name)
    assert isinstance(document, Document), document
    return document.data


def texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def all_texts(facts: Path) -> set[str]:
    """Every text of every record, in its file and in every release, and the releases' notes."""
    files = {
        text
        for kind in KINDS
        for file in (facts / kind).glob("*.yml")
        for text in texts(data_of(facts, f"{kind}/{file.stem}"))
    }
    releases = ledger_of(facts).releases
    changes = [change for one in releases for change in one.changes if change.kind != "vocabularies"]
    kept = {text for change in changes for text in texts(change.record)}
    return files | kept | {one.note for one in releases if one.note}


def everywhere(facts: Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(file.relative_to(facts)): file.read_bytes() for file in sorted(facts.rglob("*")) if file.is_file()}


def holding(facts: Path, words: str) -> list[str]:
    """The files that hold the words, as they are or over several lines; a stored copy stays, and is told."""
    flat = {name: " ".join(held.decode("utf-8", "replace").split()) for name, held in everywhere(facts).items()}
    return [name for name, text in flat.items() if " ".join(words.split()) in text and not is_copy(name)]


def is_copy(name: str) -> bool:
    return name.startswith(f"{SNAPSHOTS}/")


def wordings(facts: Path, id: str, field: str) -> set[str]:
    """All that a field of a record ever said."""
    record = data_of(facts, f"{RECORDS[id]}/{id}")
    versions = history_of(ledger_of(facts)).of(id, tuple(record.get("former_ids", ())))
    said = {record[field], *(version.change.record[field] for version in versions)}
    return {text for text in said if not is_removed(text)}


def printed(facts: Path, id: str) -> set[str]:
    """All words that a quote and its sources ever had of it, in its file and in every release."""
    data = data_of(facts, f"quotes/{id}")
    versions = history_of(ledger_of(facts)).of(id, tuple(data.get("former_ids", ())))
    records = (data, *(version.change.record for version in versions))
    return {item[key] for record in records for item in (record, *record["citations"]) for key in PRINTS & {*item}}


def assert_sound(facts: Path, before: Ledger) -> None:
    """The facts are fine, and each release is still the one that the next one names."""
    checked = check(facts)
    assert [problem for problem in checked.problems if problem.level == "error"] == []
    assert [one.digest for one in ledger_of(facts).releases] == [one.digest for one in before.releases]


# What goes


@pytest.mark.parametrize("id", RECORDS)
def test_the_sentence_of_a_record_is_nowhere_afterwards(facts: Path, id: str) -> None:
    field, before = SAID[RECORDS[id]], ledger_of(facts)
    words = wordings(facts, id, field)
    remove(facts, id, field)
    assert_sound(facts, before)
    assert words & all_texts(facts) == set()
    assert [held for text in words if len(text) >= 12 for held in holding(facts, text)] == []
    assert not words or publish(facts)[0][1][0] == "withdrawn"


@pytest.mark.parametrize("id", RECORDS)
def test_of_a_whole_record_no_words_are_left(facts: Path, id: str) -> None:
    before, kind = ledger_of(facts), RECORDS[id]
    remove(facts, id)
    assert_sound(facts, before)
    versions = history_of(ledger_of(facts)).of(id)
    for data in (data_of(facts, f"{kind}/{id}"), *(version.change.record for version in versions)):
        shown = {
            path: text for path, _mark, text in marked(KINDS[kind], data, Literally) if path[-1] not in ("at", "field")
        }
        assert [path for path, text in shown.items() if not is_removed(text) and not text[:4].isdigit()] == []


@pytest.mark.parametrize("id", [id for id, kind in RECORDS.items() if kind == "quotes"])
def test_with_the_text_of_a_quote_go_all_prints_of_it_in_every_version(facts: Path, id: str) -> None:
    before, said, was = ledger_of(facts), printed(facts, id), data_of(facts, f"quotes/{id}")
    remove(facts, id, "text")
    assert_sound(facts, before)
    assert printed(facts, id) == {text if is_removed(text) else removed(text) for text in said}
    assert not [text for text in said if " " in text.strip() for held in all_texts(facts) if text in held]
    now = data_of(facts, f"quotes/{id}")
    gone = [{key: removed(text) if key in PRINTS else text for key, text in one.items()} for one in was["citations"]]
    assert now["citations"] == gone
    noticed = {removed_as(notice) for notice in now["redacted"] if notice["field"] == "citations"}
    assert noticed >= {one[key] for one in gone for key in PRINTS & {*one}}


@pytest.mark.parametrize("words", ["sharp since '49", "Our saws: ", ", says Acme"])
def test_pieces_of_a_quote_that_its_source_prints_are_in_no_file_afterwards(facts: Path, words: str) -> None:
    remove(facts, "acme-2019-old-saws", "text")
    assert holding(facts, words) == holding(facts, words.replace("'", "''")) == []


@pytest.mark.parametrize(
    ("id", "copy"),
    [("acme-2019-old-saws", "handbook-2022.pdf"), ("acme-2024-05-02-every-saw", "acme-statement-2024-05-02.html")],
)
def test_a_stored_copy_that_holds_the_words_is_told(id: str, copy: str, facts: Path) -> None:
    assert Stay(file=facts / SNAPSHOTS / copy, id=None, field=None) in plan(facts, id).stays


def test_why_a_look_was_enough_goes_with_its_record_and_its_proofs_stay(facts: Path) -> None:
    id = "acme-2024-05-appeal"
    remove(facts, id)
    (kept,) = data_of(facts, f"proofs/{id}")["accepted"]
    assert is_removed(kept["reason"])
    assert holding(facts, "The title names the same event.") == []
    assert "FS402" not in {problem.code for problem in check(facts).problems}


def test_what_corrections_say_of_a_print_goes_with_the_text_of_its_quote(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (facts / "proofs" / "acme-2019-old-saws.yml").unlink()
    correct(facts, "acme-2019-old-saws", "citations", "sharp since '49", "sharp")
    publish(facts)
    assert completed(monkeypatch, facts, "acme-2019-old-saws", "text") >= 2
    (entry,) = data_of(facts, "quotes/acme-2019-old-saws")["corrections"]
    assert (entry["was"], entry["now"]) == (removed("sharp since '49"), removed("sharp"))


def test_what_a_source_prints_around_a_quote_goes_from_it_alone_and_is_told(facts: Path) -> None:
    around = "the Saturday before"
    data = data_of(facts, "quotes/acme-2019-old-saws")
    citations = [{**data["citations"][0], "prefix": around}]
    (facts / "quotes" / "acme-2019-old-saws.yml").write_text(as_yaml({**data, "citations": citations}), "utf-8")
    add(facts, "entities/lizi", f"note: {around}\n")
    assert told(facts, "acme-2019-old-saws", "text") == [
        ("entities/lizi.yml", "note"),
        (f"{SNAPSHOTS}/handbook-2022.pdf", None),
    ]
    remove(facts, "acme-2019-old-saws", "text")
    assert holding(facts, around) == ["entities/lizi.yml"]


def test_ids_dates_numbers_listed_values_and_addresses_of_a_whole_record_stay(facts: Path) -> None:
    was = data_of(facts, "sources/gazette-2024-17")
    remove(facts, "gazette-2024-17")
    now = data_of(facts, "sources/gazette-2024-17")
    kept = (
        "id",
        "type",
        "issued_by",
        "volume",
        "issued",
        "language",
        "url",
        "nature",
        "read_on",
        "reading",
        "archived",
    )
    assert {key: now[key] for key in kept} == {key: was[key] for key in kept}
    assert now["snapshot"]["sha256"] == was["snapshot"]["sha256"]


def test_the_values_of_a_whole_record_that_stay_are_named(facts: Path) -> None:
    named = plan(facts, "gazette-2024-17").keeps
    assert {"url", "issued", "volume", "read_on", "archived.url", "archived.on"} <= set(named)
    assert {"title", "id", "type", "language", "snapshot.sha256"} & set(named) == set()
    assert {"size.value", "size.citations.at"} <= set(plan(facts, "unnamed-workshops").keeps)
    assert plan(facts, "gazette-2024-17", "title").keeps == ()


def test_words_go_from_other_records_and_notes_too_and_each_record_says_so(quoted: Path) -> None:
    before = ledger_of(quoted)
    remove(quoted, "day-of-the-2024-listing", "question")
    assert_sound(quoted, before)
    assert holding(quoted, ASKED) == holding(quoted, ASKED_BEFORE) == []
    assert is_removed(str(before.releases[-1].note) and str(ledger_of(quoted).releases[-1].note))
    for other in ("acme-holding", "lizi"):
        record = data_of(quoted, f"entities/{other}")
        assert [(one["field"], removed_as(one)) for one in record["redacted"]] == [("note", record["note"])]
    assert {id for id, _classes in publish(quoted)} == {"day-of-the-2024-listing", "acme-holding", "lizi"}


def test_a_notice_has_the_field_the_hash_the_day_and_the_reason_of_all_that_was_ever_said(facts: Path) -> None:
    remove(facts, "day-of-the-2024-listing", "question")
    said = {"on": DAY.isoformat(), "reason": "privacy"}
    assert data_of(facts, "disagreements/day-of-the-2024-listing")["redacted"] == [
        {"field": field, "sha256": sha256(text.encode()).hexdigest(), **said}
        for field, text in [
            ("question", ASKED),
            ("corrections", ASKED_BEFORE),
            ("corrections", ASKED),
            ("question", ASKED_BEFORE),
        ]
    ]


def test_short_words_go_elsewhere_only_where_they_are_the_whole_text(facts: Path) -> None:
    add(facts, "entities/acme-holding", "note: Acme\n")
    add(facts, "entities/lizi", "note: Not of Acme.\n")
    remove(facts, "acme", "short_name")
    assert data_of(facts, "entities/acme-holding")["note"] == removed("Acme")
    assert data_of(facts, "entities/lizi")["note"] == "Not of Acme."


def test_what_many_records_have_in_common_goes_from_one_alone_unless_it_is_named(facts: Path) -> None:
    office = "a spokesperson, not named"
    add(facts, "quotes/lizi-2024-05-no-comment", f"capacity: {office}\n")
    assert ("quotes/lizi-2024-05-no-comment.yml", "capacity") in told(facts, "acme-2024-05-02-every-saw")
    remove(facts, "acme-2024-05-02-every-saw")
    assert data_of(facts, "quotes/lizi-2024-05-no-comment")["capacity"] == office
    remove(facts, "lizi-2024-05-no-comment", "capacity")
    assert office not in all_texts(facts)


def test_only_the_items_of_a_property_go_by_its_name(facts: Path) -> None:
    was = data_of(facts, "entities/acme")
    remove(facts, "acme", "properties[headquarters]")
    now = data_of(facts, "entities/acme")
    gone = [item for item in was["properties"] if item["property"] == "headquarters"]
    assert [item for item in now["properties"] if item in was["properties"]] == [
        item for item in was["properties"] if item not in gone
    ]
    assert {one["field"] for one in now["redacted"]} == {"properties[headquarters]"}
    assert {key: now[key] for key in was if key != "properties"} == {
        key: was[key] for key in was if key != "properties"
    }


@pytest.mark.parametrize("field", ["properties", "properties[founded]"])
def test_what_corrections_say_of_a_field_goes_with_it_numbers_too(facts: Path, field: str) -> None:
    correct(facts, "acme", "properties[headquarters]", "New Exampleville", "1948")
    publish(facts)
    before = ledger_of(facts)
    remove(facts, "acme", field)
    assert_sound(facts, before)
    records = [data_of(facts, "entities/acme"), *(one.change.record for one in history_of(ledger_of(facts)).of("acme"))]
    corrections = [entry for record in records for entry in record.get("corrections", ())]
    said = {(entry["was"], entry["now"]) for entry in corrections if entry["field"] == "properties[founded]"}
    assert said == {(removed("1948"), removed("1949"))}
    assert "1948" not in {words for entry in corrections for words in entry.values()}


def test_what_corrections_say_of_other_fields_stays(facts: Path) -> None:
    correct(facts, "acme", "properties[headquarters]", "New Exampleville", "Newtown")
    publish(facts)
    remove(facts, "acme", "properties[founded]")
    assert data_of(facts, "entities/acme")["corrections"][1]["was"] == "New Exampleville"


@pytest.mark.parametrize("field", ["url", "archived", "canonical_url"])
def test_an_address_goes_by_its_field_and_its_key_with_it(facts: Path, field: str) -> None:
    source = next(id for id, kind in RECORDS.items() if kind == "sources" and field in data_of(facts, f"{kind}/{id}"))
    before, was = ledger_of(facts), data_of(facts, f"sources/{source}")
    address = was[field]["url"] if field == "archived" else was[field]
    remove(facts, source, field)
    assert_sound(facts, before)
    assert field not in data_of(facts, f"sources/{source}")
    assert holding(facts, address) == []
    assert data_of(facts, f"sources/{source}")["redacted"][0]["sha256"] == sha256(address.encode()).hexdigest()


def test_a_copy_of_a_removed_address_goes_with_all_that_needs_it(facts: Path) -> None:
    add(
        facts,
        "sources/handbook-2022",
        "archived:\n  url: https://archive.example/2024/https://gazette.example/2024/17?part=2&lang=en#p2\n",
    )
    publish(facts)
    remove(facts, "gazette-2024-17", "url")
    assert "archived" not in data_of(facts, "sources/handbook-2022")
    assert check(facts).dataset
    assert [held for held in holding(facts, "gazette.example/2024/17?") if "2024.06" not in held] == []


def test_what_stands_beside_a_key_that_yaml_would_misread_is_read_as_before(facts: Path) -> None:
    was = data_of(facts, "entities/acme")
    remove(facts, "acme", "note")
    now = data_of(facts, "entities/acme")
    assert {**now, "note": was["note"]} == {**was, "redacted": now["redacted"]}
    assert (facts / "entities" / "acme.yml").read_text("utf-8").startswith("# yaml-language-server: $schema=")


def test_a_correction_of_a_party_goes_on_naming_it(facts: Path) -> None:
    file = facts / "quotes" / "mithal-2024-05-thirty-saws.yml"
    correction = {"field": "speaker", "was": "mithal", "now": "guild", "reason": "source-misread"}
    data = {**data_of(facts, "quotes/mithal-2024-05-thirty-saws"), "speaker": "guild", "corrections": [correction]}
    file.write_text(as_yaml(data), "utf-8")
    before = ledger_of(facts)
    remove(facts, "mithal-2024-05-thirty-saws")
    assert_sound(facts, before)
    assert data_of(facts, "quotes/mithal-2024-05-thirty-saws")["corrections"] == [correction]


def test_a_correction_that_is_not_released_yet_goes_on_naming_both_wordings(facts: Path) -> None:
    file = facts / "events" / "saws-order-review-2027.yml"
    data = data_of(facts, "events/saws-order-review-2027")
    new = "The order on saws is to be reviewed"
    correction = {"field": "title", "was": data["title"], "now": new, "reason": "wording"}
    file.write_text(as_yaml({**data, "title": new, "corrections": [correction]}), "utf-8")
    before = ledger_of(facts)
    remove(facts, "saws-order-review-2027")
    assert_sound(facts, before)


def test_words_where_nothing_can_take_their_place_are_told_by_their_file(facts: Path) -> None:
    (facts / "README.md").write_text(f"# Example\n\n{ASKED}\n")
    add(facts, "entities/lizi", f"# {ASKED}\n")
    assert told(facts, "day-of-the-2024-listing") == [("README.md", None), ("entities/lizi.yml", None)]


def test_the_remarks_of_a_file_that_is_written_anew_are_not_told(facts: Path) -> None:
    add(facts, "entities/lizi", f"note: {ASKED}\n# {ASKED}\n")
    assert told(facts, "day-of-the-2024-listing") == []
    remove(facts, "day-of-the-2024-listing")
    assert holding(facts, ASKED) == []


def test_short_words_that_stay_are_told_by_file_and_field_in_records_and_in_releases(facts: Path) -> None:
    assert told(facts, "ada-rook", "name") == [
        ("entities/ada-rook.yml", "id"),
        ("entities/ada-rook.yml", "part_of"),
        ("releases/2024.06.0.json", "id"),
        ("releases/2024.06.0.json", "part_of"),
    ]


def test_each_name_of_a_person_is_told_where_it_stands_on_its_own(facts: Path) -> None:
    add(facts, "sources/saw-mirror-undated", "author: [{family: Rook, given: A.}]\n")
    add(facts, "entities/lizi", "note: What ROOK saw.\n")
    add(facts, "entities/mithal", "note: Rooks and crooks.\n")
    add(facts, "entities/acme-holding", "note: Ask Ada.\n")
    publish(facts, "By Rook.")
    places = {place for place in told(facts, "ada-rook", "name") if place[1] not in ("id", "part_of")}
    files = {
        ("sources/saw-mirror-undated.yml", "author"),
        ("entities/lizi.yml", "note"),
        ("entities/acme-holding.yml", "note"),
    }
    release = "releases/2026.12.0.json"
    assert places == files | {(release, "author"), (release, "note")}
    assert ("releases/2026.12.0.json", None, "note") in {
        (str(stay.file.relative_to(facts)), stay.id, stay.field) for stay in plan(facts, "ada-rook").stays
    }


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("ada-rook", "Ada Rook, Director of Saws"),
        ("tool-office-2024-05-unsafe-saws", "a danger to every thumb"),
        ("researcher-2024-saw-dust", "a researcher, not named"),
        ("toolmakers-listed-2024-05-announced", "Six toolmakers were named by the Tool Office"),
    ],
)
def test_all_longer_words_of_a_record_go_from_wherever_they_stand(facts: Path, id: str, words: str) -> None:
    add(facts, "entities/lizi", f"note: It is said that {words}\n")
    publish(facts)
    before = ledger_of(facts)
    remove(facts, id)
    assert_sound(facts, before)
    assert holding(facts, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "Nobody asked on which day were the toolmakers listed",
        "On *which* day were the **toolmakers** listed?",
        "On which day, were the “toolmakers” listed!",
    ],
)
def test_nearly_the_same_words_are_told_and_stay(facts: Path, words: str) -> None:
    data = {**data_of(facts, "entities/lizi"), "note": words}
    (facts / "entities" / "lizi.yml").write_text(as_yaml(data), "utf-8")
    publish(facts)
    expected = [("entities/lizi.yml", "note"), ("releases/2026.12.0.json", "note")]
    assert told(facts, "day-of-the-2024-listing", "question") == expected
    remove(facts, "day-of-the-2024-listing", "question")
    assert data_of(facts, "entities/lizi")["note"] == words


def test_texts_that_say_a_part_of_the_removed_words_are_told_by_file_and_field_and_stay(facts: Path) -> None:
    again = f"quotes/{THUMBS.replace('02-thumbs', 'thumbs-again')}"
    pieces = [data_of(facts, again)[key] for key in ("text", "citations")]
    places = set(told(facts, THUMBS, "text"))
    assert {(f"{again}.yml", "text"), (f"{again}.yml", "citations")} <= places
    assert ("releases/2024.06.0.json", "text") in places
    remove(facts, THUMBS, "text")
    assert [data_of(facts, again)[key] for key in ("text", "citations")] == pieces


@pytest.mark.parametrize(
    ("piece", "is_told"),
    [
        ("“Counted thumbs”!", True),
        ("we COUNT\n  blades", True),
        ("thumbs", False),
        ("thumbs blades", False),
        ("ever counted thumb", False),
    ],
)
def test_two_words_in_a_row_are_a_part_of_the_removed_ones_and_one_is_not(
    facts: Path, piece: str, is_told: bool
) -> None:
    data = {**data_of(facts, "entities/lizi"), "note": piece}
    (facts / "entities" / "lizi.yml").write_text(as_yaml(data), "utf-8")
    assert (("entities/lizi.yml", "note") in told(facts, THUMBS, "text")) == is_told


def test_a_single_long_word_is_a_part_of_the_removed_ones(facts: Path) -> None:
    data = {**data_of(facts, f"quotes/{THUMBS}"), "text": "It is unsubstantiated."}
    (facts / "quotes" / f"{THUMBS}.yml").write_text(as_yaml(data), "utf-8")
    add(facts, "entities/lizi", "note: Unsubstantiated\n")
    assert ("entities/lizi.yml", "note") in told(facts, THUMBS, "text")


def test_words_over_several_lines_of_a_remark_are_told(facts: Path) -> None:
    add(facts, "entities/lizi", "# on which day were\n#   the toolmakers listed?\n")
    assert told(facts, "day-of-the-2024-listing") == [("entities/lizi.yml", None)]


def test_in_scripts_without_spaces_words_are_told_inside_others(facts: Path) -> None:
    add(facts, "entities/bolt-and-sons", "note: 见例子仪器厂的页面\n")
    assert ("entities/bolt-and-sons.yml", "note") in told(facts, "lizi", "name")


def test_the_files_of_the_past_are_named_also_under_former_ids(facts: Path) -> None:
    found = plan(facts, "day-of-the-2024-listing")
    names = {str(file.relative_to(facts)) for file in found.touched}
    assert {"disagreements/day-of-the-2024-listing.yml", "disagreements/day-of-the-listing.yml"} <= names


@pytest.mark.parametrize(
    ("id", "field", "reason"),
    [
        ("acne", None, "there is no record or release 'acne'; did you mean 'acme'?"),
        ("acme-tools", None, "'acme-tools' is a former id: the record is 'acme' now"),
        (
            "day-of-the-listing",
            None,
            "'day-of-the-listing' is a former id: the record is 'day-of-the-2024-listing' now",
        ),
        ("2024.06.0", None, "the release 2024.06.0 has no note"),
        ("2024.09.0", "title", "the release 2024.09.0 has no field 'title'"),
        ("vocabularies.yml", None, "name one value of vocabularies.yml as its field"),
        ("vocabularies.yml", "status[shut]", "vocabularies.yml has no field 'status[shut]'; it has "),
        ("acme", "statement", "acme has no field 'statement'; it has "),
        ("acme", "id", "nothing can take the place of 'id': withdraw the record, or give it another id"),
        ("acme", "type", "nothing can take the place of 'type'"),
        ("acme-2019-old-saws", "speaker", "nothing can take the place of 'speaker'"),
        ("acme-2019-old-saws", "answers", "nothing can take the place of 'answers'"),
        ("gazette-2024-17", "read_on", "nothing can take the place of 'read_on'"),
    ],
)
def test_what_cannot_be_removed_is_refused(facts: Path, id: str, field: str | None, reason: str) -> None:
    with pytest.raises(NotRemovable) as refused:
        plan(facts, id, field)
    assert str(refused.value).startswith(reason)


# The closed lists, and the notes of releases


def test_words_in_the_closed_lists_go_from_releases_and_are_told_in_their_file(facts: Path) -> None:
    lists, reworded = facts / "vocabularies.yml", "The words reject it, or regret it."
    was = lists.read_text("utf-8")
    lists.write_text(was.replace("definition: ", f"definition: {ASKED} ", 1), "utf-8")
    publish(facts)
    before = ledger_of(facts)
    assert told(facts, "day-of-the-2024-listing") == [("vocabularies.yml", "entity_type[company]")]
    assert facts / "vocabularies.yml" in plan(facts, "day-of-the-2024-listing").touched
    remove(facts, "day-of-the-2024-listing")
    assert_sound(facts, before)
    assert holding(facts, ASKED) == ["vocabularies.yml"]
    assert lists.read_text("utf-8").startswith("# The closed lists")
    lists.write_text(was.replace("definition: A business", f"definition: {reworded} A business", 1), "utf-8")
    assert "vocabularies.yml" in {id for id, _classes in publish(facts)}
    assert holding(facts, ASKED) == []


def test_a_value_of_the_closed_lists_goes_from_every_release_by_its_name(facts: Path) -> None:
    before, old = ledger_of(facts), "The words reject or regret it."
    assert holding(facts, old) == ["releases/2024.06.0.json"]
    now = (facts / "vocabularies.yml").read_bytes()
    assert told(facts, "vocabularies.yml", "response[objects]") == [("vocabularies.yml", "response[objects]")]
    remove(facts, "vocabularies.yml", "response[objects]")
    assert_sound(facts, before)
    assert holding(facts, old) == []
    assert (facts / "vocabularies.yml").read_bytes() == now


def test_the_note_of_a_release_goes_by_its_version_and_from_wherever_else_it_stands(noted: Path) -> None:
    before = ledger_of(noted)
    remove(noted, NOTED)
    assert_sound(noted, before)
    notes = {one.version: one.note for one in ledger_of(noted).releases}
    note = next(one.note for one in before.releases if one.version == NOTED)
    assert note is not None
    assert notes[NOTED] == notes["2026.12.0"] == data_of(noted, "entities/lizi")["note"] == removed(note)
    assert holding(noted, note) == []
    again = plan(noted, NOTED)
    assert (again.places, again.writes, again.stays) == ((), (), ())
    assert noted / "releases" / f"{NOTED}.json" in again.touched


def test_a_site_is_built_of_releases_without_their_notes_and_lists(toy_site: Path, tmp_path: Path) -> None:
    facts = toy_site.parent / "toy_facts"
    note = next(str(one.note) for one in ledger_of(facts).releases if one.version == NOTED)
    remove(facts, NOTED)
    remove(facts, "vocabularies.yml", "response[objects]")
    site = built(toy_site / "mkdocs.yml", tmp_path / "sheet")
    assert sha256(note.encode()).hexdigest() in (site / "changes" / NOTED / "index.html").read_text("utf-8")
    assert holding(site, note) == []


def test_the_page_of_a_quote_without_its_words_and_prints_says_so(toy_site: Path, tmp_path: Path) -> None:
    facts = toy_site.parent / "toy_facts"
    said = printed(facts, THUMBS)
    remove(facts, THUMBS, "text")
    site = built(toy_site / "mkdocs.yml", tmp_path / "sheet")
    page = (site / "quotes" / THUMBS / "index.html").read_text("utf-8")
    shown = "[Words removed on 1 December 2026: Privacy]"
    assert [f'{sha256(text.encode()).hexdigest()}">{shown}<' in page for text in said] == [True] * len(said)
    assert [held for text in said for held in holding(site, text)] == []


# Broken off


def broken_off(monkeypatch: pytest.MonkeyPatch, removal: Removal, facts: Path, number: int) -> None:
    """Carries out a removal that breaks just before it writes that file, counted from 0."""
    left = iter(range(number))
    replace = Path.replace

    def breaks(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", breaks)
        with pytest.raises(KeyboardInterrupt):
            carry_out(removal, facts)


def completed(monkeypatch: pytest.MonkeyPatch, facts: Path, id: str, field: str | None = None) -> int:
    """Breaks a removal off before each of its writes, and removes again, which has to come to the same; their number."""
    before, start = ledger_of(facts), facts.rename(facts.with_name("start"))
    shutil.copytree(start, facts)
    whole = plan(facts, id, field)
    carry_out(whole, facts)
    done = everywhere(facts)
    for number in range(len(whole.writes)):
        shutil.rmtree(facts)
        shutil.copytree(start, facts)
        broken_off(monkeypatch, plan(facts, id, field), facts, number)
        assert isinstance(read_ledger(facts), Ledger)
        carry_out(plan(facts, id, field), facts)
        left = {name: held for name, held in everywhere(facts).items() if not name.endswith("~")}
        assert left == done
    assert_sound(facts, before)
    return len(whole.writes)


def test_the_removal_of_a_quote_with_its_prints_that_was_broken_off_is_completed_by_the_next_one(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(facts, "entities/lizi", "note: It said We count blades. We have never counted thums.\n")
    publish(facts)
    assert completed(monkeypatch, facts, THUMBS, "text") >= 4


@pytest.mark.slow
@pytest.mark.parametrize("field", ["question", None])
def test_a_removal_that_was_broken_off_is_completed_by_the_next_one(
    quoted: Path, field: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(monkeypatch, quoted, "day-of-the-2024-listing", field) >= 7


def test_the_removal_of_a_note_that_was_broken_off_is_completed_by_the_next_one(
    noted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert completed(monkeypatch, noted, NOTED) == 3


@pytest.mark.slow
def test_the_removal_of_corrected_numbers_that_was_broken_off_is_completed_by_the_next_one(
    facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(facts, "acme", "properties[headquarters]", "New Exampleville", "1948")
    publish(facts)
    correct(facts, "acme", "properties[founded]", "1950", "1951")
    publish(facts)
    assert completed(monkeypatch, facts, "acme", "properties[founded]") == 7


def test_a_removal_that_is_done_leaves_nothing_to_do(quoted: Path) -> None:
    remove(quoted, "day-of-the-2024-listing")
    again = plan(quoted, "day-of-the-2024-listing", day=date(2027, 1, 1))
    assert (again.places, again.writes, again.stays) == ((), (), ())


# The command


def run(facts: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["redact", "--facts", str(facts), *arguments], prog_name="factsheet")


def test_the_command_shows_places_and_hashes_but_never_words_and_writes_nothing(quoted: Path) -> None:
    was = everywhere(quoted)
    shown = run(quoted, "day-of-the-2024-listing", "--reason", "legal")
    assert (shown.exit_code, shown.stderr) == (FINE, "")
    assert (
        f"disagreements/day-of-the-2024-listing.yml: question: sha256:{sha256(ASKED.encode()).hexdigest()}\n"
        in shown.stdout
    )
    assert not {text for text in all_texts(quoted) if text.count(" ") > 1 and text in shown.stdout}
    assert shown.stdout.endswith(f"factsheet redact --facts {quoted} day-of-the-2024-listing --reason legal --yes\n")
    assert everywhere(quoted) == was


def test_the_command_removes_words_once_and_says_what_is_left_to_do_by_hand(
    quoted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = quoted.parent / ".cache" / "factsheet-site" / "index.html"
    kept.parent.mkdir(parents=True)
    kept.write_text(ASKED)
    monkeypatch.chdir(quoted.parent)
    arguments = ("day-of-the-2024-listing", "--reason", "legal", "--on", "2026-12-05", "--yes")
    done, again = run(quoted, *arguments), run(quoted, *arguments)
    assert (done.exit_code, again.exit_code) == (FINE, FINE)
    assert holding(quoted, ASKED) == []
    assert not kept.exists()
    assert "removed; now run: factsheet check" in done.stdout
    assert "nothing is left to remove here" in again.stdout
    for said in (done.stdout, again.stdout):
        assert f"--path {quoted}/disagreements/day-of-the-listing.yml" in said
    assert {one["on"] for one in data_of(quoted, "disagreements/day-of-the-2024-listing")["redacted"]} == {"2026-12-05"}


def test_the_command_names_what_stays_by_file_record_and_field(facts: Path) -> None:
    said = run(facts, "ada-rook", "--reason", "privacy").stdout
    assert (
        "ada-rook: its ids and listed values stay, and what it has under part_of.from, part_of.citations.at\n" in said
    )
    quote = "tool-office-2024-05-01-guard"
    assert f"quotes/{quote}.yml: capacity: these words, a part of them, or nearly the same stay here\n" in said
    assert (
        f"releases/2024.06.0.json: {quote}: capacity: these words, a part of them, or nearly the same stay here\n"
        in said
    )
    assert "a release never is" in said
    assert "a release never is" not in run(facts, "researcher-2024-saw-dust", "--reason", "privacy").stdout


def test_the_command_says_that_of_a_note_only_the_hash_stays(facts: Path) -> None:
    said = run(facts, NOTED, "--reason", "legal", "--yes")
    assert said.exit_code == FINE
    assert f"releases/{NOTED}.json: note: sha256:" in said.stdout
    assert "A release has no place for the day and the reason of a note" in said.stdout


def test_wrong_files_are_refused_before_anything_is_removed(facts: Path) -> None:
    add(facts, "entities/lizi", "nmae: X\n")
    refused = run(facts, "acme", "--reason", "legal", "--yes")
    assert (refused.exit_code, refused.stdout) == (REFUSED, "")
    assert "FS201" in refused.stderr


def test_facts_that_break_other_rules_do_not_stand_in_the_way(facts: Path) -> None:
    add(facts, "entities/lizi", "properties: [{property: headquarters, value: Nowhere}]\n")
    assert run(facts, "acme", "--reason", "legal", "--yes").exit_code == FINE


@pytest.mark.parametrize(
    "arguments",
    [
        ["acme"],
        ["acme", "--reason", "other"],
        ["acne", "--reason", "legal"],
        ["acme", "--reason", "legal", "--on", "5"],
    ],
)
def test_wrong_usage_is_told(facts: Path, arguments: list[str]) -> None:
    assert run(facts, *arguments).exit_code == USAGE


def test_a_day_that_is_still_to_come_is_refused_before_anything_is_removed(facts: Path) -> None:
    was = everywhere(facts)
    refused = run(facts, "acme", "--reason", "legal", "--on", "2027-01-01", "--yes")
    assert (refused.exit_code, refused.stdout) == (USAGE, "")
    assert refused.stderr.endswith("Error: a removal cannot be of a day that is still to come.\n")
    assert everywhere(facts) == was
    assert run(facts, "acme", "--reason", "legal", "--on", TODAY, "--yes").exit_code == FINE


# The files as they are written anew

TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not unseen(text, ""))
PROSE = st.lists(
    st.sampled_from(["word", "a:", "#", "-", " ", "\n", "'", '"', "漢字", "\t", "\\", "…"]), max_size=60
).map(" ".join)
KEYS = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
VALUES = st.recursive(
    TEXT | PROSE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
@example({"a": "No", "b": "1949", "c": "2024-05-01", "d": "~", "e": "<<", "f": "- x", "g": "a # b", "h": ""})
@example(
    {"a": " a ", "b": "a\n", "c": "\n a", "d": "\r\n", "e": "\t", "f": "\U0001f600" * 90, "g": "a\n\n  b", "h": "?"}
)
@example({"a": "word " * 50 + "x", "b": "x" * 300, "c": "  x" * 60, "d": "---", "e": "...", "f": "\n" + "x y " * 60})
def test_data_is_read_back_as_it_was(data: dict[str, Any]) -> None:
    document = parse(as_yaml(data, "# a remark").encode("utf-8"), "a.yml")
    assert isinstance(document, Document), document
    assert (document.data, list(document.data)) == (data, list(data))


def test_what_yaml_could_take_for_something_else_is_quoted_and_long_texts_are_folded() -> None:
    text = as_yaml(
        {"on": "2024-05-01", "size": "12", "name": "No", "note": "word " * 40 + "end", "at": "page 3"}, "# m"
    )
    assert text.startswith("# m\n'on': '2024-05-01'\nsize: '12'\nname: 'No'\nnote: >-\n  word ")
    assert text.endswith("word end\nat: page 3\n")


def removed_as(notice: dict[str, str]) -> str:
    """What stands in the place of the words of a notice."""
    return f"[removed, sha256:{notice['sha256']}]"
