"""Where a fact was read: a CSL 1.0.2 item, and how its content came to stand there."""

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from factsheet.model.base import Record, Value, not_together
from factsheet.model.fields import (
    EVIDENCE_IN_ORDER,
    Date,
    Day,
    EntityId,
    Kind,
    Language,
    Line,
    Sha256,
    SourceId,
    Url,
    VocabularyName,
)


class Author(Value):
    """A name in CSL's parts: `family` and `given` for a person, or `literal` for a body or an unparted name."""

    identity = ("literal", "family", "given")

    family: Line | None = Field(None, title="Family name", description="The family name.")
    given: Line | None = Field(None, title="Given names", description="The given names.")
    literal: Line | None = Field(
        None, title="Whole name", description="The whole name of a body, or of a person whose parts are not known."
    )

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if bool(self.literal) == bool(self.family):
            raise not_together(
                "a name has either `literal` or `family`", "write literal: for the whole name, or family: and given:"
            )
        return self


class Origin(Value):
    """Where the content of a source comes from: another source here, or one known by name only."""

    identity = ("source", "from", "how")

    from_: Line | None = Field(
        None, alias="from", title="Comes from", description="The origin's name, where it is no record here."
    )
    source: SourceId | None = Field(None, description="The origin's id, where it is a record here.")
    how: Annotated[str, VocabularyName("origin", ("reprint", "hosted-copy", "machine-rewording"))] = Field(
        description="How the content came from there."
    )
    basis: Annotated[str, VocabularyName("basis", ("names-it", "inferred"))] = Field(
        title="How we know", description="How we know."
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if bool(self.from_) == bool(self.source):
            raise not_together(
                "an origin has either `from` or `source`", "write source: for a record here, from: for a name"
            )
        return self


class Archived(Value):
    """A copy that an archive keeps."""

    url: Url = Field(title="Address", description="The copy's address.")
    on: Date | None = Field(None, title="When", description="The day of the copy.")


class Snapshot(Value):
    """The very bytes that were read."""

    sha256: Sha256 = Field(title="SHA-256", description="The SHA-256 of the file.")
    media_type: Line = Field(description="Its media type, such as text/plain.")
    covers: Annotated[str, VocabularyName("reading", ("whole",))] = Field(
        title="How much it holds", description="How much of the source it holds."
    )
    retrieved_on: Day = Field(title="Taken on", description="The day on which it was taken.")
    keep: Annotated[str, VocabularyName("keep", ("public", "private"))] = Field(
        title="Publication", description="Whether the copy may be published: `public` only where the licence allows it."
    )


SUPPLIED = (
    "genre",
    "title",
    "author",
    "publisher",
    "container_title",
    "volume",
    "page",
    "number",
    "issued",
    "original_date",
    "translator",
    "language",
    "url",
)
"""The fields of a source that we may have worked out."""


def _supplied(text: str) -> str:
    if text not in SUPPLIED:
        raise PydanticCustomError(
            "supplied", "no such field can be supplied", {"fix": f"use one of: {', '.join(SUPPLIED)}"}
        )
    return text


class Source(Record):
    """A page, paper, rule, filing or broadcast in which facts were read."""

    kind: ClassVar[Kind] = "sources"
    unmarked = "evidence"

    type: Annotated[str, VocabularyName("source_type")] = Field(description="What it is (a CSL item type).")
    genre: Line | None = Field(None, title="Sort", description="A finer word for what it is, such as `final rule`.")
    title: Line = Field(description="Its title as printed.")
    author: Annotated[tuple[Author, ...], EVIDENCE_IN_ORDER] = Field((), description="Who wrote it.")
    publisher: Line | None = Field(None, description="Who published it.")
    issued_by: tuple[EntityId, ...] = Field((), description="The entities whose own document it is.")
    container_title: Line | None = Field(
        None, title="Published in", description="The journal, site or series it stands in."
    )
    volume: Line | None = Field(None, description="The volume.")
    page: Line | None = Field(None, description="The pages.")
    number: Line | None = Field(None, description="Its number, such as a document number.")
    issued: Date | None = Field(None, description="The date that it prints.")
    original_date: Date | None = Field(
        None, title="Date of the original", description="The date of the original, of a reprint or translation."
    )
    translator: Annotated[tuple[Author, ...], EVIDENCE_IN_ORDER] = Field((), description="Who translated it.")
    language: Language | None = Field(None, description="Its language.")
    url: Url | None = Field(None, title="Address", description="Its address.")
    supplied: tuple[
        Annotated[str, AfterValidator(_supplied), Field(json_schema_extra={"enum": list(SUPPLIED)})], ...
    ] = Field((), title="Worked out by us", description="Fields that we worked out: shown in square brackets.")
    nature: Annotated[str, VocabularyName("nature", ("primary", "secondary", "reference"))] = Field(
        description="How near it stands to what it reports."
    )
    origins: tuple[Origin, ...] = Field((), description="Where its content comes from.")
    hosted_by: Line | None = Field(None, description="Who hosts the copy that was read, where not its publisher.")
    canonical_url: Url | None = Field(
        None, title="Own address", description="The address that the copy names as its own."
    )
    read_on: Day = Field(description="The day on which it was read for these facts.")
    reading: Annotated[str, VocabularyName("reading", ("whole",))] = Field(
        title="How much was read", description="How much of it was read."
    )
    archived: Archived | None = Field(None, title="Archived copy", description="A copy that an archive keeps.")
    snapshot: Snapshot | None = Field(None, title="Stored copy", description="The very bytes that were read.")
