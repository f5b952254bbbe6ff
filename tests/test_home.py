"""The home page of the real site in a real browser: what it says of itself to screen readers, keyboards and small windows."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALLEST = 24
"""The least width and height of what can be hit, in pixels (WCAG 2.5.8)."""


@pytest.fixture(scope="module")
def address(real_sheet: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(real_sheet.parent)}/{real_sheet.name}/"


LOOKS = [
    pytest.param((390, "light"), id="390-light"),
    pytest.param((1280, "dark"), id="1280-dark", marks=pytest.mark.slow),
]
"""One look in the quick tests, the other in the slow ones."""


@pytest.fixture(scope="module", params=LOOKS)
def home(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    """The home page in a window of a width and a palette."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    yield page
    assert faults == []
    context.close()


@pytest.fixture
def table(home: Page) -> Locator:
    return home.get_by_role("table", name=re.compile("^The 28 listed entities: "))


@pytest.fixture
def timeline(home: Page) -> Locator:
    return home.get_by_role("region", name="Timeline")


def small(links: Locator) -> list[str]:
    """The names of those that are too small to be hit."""
    found: Any = links.evaluate_all(
        f"""links => links
            .filter(link => {{
                const box = link.getBoundingClientRect();
                return box.width < {SMALLEST} || box.height < {SMALLEST};
            }})
            .map(link => link.ariaLabel || link.textContent)"""
    )
    return [str(name) for name in found]


def test_the_page_begins_with_three_sentences(home: Page) -> None:
    first = home.locator("article h1 + p").inner_text()
    assert len(re.findall(r"[.?!](?= |$)", " ".join(first.split()))) == 3


def test_its_headings_go_down_step_by_step_and_the_table_of_contents_has_them_all(home: Page) -> None:
    levels = home.locator("article :is(h1, h2, h3, h4, h5, h6)").evaluate_all("found => found.map(h => h.tagName)")
    assert levels == ["H1", *["H2"] * 6]
    ids = home.locator("article h2").evaluate_all("found => found.map(h => `#${h.id}`)")
    assert (
        home.locator("nav.md-nav--secondary a[href^='#']").evaluate_all(
            "found => found.map(link => link.getAttribute('href'))"
        )
        == ids
    )
    assert (
        home.locator("article h2 a.headerlink").evaluate_all("found => found.map(link => link.getAttribute('href'))")
        == ids
    )


def test_the_matrix_is_a_table_with_headers_for_columns_and_rows(table: Locator) -> None:
    columns = table.get_by_role("columnheader").all_inner_texts()
    assert columns == ["Party", "Allegations", "Replies", "Quotes", "Sources"]
    rows = table.get_by_role("rowheader")
    expect(rows).to_have_count(12)
    expect(rows.nth(1)).to_have_accessible_name("Hikvision")
    expect(table.get_by_role("cell")).to_have_count(48)
    for header in rows.all():
        expect(header.get_by_role("link")).to_have_count(1)


def test_each_number_is_a_link_that_says_what_it_counts(table: Locator) -> None:
    for row in table.locator("tbody tr").all():
        name = row.get_by_role("rowheader").get_by_role("link").inner_text()
        for cell, what in zip(
            row.get_by_role("cell").all(), ("allegations?", "repl(y|ies)", "quotes?", "sources?"), strict=True
        ):
            number = cell.inner_text()
            expect(cell.get_by_role("link")).to_have_accessible_name(
                re.compile(f"^{re.escape(name)}: {number} {what}$")
            )


def test_each_link_of_the_matrix_and_the_timeline_leads_to_a_place_that_is_there(
    table: Locator, timeline: Locator, real_sheet: Path
) -> None:
    pages: dict[str, str] = {}
    for links in (table.get_by_role("link"), timeline.get_by_role("link")):
        addresses: Any = links.evaluate_all(
            "found => found.map(link => link.href.baseVal ?? link.getAttribute('href'))"
        )
        assert addresses
        for found in addresses:
            parts = urlsplit(str(found))
            page = pages.setdefault(parts.path, (real_sheet / parts.path / "index.html").read_text("utf-8"))
            assert not parts.fragment or f' id="{parts.fragment}"' in page, found


