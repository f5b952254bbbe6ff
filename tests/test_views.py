"""Fairness in what pages show: who has answered, who has not, and which values really differ."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from factsheet.dataset import Dataset
from factsheet.model import Allegation, Entity, Quote
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.views import allegation as views
from factsheet.views.desk import Desk, shorten
from factsheet.views.entity import entity_view
from factsheet.views.index import index_view, layouts
from factsheet.views.order import in_time
from factsheet.views.pages import record_plans
from factsheet.views.parts import Reply
from factsheet.views.row import AllegationRow

TOY = Path(__file__).parent / "toy_facts"
UNSAFE = "tool-office-2024-05-unsafe-saws"
NAMED = ["acme", "bolt-and-sons", "lizi", "mithal"]
READINGS = (
    "readings: [{says: a, citations: [{source: gazette-2024-17}]}, {says: b, citations: [{source: gazette-2024-17}]}]"
)
ANNOUNCED = "toolmakers-listed-2024-05-announced"
EFFECTIVE = "toolmakers-listed-2024-05-effective"

Add = Callable[..., Dataset]


@pytest.fixture
def add(tmp_path: Path) -> Add:
    """Adds records (file -> text) to the toy facts."""

    def added(**files: str) -> Dataset:
        facts = tmp_path / "facts"
        if not facts.exists():
            shutil.copytree(TOY, facts)
        for name, text in files.items():
            kind, _slash, id = name.partition("__")
            id = id.replace("_", "-")
            (facts / kind / f"{id}.yml").write_text(f"id: {id}\n{text}\n", "utf-8")
        checked = check(facts, rules=())
        assert checked.problems == ()
        assert checked.dataset is not None
        return checked.dataset

    return added


def quote(speaker: str, to: str, more: str = "") -> str:
    return (
        f"text: So they say\nlang: en\nspeaker: {speaker}\n{more}"
        f"answers: [{{to: {to}, response: denies}}]\ncitations: [{{source: other-daily-2024-05-03}}]"
    )


def answered(dataset: Dataset, id: str = UNSAFE) -> views.Answered:
    return views.answered(dataset.get(Allegation, id), Desk(dataset))


def silent(dataset: Dataset) -> list[str]:
    """Who is said not to have replied to the toy facts' main allegation."""
    return [ref.id for ref in answered(dataset).unanswered]


def facing(id: str, dataset: Dataset) -> views.Answered:
    """What stands beside that allegation on an entity's page."""
    occasions = entity_view(dataset.get(Entity, id), dataset).occasions
    (found,) = [beside for occasion in occasions for beside in occasion.facing if beside.claim.alleged.ref.id == UNSAFE]
    return found.answered


def said(replies: tuple[Reply, ...]) -> list[str]:
    return [reply.words.said.ref.id for reply in replies]


def test_replies_of_the_accused_their_words_on_the_event_and_words_of_others_stand_apart(add: Add) -> None:
    found = answered(add())
    assert said(found.replies) == ["acme-2024-05-02-every-saw"]
    assert said(found.to_event) == ["lizi-2024-05-no-comment", "acme-2024-05-appeal"]
    assert said(found.others) == ["guild-2024-05-02-thumbs"]
    assert [(search.result.value, [ref.id for ref in search.entities]) for search in found.sought] == [
        ("none-found", ["bolt-and-sons"]),
        ("asked-no-answer", ["mithal"]),
        ("not-sought", ["unnamed-workshops"]),
    ]


def test_whoever_is_accused_and_has_not_spoken_is_named_one_by_one(add: Add) -> None:
    assert silent(add()) == ["bolt-and-sons", "mithal", "unnamed-workshops"]


def test_whoever_has_spoken_of_the_event_has_replied(add: Add) -> None:
    assert silent(add(quotes__bolt_says=quote("bolt-and-sons", ANNOUNCED))) == ["mithal", "unnamed-workshops"]


def test_a_group_that_speaks_has_replied_for_its_members(add: Add) -> None:
    assert silent(add(quotes__others_say=quote("other-toolmakers", UNSAFE))) == []


def test_a_person_who_speaks_for_a_party_has_replied_for_it(add: Add) -> None:
    person = "type: person\nname: Jo Bolt"
    dataset = add(entities__jo_bolt=person, quotes__jo_says=quote("jo-bolt", UNSAFE, "for: bolt-and-sons\n"))
    assert silent(dataset) == ["mithal", "unnamed-workshops"]
    assert said(facing("bolt-and-sons", dataset).replies) == ["jo-says"]


def test_words_of_others_are_never_shown_as_a_reply_of_the_accused(add: Add) -> None:
    dataset = add(quotes__holding_says=quote("acme-holding", UNSAFE))
    assert said(answered(dataset).others) == ["guild-2024-05-02-thumbs", "holding-says"]
    assert said(facing("acme", dataset).replies) == ["acme-2024-05-02-every-saw"]


def test_beside_an_allegation_an_entity_has_its_own_replies_alone(add: Add) -> None:
    dataset = add()
    assert said(facing("lizi", dataset).to_event) == ["lizi-2024-05-no-comment"]
    assert said(facing("mithal", dataset).to_event) == said(facing("mithal", dataset).others) == []
    assert [search.result.value for search in facing("mithal", dataset).sought] == ["asked-no-answer"]


