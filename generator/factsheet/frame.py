"""The theme's page around a body: drawn once a kind, depth and neighbourhood with marked holes, then filled for each page.

Doors to mkdocs: this module, the plugin and `site`. Filling gives the bytes that mkdocs' own builder would give.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urljoin

from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as ThemePage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from factsheet.page import Neighbour, Page
from factsheet.page import Section as PageSection

TITLE_ID = "page-title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What mkdocs has ready when the pages are written."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    environment: Any
    facts: str
    """The path of the facts folder from docs_dir, with slashes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page of the theme in pieces: texts, and between them the names of holes. `contents` joins the entries of the table."""

    pieces: tuple[str, ...]
    entry: str = ""
    between: str = ""

    def fill(self, page: Page) -> str:
        """The whole page."""
        values = _values(page)
        values["contents"] = self.between.join(f"{section.id}{self.entry}{section.title}" for section in page.sections)
        parts = list(self.pieces)
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


class Shape(NamedTuple):
    """What pages of one frame have in common: their kind, how deep they stand, and what they have."""

    kind: str
    indexed: bool
    depth: int
    sections: bool
    previous: bool
    next: bool
    file: bool


def shape_of(page: Page) -> Shape:
    """The shape of a page."""
    return Shape(
        kind=page.kind,
        indexed=page.indexed,
        depth=page.address.count("/"),
        sections=bool(page.sections),
        previous=bool(page.previous),
        next=bool(page.next),
        file=bool(page.file),
    )


class Frames:
    """The frames of one build, each drawn when the first page asks for it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._drawn: dict[Shape, Frame] = {}
        self._hashes: dict[Shape, str] = {}

    def page(self, page: Page) -> str:
        """The page inside its frame."""
        return self._frame(shape_of(page)).fill(page)

    def sha256(self, shape: Shape) -> str:
        """What the frame of that shape is, as a SHA-256."""
        if shape not in self._hashes:
            self._hashes[shape] = sha256(repr(self._frame(shape)).encode()).hexdigest()
        return self._hashes[shape]

    def _frame(self, shape: Shape) -> Frame:
        if shape not in self._drawn:
            self._drawn[shape] = _draw(shape, self._site)
        return self._drawn[shape]


def theme_page(page: Page, site: Site) -> ThemePage:
    """The page as mkdocs' own builder takes it."""
    made = ThemePage(None, File.generated(site.config, _source_of(page.address), content=""), site.config)
    furnish(made, page)
    made.edit_url = edit_url(page.file, site)
    index = site.files.get_file_from_path(f"{page.kind}/index.md")
    # A kind's index is a page of the navigation, or the head of a section there.
    above: Any = (index.page.parent or index.page) if index and index.page else None
    made.parent = above
    return made


def furnish(made: ThemePage, page: Page) -> None:
    """Gives a page of mkdocs the title, body, contents and neighbours of ours."""
    made.markdown = ""
    made.meta = {
        "title": Markup(page.title),
        "description": Markup(page.description),
        "search": {"exclude": True},
        # The tabs lead to the kinds; a page of facts needs the width.
        "hide": ["navigation"],
        "robots": None if page.indexed else "noindex",
    }
    made.content = page.body
    made.toc = _contents(page.sections)
    made.update_date = page.updated
    made.previous_page = _theme_neighbour(page.previous)
    made.next_page = _theme_neighbour(page.next)
    made.edit_url = None


def edit_url(file: str | None, site: Site) -> str | None:
    """Where a file of the facts folder can be edited; None where the site names no repository."""
    config = site.config
    if not (file and config.repo_url and config.edit_uri):
        return None
    repository = config.repo_url if config.repo_url.endswith("/") else f"{config.repo_url}/"
    return urljoin(urljoin(repository, config.edit_uri), f"{site.facts}/{file}")


def _source_of(address: str) -> str:
    return f"{address.removesuffix('/')}.md"


