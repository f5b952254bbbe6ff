"""What a change did, in readers' words; and plain data of any release as readers see it, with nothing of it lost."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain, count, pairwise
from pathlib import Path
from typing import Any

import pytest
from every_field import filled_records, numbered, plain_records, write_facts
from factsheet.alignment import pieces
from factsheet.dataset import Dataset
from factsheet.dates import NotADate, parse
from factsheet.ledger import CLASSES, VOCABULARIES_ID, Change, Data, Kept, canonical, changes_between, removed
from factsheet.ledger.listing import more
from factsheet.model import KINDS, Accepted, Kind, Proof, Reference, VocabularyName
from factsheet.model.references import marked
from factsheet.pipeline import check
from factsheet.prose import to_html
from factsheet.render import Renderer
from factsheet.retell import as_text
from factsheet.views.cell import Cell, Line
from factsheet.views.change import Changed, changed
from factsheet.views.desk import Desk, ref_to
from factsheet.views.sheet import sheet
from hypothesis import given
from hypothesis import strategies as st

TOY = Path(__file__).parent / "toy_facts"
REAL = Path(__file__).parent.parent / "facts"
HOSTILE = "<b>x</b> {{ 7*7 }} \"q\" 'q' & &amp; [a](javascript:alert(1)) <!-- x --> 锯 منشار"
ACME, UNSAFE, DULL = "acme", "tool-office-2024-05-unsafe-saws", "guild-2023-dull-blades"
LISTED, SAWS = "toolmakers-listed-2024-05-effective", "acme-number-of-saws"
EVERY_SAW, APPEAL, OLD, THUMBS = (
    "acme-2024-05-02-every-saw",
    "acme-2024-05-appeal",
    "acme-2019-old-saws",
    "guild-2024-05-02-thumbs",
)
GAZETTE, TIMES, DAILY, HANDBOOK = (
    "gazette-2024-17",
    "example-times-2024-05-02",
    "other-daily-2024-05-03",
    "handbook-2022",
)
ELEMENTS = {"dl", "div", "dt", "dd", "ul", "li", "span", "bdi", "q", "a", "time", "p"}
HEADINGS = {"unsafe": UNSAFE, "dull": DULL, "title": SAWS, "gazette": GAZETTE, "daily": DAILY}
FOR_MACHINES = {"proofs": Proof.for_machines, "accepted": Accepted.for_machines}
"""Keys below which values tell readers nothing: hashes, and places in a copy."""
Values = Mapping[str, Any]
"""Values of a record by key; None where there is none."""


@pytest.fixture(scope="module")
def toy() -> Dataset:
    return facts(TOY)


@pytest.fixture(scope="module")
def templates() -> "Templates":
    return Templates()


def facts(folder: Path) -> Dataset:
    dataset = check(folder).dataset
    assert dataset is not None
    return dataset


class Templates:
    """The macros that tell of changes and show plain data, on a page of no depth."""

    def __init__(self) -> None:
        renderer = Renderer()
        self.changes: Any = renderer._environment.get_template("changes.jinja").module
        self._sheet: Any = renderer._environment.get_template("sheet.jinja").module

    def sentence(self, change: Changed) -> str:
        return as_text(str(self.changes.sentence(change)))

    def details(self, change: Changed) -> list[str]:
        return as_text(str(self.changes.details(change))).splitlines()

    def lines(self, lines: tuple[Line, ...]) -> str:
        return str(self._sheet.lines(lines))

    def cell(self, cell: Cell) -> str:
        return str(self._sheet.cell(cell))


def told(dataset: Dataset, id: str, was: Values | None, now: Values | None = None) -> Changed:
    """A change of a record of today's facts, which had other values before; `was` is None for one that is new."""
    kind, data = dataset.state[id]
    record = with_values(data, now or {})
    before = None if was is None else with_values(record, was)
    return changed(change(kind, before, record), before, dataset)


def change(kind: Kept, was: Data | None, now: Data) -> Change:
    id = str(now.get("id", VOCABULARIES_ID))
    (found,) = changes_between({str(was.get("id", id)): (kind, was)} if was else {}, {id: (kind, now)})
    return found


def with_values(data: Data, values: Values) -> dict[str, Any]:
    return {key: value for key, value in {**data, **values}.items() if value is not None}


def cited(*sources: str) -> dict[str, Any]:
    return {"citations": [{"source": source} for source in sources]}


def corrected(field: str, was: str, now: str, reason: str) -> dict[str, Any]:
    return {"corrections": [{"field": field, "was": was, "now": now, "reason": reason}]}


