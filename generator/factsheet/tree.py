"""The pages as files of the new site, counted: no record is lost, no link leads nowhere."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from factsheet.page import Page


class LostPage(Exception):
    """The written tree is not what the facts say: our fault."""


Written: TypeAlias = Sequence[tuple[str, int, int, int]]
"""Files beside each other as they were written: name, size, time of the last change in nanoseconds, and number on the disk."""


@dataclass
class Tree:
    """What has been written so far, and where it leads; `standing` is the site that an earlier build made, if any of it may be taken over.

    Where that `is_ours`, nobody else can have written into it since. A folder that `is_spare` holds another site of an earlier
    build: what has not changed stays there.

    `places` has the anchors of each page by its address.
    """

    folder: Path
    standing: Path | None = None
    is_ours: bool = False
    is_spare: bool = False
    records: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)

    def note(self, address: str, anchors: Iterable[str], links: frozenset[str]) -> None:
        """Notes a page that is there, the places on it, and where it leads."""
        before = self.places.get(address)
        self.places[address] = (*before, *anchors) if before else tuple(anchors)
        for link in links.difference(self.links):
            self.links[link] = address

    def leads(self, link: str) -> bool:
        """Whether there is such a place: an address, perhaps with `#` and an anchor."""
        address, _hash, anchor = link.partition("#")
        return address in self.places and (not anchor or anchor in self.places[address])

    @property
    def written(self) -> dict[str, Any]:
        """All of it as plain data: what another tree of the same folder can take over."""
        sets = {"records": self.records, "entries": self.entries, "files": self.files}
        return {"links": self.links, "places": self.places, **{name: list(held) for name, held in sets.items()}}

    def join(self, written: Mapping[str, Any]) -> None:
        """Takes over what has been written beside this one."""
        self.records.update(written["records"])
        self.entries.update(written["entries"])
        self.places.update(written["places"])
        self.files.update(written["files"])
        self.links = {**written["links"], **self.links}

    def write(self, page: Page, html: str) -> Written:
        """Writes a page, and beside it the record it was made of."""
        folder = f"{self.folder}/{page.address}"
        _make(folder)
        self.files.update(
            (f"{page.address}index.html", *([f"{page.address}record.yml"] if page.raw is not None else ()))
        )
        written = [self._write(page.address, "index.html", html.encode("utf-8", errors="xmlcharrefreplace"))]
        if page.raw is not None:
            written.append(self._write(page.address, "record.yml", page.raw))
        self.count(page.address, of_record=page.raw is not None, found=page.entry is not None)
        self.note(page.address, page.goals, page.links)
        return written

    def keep(self, address: str, files: Written) -> bool:
        """Takes files over from the site that stands, if they are there as they were written; else nothing of them."""
        if self.standing is None:
            return False
        standing, folder = f"{self.standing}/{address}", f"{self.folder}/{address}"
        missing = [one for one in files if not (self.is_spare and _stands(folder, one))]
        try:
            if not self.is_ours and not all(_stands(standing, one) for one in missing):
                return False
            if missing and standing != folder:
                _make(folder)
                for name, *_rest in missing:
                    self._link(f"{address}{name}")
        except OSError:
            return False
        self.files.update(f"{address}{name}" for name, *_rest in files)
        return True

    def _write(self, address: str, name: str, content: bytes) -> tuple[str, int, int, int]:
        """Writes a file of a page, unless the same bytes stand there already."""
        file = f"{self.folder}/{address}{name}"
        with suppress(OSError):
            if self.is_spare and self._is(file, content):
                return _as_written(name, os.lstat(file))
            if self.standing is not None and self._is(f"{self.standing}/{address}{name}", content):
                if self.standing != self.folder:
                    self._link(f"{address}{name}")
                return _as_written(name, os.lstat(file))
        return _write(f"{self.folder}/{address}", name, content)

    def _link(self, path: str) -> None:
        """Makes a file of the site that stands one of this tree too."""
        if self.is_spare:
            Path(f"{self.folder}/{path}").unlink(missing_ok=True)
        os.link(f"{self.standing}/{path}", f"{self.folder}/{path}")

    @staticmethod
    def _is(file: str, content: bytes) -> bool:
        """Whether a file has these bytes."""
        try:
            return Path(file).stat().st_size == len(content) and Path(file).read_bytes() == content
        except OSError:
            return False

    def count(self, address: str, *, of_record: bool, found: bool) -> None:
        """Counts a page: whether it is that of a record, and whether the search finds it."""
        if of_record:
            self.records.add(address)
        if found:
            self.entries.add(address)

    def put(self, path: str, content: str) -> None:
        """Writes a file that is no page of the theme; one of the name `index.html` is a place that can be linked to."""
        address, is_place, _rest = path.partition("index.html")
        if is_place:
            self.note(address, (), frozenset())
        folder, slash, name = path.rpartition("/")
        self.files.add(path)
        _make(f"{self.folder}/{folder}")
        self._write(f"{folder}{slash}", name, content.encode("utf-8", errors="xmlcharrefreplace"))

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
            if not self.leads(link):
                yield f"{origin or 'the home page'} leads to {link}, which is not there"


def _make(folder: str) -> None:
    """Makes a folder that may be there; most often only the last one is missing."""
    with suppress(FileExistsError):
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _write(folder: str, name: str, content: bytes) -> tuple[str, int, int, int]:
    """Writes a file with the fewest calls: a site has many small ones. What was there may be part of another site: it is not written into."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        descriptor = os.open(folder + name, flags, 0o666)
    except FileExistsError:
        # Nobody finds half a file, or none.
        made = _write(folder, f"{name}~", content)
        Path(f"{folder}{name}~").replace(folder + name)
        return (name, *made[1:])
    try:
        while content:
            content = content[os.write(descriptor, content) :]
        return _as_written(name, os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _stands(folder: str, file: tuple[str, int, int, int]) -> bool:
    """Whether a file stands in a folder as it was written."""
    try:
        return _as_written(file[0], os.lstat(folder + file[0])) == tuple(file)
    except OSError:
        return False


def _as_written(name: str, found: os.stat_result) -> tuple[str, int, int, int]:
    return name, found.st_size, found.st_mtime_ns, found.st_ino
