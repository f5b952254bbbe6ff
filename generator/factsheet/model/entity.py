"""Who: a company, a body, a person, an organisation, a publisher, or a group of these."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from factsheet.model.base import Record, Statement, not_together
from factsheet.model.fields import EVIDENCE, FACT, OURS, Count, EntityId, Kind, Language, Line, VocabularyName


class Name(Statement):
    """A name as some source prints it; an entity's names differ by text and language."""

    identity = ("text", "lang")
    known_by = "lang"

    text: Line = Field(title="Name", description="The name, letter for letter.")
    lang: Language = Field(title="Language", description="Its language, such as `en` or `zh-Hans`.")
    type: Annotated[str, VocabularyName("name_type", ("misprint",))] = Field(description="What sort of name it is.")


class Property(Statement):
    """One value of one property, as some source gives it."""

    identity = ("value", "property", "as_of", "from", "to")
    known_by = "property"

    property: Annotated[str, VocabularyName("property")] = Field(description="Which property.")
    value: Annotated[Line, OURS] = Field(description="Its value, as text.")


class PartOf(Statement):
    """That the entity belongs to another."""

    identity = ("entity", "as", "title")
    known_by = "entity"

    entity: Annotated[EntityId, FACT] = Field(title="Party", description="The id of the entity it belongs to.")
    as_: Annotated[str, VocabularyName("membership"), FACT] = Field(alias="as", description="As what it belongs to it.")
    title: Annotated[Line | None, FACT] = Field(None, title="Office", description="The title of an office.")


class Size(Statement):
    """How many a group counts."""

    identity = ("value",)

    value: Annotated[Count, OURS] = Field(title="Number", description="The number.")


class Entity(Record):
    """A party in its public role (schema.org Organization, Person; FollowTheMoney LegalEntity)."""

    kind: ClassVar[Kind] = "entities"

    type: Annotated[str, VocabularyName("entity_type", ("group", "person")), FACT] = Field(
        description="What sort of party."
    )
    name: Annotated[Line, OURS] = Field(description="Our heading for it; needs no citation.")
    short_name: Annotated[Line | None, OURS] = Field(None, description="What our sentences call it.")
    names: Annotated[tuple[Name, ...], EVIDENCE] = Field(
        (), description="Names that sources print, each with its citations."
    )
    properties: Annotated[tuple[Property, ...], EVIDENCE] = Field((), description="What sources say it is.")
    part_of: Annotated[tuple[PartOf, ...], EVIDENCE] = Field((), description="What it belongs to.")
    members: Annotated[tuple[EntityId, ...], FACT] = Field(
        (), description="Of a group: the ids of those who belong to it."
    )
    size: Annotated[Size | None, EVIDENCE] = Field(None, description="Of a group: how many it counts.")

    @property
    def title(self) -> str:
        """What links to it say."""
        return self.short_name or self.name

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.type != "group" and (self.members or self.size):
            raise not_together("only a group has members and a size", "write type: group, or delete members and size")
        if self.type == "group" and not (self.members or self.size):
            raise not_together(
                "a group has members or a size", "add members: with their ids, or size: with its citations"
            )
        return self
