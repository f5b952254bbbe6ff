"""Makes a record of a document: wrong shape becomes problems in the contributor's words, never pydantic's."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from factsheet.decode.codes import (
    BAD_VOCABULARY,
    BAD_WORDING,
    MISSING_KEY,
    TOGETHER,
    UNKNOWN_KEY,
    UNKNOWN_TERM,
    WRONG_ADDRESS,
    WRONG_DATE,
    WRONG_ID,
    WRONG_SHAPE,
    WRONG_VALUE,
)
from factsheet.model import KINDS, Kind, Record, Term, Vocabularies, VocabularyName, vocabularies_needed
from factsheet.model.fields import Literally
from factsheet.model.references import Path, marked, marks_at, model_at, values
from factsheet.model.vocabulary import is_by_tool
from factsheet.model.wording import Wording
from factsheet.problem import MOST_HINTS, Location, Problem, meant, shown
from factsheet.reader import CUT, Document

_BY_TYPE = {"together": TOGETHER, "date": WRONG_DATE, "id": WRONG_ID, "url": WRONG_ADDRESS}


def decode(document: Document, kind: Kind, vocabularies: Vocabularies) -> Record | tuple[Problem, ...]:
    """The record of that kind in the document, or all that is wrong with its shape, values and listed terms."""
    model = KINDS[kind]
    problems = [_cut(document, path) for path in document.cuts() if _literal(model, path)]
    problems += _unknown_terms(model, document, vocabularies)
    try:
        record = model.model_validate(document.data)
    except ValidationError as error:
        problems += _problems(error, document, model)
        return tuple(problems)
    return tuple(problems) or record


def _literal(model: type[BaseModel], path: Path) -> bool:
    return any(isinstance(mark, Literally) for mark in marks_at(model, path))


def _cut(document: Document, path: Path) -> Problem:
    message = "a remark cuts this text: ` #` starts a remark"
    return Problem.at(document.location(path), CUT, message, "put the text in quotation marks")


def decode_vocabularies(document: Document) -> Vocabularies | tuple[Problem, ...]:
    """The closed lists in the document, or all that is wrong with them."""
    try:
        vocabularies = Vocabularies.model_validate(document.data)
    except ValidationError as error:
        return tuple(_problems(error, document, Vocabularies))
    cut = tuple(_cut(document, path) for path in document.cuts() if _literal(Term, path[-1:]))
    return (*cut, *_missing_terms(vocabularies, document)) or vocabularies


def _missing_terms(vocabularies: Vocabularies, document: Document) -> Iterator[Problem]:
    needed = vocabularies_needed(*KINDS.values())
    for name, relied_on in needed.items():
        if name not in vocabularies.root:
            message, fix = f"the list {shown(name)} is missing", "add it, with a label and a definition for each value"
            yield Problem.at(Location(document.path), BAD_VOCABULARY, message, fix)
            continue
        for value in sorted(relied_on - vocabularies.root[name].keys()):
            message, fix = (
                f"the list {shown(name)} lacks the value {shown(value)}",
                "add it, with a label and a definition",
            )
            yield Problem.at(document.location((name,), key=True), BAD_VOCABULARY, message, fix)
    for name in vocabularies.root:
        if name not in needed:
            message = f"no field uses a list named {shown(name)}"
            yield Problem.at(
                document.location((name,), key=True), BAD_VOCABULARY, message, meant(name, needed) or "delete it"
            )


def _unknown_terms(model: type[BaseModel], document: Document, vocabularies: Vocabularies) -> Iterator[Problem]:
    # Most words are listed, and seen to be without a further look.
    if all(
        _word(field.mark, value) in vocabularies.root.get(field.mark.name, ())
        for field, value in values(model, document.data, VocabularyName)
    ):
        return
    for path, mark, value in marked(model, document.data, VocabularyName):
        terms, word = vocabularies.root.get(mark.name, {}), _word(mark, value)
        if word not in terms:
            message = f"{shown(word)} is not in the list {shown(mark.name)}"
            fix = meant(word, terms) or f"use one of: {', '.join(terms) or 'none is listed'}"
            yield Problem.at(document.location(path), UNKNOWN_TERM, message, fix)


def _word(mark: VocabularyName, value: str) -> str:
    return value.split(" ", 1)[0] if mark.first_word else value


def decode_wording(document: Document, vocabularies: Vocabularies) -> Wording | tuple[Problem, ...]:
    """The words to avoid in the document, or all that is wrong with them, under one code: they are no facts."""
    problems = [_cut(document, path) for path in document.cuts() if _literal(Wording, path)]
    problems += _unknown_terms(Wording, document, vocabularies)
    problems += _listed_twice(document)
    try:
        wording = Wording.model_validate(document.data)
    except ValidationError as error:
        problems += _problems(error, document, Wording)
    return tuple(replace(problem, code=BAD_WORDING.name) for problem in problems) or wording


def _listed_twice(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, _mark, text in marked(Wording, document.data, Literally):
        same = " ".join(text.casefold().split())
        if "words" in path and same in seen:
            message = f"{shown(text)} stands in the list twice"
            yield Problem.at(document.location(path), BAD_WORDING, message, "delete one of the two")
        elif "words" in path:
            seen.add(same)


def _errors(error: ValidationError) -> Iterator[Any]:
    """Pydantic's errors, less lists that are only too short for it because it did not count their wrong items."""
    for found in error.errors(include_url=False):
        if found["type"] != "too_short" or len(found["input"]) < found["ctx"]["min_length"]:
            yield found


