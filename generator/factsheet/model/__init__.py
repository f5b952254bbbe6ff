"""The records: what may stand in a facts file, as frozen values. Knows no file, YAML, HTML or page."""

from factsheet.model.allegation import Allegation, RepliesSought, Stage
from factsheet.model.base import (
    Accepted,
    Citation,
    Correction,
    Derived,
    Exemption,
    Model,
    Proof,
    Record,
    Redaction,
    Statement,
    Value,
    Withdrawal,
)
from factsheet.model.disagreement import Disagreement, Reading
from factsheet.model.entity import Entity, Name, PartOf, Property, Size
from factsheet.model.event import Event, Participant
from factsheet.model.fields import Kind, Reference, VocabularyName
from factsheet.model.kinds import KINDS, SINGULAR
from factsheet.model.quote import EARLIER, Answer, Quote, QuoteCitation
from factsheet.model.references import Path, Use, citations, references
from factsheet.model.source import Archived, Author, Origin, Snapshot, Source
from factsheet.model.vocabulary import Term, Vocabularies, vocabularies_needed

__all__ = [
    "EARLIER",
    "KINDS",
    "SINGULAR",
    "Accepted",
    "Allegation",
    "Answer",
    "Archived",
    "Author",
    "Citation",
    "Correction",
    "Derived",
    "Disagreement",
    "Entity",
    "Event",
    "Exemption",
    "Kind",
    "Model",
    "Name",
    "Origin",
    "PartOf",
    "Participant",
    "Path",
    "Proof",
    "Property",
    "Quote",
    "QuoteCitation",
    "Reading",
    "Record",
    "Redaction",
    "Reference",
    "RepliesSought",
    "Size",
    "Snapshot",
    "Source",
    "Stage",
    "Statement",
    "Term",
    "Use",
    "Value",
    "Vocabularies",
    "VocabularyName",
    "Withdrawal",
    "citations",
    "references",
    "vocabularies_needed",
]
