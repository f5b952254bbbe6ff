"""A record's plain data as readers see it: of any release, and so perhaps of a shape that the model no longer has."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, get_args

from factsheet.dataset import Dataset
from factsheet.dates import Edtf, NotADate, parse
from factsheet.ledger import Data, is_removed
from factsheet.model import (
    KINDS,
    Correction,
    Kind,
    Model,
    Record,
    Redaction,
    Reference,
    Source,
    Statement,
    Value,
    VocabularyName,
)
from factsheet.model.fields import Url, Words
from factsheet.model.vocabulary import marks_of, nested
from factsheet.views.cell import Cell, Chosen, Dated, Grouped, Line, Linked, Several, Written
from factsheet.views.desk import Desk, ref_to
from factsheet.views.present import current, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a value stands in: the keys beside it, the language of the whole record's words, and today's data set."""

    held: Data
    lang: str | None
    dataset: Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a model, and how a text of it is shown; `model` is the shape of what it holds, `many` if in a list.

    `default` is the text that it stands for where it is left out.
    """

    key: str
    label: str
    default: str | None
    many: bool
    model: type[Model] | None
    show: Callable[[str, Around], Cell]


_OURS = ("statement", "note")
"""Our own prose; no mark tells it from words of others."""


def sheet(kind: Kind, data: Data, desk: Desk) -> tuple[Line, ...]:
    """The lines of a record, in the order of the model's fields, what any record can carry last; `id` is left out.

    A field that was left out is there where it then stands for a text.
    """
    model = KINDS[kind]
    left_out = {key: field.default for key, field in fields(model).items() if field.default}
    place = around(data, desk.dataset)
    found = lines(model, {**left_out, **data}, place)
    named = {key: _of_fields(kind, key, data, place) for key in _NAMING_FIELDS if data.get(key)}
    return tuple(
        replace(line, cell=named[line.key]) if line.key in named else line for line in found if line.key != "id"
    )


def around(data: Data, dataset: Dataset) -> Around:
    """What the values of a record stand in."""
    return Around(held=data, lang=data.get("lang"), dataset=dataset)


def lines(model: type[Model], data: Data, place: Around) -> tuple[Line, ...]:
    """The lines of plain data of a model's shape; keys that the model does not know come last, by name."""
    inside = Around(held=data, lang=place.lang, dataset=place.dataset)
    known = fields(model)
    left_out = model.for_machines if issubclass(model, Value) else ()
    shown = (field for key, field in known.items() if key not in left_out)
    return tuple(_lines((*shown, *_unknown(data, known)), data, inside))


def cell(field: Field, value: Any, place: Around) -> Cell:
    """The value of a field, or one item of it, as readers see it."""
    if isinstance(value, str):
        return Written(sort="text", text=value) if is_removed(value) else field.show(value, place)
    if isinstance(value, list):
        return Several(cells=tuple(cell(field, item, place) for item in value))
    return Grouped(lines=lines(field.model or Model, value, place))


@cache
def fields(model: type[Model]) -> Mapping[str, Field]:
    """The fields of a model by key, those that any record or statement can carry last."""
    last = {name for base in (Record, Statement) if issubclass(model, base) for name in base.model_fields}
    found = {}
    for name in sorted(model.model_fields, key=lambda name: name in last):
        field = model.model_fields[name]
        key = field.alias or name
        inner = nested(field.annotation)
        marks = marks_of(field.annotation, field.metadata)
        found[key] = Field(
            key=key,
            label=field.title or label(key),
            default=field.default if isinstance(field.default, str) else None,
            many=_is_many(field.annotation),
            model=inner[0] if inner else None,
            show=_date if _holds(field.annotation, Edtf) else _shown(key, marks),
        )
    return found


def label(key: str) -> str:
    """A key as words: blanks for underscores, its first letter large."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def field_label(kind: Kind, key: str) -> str:
    """What readers call a field of records of that kind; one that the model does not know by its key."""
    field = fields(KINDS[kind]).get(key)
    return field.label if field else label(key)


def named_field(kind: Kind, field: str, dataset: Dataset) -> str:
    """A field as a correction names it, in readers' terms: a property by what it is, a text that names no field as it is."""
    key, item = _parted(field)
    if key == "properties" and item:
        return listed("property", item, dataset).label
    return field_label(kind, key) if key in fields(KINDS[kind]) else field


def date_of(text: str) -> Edtf | None:
    """The date that the text writes; None if it is none."""
    try:
        return parse(text)
    except NotADate:
        return None


def _lines(known: Iterable[Field], data: Data, place: Around) -> Iterator[Line]:
    for field in known:
        value = data.get(field.key)
        if value:
            yield Line(key=field.key, label=field.label, cell=cell(field, value, place))


def _unknown(data: Data, known: Mapping[str, Field]) -> tuple[Field, ...]:
    keys = sorted(key for key in data if key not in known)
    return tuple(Field(key=key, label=label(key), default=None, many=False, model=None, show=_text) for key in keys)