def _contents(sections: Sequence[PageSection]) -> TableOfContents:
    """The table of contents: the page's heading, and below it its parts."""
    heading = AnchorLink("", TITLE_ID, level=1)
    heading.children = [AnchorLink(section.title, section.id, level=2) for section in sections]
    return TableOfContents([heading])


def _theme_neighbour(neighbour: Neighbour | None) -> Any:
    """As much of a page of mkdocs as the theme's footer asks for."""
    if neighbour is None:
        return None
    return SimpleNamespace(url=neighbour.address, title=Markup(neighbour.title))


def _values(page: Page) -> dict[str, str]:
    values = {"body": page.body, "title": page.title, "description": page.description, **_steps(page.address)}
    if page.file:
        values["file"] = page.file
    if page.previous:
        values |= {"previous": _slug(page.previous.address), "previous_title": page.previous.title}
    if page.next:
        values |= {"next": _slug(page.next.address), "next_title": page.next.title}
    return values


def _steps(address: str) -> dict[str, str]:
    """The parts of an address below its kind, by the names of their holes."""
    _kind, *steps = address.removesuffix("/").split("/")
    return {f"step{number}": step for number, step in enumerate(steps)}


def _slug(address: str) -> str:
    return address.removesuffix("/").rpartition("/")[2]


def _draw(shape: Shape, site: Site) -> Frame:
    """The frame for pages of this shape: drawn by the theme around marks, then cut at them."""
    marker = f"zq{secrets.token_hex(12)}"

    def hole(name: str) -> str:
        return f"{marker}{name}zq"

    address = "/".join((shape.kind, *(hole(f"step{number}") for number in range(shape.depth - 1))))
    folder = address.rpartition("/")[0]
    like = Page(
        address=f"{address}/",
        template="",
        kind=shape.kind,
        title=hole("title"),
        description=hole("description"),
        # The theme adds a heading of its own to a body that shows none.
        body=f"<h1>{hole('body')}</h1>",
        sections=tuple(PageSection(id=hole(f"id{n}"), title=hole(f"title{n}")) for n in (1, 2))
        if shape.sections
        else (),
        anchors=frozenset(),
        links=frozenset(),
        updated="",
        previous=_hole_neighbour(folder, "previous", hole) if shape.previous else None,
        next=_hole_neighbour(folder, "next", hole) if shape.next else None,
        file=hole("file") if shape.file else None,
        indexed=shape.indexed,
    )
    html = draw(theme_page(like, site), site).replace(like.body, hole("body"))
    return _cut(html, re.compile(f"{marker}([a-z_0-9]+?)zq"), shape.sections)


def _hole_neighbour(folder: str, name: str, hole: Callable[[str], str]) -> Neighbour:
    return Neighbour(address=f"{folder}/{hole(name)}/", title=hole(f"{name}_title"))


def draw(page: ThemePage, site: Site) -> str:
    """What mkdocs' builder makes of a page, without writing it."""
    page.active = True
    try:
        context = get_context(site.nav, site.files, site.config, page)
        context = site.config.plugins.on_page_context(context, page=page, config=site.config, nav=site.nav)
        output = str(site.environment.get_template("main.html").render(context))
        return str(site.config.plugins.on_post_page(output, page=page, config=site.config))
    finally:
        page.active = False


def _cut(html: str, mark: re.Pattern[str], has_contents: bool) -> Frame:
    pieces = mark.split(html)
    if not has_contents:
        return Frame(tuple(pieces))
    at = [pieces.index(name) for name in ("id1", "title1", "id2", "title2")]
    if at != list(range(at[0], at[0] + 8, 2)) or pieces[at[0] + 1] != pieces[at[2] + 1]:
        raise RuntimeError("the theme's table of contents is not laid out entry by entry")
    entry, between = pieces[at[0] + 1], pieces[at[1] + 1]
    return Frame((*pieces[: at[0]], "contents", *pieces[at[3] + 1 :]), entry, between)
