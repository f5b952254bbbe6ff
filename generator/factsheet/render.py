"""Pages as HTML bodies; text is escaped always, and no text of the facts is ever a template."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from factsheet.citation import Wording
from factsheet.cited import Cited, Formats, cited
from factsheet.jinja import templates
from factsheet.ledger import REMOVED, with_notices
from factsheet.page import Neighbour, Page, Section
from factsheet.prose import to_html
from factsheet.search import entry as search_entry
from factsheet.search import learn
from factsheet.views.asof import StoodRow
from factsheet.views.change import Changed
from factsheet.views.cite import Cite
from factsheet.views.desk import shorten
from factsheet.views.feeds import Entry, Feed
from factsheet.views.pages import Plan
from factsheet.views.parts import Ref, cited_places
from factsheet.views.removed import Notice
from factsheet.writing import has_other_scripts, language, marked

_HIDDEN = re.compile('<span class="fs-hidden"[^>]*>[^<]*</span>')
"""Words for those who hear a page; a reader of feeds has no stylesheet that would hide them from those who see it."""
_QUOTED = re.compile("<q[^>]*>")
_TAG_OR_TEXT = re.compile("<[^>]*>|[^<]+")
_ROOT = "\x00"
_MOST_PIECES = 1 << 12
"""Stands for the way to the site's root in what is rendered once for several pages: no fact holds it."""


class BrokenPage(Exception):
    """A template names a place twice on one page: our fault."""


