"""The kinds of record there are."""

from factsheet.model.allegation import Allegation
from factsheet.model.base import Record
from factsheet.model.disagreement import Disagreement
from factsheet.model.entity import Entity
from factsheet.model.event import Event
from factsheet.model.fields import Kind
from factsheet.model.quote import Quote
from factsheet.model.source import Source

KINDS: dict[Kind, type[Record]] = {
    "entities": Entity,
    "sources": Source,
    "allegations": Allegation,
    "quotes": Quote,
    "events": Event,
    "disagreements": Disagreement,
}
"""Each kind of record by its folder's name, in the order in which everything lists them."""

SINGULAR: dict[Kind, str] = {
    "entities": "entity",
    "sources": "source",
    "allegations": "allegation",
    "quotes": "quote",
    "events": "event",
    "disagreements": "disagreement",
}
"""What one record of each kind is called."""
