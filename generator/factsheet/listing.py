"""What lists the pages of the facts for machines: the theme's index of the search, and the sitemap."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from factsheet.search import PARTS
from factsheet.views.pages import Plan


def search_entries(plugins: Any) -> list[dict[str, str]]:
    """The entries of the theme's index, which is then looked through in our own field too; an idle list where there is none."""
    plugin = plugins.get("material/search") or plugins.get("search")
    index: Any = getattr(plugin, "search_index", None)
    if not hasattr(index, "entries"):
        return []
    index.config["fields"].setdefault(PARTS, {"boost": 1.0})
    entries: list[dict[str, str]] = index.entries
    return entries


def base_of(site_url: str | None) -> str:
    """Where the site will stand, with a slash at its end; empty if the configuration does not say."""
    url = site_url or ""
    return url if url.endswith("/") or not url else f"{url}/"


def in_sitemap(plans: Iterable[Plan], site_url: str) -> list[Any]:
    """As much of a file of mkdocs as the sitemap's template asks for, for each page that search engines may list."""
    return [_listed(site_url + plan.address, plan.updated) for plan in plans if plan.indexed]


def _listed(url: str, day: str) -> Any:
    return SimpleNamespace(page=SimpleNamespace(is_link=False, abs_url=url, canonical_url=url, update_date=day))