NO_CORRECTION = {"corrections": None}
WITHDRAWN = {"on": "2026-11-30", "reason": "duplicate", "replaced_by": ACME}
STATEMENT = "The Tool Office said that {} toolmakers had sold saws without a guard."
NAME = {"text": "Acme", "lang": "en", "type": "common"}
TERM = {"label": "Fair", "definition": "Somebody showed something."}


@pytest.mark.parametrize(
    ("id", "was", "now", "sentence"),
    [
        (ACME, None, {}, "The party Acme was added."),
        (GAZETTE, None, {}, "The source “{gazette}” was added."),
        (UNSAFE, None, {}, "The allegation “{unsafe}” was added."),
        (THUMBS, None, {"answers": None, "text": "Yes."}, "The quote Guild of Sawyers: “Yes.” was added."),
        (LISTED, None, {"title": "They were listed"}, "The event “They were listed” was added."),
        (SAWS, None, {}, "The disagreement “{title}” was added."),
        (VOCABULARIES_ID, None, {}, "The closed lists were added."),
        (
            LISTED,
            {"date": "2024-05-04", **NO_CORRECTION},
            {"title": "They were listed", **corrected("date", "2024-05-04", "2024-05-03", "wrong-date")},
            "The event “They were listed” was corrected: “Date” (wrong date).",
        ),
        (
            ACME,
            {"properties": [{"property": "founded", "value": "1948"}], **NO_CORRECTION},
            {
                "properties": [{"property": "founded", "value": "1949"}],
                **corrected("properties[founded]", "1948", "1949", "source-misread"),
            },
            "The party Acme was corrected: “Founded” (source misread).",
        ),
        (
            UNSAFE,
            {"title": "Sold knives", **NO_CORRECTION},
            {**corrected("title", "Sold knives", "Sold saws", "wrong-date"), "withdrawn": {**WITHDRAWN, "on": "2026"}},
            "The allegation “{unsafe}” was corrected: “Title” (wrong date).",
        ),
        (
            "lizi",
            {"withdrawn": None},
            {"withdrawn": WITHDRAWN},
            "The party 例子仪器厂 was withdrawn: duplicate. Read instead Acme.",
        ),
        (
            "lizi",
            {"withdrawn": {**WITHDRAWN, "note": "As was found."}},
            {"withdrawn": WITHDRAWN},
            "The notice of withdrawal of the party 例子仪器厂 was changed.",
        ),
        (
            "lizi",
            {"redacted": None},
            {"redacted": [{"field": "note", "sha256": "0" * 64, "on": "2026-11-30", "reason": "source-lost"}]},
            "Words were removed from the party 例子仪器厂: source lost.",
        ),
        (
            GAZETTE,
            {"withdrawn": None},
            {"title": "A leaflet", "withdrawn": {"on": "2026-11-30", "reason": "source-lost"}},
            "The source “A leaflet” was withdrawn: source lost.",
        ),
        (
            EVERY_SAW,
            None,
            {"answers": [{"to": UNSAFE, "response": "denies"}]},
            "Acme's reply of 2 May 2024 was added to “{unsafe}”.",
        ),
        (
            THUMBS,
            None,
            {"answers": [{"to": UNSAFE, "response": "denies"}, {"to": DULL, "response": "earlier-statement"}]},
            "Guild of Sawyers' reply of 2 May 2024 was added to “{unsafe}”, and to ‘{dull}’ as an earlier statement.",
        ),
        (
            OLD,
            None,
            {"said_on": "../2019", "answers": [{"to": UNSAFE, "response": "earlier-statement"}]},
            "Acme's earlier statement (until 2019) was added to “{unsafe}”.",
        ),
        (
            EVERY_SAW,
            {"answers": None},
            {"said_on": None, "answers": [{"to": UNSAFE, "response": "denies"}]},
            "Acme's words were added to “{unsafe}” as a reply.",
        ),
        (UNSAFE, {"note": "Old."}, {"note": "New."}, "The note of the allegation “{unsafe}” was reworded."),
        (UNSAFE, {"note": None}, {"note": "New."}, "A note was added to the allegation “{unsafe}”."),
        (SAWS, {"note": "Old."}, {"note": None}, "The note of the disagreement “{title}” was removed."),
        (
            ACME,
            {"part_of": [{"entity": "guild", "as": "member", "note": "Old."}]},
            {"part_of": [{"entity": "guild", "as": "member", "note": "New."}]},
            "A note of the party Acme was reworded.",
        ),
        (
            UNSAFE,
            {"statement": STATEMENT.format(6), **NO_CORRECTION},
            {"statement": STATEMENT.format("six"), **corrected("statement", "6", "six", "wording")},
            "The record of the allegation “{unsafe}” was reworded: “Statement”.",
        ),
        (
            LISTED,
            {"title": "Six were named", **NO_CORRECTION},
            {"title": "They were listed", **corrected("title", "Six were named", "They were listed", "wording")},
            "The event “Six were named” is now called “They were listed”.",
        ),
        (
            UNSAFE,
            cited(TIMES),
            cited(TIMES, GAZETTE),
            "A citation of “{gazette}” was added to the allegation “{unsafe}”.",
        ),
        (
            UNSAFE,
            cited(GAZETTE, TIMES, DAILY, HANDBOOK, "acme-report-2023"),
            cited(GAZETTE),
            "Citations of 4 sources were removed from the allegation “{unsafe}”.",
        ),
        (
            UNSAFE,
            cited(GAZETTE, DAILY),
            {"citations": [{"source": GAZETTE, "at": "page 2"}, {"source": DAILY, "at": "page 1"}]},
            "What is cited from ‘{daily}’ and “{gazette}” was changed in the allegation “{unsafe}”.",
        ),
        (
            ACME,
            {"names": None, "properties": None},
            {"names": [NAME], "properties": [{"property": "docket", "value": "1"}]},
            "Details were added to the party Acme under “Names” and “Docket”.",
        ),
        (ACME, {"names": [NAME]}, {"names": None}, "Details were removed from the party Acme under “Names”."),
        (
            THUMBS,
            {"said_on": "2024-05"},
            {"text": "Yes.", "said_on": "2024-05-02"},
            "Details were changed in the quote Guild of Sawyers: “Yes.” under “Said on”.",
        ),
        (
            GAZETTE,
            {"archived": None},
            {"title": "A leaflet"},
            "Details were added to the source “A leaflet” under “Archived copy”.",
        ),
        (
            GAZETTE,
            {"volume": "1"},
            {"title": "A leaflet", "volume": "2"},
            "Details were changed in the source “A leaflet” under “Volume”.",
        ),
        (GAZETTE, {"title": "An order"}, {"title": "A leaflet"}, "The source “An order” is now called “A leaflet”."),
        (
            UNSAFE,
            cited(TIMES, GAZETTE),
            cited(GAZETTE, TIMES),
            "The entries of the allegation “{unsafe}” were put in another order: “Citations”.",
        ),
        (ACME, {"names": None}, {"names": []}, "The record of the party Acme was changed in form alone."),
        (
            ACME,
            {"id": "acme-tools", "former_ids": None},
            {"former_ids": ["acme-tools"]},
            "The record acme-tools is now called acme: Acme.",
        ),
        (
            SAWS,
            {"id": "saws", "former_ids": None},
            {"former_ids": ["saws"]},
            "The record saws is now called acme-number-of-saws: “{title}”",
        ),
        (
            ACME,
            {"id": "acme-works", "former_ids": ["acme-tools"]},
            {"former_ids": ["acme-tools", "acme-works"]},
            "The record acme-works is now called acme: Acme.",
        ),
        (
            GAZETTE,
            {"title": "An order", "nature": "secondary"},
            {"title": "A leaflet", "nature": "primary"},
            "The source “An order” is now called “A leaflet”. Also changed: “Nature”.",
        ),
        (
            ACME,
            {"note": "They make saws."},
            {"note": "They make saws, it says."},
            "Words were added to the note of the party Acme.",
        ),
        (
            ACME,
            {"part_of": [{"entity": "guild", "as": "member", "note": "Since May."}]},
            {"part_of": [{"entity": "guild", "as": "member", "note": "Since May, it says."}]},
            "Words were added to a note of the party Acme.",
        ),
        (
            THUMBS,
            None,
            {"answers": None, "form": "reported", "text": "They said so."},
            "The quote Guild of Sawyers (They said so.) was added.",
        ),
        (
            GAZETTE,
            {"supplied": None},
            {"title": "A leaflet", "supplied": ["title", "issued"]},
            "Details were added to the source “A leaflet” under “Worked out by us”.",
        ),
        (
            ACME,
            {"note": "They make saws, it says."},
            {"note": "They make saws."},
            "The note of the party Acme was shortened.",
        ),
        (
            ACME,
            {"note": "They make saws.", "properties": None},
            {"note": "They make axes.", "properties": [{"property": "docket", "value": "1"}]},
            "The note of the party Acme was reworded. Also changed: “Docket”.",
        ),
        (
            UNSAFE,
            {"stages": None},
            {"stages": [{"stage": "retracted", "on": "2024-06"}]},
            "Details were added to the allegation “{unsafe}” under “Stages” (retracted).",
        ),
        (
            THUMBS,
            {"lang": "fr"},
            {"text": "Yes.", "lang": "en"},
            "Details were changed in the quote Guild of Sawyers: “Yes.” under “Language”.",
        ),
        (
            VOCABULARIES_ID,
            {"setting": {}},
            {"setting": {"fair": TERM}},
            "A term was added to the closed lists: “Setting”.",
        ),
        (
            VOCABULARIES_ID,
            {"property": {"founded": TERM}},
            {"property": {"founded": {**TERM, "multiple": "true"}}},
            "The closed lists were changed, and no words of them: “Property”.",
        ),
        (
            VOCABULARIES_ID,
            {"setting": {"fair": TERM, "show": TERM}},
            {"setting": {}},
            "Terms were removed from the closed lists: “Setting”.",
        ),
        (
            VOCABULARIES_ID,
            {"setting": {"fair": TERM}, "form": {"fair": TERM}},
            {"setting": {"fair": {**TERM, "label": "At a fair"}}, "form": {}},
            "The closed lists were reworded: “Form” and “Setting”.",
        ),
    ],
)
def test_a_change_is_told_in_one_sentence(
    toy: Dataset, templates: Templates, id: str, was: Values | None, now: Values, sentence: str
) -> None:
    headings = {name: ref_to(toy.records[id], toy).text for name, id in HEADINGS.items()}
    assert templates.sentence(told(toy, id, was, now)) == sentence.format(**headings)


