"""A build's way to the site that readers see: where its pages are written, and how they come to stand there."""

from collections.abc import Set
from contextlib import ExitStack
from pathlib import Path

from factsheet import publish
from factsheet.beside import Plain, Wanted, beside
from factsheet.bring import bring, listed
from factsheet.refusal import SiteRefused
from factsheet.replaceable import Refused
from factsheet.tree import Tree


class Delivery:
    """A build under way for the site in a folder; `spare` keeps the site before that one, which the next is made of.

    Raises SiteRefused where the folder must not be replaced, or another build is at it.
    """

    def __init__(self, site: Path, spare: Path) -> None:
        try:
            self._publication = publish.begin(site, spare)
        except Refused as refused:
            raise SiteRefused(str(refused)) from refused
        self._there: Set[str] = frozenset()
        self._spare = spare
        self._ends = ExitStack()
        # To look through a large tree takes a while, in which the facts can be read.
        self._listed = self._ends.enter_context(beside(self._list, copied=publish.is_spare(spare)))

    @property
    def site(self) -> Path:
        """The folder that is published."""
        return self._publication.site

    @property
    def staging(self) -> Path:
        """The folder that mkdocs builds into."""
        return self._publication.staging

    def tree(self, standing: Path | None) -> Tree:
        """Where the facts' pages are written; where a site is `standing` whose pages may be taken over, into the spare one."""
        if standing and publish.is_spare(self._spare):
            self._there = frozenset(self._listed()["paths"])
            self._publication = publish.take(self._publication)
        if self._publication.tree == self.staging:
            return Tree(self.staging, standing=standing)
        return Tree(self._publication.tree, standing=standing, is_spare=True)

    def complete(self, tree: Tree) -> None:
        """Brings what mkdocs has built to the facts' pages, where these stand elsewhere."""
        if tree.is_spare:
            bring(self.staging, tree.folder, tree.files, self._there)

    def end(self, *, well: bool) -> None:
        """Exchanges the sites, or leaves the one that was there."""
        self._ends.close()
        (publish.exchange if well else publish.abandon)(self._publication)

    def _list(self, _wanted: Wanted) -> Plain:
        return {"paths": list(listed(self._spare))}
