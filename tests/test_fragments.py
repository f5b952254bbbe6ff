"""What hand-written pages embed: numbers that the pages behind them show, a timeline without gaps, and plain sentences."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import built
from factsheet.dataset import Dataset
from factsheet.dates import Point
from factsheet.model import Entity, Event, Quote
from factsheet.page import Page
from factsheet.pipeline import check
from factsheet.render import Renderer
from factsheet.replies import party
from factsheet.views.coverage import Coverage, Covered, coverage
from factsheet.views.fragment import FRAGMENTS, latest, overview
from factsheet.views.pages import index_plans, record_plans
from factsheet.views.timeline import Timeline, timeline
from factsheet.views.unknown import Unknown, unknown
from mkdocs.exceptions import Abort

HERE = Path(__file__).parent
TOY, REAL = HERE / "toy_facts", HERE.parent / "facts"
ANNOUNCED = "toolmakers-listed-2024-05-announced"
EFFECTIVE = "toolmakers-listed-2024-05-effective"
PLANNED = "saws-order-review-2027"
UNSAFE = "tool-office-2024-05-unsafe-saws"
JUNE = "said_on: 2024-06?/2024-08\n"

Add = Callable[[dict[str, str]], Dataset]


def load(facts: Path) -> Dataset:
    checked = check(facts, rules=())
    assert checked.problems == ()
    assert checked.dataset is not None
    return checked.dataset


@pytest.fixture(scope="module")
def toy() -> Dataset:
    return load(TOY)


@pytest.fixture(scope="module")
def real() -> Dataset:
    checked = check(REAL)
    assert checked.dataset is not None
    return checked.dataset


@pytest.fixture
def add(tmp_path: Path) -> Add:
    """Adds records (`kind/id` -> what stands below its id) to the toy facts."""

    def added(records: dict[str, str]) -> Dataset:
        shutil.copytree(TOY, tmp_path / "facts")
        for name, text in records.items():
            (tmp_path / "facts" / f"{name}.yml").write_text(f"id: {name.partition('/')[2]}\n{text}\n", "utf-8")
        return load(tmp_path / "facts")

    return added


def event(date: str, more: str = "") -> str:
    return (
        f"title: Saws were counted\ndate: {date}\ntype: listing\n{more}citations: [{{source: other-daily-2024-05-03}}]"
    )


def reply(to: str, more: str = "") -> str:
    return (
        f"text: So they say\nlang: en\nspeaker: acme\n{more}answers: [{{to: {to}, response: denies}}]\n"
        "citations: [{source: other-daily-2024-05-03}]"
    )


def html(name: str, dataset: Dataset, argument: str = "") -> str:
    return Renderer().fragment(name, FRAGMENTS[name](dataset, argument), "")[0]


def words(name: str, dataset: Dataset, part: str = "li") -> list[str]:
    """The text of each of a fragment's elements of one name that hold no other of that name."""
    found = re.findall(rf"<{part}>((?:(?!<{part}>).)*?)</{part}>", html(name, dataset), re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", text).split()) for text in found]


# The matrix of a group


def pages(dataset: Dataset, covered: Coverage) -> Iterator[tuple[Covered, Page]]:
    """Each row of the matrix with the page that it leads to."""
    plans = {plan.address: plan for plan in record_plans(dataset)}
    for row in covered.rows:
        yield row, Renderer().page(plans[row.ref.address])


def replies_on(page: Page, dataset: Dataset) -> set[str]:
    """The quotes that a page shows as replies, by the places that they have on it."""
    found: set[str] = set()
    for place in re.findall(r'id="reply-([a-z0-9-]+)"', page.body):
        parts = place.split("-to-")
        halves = [("-to-".join(parts[:cut]), "-to-".join(parts[cut:])) for cut in range(1, len(parts))]
        (quote,) = [quote for quote, to in halves if quote in dataset.records and to in dataset.records]
        found.add(quote)
    return found


def words_of(id: str, page: Page, dataset: Dataset) -> set[str]:
    """The quotes in somebody's own words to which a page leads."""
    ids = (link.split("/")[1] for link in page.links if link.startswith("quotes/"))
    return {quote for quote in ids if id in party(dataset.get(Quote, quote))}


def sources_of(page: Page) -> set[str]:
    citations = page.body.partition('<ol class="fs-citations">')[2].partition("</ol>")[0]
    return set(re.findall(r'"\.\./\.\./sources/([a-z0-9-]+)/"', citations))


@pytest.mark.parametrize(
    ("facts", "group"),
    [("toy", "toolmakers-listed-2024"), pytest.param("real", "listed-2019-10", marks=pytest.mark.slow)],
)
def test_the_numbers_of_the_matrix_are_those_of_the_pages(
    facts: str, group: str, request: pytest.FixtureRequest
) -> None:
    dataset: Dataset = request.getfixturevalue(facts)
    rows = list(pages(dataset, coverage(dataset, group)))
    assert [row.ref.id for row, _page in rows] == list(dataset.members(group))
    for row, page in rows:
        assert row.allegations.count == page.body.count('<section class="fs-facing">')
        assert row.replies.count == len(replies_on(page, dataset))
        assert row.quotes.count == len(words_of(row.ref.id, page, dataset))
        assert row.sources.count == len(sources_of(page))


@pytest.mark.parametrize(
    ("facts", "group"),
    [("toy", "toolmakers-listed-2024"), pytest.param("real", "listed-2019-10", marks=pytest.mark.slow)],
)
def test_each_number_leads_to_a_place_that_is_there_and_nothing_to_the_top_of_the_page(
    facts: str, group: str, request: pytest.FixtureRequest
) -> None:
    dataset: Dataset = request.getfixturevalue(facts)
    for row, page in pages(dataset, coverage(dataset, group)):
        places = {f"{page.address}#{place}" for place in (*(section.id for section in page.sections), *page.places)}
        for cell in (row.allegations, row.quotes, row.sources):
            assert cell.address in (places if cell.count else {page.address})
        # Without a reply the page says so beside the allegations.
        assert row.replies.address in (places if row.allegations.count else {page.address})


def test_the_matrix_of_the_toy_facts(toy: Dataset) -> None:
    numbers = {
        row.ref.id: tuple(cell.count for cell in (row.allegations, row.replies, row.quotes, row.sources))
        for row in coverage(toy, "toolmakers-listed-2024").rows
    }
    assert numbers == {
        "acme": (2, 3, 3, 8),
        "bolt-and-sons": (1, 0, 0, 5),
        "lizi": (1, 1, 1, 5),
        "mithal": (1, 0, 1, 5),
        "unnamed-workshops": (2, 0, 0, 5),
    }


def test_words_of_a_group_are_a_reply_of_its_members_and_not_among_their_quotes(add: Add) -> None:
    said = reply(UNSAFE).replace("speaker: acme", "speaker: other-toolmakers")
    rows = coverage(add({"quotes/others-say": said}), "other-toolmakers").rows
    assert {row.ref.id: (row.replies.count, row.quotes.count) for row in rows} == {
        "bolt-and-sons": (1, 0),
        "lizi": (2, 1),
        "mithal": (1, 1),
        "unnamed-workshops": (1, 0),
    }


def test_a_member_that_names_no_members_of_its_own_stands_with_its_size(toy: Dataset, real: Dataset) -> None:
    unnamed = {row.ref.id: row.unnamed for row in coverage(toy, "toolmakers-listed-2024").rows}
    assert {id: size for id, size in unnamed.items() if size} == {"unnamed-workshops": 2}
    assert "2 in one line, not named here" in html("coverage", toy, "toolmakers-listed-2024")
    rows = coverage(real, "listed-2019-10").rows
    assert sum(row.unnamed or 1 for row in rows) == 28


def test_each_number_says_in_words_what_it_counts(toy: Dataset) -> None:
    labels = re.findall(r'aria-label="([^"]*)"', html("coverage", toy, "toolmakers-listed-2024"))
    assert labels[:8] == [
        "Acme: 2 allegations",
        "Acme: 3 replies",
        "Acme: 3 quotes",
        "Acme: 8 sources",
        "Bolt &amp; Sons: 1 allegation",
        "Bolt &amp; Sons: 0 replies",
        "Bolt &amp; Sons: 0 quotes",
        "Bolt &amp; Sons: 5 sources",
    ]


@pytest.mark.parametrize("group", ["nobody", "", UNSAFE])
def test_there_is_no_matrix_of_what_is_no_party(toy: Dataset, group: str) -> None:
    with pytest.raises(KeyError):
        coverage(toy, group)


def test_a_page_that_embeds_the_matrix_of_an_unknown_group_stops_the_build(toy_site: Path, tmp_path: Path) -> None:
    (toy_site / "content" / "index.md").write_text("# Home\n\n<!-- factsheet: coverage toolmakers-2023 -->\n")
    with pytest.raises(Abort, match=r"index\.md: there is nothing called coverage toolmakers-2023 to embed"):
        built(toy_site / "mkdocs.yml", tmp_path / "sheet")


# The timeline


def drawn(view: Timeline) -> list[str]:
    return [mark.event.ref.id for column in view.columns for mark in column.marks]


def listed(view: Timeline) -> list[str]:
    return [event.ref.id for year in view.years for event in year.events]


@pytest.mark.parametrize("facts", ["toy", pytest.param("real", marks=pytest.mark.slow)])
def test_every_event_is_drawn_once_and_listed_once(facts: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(facts)
    view = timeline(dataset, "")
    there = sorted(event.id for event in dataset.all(Event) if not event.withdrawn)
    assert sorted(drawn(view)) == sorted(listed(view)) == there
    assert (view.shown, view.total) == (len(there), len(there))
    assert all(column.more == 0 for column in view.columns)


@pytest.mark.parametrize("facts", ["toy", pytest.param("real", marks=pytest.mark.slow)])
def test_every_reply_whose_date_begins_is_counted_below_the_line(facts: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(facts)
    view = timeline(dataset, "")
    replies = [quote for quote in dataset.all(Quote) if quote.answers and not quote.withdrawn]
    begun = [quote for quote in replies if quote.said_on and quote.said_on.start]
    assert sum(column.replies for column in view.columns) == len(begun)
    assert sum(count for year in view.years for _month, count in year.replies) + view.undrawn == len(replies)


@pytest.mark.parametrize("facts", ["toy", pytest.param("real", marks=pytest.mark.slow)])
def test_the_list_has_the_replies_of_each_month_that_the_drawing_has(
    facts: str, request: pytest.FixtureRequest
) -> None:
    view = timeline(request.getfixturevalue(facts), "")
    assert view.monthly
    assert [count for year in view.years for count in year.replies] == [
        (column.when, column.replies) for column in view.columns if column.replies
    ]


@pytest.mark.parametrize("facts", ["toy", pytest.param("real", marks=pytest.mark.slow)])
def test_no_two_marks_touch(facts: str, request: pytest.FixtureRequest) -> None:
    view = timeline(request.getfixturevalue(facts), "")
    middles = [(column.x, mark.y) for column in view.columns for mark in column.marks]
    middles += [(column.x, view.below.replies) for column in view.columns]
    for position, (x, y) in enumerate(middles):
        assert 12 <= x <= view.width - 12
        assert -view.line <= y - 12
        assert all(abs(x - other) >= 24 or abs(y - next_) >= 24 for other, next_ in middles[:position])


def test_the_timeline_of_the_toy_facts(toy: Dataset) -> None:
    view = timeline(toy, "")
    assert [
        (column.when.iso, [mark.event.ref.id for mark in column.marks], column.replies) for column in view.columns
    ] == [
        ("2019", [], 1),
        ("2024-05", [ANNOUNCED, EFFECTIVE], 4),
        ("2027-01", [PLANNED], 0),
    ]
    assert {event.ref.id: (event.replies, event.planned) for year in view.years for event in year.events} == {
        ANNOUNCED: (2, False),
        EFFECTIVE: (1, False),
        PLANNED: (0, True),
    }
    assert words("timeline", toy)[-3:] == [
        "1 May 2024: The Tool Office named six toolmakers Announcement 2 replies",
        "3 May 2024: Six toolmakers were put on the list of the Tool Office Listing 1 reply",
        "January 2027 to March 2027: The order on saws is to be looked at again Amendment planned",
    ]


def test_a_mark_says_when_what_and_how_many_replies(toy: Dataset) -> None:
    assert re.findall(r'<a [^>]*aria-label="([^"]*)"', html("timeline", toy)) == [
        "2019: 1 reply",
        "1 May 2024: The Tool Office named six toolmakers (2 replies)",
        "3 May 2024: Six toolmakers were put on the list of the Tool Office (1 reply)",
        "May 2024: 4 replies",
        "January 2027 to March 2027: The order on saws is to be looked at again, planned",
    ]


def test_an_answered_event_has_another_shape_and_a_planned_one_is_hollow(toy: Dataset) -> None:
    drawing = html("timeline", toy).partition("fs-time__scroll")[2].partition("</svg>")[0]
    shapes = [re.findall(r"fs-time__(ring--planned|ring(?=\")|dot)", mark) for mark in drawing.split("</a>")]
    assert [shape for shape in shapes if shape] == [["ring", "dot"], ["ring", "dot"], ["ring--planned"]]
    assert ["dot"] in [re.findall(r"fs-time__(ring|dot)", sample) for sample in html("timeline", toy).split("</svg>")]


def test_what_is_dated_by_its_year_alone_stands_before_the_months_of_that_year(add: Add) -> None:
    dataset = add({"events/some-time": event("2024"), "events/january": event("2024-01-31")})
    assert [column.when for column in timeline(dataset, "").columns] == [
        Point(year=2019),
        Point(year=2024),
        Point(year=2024, month=1),
        Point(year=2024, month=5),
        Point(year=2027, month=1),
    ]


def test_an_event_of_which_only_the_end_is_known_stands_there(add: Add) -> None:
    dataset = add({"events/until-june": event("../2024-06")})
    (column,) = [found for found in timeline(dataset, "").columns if found.when.month == 6]
    assert [mark.event.ref.id for mark in column.marks] == ["until-june"]


def test_of_more_than_twelve_events_in_a_month_the_last_mark_stands_for_the_others(add: Add) -> None:
    dataset = add({f"events/count-{number:02}": event("2024-04") for number in range(14)})
    (column,) = [found for found in timeline(dataset, "").columns if found.more]
    assert [mark.event.ref.id for mark in column.marks] == [f"count-{number:02}" for number in range(11)]
    assert column.more == 3
    assert column.top < min(mark.y for mark in column.marks)
    assert -timeline(dataset, "").line <= column.top - 12
    assert len(listed(timeline(dataset, ""))) == 17
    assert 'href="./events/" aria-label="April 2024: +3 further events"' in html("timeline", dataset)


def test_twelve_events_in_a_month_have_a_mark_each(add: Add) -> None:
    dataset = add({f"events/count-{number:02}": event("2024-04") for number in range(12)})
    assert {column.more for column in timeline(dataset, "").columns} == {0}


def counts(months: int) -> dict[str, str]:
    """Events in so many different months, beside the three columns of the toy facts."""
    return {
        f"events/count-{number:02}": event(f"{2000 + number // 12}-{number % 12 + 1:02}") for number in range(months)
    }


def test_thirty_six_columns_are_months_and_more_are_years(add: Add) -> None:
    assert len(timeline(add(counts(33)), "").columns) == 36


def test_more_than_thirty_six_months_become_years(add: Add) -> None:
    view = timeline(add(counts(34)), "")
    assert not view.monthly
    assert [(column.when, len(column.marks), column.more) for column in view.columns] == [
        (Point(year=2000), 12, 0),
        (Point(year=2001), 12, 0),
        (Point(year=2002), 10, 0),
        (Point(year=2019), 0, 0),
        (Point(year=2024), 2, 0),
        (Point(year=2027), 1, 0),
    ]
    assert [year.x for year in view.years] == [column.x - 16 for column in view.columns]


def test_of_more_than_forty_events_those_are_main_to_which_most_records_refer(add: Add) -> None:
    dataset = add({f"events/count-{number:02}": event("2024-04") for number in range(39)})
    view = timeline(dataset, "")
    # Nothing refers to the planned event and to the 39: of these the earlier 38 are kept.
    assert (view.shown, view.total) == (40, 42)
    assert listed(view) == [*(f"count-{number:02}" for number in range(38)), ANNOUNCED, EFFECTIVE]
    text = html("timeline", dataset)
    assert "The 40 events to which most records refer; " in text
    assert "all 42 events" in text


def test_a_reply_without_a_day_is_told_and_not_drawn(add: Add) -> None:
    dataset = add({"quotes/acme-says": reply(ANNOUNCED)})
    assert timeline(dataset, "").undrawn == 1
    assert "1 reply of which no date, or only the last possible one, is known is not drawn." in html(
        "timeline", dataset
    )


def test_a_reply_of_which_only_the_last_possible_day_is_known_is_told_and_not_drawn(add: Add) -> None:
    dataset = add(
        {
            "quotes/acme-says": reply(ANNOUNCED),
            "quotes/acme-said": reply(ANNOUNCED, "said_on: ../2024-07\n"),
            "quotes/acme-spoke": reply(ANNOUNCED, "said_on: 2024-06?/..\n"),
        }
    )
    assert [(column.when.iso, column.replies) for column in timeline(dataset, "").columns] == [
        ("2019", 1),
        ("2024-05", 4),
        ("2024-06", 1),
        ("2027-01", 0),
    ]
    assert "2 replies of which no date, or only the last possible one, is known are not drawn." in html(
        "timeline", dataset
    )


def test_the_list_says_in_which_months_replies_are_dated(add: Add) -> None:
    replies = {"quotes/acme-says": reply(ANNOUNCED, "said_on: 2024\n"), "quotes/acme-spoke": reply(UNSAFE, JUNE)}
    text = " ".join(re.sub("<[^>]*>", "", html("timeline", add(replies))).split())
    assert "2019 1 reply in a month not known" in text
    assert "2024 1 reply in a month not known, 4 in May, 1 in June" in text


def test_the_number_of_replies_leads_to_their_year_in_the_index_of_quotes_if_it_has_one(add: Add) -> None:
    few = add({"quotes/acme-says": reply(ANNOUNCED, JUNE)})
    assert {column.quotes for column in timeline(few, "").columns} == {"quotes/"}
    assert 'href="./quotes/" aria-label="June 2024: 1 reply"' in html("timeline", few)


def test_the_numbers_of_replies_of_the_real_facts_lead_to_the_first_quote_of_their_year(real: Dataset) -> None:
    plans = [plan for plan in index_plans(real) if plan.kind == "quotes"]
    places = {f"{page.address}#{place}" for page in map(Renderer().page, plans) for place in page.places}
    for column in timeline(real, "").columns:
        if column.replies:
            assert column.quotes == f"quotes/#at-{column.when.year}"
            assert column.quotes in places


def test_an_event_of_uncertain_or_approximate_date_has_a_hollow_mark_that_the_legend_explains(add: Add) -> None:
    dataset = add(
        {
            "events/perhaps": event("2024-02?"),
            "events/around": event("2024-03~"),
            "events/ahead": event("2027-02?", "planned: true\n"),
            "quotes/acme-says": reply("around", JUNE),
        }
    )
    marks = html("timeline", dataset).partition("fs-time__scroll")[2].partition("</svg>")[0].split("</a>")
    shapes = {
        name: re.findall(r"fs-time__(ring--planned|ring(?=\")|dot--doubtful|dot(?=\"))", mark)
        for mark in marks
        for name in re.findall(r'fs-time__event[^>]*aria-label="([^:]*)', mark)
    }
    assert shapes == {
        "February 2024 (uncertain)": ["dot--doubtful"],
        "around March 2024": ["ring", "dot--doubtful"],
        "1 May 2024": ["ring", "dot"],
        "3 May 2024": ["ring", "dot"],
        "January 2027 to March 2027": ["ring--planned"],
        "February 2027 (uncertain)": ["ring--planned", "dot--doubtful"],
    }
    assert "an event whose date is uncertain or approximate" in words("timeline", dataset)


def test_the_legend_explains_no_mark_that_is_not_drawn(toy: Dataset) -> None:
    legend = words("timeline", toy)
    assert "an event that was planned" in legend
    assert "an event whose date is uncertain or approximate" not in legend
    assert legend[3] == (
        "5 how many quotes dated in that month answer an event or an allegation;"
        " uncertain dates, and earlier statements on the same matter, are counted too"
    )


def test_the_drawing_is_laid_out_by_the_view_alone(toy: Dataset) -> None:
    below = timeline(toy, "").below
    drawing = html("timeline", toy).partition("fs-time__drawing")[2].partition("</svg>")[0]
    assert set(re.findall(r'fs-time__month" x="\d+" y="(\d+)"', drawing)) == {str(below.month)}
    assert set(re.findall(r'fs-time__number" x="\d+" y="(\d+)"', drawing)) == {str(below.year)}
    assert set(re.findall(r'fs-time__year"[^>]* y2="(\d+)"', drawing)) == {str(below.year_end)}
    assert below.replies < below.month < below.year < below.year_end < below.end


def test_a_timeline_without_events_says_so() -> None:
    assert "No event is recorded yet." in html("timeline", Dataset(records={}, vocabularies=load(TOY).vocabularies))


@pytest.mark.parametrize("name", ["timeline", "coverage toolmakers-listed-2024", "latest", "unknown"])
def test_no_fragment_needs_a_style_attribute_or_names_a_place(toy: Dataset, name: str) -> None:
    template, _blank, argument = name.partition(" ")
    assert re.findall(r'\s(?:style|id)="', html(template, toy, argument)) == []


# The latest


def test_the_latest_are_the_newest_first_and_none_of_them_lies_ahead(toy: Dataset) -> None:
    assert [(kind, row.ref.id) for kind, row in latest(toy, "").rows] == [
        ("events", EFFECTIVE),
        ("quotes", "mithal-2024-05-thirty-saws"),
        ("quotes", "guild-2024-05-02-thumbs"),
        ("quotes", "acme-2024-05-appeal"),
        ("quotes", "acme-2024-05-02-every-saw"),
        ("events", ANNOUNCED),
        ("allegations", UNSAFE),
        ("quotes", "tool-office-2024-05-01-guard"),
    ]
    assert words("latest", toy, "dt") == ["Event", *["Quote"] * 4, "Event", "Allegation", "Quote"]


def test_what_has_no_day_is_not_among_the_latest(add: Add) -> None:
    dataset = add({"quotes/acme-says": reply(ANNOUNCED)})
    assert "acme-says" not in [row.ref.id for _kind, row in latest(dataset, "").rows]


# What is not known


def test_what_is_not_known_in_the_toy_facts(toy: Dataset) -> None:
    assert words("unknown", toy) == [
        "To 1 of 3 allegations no reply of anybody concerned is recorded here, neither to it nor to the event in which it"
        " was made: Kept borrowed saws.",
        "To 1 of 3 allegations a reply of some of those concerned is recorded here, to it or to the event in which it was"
        " made, and of the others none: Sold saws without a guard.",
        "On 2 questions sources say different things: 1 Open, 1 Explained.",
        "A date that is uncertain or approximate is given for 2 of 7 quotes and 1 of 8 sources.",
        "4 of 8 sources are not noted as Read whole: 1 Apparently read whole, 3 Opening read.",
        "No archived copy is recorded here of 6 of 8 sources.",
    ]


SILENCE = (
    "title: Hid its saws\nstatement: The Tool Office said that Mithal had hidden its saws.\nmade_by: [tool-office]\n"
    "about: [mithal]\nmade_on: 2024-04\nstage: alleged\ncitations: [{source: other-daily-2024-05-03}]\n"
    "replies_sought: [{entities: [mithal], result: not-sought}]"
)


def test_an_allegation_without_a_reply_is_named(add: Add) -> None:
    assert words("unknown", add({"allegations/hid-saws": SILENCE}))[0] == (
        "To 2 of 4 allegations no reply of anybody concerned is recorded here, neither to it nor to the event in which it"
        " was made: Hid its saws; Kept borrowed saws."
    )


def test_an_allegation_whose_event_was_answered_is_not_among_those_without_any_reply(add: Add) -> None:
    made = SILENCE.replace("made_on: 2024-04", f"made_on: 2024-05-01\nmade_in: {ANNOUNCED}")
    records = {"allegations/hid-saws": made, "quotes/mithal-says": reply(ANNOUNCED, JUNE).replace("acme", "mithal")}
    lines = [line for line in words("unknown", add(records)) if "no reply of anybody concerned" in line]
    assert [line.rpartition(": ")[2] for line in lines] == ["Kept borrowed saws."]


def test_of_many_allegations_without_a_reply_the_first_twelve_are_named(add: Add) -> None:
    line = words("unknown", add({f"allegations/hid-saws-{number:02}": SILENCE for number in range(14)}))[0]
    assert line.startswith("To 15 of 17 allegations no reply of anybody concerned is recorded here, ")
    assert line.count("Hid its saws") == 12
    assert line.endswith("Hid its saws and 3 more among the allegations.")


def test_a_quote_without_any_date_is_named_and_none_that_has_a_year_or_an_interval(add: Add) -> None:
    dates = ["", "said_on: 2024\n", "said_on: ../2024-07\n", "said_on: 2024-06~\n"]
    quotes = {f"quotes/acme-says-{number}": reply(ANNOUNCED, date) for number, date in enumerate(dates)}
    dataset = add(quotes)
    assert [ref.id for ref in unknown(dataset, "").undated.named] == ["acme-says-0"]
    assert "No date at all is known of 1 of 11 quotes: Acme: So they say." in words("unknown", dataset)


def test_what_is_known_has_no_line(toy: Dataset) -> None:
    nothing = Dataset(records={}, vocabularies=toy.vocabularies)
    assert words("unknown", nothing) == []


def test_what_is_not_known_in_the_real_facts_is_what_their_pages_say(real: Dataset) -> None:
    view: Unknown = unknown(real, "")
    plans = {plan.address: plan for plan in record_plans(real)}
    allegations = {ref.id: Renderer().page(plans[ref.address]).body for ref in view.unanswered.named}
    assert len(allegations) == view.unanswered.count
    for body in allegations.values():
        assert "No reply to this statement itself is recorded here." in body
    for ref in view.partly_answered.named:
        assert "No reply is recorded here of: " in Renderer().page(plans[ref.address]).body
    assert sum(count for _term, count in view.differing.parts) == view.differing.count == view.differing.of
    assert sum(count for _term, count in view.read.parts) == view.read.count


# The overview of a kind


def test_an_overview_has_twenty_lines_and_leads_to_all(add: Add) -> None:
    dataset = add({f"entities/company-{number}": f"type: company\nname: Company {number}" for number in range(9)})
    view = overview(dataset, "entities")
    there = [entity for entity in dataset.all(Entity) if not entity.withdrawn]
    assert (len(view.rows), view.count) == (20, len(there))
    assert len(there) > 20
    text = html("overview", dataset, "entities")
    assert f'href="./entities/">All {len(there)} parties</a>' in text


def test_an_overview_leaves_withdrawn_records_out(toy: Dataset) -> None:
    there = ["guild-2023-dull-blades", "guild-2024-05-borrowed-saws", UNSAFE]
    assert [row.ref.id for row in overview(toy, "allegations").rows] == there


@pytest.mark.parametrize("kind", ["", "people"])
def test_there_is_no_overview_of_an_unknown_kind(toy: Dataset, kind: str) -> None:
    with pytest.raises(KeyError):
        overview(toy, kind)
