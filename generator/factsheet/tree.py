"""The pages as files of the new site, counted: no record is lost, no link leads nowhere."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.page import Page


class LostPage(Exception):
    """The written tree is not what the facts say: our fault."""


@dataclass
class Tree:
    """What has been written so far, and where it leads."""

    folder: Path
    records: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)

    def note(self, address: str, anchors: Iterable[str], links: frozenset[str]) -> None:
        """Notes a page that is there, the places on it, and where it leads."""
        self.places.add(address)
        self.places.update(f"{address}#{anchor}" for anchor in anchors)
        for link in links.difference(self.links):
            self.links[link] = address

    @property
    def written(self) -> dict[str, Any]:
        """All of it as plain data: what another tree of the same folder can take over."""
        sets = {"records": self.records, "entries": self.entries, "places": self.places}
        return {"links": self.links, **{name: list(held) for name, held in sets.items()}}

    def join(self, written: Mapping[str, Any]) -> None:
        """Takes over what has been written beside this one."""
        self.records.update(written["records"])
        self.entries.update(written["entries"])
        self.places.update(written["places"])
        self.links = {**written["links"], **self.links}

    def write(self, page: Page, html: str) -> None:
        """Writes a page, and beside it the record it was made of."""
        folder = f"{self.folder}/{page.address}"
        _make(folder)
        _write(f"{folder}index.html", html.encode("utf-8", errors="xmlcharrefreplace"))
        if page.raw is not None:
            _write(f"{folder}record.yml", page.raw)
            self.records.add(page.address)
        if page.entry is not None:
            self.entries.add(page.entry["location"])
        self.note(page.address, (*(section.id for section in page.sections), *page.places), page.links)

    def put(self, path: str, content: str) -> None:
        """Writes a file that is no page of the theme; one of the name `index.html` is a place that can be linked to."""
        address, is_place, _rest = path.partition("index.html")
        if is_place:
            self.note(address, (), frozenset())
        file = f"{self.folder}/{path}"
        _make(file.rpartition("/")[0])
        _write(file, content.encode("utf-8", errors="xmlcharrefreplace"))

    def judge(self, expected: int) -> None:
        """Raises LostPage unless every record has its page and its search entry, and every link leads to a place."""
        for counted, name in ((self.records, "pages"), (self.entries, "search entries")):
            if len(counted) != expected:
                raise LostPage(f"{expected} records, but {len(counted)} {name}")
        lost = list(self._lost())
        if lost:
            raise LostPage("; ".join(lost[:5]))

    def _lost(self) -> Iterator[str]:
        for link, origin in sorted(self.links.items()):
            if link not in self.places:
                yield f"{origin or 'the home page'} leads to {link}, which is not there"


def _make(folder: str) -> None:
    """Makes a folder that may be there; most often only the last one is missing."""
    with suppress(FileExistsError):
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _write(file: str, content: bytes) -> None:
    """Writes a file with the fewest calls: a site has many small ones."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    finally:
        os.close(descriptor)
