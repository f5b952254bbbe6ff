"""What the search looks through for each record: text, never HTML."""

from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Disagreement, Entity, Event, Quote, Record, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """A record's words for the search: plain text, our own sentences with their marks, and names to find by their parts."""

    shown: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def searchable(record: Record, dataset: Dataset) -> Searchable:
    """The words of a record for the search."""
    match record:
        case Entity():
            names = (record.name, *(name.text for name in record.names))
            return Searchable(shown=(*names, *(found.value for found in record.properties)), names=names)
        case Source():
            authors = (
                part for author in record.author for part in (author.literal, author.given, author.family) if part
            )
            shown = (record.title, record.publisher, record.container_title, record.number, *authors)
            return Searchable(shown=tuple(text for text in shown if text), names=(record.title,))
        case Allegation():
            return Searchable(prose=(record.statement,))
        case Quote():
            speaker = dataset.entity(record.for_ or record.speaker)
            prints = (citation.as_printed for citation in record.citations if citation.as_printed)
            return Searchable(shown=(speaker.title, record.text, *prints), names=(record.text,))
        case Event():
            return Searchable(shown=(record.title, *(found.value for found in record.properties)))
        case Disagreement():
            return Searchable(shown=(record.question, *(reading.says for reading in record.readings)))
    raise TypeError(f"no search words are named for {type(record).__name__}")