def test_every_class_has_a_label_and_a_definition(templates: Templates) -> None:
    assert tuple(templates.changes.classes) == CLASSES
    assert all(named.label and named.definition for named in templates.changes.classes.values())


def test_what_is_told_has_the_sentence_all_classes_and_the_details(toy: Dataset, templates: Templates) -> None:
    change = told(toy, UNSAFE, {"note": "Old.", **cited(TIMES)}, {"note": "New.", **cited(TIMES, GAZETTE)})
    assert as_text(f"<li>{templates.changes.told(change)}</li>").splitlines() == [
        "- The note of the allegation “Sold saws without a guard” was reworded. Also changed: “Citations”. [Reworded] [Evidence added]",
        "  - Note: [-Old-] {+New+}.",
        "  - Citations:",
        "    - {+Source: Order No. 17: makers of saws without a guard+}",
    ]


def test_a_new_record_has_no_details(toy: Dataset, templates: Templates) -> None:
    assert templates.details(told(toy, GAZETTE, None)) == []


@pytest.mark.parametrize(
    ("id", "was", "now", "details"),
    [
        (LISTED, {"date": "2024-05"}, {"date": "2024-05-03"}, ["Date: [-May 2024-] {+3 May 2024+}"]),
        (LISTED, {"type": "listing"}, {"type": "market"}, ["Type: [-Listing-] {+market+}"]),
        (
            OLD,
            {"text": "a saw", "lang": "en"},
            {"text": "saw", "lang": "de"},
            ["Words: [-“a saw”-] {+“saw”+}", "Language: [-en-] {+de+}"],
        ),
        (LISTED, {"planned": None}, {"planned": "true"}, ["Planned: [-false-] {+true+}"]),
        (
            UNSAFE,
            {"made_by": ["guild"]},
            {"made_by": ["tool-office"]},
            ["Made by: [-Guild of Sawyers-]", "Made by: {+Tool Office+}"],
        ),
        (UNSAFE, {"made_by": ["guild", ACME]}, {"made_by": [ACME, "guild"]}, ["Made by: in another order"]),
        (
            ACME,
            {"properties": [{"property": "founded", "value": "1949"}]},
            {"properties": [{"property": "founded", "value": "1950"}]},
            ["Properties, Founded, Value: [-1949-] {+1950+}"],
        ),
        (
            UNSAFE,
            {"replies_sought": [{"entities": ["mithal", "lizi"], "result": "none-found", "where": "a shop"}]},
            {"replies_sought": [{"entities": ["mithal", "lizi"], "result": "none-found", "where": "two shops"}]},
            ["Replies sought, 例子仪器厂, Mithal, Where: [-a shop-] {+two shops+}"],
        ),
        (
            UNSAFE,
            {"citations": [{"source": GAZETTE, "at": "page 1"}]},
            {"citations": [{"source": GAZETTE, "at": "page 2"}]},
            ["Citations, “Order No. 17: makers of saws without a guard”, Place: page [-1-] {+2+}"],
        ),
        (
            EVERY_SAW,
            {"answers": None},
            {"answers": [{"to": UNSAFE, "response": "denies"}]},
            ["In answer to: Sold saws without a guard [Denies]"],
        ),
        (
            "lizi",
            {"withdrawn": None},
            {"withdrawn": {**WITHDRAWN, "note": "It was **one**."}},
            ["Withdrawn: 30 November 2026: duplicate", "  It was one."],
        ),
        (ACME, {"id": "saw", "former_ids": None}, {"former_ids": ["saw"]}, ["Id: [-saw-] {+acme+}"]),
        (
            VOCABULARIES_ID,
            {"setting": {"fair": TERM, "show": TERM}},
            {"setting": {"fair": {**TERM, "label": "At a fair"}}},
            [
                "Setting, fair, Label: [-Fair-] {+At a fair+}",
                "Setting, show:",
                "  - [-Label: Fair-]",
                "  - [-Definition: Somebody showed something.-]",
            ],
        ),
    ],
)
def test_details_name_what_differs_and_show_both(
    toy: Dataset, templates: Templates, id: str, was: Values, now: Values, details: list[str]
) -> None:
    found = templates.details(told(toy, id, was, now))
    assert [line.removeprefix("- ") for line in found] == details


