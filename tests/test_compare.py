"""What differs between two versions of a record: nothing where it is the same, and a fitting class for every change."""

import random
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from factsheet.ledger import CLASSES, Class, Data, Edit, classes_of, compare, guarded, with_ids
from factsheet.model import KINDS, Kind, Reference
from factsheet.model.fields import Published, Role
from factsheet.model.references import Path as Way
from factsheet.model.references import marks_at
from factsheet.pipeline import check

HERE = Path(__file__).parent
SEED = 2024
GUARDED = ("words", "fact", "reply")

WORDS: frozenset[Class] = frozenset({"reworded", "evidence-added"})
EVIDENCE: frozenset[Class] = frozenset({"evidence-added", "evidence-changed", "evidence-removed"})
REPLY: frozenset[Class] = frozenset({"evidence-added", "evidence-removed", "reply-received"})
CORRECTED: frozenset[Class] = frozenset({"corrected", "reworded", "metadata-only"})
MEANINGS: dict[str, tuple[frozenset[Class], frozenset[Class]]] = {
    "words": (frozenset({"reworded"}), WORDS),
    "fact": (EVIDENCE, EVIDENCE),
    "reply": (REPLY, REPLY),
    "evidence": (EVIDENCE, EVIDENCE),
    "remark": (frozenset({"reworded"}), frozenset({"reworded"})),
    "none": (frozenset({"metadata-only"}), frozenset({"metadata-only"})),
    "corrections": (CORRECTED, CORRECTED),
    "withdrawn": (frozenset({"withdrawn"}), frozenset({"withdrawn", "source-lost", "reworded", "evidence-changed"})),
    "redacted": (frozenset({"withdrawn"}), frozenset({"withdrawn"})),
    "former_ids": (frozenset({"metadata-only"}), frozenset({"metadata-only"})),
}
"""By the mark of a field, or its name where it says more: the classes of which one at least is there, and all there may be,
where no correction says what it is.

Other words that are a new item stand in the list as added evidence too.
"""


LEFT_OUT = {"form": "verbatim", "bearing": "supports"}
"""What a field says where it is left out."""


@pytest.fixture(scope="module")
def records() -> dict[str, tuple[Kind, Data]]:
    """The records of the real facts and of the toy facts, by id."""
    found: dict[str, tuple[Kind, Data]] = {}
    for facts in (HERE.parent / "facts", HERE / "toy_facts"):
        dataset = check(facts).dataset
        assert dataset is not None
        found |= {id: (record.kind, dataset.documents[id].data) for id, record in dataset.records.items()}
    return found


