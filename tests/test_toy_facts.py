"""The invented facts use every field and every listed value, and nothing is wrong with them or with their history."""

import os
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import toy_history
import yaml
from factsheet.dataset import Dataset
from factsheet.ledger import CLASSES, RELEASES, Change, Data, History, Ledger, history_of, is_removed, replay
from factsheet.model import KINDS, Record, Value, Vocabularies, VocabularyName, vocabularies_needed
from factsheet.model.references import marked
from factsheet.model.vocabulary import nested
from factsheet.pipeline import check
from factsheet.proof.keep import BY_TOOL
from factsheet.release import draft

TOY = Path(__file__).parent / "toy_facts"
REAL = Path(__file__).parent.parent / "facts"
WRITE_ANEW = "FACTSHEET_GOLDEN" in os.environ
REMOVED = "guild-2024-05-borrowed-saws"
OF_FEW = ("redacted", "exemptions", *BY_TOOL)
"""What any record can carry, and not those of each kind here."""


@pytest.fixture(scope="module")
def toy() -> Dataset:
    """The toy facts, checked."""
    checked = check(TOY)
    assert checked.dataset is not None
    return checked.dataset


def fields_there_are() -> set[str]:
    """Each key of each kind, as `entities.names`, and of each value inside records, as `Name.text`."""
    found: set[str] = set()
    for kind, model in KINDS.items():
        found |= {f"{kind}.{key}" for key in keys(model)}
        found |= {f"{inner.__name__}.{key}" for inner in inner_models(model) for key in keys(inner)}
    return found


def fields_used(records: Iterator[Record]) -> set[str]:
    """Each key that some record of the data set has written down."""
    found: set[str] = set()
    for record in records:
        for value in (record, *inner_values(record)):
            owner = record.kind if value is record else type(value).__name__
            fields = type(value).model_fields
            found |= {f"{owner}.{fields[name].alias or name}" for name in value.model_fields_set}
    return found


