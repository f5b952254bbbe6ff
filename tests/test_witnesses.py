"""How many independent origins a statement has at most, as far as its sources say."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from factsheet.dataset import Dataset
from factsheet.model import QuoteCitation, Source, Vocabularies
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.views.pages import record_plans
from factsheet.witnesses import Witnesses, witnesses
from hypothesis import given
from hypothesis import strategies as st

TOY = Path(__file__).parent / "toy_facts"
HOWS = ("reprint", "hosted-copy", "machine-rewording", "translation", "excerpt", "summary", "rewriting")
NAMES = ("Wire", "Agency")
Origins = Sequence[tuple[str, str]]
"""The origins of a source: how, and from where; a name that starts with a capital is no record."""


def test_sources_that_name_no_origin_are_each_their_own() -> None:
    assert counts({"a": (), "b": (), "c": ()}, "a", "b", "c") == (3, 3)


def test_a_source_cited_at_several_places_is_one() -> None:
    assert counts({"a": ()}, "a", "a") == (1, 1)


@pytest.mark.parametrize("how", HOWS)
def test_a_source_whose_content_comes_from_another_never_counts_beside_it(how: str) -> None:
    assert counts({"a": (), "b": [(how, "a")]}, "a", "b") == (2, 1)
    assert counts({"a": [(how, "Wire")], "b": [(how, "Wire")]}, "a", "b") == (2, 1)


def test_origins_are_followed_to_their_end() -> None:
    chain: dict[str, Origins] = {"a": (), "b": [("reprint", "a")], "c": [("summary", "b")], "d": [("excerpt", "a")]}
    assert counts(chain, "c", "d") == (2, 1)


def test_names_are_one_whatever_their_case_and_blanks() -> None:
    assert counts({"a": [("reprint", "The  Wire ")], "b": [("reprint", "the wire")]}, "a", "b") == (2, 1)


def test_a_name_is_not_held_to_be_the_publisher_or_the_title_of_a_source() -> None:
    assert counts({"Wire": (), "b": [("reprint", "Wire")]}, "Wire", "b", names=["Wire"]) == (2, 2)


def test_a_source_of_two_origins_counts_once() -> None:
    both = [("summary", "Wire"), ("summary", "Agency")]
    assert counts({"a": both}, "a") == (1, 1)
    assert counts({"a": both, "b": [("reprint", "Wire")]}, "a", "b") == (2, 2)
    assert counts({"a": both, "b": [("reprint", "Wire")], "c": [("reprint", "Agency")]}, "a", "b", "c") == (3, 2)


def test_copies_of_a_source_of_two_origins_are_one_with_it() -> None:
    sources: dict[str, Origins] = {
        "a": [("summary", "Wire"), ("summary", "Agency")],
        "b": [("reprint", "a")],
        "c": [("reprint", "a")],
    }
    assert counts(sources, "b", "c") == (2, 1)


def test_origins_in_a_circle_are_no_endless_way() -> None:
    assert counts({"a": [("reprint", "b")], "b": [("reprint", "a")]}, "a", "b")[0] == 2


def test_whoever_disputes_or_only_mentions_a_statement_is_no_witness() -> None:
    dataset = held({"a": (), "b": (), "c": ()})
    found = (*cited("a"), *cited("b", bearing="disputes"), *cited("c", bearing="mentions"))
    assert witnesses(found, dataset) == Witnesses(ids=("a",), origins=1, prints_of=None)


def test_a_print_whose_words_were_altered_is_no_witness() -> None:
    found = (*cited("a"), *cited("b", as_printed="so they spoke", difference="reworded"))
    assert witnesses(found, held({"a": (), "b": ()})).sources == 1


def test_a_withdrawn_source_is_no_witness_and_still_an_origin() -> None:
    withdrawn = {"a": {"withdrawn": {"on": "2024-06-03", "reason": "source-lost"}}}
    dataset = held({"a": (), "b": [("reprint", "a")], "c": [("reprint", "a")]}, withdrawn)
    assert witnesses(cited("a", "b", "c"), dataset) == Witnesses(ids=("b", "c"), origins=1, prints_of=None)


def test_several_prints_of_one_public_document_are_known_as_such() -> None:
    primary = {"rule": {"nature": "primary"}}
    prints: dict[str, Origins] = {
        "rule": [("hosted-copy", "Gazette")],
        "copy": [("hosted-copy", "rule")],
        "translated": [("translation", "copy")],
    }
    dataset = held(prints, primary)
    assert witnesses(cited("rule", "copy"), dataset).prints_of == "rule"
    assert witnesses(cited("copy", "translated"), dataset).prints_of == "rule"
    assert witnesses(cited("copy"), dataset).prints_of is None
    assert witnesses(cited("rule", "copy"), held(prints)).prints_of is None


def test_a_summary_of_a_public_document_is_no_print_of_it() -> None:
    dataset = held({"rule": (), "told": [("summary", "rule")]}, {"rule": {"nature": "primary"}})
    assert witnesses(cited("rule", "told"), dataset) == Witnesses(ids=("rule", "told"), origins=1, prints_of=None)


def test_two_documents_of_one_office_are_not_one_document() -> None:
    nature = {"first": {"nature": "primary"}, "second": {"nature": "primary"}}
    dataset = held({"first": [("hosted-copy", "Gazette")], "second": [("hosted-copy", "Gazette")]}, nature)
    assert witnesses(cited("first", "second"), dataset).prints_of is None


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, Origins], list[str]]:
    """Up to eight sources, each of which may come from some before it and from names; and some of them cited."""
    sources: dict[str, Origins] = {}
    for number in range(draw(st.integers(1, 8))):
        known = (*sources, *NAMES)
        sources[f"s{number}"] = [
            (draw(st.sampled_from(HOWS)), origin)
            for origin in draw(st.lists(st.sampled_from(known), unique=True, max_size=3))
        ]
    return sources, draw(st.lists(st.sampled_from(sorted(sources)), min_size=1, max_size=8))


@given(worlds(), st.sampled_from(HOWS), st.data())
def test_a_copy_of_a_cited_source_never_raises_the_number_of_origins(
    world: tuple[dict[str, Origins], list[str]], how: str, data: st.DataObject
) -> None:
    sources, ids = world
    before = witnesses(cited(*ids), held(sources))
    copied = {**sources, "copy": [(how, data.draw(st.sampled_from(ids)))]}
    after = witnesses(cited(*ids, "copy"), held(copied))
    assert (after.sources, after.origins) == (before.sources + 1, before.origins)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_citations_and_of_origins_never_matters(
    world: tuple[dict[str, Origins], list[str]], random: Any
) -> None:
    sources, ids = world
    before = counts(sources, *ids)
    mixed = {id: random.sample(list(origins), len(origins)) for id, origins in sources.items()}
    random.shuffle(ids)
    assert counts(mixed, *ids) == before


@given(worlds())
def test_there_are_never_more_origins_than_sources_and_never_none(
    world: tuple[dict[str, Origins], list[str]],
) -> None:
    sources, ids = world
    found, origins = counts(sources, *ids)
    assert 1 <= origins <= found == len(set(ids))


@given(worlds())
def test_one_more_source_never_takes_an_origin_away(world: tuple[dict[str, Origins], list[str]]) -> None:
    sources, ids = world
    assert counts(sources, *ids[1:])[1] <= counts(sources, *ids)[1]


SAID = {
    "quotes/acme-2024-05-02-every-saw/": "3 sources, at most 2 independent origins, as far as the sources say",
    "disagreements/acme-number-of-saws/": "2 prints of one document; words not stored",
    "quotes/lizi-2024-05-no-comment/": "1 source, a copy",
    "quotes/acme-2024-05-appeal/": "1 source; words not stored",
}


@pytest.mark.parametrize(("address", "words"), SAID.items())
def test_pages_say_who_stands_behind_a_statement(toy: Dataset, address: str, words: str) -> None:
    (plan,) = [plan for plan in record_plans(toy) if plan.address == address]
    assert f'<span class="fs-remark">{words}</span>' in Renderer().page(plan).body


@pytest.fixture(scope="module")
def toy() -> Dataset:
    dataset = check(TOY, rules=()).dataset
    assert dataset is not None
    return dataset


def held(sources: Mapping[str, Origins], more: Mapping[str, Any] | None = None, names: Sequence[str] = ()) -> Dataset:
    """A data set of these sources."""
    made = {}
    for id, origins in sources.items():
        fields = {
            "id": id.lower(),
            "type": "webpage",
            "title": id,
            "publisher": id,
            "nature": "secondary",
            "read_on": "2024-06-01",
            "reading": "whole",
            "origins": [
                {
                    "how": how,
                    "basis": "names-it",
                    "source" if origin in sources and origin not in names else "from": origin,
                }
                for how, origin in origins
            ],
        }
        made[id.lower()] = Source.model_validate(fields | dict((more or {}).get(id, {})))
    return Dataset(records=made, vocabularies=Vocabularies(root={}))


def cited(*ids: str, **fields: str) -> tuple[QuoteCitation, ...]:
    return tuple(QuoteCitation.model_validate({"source": id.lower(), **fields}) for id in ids)


def counts(sources: Mapping[str, Origins], *ids: str, names: Sequence[str] = ()) -> tuple[int, int]:
    """How many sources, and how many independent origins at most."""
    found = witnesses(cited(*ids), held(sources, names=names))
    return found.sources, found.origins
