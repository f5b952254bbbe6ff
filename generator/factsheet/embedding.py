"""Views that hand-written pages embed, each by a remark such as `<!-- factsheet: overview quotes -->`."""

import logging
import re

from factsheet.ready import Ready
from factsheet.refusal import SourceRefused
from factsheet.views.fragment import FRAGMENTS

_LOG = logging.getLogger("mkdocs.plugins.factsheet")
_EMBEDDED = re.compile(r"<!-- factsheet: (?P<name>[a-z]+)(?: (?P<argument>[a-z0-9_-]+))? -->")


def embedded(html: str, now: Ready, address: str, source: str, *, patient: bool) -> tuple[str, frozenset[str]]:
    """The HTML of the hand-written page at that address with its views, and where these lead to.

    Raises SourceRefused, which names the page's `source`, for a view that there is not; `patient`: warns, and leaves it out.
    """
    links: set[str] = set()

    def shown(found: re.Match[str]) -> str:
        name, argument = found["name"], found["argument"] or ""
        try:
            view = FRAGMENTS[name](now.dataset, argument)
        except KeyError:
            message = f"{source}: there is nothing called {name} {argument} to embed"
            if not patient:
                raise SourceRefused(message) from None
            _LOG.warning("%s", message)
            return ""
        piece, leads_to = now.renderer.fragment(name, view, address)
        links.update(leads_to)
        return piece

    return _EMBEDDED.sub(shown, html), frozenset(links)