def test_the_number_of_replies_leads_to_the_replies(home: Page, table: Locator, address: str) -> None:
    table.get_by_role("link", name=re.compile(r"^Hikvision: \d+ replies$")).click()
    home.wait_for_url("**/entities/hikvision/#replies")
    expect(home.locator("#replies")).to_be_in_viewport()
    home.goto(address)


def test_every_mark_of_the_timeline_is_reached_by_the_keyboard_and_shows_it(home: Page, timeline: Locator) -> None:
    links = timeline.get_by_role("link")
    names: Any = links.evaluate_all("found => found.map(link => link.ariaLabel)")
    assert len(names) == len(set(names)) > 40
    timeline.focus()
    reached = []
    for _name in names:
        home.keyboard.press("Tab")
        mark = timeline.locator("a:focus-visible")
        expect(mark).to_be_in_viewport(ratio=0.99)
        expect(mark.locator("rect")).to_have_css("stroke-width", "3px")
        expect(mark.locator("rect")).not_to_have_css("stroke", "none")
        reached.append(mark.get_attribute("aria-label"))
    assert reached == names


def test_a_mark_of_the_timeline_leads_to_its_event(home: Page, timeline: Locator, address: str) -> None:
    mark = timeline.get_by_role("link", name=re.compile("^7 October 2019: "))
    title = re.sub(r"^7 October 2019: | \(\d+ replies\)$", "", mark.get_attribute("aria-label") or "")
    mark.focus()
    home.keyboard.press("Enter")
    expect(home.locator("h1")).to_have_text(title)
    home.goto(address)


def test_the_number_of_replies_of_a_month_leads_to_the_first_quote_of_that_year(
    home: Page, timeline: Locator, address: str
) -> None:
    mark = timeline.get_by_role("link", name=re.compile(r"^October 2019: \d+ replies$"))
    mark.focus()
    home.keyboard.press("Enter")
    home.wait_for_url("**/quotes/#at-2019")
    expect(home.locator("#at-2019 time").first).to_have_attribute("datetime", re.compile("^2019"))
    expect(home.locator("#at-2019")).to_be_in_viewport()
    home.goto(address)


def test_a_mark_whose_date_is_uncertain_is_hollow(timeline: Locator) -> None:
    for name, is_hollow in ((r"\(uncertain\): ", True), ("^9 October 2019: ", False)):
        dot = timeline.get_by_role("link", name=re.compile(name)).first.locator(".fs-time__dot")
        fill: Any = dot.evaluate("dot => getComputedStyle(dot).fill")
        assert (fill == "none") == is_hollow


def test_all_allegations_stand_on_the_page_and_the_link_says_how_many(home: Page) -> None:
    link = home.get_by_role("link", name=re.compile(r"^All \d+ allegations$"))
    expect(link).to_have_attribute("href", re.compile("allegations/$"))
    rows = home.locator("h2:has-text('What is alleged') + p + ul.fs-index > li")
    expect(rows).to_have_count(int(re.sub(r"\D", "", link.inner_text())))


def test_the_list_below_the_timeline_has_the_events_of_the_drawing(home: Page, timeline: Locator) -> None:
    drawn: Any = timeline.locator("a.fs-time__event").evaluate_all("found => found.map(link => link.href.baseVal)")
    home.get_by_text("The same as a list").click()
    listed = home.locator(".fs-time__list").get_by_role("link")
    expect(listed.first).to_be_visible()
    assert listed.evaluate_all("found => found.map(link => link.getAttribute('href'))") == drawn
    home.get_by_text("The same as a list").click()


def test_what_can_be_hit_in_the_matrix_and_the_timeline_is_large_enough(
    home: Page, table: Locator, timeline: Locator
) -> None:
    assert small(table.locator("tbody").get_by_role("link")) == []
    assert small(timeline.get_by_role("link")) == []
    assert small(home.locator(".fs-time__list > summary")) == []


def test_only_the_timeline_is_wider_than_a_small_window_and_scrolls_inside_itself(
    home: Page, table: Locator, timeline: Locator
) -> None:
    widths = "found => [found.scrollWidth, found.clientWidth]"
    whole: Any = home.locator("html").evaluate(widths)
    inside: Any = timeline.evaluate(widths)
    assert whole[0] <= whole[1]
    assert (inside[0] > inside[1]) == (whole[1] < 800)
    box = table.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= whole[1]
    assert (
        table.locator("th, td").evaluate_all(
            "found => found.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
        )
        == 0
    )
