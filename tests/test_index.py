"""Indexes: what a line says, the jumps to letters and years, and the pages of a long list."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from factsheet import site
from factsheet.dataset import Dataset
from factsheet.model import KINDS, Event, Kind
from factsheet.page import Page
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.tree import LostPage, Tree
from factsheet.views import index
from factsheet.views.index import IndexView, index_view, jumps, layouts
from factsheet.views.order import letter
from factsheet.views.pages import index_plans, record_plans
from factsheet.views.row import EntityRow

TOY = Path(__file__).parent / "toy_facts"
REAL = Path(__file__).parent.parent / "facts"
UNSAFE = "tool-office-2024-05-unsafe-saws"
ANNOUNCED = "toolmakers-listed-2024-05-announced"
CITED = "citations: [{source: handbook-2022}]"

Add = Callable[[Mapping[str, str]], Dataset]


@pytest.fixture
def add(tmp_path: Path) -> Add:
    """Adds records (kind/id -> text) to the toy facts."""

    def added(files: Mapping[str, str]) -> Dataset:
        facts = tmp_path / "facts"
        shutil.copytree(TOY, facts)
        for name, text in files.items():
            (facts / f"{name}.yml").write_text(f"id: {name.partition('/')[2]}\n{text}\n", "utf-8")
        checked = check(facts, rules=())
        assert checked.problems == ()
        assert checked.dataset is not None
        return checked.dataset

    return added


def toy() -> Dataset:
    dataset = check(TOY).dataset
    assert dataset is not None
    return dataset


def companies(names: list[str]) -> dict[str, str]:
    return {f"entities/company-{number}": f"type: company\nname: {name}" for number, name in enumerate(names)}


def events(days: list[str]) -> dict[str, str]:
    return {
        f"events/event-{number}": f"title: Event {number}\ndate: {day}\ntype: listing\n{CITED}"
        for number, day in enumerate(days)
    }


def index_pages(dataset: Dataset, kind: Kind) -> list[Page]:
    renderer = Renderer()
    return [renderer.page(plan) for plan in index_plans(dataset) if plan.kind == kind]


def lines(dataset: Dataset, kind: Kind) -> list[str]:
    """The lines of a kind's index as readers see them."""
    lists = (page.body.partition("fs-index--whole")[2].partition("</ul>")[0] for page in index_pages(dataset, kind))
    items = (item for found in lists for item in re.findall("<li.*?</li>", found, re.DOTALL))
    return [" ".join(unescape(re.sub("<[^>]+>", "", item)).split()) for item in items]


def only(dataset: Dataset, kind: Kind) -> IndexView:
    (view,) = [index_view(layout, dataset) for layout in layouts(kind, dataset)]
    return view


def parties(dataset: Dataset) -> dict[str, EntityRow]:
    return {row.ref.id: row for row in only(dataset, "entities").rows if isinstance(row, EntityRow)}