def test_a_correction_says_why_and_who_noticed(toy: Dataset, templates: Templates) -> None:
    entry = {"field": "said_on", "was": "2024-05", "now": "2024", "reason": "wrong-date", "noticed_by": "reader"}
    change = told(toy, THUMBS, {"said_on": "2024-05", "corrections": None}, {"said_on": "2024", "corrections": [entry]})
    assert templates.details(change) == [
        "- Said on: [-May 2024-] {+2024+}",
        "- Correction: Said on (wrong date; noticed by: a reader)",
    ]


def test_a_correction_that_no_edit_shows_has_its_words(toy: Dataset, templates: Templates) -> None:
    entry = {"field": "readings[2].says", "was": "six", "reason": "a reason of old"}
    change = told(toy, SAWS, {"corrections": None}, {"corrections": [entry]})
    assert templates.details(change) == ["- Correction: Readings: [-six-] (a reason of old)"]


def test_a_correction_of_a_field_in_which_something_else_was_changed_has_its_words(
    toy: Dataset, templates: Templates
) -> None:
    late = corrected("note", "100 papers", "900 papers", "source-misread")
    found = told(toy, UNSAFE, {"note": "900 papers", **NO_CORRECTION}, {"note": "900 papers, it says", **late})
    assert templates.details(found) == [
        "- Note: 900 papers{+, it says+}",
        "- Correction: Note: [-100 papers-] {+900 papers+} (source misread)",
    ]


