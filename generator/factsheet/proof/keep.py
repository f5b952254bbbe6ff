"""Where proofs are kept: a file a record in facts/proofs/, which `verify` alone writes."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from factsheet.folder import PROOFS, printable
from factsheet.model import Accepted, Proof, Record, Value
from factsheet.model.vocabulary import is_by_tool
from factsheet.problem import Code, Location, Problem, shown
from factsheet.reader import Document
from factsheet.reader.writer import as_yaml

MISPLACED = Code(
    name="FS403",
    level="error",
    manual="""Proofs stand in facts/proofs/, in a file with the name of their record.

`factsheet verify --write` and `factsheet accept` alone write there. Somebody who types a proof has not proven anything.

Fails: `proofs:` in `facts/quotes/acme-2019-10-08.yml`
Passes: `facts/proofs/acme-2019-10-08.yml`, as `factsheet verify --write` wrote it
""",
)
MODELINE = "# Written by `factsheet verify --write` and `factsheet accept`. To give a proof up, delete it here."
"""The line above the proofs."""
BY_TOOL = frozenset(field.alias or name for name, field in Record.model_fields.items() if is_by_tool(field))
"""The keys of a record that stand in its file of proofs."""


def joined(document: Document, beside: Document | None) -> Document:
    """A record's document together with its proofs."""
    return document.with_beside(beside) if beside else document


def misplaced(document: Document, beside: Document | None) -> Iterator[Problem]:
    """Keys of a record's file that belong to its proofs, and the other way round."""
    for key in document.data:
        if key in BY_TOOL:
            message = f"the key {shown(key)} stands in {PROOFS}/, and is written by a command alone"
            yield Problem.at(document.location((key,), key=True), MISPLACED, message, "delete it here")
    for key in beside.data if beside else ():
        if key not in BY_TOOL and beside:
            message = f"the key {shown(key)} does not belong into a file of proofs"
            yield Problem.at(
                beside.location((key,), key=True), MISPLACED, message, "delete it, or write it in the record"
            )


def ownerless(files: Mapping[str, Path], ids: Iterable[str]) -> Iterator[Problem]:
    """Files of proofs whose record is not there."""
    there = set(ids)
    for id, file in files.items():
        if id not in there:
            message = f"there is no record {shown(id)} that this could prove"
            yield Problem.at(Location(printable(file)), MISPLACED, message, "rename it as the record was, or delete it")


def text_beside(proofs: Iterable[Proof], accepted: Iterable[Accepted]) -> str:
    """The text of a record's file of proofs, each list in an order of its own; empty where there is nothing to keep.

    Two people who prove different words write different lines, which meet in no pull request.
    """
    data = {
        "proofs": [_plain(one) for one in sorted(proofs, key=_by_words)],
        "accepted": [_plain(one) for one in sorted(accepted, key=_by_what_changed)],
    }
    data = {key: values for key, values in data.items() if values}
    return as_yaml(data, MODELINE) if data else ""


def file_of(id: str, facts: Path) -> Path:
    """A record's file of proofs."""
    return facts / PROOFS / f"{id}.yml"


def write(id: str, facts: Path, *, proofs: Iterable[Proof], accepted: Iterable[Accepted]) -> None:
    """Writes a record's file of proofs anew, with these and no others; takes it away where there is nothing to keep."""
    file = file_of(id, facts)
    text = text_beside(proofs, accepted)
    if not text:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(exist_ok=True)
    aside = file.with_name(f"{file.name}.{os.getpid()}~")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(file)


def _by_words(proof: Proof) -> tuple[str, str, int]:
    return proof.source, proof.words, proof.start


def _by_what_changed(one: Accepted) -> tuple[str, str]:
    return one.of, one.sha256


def _plain(one: Value) -> dict[str, Any]:
    held = one.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    return {
        key: [str(inner) for inner in value] if isinstance(value, list) else str(value) for key, value in held.items()
    }
