"""Text that looks like markup, in every text field and its history: shown sign for sign, and nothing else changes."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape as html_escape
from html import unescape
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import toy_history
from every_field import FieldPath, Filled, filled_records, numbered, plain_records, terms_of, write_facts
from factsheet import release, site
from factsheet.citation.bibtex import _tex
from factsheet.ledger import VOCABULARIES_ID, Ledger, State, compare, guarded
from factsheet.views.order import OTHER, alphabetical, letter
from markdown_it import MarkdownIt
from markupsafe import escape as markup_escape
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.slow

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

PROSE = {"note", "statement", ("exemptions", "reason")}
"""Fields of prose by their keys; a key that is also a field of another sort with the one above it."""

ORDER = sorted(TEXTS, key=alphabetical)
HARMLESS = {
    text: f"{letter(text).replace(OTHER, '0')}{ORDER.index(text):02d} {'harm-less' if '-' in text else 'harmless'}"
    for text in TEXTS
}
"""For each hostile text a plain one that indexes list there, with a hyphen, as in a range, if it has one."""

UNSEEN: Mapping[str, str] = {
    "prefix": "finds the words in the source",
    "suffix": "finds the words in the source",
}
"""Fields that are no words for readers of the record as it stands, and what they do."""

OLD, REWORDED, WHOLE = "2026.01.0", "2026.02.0", "2026.03.0"
"""The releases: records in other words, the same in their words of today, and all records as they are today."""

GAINED = ("corrections", "redacted", "withdrawn")
"""What a record gets only after it was published."""

PARTS: Mapping[str, str] = {"corrections": "history", "redacted": "history"}
"""The keys of a record that are told in a part of the page of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A built site, the records it was made of, and each text with the record and the field it stands in.

    `old` are the records that were published in other words before.
    """

    folder: Path
    records: tuple[Filled, ...]
    old: tuple[Filled, ...] = ()

    def texts(self) -> Iterator[tuple[Filled, FieldPath, str]]:
        for record in self.records:
            for path, text in record.texts:
                if path[-1] not in UNSEEN:
                    yield record, path, text

    def page(self, record: Filled, version: str = "") -> str:
        return (self.folder / record.kind / record.id / version / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A site whose every text field holds and held one of the hostile texts, and a number."""
    return build(tmp_path_factory.mktemp("hostile"), {text: text for text in TEXTS})


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The same site with the harmless texts."""
    return build(tmp_path_factory.mktemp("harmless"), HARMLESS, verify=False)


def build(folder: Path, texts: Mapping[str, str], *, verify: bool = True) -> Written:
    """A site with a set of records for each text, every other set with a past.

    Each field's text ends with a number of its own.
    """
    now, before = list(records_of(texts, "")), list(records_of(texts, " was"))
    old, reworded, whole = [], [], []
    for record, earlier in zip(now, before, strict=True):
        if not has_a_past(record):
            whole.append(without(record, "redacted"))
            continue
        old.append(without(earlier, *GAINED))
        told = corrections(old[-1], without(record, *GAINED))
        reworded.append(corrected(without(record, *GAINED), told))
        whole.append(corrected(record, told))
    note = "\n\n".join(f"{text} {number:04d}" for number, text in enumerate(texts.values()))
    write_ledger(folder / "facts", (state(old), state(reworded), state(whole)), note)
    return replace(build_site(folder, whole, verify=verify), old=tuple(old))


def records_of(texts: Mapping[str, str], ending: str) -> Iterator[Filled]:
    """The plain records, and a set for each text; `ending` stands at the end of each field's text."""
    numbers = count()
    yield from plain_records(VOCABULARIES)
    for position, text in enumerate(texts.values()):
        yield from filled_records(f"t{position:02d}", VOCABULARIES, numbered(text, numbers, ending))


def has_a_past(record: Filled) -> bool:
    """Whether it was published before the last release."""
    return record.id.startswith("plain-") or int(record.id[1:3]) % 2 == 0


def without(record: Filled, *keys: str) -> Filled:
    """The record without these keys, and without their texts."""
    data = {key: value for key, value in record.data.items() if key not in keys}
    return replace(record, data=data, texts=tuple(found for found in record.texts if found[0][1] not in keys))


def corrections(was: Filled, now: Filled) -> list[dict[str, str | None]]:
    """What has to be said of the published words that differ."""
    edits = filter(guarded, compare(now.kind, was.data, now.data))
    return [
        {"field": edit.field, "was": edit.stands_for[0], "now": edit.stands_for[1], "reason": "wording"}
        for edit in edits
    ]


def corrected(record: Filled, told: list[dict[str, str | None]]) -> Filled:
    """The record with these corrections after its own."""
    entries = [*record.data.get("corrections", ()), *told]
    return replace(record, data=record.data | {"corrections": entries}) if entries else record