def test_of_two_corrections_of_one_field_each_has_its_words(toy: Dataset, templates: Templates) -> None:
    was, now = ([{"property": "founded", "value": year} for year in years] for years in (("48", "50"), ("49", "51")))
    entries = [
        corrected("properties[founded]", before, after, reason)["corrections"][0]
        for before, after, reason in (("48", "49", "source-misread"), ("50", "51", "wrong-date"))
    ]
    found = told(toy, ACME, {"properties": was, **NO_CORRECTION}, {"properties": now, "corrections": entries})
    assert [line for line in templates.details(found) if "Correction" in line] == [
        "- Correction: Founded: [-48-] {+49+} (source misread)",
        "- Correction: Founded: [-50-] {+51+} (wrong date)",
    ]


def test_a_correction_of_an_order_has_its_words(toy: Dataset, templates: Templates) -> None:
    entry = corrected("via", "guild, acme", "acme, guild", "source-misread")
    found = told(toy, UNSAFE, {"via": ["guild", ACME], **NO_CORRECTION}, {"via": [ACME, "guild"], **entry})
    assert templates.details(found) == [
        "- Through: in another order",
        "- Correction: Through: [-guild, acme-] {+acme, guild+} (source misread)",
    ]


def test_a_correction_that_exchanges_an_item_for_another_one_is_shown_by_both(
    toy: Dataset, templates: Templates
) -> None:
    entry = corrected("made_by", "guild", ACME, "source-misread")
    found = told(toy, UNSAFE, {"made_by": ["guild"], **NO_CORRECTION}, {"made_by": [ACME], **entry})
    assert templates.details(found) == [
        "- Made by: [-Guild of Sawyers-]",
        "- Made by: {+Acme+}",
        "- Correction: Made by (source misread)",
    ]