_NAMING_FIELDS: Mapping[str, type[Model]] = {"corrections": Correction, "redacted": Redaction}
"""What any record can carry that names fields of it."""


def _of_fields(kind: Kind, key: str, data: Data, place: Around) -> Cell:
    """Entries that name a field of the record: the field in readers' terms, and words of it as the field shows them."""
    made = []
    for entry in data[key]:
        field = entry["field"]
        instead = {name: _as_in(kind, field, entry[name], place) for name in ("was", "now") if name in entry}
        instead["field"] = Written(sort="text", text=named_field(kind, field, place.dataset))
        found = lines(_NAMING_FIELDS[key], entry, place)
        made.append(Grouped(lines=tuple(replace(line, cell=instead.get(line.key, line.cell)) for line in found)))
    return Several(cells=tuple(made))


def _as_in(kind: Kind, field: str, text: str, place: Around) -> Cell:
    """A text as a field of the record shows it; inside an item, it may be a term of a closed list, or what the item is."""
    key, _item = _parted(field)
    found = fields(KINDS[kind]).get(key)
    if not found or not found.model:
        return cell(found, text, place) if found else _text(text, place)
    inner = fields(found.model)
    terms = (made for made in (cell(one, text, place) for one in inner.values()) if isinstance(made, Chosen))
    first = found.model.identity[:1] if issubclass(found.model, Value) else ()
    return next(terms, next((cell(inner[key], text, place) for key in first), _text(text, place)))


def _parted(field: str) -> tuple[str, str]:
    """A field as a correction names it: its key, and the item that is meant, such as `properties` and `founded`."""
    key, _bracket, item = field.partition("[")
    return key.partition(".")[0].strip(), item.partition("]")[0]


def _shown(key: str, marks: list[Any]) -> Callable[[str, Around], Cell]:
    """How a text is shown, by the marks of its field and by what makes it a text of its sort."""
    if key == "supplied":
        return _field_of_source
    if any(isinstance(mark, Reference) for mark in marks):
        return _link
    for mark in marks:
        if isinstance(mark, VocabularyName) and not mark.first_word:
            return partial(_choice, mark.name)
    if get_args(Url)[1] in marks:
        return _address
    if get_args(Words)[1] in marks:
        return _prose if key in _OURS else partial(_words, _LANGUAGES.get(key, _own_language))
    return partial(_foreign, _LANGUAGES[key]) if key in _LANGUAGES else _text


def _is_many(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is tuple or any(map(_is_many, getattr(annotation, "__args__", ())))


def _holds(annotation: Any, sort: type) -> bool:
    return annotation is sort or any(_holds(part, sort) for part in getattr(annotation, "__args__", ()))


def _text(text: str, _place: Around) -> Cell:
    return Written(sort="text", text=text)


def _field_of_source(text: str, place: Around) -> Cell:
    return _text(field_label("sources", text), place)


def _prose(text: str, _place: Around) -> Cell:
    return Written(sort="prose", text=text)


def _address(text: str, _place: Around) -> Cell:
    return Written(sort="address", text=text)


def _date(text: str, place: Around) -> Cell:
    date = date_of(text)
    return Dated(date=date) if date else _text(text, place)


def _choice(vocabulary: str, text: str, place: Around) -> Cell:
    found = listed(vocabulary, text, place.dataset)
    return Chosen(listed=found) if found.definition else _text(text, place)


def _link(text: str, place: Around) -> Cell:
    return place.dataset.once(_linked, text)


def _foreign(language: Callable[[Around], str | None], text: str, place: Around) -> Cell:
    return Written(sort="text", text=text, lang=language(place))


def _words(language: Callable[[Around], str | None], text: str, place: Around) -> Cell:
    """Words of somebody else; indirect speech, and what a source prints in its own sentence, is not quoted."""
    indirect = place.held.get("form") == "reported" or place.held.get("difference") == "not-in-quotation-marks"
    return Written(sort="text" if indirect else "words", text=text, lang=language(place))


def _own_language(place: Around) -> str | None:
    return place.held.get("lang") or place.lang


def _language_of_title(place: Around) -> str | None:
    """The language of a source's title; what was worked out stands in our words."""
    return None if "title" in place.held.get("supplied", ()) else place.held.get("language")


def _language_of_source(place: Around) -> str | None:
    source = place.dataset.find(Source, current(str(place.held.get("source")), place.dataset))
    return source.language if source else None


_LANGUAGES: Mapping[str, Callable[[Around], str | None]] = {
    "text": _own_language,
    "as_printed": _own_language,
    "title": _language_of_title,
    "exact": _language_of_source,
    "prefix": _language_of_source,
    "suffix": _language_of_source,
}
"""Where the language of a text is found."""


def _linked(id: str, dataset: Dataset) -> Cell:
    record = dataset.records.get(current(id, dataset))
    return Linked(ref=ref_to(record, dataset)) if record else Written(sort="text", text=id)
