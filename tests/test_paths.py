"""Ways through the real site: by keyboard alone, without scripts, along anchors, and onto paper."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = ("allegations", "quotes", "entities", "events", "disagreements", "sources")
MOST_TABS = 120
FOCUS = """() => {
    const here = document.activeElement, shown = here.matches(".md-option") ? here.nextElementSibling : here;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    return {
        href: here.getAttribute("href"),
        text: here.textContent.trim(),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0
            && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
WORDS = """() => {
    const text = document.querySelector("article.md-content__inner").cloneNode(true);
    text.querySelectorAll("form, [role=search], .fs-filter, .fs-cite-this button").forEach(control => control.remove());
    return text.textContent.split(/\\s+/).filter(Boolean);
}"""


@pytest.fixture(scope="module")
def address(real_sheet: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(real_sheet.parent)}/{real_sheet.name}/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", base_url=address)
    yield page
    page.close()


@pytest.fixture
def scriptless(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    yield context.new_page()
    context.close()


def tab_to(page: Page, wanted: Callable[[str], bool]) -> str:
    """Presses Tab until the focus is on a link that is wanted; every stop on the way has to be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here: Any = page.evaluate(FOCUS)
        assert here["seen"], here
        if wanted(here["href"] or ""):
            return str(here["href"])
    pytest.fail(f"not reached with {MOST_TABS} tabs")


def test_the_keyboard_alone_leads_from_the_home_page_to_a_companys_reply_and_to_its_source(page: Page) -> None:
    page.goto("")
    tab_to(page, lambda href: href.endswith("entities/hikvision/#replies"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/hikvision/#replies")
    expect(page.locator("#replies")).to_be_in_viewport()
    mark = tab_to(page, lambda href: href.startswith("#citation-"))
    assert page.evaluate("document.activeElement.closest('.fs-reply') !== null")
    page.keyboard.press("Enter")
    expect(page.locator(mark)).to_be_in_viewport()
    tab_to(page, lambda href: "/sources/" in href)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/*/")
    expect(page.locator("h2#standing")).to_be_visible()


def test_backwards_too_the_header_never_covers_the_whole_focus(page: Page) -> None:
    """WCAG 2.4.11: what has the focus is not entirely hidden by what the author put over it."""
    page.goto("sources/")
    page.locator(".fs-index--whole a").nth(60).focus()
    covered = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        covered.append(
            page.evaluate(
                """() => document.activeElement.getBoundingClientRect().bottom
                    <= document.querySelector(".md-header").getBoundingClientRect().bottom"""
            )
        )
    assert not any(covered)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["n", "p", ",", ".", "s", "f", "/"])
def test_a_single_letter_is_no_command(page: Page, key: str) -> None:
    """WCAG 2.1.4, which the theme's shortcuts would break."""
    page.goto("entities/hikvision/")
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.url.endswith("entities/hikvision/")
    assert page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_every_record_of_a_kind_is_listed_and_shown(
    scriptless: Page, real_sheet: Path, kind: str
) -> None:
    scriptless.goto(f"{kind}/")
    records = {file.parent.name for file in (real_sheet / kind).glob("*/record.yml")}
    links = scriptless.locator("article li:visible a:first-of-type").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert records <= {link.rstrip("/").rpartition("/")[2] for link in links}
    expect(scriptless.locator("article form")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "",
        "allegations/hrw-2019-05-face-plus-plus/",
        "entities/hikvision/",
        "quotes/geng-2019-10-08-dissatisfaction/",
        "events/entity-list-2019-10-effective/",
        "disagreements/number-detained-in-xinjiang/",
        "sources/fr-2019-22210/",
        "quotes/",
    ],
)
def test_scripts_add_no_fact_to_a_page(scriptless: Page, page: Page, path: str) -> None:
    scriptless.goto(path)
    page.goto(path)
    shown = scriptless.locator("article.md-content__inner").text_content() or ""
    assert shown.split() == page.evaluate(WORDS)
    hidden = scriptless.locator("article :is(dd, blockquote, p, li, td, th):not(details *)").evaluate_all(
        "parts => parts.filter(part => !part.checkVisibility()).map(part => part.textContent)"
    )
    assert hidden == []


def test_a_permanent_link_shows_on_hover_and_on_focus(page: Page) -> None:
    page.goto("entities/hikvision/")
    link = page.locator("h2#allegations a.headerlink")
    opacity = "link => getComputedStyle(link).opacity"
    assert link.evaluate(opacity) == "0"
    page.locator("h2#allegations").hover()
    assert link.evaluate(opacity) == "1"
    page.mouse.move(0, 0)
    link.focus()
    assert link.evaluate(opacity) == "1"
    page.keyboard.press("Enter")
    assert page.url.endswith("#allegations")


def test_a_mark_leads_to_its_source_and_back_to_the_sentence(page: Page) -> None:
    page.goto("entities/hikvision/")
    mark = page.locator(".fs-cite").first
    publisher, _comma, place = (mark.locator("a").get_attribute("title") or "").rpartition(", ")
    mark.locator("a").click()
    entry = page.locator(":target")
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text(place)
    expect(page.locator(".fs-citations > li", has=entry)).to_contain_text(publisher)
    entry.locator("a.fs-back").first.click()
    assert page.url.endswith(f"#{mark.get_attribute('id')}")
    expect(mark).to_be_in_viewport()


def test_on_paper_the_reply_stands_beside_the_allegation_and_addresses_are_written_out(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    for path in ("allegations/hrw-2019-05-face-plus-plus/", "entities/hikvision/"):
        page.goto(path)
        claim, answer = (page.locator(f".fs-facing__{side}").first.bounding_box() for side in ("claim", "answer"))
        assert claim
        assert answer
        assert claim["x"] + claim["width"] <= answer["x"] + 1
        assert abs(claim["y"] - answer["y"]) < 2
        expect(
            page.locator(".md-header, .md-tabs, .md-sidebar, .md-footer, .headerlink").locator("visible=true")
        ).to_have_count(0)
        ink = page.locator("h1").evaluate("heading => getComputedStyle(heading).color")
        assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 80
        expect(page.locator(".fs-printed").last).to_have_text(f" · https://example.org/{path}")
        source = page.locator(".fs-out").first
        written = str(source.evaluate("link => getComputedStyle(link, '::after').content"))
        assert str(source.get_attribute("href")) in written.replace("\\", "")


def test_pages_of_dated_kinds_lead_to_the_one_before_and_after_in_time(page: Page) -> None:
    page.goto("events/entity-list-2019-10-announced/")
    page.locator(".md-footer__link--next").click()
    expect(page.locator(".fs-when")).to_contain_text("October 2019")
    page.locator(".md-footer__link--prev").click()
    page.wait_for_url("**/events/entity-list-2019-10-announced/")


def test_the_way_up_from_a_record_leads_to_its_index_and_home(page: Page) -> None:
    page.goto("quotes/geng-2019-10-08-dissatisfaction/")
    path = page.locator("nav.md-path a")
    assert [text.strip() for text in path.all_text_contents()] == ["Home", "Quotes"]
    path.last.click()
    expect(page.locator("h1")).to_contain_text("Quotes")
