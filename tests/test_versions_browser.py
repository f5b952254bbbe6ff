"""Ways through the past of the facts in real Chromium, in the real site's look: old versions, changes, tombstones, citations."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import HERE, built
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from test_accessible import faults
from test_extremes import CUT, OUTSIDE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = [pytest.param((width, scheme), id=f"{width}-{scheme}") for width in (390, 1280) for scheme in ("light", "dark")]
PAGES = (
    "changes/",
    "changes/2025.03.0/",
    "corrections/",
    "as-of/",
    "as-of/2024.09.0/quotes/acme-2019-old-saws/",
    "entities/acme/",
    "entities/acme/v/2024.09.0/",
    "entities/acme-tools-duplicate/",
    "allegations/guild-2024-05-borrowed-saws/",
    "allegations/guild-2024-05-borrowed-saws/v/2024.06.0/",
)
"""One of each kind of page, and records that were withdrawn and of which words were removed."""
LEFT = "net::ERR_ABORTED"
"""What a browser says of a request when the page that made it was left."""
FORMATS = {"text": "txt", "BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the toy facts in the real site's look, below a folder of its host."""
    root = tmp_path_factory.mktemp("past")
    for folder in (HERE / "toy_site", HERE / "toy_facts", HERE.parent / "site_config" / "theme"):
        shutil.copytree(folder, root / folder.name)
    config = root / "toy_site" / "mkdocs.yml"
    palette = re.search(r"^  palette:\n(?:   .*\n)+", (HERE.parent / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert palette
    text = config.read_text("utf-8").replace("theme:\n", f"theme:\n  custom_dir: ../theme\n{palette[0]}")
    script = "extra_javascript: [{path: factsheet.js, defer: true}]"
    config.write_text(f"{text}extra_css: [factsheet.css]\n{script}\n", "utf-8")
    return f"{serve(built(config, root / 'served' / 'sheet').parent)}/sheet/"


@pytest.fixture(scope="module", params=LOOKS)
def window(request: pytest.FixtureRequest, chromium: Browser, home: str) -> Iterator[BrowserContext]:
    """A window of a width and a palette, at rest, that may use the clipboard."""
    width, scheme = request.param
    context = chromium.new_context(
        base_url=home,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext, home: str) -> Iterator[Page]:
    """A page; nothing may go wrong in it, and it may ask nothing of other hosts."""
    page = window.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: None if request.failure == LEFT else wrong.append(request.url))
    page.on("request", lambda request: None if request.url.startswith((home, "data:")) else wrong.append(request.url))
    yield page
    page.close()
    assert wrong == []


def follow(page: Page, link: Locator, home: str, address: str) -> None:
    """Follows a link, which has to lead to that address, where nothing sticks out or is cut."""
    link.click()
    page.wait_for_url(home + address)
    assert_whole(page)


def assert_whole(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_and_axe_finds_no_fault(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".fs-cite-this").evaluate_all("boxes => boxes.forEach(box => box.open = true)")
    assert_whole(page)
    assert faults(page) == []


def test_the_history_of_a_record_leads_to_an_old_version_and_that_back_and_to_what_changed(
    page: Page, home: str
) -> None:
    page.goto("entities/acme/")
    step = page.locator("#release-2024\\.09\\.0")
    follow(page, step.get_by_role("link", name="as it stood"), home, "entities/acme/v/2024.09.0/")
    notice = page.locator("aside.fs-old")
    expect(notice).to_contain_text("An earlier version.")
    follow(page, notice.get_by_role("link", name="Acme"), home, "entities/acme/")
    page.go_back()
    follow(page, notice.get_by_role("link", name="2025.03.0"), home, "changes/2025.03.0/")
    expect(page.locator("h1")).to_have_text("Changes of release 2025.03.0")


def test_the_changes_lead_to_a_release_and_that_to_a_record(page: Page, home: str) -> None:
    page.goto("")
    follow(page, page.locator(".md-tabs").get_by_role("link", name="Changes"), home, "changes/")
    follow(page, page.locator("article").get_by_role("link", name="2026.05.0"), home, "changes/2026.05.0/")
    question = "On which day were the toolmakers listed?"
    row = page.locator(".fs-change").filter(has_text=question)
    expect(row.locator("del").first).to_contain_text("When")
    follow(page, row.get_by_role("link", name=question), home, "disagreements/day-of-the-2024-listing/")
    expect(page.locator("h1")).to_have_text(question)


def test_the_corrections_lead_to_the_release_and_to_the_record(page: Page, home: str) -> None:
    page.goto("changes/")
    follow(page, page.get_by_role("link", name="All corrections"), home, "corrections/")
    expect(page.locator("article")).to_contain_text("8 corrections in all")
    row = page.locator(".fs-change").filter(has_text="wrong date").first
    follow(page, row.get_by_role("link", name="2024.09.0"), home, "changes/2024.09.0/")
    page.go_back()
    title = "Six toolmakers named over saws without a guard"
    follow(page, row.get_by_role("link", name=title), home, "sources/example-times-2024-05-02/")


def test_the_facts_as_they_stood_lead_to_a_record_as_it_stood(page: Page, home: str) -> None:
    page.goto("changes/")
    follow(page, page.get_by_role("link", name="The facts as they stood after each release"), home, "as-of/")
    follow(page, page.locator("article").get_by_role("link", name="2024.09.0"), home, "as-of/2024.09.0/")
    follow(page, page.get_by_role("link", name=re.compile("unnamed-workshops")), home, "as-of/2024.09.0/entities/acme/")
    row = page.locator("article li").filter(has_text=re.compile(r"^Acme 2024\.09\.0"))
    follow(page, row.get_by_role("link"), home, "entities/acme/v/2024.09.0/")
    page.go_back()
    row = page.locator("article li").filter(has_text="Guild of Sawyers")
    follow(page, row.get_by_role("link"), home, "entities/guild/#release-2024.06.0")
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_withdrawn_record_says_so_and_leads_to_what_to_read_instead(page: Page, home: str) -> None:
    page.goto("entities/acme-tools-duplicate/")
    notice = page.locator("aside.fs-withdrawn")
    expect(notice).to_contain_text("Withdrawn 3 June 2024: Duplicate")
    expect(page.locator("h1")).to_have_text("Acme Tools")
    follow(page, notice.get_by_role("link", name="Acme"), home, "entities/acme/")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quotes/acme-2024-05-02-guards/", "quotes/acme-2024-05-02-every-saw/"),
        ("entities/acme-handsaws/", "entities/acme/"),
        ("entities/acme-handsaws/#release-2026.05.0", "entities/acme/#release-2026.05.0"),
        ("allegations/guild-dull-blades/v/2024.06.0/", "allegations/guild-2023-dull-blades/v/2024.06.0/"),
    ],
)
def test_an_old_address_leads_on_by_itself(page: Page, home: str, old: str, new: str) -> None:
    page.goto(old, wait_until="commit")
    page.wait_for_url(home + new)
    assert_whole(page)


