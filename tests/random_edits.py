"""Edits of facts, each with what it means to readers, and random ones of them."""

import marshal
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from factsheet.ledger import VOCABULARIES_ID, Kept, is_removed, with_ids
from factsheet.model import KINDS
from factsheet.reader import Document, read
from factsheet.reader.writer import as_yaml

SAID = {
    "entities": "name",
    "sources": "title",
    "allegations": "statement",
    "quotes": "text",
    "events": "title",
    "disagreements": "question",
}
"""The field in which a record of each kind says what it says."""
Classes = tuple[str, ...]
"""What a change means to readers, the weightiest first."""
Records = dict[str, tuple[Kept, dict[str, Any]]]
"""The records of the facts by their ids, with their kinds, and the closed lists."""
Made = tuple[str, Classes]
"""The id of a record that was edited or added, and the classes of that change."""
Edit = Callable[[Records, str, int], Made | None]
"""Edits a record, or adds one to it; None where it does not fit. The number is that of no other edit."""


def edits_citation(change: Callable[[Records, list[Any], int], str]) -> Edit:
    """An edit of the citations of a record, which says what it made of them, or nothing."""

    def edit(records: Records, id: str, number: int) -> Made | None:
        made = change(records, records[id][1].get("citations", []), number)
        return (id, (made,)) if made else None

    return edit


def adds_citation(records: Records, citations: list[Any], number: int) -> str:
    """Adds a citation to those that are there."""
    if citations:
        citations.append(citation(records, number))
    return "evidence-added" if citations else ""


def moves_citation(_records: Records, citations: list[Any], number: int) -> str:
    """Gives the last citation another place in its source."""
    moves = bool(citations) and "at" in citations[-1]
    if moves:
        citations[-1]["at"] = f"page {1000 + number}"
    return "evidence-changed" if moves else ""


def removes_citation(_records: Records, citations: list[Any], _number: int) -> str:
    """Takes the last citation out, where another one is left."""
    removes = len(citations) > 1
    if removes:
        citations.pop()
    return "evidence-removed" if removes else ""


def reorders_citations(_records: Records, citations: list[Any], _number: int) -> str:
    """Puts the citations in another order."""
    citations.reverse()
    return "metadata-only" if citations != citations[::-1] else ""


def notes(records: Records, id: str, number: int) -> Made | None:
    """Gives a record another note, or its first one."""
    kind, data = records[id]
    if kind == "vocabularies":
        return None
    data["note"] = f"Remark {number}."
    return id, ("reworded",)


def takes_note_out(records: Records, id: str, _number: int) -> Made | None:
    """Takes the note of a record out."""
    return (id, ("reworded",)) if records[id][1].pop("note", None) else None


def corrects(reason: str, made: str) -> Edit:
    """An edit of what a record says, for that reason."""

    def edit(records: Records, id: str, number: int) -> Made | None:
        kind, data = records[id]
        if kind in ("vocabularies", "sources") or is_removed(data[SAID[kind]]):
            return None
        field = SAID[kind]
        was = " ".join(data[field].split())
        data[field] = f"{was} ({number})"
        entry = {"field": field, "was": was, "now": data[field], "reason": reason}
        data.setdefault("corrections", []).append(entry)
        return id, (made,)

    return edit


def names_party(records: Records, id: str, number: int) -> Made | None:
    """Lets an allegation be about one party more, by a correction: one that no edit added, since those were not asked."""
    kind, data = records[id]
    if kind != "allegations" or "about" not in data:
        return None
    named = {*data["about"], *data.get("made_by", ())}
    others = [other for other in of_kind(records, "entities") if other not in named and not other.startswith("party-")]
    party = others[number % len(others)]
    data["about"].append(party)
    entry = {"field": "about", "now": party, "reason": "source-misread"}
    data.setdefault("corrections", []).append(entry)
    return id, ("corrected",)


