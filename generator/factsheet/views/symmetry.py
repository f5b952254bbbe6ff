"""The view of the page that counts, for each allegation, what stands on each side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factsheet.alignment import count_of_words
from factsheet.dataset import Dataset
from factsheet.ledger import is_removed
from factsheet.model import Allegation, Citation, Quote
from factsheet.replies import concerned, concerns, occasions, of_accused, replying, searches, silent
from factsheet.views.desk import Desk
from factsheet.views.order import in_time
from factsheet.views.parts import Listed, Ref
from factsheet.views.proof import is_verified
from factsheet.views.row import size_of
from factsheet.witnesses import witnesses

MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is here of one side: the words shown, the quotes among them (reported speech too), how many of these are exact and
    how many of those proven, the sources, and how many independent origins these have at most.
    """

    words: int
    quotes: int
    exact: int
    proven: int
    sources: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Both sides of an allegation: the claim, the replies to it, and those to the event in which it was made.

    `silent` of those `concerned`, a group that names no members by its size, have not replied to either; `sought` says what came of the search for these replies.
    """

    ref: Ref
    by: tuple[Ref, ...]
    voice: str | None
    stage: Listed
    claim: Side
    replies: Side
    to_event: Side
    concerned: int
    silent: int
    sought: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetryView:
    """One page of the report; `pages` has the address of each page, and `number` counts from 1."""

    address: str
    rows: tuple[Balance, ...]
    total: int
    number: int
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which allegations stand on one page of the report."""

    ids: tuple[str, ...]
    total: int
    number: int
    pages: tuple[str, ...]

    @property
    def address(self) -> str:
        """The address of the page."""
        return self.pages[self.number - 1]


def layouts(dataset: Dataset) -> Iterator[Layout]:
    """The pages of the report, allegations in time: at least one, even if it is empty."""
    claims = [claim.id for claim in in_time(claim for claim in dataset.all(Allegation) if not claim.withdrawn)]
    pages = tuple(_page(number) for number in range(1, max(1, -(-len(claims) // MOST_ROWS)) + 1))
    for number in range(1, len(pages) + 1):
        part = tuple(claims[(number - 1) * MOST_ROWS : number * MOST_ROWS])
        yield Layout(ids=part, total=len(claims), number=number, pages=pages)


def symmetry_view(layout: Layout, dataset: Dataset) -> SymmetryView:
    """The view of a page of the report."""
    desk = Desk(dataset)
    return SymmetryView(
        address=layout.address,
        rows=tuple(balance(dataset.get(Allegation, id), desk) for id in layout.ids),
        total=layout.total,
        number=layout.number,
        pages=layout.pages,
    )


def balance(allegation: Allegation, desk: Desk) -> Balance:
    """Both sides of an allegation, counted."""
    dataset = desk.dataset
    direct = of_accused(replying((allegation.id,), dataset), allegation, dataset)
    others = [quote for quote in replying(occasions(allegation, dataset), dataset) if quote not in direct]
    to_event = of_accused(others, allegation, dataset)
    without = silent(allegation, dataset)
    made = tuple(dataset.get(Quote, id) for id in allegation.words)
    results = (search.result for search in searches(allegation, dataset) if concerns(search, without, dataset))
    return Balance(
        ref=desk.ref(allegation.id),
        by=desk.refs(allegation.made_by),
        voice=allegation.voice,
        stage=desk.term("stage", allegation.last_stage),
        claim=_side((allegation.statement,), made, allegation.citations, dataset),
        replies=_side((), direct, (), dataset),
        to_event=_side((), to_event, (), dataset),
        concerned=sum(size_of(id, dataset) for id in concerned(allegation, dataset)),
        silent=sum(size_of(id, dataset) for id in without),
        sought=tuple(desk.term("result", result) for result in dict.fromkeys(results)),
    )


def _side(ours: tuple[str, ...], quotes: tuple[Quote, ...], citations: Iterable[Citation], dataset: Dataset) -> Side:
    exact = [quote for quote in quotes if quote.form == "verbatim"]
    behind = witnesses((*citations, *(citation for quote in quotes for citation in quote.citations)), dataset)
    texts = (*ours, *(quote.text for quote in quotes))
    return Side(
        words=sum(count_of_words(text) for text in texts if not is_removed(text)),
        quotes=len(quotes),
        exact=len(exact),
        proven=sum(bool(is_verified(quote.id, dataset)) for quote in exact),
        sources=behind.sources,
        origins=behind.origins,
    )


def _page(number: int) -> str:
    return "symmetry/" if number == 1 else f"symmetry/page/{number}/"
