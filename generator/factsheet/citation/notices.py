"""Notices in the place of words that were removed by law; in a format, they are marked up as any other words of it."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeAlias

from factsheet.citation.csl import Item
from factsheet.ledger import with_notices
from factsheet.model import Author

_FIELDS = [field.name for field in fields(Item)]

Noticed: TypeAlias = Callable[[str], str]
"""The notice, as plain text, of words by their SHA-256."""


def item_with_notices(item: Item, noticed: Noticed) -> Item:
    """The item with notices in all its texts and names."""
    told: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(item, name)
        if value and (noticed_value := _with_notices(value, noticed)) != value:
            told[name] = noticed_value
    return replace(item, **told) if told else item


def _with_notices(value: object, noticed: Noticed) -> object:
    match value:
        case str():
            return with_notices(value, noticed)
        case Author():
            return value.model_copy(update={name: _with_notices(part, noticed) for name, part in value})
        case tuple():
            return tuple(_with_notices(part, noticed) for part in value)
        case _:
            return value
