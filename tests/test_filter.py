"""Filtering and sorting an index in a real browser: what is shown, what stands in the address, and the list without script."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import HERE, built
from factsheet.views import index
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS_A_PAGE = 20
PARTIES, SOURCES = (len(list((HERE.parent / "facts" / kind).glob("*.yml"))) for kind in ("entities", "sources"))
VISIBLE = "rows => rows.filter(row => row.checkVisibility())"


@dataclass
class Reader:
    """A page of the browser on an index, and all that goes wrong there."""

    page: Page
    home: str
    faults: list[str] = field(default_factory=list)
    offline: bool = False

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def open(self, path: str) -> None:
        """Opens a page below the site's home; a browser does not load a page anew for another part of it."""
        self.page.goto("about:blank")
        self.page.goto(self.home + path)

    def field(self, label: str) -> Locator:
        form = self.page.get_by_role("search", name="Filter and sort this list")
        return form.get_by_role("searchbox" if label == "Filter" else "combobox", name=label, exact=True)

    def shown(self) -> list[str]:
        """The heading of each row that can be seen."""
        return self._of_rows("row => row.querySelector('a').textContent")

    def texts(self) -> list[str]:
        """What each row that can be seen says, in small letters."""
        return [text.lower() for text in self._of_rows("row => row.textContent")]

    def days(self) -> list[str]:
        """The first day in each row that can be seen, empty where there is none."""
        return self._of_rows("row => row.querySelector('time')?.dateTime ?? ''")

    def numbers(self) -> list[int]:
        """The number in each row that can be seen, 0 where there is none."""
        return [int(number) for number in self._of_rows("row => row.querySelector('data')?.value ?? '0'")]

    def says(self, count: str) -> None:
        expect(self.page.locator(".fs-filter [role=status]")).to_have_text(count)

    def narrowed_to_some_of(self, total: int) -> None:
        """Fails unless some rows are shown, others are not, and the count says so."""
        status = self.page.locator(".fs-filter [role=status]")
        expect(status).to_have_text(re.compile(rf"^(?!0 |{total} )\d+ of {total} shown$"))
        assert status.inner_text() == f"{len(self.shown())} of {total} shown"

    def _of_rows(self, what: str) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all(".fs-index--whole > li", f"{VISIBLE}.map({what})")
        return found

    def stands_at(self, path: str) -> None:
        assert self.page.url == self.home + path

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (self.offline and "DISCONNECTED" in message.text):
            self.faults.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def home(real_sheet: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(real_sheet.parent)}/{real_sheet.name}/"


@pytest.fixture(scope="module")
def long_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with shorter pages, so that its indexes have several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "MOST_ROWS", ROWS_A_PAGE)
        return built(HERE.parent / "mkdocs.yml", tmp_path_factory.mktemp("long") / "sheet")


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def reader(window: BrowserContext, home: str) -> Iterator[Reader]:
    """Somebody who reads the real site; nothing may go wrong meanwhile."""
    found = Reader(window.new_page(), home)
    yield found
    found.page.close()
    assert found.faults == []


@pytest.fixture
def reader_of_many(window: BrowserContext, long_sheet: Path, serve: Callable[[Path], str]) -> Iterator[Reader]:
    """The same of the site whose indexes have several pages."""
    found = Reader(window.new_page(), f"{serve(long_sheet)}/")
    yield found
    found.page.close()
    assert found.faults == []


def test_a_word_narrows_the_list_and_stands_in_the_address(reader: Reader) -> None:
    reader.open("entities/")
    reader.says(f"{PARTIES} of {PARTIES} shown")
    reader.field("Filter").fill("SENSE")
    reader.narrowed_to_some_of(PARTIES)
    assert "Shenzhen SenseTime" in reader.shown()
    assert [text for text in reader.texts() if "sense" not in text] == []
    reader.stands_at("entities/?filter=SENSE")


