"""The real site in a real browser: narrow and wide, light and dark, with its search."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "entities/hikvision/",
    "sources/fr-2019-22210/",
    "allegations/commerce-2019-10-implicated-in-abuses/",
    "quotes/sensetime-2019-10-08-xinjiang/",
    "events/entity-list-2019-10-announced/",
    "disagreements/number-detained-in-xinjiang/",
    "sources/",
    "method/",
)
Scheme = Literal["light", "dark"]
LOOKS = [
    pytest.param((390, "dark"), id="390-dark"),
    pytest.param((1280, "light"), id="1280-light", marks=pytest.mark.slow),
    pytest.param((390, "light"), id="390-light", marks=pytest.mark.slow),
    pytest.param((1280, "dark"), id="1280-dark", marks=pytest.mark.slow),
]
"""Two looks in the quick tests, the others in the slow ones."""


@dataclass
class Watched:
    """A page of the browser and all that goes wrong on it."""

    page: Page
    scheme: Scheme = "light"
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("requestfailed", lambda request: self.faults.append(f"lost: {request.url}"))
        self.page.on("request", self._request)

    def open(self, address: str) -> None:
        self._home = urlsplit(address).netloc
        self.page.goto(address)

    def sound(self) -> None:
        """Fails unless the heading shows, nothing sticks out, the colours are those asked for, and nothing went wrong."""
        expect(self.page.locator("h1")).to_be_visible()
        assert overflow(self.page) <= 0
        assert is_bright(self.page) == (self.scheme == "light")
        assert self.faults == []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self._home:
            self.faults.append(f"asks elsewhere: {request.url}")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def is_bright(page: Page) -> bool:
    """Whether the page's background is nearer to white than to black."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) > 3 * 128


@pytest.fixture(scope="module")
def address(real_sheet: Path, serve: Callable[[Path], str]) -> str:
    """The address of the real site below a folder of its host."""
    return f"{serve(real_sheet.parent)}/{real_sheet.name}/"


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[BrowserContext, Scheme]]:
    """A window of a width and a colour scheme."""
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context, scheme
    context.close()


@pytest.fixture
def watched(look: tuple[BrowserContext, Scheme]) -> Iterator[Watched]:
    context, scheme = look
    page = context.new_page()
    yield Watched(page, scheme)
    page.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Watched]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield Watched(page)
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_its_heading_and_nothing_goes_wrong(watched: Watched, address: str, path: str) -> None:
    watched.open(address + path)
    watched.sound()


def test_the_page_for_lost_readers_shows_its_heading_wherever_they_are_lost(
    watched: Watched, real_sheet: Path, serve: Callable[[Path], str]
) -> None:
    watched.open(f"{serve(real_sheet)}/404.html")
    watched.sound()
    watched.open(watched.page.locator("header a.md-logo").evaluate("logo => logo.href"))
    expect(watched.page.locator("h1")).not_to_contain_text("404")


def test_the_page_for_lost_readers_knows_the_folder_it_is_published_in(
    desktop: Watched, toy_sheet: Path, serve: Callable[[Path], str]
) -> None:
    desktop.open(f"{serve(toy_sheet.parent)}/{toy_sheet.name}/404.html")
    assert desktop.faults == []


@pytest.fixture(scope="module")
def reader(chromium: Browser, address: str) -> Iterator[Watched]:
    """A reader of one page who searches for one thing after another."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    watched = Watched(page)
    watched.open(f"{address}about/")
    yield watched
    page.close()


@pytest.mark.parametrize("words", ["海康威视", "海康", "康威", "Hikivision", "haikang"])
def test_the_search_finds_hikvision(reader: Watched, words: str) -> None:
    search(reader.page, words)
    found = result(reader.page, "/sheet/entities/hikvision/")
    expect(found).to_be_visible()
    expect(found).not_to_contain_text("haikangweishi")
    search(reader.page, "")
    expect(found).not_to_be_attached()
    assert reader.faults == []


def test_a_result_of_the_search_leads_to_its_page(desktop: Watched, address: str) -> None:
    desktop.open(f"{address}quotes/")
    search(desktop.page, "海康威视")
    result(desktop.page, "/sheet/entities/hikvision/").click()
    expect(desktop.page.locator("h1")).to_have_text("Hikvision")
    assert desktop.faults == []


def result(page: Page, address: str) -> Locator:
    """The link to an address among the results of the search."""
    return page.locator(f"a.md-search-result__link[href*='{address}']")


def search(page: Page, words: str) -> None:
    """Types words into the search box; the theme looks at them when a key is released, which typed Chinese does not do."""
    page.locator("input.md-search__input").fill(words)
    page.keyboard.press("End")


def test_a_phone_can_search_too(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(address)
    page.locator("label[for=__search].md-header__button").click()
    search(page, "海康")
    expect(result(page, "/sheet/entities/hikvision/")).to_be_visible()
    page.close()
