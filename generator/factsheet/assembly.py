"""Writes all pages of the facts into the new site, half of them in a copy of this process."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from factsheet.beside import Plain, Wanted, beside
from factsheet.frame import Frames
from factsheet.page import Page
from factsheet.tree import Tree
from factsheet.views.pages import Plan

FEW = 200
"""So many pages are made sooner than a copy of the process is."""
Progress = Callable[[int, int], None]
"""Told after each page how many are done, and of how many."""
Entries = dict[int, dict[str, str]]
"""Entries for the search, by the positions of their pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What is to be written: pages of records, all other pages, and files that are no pages; `page` makes a page of a plan."""

    records: Sequence[Plan]
    others: Sequence[Plan]
    files: Callable[[], Iterable[tuple[str, str]]]
    page: Callable[[Plan], Page]
    frames: Frames

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.records) + len(self.others)


def assemble(assembly: Assembly, tree: Tree, progress: Progress) -> list[dict[str, str]]:
    """Writes everything, and gives the entries for the search in the order of the records' pages."""
    here, there = _shared_out(assembly.records, beside=max(0, len(assembly.records) - len(assembly.others)) // 2)
    rest = partial(_rest, assembly, there, tree)
    with beside(rest, copied=assembly.pages > FEW) as written:
        entries = _write(here.items(), assembly, tree, lambda done: progress(done, assembly.pages))
        found = written()
    tree.join(found["tree"])
    entries |= {int(position): entry for position, entry in found["entries"].items()}
    progress(assembly.pages, assembly.pages)
    return [entries[position] for position in sorted(entries)]


def _rest(assembly: Assembly, records: Mapping[int, Plan], whole: Tree, wanted: Wanted) -> Plain:
    """Writes these records' pages, all other pages, and the files that are no pages."""
    tree = Tree(whole.folder)
    entries = _write(records.items(), assembly, tree, lambda _done: wanted())
    _write(enumerate(assembly.others), assembly, tree, lambda _done: wanted())
    for path, text in assembly.files():
        wanted()
        tree.put(path, text)
    return {"tree": tree.written, "entries": entries}


def _write(plans: Iterable[tuple[int, Plan]], assembly: Assembly, tree: Tree, then: Callable[[int], None]) -> Entries:
    entries: Entries = {}
    for done, (position, plan) in enumerate(plans, 1):
        page = assembly.page(plan)
        tree.write(page, assembly.frames.page(page))
        if page.entry:
            entries[position] = page.entry
        then(done)
    return entries


def _shared_out(plans: Sequence[Plan], *, beside: int) -> tuple[dict[int, Plan], dict[int, Plan]]:
    """The plans by their positions in two parts, so many of them in the second, taken evenly: neighbours cost much the same."""
    shares: tuple[dict[int, Plan], dict[int, Plan]] = ({}, {})
    for position, plan in enumerate(plans):
        is_beside = (position + 1) * beside // len(plans) > position * beside // len(plans)
        shares[is_beside][position] = plan
    return shares