def test_a_correction_that_is_made_a_second_time_is_told_again(toy: Dataset, templates: Templates) -> None:
    (there,) = corrected("name", "Acme", "Saws", "wording")["corrections"]
    (back,) = corrected("name", "Saws", "Acme", "wording")["corrections"]
    before = {"name": "Saws", "corrections": [back, there]}
    found = told(toy, ACME, before, {"name": "Acme", "corrections": [back, there, back]})
    assert [entry.field for entry in found.corrections] == ["Name"]


@given(*[st.lists(st.sampled_from([{"field": "a"}, {"field": "b"}, "c", f"[removed, sha256:{'0' * 64}]"]))] * 2)
def test_a_list_has_more_of_what_stands_in_it_more_often(now: list[Any], was: list[Any]) -> None:
    found = list(more(now, was))
    assert Counter(canonical(entry) for _position, entry in found) == (
        Counter(map(canonical, now)) - Counter(map(canonical, was))
    )
    assert [now[position] for position, _entry in found] == [entry for _position, entry in found]


def test_an_entry_whose_words_were_removed_is_no_further_one() -> None:
    assert list(more([{"was": removed("six")}], [{"was": "six"}])) == []


NOTICE = [{"field": "note", "sha256": "0" * 64, "on": "2026-11-30", "reason": "legal"}]


@pytest.mark.parametrize(
    ("was", "now", "badge"),
    [
        ({"withdrawn": None}, {"withdrawn": WITHDRAWN}, "Withdrawn"),
        ({"withdrawn": {**WITHDRAWN, "note": "One."}}, {"withdrawn": {**WITHDRAWN, "note": "Two."}}, "Withdrawn"),
        ({"withdrawn": {**WITHDRAWN, "on": "2026-11-29"}}, {"withdrawn": WITHDRAWN}, "Withdrawn"),
        ({"redacted": None}, {"redacted": NOTICE}, "Words removed"),
        ({"redacted": None, "withdrawn": WITHDRAWN}, {"redacted": NOTICE, "withdrawn": WITHDRAWN}, "Words removed"),
    ],
)
def test_words_are_said_to_be_removed_only_where_they_were(
    toy: Dataset, templates: Templates, was: Values, now: Values, badge: str
) -> None:
    html = str(templates.changes.told(told(toy, "lizi", was, now)))
    assert re.findall('<span class="fs-badge fs-badge--withdrawn" title="[^"]*">([^<]*)</span>', html) == [badge]


def test_who_hears_a_page_is_told_what_was_removed_and_added_in_the_language_of_the_page(
    toy: Dataset, templates: Templates
) -> None:
    (line,) = told(toy, EVERY_SAW, {"text": "我们的锯"}, {"text": "我们的锯子"}).edits
    assert templates.changes.edit(line) == (
        '<q lang="zh-Hans" dir="auto">我们的锯<ins><span class="fs-hidden" lang="en">added: </span>子</ins></q>'
    )
    (line,) = told(toy, UNSAFE, {"note": "a b"}, {"note": "a"}).edits
    assert templates.changes.edit(line) == 'a<del><span class="fs-hidden">removed: </span> b</del>'


def test_a_change_leads_to_the_record_as_it_is_called_now_under_its_heading_of_then(toy: Dataset) -> None:
    record = {"id": "acme-tools", "type": "company", "name": "Acme Saws"}
    found = changed(change("entities", None, record), None, toy)
    assert found.ref
    assert (found.id, found.ref.id, found.ref.address, found.ref.text) == (
        "acme-tools",
        ACME,
        "entities/acme/",
        "Acme Saws",
    )


def test_a_record_that_is_named_by_another_id_since_is_no_edit(toy: Dataset) -> None:
    was, now = ({"id": APPEAL, "text": "No.", "lang": "en", "speaker": id} for id in ("acme-tools", ACME))
    found = Change(op="changed", kind="quotes", id=APPEAL, classes=("metadata-only",), record=now)
    assert changed(found, was, toy).edits == ()


@given(st.text(), st.text())
def test_the_words_that_stayed_and_those_of_one_version_are_that_version(was: str, now: str) -> None:
    assert versions_in(was, now) == (was, now)