def _problems(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    for number, found in enumerate(_errors(error)):
        yield _problem(found, document, model, hint=number < MOST_HINTS)


def _problem(error: Any, document: Document, model: type[BaseModel], *, hint: bool) -> Problem:
    """The problem behind one of pydantic's errors."""
    path: Path = tuple(step for step in error["loc"] if step != "[key]")
    name = str(path[-1]) if path else ""
    kind: str = error["type"]
    match kind:
        case "extra_forbidden":
            keys = _keys_beside(path, model)
            message = f"there is no key {shown(name)} here"
            return Problem.at(
                document.location(path, key=True),
                UNKNOWN_KEY,
                message,
                (hint and meant(name, keys)) or f"use one of: {', '.join(keys)}",
            )
        case "missing":
            message = f"the key {shown(name)} is missing"
            return Problem.at(document.location(path[:-1]), MISSING_KEY, message, f"add a line {name}: with its value")
        case "too_short":
            least = error["ctx"]["min_length"]
            return Problem.at(
                document.location(path),
                WRONG_SHAPE,
                f"{shown(name)} needs at least {least} items",
                "add what is missing",
            )
        case _ if "fix" in error.get("ctx", {}):
            code = _BY_TYPE.get(kind, WRONG_VALUE)
            return Problem.at(document.location(path), code, _said(error), error["ctx"]["fix"])
        case _:
            return Problem.at(document.location(path), WRONG_SHAPE, *_shape(kind, error["input"]))


def _said(error: Any) -> str:
    """Pydantic's or our own message, with the value where that is a text."""
    value = error["input"]
    return f"{error['msg']}: {shown(value)}" if isinstance(value, str) and value.strip() else str(error["msg"])


_WANTED = {
    "string_type": ("a text", "write one text here"),
    "tuple_type": ("a list", "put the values in square brackets, or each on a line of its own after a hyphen"),
    "dict_type": ("a group of keys", "write the keys below, set in, or in curly brackets"),
    "model_type": ("a group of keys", "write the keys below, set in, or in curly brackets"),
}


def _shape(kind: str, value: object) -> tuple[str, str]:
    """What is wrong with a shape, and the remedy."""
    wanted, fix = _WANTED.get(kind, ("something else", "compare with the template in facts/README.md"))
    had = (
        "a list"
        if isinstance(value, list)
        else "a group of keys"
        if isinstance(value, dict)
        else f"the text {shown(value)}"
    )
    return f"this key takes {wanted}, not {had}", fix


def _keys_beside(path: Path, model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that may stand where the last step of the path stands."""
    held = Term if model is Vocabularies else model_at(model, path[:-1])
    fields = held.model_fields.items() if held else ()
    return tuple(field.alias or name for name, field in fields if not is_by_tool(field))