LINES: Mapping[Kind, tuple[str, ...]] = {
    "entities": (
        "Acme Acme Tools & Sons <Ltd> Company subject of 2 allegations, 2 answered; 3 quotes; part of 1 event; 2 documents issued",
        "Ada Rook Person 1 quote",
        "Bolt & Sons Company subject of 1 allegation, no reply recorded",
        "The Example Times Publisher reports 1 allegation of others; addressed in 1 quote",
        "Tool Office Tool Office of Exampleland Government body made 1 allegation; 1 quote; part of 2 events; 1 document issued",
    ),
    "sources": (
        "[Half a dozen implement creators branded], no date Secondary a copy 1 record rests on it; read whole",
        "No saw withdrawn, 2023 (uncertain) Secondary opening read",
        "Statement on the listing, Saw Watch, 4 May 2024 Secondary 2 records rest on it; read whole",
    ),
    "allegations": (
        'March 2023 to May 2023: Sold dull blades: "none cuts" Reported said by Guild of Sawyers about Acme,'
        " two makers who are not named; answered by 1 of them: gives context, earlier statement",
        "May 2024 (uncertain): Left saw dust in the river withdrawn Retracted said by a researcher, not named"
        " about workshops by the river; no reply recorded",
        "1 May 2024: Sold saws without a guard Determined by an authority said by Tool Office about The six toolmakers;"
        " answered by 1 of 6: denies; only its event by 1",
    ),
    "quotes": (
        "2 May 2024: Acme: 我们的每一把锯子都有护罩 Denies Gives context",
        "Guild of Sawyers withdrawn: never counted thumbs",
    ),
    "events": (
        "1 May 2024: The Tool Office named six toolmakers Announcement 1 allegation made in it; answered by 2 quotes",
        "3 May 2024: Six toolmakers were put on the list of the Tool Office Listing answered by 1 quote",
        "January 2027 to March 2027: The order on saws is to be looked at again Amendment planned",
    ),
    "disagreements": (
        "How many saws without a guard did Acme sell? Open 2 readings about Acme; Sold saws without a guard;"
        " Six toolmakers were put on the list of the Tool Office",
        "On which day were the toolmakers listed? Explained 2 readings",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_says_what_there_is(kind: Kind) -> None:
    found = lines(toy(), kind)
    assert [line for line in LINES[kind] if line not in found] == []


def test_below_the_disagreements_stand_the_values_that_differ() -> None:
    (page,) = index_pages(toy(), "disagreements")
    assert re.findall('<li><a href="([^"]*#[^"]*)"><bdi>([^<]*)</bdi>: ([^<]*)</a>', page.body) == [
        ("../entities/acme/#identity", "Acme", "founded"),
        ("../entities/acme/#identity", "Acme", "headquarters"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_counts_what_is_not_there(kind: Kind) -> None:
    found = lines(toy(), kind)
    assert len(found) == len(toy().all(KINDS[kind]))
    assert [line for line in found if re.search(r"\b0\b|\bit, \d|\b1 \w+s\b", line)] == []


def test_an_allegation_about_one_party_is_answered_or_not(add: Add) -> None:
    claim = f"title: Dull\nstatement: S said so.\nmade_by: [guild]\nabout: [lizi]\nstage: alleged\n{CITED}"
    reply = f"text: Never\nlang: en\nspeaker: lizi\nanswers: [{{to: dull, response: denies}}]\n{CITED}"
    found = lines(add({"allegations/dull": claim, "quotes/never": reply}), "allegations")
    assert found[-1] == "Dull Alleged said by Guild of Sawyers about 例子仪器厂; answered: denies"


def reply(speaker: str, *to: str) -> str:
    answers = ", ".join(f"{{to: {target}, response: denies}}" for target in to)
    return f"text: Never\nlang: en\nspeaker: {speaker}\nsaid_on: 2024-05-06\nanswers: [{answers}]\n{CITED}"


def made_when_announced(about: str) -> str:
    return (
        f"title: Dull\nstatement: S said so.\nmade_by: [guild]\n{about}\nmade_in: {ANNOUNCED}\nmade_on: 2024-05-01\n"
        f"stage: alleged\n{CITED}"
    )


# To the announcement Acme and lizi (例子仪器厂) reply in the toy facts; acme-holding, mithal and bolt-and-sons do not.
@pytest.mark.parametrize(
    ("about", "speakers", "end"),
    [
        ("about: [mithal]", (), "no reply recorded"),
        ("about: [mithal]", ("mithal",), "answered: denies"),
        ("about: [lizi]", (), "no reply to it, but to its event"),
        ("about: [lizi]", ("lizi",), "answered: denies"),
        ("about: [lizi, mithal]", (), "no reply to it; its event answered by 1 of 2"),
        ("about: [lizi, mithal]", ("lizi",), "answered by 1 of 2: denies"),
        ("about: [lizi, mithal]", ("mithal",), "answered by 1 of 2: denies; only its event by 1"),
        ("about: [lizi, mithal]", ("mithal", "lizi"), "answered by 2 of 2: denies"),
        ("about: [lizi]\nabout_others: two makers", (), "no reply to it; its event answered by 1 of them"),
        (
            "about: [lizi, mithal]\nabout_others: two makers",
            ("mithal",),
            "answered by 1 of them: denies; only its event by 1",
        ),
        ("about_others: two makers", (), "no reply recorded"),
        ("about: [mithal]", ("tool-office",), "no reply recorded"),
    ],
)
def test_who_answered_the_statement_and_who_only_its_event_are_counted_apart(
    add: Add, about: str, speakers: tuple[str, ...], end: str
) -> None:
    replies = {f"quotes/{speaker}-never": reply(speaker, "dull") for speaker in speakers}
    dataset = add({"allegations/dull": made_when_announced(about)} | replies)
    (line,) = [line for line in lines(dataset, "allegations") if "Dull" in line]
    assert line.partition("; ")[2] == end


@pytest.mark.parametrize(
    ("claims", "answered", "said"),
    [
        ({"a"}, set(), "subject of 1 allegation, no reply to it, but to its event"),
        ({"a", "b"}, set(), "subject of 2 allegations, no reply to them, but to the event of 2"),
        ({"a", "b", "c"}, {"a"}, "subject of 3 allegations, 1 answered, the event of 2 more answered"),
        ({"a", "b"}, {"a", "b"}, "subject of 2 allegations, 2 answered"),
    ],
)
def test_a_party_is_said_to_answer_an_allegation_only_if_it_answered_the_statement(
    add: Add, claims: set[str], answered: set[str], said: str
) -> None:
    objection = {"quotes/objection": reply("acme-holding", ANNOUNCED)}
    allegations = {f"allegations/{name}-dull": made_when_announced("about: [acme-holding]") for name in claims}
    replies = {f"quotes/{name}-never": reply("acme-holding", f"{name}-dull") for name in answered}
    (line,) = [
        line for line in lines(add(allegations | objection | replies), "entities") if line.startswith("Acme Holding ")
    ]
    assert line.partition("; ")[0] == f"Acme Holding Company {said}"


def real() -> Dataset:
    dataset = check(REAL).dataset
    assert dataset is not None
    return dataset


def test_a_row_calls_an_allegation_answered_just_if_its_page_shows_a_reply_to_the_statement_itself() -> None:
    dataset, renderer = real(), Renderer()
    bodies = {plan.address: renderer.page(plan).body for plan in record_plans(dataset) if plan.kind == "allegations"}
    rows = re.findall(r"<li.*?</li>", index_pages(dataset, "allegations")[0].body, re.DOTALL)
    said = {
        address: row.rpartition("about <a")[2].partition("; ")[2]
        for row in rows
        for address in re.findall(r'href="\.\./(allegations/[^"#]+/)"', row)[:1]
    }
    assert said.keys() == bodies.keys()
    silent = {address for address, body in bodies.items() if "No reply to this statement itself is recorded" in body}
    to_event = {address for address, body in bodies.items() if 'id="replies-to-event"' in body}
    assert {address for address, words in said.items() if not re.match('<data value="[1-9]', words)} == silent
    assert {address for address in silent if "event" in said[address]} == silent & to_event
    assert silent & to_event
    assert silent - to_event
    assert bodies.keys() - silent


def test_the_number_that_allegations_are_sorted_by_is_that_of_the_parties_answering(add: Add) -> None:
    dataset = add(
        {"allegations/dull": made_when_announced("about: [lizi, mithal]"), "quotes/never": reply("mithal", "dull")}
    )
    (page,) = index_pages(dataset, "allegations")
    assert 'data-most="Most parties answering"' in page.body
    (row,) = [row for row in page.body.split("<li") if ">Dull<" in row]
    assert re.findall(r'<data value="(\d+)">([^<]*)</data>', row) == [("1", "answered by 1 of 2")]


def test_a_quote_shows_once_what_its_answers_do(add: Add) -> None:
    answers = "".join(f"  - {{to: {to}, response: denies}}\n" for to in (UNSAFE, ANNOUNCED, "guild-2023-dull-blades"))
    quote = f"text: Not so\nlang: en\nspeaker: lizi\nsaid_on: 2024-05-05\nanswers:\n{answers}{CITED}"
    (line,) = [line for line in lines(add({"quotes/not-so": quote}), "quotes") if "Not so" in line]
    assert line == "5 May 2024: 例子仪器厂: Not so Denies"


def test_an_entity_counts_an_allegation_about_it_and_its_group_once(add: Add) -> None:
    claim = f"title: Dull\nstatement: S said so.\nmade_by: [guild]\nabout: [acme, toolmakers-listed-2024]\nstage: alleged\n{CITED}"
    rows = parties(add({"allegations/dull": claim}))
    counted = {
        id: (row.allegations_about, row.allegations_answered, row.events_answered)
        for id, row in rows.items()
        if id in ("acme", "lizi")
    }
    assert counted == {"acme": (3, 2, 0), "lizi": (2, 0, 1)}


def test_withdrawn_records_are_not_counted(add: Add) -> None:
    gone = f"text: Gone\nlang: en\nspeaker: lizi\nwithdrawn: {{on: 2024-06-03, reason: unsupported}}\n{CITED}"
    assert parties(add({"quotes/gone": gone}))["lizi"].quotes == 1


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("acme", "a"),
        ("Zed", "z"),
        ("Éclair", "e"),
        ("Ångström", "a"),
        ("ﬁsh", "f"),
        ("Ø", "other"),
        ("例子", "other"),
        ("شركة", "other"),
        ("28 entities", "other"),
        ("“Acne”", "other"),
        ("́", "other"),
    ],
)
def test_a_heading_is_found_under_its_first_letter_without_its_accent(heading: str, found: str) -> None:
    assert letter(heading) == found


def test_headings_stand_from_a_to_z_whatever_their_accents_and_other_signs_last(add: Add) -> None:
    names = ["Zed", "Éclair", "eclipse", "例子", "28 saws", "Élan"]
    view = only(add(companies(names)), "entities")
    order = [row.ref.text for row in view.rows if row.ref.text in names]
    assert order == ["Éclair", "eclipse", "Élan", "Zed", "28 saws", "例子"]


def test_jumps_lead_to_the_first_row_of_each_letter(add: Add) -> None:
    view = only(add(companies(["Éclair", "eclipse", "Zed", "28 saws"])), "entities")
    assert [(jump.key, jump.address) for jump in view.jumps] == [
        (key, f"entities/#at-{key}") for key in ("a", "b", "e", "g", "m", "t", "z", "other")
    ]
    assert {row.place: row.ref.text for row in view.rows if row.place} == {
        "at-a": "Acme",
        "at-b": "Bolt & Sons",
        "at-e": "Éclair",
        "at-g": "Guild of Sawyers",
        "at-m": "Mithal",
        "at-t": "The Example Times",
        "at-z": "Zed",
        "at-other": "28 saws",
    }


def test_jumps_of_a_dated_kind_lead_to_the_first_row_of_each_year_and_to_undated_ones(add: Add) -> None:
    quotes = {
        f"quotes/quote-{number}": f"text: Word {number}\nlang: en\nspeaker: lizi\n{said_on}{CITED}"
        for number, said_on in enumerate(["said_on: ../2021-05\n", "said_on: 1998~\n", "", "", "said_on: 2021\n"])
    }
    view = only(add(quotes), "quotes")
    assert [jump.key for jump in view.jumps] == ["1998", "2019", "2021", "2024", "undated"]
    assert {row.place: row.ref.id for row in view.rows if row.place} == {
        "at-1998": "quote-1",
        "at-2019": "acme-2019-old-saws",
        "at-2021": "quote-4",
        "at-2024": "lizi-2024-05-no-comment",
        "at-undated": "guild-2024-05-thumbs-again",
    }


def test_the_words_of_the_jumps_are_letters_years_and_what_has_neither(add: Add) -> None:
    (page,) = index_pages(add({}), "entities")
    assert re.findall(r'<a href="../entities/#at-(\w+)">(.+)</a>', page.body) == [
        *((key, key.upper()) for key in "abgmt"),
        ("other", "#"),
    ]


@pytest.mark.parametrize(("rows", "has_jumps"), [(12, False), (13, True)])
def test_a_list_of_up_to_twelve_rows_has_no_jumps(add: Add, rows: int, has_jumps: bool) -> None:
    view = only(add(events(["2019"] * (rows - len(toy().all(Event))))), "events")
    assert len(view.rows) == rows
    assert bool(view.jumps) == any(row.place for row in view.rows) == has_jumps


def test_a_list_of_a_single_year_has_no_jumps(add: Add) -> None:
    moved = "{field: date, was: 2027-01/2027-03, now: 2024-12, reason: wrong-date}"
    parted = "{field: relations, was: toolmakers-listed-2024-05-effective, reason: source-misread}"
    corrected = f"corrections: [{moved}, {parted}]"
    review = f"title: The order on saws is to be looked at again\ndate: 2024-12\ntype: amendment\n{corrected}\n{CITED}"
    view = only(add(events(["2024"] * 20) | {"events/saws-order-review-2027": review}), "events")
    assert view.jumps == ()
    assert {row.place for row in view.rows} == {None}


def test_each_jump_of_a_long_index_leads_to_a_row_of_one_of_its_pages(add: Add) -> None:
    names = [f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]} company {number:03}" for number in range(440)]
    dataset = add(companies([*names, "例子二"]))
    pages = index_pages(dataset, "entities")
    there = {f"{page.address}#{place}" for page in pages for place in page.places}
    assert len(pages) == 3
    for view in [index_view(layout, dataset) for layout in layouts("entities", dataset)]:
        assert {jump.address for jump in view.jumps} == there
        assert [jump.key for jump in view.jumps] == [*"abcdefghijklmnopqrstuvwxyz", "other"]
    assert {place.partition("#")[0] for place in there} == {page.address for page in pages}


@pytest.mark.parametrize("kind", KINDS)
def test_the_jumps_alone_are_those_of_the_pages_and_build_no_row(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = real()
    monkeypatch.setattr(index, "MOST_ROWS", 20)
    shown = [view.jumps for view in [index_view(layout, dataset) for layout in layouts(kind, dataset)]]
    monkeypatch.setattr(index, "row_of", None)
    assert set(shown) == {jumps(kind, dataset)}


def test_each_page_of_a_long_index_links_all_pages_and_marks_its_own(add: Add) -> None:
    pages = index_pages(add(companies([f"Company {number:03}" for number in range(440)])), "entities")
    for number, page in enumerate(pages, 1):
        root = "../" * page.address.count("/")
        assert re.findall(r'<li><a href="([^"]+)"(?: aria-current="(page)")?>(\d)</a></li>', page.body) == [
            (f"{root}{address}", "page" if position == number else "", str(position))
            for position, address in enumerate(("entities/", "entities/page/2/", "entities/page/3/"), 1)
        ]


def test_a_link_to_a_row_of_another_page_is_kept_only_if_the_row_is_there(add: Add, tmp_path: Path) -> None:
    files = companies([*(f"A company {number:03}" for number in range(200)), "Zed"])
    first, second = index_pages(add(files), "entities")
    assert "entities/page/2/#at-z" in first.links
    tree = Tree(tmp_path / "sheet")
    tree.note("", (), frozenset({"entities/page/2/#at-z"}))
    with pytest.raises(LostPage, match="entities/page/2/#at-z, which is not there"):
        tree.judge(0)
    tree.write(replace(second, links=frozenset()), second.body)
    tree.judge(0)


def test_where_no_reply_is_recorded_the_line_says_what_came_of_the_search_for_one(add: Add) -> None:
    sought = "replies_sought: [{entities: [mithal], result: none-found, on: 2024-06-01}]\n"
    dataset = add({"allegations/dull": f"{made_when_announced('about: [mithal]')}\n{sought}"})
    (line,) = [line for line in lines(dataset, "allegations") if "Dull" in line]
    assert line.endswith("; no reply recorded: none found")


def test_a_withdrawn_party_whose_values_differ_is_among_them_and_its_page_leads_there(toy_site: Path) -> None:
    facts = toy_site.parent / "toy_facts"
    for file in (*facts.glob("entities/*.yml"), *facts.glob("events/*.yml")):
        text = file.read_text("utf-8")
        if "\nproperties:" in text and "\nwithdrawn:" not in text:
            gone = "withdrawn: {on: 2024-07-01, reason: unsupported}\n"
            file.write_text(f"{text.rstrip()}\n{gone}", "utf-8")
    sheet = toy_site.parent / "sheet"
    site.build(toy_site / "mkdocs.yml", facts=None, site_dir=sheet, verify=True, progress=lambda _done, _of: None)
    assert "../../disagreements/#values" in (sheet / "entities/acme/index.html").read_text("utf-8")