def test_all_words_must_be_there_in_any_order(reader: Reader) -> None:
    reader.open("entities/?filter=company sense")
    reader.narrowed_to_some_of(PARTIES)
    assert [text for text in reader.texts() if "sense" not in text or "company" not in text] == []
    reader.field("Filter").fill("sense nobody")
    reader.says(f"0 of {PARTIES} shown")
    assert reader.shown() == []


@pytest.mark.parametrize("words", ["科大讯飞", "讯飞", "ＢＩＳ ｓｕｓｐｅｎｄｓ", "bïs süspénds"])
def test_words_are_found_in_chinese_and_whatever_their_accents_and_width(reader: Reader, words: str) -> None:
    reader.open("sources/")
    reader.field("Filter").fill(words)
    reader.narrowed_to_some_of(SOURCES)


def test_an_address_shows_the_same_rows_again(reader: Reader) -> None:
    reader.open("quotes/")
    reader.field("Filter").fill("xinjiang")
    reader.field("Reply").select_option("Denies")
    reader.field("Sort").select_option("Newest first")
    reader.stands_at("quotes/?filter=xinjiang&response=Denies&sort=newest")
    first, address = reader.shown(), reader.page.url
    reader.open("")
    reader.page.goto(address)
    expect(reader.field("Filter")).to_have_value("xinjiang")
    expect(reader.field("Reply")).to_have_value("Denies")
    expect(reader.field("Sort")).to_have_value("newest")
    assert reader.shown() == first
    assert len(first) > 1


def test_a_choice_shows_the_rows_that_have_its_badge(reader: Reader) -> None:
    reader.open("entities/")
    assert {"All", "Company", "Government body"} < set(reader.field("Type").locator("option").all_inner_texts())
    reader.field("Type").select_option("Person")
    reader.narrowed_to_some_of(PARTIES)
    assert "Geng Shuang" in reader.shown()
    assert [text for text in reader.texts() if "person" not in text] == []
    reader.stands_at("entities/?type=Person")


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("allegations", ["Filter", "Stage", "Sort"]),
        ("disagreements", ["Filter", "Status", "Sort"]),
        ("events", ["Filter", "Type", "Sort"]),
        ("quotes", ["Filter", "Reply", "Form", "Sort"]),
        ("sources", ["Filter", "Nature", "Copy", "Sort"]),
    ],
)
def test_each_index_offers_what_its_rows_differ_in(reader: Reader, kind: str, labels: list[str]) -> None:
    reader.open(f"{kind}/")
    found = reader.page.locator(".fs-filter label:visible")
    assert [label.evaluate("label => label.firstChild.data") for label in found.all()] == labels


def test_the_newest_come_first_or_last_and_undated_ones_always_last(reader: Reader) -> None:
    reader.open("sources/?sort=newest")
    expect(reader.page.locator(".fs-jumps")).to_be_hidden()
    dated = sorted(day for day in reader.days() if day)
    undated = [""] * (SOURCES - len(dated))
    assert undated
    assert reader.days() == [*reversed(dated), *undated]
    reader.field("Sort").select_option("Oldest first")
    assert reader.days() == [*dated, *undated]
    reader.says(f"{SOURCES} of {SOURCES} shown")


def test_the_rows_with_most_of_something_come_first(reader: Reader) -> None:
    reader.open("entities/")
    reader.field("Sort").select_option("Most allegations")
    reader.stands_at("entities/?sort=most")
    assert reader.numbers() == sorted(reader.numbers(), reverse=True)
    assert reader.numbers()[0] > reader.numbers()[-1] == 0


def test_allegations_that_most_parties_answered_come_first_and_those_with_replies_to_the_event_alone_last(
    reader: Reader,
) -> None:
    reader.open("allegations/")
    reader.field("Sort").select_option("Most parties answering")
    reader.stands_at("allegations/?sort=most")
    assert reader.numbers() == sorted(reader.numbers(), reverse=True)
    assert ["; answered" in text for text in reader.texts()] == [number > 0 for number in reader.numbers()]
    last = reader.texts()[reader.numbers().index(0) :]
    assert any(text.endswith("; no reply to it; its event answered by 8 of 28") for text in last)


