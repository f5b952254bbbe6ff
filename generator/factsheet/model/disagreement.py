"""A question on which sources say different things."""

from typing import Annotated, ClassVar

from pydantic import Field

from factsheet.model.base import Record, Statement
from factsheet.model.fields import EVIDENCE, OURS, Id, Kind, Line, QuoteId, Reference, VocabularyName


class Reading(Statement):
    """One of the things that are said."""

    identity = ("says",)

    says: Annotated[Line, OURS] = Field(title="What is said", description="What is said, in our neutral words.")
    quotes: Annotated[tuple[QuoteId, ...], EVIDENCE] = Field((), description="The ids of quotes that say it.")


class Disagreement(Record):
    """Readings side by side; nobody is silently right."""

    kind: ClassVar[Kind] = "disagreements"

    question: Annotated[Line, OURS] = Field(description="The question on which sources differ.")
    status: Annotated[str, VocabularyName("status"), EVIDENCE] = Field(description="How it stands.")
    about: Annotated[tuple[Annotated[Id, Reference(("entities", "events", "allegations"))], ...], EVIDENCE] = Field(
        (), description="The ids of the entities, events and allegations it is about."
    )
    readings: Annotated[tuple[Reading, ...], EVIDENCE] = Field(
        description="What is said: two readings or more.", min_length=2
    )

    @property
    def title(self) -> str:
        """What links to it say."""
        return self.question
