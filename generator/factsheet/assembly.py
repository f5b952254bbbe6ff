"""Writes all pages of the facts into the new site: those that have not changed are taken over, of the others nearly half are
made in a copy of this process.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from factsheet.beside import Plain, Wanted, beside
from factsheet.earlier import LINK
from factsheet.frame import Frames, Shape, shape_of
from factsheet.notes import Notes
from factsheet.page import Page
from factsheet.tree import Tree
from factsheet.views.pages import Plan

FEW = 200
"""So many pages are made sooner than a copy of the process is."""
_SHARE = 0.47
"""The copy's share of all pages: it has to say, too, what it made."""
_PAGE = "page "
Progress = Callable[[int, int], None]
"""Told after each page how many are done, and of how many."""
Entries = dict[int, dict[str, str]]
"""Entries for the search, by the positions of their pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What is to be written: pages of records, all other pages, and files that are no pages; `page` makes a page of a plan.

    `prepare` has ready what these pages take, so that a copy of this process has it too. `stamp` is all that every page
    depends on besides the facts and its frame.
    """

    records: Sequence[Plan]
    others: Sequence[Plan]
    files: Callable[[], Iterable[tuple[str, str]]]
    prepare: Callable[[Sequence[Plan]], None]
    page: Callable[[Plan], Page]
    frames: Frames
    stamp: str
    notes: Notes

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.records) + len(self.others)


def assemble(assembly: Assembly, tree: Tree, progress: Progress) -> list[dict[str, str]]:
    """Writes everything, and gives the entries for the search in the order of the records' pages."""
    entries: Entries = {}
    records = _missing(enumerate(assembly.records), assembly, tree, entries)
    others = _missing(enumerate(assembly.others, len(assembly.records)), assembly, tree, entries)
    assembly.prepare((*records.values(), *others.values()))
    beside_others = int(_SHARE * (len(records) + len(others))) - len(others)
    here, there = _shared_out(records, beside=max(0, beside_others))
    rest = partial(_rest, assembly, {**there, **others}, tree)
    kept, made = assembly.pages - len(records) - len(others), len(records) + len(others)
    with beside(rest, copied=made > FEW) as written:
        entries |= _write(here, assembly, tree, lambda done: progress(kept + done, assembly.pages))
        found = written()
    tree.join(found["tree"])
    assembly.notes.join(found["notes"])
    entries |= found["entries"]
    tree.links |= {place: page.removeprefix(_PAGE) for place, page in assembly.notes.lost(tree.leads)}
    progress(assembly.pages, assembly.pages)
    return [entries[position] for position in sorted(entries)]


def site_stamp(templates: Path, *said: object) -> str:
    """All that every page of a site depends on besides the facts and its frame: its own templates, and what is said of it."""
    whole = sha256(repr(said).encode())
    for file in sorted(templates.rglob("*.jinja")):
        whole.update(f"\n{file.relative_to(templates)} {sha256(file.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()


def taken_over(plan: Plan, make: Callable[[Plan], Page], stamp: str, notes: Notes) -> Page:
    """The page of a plan that no file of ours holds, as it was made earlier, or made now."""
    name = f"body {plan.address}"
    held = notes.kept(name, _stamp(plan, stamp)) if plan.stamp is not None else None
    if held:
        return Page.of(held)
    with notes.looking() as seen:
        page = make(plan)
    if plan.stamp is not None:
        notes.note(name, _stamp(plan, stamp), seen, page.plain())
    return page


def _missing(plans: Iterable[tuple[int, Plan]], assembly: Assembly, tree: Tree, entries: Entries) -> dict[int, Plan]:
    """Takes over what has not changed, and gives the plans of all other pages."""
    missing: dict[int, Plan] = {}
    for position, plan in plans:
        held = assembly.notes.kept(_name(plan), _stamp(plan, assembly.stamp)) if plan.stamp is not None else None
        framed = held and assembly.frames.sha256(Shape(*held["shape"])) == held["frame"]
        if not held or not framed or not tree.keep(plan.address, held["files"]):
            missing[position] = plan
            continue
        tree.count(plan.address, of_record=plan.besides is not None, found=held["entry"] is not None)
        tree.note(plan.address, held["goals"], frozenset())
        if held["entry"]:
            entries[position] = held["entry"]
    return missing


def _rest(assembly: Assembly, plans: Mapping[int, Plan], whole: Tree, wanted: Wanted) -> Plain:
    """Writes these pages, and the files that are no pages."""
    tree = Tree(whole.folder, standing=whole.standing, is_ours=whole.is_ours, is_spare=whole.is_spare)
    with assembly.notes.apart() as made:
        entries = _write(plans, assembly, tree, lambda _done: wanted())
        notes = made()
    for path, text in assembly.files():
        wanted()
        tree.put(path, text)
    return {"tree": tree.written, "entries": entries, "notes": notes}


def _write(plans: Mapping[int, Plan], assembly: Assembly, tree: Tree, then: Callable[[int], None]) -> Entries:
    entries: Entries = {}
    for done, (position, plan) in enumerate(plans.items(), 1):
        with assembly.notes.looking() as seen:
            page = assembly.page(plan)
        files = tree.write(page, assembly.frames.page(page))
        if page.entry:
            entries[position] = page.entry
        if plan.stamp is not None:
            shape = shape_of(page)
            held = {
                "shape": tuple(shape),
                "frame": assembly.frames.sha256(shape),
                "files": files,
                "goals": page.goals,
                "entry": page.entry,
            }
            rests_on = (*seen, *(LINK + link for link in page.links))
            assembly.notes.note(_name(plan), _stamp(plan, assembly.stamp), rests_on, held)
        then(done)
    return entries


def _name(plan: Plan) -> str:
    """A page, by the name of that piece."""
    return f"{_PAGE}{plan.address}"


def _stamp(plan: Plan, stamp: str) -> str:
    return sha256(f"{stamp} {plan.template} {plan.updated} {plan.stamp}".encode()).hexdigest()


def _shared_out(plans: Mapping[int, Plan], *, beside: int) -> tuple[dict[int, Plan], dict[int, Plan]]:
    """The plans by their positions in two parts, so many of them in the second, taken evenly: neighbours cost much the same."""
    shares: tuple[dict[int, Plan], dict[int, Plan]] = ({}, {})
    for place, (position, plan) in enumerate(plans.items()):
        is_beside = (place + 1) * beside // len(plans) > place * beside // len(plans)
        shares[is_beside][position] = plan
    return shares
