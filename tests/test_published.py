"""What was published neither vanishes nor changes in silence: tried on every record of the real facts."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from factsheet.dataset import Dataset
from factsheet.ledger import Ledger, history_of, with_ids
from factsheet.ledger import removed as as_removed
from factsheet.model import KINDS, Kind
from factsheet.model.base import Redaction
from factsheet.model.fields import Literally, Published, Role
from factsheet.model.references import Path as Way
from factsheet.model.references import marked
from factsheet.pipeline import check
from factsheet.release import draft
from factsheet.rules import Finding, corrected, in_releases, published, removed, vanished
from random_edits import saying

FACTS = Path(__file__).parent.parent / "facts"
RULES = (*published.RULES, *corrected.RULES, *removed.RULES)
OTHER = "something else: it's 'new'"
NEW_ID = "an-id-that-was-not-there"
NO_SENTENCE_OF_OURS: tuple[Kind, ...] = ("sources",)
"""Kinds of which everything is as somebody else printed it: their fields change without a correction."""


@pytest.fixture(scope="module")
def facts() -> Dataset:
    """The real facts, all of them released on one day."""
    dataset = check(FACTS, Ledger()).dataset
    assert dataset is not None
    release = draft(dataset, date(2026, 12, 1))
    assert release is not None
    return replace(dataset, history=history_of(Ledger(releases=(release,))))


def changed(facts: Dataset, data: Mapping[str, Mapping[str, Any]]) -> Dataset:
    """The facts in which these records say something else, each under the id that it has there."""
    records = {id: record for id, record in facts.records.items() if id not in data}
    documents = {id: document for id, document in facts.documents.items() if id not in data}
    for id, new in data.items():
        fields = {
            "id": new["id"],
            "former_ids": tuple(new.get("former_ids", ())),
            "redacted": tuple(map(Redaction.model_validate, new.get("redacted", ()))),
        }
        records[new["id"]] = facts.records[id].model_copy(update=fields)
        documents[new["id"]] = saying(facts.documents[id], dict(new))
    return replace(facts, records=records, documents=documents)


def without(facts: Dataset, id: str) -> Dataset:
    """The facts without a record."""
    return replace(facts, records={other: facts.records[other] for other in facts.records if other != id})


def renamed(facts: Dataset, id: str, **fields: Any) -> Dataset:
    """The facts in which a record has another id, also wherever it is named."""
    data = {
        other: with_ids(facts.records[other].kind, facts.documents[other].data, {id: NEW_ID})
        for other in naming(facts, id)
    }
    return changed(facts, {**data, id: {**facts.documents[id].data, "id": NEW_ID, **fields}})


def naming(facts: Dataset, id: str) -> set[str]:
    """The other records that name a record."""
    return {other for ids in facts.backward.get(id, {}).values() for other in ids} - {id}


def codes(facts: Dataset, *ids: str) -> set[str]:
    """The codes of what the rules hold against these records, or against those that are gone."""
    found = {code for id in ids for code, _finding in findings(facts, id)}
    return found | {"FS504" for _gone in vanished(facts, ())}


def findings(facts: Dataset, id: str) -> Iterator[tuple[str, Finding]]:
    """What the rules hold against a record, with the codes."""
    for rule in RULES:
        yield from ((rule.code.name, found) for found in rule.check(facts.records[id], facts))


def sentences(facts: Dataset, id: str, *roles: Role) -> Iterator[tuple[Way, str]]:
    """The way to each text of a record that has one of these roles, ours and facts where none is named, and the text."""
    for way, mark, text in marked(type(facts.records[id]), facts.documents[id].data, Published):
        if mark.role in (roles or ("words", "fact")):
            yield way, text


def texts(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to each text inside a record."""
    if isinstance(value, str):
        yield way
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*way, key))


def reworded(facts: Dataset, id: str, way: Way, text: str = OTHER, **fields: Any) -> Dataset:
    """The facts in which a record has another text at the end of the way."""
    data = {**deepcopy(facts.documents[id].data), **fields}
    held: Any = data
    for step in way[:-1]:
        held = held[step]
    held[way[-1]] = text
    return changed(facts, {id: data})


def asked_for(facts: Dataset, id: str, reason: str = "source-misread") -> list[dict[str, str]]:
    """The corrections of a record, with those that the messages ask for, read as YAML, for that reason."""
    remedies = (fix for code, (_way, _message, fix) in findings(facts, id) if code == "FS506")
    entries = (fix.partition("add to corrections: ")[2].rpartition("; or ")[0] for fix in remedies)
    new = ({**yaml.safe_load(entry), "reason": reason} for entry in entries)
    return [*facts.documents[id].data.get("corrections", ()), *new]


def notice(way: Way, text: str) -> dict[str, str]:
    """The notice of the removal of the text at the end of the way."""
    return {"field": str(way[0]), "sha256": as_removed(text)[-65:-1], "on": "2026-12-02", "reason": "legal"}