def test_names_are_sorted_without_their_brackets(reader: Reader) -> None:
    reader.open("sources/?filter=entity list 2021&sort=name")
    names = [name.lower().lstrip("[") for name in reader.shown()]
    assert len(names) > 4
    assert names == sorted(names)


def test_reset_brings_the_list_back_as_it_was(reader: Reader) -> None:
    reader.open("sources/?kept=1")
    before = reader.shown()
    reader.field("Filter").fill("reuters")
    reader.field("Sort").select_option("Newest first")
    reader.narrowed_to_some_of(SOURCES)
    expect(reader.page.locator(".fs-jumps")).to_be_hidden()
    reader.page.get_by_role("button", name="Reset").click()
    reader.says(f"{SOURCES} of {SOURCES} shown")
    expect(reader.page.locator(".fs-jumps")).to_be_visible()
    expect(reader.field("Filter")).to_be_focused()
    reader.stands_at("sources/?kept=1")
    assert reader.shown() == before


def test_unknown_values_in_the_address_are_passed_over(reader: Reader) -> None:
    reader.open("entities/?type=Planet&sort=size&stage=Alleged&colour=red")
    reader.says(f"{PARTIES} of {PARTIES} shown")
    expect(reader.field("Type")).to_have_value("")
    expect(reader.field("Sort")).to_have_value("")
    assert len(reader.shown()) == PARTIES


def test_the_back_button_leads_to_the_list_as_it_was_left(reader: Reader) -> None:
    reader.open("entities/")
    reader.field("Filter").fill("sensetime")
    reader.narrowed_to_some_of(PARTIES)
    left = reader.shown()
    reader.page.get_by_role("link", name="Shenzhen SenseTime").click()
    expect(reader.page.locator("h1")).to_have_text("Shenzhen SenseTime")
    reader.page.go_back()
    expect(reader.field("Filter")).to_have_value("sensetime")
    reader.narrowed_to_some_of(PARTIES)
    assert reader.shown() == left


def test_the_back_button_takes_a_filter_away_that_was_set_after_a_jump(reader: Reader) -> None:
    reader.open("sources/")
    reader.page.locator(".fs-jumps").get_by_role("link", name="M", exact=True).click()
    reader.field("Filter").fill("reuters")
    reader.narrowed_to_some_of(SOURCES)
    reader.page.go_back()
    reader.says(f"{SOURCES} of {SOURCES} shown")
    expect(reader.field("Filter")).to_have_value("")
    reader.page.go_forward()
    reader.narrowed_to_some_of(SOURCES)
    expect(reader.field("Filter")).to_have_value("reuters")


def test_a_jump_leads_to_its_row_below_the_header(reader: Reader) -> None:
    reader.open("sources/")
    reader.page.locator(".fs-jumps").get_by_role("link", name="M", exact=True).click()
    reader.page.wait_for_function(
        """() => {
            const [row, header] = ["#at-m", ".md-header"].map(found => document.querySelector(found));
            const {top} = row.getBoundingClientRect();
            return top < 200 && top >= header.getBoundingClientRect().bottom;
        }"""
    )


def test_the_enter_key_sends_nothing(reader: Reader) -> None:
    reader.open("entities/")
    reader.field("Filter").fill("sense")
    reader.field("Filter").press("Enter")
    reader.narrowed_to_some_of(PARTIES)
    reader.stands_at("entities/?filter=sense")


