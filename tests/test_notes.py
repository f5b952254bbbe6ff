"""What is noted of a build: a piece is taken over only while nothing that it rests on, through whatever steps, is another."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from factsheet.dataset import Dataset, remembered, settled
from factsheet.earlier import LINK, Earlier
from factsheet.model import Entity
from factsheet.model.vocabulary import EMPTY
from factsheet.notes import Notes
from factsheet.reader import Document, parse

WORLD = "the same"
Make = Callable[[str, Dataset], object]


def dataset_of(names: dict[str, str]) -> Dataset:
    """Parties by their ids, each with its name."""
    return Dataset(
        records={id: Entity.model_validate({"id": id, "type": "company", "name": name}) for id, name in names.items()},
        documents={id: document(f"id: {id}\nname: {name}\n") for id, name in names.items()},
        vocabularies=EMPTY,
    )


def document(text: str) -> Document:
    found = parse(text.encode(), "facts.yml")
    assert isinstance(found, Document)
    return found


def named(ids: str, dataset: Dataset) -> tuple[str, ...]:
    """The names of parties, one by one."""
    return tuple(dataset.entity(id).name for id in ids.split())


def counted(ids: str, dataset: Dataset) -> int:
    """How long these names are together."""
    return sum(len(name) for name in dataset.once(named, ids))


@settled
def longest(ids: str, dataset: Dataset) -> int:
    """How long the longest of these names is."""
    return max(len(name) for name in dataset.once(named, ids))


@remembered
def kept_count(ids: str, dataset: Dataset) -> int:
    """As `counted`, kept from build to build."""
    return counted(ids, dataset)


ALL = "a b c d e"
FIRST = {"a": "A", "b": "BB", "c": "CCC", "d": "DDDD", "e": "EEEEE"}


def built(names: dict[str, str], make: Make, earlier: Earlier, before: Dataset | None = None) -> tuple[Notes, bool]:
    """The notes of a build with one piece, and whether that was taken over."""
    dataset = dataset_of(names)
    notes = Notes(dataset, WORLD, earlier, before)
    if notes.kept("piece", "") is not None:
        return notes, True
    with notes.looking() as seen:
        held = dataset.once(make, ALL)
    notes.note("piece", "", seen, [held])
    return notes, False


@pytest.mark.parametrize("make", [named, counted, longest, kept_count])
def test_a_piece_is_taken_over_until_something_below_it_changes(make: Make) -> None:
    notes, taken_over = built(FIRST, make, Earlier())
    assert not taken_over
    notes, taken_over = built(FIRST, make, Earlier.of(notes.whole().plain()))
    assert taken_over
    notes, taken_over = built(FIRST | {"e": "EEEEEE"}, make, Earlier.of(notes.whole().plain()))
    assert not taken_over


def test_where_only_a_result_counts_the_same_result_changes_nothing() -> None:
    notes, _taken_over = built(FIRST, longest, Earlier())
    for name in ("AA", "AAA", "A"):
        notes, taken_over = built(FIRST | {"a": name}, longest, Earlier.of(notes.whole().plain()))
        assert taken_over
    _notes, taken_over = built(FIRST | {"a": "AAAAAAA"}, longest, Earlier.of(notes.whole().plain()))
    assert not taken_over


def test_it_does_not_count_in_which_order_the_steps_were_noted() -> None:
    notes, _taken_over = built(FIRST, counted, Earlier())
    whole = notes.whole()
    backwards = replace(whole, inner=dict(reversed([*whole.inner.items()])))
    _notes, taken_over = built(FIRST | {"c": "C"}, counted, backwards)
    assert not taken_over


def test_in_one_process_what_was_made_is_made_again_only_where_it_changed() -> None:
    notes, _taken_over = built(FIRST, named, Earlier())
    same = dataset_of(FIRST)
    Notes(same, WORLD, notes.whole(), notes.dataset)
    assert same.once(named, ALL) is notes.dataset.once(named, ALL)
    other = dataset_of(FIRST | {"b": "B"})
    Notes(other, WORLD, notes.whole(), notes.dataset)
    assert other.once(named, ALL) == ("A", "B", "CCC", "DDDD", "EEEEE")


def test_nothing_is_taken_over_from_another_world() -> None:
    notes, _taken_over = built(FIRST, named, Earlier())
    _notes, taken_over = built(FIRST, named, replace(notes.whole(), world="another"), notes.dataset)
    assert not taken_over


def test_what_a_copy_of_the_process_has_noted_is_joined() -> None:
    dataset = dataset_of(FIRST)
    notes = Notes(dataset, WORLD, Earlier())
    with notes.apart() as made:
        with notes.looking() as seen:
            held = dataset.once(kept_count, ALL)
        notes.note("piece", "", seen, [held])
        there = made()
    assert notes.whole().pieces == {}
    fresh = dataset_of(FIRST)
    joined = Notes(fresh, WORLD, Earlier())
    joined.note("other", "", {"x", "y"}, [])
    # The other process has numbered its keys by itself since they parted.
    joined.join(there)
    _notes, taken_over = built(FIRST, kept_count, Earlier.of(joined.whole().plain()))
    assert taken_over
    _notes, taken_over = built(FIRST | {"d": "D"}, kept_count, Earlier.of(joined.whole().plain()))
    assert not taken_over


def test_a_link_to_a_place_that_is_gone_is_told_of_the_page_that_has_it() -> None:
    notes = Notes(dataset_of(FIRST), WORLD, Earlier())
    notes.note("page a/", "", {"a", f"{LINK}b/#words", f"{LINK}c/"}, [])
    assert list(notes.lost({"b/#words", "c/"}.__contains__)) == []
    assert list(notes.lost({"c/"}.__contains__)) == [("b/#words", "page a/")]


def test_names_of_what_is_gone_do_not_pile_up() -> None:
    earlier, kept = Earlier(), range(300)
    for turn in range(40):
        notes = Notes(dataset_of(FIRST), WORLD, earlier)
        for number in kept:
            assert bool(notes.kept(f"kept {number}", "")) == (turn > 0)
            if not turn:
                notes.note(f"kept {number}", "", many("kept", number), [1])
        for number in range(300):
            notes.note(f"new {turn} {number}", "", many(f"new {turn}", number), [])
        earlier = Earlier.of(notes.whole().plain())
    assert len(earlier.names) < 20_000
    assert len(earlier.pieces) == 600


def many(word: str, number: int) -> Iterable[str]:
    return (f"{word} {number} {part}" for part in range(5))
