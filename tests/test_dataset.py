"""Links hold in both directions, groups know their members, and members their groups."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from factsheet.dataset import Dataset
from factsheet.decode import decode, decode_vocabularies
from factsheet.link import Entry, link
from factsheet.model import Allegation, Entity, Quote, Source, Vocabularies, VocabularyName, references
from factsheet.model.fields import Literally, Published, Reference
from factsheet.model.references import marked, values
from factsheet.pipeline import check
from factsheet.reader import Document, parse
from hypothesis import given
from hypothesis import strategies as st

HERE = Path(__file__).parent
VOCABULARIES = HERE / "toy_facts" / "vocabularies.yml"
NAMING = {
    "source", "entity", "entities", "members", "said_by", "made_by", "via", "about", "made_in", "words", "to",
    "asked_by", "issued_by", "speaker", "for", "said_to", "bears_on", "quotes", "replaced_by", "of",
}  # fmt: skip
"""The keys under which records name others; `to` also holds dates."""


@pytest.fixture(scope="module", params=["toy facts", "real facts"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """The toy facts, then the real ones."""
    checked = check(HERE / "toy_facts" if request.param == "toy facts" else HERE.parent / "facts")
    assert checked.dataset is not None
    return checked.dataset


@pytest.fixture(scope="module")
def toy() -> Dataset:
    """The toy facts."""
    checked = check(HERE / "toy_facts")
    assert checked.dataset is not None
    return checked.dataset


def naming(data: Any, ids: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each id that stands in plain data under a key that names records, with its path, found without the models."""
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
        below = (*path, key) if isinstance(key, str) else path
        if isinstance(inner, dict | list):
            yield from naming(inner, ids, below)
        elif below[-1] in NAMING and inner in ids:
            yield ".".join(below), inner


def test_one_record_refers_to_another_just_if_the_other_is_referred_to_by_it(dataset: Dataset) -> None:
    forward = {
        (record.id, record.kind, field, id)
        for record in dataset.records.values()
        for field, id in naming(dataset.documents[record.id].data, dataset.records)
    }
    backward = {
        (by, kind, field, id)
        for id, uses in dataset.backward.items()
        for (kind, field), referring in uses.items()
        for by in referring
    }
    assert forward == backward
    assert len(forward) > 100


def test_every_reference_leads_to_a_record_of_a_kind_that_fits(dataset: Dataset) -> None:
    documents = dataset.documents
    uses = [use for id, record in dataset.records.items() for use in references(record.kind, documents[id].data)]
    assert [use for use in uses if dataset.records[use.id].kind not in use.kinds] == []
    assert len(uses) > 100


def test_members_and_groups_are_each_others_other_side(dataset: Dataset) -> None:
    for entity in dataset.all(Entity):
        for group in dataset.groups(entity.id):
            if not entity.members:
                assert entity.id in dataset.members(group)
        for member in dataset.members(entity.id):
            assert member == entity.id or entity.id in dataset.groups(member)


def test_a_group_stands_for_its_members_through_groups_of_groups(toy: Dataset) -> None:
    assert toy.members("other-toolmakers") == ("bolt-and-sons", "lizi", "mithal", "unnamed-workshops")
    assert toy.members("toolmakers-listed-2024") == ("acme", "bolt-and-sons", "lizi", "mithal", "unnamed-workshops")
    assert toy.members("acme") == ("acme",)
    assert toy.members("unnamed-workshops") == ("unnamed-workshops",)


def test_an_entity_belongs_to_groups_of_groups(toy: Dataset) -> None:
    assert toy.groups("lizi") == ("other-toolmakers", "toolmakers-listed-2024")
    assert toy.groups("toolmakers-listed-2024") == ()
    assert toy.within("acme") == ("acme", "toolmakers-listed-2024")


def test_records_come_by_id_and_by_kind(toy: Dataset) -> None:
    assert list(toy.records) == sorted(toy.records)
    assert [found.id for found in toy.all(Allegation)] == [
        "guild-2023-dull-blades",
        "guild-2024-05-borrowed-saws",
        "researcher-2024-saw-dust",
        "tool-office-2024-05-unsafe-saws",
    ]


def test_a_record_is_found_only_as_what_it_is(toy: Dataset) -> None:
    assert toy.get(Source, "gazette-2024-17").title == "Order No. 17: makers of saws without a guard"
    assert toy.find(Entity, "gazette-2024-17") is None
    assert toy.find(Entity, "nobody") is None
    with pytest.raises(KeyError):
        toy.get(Entity, "gazette-2024-17")
    with pytest.raises(KeyError):
        toy.get(Entity, "nobody")


def test_who_refers_is_told_by_kind_and_field_each_once(toy: Dataset) -> None:
    def ids(*fields: str) -> list[str]:
        return [quote.id for quote in toy.referring("acme", Quote, *fields)]

    assert ids("speaker") == ["acme-2019-old-saws", "acme-2024-05-02-every-saw", "acme-2024-05-appeal"]
    assert ids("speaker", "for", "speaker") == ids("speaker")
    assert ids("for") == ids("nothing") == []


names = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=2, max_size=8)


@st.composite
def chains(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Entities by id, each with the later ones that it has as members."""
    ids = draw(names)
    return {
        id: tuple(draw(st.lists(st.sampled_from(ids[at + 1 :]), unique=True))) if ids[at + 1 :] else ()
        for at, id in enumerate(ids)
    }


@given(chains())
def test_whoever_is_linked_how_both_directions_agree(chain: dict[str, tuple[str, ...]]) -> None:
    dataset = linked(chain)
    for id, members in chain.items():
        groups = dataset.backward.get(id, {}).get(("entities", "members"), ())
        assert groups == tuple(group for group, held in chain.items() if id in held)
        assert set(dataset.members(id)) == (leaves(id, chain) if members else {id})
        assert set(dataset.groups(id)) == {group for group in chain if id in below(group, chain)}


def below(id: str, chain: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All members of a group, and theirs."""
    return {found for member in chain[id] for found in (member, *below(member, chain))}


def leaves(id: str, chain: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {member for member in below(id, chain) if not chain[member]}


def linked(chain: Mapping[str, tuple[str, ...]]) -> Dataset:
    """The data set of entities that have these members."""
    lists, entries = vocabularies(), []
    for id, members in chain.items():
        group = f"type: group\nmembers: [{', '.join(members)}]" if members else "type: company"
        read = document(f"id: {id}\nname: {id}\n{group}\n", f"{id}.yml")
        record = decode(read, "entities", lists)
        assert isinstance(record, Entity)
        entries.append(Entry.of("entities", read, record))
    dataset, problems = link(entries, lists)
    assert problems == ()
    return dataset


@cache
def vocabularies() -> Vocabularies:
    """The toy lists."""
    lists = decode_vocabularies(document(VOCABULARIES.read_text("utf-8"), "vocabularies.yml"))
    assert isinstance(lists, Vocabularies)
    return lists


def document(text: str, path: str) -> Document:
    parsed = parse(text.encode(), path)
    assert isinstance(parsed, Document)
    return parsed


def test_texts_are_found_by_their_fields_as_they_are_by_their_paths(dataset: Dataset) -> None:
    found = 0
    for record in dataset.records.values():
        document, model = dataset.documents[record.id], type(record)
        sort: Any
        for sort in (Reference, VocabularyName, Literally, Published):
            by_path = [
                (".".join(step for step in path if isinstance(step, str)), mark, text)
                for path, mark, text in marked(model, document.data, sort)
            ]
            assert [(field.name, field.mark, text) for field, text in values(model, document.data, sort)] == by_path
            found += len(by_path)
    assert found > 100
