"""Rules of fairness: that whoever is accused was heard, or asked, and that words are given as fully as they were read."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.model import Allegation, Entity, Event, Quote, Record, RepliesSought
from factsheet.prints import longer_prints
from factsheet.problem import shown
from factsheet.replies import concerns, searches, silent
from factsheet.rules.rule import Finding, rule

RETRACTED, NOT_SOUGHT = "retracted", "not-sought"


@rule("FS310", "error")
def accused_without_a_reply(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Whoever an allegation is about has a reply to it here, or it says what was done to get one.

    A reply is a quote that `answers` the allegation or the event in which it was made; words that had been said earlier are
    none, nor are those of the allegation's maker, unless it accuses itself. A search stands under `replies_sought` of the
    allegation or of that event. A group counts once, and has answered where somebody inside it has: its members have pages
    of their own, which say who was silent. Nothing is asked after the maker took the allegation back.

    Fails: an allegation `about: [acme]` to which nothing of Acme is recorded
    Passes: `replies_sought: [{entities: [acme], result: none-found, on: 2026-11-22, where: the company's news pages}]`
    """
    if not isinstance(record, Allegation) or _is_taken_back(record) or not dataset.complete:
        return
    without, made = silent(record, dataset, record.about), searches(record, dataset)
    for position, id in enumerate(record.about):
        accused = dataset.find(Entity, id)
        if not accused or accused.withdrawn or id not in without:
            continue
        if not any(concerns(search, (id,), dataset) for search in made):
            whose = f"{shown(id)} or of anybody inside it" if dataset.inside(id) else shown(id)
            message = f"there is no reply of {whose}, and nothing says that one was sought"
            fix = (
                "add the reply as a quote with answers:, or look for one and add here "
                f"replies_sought: [{{entities: [{id}], result: none-found, on: ..., where: ...}}]"
            )
            yield ("about", position), message, fix


@rule("FS311", "warning")
def reply_not_sought(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """Nobody is accused here whose reply was not looked for.

    `not-sought` is an honest result, and readers see it; it stays a warning until somebody looks.

    Fails: `replies_sought: [{entities: [acme], result: not-sought}]`
    Passes: the reply as a quote; or the same entry with the result of a search, such as `none-found`
    """
    if isinstance(record, Allegation | Event) and not _is_taken_back(record):
        for position, search in enumerate(record.replies_sought):
            if search.result == NOT_SOUGHT:
                message = f"no reply of {_named(search)} was sought"
                yield ("replies_sought", position), message, "look for a reply, and write here what came of it"


@rule("FS312", "warning")
def fragment_of_a_longer_print(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """Words are given as fully as they were read.

    Where one source prints more of an utterance than another, the longer print is the `text`. Compared are the words, without
    case, punctuation and the shape of marks; a print in another language or in other words, and one without quotation
    marks, is passed over.

    Fails: `text: groundless`, and a source with `as_printed: The decision is groundless`
    Passes: `text: The decision is groundless`, and the other source with `as_printed: groundless`
    """
    for position in longer_prints(record) if isinstance(record, Quote) and not record.withdrawn else ():
        message = "this source prints more of these words than the text has"
        fix = "make this print the text, and write the shorter one as as_printed: of its own source"
        yield ("citations", position, "as_printed"), message, fix


@rule("FS313", "warning")
def search_without_an_account(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """Whoever writes that a reply was sought says how that can be checked.

    It takes the day, and one of: where it was looked for, who asked, or where that was read. Where nothing was done
    (`not-sought`), there is nothing to tell.

    Fails: `replies_sought: [{entities: [acme], result: none-found}]`
    Passes: the same with `on: 2026-11-22, where: the company's news pages`; or with `on: 2024-05, asked_by: daily`
    """
    if isinstance(record, Allegation | Event) and not _is_taken_back(record):
        for position, search in enumerate(record.replies_sought):
            lacking = {} if search.on else {"when": "on: with the day"}
            if not (search.where or search.asked_by or search.citations):
                lacking["where, or by whom,"] = "where: with what was searched, or asked_by:, or citations:"
            if lacking and search.result != NOT_SOUGHT:
                message = f"nothing says {' and '.join(lacking)} a reply of {_named(search)} was sought"
                yield ("replies_sought", position), message, f"add {', and '.join(lacking.values())}"


def _named(search: RepliesSought) -> str:
    """Those whose reply a search was for, for a message."""
    return ", ".join(shown(id) for id in search.entities)


def _is_taken_back(record: Record) -> bool:
    """Whether nothing is asked about a record any more: we withdrew it, or its maker did."""
    return record.withdrawn is not None or (isinstance(record, Allegation) and record.last_stage == RETRACTED)


RULES = (accused_without_a_reply, reply_not_sought, fragment_of_a_longer_print, search_without_an_account)