@pytest.mark.slow
def test_an_index_of_several_pages_is_looked_through_whole(reader_of_many: Reader) -> None:
    reader_of_many.open("sources/page/3/")
    reader_of_many.says("Filter and sort look through all pages")
    assert len(reader_of_many.shown()) == ROWS_A_PAGE
    reader_of_many.field("Filter").fill("reuters")
    reader_of_many.narrowed_to_some_of(SOURCES)
    expect(reader_of_many.page.locator(".fs-pages")).to_be_hidden()
    for row in (0, -1):
        link = reader_of_many.page.locator(".fs-index--whole > li:visible").nth(row).locator("a").first
        title = link.inner_text().strip("[]")
        link.click()
        expect(reader_of_many.page.locator("h1")).to_have_text(title)
        reader_of_many.page.go_back()
        reader_of_many.narrowed_to_some_of(SOURCES)


@pytest.mark.slow
def test_an_address_of_one_of_several_pages_finds_what_is_offered_on_another(reader_of_many: Reader) -> None:
    reader_of_many.open("entities/page/2/?type=Person&sort=most")
    expect(reader_of_many.field("Type")).to_have_value("Person")
    reader_of_many.narrowed_to_some_of(PARTIES)
    assert [text for text in reader_of_many.texts() if "person" not in text] == []


@pytest.mark.slow
def test_all_pages_are_sorted_together_and_reset_brings_this_one_back(reader_of_many: Reader) -> None:
    reader_of_many.open("sources/page/2/")
    before = reader_of_many.shown()
    reader_of_many.field("Sort").select_option("Newest first")
    reader_of_many.says(f"{SOURCES} of {SOURCES} shown")
    assert reader_of_many.days() == sorted(reader_of_many.days(), reverse=True)
    reader_of_many.page.get_by_role("button", name="Reset").click()
    reader_of_many.says("Filter and sort look through all pages")
    assert reader_of_many.shown() == before
    expect(reader_of_many.page.locator(".fs-pages")).to_be_visible()


@pytest.mark.slow
def test_where_the_other_pages_cannot_be_read_the_list_says_so(window: BrowserContext, reader_of_many: Reader) -> None:
    reader_of_many.open("sources/page/2/")
    reader_of_many.offline = True
    window.set_offline(True)
    reader_of_many.field("Filter").fill("the")
    expect(reader_of_many.page.locator(".fs-filter [role=status]")).to_contain_text(
        f"of {ROWS_A_PAGE} shown; only this page was looked through"
    )
    expect(reader_of_many.page.locator(".fs-pages")).to_be_visible()
    window.set_offline(False)


@pytest.mark.parametrize("path", ["", "about/", "entities/hikvision/"])
def test_pages_that_are_no_index_have_no_controls(reader: Reader, path: str) -> None:
    reader.open(path)
    expect(reader.page.locator("h1")).to_be_visible()
    expect(reader.page.locator(".fs-filter")).to_have_count(0)


@pytest.mark.parametrize("path", ["sources/", "sources/?filter=reuters&sort=newest"])
def test_without_script_all_rows_are_there_and_no_controls(chromium: Browser, home: str, path: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(home + path)
        expect(page.locator(".fs-index--whole > li:visible")).to_have_count(SOURCES)
        expect(page.locator(".fs-filter")).to_have_count(0)
        expect(page.locator(".fs-jumps")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.slow
def test_all_targets_are_large_enough_and_nothing_sticks_out(reader_of_many: Reader, width: int) -> None:
    page = reader_of_many.page
    page.set_viewport_size({"width": width, "height": 900})
    reader_of_many.open("sources/page/2/")
    sizes = page.eval_on_selector_all(
        ".fs-jumps a, .fs-pages a, .fs-filter :is(input, select, button)",
        "found => found.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))",
    )
    assert min(sizes) >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_on_paper_there_are_no_controls_and_no_jumps(reader: Reader) -> None:
    reader.open("sources/")
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".fs-filter")).to_be_hidden()
    expect(reader.page.locator(".fs-jumps")).to_be_hidden()
    expect(reader.page.locator(".fs-index--whole > li:visible")).to_have_count(SOURCES)
