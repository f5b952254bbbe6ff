"""JSON Schema 2020-12 for each kind of record, so that editors complete and explain the fields."""

import json
from collections.abc import Iterator
from typing import Any

from factsheet.model import KINDS, Model, Vocabularies, VocabularyName
from factsheet.model.fields import ID_PATTERN, Reference
from factsheet.model.vocabulary import is_by_tool, marks_of, nested

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(vocabularies: Vocabularies) -> dict[str, str]:
    """A schema file's name and text for each kind and for the vocabularies; the same facts give the same text."""
    files = {f"{kind}.json": _schema(model, vocabularies) for kind, model in KINDS.items()}
    files["vocabularies.json"] = _schema(Vocabularies, vocabularies)
    return files


def _schema(model: type[Model], vocabularies: Vocabularies) -> str:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    definitions = schema.get("$defs", {})
    models = dict.fromkeys(_models(model))
    for name in definitions.keys() - {held.__name__ for held in models}:
        del definitions[name]
    for held in models:
        shapes = definitions.get(held.__name__, schema).get("properties", {})
        for name, field in held.model_fields.items():
            marks = marks_of(field.annotation, field.metadata)
            if is_by_tool(field):
                shapes.pop(field.alias or name)
            elif shape := shapes.get(field.alias or name):
                shapes[field.alias or name] = {
                    **_written(shape),
                    **({"title": field.title} if field.title else {}),
                    "description": field.description,
                    **_listed(shape, marks, vocabularies),
                }
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"


def _models(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for field in model.model_fields.values():
        for inner in () if is_by_tool(field) else nested(field.annotation):
            yield from _models(inner)


def _written(shape: dict[str, Any]) -> dict[str, Any]:
    """The shape as it may be written: an editor takes `2001` for a number and `No` for a truth, for us both are text."""
    choices = [part for part in shape.get("anyOf", (shape,)) if part.get("type") != "null"]
    kept = {key: value for key, value in choices[0].items() if key not in ("title", "default", "description")}
    match kept.get("type"):
        case "string" | "integer" | "boolean":
            kept["type"] = ["string", "number", "boolean"]
        case "array":
            kept["items"] = _written(kept["items"])
    return kept


def _listed(shape: dict[str, Any], marks: list[Any], vocabularies: Vocabularies) -> dict[str, Any]:
    """What a closed list or a reference adds to a shape."""
    for mark in marks:
        terms = vocabularies.root.get(mark.name, {}) if isinstance(mark, VocabularyName) else {}
        if terms and not mark.first_word:
            explained = [f"{term.label}: {term.definition}" for term in terms.values()]
            return {"type": "string", "enum": list(terms), "markdownEnumDescriptions": explained}
        if isinstance(mark, Reference):
            text = {"type": "string", "pattern": ID_PATTERN}
            return {"items": text} if shape.get("type") == "array" else text
    return {}