def state(records: Iterable[Filled], lists: Path = VOCABULARIES) -> State:
    """The records and the closed lists as a release leaves them."""
    return {record.id: (record.kind, record.data) for record in records} | {
        VOCABULARIES_ID: ("vocabularies", terms_of(lists))
    }


def write_ledger(facts: Path, states: Sequence[State], note: str | None = None) -> None:
    """Writes releases that left these states, one a month, all with that note."""
    facts.mkdir(exist_ok=True)
    ledger = Ledger()
    before: State = {}
    for month, now in enumerate(states, 1):
        made = toy_history.release(ledger, before, now, f"2026-{month:02}-28", note)
        release.write(made, facts)
        ledger, before = Ledger(releases=(*ledger.releases, made)), now


def build_site(folder: Path, records: list[Filled], *, verify: bool = True) -> Written:
    write_facts(folder / "facts", iter(records), VOCABULARIES)
    return Written(folder=build_site_of(folder, verify=verify), records=tuple(records))


def build_site_of(folder: Path, *, verify: bool = True) -> Path:
    """Builds the toy site around the facts in a folder, and most often reads it again; returns the site."""
    config, sheet = HERE / "toy_site" / "mkdocs.yml", folder / "sheet"
    site.build(config, facts=folder / "facts", site_dir=sheet, verify=verify, progress=lambda _done, _of: None)
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


def parts(html: str) -> Mapping[str, str]:
    """What readers see of a page: in the parts that tell of its past, and, under an empty name, in all others."""
    head, *further = re.split(r'<h2 id="([a-z-]+)">', html)
    found = dict(zip(further[::2], further[1::2], strict=True))
    past = {name: f"<body>{found.pop(name, '')}" for name in {*PARTS.values()}}
    return {name: Shown(text).text for name, text in (past | {"": head + "".join(found.values())}).items()}


def lost(written: Written) -> list[tuple[str, FieldPath, str]]:
    """The texts that their page does not show where it should."""
    shown = {record.id: parts(written.page(record)) for record in written.records}
    return [
        (record.id, path, text)
        for record, path, text in written.texts()
        if text not in shown[record.id][PARTS.get(path[1], "")]
    ]


def test_every_text_is_shown_sign_for_sign_on_its_page(hostile: Written) -> None:
    assert lost(hostile) == []


def test_every_text_of_an_old_version_is_shown_sign_for_sign_on_the_page_of_that_version(hostile: Written) -> None:
    sheets = {
        record.id: Shown(hostile.page(record, f"v/{OLD}").partition('<h2 id="next">')[0]).text
        for record in hostile.old
        if record.texts
    }
    assert len(sheets) > len(TEXTS)
    texts = [(record.id, path, text) for record in hostile.old for path, text in record.texts]
    assert [(id, path, text) for id, path, text in texts if text not in sheets[id]] == []


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


def test_hostile_text_changes_nothing_else_in_any_file(hostile: Written, harmless: Written) -> None:
    files = {path.relative_to(hostile.folder) for path in files_of(hostile.folder)}
    assert files == {path.relative_to(harmless.folder) for path in files_of(harmless.folder)}
    changed = [
        str(name)
        for name in sorted(files)
        if name.name != "record.yml"
        and (hostile.folder / name).read_bytes() != (harmless.folder / name).read_bytes()
        and calmed(hostile.folder / name).translate(MARKS_OF_TITLES)
        != as_shown(harmless.folder / name).translate(MARKS_OF_TITLES)
    ]
    assert changed == []


def test_hostile_text_changes_nothing_else_in_the_citations_that_pages_give_away(
    hostile: Written, harmless: Written
) -> None:
    pages = [path.relative_to(hostile.folder) for path in files_of(hostile.folder) if path.name == "index.html"]
    given = 0
    for name in sorted(pages):
        here, there = (GIVEN_AWAY.findall((site.folder / name).read_text("utf-8")) for site in (hostile, harmless))
        assert len(here) == len(there)
        for (address, ending), (plain, _ending) in zip(here, there, strict=True):
            assert re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+", unescape(address)), name
            text = CALM_CITATIONS[ending](unquote(unescape(address)))
            assert UNIQUE.sub("", text) == UNIQUE.sub("", unquote(unescape(plain))), name
            given += 1
    assert given > 4 * len(hostile.records)


ATOM = {"archive", "author", "category", "content", "entry", "feed", "id", "link", "name", "title", "updated"}


def test_feeds_have_no_element_but_their_own(hostile: Written) -> None:
    feeds = [ElementTree.parse(path) for path in files_of(hostile.folder) if path.name == "feed.xml"]
    assert len(feeds) > 2 * len(TEXTS)
    assert {element.tag.partition("}")[2] for feed in feeds for element in feed.iter()} <= ATOM


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


Spelling = Callable[[str], str]
"""How a text is written in a file."""


