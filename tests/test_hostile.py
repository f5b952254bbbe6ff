"""Text that looks like markup, in every text field of every kind: shown sign for sign, and nothing else on any page changes."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape as html_escape
from html import unescape
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import pytest
from every_field import FieldPath, Filled, filled_records, numbered, plain_records, terms_of, write_facts
from factsheet import site
from factsheet.views.order import OTHER, alphabetical, letter
from markupsafe import escape as markup_escape
from playwright.sync_api import Browser, Page, Request, expect

HERE = Path(__file__).parent
VOCABULARIES = HERE / "toy_facts" / "vocabularies.yml"

TEXTS = (
    "<b>x</b>",
    "{{ 7*7 }}",
    "[a](javascript:alert(1))",
    "*[the]: fraud",
    ":smile:",
    "--- title: x",
    "{% raw %}{% include 'main.html' %}",
    "{# gone #}",
    "\"quoted\" 'single' & &amp; &lt;i&gt; &#60;",
    "</script><script>ran=1</script>",
    "--><img src=x onerror=ran=1>",
    "</title></head><svg onload=ran=1>",
    '" onmouseover="ran=1" x="',
    "' onfocus='ran=1' autofocus '",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;//evil.example>",
    "javascript:ran=1",
    "zq0123456789abcdef01234567titlezq",
    "<!-- factsheet: overview allegations -->",
    "[^1]: note",
    "[the]: http://evil.example",
    "!!! danger",
    "# heading",
    "> quoted",
    "| a | b |",
    "http://bare.example ~~gone~~ ==mark==",
    "\\1 \\g<0> $& %s %(x)s",
    "No",
    "C:\\ O'Brien 5 > 3",
)
"""None of these holds a mark of the small subset that prose fields know."""

MARKS_OF_PROSE = "*a* **b** `c` [d](https://e.example) \\* _f_"
"""What a prose field reads as marks, and every other field shows."""

PROSE = {"note", "statement"}

ORDER = sorted(TEXTS, key=alphabetical)
HARMLESS = {text: f"{'0' if letter(text) == OTHER else letter(text)}{ORDER.index(text):02d} harmless" for text in TEXTS}
"""For each hostile text a plain one that indexes list at the same place."""

UNSEEN: Mapping[str, str] = {
    "prefix": "finds the words in the source",
    "suffix": "finds the words in the source",
}
"""Fields that are no words for readers, and what they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A built site, the records it was made of, and each text with the record and the field it stands in."""

    folder: Path
    records: tuple[Filled, ...]

    def texts(self) -> Iterator[tuple[Filled, FieldPath, str]]:
        for record in self.records:
            for path, text in record.texts:
                if path[-1] not in UNSEEN:
                    yield record, path, text

    def page(self, record: Filled) -> str:
        return (self.folder / record.kind / record.id / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A site whose every text field holds one of the hostile texts, and a number."""
    return build(tmp_path_factory.mktemp("hostile"), {text: text for text in TEXTS})


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The same site with the harmless texts."""
    return build(tmp_path_factory.mktemp("harmless"), HARMLESS)


def build(folder: Path, texts: Mapping[str, str]) -> Written:
    """A site with a set of records for each text; each field's text ends with a number of its own."""
    numbers = count()
    records = list(plain_records(VOCABULARIES))
    for position, text in enumerate(texts.values()):
        records += filled_records(f"t{position:02d}", VOCABULARIES, numbered(text, numbers))
    return build_site(folder, records)


def build_site(folder: Path, records: list[Filled]) -> Written:
    write_facts(folder / "facts", iter(records), VOCABULARIES)
    return Written(folder=build_site_of(folder), records=tuple(records))


def build_site_of(folder: Path) -> Path:
    """Builds the toy site around the facts in a folder, and reads it again; returns the site."""
    config, sheet = HERE / "toy_site" / "mkdocs.yml", folder / "sheet"
    site.build(config, facts=folder / "facts", site_dir=sheet, verify=True, progress=lambda _done, _of: None)
    return sheet


