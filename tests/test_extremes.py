"""Facts of unusual length and number on a narrow screen, in the real site's look: nothing sticks out, nothing is cut."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from factsheet import release, site
from factsheet.pipeline import check
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = Path(__file__).parent
DAY = date(2026, 6, 1)
THEME = HERE.parent / "site_config" / "theme"
LONG = ("Consolidated " * 23 + "x").ljust(300, "y")
UNBROKEN = "Zusammengesetzt" * 20
ARABIC = " ".join(f"كلمة{'ـ' * (n % 7)}طويلة" for n in range(60))
CITED = "citations: [{source: other-daily-2024-05-03}]\n"
RECORDS = {
    "entities/long": f"type: company\nname: {LONG}\n",
    "entities/unbroken": f"type: company\nname: {UNBROKEN}\nnames: [{{text: {UNBROKEN}, lang: de, type: official, {CITED.strip()}}}]\n",
    "entities/silent": "type: company\nname: Nobody said a word\n",
    "entities/talker": "type: company\nname: Talker\n",
    "events/bare": f"title: It happened\ndate: 2024\ntype: announcement\n{CITED}",
    "allegations/of-the-long": (
        f"title: {UNBROKEN}\nstatement: {LONG}\nmade_by: [unbroken]\nabout: [long]\nmade_on: 2024\nstage: alleged\n{CITED}"
        "replies_sought: [{entities: [long], result: none-found, on: 2024-06-01, where: the pages read}]\n"
    ),
    "quotes/in-arabic-script": f"text: {ARABIC}\nlang: ug-Arab\nspeaker: long\nanswers: [{{to: of-the-long, response: denies}}]\n{CITED}",
} | {
    f"quotes/talk-{n}": f"text: Word number {n}\nlang: en\nspeaker: talker\nsaid_on: 2024-05-03\n{CITED}"
    for n in range(60)
}
CHANGED = ("entities/long", "entities/unbroken", "allegations/of-the-long", "quotes/in-arabic-script")
"""The records that are changed after their release, and so have an old version."""
PAGES = (
    "entities/long/",
    "entities/unbroken/",
    "entities/silent/",
    "entities/talker/",
    "events/bare/",
    "allegations/of-the-long/",
    "quotes/in-arabic-script/",
    "entities/",
    "allegations/",
    "quotes/",
    "changes/",
    "changes/2026.06.0/",
    "as-of/2026.06.0/",
    *(f"{name}/v/2026.06.0/" for name in CHANGED),
)
CUT = """() => [...document.querySelectorAll("article *, .md-footer *, .md-path *, .md-nav *, .md-tabs *")].filter(part => {
    const style = getComputedStyle(part);
    const hides = !["visible", "auto", "scroll"].includes(style.overflowX) && style.position !== "absolute";
    return part.checkVisibility() && hides && part.scrollWidth > part.clientWidth + 1;
}).map(part => `${part.className}: ${part.textContent.trim().slice(0, 40)}`)"""
OUTSIDE = """() => [...document.querySelectorAll("article *")].filter(part => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > innerWidth + 1 || box.left < -1) && !part.closest("[role=region]");
}).map(part => `${part.tagName} ${part.className}`)"""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy site with the extreme facts, in the real site's look."""
    root = tmp_path_factory.mktemp("extremes")
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, root / name)
    shutil.copytree(THEME, root / "theme")
    for name, text in RECORDS.items():
        (root / "toy_facts" / f"{name}.yml").write_text(f"id: {name.partition('/')[2]}\n{text}", "utf-8")
    publish(root / "toy_facts")
    for name in CHANGED:
        with (root / "toy_facts" / f"{name}.yml").open("a", encoding="utf-8") as file:
            file.write(f"note: {UNBROKEN} {ARABIC}\n")
    config = root / "toy_site" / "mkdocs.yml"
    text = config.read_text("utf-8").replace("  name: material\n", "  name: material\n  custom_dir: ../theme\n")
    config.write_text(f"{text}extra_css: [factsheet.css]\n", "utf-8")
    site.build(config, facts=None, site_dir=root / "sheet", verify=True, progress=lambda _done, _of: None)
    return root / "sheet"


def publish(facts: Path) -> None:
    """Releases the facts."""
    dataset = check(facts).dataset
    assert dataset is not None
    made = release.draft(dataset, DAY, note=UNBROKEN)
    assert made is not None
    release.write(made, facts)


@pytest.fixture(scope="module")
def phone(chromium: Browser, sheet: Path, serve: Callable[[Path], str]) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 390, "height": 800}, base_url=f"{serve(sheet)}/")
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_nothing_sticks_out_and_nothing_is_cut(phone: Page, path: str) -> None:
    phone.goto(path)
    expect(phone.locator("h1")).to_be_visible()
    phone.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert phone.evaluate(OUTSIDE) == []
    assert phone.evaluate(CUT) == []


def test_what_is_cut_or_sticks_out_would_be_found(phone: Page) -> None:
    phone.goto(PAGES[0])
    phone.evaluate(
        """() => {
            const style = new CSSStyleSheet();
            style.replaceSync("h1 {overflow: hidden; white-space: nowrap} article.md-typeset p.fs-kicker {margin-left: 900px; width: 9px}");
            document.adoptedStyleSheets = [style];
        }"""
    )
    assert phone.evaluate(CUT) != []
    assert phone.evaluate(OUTSIDE) != []


def test_words_in_arabic_script_run_from_right_to_left_and_are_whole(phone: Page) -> None:
    phone.goto("quotes/in-arabic-script/")
    words = phone.locator("blockquote[lang=ug-Arab]")
    assert words.evaluate("words => getComputedStyle(words).direction") == "rtl"
    assert words.inner_text() == ARABIC


def test_an_entity_with_sixty_quotes_shows_them_all(phone: Page) -> None:
    phone.goto("entities/talker/")
    expect(phone.locator("blockquote:visible")).to_have_count(60)


def test_an_entity_of_whom_nothing_is_known_has_a_page_without_empty_parts(phone: Page) -> None:
    phone.goto("entities/silent/")
    expect(phone.locator("article h2")).to_have_count(1)
    expect(phone.locator("article h2#history")).to_be_visible()
    expect(phone.locator("article")).to_contain_text("Record silent")
