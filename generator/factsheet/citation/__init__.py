"""How a record or a source is cited: as a line of text, BibTeX, RIS and CSL-JSON. A file of a record holds its source too."""

from factsheet.citation.bibtex import bibtex
from factsheet.citation.csl import Item, Published, csl_json, item_json, record_item, source_item
from factsheet.citation.marks import quoted
from factsheet.citation.notices import Noticed, item_with_notices
from factsheet.citation.plain import sentences, word_for
from factsheet.citation.ris import ris
from factsheet.citation.wording import Wording

__all__ = [
    "Item",
    "Noticed",
    "Published",
    "Wording",
    "bibtex",
    "csl_json",
    "item_json",
    "item_with_notices",
    "quoted",
    "record_item",
    "ris",
    "sentences",
    "source_item",
    "word_for",
]