class Shown(HTMLParser):
    """What readers see of a page: the text of its body, its title, and the description that search engines show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.title = ""
        self.description = ""
        self._within: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title", "body"):
            self._within.append(tag)
        values = dict(attrs)
        if values.get("name") == "description":
            self.description = values["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        if self._within[-1:] == [tag]:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within == ["title"]:
            self.title += data
        elif self._within == ["body"]:
            self.text += data


def test_every_text_is_shown_sign_for_sign_on_its_page(hostile: Written) -> None:
    shown = {record.id: Shown(hostile.page(record)).text for record in hostile.records}
    lost = [(record.id, path, text) for record, path, text in hostile.texts() if text not in shown[record.id]]
    assert lost == []


TITLES: Mapping[str, FieldPath] = {
    "entities": ("entities", "short_name"),
    "sources": ("sources", "title"),
    "allegations": ("allegations", "title"),
    "quotes": ("quotes", "text"),
    "events": ("events", "title"),
    "disagreements": ("disagreements", "question"),
}
"""What each kind of page is called by."""


def test_the_title_of_each_page_and_of_its_search_entry_holds_the_text(hostile: Written) -> None:
    entries = search_entries(hostile.folder)
    titled = [(record, text) for record, path, text in hostile.texts() if path == TITLES[record.kind]]
    assert len(titled) == len(hostile.records) - len(TITLES)
    for record, text in titled:
        assert text in Shown(hostile.page(record)).title
        assert text in unescape(entries[f"{record.kind}/{record.id}/"]["title"])


def test_the_description_of_a_party_holds_its_name(hostile: Written) -> None:
    for record, path, text in hostile.texts():
        if path == ("entities", "name"):
            shown = Shown(hostile.page(record))
            assert (
                shown.description
                == f"What is said about {text}, by whom, and what it answered; each statement with its source."
            )


FOUND_BY: Mapping[str, set[FieldPath]] = {
    "entities": {("entities", "name"), ("entities", "names", "text"), ("entities", "properties", "value")},
    "sources": {("sources", "publisher"), ("sources", "author", "family"), ("sources", "author", "literal")},
    "allegations": {("allegations", "statement")},
    "quotes": {("quotes", "text"), ("quotes", "citations", "as_printed")},
    "events": {("events", "properties", "value")},
    "disagreements": {("disagreements", "readings", "says")},
}


def test_the_search_entry_of_a_record_holds_its_texts_and_no_element_but_its_own(hostile: Written) -> None:
    entries = search_entries(hostile.folder)
    for record in hostile.records:
        entry = entries[f"{record.kind}/{record.id}/"]
        assert re.fullmatch(r"<p>[^<>]*</p>", entry["text"])
        assert re.fullmatch(r"[^<>]*", entry["title"])
        texts = [text for path, text in record.texts if path in FOUND_BY[record.kind]]
        assert [text for text in texts if text not in unescape(entry["text"])] == []


def search_entries(folder: Path) -> dict[str, dict[str, str]]:
    """The entries of the search by their addresses."""
    index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
    return {entry["location"]: entry for entry in index["docs"]}


def test_hostile_text_changes_nothing_else_on_any_page(hostile: Written, harmless: Written) -> None:
    files = {path.relative_to(hostile.folder) for path in files_of(hostile.folder)}
    assert files == {path.relative_to(harmless.folder) for path in files_of(harmless.folder)}
    changed = [
        str(name)
        for name in sorted(files)
        if name.name != "record.yml"
        and calmed((hostile.folder / name).read_bytes()) != (harmless.folder / name).read_bytes()
    ]
    assert changed == []


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def spellings(text: str) -> set[str]:
    """The ways in which the text may stand in a file: as HTML writes it, and as JSON writes that."""
    in_prose = html_escape(text, quote=False).replace('"', "&quot;")
    in_entries = (html_escape(text), html_escape(text, quote=False), str(markup_escape(text)))
    return {str(markup_escape(text)), in_prose, *(json.dumps(entry)[1:-1] for entry in in_entries)}


CALMER = {spelling: HARMLESS[text] for text in TEXTS for spelling in spellings(text)}
HOSTILE = re.compile(
    rf"({'|'.join(re.escape(spelling) for spelling in sorted(CALMER, key=len, reverse=True))})(?= \d{{4}})".encode()
)


def calmed(data: bytes) -> bytes:
    """A file with each hostile text, where it is written as it must be, exchanged for the harmless one."""
    return HOSTILE.sub(lambda found: CALMER[found[0].decode()].encode(), data)


def test_what_prose_reads_as_marks_is_shown_sign_for_sign_in_every_other_field(tmp_path: Path) -> None:
    numbers = count()

    def chosen(path: FieldPath) -> str:
        text = "harmless" if path[-1] in PROSE else MARKS_OF_PROSE
        return f"{text} {next(numbers):04d}"

    records = [*plain_records(VOCABULARIES), *filled_records("marks", VOCABULARIES, chosen)]
    written = build_site(tmp_path, records)
    shown = {record.id: Shown(written.page(record)).text for record in written.records}
    assert [(record.id, path) for record, path, text in written.texts() if text not in shown[record.id]] == []


def test_hostile_labels_and_definitions_of_the_closed_lists_are_text_too(tmp_path: Path) -> None:
    write_facts(tmp_path / "facts", plain_records(VOCABULARIES), VOCABULARIES)
    terms = {
        name: {value: {"label": f"{TEXTS[0]} {value}", "definition": TEXTS[10]} for value in values}
        for name, values in terms_of(VOCABULARIES).items()
    }
    (tmp_path / "facts" / "vocabularies.yml").write_text(json.dumps(terms))
    folder = build_site_of(tmp_path)
    pages = [path.read_text("utf-8") for path in folder.rglob("*.html")]
    assert any(str(markup_escape(f"{TEXTS[0]} company")) in page for page in pages)
    assert not any(text in page for page in pages for text in (TEXTS[0], TEXTS[10]))


@dataclass
class Watched:
    """A page of the browser, and whatever a script or a link of ours should never have done there."""

    page: Page
    address: str
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", lambda dialog: self.seen.append(f"dialog: {dialog.message}"))
        self.page.on("pageerror", lambda error: self.seen.append(f"script error: {error}"))
        self.page.on("request", self._request)

    def inert(self) -> bool:
        return not self.seen and self.page.evaluate("typeof ran") == "undefined"

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.address):
            self.seen.append(request.url)


@pytest.fixture
def watched(hostile: Written, chromium: Browser, serve: Callable[[Path], str]) -> Iterator[Watched]:
    page = chromium.new_page()
    yield Watched(page, f"{serve(hostile.folder.parent)}/{hostile.folder.name}/")
    page.close()


EMPTY_INDEX = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {"title": {}}}, "docs": []}
SCRIPTED = {f"t{number:02d}-" for number, text in enumerate(TEXTS) if "ran=1" in text or "evil" in text}


@pytest.mark.browser
def test_no_hostile_text_runs_in_a_browser(hostile: Written, watched: Watched) -> None:
    # The search would be built anew on each page; it has a test of its own.
    watched.page.route("**/search_index.json", lambda route: route.fulfill(json=EMPTY_INDEX))
    records = [record for record in hostile.records if record.id[:4] in SCRIPTED and record.id.endswith("-0")]
    assert {record.kind for record in records} == TITLES.keys()
    for path in ("", *TITLES, *(f"{record.kind}/{record.id}" for record in records)):
        watched.page.goto(watched.address + path, wait_until="domcontentloaded")
        assert watched.inert(), path


@pytest.mark.browser
def test_no_hostile_text_runs_among_the_results_of_a_search(hostile: Written, watched: Watched) -> None:
    titles = [
        text for record, path, text in hostile.texts() if path == TITLES[record.kind] and record.id[:4] in SCRIPTED
    ]
    watched.page.goto(watched.address)
    results = watched.page.locator("a.md-search-result__link")
    for title in titles:
        watched.page.locator("input.md-search__input").fill(title[-4:])
        watched.page.keyboard.press("End")
        expect(results.filter(has_text=title).first).to_be_visible()
        assert watched.inert(), title
    results.first.click()
    watched.page.wait_for_url("**/?h=*")
    expect(watched.page.locator("h1 mark").first).to_be_visible()
    assert watched.inert()