def reorders_authors(records: Records, id: str, _number: int) -> Made | None:
    """Puts the authors of a source in another order."""
    authors = records[id][1].get("author", [])
    authors.reverse()
    return (id, ("evidence-changed",)) if authors != authors[::-1] else None


def narrows_date(records: Records, id: str, _number: int) -> Made | None:
    """Makes the date of a quote that an edit added more exact."""
    data = records[id][1]
    if data.get("said_on") != "2024-06":
        return None
    data["said_on"] = "2024-06-17"
    return id, ("evidence-changed",)


def adds_name(records: Records, id: str, number: int) -> Made | None:
    """Adds a name to a party."""
    kind, data = records[id]
    if kind != "entities":
        return None
    name = {"text": f"Name {number}", "lang": "en", "type": "common", "citations": [citation(records, number)]}
    data.setdefault("names", []).append(name)
    return id, ("evidence-added",)


def answers(records: Records, id: str, number: int) -> Made | None:
    """Adds a quote that answers the record."""
    if records[id][0] not in ("allegations", "events"):
        return None
    answer = f"answer-{number}"
    data = {
        "id": answer,
        "text": f"That is not so, said for the {number}th time.",
        "lang": "en",
        "speaker": "acme",
        "said_on": "2024-06",
        "answers": [{"to": id, "response": "denies"}],
        "citations": [citation(records, number)],
    }
    records[answer] = ("quotes", data)
    return answer, ("reply-received",)


def answers_too(records: Records, id: str, number: int) -> Made | None:
    """Lets a quote answer one record more; dated words may be older than that, and then are no reply."""
    kind, data = records[id]
    answered = [answer["to"] for answer in data.get("answers", ())]
    others = [other for other in of_kind(records, "allegations", "events") if other not in answered]
    if kind != "quotes" or not others:
        return None
    response, made = ("earlier-statement", "evidence-added") if "said_on" in data else ("context", "reply-received")
    data.setdefault("answers", []).append({"to": others[number % len(others)], "response": response})
    return id, (made,)


def adds_party(records: Records, _id: str, number: int) -> Made | None:
    """Adds a party."""
    id = f"party-{number}"
    records[id] = ("entities", {"id": id, "type": "company", "name": f"Party {number}"})
    return id, ("new",)


def adds_source(records: Records, _id: str, number: int) -> Made | None:
    """Adds a source."""
    id = f"source-{number}"
    title = {"title": f"Page {number}", "type": "webpage", "nature": "secondary"}
    records[id] = ("sources", {"id": id, **title, "read_on": "2026-11-30", "reading": "whole"})
    return id, ("new",)


def withdraws(reason: str, *made: str) -> Edit:
    """A withdrawal of a quote, or of what an edit added, for that reason."""

    def edit(records: Records, id: str, _number: int) -> Made | None:
        kind, data = records[id]
        if kind != "quotes" and not id.startswith(("party-", "source-")):
            return None
        data["withdrawn"] = {"on": "2026-12-31", "reason": reason}
        if reason == "duplicate":
            data["withdrawn"]["replaced_by"] = next(
                other for other in of_kind(records, kind) if other != id and "withdrawn" not in records[other][1]
            )
        return id, made

    return edit


def rewords_list(records: Records, id: str, number: int) -> Made | None:
    """Gives a listed value another label."""
    if id != VOCABULARIES_ID:
        return None
    records[id][1]["setting"]["interview"]["label"] = f"Interview ({number})"
    return id, ("reworded",)


def extends_list(records: Records, id: str, number: int) -> Made | None:
    """Adds a value to a closed list."""
    if id != VOCABULARIES_ID:
        return None
    records[id][1]["setting"][f"setting-{number}"] = {"label": f"Setting {number}", "definition": "One more."}
    return id, ("new",)


