"""How a record or a source is cited: as a line of text, BibTeX, RIS and CSL-JSON. A file of a record holds its primary source too."""

from factsheet.citation.bibtex import bibtex
from factsheet.citation.csl import Item, Published, csl_json, item_json, record_item, source_item
from factsheet.citation.plain import Wording, plain, sentences
from factsheet.citation.ris import ris

__all__ = [
    "Item",
    "Published",
    "Wording",
    "bibtex",
    "csl_json",
    "item_json",
    "plain",
    "record_item",
    "ris",
    "sentences",
    "source_item",
]
