"""The invented facts use every field and every listed value, and nothing is wrong with them."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from factsheet.dataset import Dataset
from factsheet.model import KINDS, Record, Value, Vocabularies, VocabularyName, vocabularies_needed
from factsheet.model.references import marked
from factsheet.model.vocabulary import nested
from factsheet.pipeline import check

TOY = Path(__file__).parent / "toy_facts"
REAL = Path(__file__).parent.parent / "facts"


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


def test_nothing_is_wrong_with_the_toy_facts() -> None:
    assert check(TOY).problems == ()


def test_the_toy_facts_use_every_field_of_every_kind(toy: Dataset) -> None:
    assert fields_there_are() - fields_used(iter(toy.records.values())) == set()


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
