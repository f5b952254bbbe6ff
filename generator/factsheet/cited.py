"""The citation of a record in every format: what a page shows, and the files beside it."""

from collections.abc import Mapping

from factsheet.citation import Item, Published, Wording, bibtex, csl_json, plain, record_item, ris, source_item
from factsheet.views.cite import Cite

PLAIN = "cite.txt"


def cited(cite: Cite, site: str, base: str, wording: Wording) -> Mapping[str, str]:
    """The names of the files and their texts: plain text, BibTeX, RIS and CSL-JSON of the record and its primary source.

    `site` is the site's name, `base` where it stands, with a slash at its end, or empty.
    """
    items = _items(cite, site, base)
    primary = cite.source is not None and cite.source.nature == "primary"
    return {
        PLAIN: f"{plain(items, wording, primary=primary)}\n",
        "cite.bib": bibtex(items),
        "cite.ris": ris(items),
        "cite.json": csl_json(items),
    }


def _items(cite: Cite, site: str, base: str) -> tuple[Item, ...]:
    record = record_item(
        Published(
            kind=cite.kind,
            id=cite.id,
            title=cite.title,
            lang=cite.lang,
            site=site,
            version=cite.version,
            released_on=cite.released_on,
            sha256=cite.sha256,
            url=f"{base}{cite.address}" if base else None,
        )
    )
    return (record, source_item(cite.source)) if cite.source else (record,)