def renames(records: Records, id: str, number: int) -> Made | None:
    """Gives a record another id, and all that name it that id."""
    kind, data = records[id]
    # Other edits name parties by their ids.
    if kind in ("vocabularies", "entities"):
        return None
    new = f"{id[:60].rstrip('-')}-{number}"
    del records[id]
    records[new] = (kind, data | {"id": new, "former_ids": [*data.get("former_ids", ()), id]})
    for other, (of, held) in records.items():
        if of != "vocabularies":
            records[other] = (of, dict(with_ids(of, held, {id: new})))
    return new, ("metadata-only",)


EDITS: tuple[Edit, ...] = (
    edits_citation(adds_citation),
    edits_citation(moves_citation),
    edits_citation(removes_citation),
    edits_citation(reorders_citations),
    notes,
    takes_note_out,
    corrects("source-misread", "corrected"),
    corrects("wording", "reworded"),
    names_party,
    reorders_authors,
    narrows_date,
    adds_name,
    answers,
    answers_too,
    adds_party,
    adds_source,
    withdraws("unsupported", "withdrawn"),
    withdraws("duplicate", "withdrawn"),
    withdraws("source-lost", "withdrawn", "source-lost"),
    rewords_list,
    extends_list,
    renames,
)


def edit_all(records: Records, numbers: Iterable[int], random: Random) -> dict[str, Classes]:
    """Makes a random edit for each number, each of another record: what is made of which."""
    before = deepcopy(records)
    made: dict[str, Classes] = {}
    for number in numbers:
        made |= [edit_one(records, made, number, random)]
    in_passing = (id for id, was in before.items() if id in records and records[id] != was and id not in made)
    return {**made, **dict.fromkeys(in_passing, ("metadata-only",))}


def edit_one(records: Records, made: dict[str, Classes], number: int, random: Random) -> Made:
    """Makes the first of all edits in random order that fits a record which has none yet."""
    ids = sorted(id for id, (_kind, data) in records.items() if id not in made and "withdrawn" not in data)
    tries = (
        edit(records, id, number) for edit in random.sample(EDITS, len(EDITS)) for id in random.sample(ids, len(ids))
    )
    return next(done for done in tries if done)


def citation(records: Records, number: int) -> dict[str, str]:
    """A citation that no record has yet."""
    sources = of_kind(records, "sources")
    return {"source": sources[number % len(sources)], "at": f"page {number}"}


def of_kind(records: Records, *kinds: str) -> list[str]:
    """The ids of records of these kinds that still count."""
    return sorted(id for id, (kind, data) in records.items() if kind in kinds and "withdrawn" not in data)


def ask_everybody(records: Records) -> None:
    """Lets each allegation say that the replies of all parties were sought: no edit then leaves an accused unheard."""
    search = {
        "entities": of_kind(records, "entities"),
        "result": "none-found",
        "on": "2026-11-30",
        "where": "their pages",
    }
    for id in of_kind(records, "allegations"):
        records[id][1].setdefault("replies_sought", []).append(search)


def records_in(facts: Path) -> Records:
    """All records of a facts folder, and its closed lists."""
    found: Records = {file.stem: (kind, data_of(file)) for kind in KINDS for file in (facts / kind).glob("*.yml")}
    return found | {VOCABULARIES_ID: ("vocabularies", data_of(facts / VOCABULARIES_ID))}


def write(facts: Path, records: Records) -> None:
    """Writes all records, and no others."""
    for file in facts.glob("*/*.yml"):
        file.unlink()
    for id, (kind, data) in records.items():
        file = facts / (id if kind == "vocabularies" else f"{kind}/{id}.yml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_yaml(data), "utf-8")


def data_of(file: Path) -> dict[str, Any]:
    """The plain data of a file of the facts."""
    document = read(file, file.name)
    assert not isinstance(document, tuple), document
    return dict(document.data)


def saying(document: Document, data: dict[str, Any]) -> Document:
    """The document of a file that says something else."""
    return replace(document, marks=replace(document.marks, packed=marshal.dumps(data)), beside=None)
