"""The view of the tool's reference: each code of a problem, each field of a record."""

from dataclasses import dataclass

from factsheet.model import KINDS, Vocabularies, VocabularyName
from factsheet.model.vocabulary import marks_of
from factsheet.problem import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """A code's page in the reference: the law, why it is there, and an example of breaking and of keeping it."""

    name: str
    level: str
    law: str
    why: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field of a record: its key, what it means, whether it has to be there, and what it may say."""

    key: str
    description: str
    required: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceView:
    """The tool's reference."""

    address: str
    manuals: tuple[Manual, ...]
    kinds: tuple[tuple[str, str, tuple[FieldLine, ...]], ...]


def reference_view(codes: tuple[Code, ...], vocabularies: Vocabularies) -> ReferenceView:
    """The view of the reference of these codes, and of all kinds of record."""
    kinds = tuple((kind, (model.__doc__ or "").strip(), _fields(kind, vocabularies)) for kind, model in KINDS.items())
    return ReferenceView(address="reference/", manuals=tuple(_manual(code) for code in codes), kinds=kinds)


def _manual(code: Code) -> Manual:
    paragraphs = [" ".join(part.split()) if not _example(part) else part for part in code.manual.strip().split("\n\n")]
    examples = [line for part in paragraphs if _example(part) for line in part.splitlines()]
    return Manual(
        name=code.name,
        level=code.level,
        law=paragraphs[0],
        why=tuple(part for part in paragraphs[1:] if not _example(part)),
        examples=tuple((word, rest.strip()) for word, _colon, rest in (line.partition(":") for line in examples)),
    )


def _example(paragraph: str) -> bool:
    return paragraph.startswith(("Fails:", "Passes:"))


def _fields(kind: str, vocabularies: Vocabularies) -> tuple[FieldLine, ...]:
    model = next(model for name, model in KINDS.items() if name == kind)
    lines = []
    for name, field in model.model_fields.items():
        marks = marks_of(field.annotation, field.metadata)
        listed = next((mark.name for mark in marks if isinstance(mark, VocabularyName)), "")
        lines.append(
            FieldLine(
                key=field.alias or name,
                description=field.description or "",
                required=field.is_required(),
                values=vocabularies.values(listed),
            )
        )
    return tuple(lines)