def calmer(*spellings: Spelling) -> Spelling:
    """Exchanges each hostile text, where it is written in one of these ways, for the harmless one."""
    found = {spell(text): spell(HARMLESS[text]) for text in TEXTS for spell in spellings}
    longest_first = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
    hostile = re.compile(rf"(?:{longest_first})(?= \d{{4}})")
    return lambda text: hostile.sub(lambda match: found[match[0]], text)


def as_text(text: str) -> str:
    return text


def as_range(text: str) -> str:
    """As citations write pages."""
    return text.replace("-", "–")


def as_html(text: str) -> str:
    return str(markup_escape(text))


def as_prose(text: str) -> str:
    return html_escape(text, quote=False).replace('"', "&quot;")


def as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def as_tex(text: str) -> str:
    return _tex(text)


def both(first: Spelling, second: Spelling) -> Spelling:
    return lambda text: second(first(text))


CALM = calmer(
    as_html,
    as_prose,
    both(as_range, as_html),
    *(both(spell, as_json) for spell in (html_escape, as_html, as_prose, lambda text: html_escape(text, quote=False))),
)
"""Of pages, and of the search entries made of them."""
CALM_DATA = calmer(as_json)
CALM_CITATIONS = {
    "txt": calmer(as_text, as_range),
    "ris": calmer(as_text),
    "bib": calmer(as_tex),
    "json": CALM_DATA,
}
GIVEN_AWAY = re.compile(r'<a href="data:text/plain;charset=utf-8,([^"]*)" download="[a-z0-9-]+\.([a-z]+)">')
UNIQUE = re.compile(r"(?<=sha256:)[0-9a-f]{64}|(?<=\"sha256\": \")[0-9a-f]{64}|(?<=urn:uuid:)[0-9a-f-]{36}")
"""What is worked out from words: hashes of a record's text, and names in feeds."""
MARKS_OF_TITLES = str.maketrans("‘’", "“”")
"""Single marks stand around a title that has double ones."""
FEED_CONTENT = re.compile(r'(?<=<content type="html">)[^<]*(?=</content>)')


PRINTS = re.compile('(?<=<h2 id="prints">).*?</dl>', re.DOTALL)
"""Where prints are compared sign by sign: which signs are marked hangs on the words."""


def as_shown(file: Path) -> str:
    """What a file says, as HTML if it is shown to readers, without what is unique to its words."""
    text = file.read_bytes().decode("utf-8", "surrogateescape")
    if file.suffix == ".md":
        text = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"]).render(text)
    if file.suffix == ".xml":
        text = FEED_CONTENT.sub(lambda content: unescape(content[0]), text)
    return PRINTS.sub("", GIVEN_AWAY.sub("", UNIQUE.sub("", text)))


def calmed(file: Path) -> str:
    """The same with each hostile text, where it is written as it must be, exchanged for the harmless one."""
    return (CALM_DATA if file.name == "changes.json" else CALM)(as_shown(file))


def test_what_prose_reads_as_marks_is_shown_sign_for_sign_in_every_other_field(tmp_path: Path) -> None:
    numbers = count()

    def chosen(path: FieldPath) -> str:
        text = "harmless" if PROSE & {path[-1], path[-2:]} else MARKS_OF_PROSE
        return f"{text} {next(numbers):04d}"

    records = [*plain_records(VOCABULARIES), *filled_records("marks", VOCABULARIES, chosen)]
    write_ledger(tmp_path / "facts", [state(without(record, "redacted", "withdrawn") for record in records)])
    assert lost(build_site(tmp_path, records)) == []


def test_hostile_labels_and_definitions_of_the_closed_lists_are_text_too(tmp_path: Path) -> None:
    write_facts(tmp_path / "facts", plain_records(VOCABULARIES), VOCABULARIES)
    terms = {
        name: {value: {"label": f"{TEXTS[0]} {value}", "definition": TEXTS[10]} for value in values}
        for name, values in terms_of(VOCABULARIES).items()
    }
    lists = tmp_path / "facts" / "vocabularies.yml"
    lists.write_text(json.dumps(terms))
    records = list(plain_records(VOCABULARIES))
    write_ledger(tmp_path / "facts", [state(records), state(records, lists)])
    folder = build_site_of(tmp_path)
    files = {path: as_shown(path) for path in files_of(folder) if path.suffix in (".html", ".xml", ".md")}
    for path in ("entities/index.html", "changes/2026.02.0/index.html", "changes/2026.02.0/changes.md"):
        assert as_html(f"{TEXTS[0]} company") in files[folder / path]
    assert [path for path, text in files.items() if TEXTS[0] in text or TEXTS[10] in text] == []


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
    pages = [f"{record.kind}/{record.id}" for record in records]
    old = [f"{record.kind}/{record.id}/v/{OLD}" for record in records if has_a_past(record)]
    assert len(old) >= len(pages) / 3
    told = ["changes", *(f"changes/{version}" for version in (OLD, REWORDED, WHOLE)), "corrections"]
    for path in ("", *TITLES, *pages, *old, *told):
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
