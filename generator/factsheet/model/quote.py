"""What somebody said, in exact words or reported, and what it answers."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from factsheet.model.base import Citation, Record, Value, not_together
from factsheet.model.fields import (
    EVIDENCE,
    FACT,
    OURS,
    REPLY,
    Date,
    EntityId,
    Kind,
    Language,
    Line,
    Reference,
    VocabularyName,
    Words,
)
from factsheet.model.fields import Id as _Id

EARLIER = "earlier-statement"
"""The response of words that are older than what they bear on."""
Answerable = Annotated[_Id, Reference(("allegations", "events"))]


class Answer(Value):
    """That the words reply to an allegation or to an event."""

    identity = ("to",)
    known_by = "to"

    to: Answerable = Field(title="What it answers", description="The id of the allegation or event.")
    response: Annotated[str, VocabularyName("response", (EARLIER,)), FACT] = Field(description="What the reply does.")


class QuoteCitation(Citation):
    """Where words were read, and how they stand there."""

    as_printed: Words | None = Field(None, description="This source's own print, where it differs.")
    lang: Language | None = Field(None, title="Language", description="The language of this print, where it differs.")
    translated_by: Line | None = Field(None, description="Who translated this print.")
    difference: Annotated[str, VocabularyName("difference", ("not-in-quotation-marks", "reworded"))] | None = Field(
        None, description="How this print differs by more than typography."
    )


class Quote(Record):
    """An utterance (schema.org Quotation); `reported` is our sentence for indirect speech, never in quotation marks."""

    kind: ClassVar[Kind] = "quotes"

    form: Annotated[str, VocabularyName("form", ("verbatim", "reported")), FACT] = Field(
        "verbatim", description="Exact words, or indirect speech; left out: verbatim."
    )
    text: Annotated[Words, OURS] = Field(
        title="Words", description="The words, letter for letter; of a reported quote, our neutral sentence."
    )
    lead_in: Annotated[Line | None, OURS] = Field(
        None,
        title="Our words before them",
        description="Our words before a fragment, shown outside the quotation marks.",
    )
    lang: Annotated[Language, EVIDENCE] = Field(title="Language", description="The language of the text.")
    speaker: Annotated[EntityId, FACT] = Field(description="The id of whoever said it.")
    for_: Annotated[EntityId | None, FACT] = Field(
        None, alias="for", title="On behalf of", description="The id of the body on whose behalf it was said."
    )
    capacity: Annotated[Line | None, FACT] = Field(
        None, description="The speaker's office, or the person who spoke for a body."
    )
    said_on: Annotated[Date | None, FACT] = Field(None, description="The day on which it was said.")
    said_to: Annotated[EntityId | None, FACT] = Field(None, description="The id of whoever it was said to.")
    setting: Annotated[Annotated[str, VocabularyName("setting")] | None, EVIDENCE] = Field(
        None, description="Where it was said."
    )
    translated_by: Annotated[Line | None, EVIDENCE] = Field(None, description="Who translated the text.")
    original: Annotated[Annotated[str, VocabularyName("original")] | None, EVIDENCE] = Field(
        None, description="Of a translation: whether the original was read."
    )
    answers: Annotated[tuple[Answer, ...], REPLY] = Field((), description="What it replies to.")
    bears_on: Annotated[
        tuple[Annotated[_Id, Reference(("entities", "allegations", "events", "disagreements"))], ...], EVIDENCE
    ] = Field((), description="What it is about, where it neither makes nor answers an allegation.")
    citations: Annotated[tuple[QuoteCitation, ...], EVIDENCE] = Field((), description="Where this was read.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.lead_in and self.form == "reported":
            raise not_together(
                "only exact words have a lead_in", "write it into the text, which is our own sentence here"
            )
        return self
