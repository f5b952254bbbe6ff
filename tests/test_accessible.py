"""Every kind of page under axe, in real Chromium: WCAG 2.0, 2.1 and 2.2, levels A and AA, with the search closed and open."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "allegations/",
    "allegations/hrw-2019-05-face-plus-plus/",
    "entities/hikvision/",
    "quotes/geng-2019-10-08-dissatisfaction/",
    "events/entity-list-2019-10-effective/",
    "disagreements/number-detained-in-xinjiang/",
    "sources/fr-2019-22210/",
    "method/",
    "reference/",
)
"""One of each kind."""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN = """async tags => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
    return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`));
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def address(real_sheet: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(real_sheet.parent)}/{real_sheet.name}/"


LOOKS = [
    pytest.param((390, "dark"), id="390-dark"),
    pytest.param((1280, "light"), id="1280-light", marks=pytest.mark.slow),
    pytest.param((390, "light"), id="390-light", marks=pytest.mark.slow),
    pytest.param((1280, "dark"), id="1280-dark", marks=pytest.mark.slow),
]
"""One look in the quick tests, the others in the slow ones."""


@pytest.fixture(scope="module", params=LOOKS)
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page of a width and a palette, at rest: nothing in it moves."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: Any = page.evaluate(RUN, TAGS)
    return [str(fault) for fault in found]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault_on_a_page(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    assert faults(window) == []


OPEN = [pytest.param(path, marks=() if path == "" else pytest.mark.slow) for path in PAGES]
"""The home page in the quick tests, the others in the slow ones."""


@pytest.mark.parametrize("path", OPEN)
def test_axe_finds_no_fault_while_the_search_is_open(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    window.locator("input.md-search__input").focus()
    window.keyboard.type("hikvision")
    expect(window.locator(".md-search-result__item").first).to_be_visible()
    assert faults(window) == []


def test_axe_finds_a_fault_where_there_is_one(window: Page, address: str) -> None:
    window.goto(address)
    window.evaluate("document.querySelector('article').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in faults(window))


def test_the_search_dialog_has_a_name(window: Page, address: str) -> None:
    window.goto(address + "method/")
    assert window.locator("[role=dialog]").get_attribute("aria-label") == "Search"


def test_no_script_runs_that_is_not_the_frames_own(window: Page, address: str) -> None:
    """What a page would do if a script got into it all the same: the policy stops it."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    window.on("console", hear)
    window.goto(address + "entities/hikvision/")
    window.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.querySelector("article").append(script);
            const picture = document.createElement("img");
            picture.setAttribute("onerror", "window.ran = true");
            picture.src = "https://elsewhere.invalid/x.png";
            document.querySelector("article").append(picture);
        }"""
    )
    window.wait_for_timeout(100)
    window.remove_listener("console", hear)
    assert window.evaluate("window.ran === undefined")
    assert any("Content Security Policy" in text for text in said)