@given(*[st.lists(st.sampled_from(["saw", "saws", " ", "\n", ", ", "锯", "子", "ก็", "é"])).map("".join)] * 2)
def test_versions_that_share_words_are_whole_too(was: str, now: str) -> None:
    assert versions_in(was, now) == (was, now)
    found = pieces(was, now)
    assert all(first.op != second.op for first, second in pairwise(found))
    assert all(piece.text for piece in found)


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ("six saws", "six saws", ["=six saws"]),
        ("six old saws", "six saws", ["=six ", "-old ", "=saws"]),
        ("a saw", "two saws", ["-a saw", "+two saws"]),
        ("1,000 saws", "1,500 saws", ["-1,000", "+1,500", "= saws"]),
        ("well-known, so", "well-made, so", ["-well-known", "+well-made", "=, so"]),
        ("每一把锯都有", "每一把锯子都有", ["=每一把锯", "+子", "=都有"]),
        ("น้ำ", "น๊ำ", ["-น้", "+น๊", "=ำ"]),
        ("", "new", ["+new"]),
        (" ".join(map(str, range(1001))), " ".join(map(str, range(2000, 3001))), None),
    ],
)
def test_words_are_whole_and_signs_are_words_where_no_blanks_part_them(
    was: str, now: str, found: list[str] | None
) -> None:
    sign = {"same": "=", "removed": "-", "added": "+"}
    assert [sign[piece.op] + piece.text for piece in pieces(was, now)] == (found or [f"-{was}", f"+{now}"])


def versions_in(was: str, now: str) -> tuple[str, str]:
    """The first and the second version, put together again."""
    found = pieces(was, now)
    first, second = ([piece.text for piece in found if piece.op in ("same", op)] for op in ("removed", "added"))
    return "".join(first), "".join(second)


class Seen(HTMLParser):
    """The text of a piece of HTML without white space, and the values of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: set[str] = set()
        self.values: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.values |= {value or "" for name, value in attrs if name != "title"}

    def handle_data(self, data: str) -> None:
        self.text += without_blanks(data)


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("folder", [TOY, REAL], ids=["toy", "real"])
def test_every_value_of_a_record_is_shown(folder: Path, templates: Templates) -> None:
    dataset = facts(folder)
    unseen = [
        (id, path, text)
        for id, record in dataset.records.items()
        for path, text in hidden(record.kind, dataset.documents[id].data, dataset, templates)
    ]
    assert unseen == []


def hidden(kind: Kind, data: Data, dataset: Dataset, templates: Templates) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The texts of a record that its lines show neither as they are nor as what they stand for."""
    model = KINDS[kind]
    seen = Seen(templates.lines(sheet(kind, data, Desk(dataset))))
    named = {path for path, _mark, _text in marked(model, data, Reference)}
    listed = {path: mark.name for path, mark, _text in marked(model, data, VocabularyName) if not mark.first_word}
    for path, text in texts(data):
        if path in named:
            record = dataset.records[text]
            shown = (
                f"./{record.kind}/{text}/" in seen.values and without_blanks(ref_to(record, dataset).text) in seen.text
            )
        elif (path[0] in ("corrections", "redacted") and path[-1] in ("field", "was", "now")) or path[0] == "supplied":
            # A field is called by its name for readers, and its words as it shows them: test_sheet.py has these.
            continue
        elif path[-1] in FOR_MACHINES.get(path[0], ()):
            continue
        elif path in listed:
            shown = without_blanks(dataset.vocabularies.term(listed[path], text).label) in seen.text
        elif path[-1] in ("note", "statement"):
            shown = Seen(to_html(text)).text in seen.text
        else:
            shown = without_blanks(text) in seen.text or days(text) <= seen.values
        if not shown and path != ("id",):
            yield path, text


def texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text in plain data, with the way to it."""
    if isinstance(value, str):
        yield path, value
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*path, key))


def days(text: str) -> set[str]:
    """The points of a date as HTML has them; what no page has, where the text is none."""
    try:
        date = parse(text)
    except NotADate:
        return {"no date"}
    return {point.iso for point in (date.start, date.end) if point}


def test_every_field_is_shown_sign_for_sign_and_makes_no_elements(toy: Dataset, templates: Templates) -> None:
    chosen = numbered(HOSTILE, count())
    for record in filled_records("filled", TOY / "vocabularies.yml", chosen):
        seen = Seen(templates.lines(sheet(record.kind, record.data, Desk(toy))))
        lost = [
            (path, text)
            for path, text in record.texts
            if (Seen(to_html(text)).text if path[-1] in ("note", "statement") else without_blanks(text))
            not in seen.text
        ]
        assert (record.texts != (), lost) == (True, [])
        assert seen.elements <= ELEMENTS


def test_a_change_of_every_field_is_told_and_makes_no_elements(tmp_path: Path, templates: Templates) -> None:
    lists = TOY / "vocabularies.yml"
    before = filled_records("filled", lists, numbered("old", count()))
    after = tuple(filled_records("filled", lists, numbered(HOSTILE, count(1000))))
    write_facts(tmp_path, chain(after, plain_records(lists)), lists)
    dataset = facts(tmp_path)
    for was, now in zip(before, after, strict=True):
        told = changed(change(now.kind, was.data, now.data), was.data, dataset)
        seen = Seen(str(templates.changes.told(told)))
        new = {text.rpartition(" ")[2] for path, text in now.texts if path[1] not in ("redacted", "former_ids")}
        assert {number for number in new if number not in seen.text} == set()
        assert seen.elements <= ELEMENTS | {"del", "ins"}


def test_lines_are_in_the_order_of_the_model_and_what_any_record_can_carry_comes_last(toy: Dataset) -> None:
    data = {"former_ids": ["b"], "note": "x", "citations": [], "name": "Acme", "type": "company", "id": "a"}
    assert [(line.key, line.label) for line in sheet("entities", data, Desk(toy))] == [
        ("type", "Type"),
        ("name", "Name"),
        ("note", "Note"),
        ("former_ids", "Ids before"),
    ]


def test_keys_and_shapes_that_the_model_does_not_know_are_shown_as_they_are(toy: Dataset, templates: Templates) -> None:
    data = {
        "zeal": "much",
        "names": "Acme",
        "name": ["Acme", {"text": "Saws"}],
        "part_of": [{"since": {"id": "a", "as": "b"}}],
    }
    assert as_text(templates.lines(sheet("entities", data, Desk(toy)))).splitlines() == [
        "- Name:",
        "  - Acme",
        "  - - Text: Saws",
        "- Names: Acme",
        "- Part of:",
        "  - Since:",
        "    - As: b",
        "    - Id: a",
        "- Zeal: much",
    ]


@pytest.mark.parametrize(
    ("kind", "data", "html"),
    [
        ("quotes", {"speaker": "acme-tools"}, '<a href="./entities/acme/"><bdi>Acme</bdi></a>'),
        ("quotes", {"speaker": "nobody"}, "nobody"),
        ("events", {"type": "listing"}, '<span title="Parties were put on an official list.">Listing</span>'),
        ("events", {"type": "wedding"}, "wedding"),
        ("events", {"date": "2024-05?"}, '<time datetime="2024-05">May 2024 (uncertain)</time>'),
        ("events", {"date": "in May"}, "in May"),
        ("events", {"title": "锯 <b>"}, '<span lang="und-Hani">锯</span> &lt;b&gt;'),
        ("events", {"note": "*so*"}, "<p><em>so</em></p>"),
        ("quotes", {"text": "a", "lang": "en"}, '<q lang="en" dir="auto">a</q>'),
        ("quotes", {"text": "a", "lang": "en", "form": "reported"}, '<bdi lang="en">a</bdi>'),
        ("quotes", {"citations": [{"as_printed": "a"}], "lang": "fr"}, '<q lang="fr" dir="auto">a</q>'),
        ("quotes", {"citations": [{"as_printed": "a", "lang": "de"}], "lang": "fr"}, '<q lang="de" dir="auto">a</q>'),
        ("quotes", {"citations": [{"exact": "a", "difference": "not-in-quotation-marks"}]}, "a"),
        ("events", {"citations": [{"exact": "a", "source": GAZETTE}]}, '<q lang="en" dir="auto">a</q>'),
        ("events", {"citations": [{"exact": "锯"}]}, '<q dir="auto"><span lang="und-Hani">锯</span></q>'),
        ("entities", {"names": [{"text": "a", "lang": "ug"}]}, '<bdi lang="ug">a</bdi>'),
        ("sources", {"title": "a", "language": "zh"}, '<bdi lang="zh">a</bdi>'),
        ("sources", {"title": "a", "language": "zh", "supplied": ["title"]}, "a"),
        (
            "sources",
            {"archived": {"url": "https://a.example/?&"}},
            '<a href="https://a.example/?&amp;" rel="nofollow noopener noreferrer ugc">https://a.example/?&amp;</a>',
        ),
        ("quotes", {"text": f"[removed, sha256:{'0' * 64}]", "lang": "en"}, f"[removed, sha256:{'0' * 64}]"),
        (
            "entities",
            {"members": ["acme", "none"]},
            '<ul class="fs-lines"><li><a href="./entities/acme/"><bdi>Acme</bdi></a></li><li>none</li></ul>',
        ),
    ],
)
def test_a_value_is_shown_as_what_it_is(toy: Dataset, templates: Templates, kind: Kind, data: Data, html: str) -> None:
    found = re.findall(r"<dd>(?:(?!<dl).)*?</dd>", templates.lines(sheet(kind, data, Desk(toy))))
    assert f"<dd>{html}</dd>" in found
