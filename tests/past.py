"""What was published, by the bare files of a ledger, and what a built site shows of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
import html5lib
from factsheet.dates import NotADate, parse
from factsheet.ledger import order_of
from factsheet.prose import to_html
from random_edits import Classes, data_of

TOY_URL = "https://toy.example/sheet/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A change as a file of the ledger has it; `now` is the id that its record has today, `next` the version that followed."""

    version: str
    day: str
    kind: str
    id: str
    now: str
    classes: Classes
    record: dict[str, Any]
    next: str | None

    @property
    def page(self) -> str:
        """The record's page; of the closed lists, which have none, the release's."""
        return f"changes/{self.version}/" if self.kind == "vocabularies" else f"{self.kind}/{self.now}/"

    @property
    def address(self) -> str:
        """Where it is read."""
        if self.kind == "vocabularies":
            return self.page
        return f"{self.page}v/{self.version}/" if self.next else f"{self.page}#release-{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A built site, and every change of its ledger, newest release first."""

    site: Path
    facts: Path
    changes: tuple[Published, ...]

    @property
    def records(self) -> tuple[Published, ...]:
        """The changes of records."""
        return tuple(change for change in self.changes if change.kind != "vocabularies")

    @property
    def versions(self) -> tuple[str, ...]:
        """The releases, oldest first."""
        return tuple(dict.fromkeys(change.version for change in reversed(self.changes)))

    @property
    def today(self) -> dict[str, Published]:
        """The last version of each record, by its id."""
        return {change.now: change for change in self.records if not change.next}

    @property
    def ids(self) -> dict[str, str]:
        """The id that each record has today, by every id that it ever had."""
        return {old: change.now for change in self.records for old in (change.id, *change.record.get("former_ids", ()))}


def past_of(site: Path, facts: Path) -> Past:
    """The past of facts, read from the files of their ledger alone."""
    files = [json.loads(file.read_text("utf-8")) for file in (facts / "releases").glob("[0-9]*.json")]
    newest_first = sorted(files, key=lambda one: order_of(one["version"]), reverse=True)
    pairs = [(one, change) for one in newest_first for change in one["changes"]]
    renamed = {old: change["id"] for _one, change in pairs for old in change["record"].get("former_ids", ())}
    followed: dict[str, str] = {}
    changes = []
    for one, change in pairs:
        now = change["id"]
        while now in renamed:
            now = renamed[now]
        changes.append(
            Published(
                version=one["version"],
                day=one["released_on"],
                kind=change["kind"],
                id=change["id"],
                now=now,
                classes=tuple(change["classes"]),
                record=change["record"],
                next=followed.get(now),
            )
        )
        followed[now] = one["version"]
    return Past(site=site, facts=facts, changes=tuple(changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A change as a page tells it: its classes, and where its words and the line above them lead."""

    classes: Classes
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows: its words without blanks, the days that it names, and where it leads."""

    text: str
    days: frozenset[str]
    links: tuple[str, ...]


def shown_on(page: Any, address: str) -> Shown:
    """What the article of the page at that address shows."""
    return Shown(
        text=without_blanks("".join(page.itertext())),
        days=frozenset(time.get("datetime") for time in page.iterfind(".//time")),
        links=tuple(links(page, address)),
    )


def rows_of(site: Path, address: str) -> list[Row]:
    """The changes that a page lists."""
    found = article(site, address).iterfind(".//li[@class='fs-change']")
    return [
        Row(
            classes=classes_in(row),
            links=tuple(link for line in row.iterfind("p") for link in links(line, address)),
        )
        for row in found
    ]


def classes_in(row: Any) -> Classes:
    """The classes that a change is marked with; the mark of a link to a withdrawn record has no title."""
    return tuple(badge.get("class").rpartition("--")[2] for badge in row.iterfind("p/span[@title]"))


def article(site: Path, address: str) -> Any:
    """What a page is for, as elements."""
    _before, start, rest = (site / address / "index.html").read_text("utf-8").partition("<article")
    whole = html5lib.parseFragment(start + rest.rpartition("</article>")[0], namespaceHTMLElements=False)
    return whole[0]


def words(element: Any) -> str:
    """The words of an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def anchors(element: Any) -> set[str]:
    """The places within an element that can be linked to."""
    return {str(found.get("id")) for found in element.iter() if found.get("id")}


def links(element: Any, address: str) -> list[str]:
    """Where an element of a page leads within the site, from its root."""
    found = (link.get("href", "") for link in element.iter("a"))
    return [target(href, address) for href in found if href.startswith((".", "#"))]


def target(href: str, address: str) -> str:
    """Where a link of the page at that address leads, from the site's root."""
    return urljoin(f"/{address}", href).removeprefix("/")


def folders(site: Path, pattern: str) -> list[str]:
    """The addresses of the folders that have such a file."""
    return sorted({f"{file.parent.relative_to(site).as_posix()}/" for file in site.glob(pattern)})


def parsed(site: Path, feed: str) -> Any:
    """A feed as a reader of feeds has it, who has nothing against it."""
    found = feedparser.parse((site / feed).read_bytes())
    assert not found.bozo, found.bozo_exception
    return found


def entries(site: Path, feed: str) -> list[Any]:
    """The entries of a feed and of all its archives, newest first."""
    found = parsed(site, feed)
    older = [link.href for link in found.feed.links if link.rel == "prev-archive"]
    return [*found.entries, *(entry for address in older for entry in entries(site, address.removeprefix(TOY_URL)))]


Told = tuple[str, Classes, str]
"""An entry of a feed: where it leads, its classes, and when it came."""


def told_in(entries: list[Any]) -> list[Told]:
    """What entries of a feed tell."""
    return [(one.link, tuple(tag.term for tag in one.tags), one.updated) for one in entries]


def in_feeds(changes: Iterable[Published]) -> list[Told]:
    """What a feed of these changes has to tell."""
    return [(f"{TOY_URL}{one.address}", one.classes, f"{one.day}T00:00:00Z") for one in changes]


def is_shown(text: str, shown: Shown, ids: dict[str, str], labels: dict[str, list[str]]) -> bool:
    """Whether a page shows a text as it is, as prose, or as the record, the listed value or the date that it stands for."""
    prose = "".join(html5lib.parseFragment(to_html(text)).itertext())
    forms = (text, prose, *labels.get(text, ()))
    named = text in ids and any(link.endswith(f"/{ids[text]}/") for link in shown.links)
    return named or any(without_blanks(form) in shown.text for form in forms) or days(text) <= shown.days


def days(text: str) -> set[str]:
    """The points of a date; what no page has, where the text is none."""
    try:
        date = parse(text)
    except NotADate:
        return {"no date"}
    return {point.iso for point in (date.start, date.end) if point}


def texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def without_blanks(text: str) -> str:
    """The text without white space, which HTML does not keep."""
    return "".join(text.split())


def labels_of(facts: Path) -> dict[str, list[str]]:
    """What a listed value is called, in every list that has it."""
    found: dict[str, list[str]] = {}
    for terms in data_of(facts / "vocabularies.yml").values():
        for value, term in terms.items():
            found.setdefault(value, []).append(term["label"])
    return found
