"""A value of a record as readers see it: a text, a link, a listed value, a date, or several of them."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from factsheet.dates import Edtf
from factsheet.views.parts import Listed, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text: `words` of somebody else stand in quotation marks, `prose` is ours, an `address` leads to another site.

    `lang` is its language where that is known.
    """

    sort: Literal["text", "words", "prose", "address"]
    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another record, as it is called now."""

    sort: ClassVar[str] = "link"
    ref: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A value of a closed list, as the list has it now."""

    sort: ClassVar[str] = "listed"
    listed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date."""

    sort: ClassVar[str] = "date"
    date: Edtf


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """The items of a list."""

    sort: ClassVar[str] = "list"
    cells: tuple["Cell", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Keys and values that belong together."""

    sort: ClassVar[str] = "group"
    lines: tuple["Line", ...]


Cell: TypeAlias = Written | Linked | Chosen | Dated | Several | Grouped
"""A value as readers see it; `sort` says which of these it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A key with its value: `label` is what readers call the key."""

    key: str
    label: str
    cell: Cell
