"""Facts of every kind that fill every field of the models with a chosen text: a new field is filled by itself."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factsheet.dates import Edtf
from factsheet.folder import PROOFS
from factsheet.model import KINDS, Entity, Kind, Reference, VocabularyName
from factsheet.model.allegation import Allegation
from factsheet.model.fields import Literally
from factsheet.model.quote import Quote
from factsheet.model.source import Author, Origin
from factsheet.model.vocabulary import marks_of, nested
from factsheet.proof.keep import BY_TOOL
from factsheet.reader import read
from pydantic import BaseModel
from pydantic.fields import FieldInfo

FieldPath = tuple[str, ...]
"""The way to a field: the kind of record, then keys as written in its file, without positions."""

Chosen = Callable[[FieldPath], str]
"""The text for the field at a path."""

DAY = "2019-10-07"
NOT_FREE = {
    "url": "https://example.org/page?a=1&b=2",
    "canonical_url": "https://example.org/own",
    "sha256": "0" * 64,
    "lang": "en",
    "language": "en",
    "supplied": "title",
    "rule": "FS312",
}
"""Fields of text whose shape leaves no choice."""

ALTERNATIVES: Mapping[type[BaseModel], tuple[frozenset[str], ...]] = {
    Author: (frozenset({"literal"}), frozenset({"family", "given"})),
    Origin: (frozenset({"from"}), frozenset({"source"})),
    Allegation: (frozenset({"stage"}), frozenset({"stages"})),
    Entity: (frozenset({"members", "size"}), frozenset()),
    Quote: (frozenset(), frozenset({"lead_in"})),
}
"""Keys that exclude each other: each value of such a model is made once without each of these sets."""

FIXED: Mapping[tuple[type[BaseModel], int], Mapping[str, str]] = {
    (Entity, 0): {"type": "company"},
    (Entity, 1): {"type": "group"},
    (Quote, 0): {"form": "verbatim"},
    (Quote, 1): {"form": "reported"},
}
"""What the alternatives say of themselves."""

ACCUSED = {"about", "entities"}
"""Fields that name the company; every other one names the group, so that the company has not replied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A record with the texts that were chosen for it, by their fields."""

    kind: Kind
    id: str
    data: dict[str, Any]
    texts: tuple[tuple[FieldPath, str], ...]


def numbered(text: str, numbers: Iterator[int], ending: str = "") -> Chosen:
    """Chooses the same text for each field, and after it a number of its own and the ending."""
    return lambda _path: f"{text} {next(numbers):04d}{ending}"


def filled_records(name: str, vocabularies: Path, chosen: Chosen) -> Iterator[Filled]:
    """Records whose ids begin with `name`: of each kind all alternatives, every field filled, naming one another and `plain_records`.

    They have no proofs, which would have to fit.
    """
    terms = terms_of(vocabularies)
    for kind, model in KINDS.items():
        for number in range(len(ALTERNATIVES.get(model, "1"))):
            filler = _Filler(name=name, kind=kind, terms=terms, chosen=chosen)
            data = filler.value(model, (kind,), number)
            data["id"] = id = f"{name}-{kind}-{number}"
            data["former_ids"] = [f"former-{id}"]
            yield Filled(kind=kind, id=id, data=data, texts=tuple(filler.texts))


def plain_records(vocabularies: Path) -> Iterator[Filled]:
    """One record of each kind with no more than it needs."""
    first = {name: next(iter(terms)) for name, terms in terms_of(vocabularies).items()}
    cited = [{"source": "plain-sources"}]
    own: dict[Kind, dict[str, Any]] = {
        "entities": {"type": "company", "name": "中 plain party"},
        "sources": {
            "type": first["source_type"],
            "title": "中 plain source",
            "nature": "primary",
            "read_on": DAY,
            "reading": "whole",
        },
        "allegations": {
            "title": "Plain allegation",
            "statement": "A plain party said so.",
            "voice": "nobody",
            "about_others": "all",
            "stage": "alleged",
            "citations": cited,
        },
        "quotes": {"text": "plain words", "lang": "en", "speaker": "plain-entities", "citations": cited},
        "events": {"title": "Plain event", "date": DAY, "type": first["event_type"], "citations": cited},
        "disagreements": {
            "question": "中 plain?",
            "status": first["status"],
            "readings": [{"says": "one", "citations": cited}, {"says": "two", "citations": cited}],
        },
    }
    for kind, data in own.items():
        yield Filled(kind=kind, id=f"plain-{kind}", data={"id": f"plain-{kind}", **data}, texts=())


def write_facts(folder: Path, records: Iterator[Filled], vocabularies: Path) -> None:
    """Writes the records as a folder of facts; what commands alone write stands beside them."""
    for record in records:
        beside = {key: value for key, value in record.data.items() if key in BY_TOOL}
        _write(folder / record.kind / f"{record.id}.yml", {k: v for k, v in record.data.items() if k not in BY_TOOL})
        if beside:
            _write(folder / PROOFS / f"{record.id}.yml", beside)
    (folder / "vocabularies.yml").write_bytes(vocabularies.read_bytes())


def _write(file: Path, data: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")


def terms_of(vocabularies: Path) -> dict[str, dict[str, Any]]:
    """The closed lists by name."""
    document = read(vocabularies, "vocabularies.yml")
    assert not isinstance(document, tuple), document
    return dict(document.data)


@dataclass
class _Filler:
    name: str
    kind: Kind
    terms: dict[str, dict[str, Any]]
    chosen: Chosen

    def __post_init__(self) -> None:
        self.texts: list[tuple[FieldPath, str]] = []

    def value(self, model: type[BaseModel], path: FieldPath, number: int) -> dict[str, Any]:
        """A value of the model in one of its alternatives."""
        left_out = ALTERNATIVES.get(model, (frozenset(),))[number]
        fixed = FIXED.get((model, number), {})
        made: dict[str, Any] = {}
        for attribute, field in model.model_fields.items():
            key = field.alias or attribute
            if key not in left_out and key not in ("id", "former_ids", "proofs"):
                made[key] = fixed[key] if key in fixed else self._field(field, (*path, key))
        return made

    def _field(self, field: FieldInfo, path: FieldPath) -> Any:
        models = nested(field.annotation)
        least = max((mark.min_length for mark in field.metadata if hasattr(mark, "min_length")), default=1)
        many = getattr(field.annotation, "__origin__", None) is tuple
        if models:
            alternatives = range(len(ALTERNATIVES.get(models[0], "1")))
            values = [self.value(models[0], path, number) for number in alternatives for _ in range(least)]
            return values if many else values[0]
        return [self._scalar(field, path)] if many else self._scalar(field, path)

    def _scalar(self, field: FieldInfo, path: FieldPath) -> str:
        marks = marks_of(field.annotation, field.metadata)
        listed = next((mark for mark in marks if isinstance(mark, VocabularyName)), None)
        reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
        if reference:
            return self._named(reference, path)
        if listed and not listed.first_word:
            # A property that is a date would leave its value no choice.
            return next(value for value, term in self.terms[listed.name].items() if "date" not in term)
        if _holds(field.annotation, Edtf):
            return DAY
        if _holds(field.annotation, bool):
            return "true"
        if _holds(field.annotation, int):
            return "1"
        if path[-1] in NOT_FREE and Literally() not in marks:
            return NOT_FREE[path[-1]]
        text = self.chosen(path)
        if listed:
            text = f"{next(iter(self.terms[listed.name]))} {text}"
        self.texts.append((path, text))
        return text

    def _named(self, reference: Reference, path: FieldPath) -> str:
        # What was read in a source is not told from what was not: any acceptance of it is one.
        kind = "sources" if path[-1] == "of" else reference.kinds[0] if reference.kinds else self.kind
        if kind == self.kind:
            return f"plain-{kind}"
        return f"{self.name}-{kind}-{0 if kind != 'entities' or path[-1] in ACCUSED else 1}"


def _holds(annotation: Any, sort: type) -> bool:
    return annotation is sort or any(_holds(part, sort) for part in getattr(annotation, "__args__", ()))