class Renderer:
    """Makes pages of plans with the tool's templates; a site's own templates of the same name go before.

    `site_url` is where the site will stand, with a slash at its end, or empty; `site_name` what it is called. `notices`
    say of removed words, by their SHA-256, when and why they went.
    """

    def __init__(
        self,
        own_templates: Path | None = None,
        site_url: str = "",
        site_name: str = "",
        notices: Mapping[str, Notice] | None = None,
    ) -> None:
        self._environment = templates(own_templates)
        self._environment.filters |= {"prose": _prose, "shorten": shorten, "marked": marked, "language": language}
        self._environment.globals |= {
            "href": self._href,
            "anchor": self._anchor,
            "place": self._place,
            "heading": self._heading,
            "site_url": site_url,
            "site_name": site_name,
            "file": self._file,
            "told": self._told,
            "entries": self._entries,
            "stood": self._stood,
            "cited": self._cited,
            "once": self._once,
        }
        self._site = (site_name, site_url)
        self._notices = notices or {}
        self.site_url = site_url
        self._templates: dict[str, Any] = {}
        self._root = ""
        self._sources: dict[str, Formats] = {}
        self._told_once: dict[int, tuple[Changed, str, str]] = {}
        self._kept: dict[tuple[str, str, str], Markup] = {}
        self._pieces: dict[tuple[object, ...], tuple[object, Markup, tuple[str, ...]]] = {}
        self._rows: dict[str, Markup] = {}
        pure: Any = self._template("pure").module
        self._pure = pure
        self._wording = Wording(**self._template("citation").module.wording)
        self._environment.globals |= {
            "date": lru_cache(maxsize=4096)(pure.date),
            "badge": lru_cache(maxsize=1024)(pure.badge),
            "several": pure.several,
            "supplied": pure.supplied,
            "gone": pure.gone,
            "link": self._link,
            "source_line": partial(self._once, pure.source_line),
            "standing": partial(self._once, pure.standing),
            "witnesses": lru_cache(maxsize=1024)(pure.witnesses),
        }
        self._turn("")

    def prepare(self, plans: Iterable[Plan], names: Iterable[str]) -> None:
        """Makes ready what pages of these plans take, and these names for the search, so that a copy of this process has it too."""
        for name in sorted({plan.template for plan in plans}):
            self._template(name)
        learn(names)

    def page(self, plan: Plan) -> Page:
        """The page of a plan."""
        view = plan.view()
        besides = plan.besides() if plan.besides else None
        module: Any = self._template(plan.template).module
        self._turn(plan.address)
        body = [module.body(view)]
        if besides:
            end: Any = self._template("colophon").module
            body.append(end.body(besides.colophon))
        title = _line(module.title(view))
        entry = search_entry(plan.address, title, besides.search) if besides else None
        self._anchors.update(cited_places(view.common) if hasattr(view, "common") else ())
        return Page(
            address=plan.address,
            template=plan.template,
            kind=plan.kind,
            title=self._with_notices(title),
            description=self._with_notices(_line(module.description(view))),
            body=self._with_marked_notices("".join(body)).strip(),
            sections=tuple(self._sections),
            places=tuple(self._places),
            anchors=frozenset(self._anchors),
            links=frozenset(self._links),
            previous=self._neighbour(besides.previous if besides else None),
            next=self._neighbour(besides.next if besides else None),
            file=plan.file,
            raw=besides.raw if besides else None,
            entry={key: self._with_notices(value) for key, value in entry.items()} if entry else None,
            updated=plan.updated,
            indexed=plan.indexed,
        )

    def fragment(self, name: str, view: object, address: str) -> tuple[str, frozenset[str]]:
        """A piece of HTML for a hand-written page at that address, and where it leads to."""
        module: Any = self._template(f"fragments/{name}").module
        self._turn(address)
        return self._with_notices(str(module.body(view))), frozenset(self._links)

    def text(self, name: str, view: object) -> str:
        """A file that is no page, made by a template of that name."""
        self._turn("")
        return self._file_of(name, view)

    def feed(self, feed: Feed) -> str:
        """A feed, whose links lead on from its own place where nobody knows where the site will stand."""
        self._turn(feed.path)
        self._root = self.site_url or self._root
        return self._file_of("feed", feed)

    def _file_of(self, name: str, view: object) -> str:
        module: Any = self._template(name).module
        return self._with_notices(str(module.body(view))).strip() + "\n"

    def _changed(self, change: Changed) -> tuple[Changed, str, str]:
        """A change with its HTML and its sentence as text, made when it is first asked for."""
        kept = self._told_once.get(id(change))
        if kept is None:
            outer, self._root = self._root, _ROOT
            module: Any = self._template("changes").module
            # The change is kept too, or another one could be given its place in memory.
            said = module.sentence(change)
            html = self._with_marked_notices(str(module.told(change, said)).strip())
            sentence = _words(self._with_notices(str(said)))
            kept = self._told_once[id(change)] = (change, html, sentence)
            self._root = outer
        return kept

    def told(self, change: Changed, root: str) -> Markup:
        """A change in a sentence and its details, with links that go by that root."""
        return Markup(self._changed(change)[1].replace(_ROOT, root))

    def _told(self, change: Changed) -> Markup:
        return self.told(change, self._root)

    def _entries(self, feed: Feed) -> Markup:
        """The entries of a feed; most of them stand in several feeds."""
        found = (self._kept.get(("entry", self._root, entry.id)) or self._entry(entry) for entry in feed.entries)
        return Markup("".join(found))

    def _entry(self, entry: Entry) -> Markup:
        _change, html, sentence = self._changed(entry.change)
        module: Any = self._template("entry").module
        made = module.body(entry, sentence, _HIDDEN.sub("", html).replace(_ROOT, self._root))
        return self._kept.setdefault(("entry", self._root, entry.id), made)

    def _stood(self, rows: tuple[StoodRow, ...]) -> Markup:
        """Rows of the facts as they stood: most of them stand on many pages, all at the same depth."""
        addresses = [row.address for row in rows]
        self._links.update(addresses)
        for row in rows:
            if row.address not in self._rows:
                self._rows[row.address] = self._pure.stood(row, self._root)
        return Markup("".join([self._rows[address] for address in addresses]))

    def _cited(self, cite: Cite) -> tuple[str, tuple[Cited, ...]]:
        return cited(cite, *self._site, self._wording, self._sources)

    def _template(self, name: str) -> Any:
        if name not in self._templates:
            self._templates[name] = self._environment.get_template(f"{name}.jinja")
        return self._templates[name]

    def _turn(self, address: str) -> None:
        """Starts a new page: what it links to and what can be linked to in it."""
        self._root = "../" * address.count("/") or "./"
        self._anchors: set[str] = set()
        self._links: set[str] = set()
        self._sections: list[Section] = []
        self._places: list[str] = []

    def _href(self, target: str) -> str:
        self._links.add(target)
        return self._root + target

    def _file(self, path: str) -> str:
        """The way to a file that is no page."""
        return self._root + path

    def _once(self, macro: Callable[..., Markup], value: object, *further: object) -> Markup:
        """What a macro makes of a value that stands on many pages, made once for each depth; the page leads where it does."""
        key = (macro, self._root, id(value), further)
        kept = self._pieces.get(key)
        if kept is None:
            if len(self._pieces) == _MOST_PIECES:
                self._pieces.clear()
            outer, self._links = self._links, set()
            html = macro(value, *further)
            # The value is kept too, or another one could be given its place in memory.
            kept = self._pieces[key] = (value, html, tuple(self._links))
            self._links = outer
        _value, html, links = kept
        self._links.update(links)
        return html

    def _link(self, ref: Ref) -> Markup:
        self._links.add(ref.address)
        key = ("link", self._root, ref.id)
        return self._kept.get(key) or self._kept.setdefault(key, self._pure.link(ref, self._root))

    def _anchor(self, name: str) -> str:
        if name in self._anchors:
            raise BrokenPage(f"the place {name} is named twice")
        self._anchors.add(name)
        return name

    def _place(self, name: str) -> str:
        """An anchor that other pages lead to."""
        self._places.append(name)
        return self._anchor(name)

    def _heading(self, name: str, title: str) -> str:
        self._sections.append(_section(name, title))
        return self._anchor(name)

    def _neighbour(self, ref: Ref | None) -> Neighbour | None:
        if ref is None:
            return None
        text = f"{ref.text}: {ref.note}{' …' if ref.cut else ''}" if ref.note else ref.text
        # The theme shows it in an attribute too, where the language of words cannot be named.
        if ref.by and has_other_scripts(text):
            text = f"{ref.by}, {self._pure.date(ref.when).striptags()}" if ref.when else ref.by
        return Neighbour(address=ref.address, title=self._with_notices(str(Markup.escape(text))))

    def _with_marked_notices(self, html: str) -> str:
        """HTML with a notice, an element with the hash, in the place of removed words; in attributes a text alone."""
        return _TAG_OR_TEXT.sub(self._piece_with_notices, html) if REMOVED in html else html

    def _piece_with_notices(self, found: re.Match[str]) -> str:
        return with_notices(found[0], self._notice if found[0].startswith("<") else self._marked_notice)

    def _marked_notice(self, sha256: str) -> str:
        return str(self._pure.marked_notice(self._notices.get(sha256), sha256))

    def _with_notices(self, html: str) -> str:
        """HTML with a notice, a text, in the place of removed words."""
        return with_notices(html, self._notice)

    def _notice(self, sha256: str) -> str:
        return str(self._pure.notice(self._notices.get(sha256)))


@lru_cache(maxsize=1024, typed=True)
def _section(name: str, title: str) -> Section:
    return Section(id=name, title=str(Markup.escape(title)))


def _words(html: str) -> str:
    """HTML as text on one line; what it quotes is in quotation marks."""
    return Markup(_QUOTED.sub("“", html).replace("</q>", "”")).striptags()


def _line(markup: object) -> str:
    return " ".join(str(markup).split())


def _prose(text: str) -> Markup:
    return Markup(to_html(text))