def places(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value inside a record, with the way to it."""
    yield way, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from places(inner, (*way, key))


def leaves(data: Data) -> list[Way]:
    """The ways to every text of a record, but for its id."""
    return [way for way, value in places(data) if isinstance(value, str) and way != ("id",)]


def at(data: Any, way: Way) -> Any:
    for step in way:
        data = data[step]
    return data


def put(data: Data, way: Way, value: Any) -> dict[str, Any]:
    """A record with another value at the end of the way."""
    found = deepcopy(dict(data))
    at(found, way[:-1])[way[-1]] = value
    return found


def meaning(kind: Kind, way: Way) -> str:
    """The mark of the field at the end of the way, or of the nearest around it; or the name of a field that says more."""
    if way[0] in ("corrections", "withdrawn", "redacted", "former_ids"):
        return str(way[0])
    for length in range(len(way), 0, -1):
        marks = [mark for mark in marks_at(KINDS[kind], way[:length]) if isinstance(mark, Published)]
        if marks:
            return marks[0].role
    return "evidence" if kind == "sources" else "none"


def fits(kind: Kind, way: Way, classes: tuple[Class, ...]) -> bool:
    """Whether the classes of a change at the end of the way are those that its meaning allows."""
    # The same value of another property: what was published is gone.
    moved = way[0] == "properties" and way[-1] == "property"
    some, every = MEANINGS["words" if moved else meaning(kind, way)]
    return bool(some & set(classes)) and set(classes) <= every


def test_a_record_does_not_differ_from_itself(records: dict[str, tuple[Kind, Data]]) -> None:
    assert [id for id, (kind, data) in records.items() if compare(kind, data, deepcopy(data))] == []


def test_another_order_has_a_meaning_where_the_order_says_something_and_no_other_one_elsewhere(
    records: dict[str, tuple[Kind, Data]],
) -> None:
    shuffled, meant = 0, set()
    for id, (kind, data) in records.items():
        for way in [way for way, value in places(data) if isinstance(value, list) and len(value) > 1]:
            now = put(data, way, at(data, way)[::-1])
            (edit,) = compare(kind, data, now)
            ordered = any(isinstance(mark, Published) and mark.ordered for mark in marks_at(KINDS[kind], way))
            assert (edit.role is not None) == ordered, (id, way)
            assert classes_of(kind, data, now) == (("evidence-changed",) if ordered else ("metadata-only",))
            shuffled += 1
            meant |= {(way[-1], edit.role, guarded(edit))} if ordered else set()
    assert shuffled > 200
    assert meant >= {("stages", "fact", True), ("author", "evidence", False)}


def test_every_change_of_a_text_has_the_classes_that_its_field_stands_for(
    records: dict[str, tuple[Kind, Data]],
) -> None:
    chance = random.Random(SEED)
    strange = []
    for id, (kind, data) in records.items():
        for way in leaves(data):
            now = put(data, way, other(at(data, way), chance))
            edits = compare(kind, data, now)
            assert edits, (id, way)
            assert {edit.path[0] for edit in edits} == {way[0]}
            assert [edit for edit in edits if edit.now is not None and at(now, edit.place) != edit.now] == []
            classes = classes_of(kind, data, now)
            assert classes
            assert set(classes) <= set(CLASSES)
            if not fits(kind, way, classes):
                strange.append((id, way, classes))
    assert strange == []


def other(text: str, chance: random.Random) -> str:
    """Another text: longer, shorter or a wholly different one."""
    return chance.choice((f"{text} and more", f"no {text}", text[: len(text) // 2] + "…", "something else"))


def test_every_text_taken_out_or_added_is_seen(records: dict[str, tuple[Kind, Data]]) -> None:
    strange = []
    for id, (kind, data) in records.items():
        for way in [way for way in leaves(data) if isinstance(way[-1], str)]:
            less = deepcopy(dict(data))
            del at(less, way[:-1])[way[-1]]
            taken, added = compare(kind, data, less), compare(kind, less, data)
            if at(data, way) == LEFT_OUT.get(str(way[-1])):
                assert taken == added == ()
                continue
            assert {edit.path[0] for edit in (*taken, *added)} == {way[0]}
            a_fact = meaning(kind, way) == "fact"
            says_more = meaning(kind, way) == "words" or way[0] in LEFT_OUT or (a_fact and names_a_party(kind, way))
            guards = (guarded(taken[0]), guarded(added[0]))
            if len(way) == 1 and guards != (meaning(kind, way) in GUARDED, says_more):
                strange.append((id, way))
            assert any(map(guarded, taken)) or not a_fact, (id, way)
    assert strange == []


def names_a_party(kind: Kind, way: Way) -> bool:
    """Whether the field at the end of the way has the id of an entity."""
    return Reference(("entities",)) in marks_at(KINDS[kind], way)


def test_of_a_list_of_facts_nothing_goes_and_no_party_joins_without_a_correction(
    records: dict[str, tuple[Kind, Data]],
) -> None:
    strange: list[tuple[str, Way, tuple[bool, bool]]] = []
    tried = set()
    for id, (kind, data) in records.items():
        for way in [way for way, value in places(data) if isinstance(value, str) and isinstance(way[-1], int)]:
            less = deepcopy(dict(data))
            del at(less, way[:-1])[way[-1]]
            taken, added = compare(kind, data, less), compare(kind, less, data)
            a_fact = meaning(kind, way) == "fact"
            guards = (any(map(guarded, taken)), any(map(guarded, added)))
            tried |= {way[-2]} if a_fact else set()
            if guards != (a_fact, a_fact and names_a_party(kind, way)):
                strange.append((id, way, guards))
    assert strange == []
    assert tried >= {"made_by", "about", "words", "said_by", "entities", "members"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_names_a_field_of_its_kind(kind: Kind, records: dict[str, tuple[Kind, Data]]) -> None:
    """Also where everything differs: each record beside every other one of its kind, in turn."""
    of_kind = [data for found, data in records.values() if found == kind]
    keys = {field.alias or name for name, field in KINDS[kind].model_fields.items()}
    for was, now in pairwise(of_kind):
        assert {edit.path[0] for edit in compare(kind, was, now)} <= keys
        assert set(classes_of(kind, was, now)) <= set(CLASSES)


@pytest.mark.parametrize(
    ("kind", "was", "now", "field", "stands_for"),
    [
        ("allegations", {"about": ["a"]}, {"about": ["a", "b"]}, "about", (None, "b")),
        ("allegations", {"made_by": ["a"]}, {"made_by": ["b", "a"]}, "made_by", (None, "b")),
        ("allegations", {"via": ["a", "b"]}, {"via": ["b", "a"]}, "via", ("a, b", "b, a")),
        ("allegations", {"words": ["a"]}, {}, "words", ("a", None)),
        ("allegations", {"made_in": "a"}, {"made_in": "b"}, "made_in", ("a", "b")),
        (
            "allegations",
            {"stages": [{"stage": "alleged", "on": "2019"}, {"stage": "retracted"}]},
            {"stages": [{"stage": "retracted"}, {"stage": "alleged", "on": "2019"}]},
            "stages",
            ("alleged 2019, retracted", "retracted, alleged 2019"),
        ),
        (
            "allegations",
            {"relations": [{"to": "a", "type": "narrows"}]},
            {"relations": [{"to": "a", "type": "repeats"}]},
            "relations",
            ("narrows", "repeats"),
        ),
        (
            "allegations",
            {"replies_sought": [{"entities": ["a"], "result": "none-found", "on": "2019"}]},
            {"replies_sought": [{"entities": ["a", "b"], "result": "none-found", "on": "2019"}]},
            "replies_sought",
            (None, "b"),
        ),
        ("events", {}, {"participants": [{"entity": "a", "role": "listed"}]}, "participants", (None, "a")),
        (
            "disagreements",
            {"readings": [{"says": "Six"}]},
            {"readings": [{"says": "Six", "said_by": ["a"]}]},
            "readings",
            (None, "a"),
        ),
        (
            "entities",
            {"properties": [{"property": "size", "value": "6", "as_of": "2019"}]},
            {"properties": [{"property": "size", "value": "6", "as_of": "2020"}]},
            "properties[size]",
            ("2019", "2020"),
        ),
        (
            "entities",
            {"part_of": [{"entity": "a", "as": "office", "title": "Chair"}]},
            {"part_of": [{"entity": "a", "as": "office", "title": "Clerk"}]},
            "part_of",
            ("Chair", "Clerk"),
        ),
        ("quotes", {"capacity": "a clerk"}, {"capacity": "a judge"}, "capacity", ("a clerk", "a judge")),
        ("quotes", {}, {"for": "a"}, "for", (None, "a")),
        ("quotes", {}, {"form": "reported"}, "form", ("verbatim", "reported")),
        ("quotes", {}, {"lead_in": "The office denied that"}, "lead_in", (None, "The office denied that")),
        ("entities", {}, {"short_name": "Acme"}, "short_name", (None, "Acme")),
    ],
)
def test_what_makes_a_published_record_say_something_else_needs_a_correction(
    kind: Kind, was: Data, now: Data, field: str, stands_for: tuple[str | None, str | None]
) -> None:
    (edit,) = compare(kind, was, now)
    assert (guarded(edit), edit.field, edit.stands_for) == (True, field, stands_for)
    entry = {"field": field, **{key: words for key, words in zip(("was", "now"), stands_for, strict=True) if words}}
    wrong, reworded = ({**now, "corrections": [{**entry, "reason": why}]} for why in ("source-misread", "wording"))
    assert classes_of(kind, was, wrong) == ("corrected",)
    assert classes_of(kind, was, reworded) == (("reworded",) if edit.role == "words" else ("corrected",))


@pytest.mark.parametrize(
    ("kind", "was", "now", "classes"),
    [
        ("quotes", {}, {"said_on": "2019-10-08"}, ("evidence-added",)),
        ("quotes", {}, {"answers": [{"to": "a", "response": "earlier-statement"}]}, ("evidence-added",)),
        ("quotes", {}, {"answers": [{"to": "a", "response": "denies"}]}, ("reply-received",)),
        ("quotes", {"lang": "en"}, {"lang": "zh-Hans"}, ("evidence-changed",)),
        ("quotes", {"text": "one  two"}, {"text": "one\ntwo"}, ("metadata-only",)),
        ("events", {}, {"planned": "true"}, ("evidence-changed",)),
        ("allegations", {"made_by": ["a", "b"]}, {"made_by": ["b", "a"]}, ("metadata-only",)),
        ("allegations", {}, {"stages": [{"stage": "retracted", "on": "2020"}]}, ("evidence-added",)),
        ("allegations", {"words": ["a"]}, {"words": ["a", "b"]}, ("evidence-added",)),
        ("allegations", {}, {"made_in": "a"}, ("evidence-added",)),
        ("quotes", {}, {"capacity": "a clerk"}, ("evidence-added",)),
        ("entities", {}, {"part_of": [{"entity": "a", "as": "parent"}]}, ("evidence-added",)),
        (
            "sources",
            {"author": [{"family": "A"}, {"literal": "B"}]},
            {"author": [{"literal": "B"}, {"family": "A"}]},
            ("evidence-changed",),
        ),
    ],
)
def test_what_was_left_open_or_stands_beside_it_needs_none(
    kind: Kind, was: Data, now: Data, classes: tuple[Class, ...]
) -> None:
    assert [edit for edit in compare(kind, was, now) if guarded(edit)] == []
    assert classes_of(kind, was, now) == classes


def test_words_that_are_older_than_what_they_bear_on_are_no_reply() -> None:
    answer = {"to": "a", "response": "earlier-statement"}
    assert classes_of("quotes", None, {"answers": [answer]}) == ("new",)
    assert classes_of("quotes", None, {"answers": [answer, {**answer, "response": "denies"}]}) == ("reply-received",)


def test_every_mark_has_a_meaning_here() -> None:
    assert set(get_args(Role)) <= set(MEANINGS)


def one(kind: Kind, was: Data, now: Data) -> Edit:
    (edit,) = compare(kind, was, now)
    return edit


@pytest.mark.parametrize(
    ("was", "now", "names"),
    [
        ("2024", "2024-05", False),
        ("2024-05", "2024-05-03", False),
        ("2024-05?", "2024-05-03", False),
        ("2024-05-03?", "2024-05-03", False),
        ("2024/2025", "2024-05", True),
        ("2023-03/2023-05", "2023-05-31", True),
        ("2023-03/2023-05", "2023-05-31/2023-05-31", True),
        ("2023-03/2023-05", "2023-03-09/2023-05-31", False),
        ("2023-03/2023-05", "2023-03/2023-06", True),
        ("2023-03/..", "2023-03-09/2023-05", False),
        ("2023-03/..", "2023-04", False),
        ("2023", "2023-03/2023-05", False),
        ("2024-05-03", "2024-05", True),
        ("2024-05-03", "2024-05-04", True),
        ("2024-05-03", "2024-05-03?", True),
        ("2024-05", "2024-06-01", True),
        ("2024-05", None, True),
        (None, "2024-05", False),
    ],
)
def test_a_date_that_became_more_exact_needs_no_correction(was: str | None, now: str | None, names: bool) -> None:
    before, after = ({"said_on": date} if date else {} for date in (was, now))
    assert guarded(one("quotes", before, after)) == names


def test_items_are_known_by_what_they_are_and_not_by_their_place() -> None:
    was = {"properties": [{"property": "founded", "value": "1949"}, {"property": "founded", "value": "1950"}]}
    now = {"properties": [{"property": "ticker", "value": "X"}, {"property": "founded", "value": "1950"}]}
    edits = compare("entities", was, now)
    assert [(edit.path, edit.stands_for) for edit in edits] == [
        (("properties", "founded"), ("1949", None)),
        (("properties", "ticker"), (None, "X")),
    ]


def test_a_changed_value_is_one_edit_that_says_which() -> None:
    was = {"properties": [{"property": "founded", "value": "1948"}, {"property": "ticker", "value": "X"}]}
    now = {"properties": [{"property": "founded", "value": "1949"}, {"property": "ticker", "value": "X"}]}
    edit = one("entities", was, now)
    assert (edit.field, edit.stands_for) == ("properties[founded]", ("1948", "1949"))
    assert guarded(edit)


def test_of_several_alike_the_nearest_words_are_compared() -> None:
    was = {"readings": [{"says": "On 1 May 2024"}, {"says": "Never, as far as is known"}]}
    now = {"readings": [{"says": "Never, so far as is known"}, {"says": "On 2 May 2024"}]}
    assert {edit.stands_for for edit in compare("disagreements", was, now)} == {
        ("On 1 May 2024", "On 2 May 2024"),
        ("Never, as far as is known", "Never, so far as is known"),
    }


def test_those_who_were_asked_are_the_same_in_any_order() -> None:
    was = {"replies_sought": [{"entities": ["acme", "lizi"], "result": "none-found", "where": "in print"}]}
    now = {"replies_sought": [{"entities": ["lizi", "acme"], "result": "none-found", "where": "in print"}]}
    edit = one("allegations", was, now)
    assert (edit.path, edit.role) == (("replies_sought", "acme, lizi", "entities"), None)


@pytest.mark.parametrize(
    ("kind", "was", "now"),
    [
        ("allegations", {"via": ["a", "b"]}, {"via": ["c", "b", "a"]}),
        (
            "allegations",
            {"stages": [{"stage": "alleged"}, {"stage": "determined", "note": "Yes."}]},
            {"stages": [{"stage": "found"}, {"stage": "determined", "note": "No."}, {"stage": "alleged"}]},
        ),
    ],
)
def test_another_order_is_seen_where_items_differ_too(kind: Kind, was: Data, now: Data) -> None:
    *others, order = compare(kind, was, now)
    assert others
    assert (guarded(order), order.was, order.now) == (True, *was.values(), *now.values())


def test_a_record_that_was_renamed_is_still_the_one_that_others_name() -> None:
    was = {"speaker": "acme", "answers": [{"to": "saws", "response": "denies"}], "citations": [{"source": "times"}]}
    ids = {"acme": "acme-tools", "saws": "saws-2024", "times": "times-2024"}
    now = {
        "speaker": "acme-tools",
        "answers": [{"to": "saws-2024", "response": "denies"}],
        "citations": [{"source": "times-2024"}],
    }
    assert with_ids("quotes", was, ids) == now
    assert was["speaker"] == "acme"
    assert with_ids("quotes", was, {}) == was


def test_the_weightiest_class_stands_first() -> None:
    was = {"title": "Saws", "citations": [{"source": "a"}]}
    now = {
        "title": "Blades",
        "citations": [{"source": "a"}, {"source": "b"}],
        "corrections": [{"field": "title", "was": "Saws", "now": "Blades", "reason": "source-misread"}],
    }
    assert classes_of("allegations", was, now) == ("corrected", "evidence-added")
