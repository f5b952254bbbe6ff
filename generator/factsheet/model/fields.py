"""The sorts of text a field can hold, each with the check that belongs to its shape. Every value arrives as text."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, BeforeValidator, GetPydanticSchema, TypeAdapter
from pydantic_core import PydanticCustomError, core_schema

from factsheet import dates

Kind = Literal["entities", "sources", "allegations", "quotes", "events", "disagreements"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field that holds the id of another record, of one of these kinds; none given: of its own kind."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class VocabularyName:
    """Marks a field whose values are listed in facts/vocabularies.yml.

    `relies_on` are the values that rules or pages ask for; `first_word`: only the text's first word is listed.
    """

    name: str
    relies_on: tuple[str, ...] = ()
    first_word: bool = False


Role = Literal["words", "fact", "reply", "evidence", "remark"]


@dataclass(frozen=True, slots=True)
class Published:
    """Marks what a field is to readers, and so what a change of it means once it was published.

    `words` (our own sentences, names and values, and quotes) and `fact` (who, when, in which form) never change without a
    correction; `reply` is an answer received, `evidence` what a statement stands on, `remark` our words beside it. `ordered`:
    of a list, its order is so too. Nobody joins a list of parties, or of items that each name one, which is a `fact`, without
    a correction.
    """

    role: Role
    ordered: bool = False


OURS, FACT, REPLY = Published("words"), Published("fact"), Published("reply")
FACT_IN_ORDER = Published("fact", ordered=True)
EVIDENCE, REMARK = Published("evidence"), Published("remark")
EVIDENCE_IN_ORDER = Published("evidence", ordered=True)


@dataclass(frozen=True, slots=True)
class ByTool:
    """Marks a field that a command alone writes: it stands in facts/proofs/, not in the record's own file."""


