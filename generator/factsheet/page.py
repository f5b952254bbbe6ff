"""A page of facts as a value, before the theme's frame is put around it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page with a heading of its own; `title` is HTML."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The page before or after; `title` is HTML."""

    address: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page without the theme's frame. `title`, `description` and `body` are HTML, escaped.

    `anchors` are the places that links can lead to, `places` those that other pages lead to besides the sections;
    `links` are the other places that it leads to, as `address#anchor`;
    `indexed` says whether search engines may list it. `file` is the page's source in the facts folder
    """

    address: str
    template: str
    kind: str
    title: str
    description: str
    body: str
    sections: tuple[Section, ...]
    anchors: frozenset[str]
    links: frozenset[str]
    updated: str
    indexed: bool = True
    places: tuple[str, ...] = ()
    raw: bytes | None = None
    previous: Neighbour | None = None
    next: Neighbour | None = None
    file: str | None = None
    entry: dict[str, str] | None = None

    def plain(self) -> dict[str, Any]:
        """The page as plain data."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        """The page that such data was made of."""
        parts = {name: Neighbour(**held) for name in ("previous", "next") if (held := plain[name])}
        return cls(**{**plain, **parts, "sections": tuple(Section(**section) for section in plain["sections"])})

    @property
    def goals(self) -> tuple[str, ...]:
        """The places on it that other pages lead to."""
        return (*(section.id for section in self.sections), *self.places)