def keys(model: type[Value]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def inner_models(model: type[Value]) -> Iterator[type[Value]]:
    for field in model.model_fields.values():
        for inner in nested(field.annotation):
            assert issubclass(inner, Value)
            yield inner
            yield from inner_models(inner)


def inner_values(value: Value) -> Iterator[Value]:
    for name in type(value).model_fields:
        held = getattr(value, name)
        for item in held if isinstance(held, tuple) else (held,):
            if isinstance(item, Value):
                yield item
                yield from inner_values(item)


def terms_used(dataset: Dataset) -> set[str]:
    """Each listed value that some record uses, as `stage.alleged`."""
    found: set[str] = set()
    for record in dataset.records.values():
        for _path, mark, value in marked(type(record), dataset.documents[record.id].data, VocabularyName):
            found.add(f"{mark.name}.{value.split(' ')[0] if mark.first_word else value}")
    return found


def terms_of(vocabularies: Vocabularies) -> set[str]:
    return {f"{name}.{value}" for name, terms in vocabularies.root.items() for value in terms}


def test_nothing_is_wrong_with_the_toy_facts_but_that_some_words_are_not_proven_and_some_records_wait_for_a_look() -> (
    None
):
    assert {(problem.level, problem.code) for problem in check(TOY).problems} == {
        ("warning", "FS401"),
        ("warning", "FS405"),
    }


def test_the_toy_facts_use_every_field_of_every_kind(toy: Dataset) -> None:
    used = fields_used(iter(toy.records.values()))
    # A turn of a transcript is left to the tests of proofs.
    unused = fields_there_are() - used - {"Proof.speaker"}
    assert {field for field in unused if field.partition(".")[2] not in OF_FEW} == set()
    assert {field.partition(".")[2] for field in used} >= set(OF_FEW)


def test_the_toy_facts_have_one_record_with_words_removed_by_law(toy: Dataset) -> None:
    assert [record.id for record in toy.records.values() if record.redacted] == [REMOVED]


def test_the_toy_facts_use_every_value_of_their_lists_that_the_code_does_not_rely_on(toy: Dataset) -> None:
    relied_on = {f"{name}.{value}" for name, values in vocabularies_needed(*KINDS.values()).items() for value in values}
    assert terms_of(toy.vocabularies) - terms_used(toy) - relied_on == set()


def test_the_toy_lists_are_a_part_of_the_real_ones(toy: Dataset) -> None:
    real = check(REAL).vocabularies
    assert real is not None
    assert terms_of(toy.vocabularies) - terms_of(real) == set()


def test_the_toy_facts_have_parties_of_every_type(toy: Dataset) -> None:
    types = {str(getattr(record, "type", "")) for record in toy.records.values() if record.kind == "entities"}
    assert types == {"company", "government-body", "person", "organisation", "publisher", "group"}


def test_the_toy_facts_have_a_group_in_a_group(toy: Dataset) -> None:
    assert toy.entity("toolmakers-listed-2024").members == ("acme", "other-toolmakers")
    assert toy.members("toolmakers-listed-2024") == ("acme", "bolt-and-sons", "lizi", "mithal", "unnamed-workshops")


def test_the_toy_facts_have_a_chain_of_origins(toy: Dataset) -> None:
    chain = ["saw-mirror-undated", "other-daily-2024-05-03", "example-times-2024-05-02"]
    for source, origin in pairwise(chain):
        assert toy.backward[origin]["sources", "origins.source"] == (source,)


def test_the_toy_facts_have_a_reply_to_an_allegation_and_one_to_an_event(toy: Dataset) -> None:
    assert toy.backward["tool-office-2024-05-unsafe-saws"]["quotes", "answers.to"] == (
        "acme-2024-05-02-every-saw",
        "guild-2024-05-02-thumbs",
    )
    assert toy.backward["toolmakers-listed-2024-05-announced"]["quotes", "answers.to"] == (
        "acme-2024-05-appeal",
        "lizi-2024-05-no-comment",
    )


@pytest.fixture(scope="module")
def history() -> History:
    """The history of the toy facts, as their ledger tells it."""
    return history_of(toy_history.ledger())


def changes(history: History) -> list[Change]:
    return [change for release in history.ledger.releases for change in release.changes]


def test_the_ledger_of_the_toy_facts_is_what_their_history_makes() -> None:
    folder = TOY / RELEASES
    made = toy_history.files(toy_history.ledger())
    if WRITE_ANEW:
        for name, text in made.items():
            (folder / name).write_text(text, "utf-8")
    assert {file.name: file.read_text("utf-8") for file in folder.iterdir()} == made


def test_nothing_changed_in_the_toy_facts_since_their_last_release(toy: Dataset) -> None:
    assert draft(toy, date(2026, 6, 1)) is None


def write(file: Path, data: Data) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")


@pytest.mark.parametrize("number", range(len(toy_history.STEPS)))
def test_nothing_was_wrong_with_the_toy_facts_before_a_release(number: int, tmp_path: Path) -> None:
    for id, (kind, data) in toy_history.states()[number].items():
        beside = {key: value for key, value in data.items() if key in BY_TOOL}
        own = {key: value for key, value in data.items() if key not in BY_TOOL}
        write(tmp_path / (id if kind == "vocabularies" else f"{kind}/{id}.yml"), own)
        if beside:
            write(tmp_path / "proofs" / f"{id}.yml", beside)
    problems = check(tmp_path, Ledger(releases=toy_history.ledger().releases[:number])).problems
    # In the ledger the words are gone also from the releases that were made before the notice.
    assert {problem for problem in problems if problem.level == "error" and problem.code != "FS509"} == set()


def test_the_toy_history_has_changes_of_every_class(history: History) -> None:
    assert {name for change in changes(history) for name in change.classes} == set(CLASSES)


def test_the_toy_history_has_changes_of_every_sort_and_kind(history: History) -> None:
    assert {change.op for change in changes(history)} == {"added", "changed", "withdrawn"}
    assert {change.kind for change in changes(history) if change.op == "changed"} == {*KINDS, "vocabularies"}


def test_the_toy_history_has_renamed_records_and_one_that_changed_in_three_releases(history: History) -> None:
    assert history.former == {
        "day-of-the-listing": "day-of-the-2024-listing",
        "guild-dull-blades": "guild-2023-dull-blades",
    }
    assert [version.version for version in history.of("acme")] == ["2024.06.0", "2024.09.0", "2025.03.0", "2026.05.0"]


def test_the_toy_history_has_releases_with_a_note_and_without(history: History) -> None:
    assert {bool(release.note) for release in history.ledger.releases} == {True, False}


def test_removed_words_are_in_no_release_of_the_toy_facts(history: History) -> None:
    versions = [version.change.record["statement"] for version in history.of(REMOVED)]
    assert len(versions) == 3
    assert all(map(is_removed, versions))


def test_the_toy_facts_as_of_a_release_are_what_it_was_made_of(history: History) -> None:
    versions = [release.version for release in history.ledger.releases]
    assert [replay(history.ledger, version) for version in versions] == list(toy_history.states())