def removable(facts: Dataset, id: str) -> Iterator[tuple[Way, str]]:
    """The way to each text of a record that can be removed, and the text."""
    for way, _mark, text in marked(type(facts.records[id]), facts.documents[id].data, Literally):
        if way[0] not in ("corrections", "properties"):
            yield way, text


def test_nothing_is_held_against_facts_as_they_were_released(facts: Dataset) -> None:
    assert codes(facts, *facts.records) == set()


def test_no_record_can_be_deleted(facts: Dataset) -> None:
    for id, record in facts.records.items():
        assert [(kind, gone) for kind, gone, *_said in vanished(without(facts, id), ())] == [(record.kind, id)]


def test_no_record_can_be_renamed_without_its_former_id(facts: Dataset) -> None:
    for id in facts.records:
        assert codes(renamed(facts, id)) == {"FS504"}, id


def test_every_record_can_be_renamed_with_its_former_id(facts: Dataset) -> None:
    for id in facts.records:
        now = renamed(facts, id, former_ids=[*facts.records[id].former_ids, id])
        assert codes(now, NEW_ID, *naming(facts, id)) == set(), id


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NO_SENTENCE_OF_OURS])
def test_no_sentence_of_ours_changes_without_a_correction(kind: Kind, facts: Dataset) -> None:
    silent = [
        (id, way)
        for id, record in facts.records.items()
        if record.kind == kind
        for way, _text in sentences(facts, id)
        if codes(reworded(facts, id, way), id) != {"FS506"}
    ]
    assert silent == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NO_SENTENCE_OF_OURS])
def test_every_sentence_of_ours_changes_with_the_correction_that_the_message_asks_for(
    kind: Kind, facts: Dataset
) -> None:
    refused = [
        (id, way)
        for id, record in facts.records.items()
        if record.kind == kind
        for way, _text in sentences(facts, id)
        if codes(reworded(facts, id, way, corrections=asked_for(reworded(facts, id, way), id)), id)
    ]
    assert refused == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NO_SENTENCE_OF_OURS])
def test_the_wording_is_a_reason_for_other_words_of_ours_and_for_no_other_fact(kind: Kind, facts: Dataset) -> None:
    strange = []
    for id in [id for id, record in facts.records.items() if record.kind == kind]:
        alone: Iterator[tuple[Way, set[str]]] = (
            (way, set()) for way, _text in sentences(facts, id, "words") if len(way) == 1
        )
        for way, expected in (*alone, *((way, {"FS512"}) for way, _text in sentences(facts, id, "fact"))):
            told = asked_for(reworded(facts, id, way), id, "wording")
            if codes(reworded(facts, id, way, corrections=told), id) != expected:
                strange.append((id, way))
    assert strange == []


def test_no_record_is_given_a_correction_of_what_it_never_said(facts: Dataset) -> None:
    entry = {"field": "note", "was": "We lied", "now": "We did not lie", "reason": "wording"}
    for id in facts.records:
        data = facts.documents[id].data
        assert codes(changed(facts, {id: {**data, "corrections": [*data.get("corrections", ()), entry]}}), id) == {
            "FS511"
        }, id


def test_no_text_comes_back_to_the_field_that_it_was_removed_from(facts: Dataset) -> None:
    for id in facts.records:
        for way, text in removable(facts, id):
            back = changed(facts, {id: {**facts.documents[id].data, "redacted": [notice(way, text)]}})
            assert codes(back, id) == {"FS510"}, (id, way)


def test_a_removed_text_that_a_release_still_holds_is_told_there_by_its_field_and_never_shown(facts: Dataset) -> None:
    for id in facts.records:
        for way, text in removable(facts, id):
            gone = reworded(facts, id, way, as_removed(text), redacted=[notice(way, text)])
            told = list(in_releases(gone, FACTS))
            assert {problem.code for problem in told} == {"FS510"}, (id, way)
            assert any(f"under '{way[0]}'" in problem.message for problem in told)
            if text.count(" ") > 2:
                fixes = [fix for _code, (_way, _message, fix) in findings(gone, id)]
                assert not [said for said in (*fixes, *(problem.fix for problem in told)) if text in said], (id, way)


@pytest.mark.parametrize("kind", NO_SENTENCE_OF_OURS)
def test_what_others_printed_changes_without_a_correction(kind: Kind, facts: Dataset) -> None:
    for id, record in facts.records.items():
        if record.kind == kind:
            assert list(sentences(facts, id)) == []
            for way in texts(facts.documents[id].data):
                assert way == ("id",) or codes(reworded(facts, id, way), id) == set(), (id, way)


def test_every_record_but_those_that_others_printed_has_a_sentence_of_ours(facts: Dataset) -> None:
    silent = {record.kind for id, record in facts.records.items() if not list(sentences(facts, id))}
    assert silent == set(NO_SENTENCE_OF_OURS)