def test_a_record_of_which_words_were_removed_says_what_when_and_why(page: Page) -> None:
    page.goto("allegations/guild-2024-05-borrowed-saws/")
    step = page.locator("#release-2025\\.11\\.0")
    expect(step).to_contain_text("Statement, 14 November 2025: legal reason")
    expect(page.locator(".fs-claim__statement")).to_contain_text("[Words removed on 14 November 2025: Legal reason]")
    assert_whole(page)


def test_with_keys_alone_the_citation_is_opened_and_copied_in_every_format(page: Page) -> None:
    page.goto("quotes/acme-2024-05-02-every-saw/")
    box = page.locator(".fs-cite-this")
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(box).to_have_attribute("open", "")
    for name in FORMATS:
        link = box.get_by_role("link", name=name, exact=True)
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        page.keyboard.press("Tab")
        expect(box.get_by_role("button", name=f"Copy {name}", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(box.get_by_role("status")).to_have_text(f"{name} copied")
        assert page.evaluate("navigator.clipboard.readText()") == held_by(link)
    assert_whole(page)


@pytest.mark.parametrize("address", ["entities/acme/", "entities/acme/v/2024.09.0/"])
def test_each_file_of_a_citation_is_saved_under_the_name_of_its_record(page: Page, address: str) -> None:
    page.goto(address)
    assert_saves_every_file(page, "acme")


def test_without_scripts_the_citation_is_opened_and_its_files_are_saved(chromium: Browser, home: str) -> None:
    context = chromium.new_context(base_url=home, java_script_enabled=False)
    page = context.new_page()
    page.goto("entities/acme/v/2024.09.0/")
    assert_saves_every_file(page, "acme")
    expect(page.locator(".fs-cite-this button")).to_have_count(0)
    context.close()


def assert_saves_every_file(page: Page, id: str) -> None:
    """Opens the citation and saves all its files; they hold what their links hold."""
    box = page.locator(".fs-cite-this")
    box.locator("summary").click()
    line = box.locator(".fs-cite-this__line")
    expect(line).to_be_visible()
    for name, ending in FORMATS.items():
        link = box.get_by_role("link", name=name, exact=True)
        with page.expect_download() as saving:
            link.click()
        file = saving.value
        assert file.suggested_filename == f"{id}.{ending}"
        assert file.path().read_bytes().decode("utf-8") == held_by(link)
        assert name != "text" or held_by(link) == f"{line.inner_text()}\n"


def held_by(link: Locator) -> str:
    """The text that the address of a link holds."""
    return unquote((link.get_attribute("href") or "").partition(",")[2])