@dataclass(frozen=True, slots=True)
class Literally:
    """Marks a field that readers see as written: a plain scalar there must not be cut by ` #`."""


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_ID = re.compile(ID_PATTERN)
_MOST_OF_AN_ID = 80
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_CODE = re.compile(r"FS[0-9]{3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WHOLE = re.compile(r"https?://[^/?#\\\s]*\w", re.IGNORECASE)
_URL: TypeAdapter[AnyHttpUrl] = TypeAdapter(AnyHttpUrl)


def _not_empty(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "the text is empty", {"fix": "write the text, or leave the key out"})
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError(
            "one_line", "the text has more than one line", {"fix": "write it on one line, or fold it with `>-`"}
        )
    return _not_empty(text)


def is_id(text: str) -> bool:
    """Whether the text can be the id of a record."""
    return bool(_ID.fullmatch(text)) and len(text) <= _MOST_OF_AN_ID


def _id(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError(
            "id",
            "this is not an id",
            {"fix": "use small letters a-z, digits and single hyphens, at most 80 characters"},
        )
    return text


def is_web_address(text: str) -> bool:
    """Whether the text is a whole http or https address: scheme, two slashes and a host, nothing left to a base address."""
    if not _WHOLE.match(text):
        return False
    try:
        _URL.validate_python(text)
    except ValueError:
        return False
    return True


def _url(text: str) -> str:
    if not is_web_address(text):
        raise PydanticCustomError(
            "url",
            "this is not an http or https address",
            {"fix": "copy the whole address, with https://, from the browser"},
        )
    url = _URL.validate_python(text)
    if url.username or url.password or "\\" in text or any(sign.isspace() for sign in text):
        raise PydanticCustomError(
            "url",
            "the address holds a space, a backslash or a user name",
            {"fix": "copy the address from the browser again; write a space as %20"},
        )
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise PydanticCustomError(
            "language", "this is not a language tag", {"fix": "write a BCP 47 tag, such as en, zh-Hans or ug-Arab"}
        )
    return text


def _sha256(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise PydanticCustomError(
            "sha256", "this is not a SHA-256", {"fix": "write its 64 hexadecimal digits in small letters"}
        )
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise PydanticCustomError("code", "this is not the code of a rule", {"fix": "write it like FS320"})
    return text


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise PydanticCustomError("count", "this is not a whole number", {"fix": "write it in digits only, like 28"})
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise PydanticCustomError("yes", "this is neither true nor false", {"fix": "write true, or leave the key out"})
    return text == "true"


def _date(text: Any) -> dates.Edtf:
    if isinstance(text, dates.Edtf):
        return text
    if not isinstance(text, str):
        raise PydanticCustomError("date", "a date is one line of text", {"fix": "write it like 2019-10-07"})
    try:
        return dates.parse(text)
    except dates.NotADate as reason:
        raise PydanticCustomError(
            "date",
            "{reason}",
            {"reason": str(reason), "fix": "write 2019-10-07, 2019-10, 2019, 2018?, 2014~ or 2019-10-07/2019-10-09"},
        ) from None


def _day(text: Any) -> dates.Edtf:
    date = _date(text)
    point = date.start
    if date.interval or date.doubtful or not point or point.precision != "day" or not 1970 <= point.year < 2100:
        raise PydanticCustomError(
            "date", "this is not a day of our time", {"fix": "write the whole day, like 2019-10-07"}
        )
    return date


def _count_field(text: Any) -> int:
    return text if isinstance(text, int) else _count(str(text))


def _yes_field(text: Any) -> bool:
    return text if isinstance(text, bool) else _yes(str(text))


def _as_text(pattern: str, example: str) -> Any:
    """The JSON Schema of a field that is written as text, whatever it becomes."""
    return lambda _core, _handler: {"type": "string", "pattern": pattern, "examples": [example]}


Line = Annotated[str, AfterValidator(_one_line), Literally()]
"""Plain text on one line, shown sign for sign: titles, names, words of others."""
Words = Annotated[str, AfterValidator(_not_empty), Literally()]
"""Words of somebody else, letter for letter."""
Place = Annotated[str, AfterValidator(_one_line), Literally(), VocabularyName("locator", first_word=True)]
"""A place in a source: a locator's label and its value, such as `line 11` (CSL 1.0.2, "locator")."""
Prose = Annotated[str, AfterValidator(_not_empty), Literally()]
"""Our own sentences: plain text with the small subset of Markdown that facts/README.md lists."""
Id = Annotated[str, AfterValidator(_id)]
Url = Annotated[str, AfterValidator(_url)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
RuleCode = Annotated[str, AfterValidator(_code)]
Count = Annotated[int, BeforeValidator(_count_field)]
Yes = Annotated[bool, BeforeValidator(_yes_field)]
Language = Annotated[str, AfterValidator(_language)]
"""A BCP 47 language tag, such as `en` or `zh-Hans`."""
Date = Annotated[
    dates.Edtf,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_plain_validator_function(
            _date, serialization=core_schema.plain_serializer_function_ser_schema(str)
        ),
        _as_text(r"^(\d{4}(-\d\d(-\d\d)?)?[?~%]?|\.\.)(/(\d{4}(-\d\d(-\d\d)?)?[?~%]?|\.\.))?$", "2019-10-07"),
    ),
]
"""A date in the forms of `factsheet.dates`."""
Day = Annotated[
    dates.Edtf,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_plain_validator_function(
            _day, serialization=core_schema.plain_serializer_function_ser_schema(str)
        ),
        _as_text(r"^\d{4}-\d\d-\d\d$", "2019-10-07"),
    ),
]
"""A whole day on which we did something: never doubtful, no interval."""
EntityId = Annotated[str, AfterValidator(_id), Reference(("entities",))]
SourceId = Annotated[str, AfterValidator(_id), Reference(("sources",))]
AllegationId = Annotated[str, AfterValidator(_id), Reference(("allegations",))]
QuoteId = Annotated[str, AfterValidator(_id), Reference(("quotes",))]
EventId = Annotated[str, AfterValidator(_id), Reference(("events",))]