SECOND = (
    "title: Hid its saws\nstatement: The Tool Office said that Lizi had hidden its saws.\nmade_by: [tool-office]\n"
    "about: [lizi]\nmade_on: 2024-05-01\nmade_in: {event}\nstage: alleged\n"
    "citations: [{{source: other-daily-2024-05-03}}]"
)


def test_replies_to_an_event_stand_once_below_all_that_was_said_in_it(add: Add) -> None:
    dataset = add(allegations__hid_saws=SECOND.format(event=ANNOUNCED))
    (occasion,) = entity_view(dataset.entity("lizi"), dataset).occasions
    assert [beside.claim.alleged.ref.id for beside in occasion.facing] == ["hid-saws", UNSAFE]
    assert [said(beside.answered.to_event) for beside in occasion.facing] == [[], []]
    assert [(event.id, said(found)) for event, found in occasion.to_event] == [
        (ANNOUNCED, ["lizi-2024-05-no-comment"]),
    ]


def test_what_was_said_in_different_events_stands_apart(add: Add) -> None:
    dataset = add(allegations__hid_saws=SECOND.replace("made_in: {event}\n", "").format())
    apart = entity_view(dataset.entity("lizi"), dataset).occasions
    assert [[beside.claim.alleged.ref.id for beside in occasion.facing] for occasion in apart] == [
        ["hid-saws"],
        [UNSAFE],
    ]
    assert [occasion.to_event for occasion in apart] == [(), ()]


def test_a_groups_page_shows_what_its_members_answered(add: Add) -> None:
    assert said(facing("other-toolmakers", add()).to_event) == ["lizi-2024-05-no-comment"]


def test_an_index_counts_only_those_accused_who_answered(add: Add) -> None:
    dataset = add(quotes__holding_says=quote("acme-holding", UNSAFE))
    (layout,) = layouts("allegations", dataset)
    index = index_view(layout, dataset)
    (row,) = [row for row in index.rows if isinstance(row, AllegationRow) and row.ref.id == UNSAFE]
    assert (row.answering, row.answering_event) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("", "", True),
        ("as_of: 2019", "as_of: 2020", False),
        ("as_of: 2019", "as_of: 2019-06", True),
        ("to: 2019", "from: 2020", False),
        ("to: 2020", "from: 2020", True),
        ("from: 2010, to: 2015", "as_of: 2012", True),
        ("from: 2010, to: 2015", "as_of: 2016", False),
        ("from: 2010", "", True),
    ],
)
def test_only_values_whose_times_overlap_can_differ(add: Add, first: str, second: str, differ: bool) -> None:
    lines = (("Oldtown", first), ("Newtown", second))
    properties = "".join(
        f"  - {{property: headquarters, value: {value}, {time + ', ' if time else ''}citations: [{{source: handbook-2022}}]}}\n"
        for value, time in lines
    )
    dataset = add(entities__mover=f"type: company\nname: Mover\nproperties:\n{properties}")
    assert [line.differs for line in entity_view(dataset.entity("mover"), dataset).properties] == [differ, differ]


def test_values_of_a_property_that_can_have_several_never_differ(add: Add) -> None:
    dataset = add()
    lines = entity_view(dataset.entity("acme"), dataset).properties
    assert {line.value: line.differs for line in lines if line.property.value in ("ticker", "founded")} == {
        "1949": True,
        "1950": True,
        "XEXA:ACME": False,
        "XEXB:0ACM": False,
    }


def test_words_of_which_only_the_last_possible_day_is_known_stand_there(add: Add) -> None:
    dataset = add(quotes__lizi_says=quote("lizi", UNSAFE, "said_on: ../2024-05-02\n"))
    order = [record.id for record in in_time(dataset.all(Quote))]
    assert order.index("acme-2024-05-02-every-saw") < order.index("lizi-says")


def test_records_stand_in_time_and_undated_ones_last(add: Add) -> None:
    assert [record.id for record in in_time(add().all(Quote))] == [
        "acme-2019-old-saws",
        "lizi-2024-05-no-comment",
        "tool-office-2024-05-01-guard",
        "acme-2024-05-02-every-saw",
        "acme-2024-05-appeal",
        "guild-2024-05-02-thumbs",
        "mithal-2024-05-thirty-saws",
        "guild-2024-05-thumbs-again",
    ]


