"""What a generator made: its record pages, how heavy they are, and which words they show."""

import html
import re
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KINDS = ("entities", "sources", "allegations", "quotes")

_CONTENT = re.compile(
    r'<article class="md-content.*</article>|<div class="body" role="main">.*<div class="clearer">', re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_SIGN = re.compile(r"[:#↑↩·]")

Record = tuple[str, str]
"""A record's kind and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The bytes of each record's page, in HTML."""

    sizes: Mapping[Record, int]

    @property
    def median(self) -> int:
        """The median page's bytes."""
        return round(statistics.median(self.sizes.values()))

    def median_of(self, kind: str) -> int:
        """The median bytes of one kind's pages."""
        return round(statistics.median(size for record, size in self.sizes.items() if record[0] == kind))


class Incomplete(Exception):
    """A generator left out pages or search entries; the message says how many."""


def records(facts: Path) -> frozenset[Record]:
    """Every record in a folder of facts."""
    return frozenset((kind, file.stem) for kind in KINDS for file in (facts / kind).glob("*.yml"))


def examine(site: Path, expected: frozenset[Record], found: frozenset[Record]) -> Site:
    """The pages of these records; raises Incomplete where one has no page, or is not among those found in the index."""
    sizes = {record: file.stat().st_size for record in expected if (file := page(site, record)).exists()}
    for lost, what in ((expected - set(sizes), "pages"), (expected - found, "search entries")):
        if lost:
            raise Incomplete(f"{len(lost)} of {len(expected)} {what} are missing, such as {'/'.join(min(lost))}")
    return Site(sizes=sizes)


def page(site: Path, record: Record) -> Path:
    """The file of a record's page."""
    return site.joinpath(*record, "index.html")


def growth(small: Site, whole: Site) -> float:
    """By how much the page of the same entity is larger in the larger site: the median, as a share."""
    shared = [record for record in small.sizes if record[0] == "entities" and record in whole.sizes]
    return statistics.median(whole.sizes[record] / small.sizes[record] for record in shared) - 1


def words(site: Path, expected: frozenset[Record]) -> Counter[tuple[Record, str]]:
    """How often each page shows each word, menus and arrows aside."""
    found: Counter[tuple[Record, str]] = Counter()
    for record in expected:
        content = _CONTENT.search(page(site, record).read_text(encoding="utf-8"))
        text = html.unescape(_TAG.sub(" ", content[0] if content else ""))
        found.update((record, word) for word in _SIGN.sub(" ", text).split())
    return found


def likeness(first: Counter[tuple[Record, str]], second: Counter[tuple[Record, str]]) -> float:
    """The share of the words of both that both show on the same page."""
    return (first & second).total() / (first | second).total()
