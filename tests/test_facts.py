"""The real facts keep the rules for curators, as far as a machine can tell."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from factsheet.dataset import Dataset
from factsheet.model import KINDS, Allegation, Disagreement, Entity, Event, Quote, Record, Source
from factsheet.pipeline import check
from factsheet.proof.wanted import proven, snapshot_of, wanted
from factsheet.views.allegation import allegation_view

FACTS = Path(__file__).parent.parent / "facts"
MOST_WORDS = 60
MOST_CHINESE_SIGNS = 120
HAN = re.compile("[\u3400-\u9fff]")
MARKS = '"“”„«»「」'


@pytest.fixture(scope="module")
def facts() -> Dataset:
    """The real facts, checked."""
    checked = check(FACTS)
    assert checked.dataset is not None
    return checked.dataset


def verbatim(facts: Dataset) -> list[Quote]:
    return [quote for quote in facts.all(Quote) if quote.form == "verbatim"]


def reported(facts: Dataset) -> list[Quote]:
    return [quote for quote in facts.all(Quote) if quote.form == "reported"]


def values_of(key: str, data: Any) -> Iterator[str]:
    """Every text that stands under a key, at any depth."""
    for name, inner in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(inner, dict | list):
            yield from values_of(key, inner)
        elif name == key:
            yield str(inner)


def names(entity: Entity) -> list[str]:
    return [name for name in (entity.name, entity.short_name, *(each.text for each in entity.names)) if name]


def test_nothing_is_wrong_with_the_facts_but_that_words_are_not_proven_and_replies_not_sought() -> None:
    problems = check(FACTS, wording=FACTS.parent / "site_config" / "wording.yml").problems
    assert {(problem.level, problem.code) for problem in problems} <= {("warning", "FS401"), ("warning", "FS311")}


def test_every_word_that_is_said_to_stand_in_a_source_with_a_stored_copy_is_proven(facts: Dataset) -> None:
    stored = [
        (record, one) for record in facts.records.values() for one in wanted(record) if snapshot_of(one.source, facts)
    ]
    assert [one.path for record, one in stored if one not in proven(record, facts)] == []
    assert sum(one.role != "passage" for _record, one in stored) >= 15


def test_there_are_facts_of_every_kind(facts: Dataset) -> None:
    assert {record.kind for record in facts.records.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "least"),
    [(Allegation, 13), (Quote, 35), (Event, 19), (Source, 60), (Disagreement, 18), (Entity, 25)],
)
def test_no_part_of_the_subject_is_lost(facts: Dataset, kind: type[Record], least: int) -> None:
    assert len(facts.all(kind)) >= least


def test_a_group_counts_as_many_as_its_members(facts: Dataset) -> None:
    groups = [entity for entity in facts.all(Entity) if entity.type == "group"]
    sized = [group for group in groups if group.members and group.size]
    assert [group.id for group in groups if not group.members and not group.size] == []
    assert [group.id for group in sized if heads(group, facts) != sum(map(counted(facts), group.members))] == []
    assert len(sized) >= 1


def counted(facts: Dataset) -> Callable[[str], int]:
    return lambda member: heads(facts.entity(member), facts)


def heads(entity: Entity, facts: Dataset) -> int:
    """How many parties an entity stands for: one, or as many as its group is said to count."""
    if entity.type != "group":
        return 1
    return entity.size.value if entity.size else sum(map(counted(facts), entity.members))


def test_every_quotation_rests_on_a_source_that_supports_it(facts: Dataset) -> None:
    loose = [q.id for q in facts.all(Quote) if not any(citation.bearing == "supports" for citation in q.citations)]
    assert loose == []


def test_of_a_person_only_the_name_and_the_public_office_are_told(facts: Dataset) -> None:
    told = {"id", "type", "name", "short_name", "names", "part_of", "note", "corrections", "proofs"}
    persons = [entity for entity in facts.all(Entity) if entity.type == "person"]
    more = {person.id: fields for person in persons if (fields := filled(person) - told)}
    assert more == {}
    assert [person.id for person in persons if not {part.as_ for part in person.part_of} <= {"office", "adviser"}] == []
    offices = [(person.id, part) for person in persons for part in person.part_of if part.as_ == "office"]
    assert [id for id, part in offices if not (part.title and part.citations)] == []
    assert len(persons) >= 3


def filled(record: Record) -> set[str]:
    return {field for field in type(record).model_fields if getattr(record, field)}


def test_the_28_are_eight_companies_three_named_bodies_and_seventeen_more(facts: Dataset) -> None:
    listed = facts.entity("listed-2019-10")
    members = [facts.entity(member) for member in listed.members]
    types = [member.type for member in members]
    (others,) = [member for member in members if member.type == "group"]
    assert listed.size is not None
    assert others.size is not None
    assert (listed.size.value, others.size.value) == (28, 17)
    assert (types.count("company"), types.count("government-body") + types.count("organisation")) == (8, 3)


def test_a_figure_that_no_source_prints_shows_how_it_was_worked_out(facts: Dataset) -> None:
    steps = [step for record in facts.records.values() for step in record.derived]
    sums = [step for step in steps if re.fullmatch(r"\d+( [+-] \d+)+", step.from_)]
    assert [f"{step.from_} = {step.value}" for step in sums if total(step.from_) != int(step.value)] == []
    assert len(sums) >= 3


def total(sum_of: str) -> int:
    return sum(int(part) for part in sum_of.replace(" - ", " + -").split(" + "))


def test_no_verbatim_quote_is_longer_than_a_short_quotation(facts: Dataset) -> None:
    long = [quote.id for quote in verbatim(facts) if len(quote.text.split()) > MOST_WORDS]
    long += [quote.id for quote in verbatim(facts) if len(HAN.findall(quote.text)) > MOST_CHINESE_SIGNS]
    assert long == []
    assert len(verbatim(facts)) >= 20


def test_a_verbatim_quote_is_the_words_without_their_quotation_marks(facts: Dataset) -> None:
    assert [quote.id for quote in verbatim(facts) if quote.text[0] in MARKS and quote.text[-1] in MARKS] == []


def test_a_reported_quote_says_who_spoke_and_who_reports_it(facts: Dataset) -> None:
    silent = [quote.id for quote in reported(facts) if not any(name in quote.text for name in names_of(quote, facts))]
    assert silent == []
    assert [quote.id for quote in reported(facts) if " reports that " not in quote.text] == []


def names_of(quote: Quote, facts: Dataset) -> list[str]:
    return [short for name in names(facts.entity(quote.speaker)) for short in (name, name.split(" ")[0])]


def test_a_statement_says_whose_claim_it_is(facts: Dataset) -> None:
    unattributed = [
        claim.id
        for claim in facts.all(Allegation)
        for maker in claim.made_by
        if not any(name in claim.statement for name in names(facts.entity(maker)))
    ]
    assert unattributed == []
    assert len(facts.all(Allegation)) >= 3


def test_whoever_is_accused_has_a_reply_or_it_is_said_what_was_done_to_get_one(facts: Dataset) -> None:
    forgotten = {claim.id: missing for claim in facts.all(Allegation) if (missing := forgotten_in(claim, facts))}
    assert forgotten == {}


def forgotten_in(claim: Allegation, facts: Dataset) -> set[str]:
    """Those who have not answered an allegation, and whose reply was not sought either."""
    answered = allegation_view(claim, facts)
    sought = {id for search in answered.sought for named in search.entities for id in facts.members(named.id)}
    return {silent.id for silent in answered.unanswered} - sought


def test_each_place_in_a_source_begins_with_a_listed_word() -> None:
    listed = set(yaml.safe_load((FACTS / "vocabularies.yml").read_text("utf-8"))["locator"])
    places = {
        place
        for file in FACTS.glob("*/*.yml")
        for place in values_of("at", yaml.load(file.read_text("utf-8"), yaml.CBaseLoader))
    }
    assert {place for place in places if place.split(" ")[0] not in listed} == set()
    assert len(places) > 20


def test_words_from_a_reworded_page_are_only_such_as_stand_in_its_quotation_marks(facts: Dataset) -> None:
    """The narration of such a page is nobody's words: a quote from it alone is verbatim, or not there."""
    reworded = {
        record.id
        for record in facts.records.values()
        for origin in getattr(record, "origins", ())
        if origin.how == "machine-rewording"
    }
    only = [quote.id for quote in reported(facts) if {citation.source for citation in quote.citations} <= reworded]
    assert "jabnews-2019-10" in reworded
    assert only == []
