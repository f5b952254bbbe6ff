"""How many sources a statement stands on, and how many independent origins these have at most, as far as they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

from factsheet.dataset import Dataset
from factsheet.model import Citation, QuoteCitation, Source

Origin = tuple[Literal["source", "from"], str]
"""A source by its id, or an origin that is known by its name alone."""
_PRINTED = ("reprint", "hosted-copy", "translation")
"""How a source comes to print the whole of another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """The different sources that support a statement, by id, and how many independent origins they have at most.

    `prints_of` is the id of the public document that several sources all print.
    """

    ids: tuple[str, ...]
    origins: int
    prints_of: str | None

    @property
    def sources(self) -> int:
        """How many they are: never fewer than their origins."""
        return len(self.ids)


def witnesses(citations: Iterable[Citation], dataset: Dataset) -> Witnesses:
    """Who stands behind a statement with these citations.

    What a source has from elsewhere is its origin's, however it came by it: a copy adds nothing to what it copies. Which
    of several origins a source brings cannot be told, so it counts once; and there are never more than all these sources
    have in the end.
    """
    ids = tuple(dict.fromkeys(citation.source for citation in citations if _counts(citation, dataset)))
    if len(ids) < 2:
        return Witnesses(ids=ids, origins=len(ids), prints_of=None)
    ends = {origin for id in ids for origin in dataset.once(_ends, id)}
    documents = {dataset.once(_document, id) for id in ids}
    return Witnesses(
        ids=ids,
        origins=min(len({dataset.once(_stands_for, id) for id in ids}), len(ends)),
        prints_of=documents.pop() if len(documents) == 1 else None,
    )


def citing(source: str, dataset: Dataset) -> frozenset[str]:
    """The ids of the records that cite a source, for whatever statement."""
    here = dataset.backward.get(source, {})
    return frozenset(id for (_kind, field), ids in here.items() if field.endswith("citations.source") for id in ids)


def name_of(origin: str) -> str:
    """By what an origin counts that is no source here: its name, whatever its case and blanks."""
    return " ".join(normalize("NFKC", origin).casefold().split())


def _counts(citation: Citation, dataset: Dataset) -> bool:
    """Whether a citation's source supports the statement in words that it did not alter, and was not withdrawn."""
    if citation.bearing != "supports" or dataset.get(Source, citation.source).withdrawn:
        return False
    return not (isinstance(citation, QuoteCitation) and citation.difference == "reworded")


def _origins(source: Source) -> Iterator[Origin]:
    """What a source names as its origins.

    A name is never held to be one of the sources here, although it may be the name of its publisher or author: these
    have more than one text.
    """
    for origin in source.origins:
        if origin.source:
            yield "source", origin.source
        else:
            yield "from", name_of(str(origin.from_))


def _ends(id: str, dataset: Dataset) -> frozenset[Origin]:
    """Where the content of a source comes from in the end; what names no origin is its own."""
    found: dict[Origin, bool] = {}
    ahead: list[Origin] = [("source", id)]
    while ahead:
        here = ahead.pop()
        if here not in found:
            further = _further(here, dataset)
            found[here] = not further
            ahead += further
    return frozenset(origin for origin, is_end in found.items() if is_end)


def _stands_for(id: str, dataset: Dataset) -> Origin:
    """The last origin that all of a source's content came by: where it names none, or more than one."""
    here: Origin = ("source", id)
    seen: set[Origin] = set()
    while here not in seen and len(further := _further(here, dataset)) == 1:
        seen.add(here)
        (here,) = further
    return here


def _further(origin: Origin, dataset: Dataset) -> frozenset[Origin]:
    sort, name = origin
    return frozenset(_origins(dataset.get(Source, name))) if sort == "source" else frozenset()


def _document(id: str, dataset: Dataset) -> str | None:
    """The public document, a source of nature `primary`, that a source is or prints; None where there is none.

    Only what is a record here is followed: one name can stand for many documents.
    """
    seen: set[str] = set()
    while id not in seen:
        seen.add(id)
        source = dataset.get(Source, id)
        printed = {origin.source for origin in source.origins if origin.source and origin.how in _PRINTED}
        if len(printed) != 1:
            return id if source.nature == "primary" and not printed else None
        (id,) = printed
    return None