def test_an_index_has_two_hundred_lines_a_page(add: Add) -> None:
    files = {f"entities__company_{number:03}": f"type: company\nname: Company {number:03}" for number in range(188)}
    dataset = add(**files)
    first, second = (index_view(layout, dataset) for layout in layouts("entities", dataset))
    assert (len(first.rows), len(second.rows), first.total) == (200, 1, 201)
    assert first.pages == second.pages == ("entities/", "entities/page/2/")


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("never had a complaint", 30, "never had a complaint"),
        ("never had a complaint", 12, "never had a"),
        ("two\nlines", 30, "two lines"),
        ("我们的每一把锯子都有护罩", 6, "我们的每一把"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short


def facts_of_groups(tmp_path: Path, about: str, speaker: str) -> Dataset:
    """A company in a group in a group; an allegation about one of the three, and a reply by one of them."""
    files = {
        "vocabularies.yml": (TOY / "vocabularies.yml").read_text("utf-8"),
        "entities/small.yml": "id: small\ntype: company\nname: Small\n",
        "entities/other.yml": "id: other\ntype: company\nname: Other\n",
        "entities/inner.yml": "id: inner\ntype: group\nname: Inner\nmembers: [small]\n",
        "entities/outer.yml": "id: outer\ntype: group\nname: Outer\nmembers: [inner, other]\n",
        "sources/paper.yml": "id: paper\ntype: report\ntitle: P\nnature: primary\nread_on: 2024-01-01\nreading: whole\n",
        "allegations/claim.yml": "id: claim\ntitle: C\nstatement: S said so.\nvoice: somebody\nstage: alleged\n"
        f"about: [{about}]\ncitations: [{{source: paper}}]\n",
        "quotes/reply.yml": f"id: reply\ntext: No\nlang: en\nspeaker: {speaker}\n"
        "answers: [{to: claim, response: denies}]\ncitations: [{source: paper}]\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    dataset = check(tmp_path).dataset
    assert dataset
    return dataset


@pytest.mark.parametrize(
    ("about", "speaker", "page", "replied", "silent"),
    [
        ("small", "inner", "small", 1, ()),
        ("outer", "inner", "outer", 1, ("other",)),
        ("outer", "inner", "small", 1, ("other",)),
        ("outer", "outer", "small", 1, ()),
        ("outer", "small", "inner", 1, ("other",)),
        ("outer", "other", "small", 0, ("small",)),
    ],
)
def test_a_groups_reply_counts_for_whoever_belongs_to_it(
    tmp_path: Path, about: str, speaker: str, page: str, replied: int, silent: tuple[str, ...]
) -> None:
    dataset = facts_of_groups(tmp_path, about, speaker)
    beside = entity_view(dataset.entity(page), dataset).occasions[0].facing[0].answered
    whole = views.answered(dataset.get(Allegation, "claim"), Desk(dataset))
    assert len(beside.replies) == replied
    assert [len(whole.replies), whole.others] == [1, ()]
    assert tuple(ref.id for ref in whole.unanswered) == silent


def test_what_was_said_to_a_party_or_read_through_it_is_linked_from_its_page(add: Add) -> None:
    dataset = add()
    view = entity_view(dataset.entity("example-times"), dataset)
    assert [ref.id for ref in view.conveyed] == ["guild-2023-dull-blades"]
    assert [ref.id for ref in view.heard] == ["tool-office-2024-05-01-guard"]


def test_a_party_is_told_of_disagreements_about_its_group_and_not_of_those_about_others(add: Add) -> None:
    dataset = add(
        disagreements__group="question: How many?\nstatus: open\nabout: [toolmakers-listed-2024]\n" + READINGS,
        disagreements__other=f"question: Who?\nstatus: open\nabout: [{UNSAFE}, mithal]\n" + READINGS,
    )
    told = {id: [ref.id for ref in entity_view(dataset.entity(id), dataset).common.disagreements] for id in NAMED}
    assert [id for id in NAMED if "group" in told[id]] == NAMED
    assert [id for id in NAMED if "other" in told[id]] == ["mithal"]
    claim = views.allegation_view(dataset.get(Allegation, UNSAFE), dataset)
    assert "other" in [ref.id for ref in claim.common.disagreements]


def test_words_said_before_stand_beside_an_allegation_and_are_no_answer_to_it(add: Add) -> None:
    earlier = quote("mithal", UNSAFE, "said_on: 2020\n").replace("denies", "earlier-statement")
    dataset = add(quotes__before=earlier)
    assert "mithal" in silent(dataset)
    assert said(facing("mithal", dataset).replies) == ["before"]


def test_replies_to_two_events_of_one_occasion_stand_each_below_its_own(add: Add) -> None:
    dataset = add(
        allegations__hid_saws=SECOND.format(event=EFFECTIVE),
        quotes__later=quote("lizi", EFFECTIVE, "said_on: 2024-05-04\n"),
    )
    (occasion,) = entity_view(dataset.entity("lizi"), dataset).occasions
    assert {event.id: said(found) for event, found in occasion.to_event} == {
        ANNOUNCED: ["lizi-2024-05-no-comment"],
        EFFECTIVE: ["later"],
    }


def test_a_link_to_reported_words_has_no_quotation_marks(add: Add) -> None:
    dataset = add()
    plans = {plan.address: plan for plan in record_plans(dataset)}
    body = Renderer().page(plans["sources/example-times-2024-05-02/"]).body
    links = dict(re.findall(r'href="../../quotes/([^"]+)/"><bdi>.*?</bdi>: <(q|span)', body))
    assert links["acme-2024-05-appeal"] == "span"
    assert {id: dataset.get(Quote, id).form == "verbatim" for id in links} == {
        id: mark == "q" for id, mark in links.items()
    }
    assert "q" in links.values()
