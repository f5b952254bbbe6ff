"""What is there is explained: each code, field, listed value and command; and what the texts name is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from factsheet.cli import commands
from factsheet.decode import decode
from factsheet.model import KINDS, Kind, Model, Record
from factsheet.model.vocabulary import nested
from factsheet.pipeline import CODES, check
from factsheet.problem import Code
from factsheet.reader import Document, parse
from factsheet.refusal import UNREADABLE
from factsheet.views.reference import reference_view

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "facts"
ALL_CODES = (*CODES, UNREADABLE)
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", FACTS / "README.md"]
TEMPLATE = re.compile(r"```yaml\n(# yaml-language-server: \$schema=\S*/(\w+)\.json\n.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"`?\bmake ([a-z][a-z-]+)\b(?=[` |\n]|$)")


def models(model: type[Model]) -> Iterator[type[Model]]:
    """A model and all that it holds."""
    yield model
    for field in model.model_fields.values():
        for inner in nested(field.annotation):
            yield from models(inner)


def templates() -> list[tuple[Kind, str]]:
    """The records that facts/README.md shows whole, with their kinds."""
    found = TEMPLATE.findall((FACTS / "README.md").read_text("utf-8"))
    return [(kind, text) for text, name in found for kind in KINDS if kind == name]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("code", ALL_CODES, ids=lambda code: code.name)
def test_a_code_has_a_law_and_an_example_of_breaking_and_of_keeping_it(code: Code) -> None:
    assert re.fullmatch(r"FS[1-69]\d\d", code.name)
    assert re.fullmatch(r"[A-Z].{10,100}\.", code.title)
    assert "\nFails: " in code.manual
    assert "\nPasses: " in code.manual.partition("\nFails: ")[2]


def test_no_two_codes_have_one_name() -> None:
    names = [code.name for code in ALL_CODES]
    assert sorted(set(names)) == sorted(names)


def test_the_reference_shows_every_code_and_every_field() -> None:
    vocabularies = check(FACTS).vocabularies
    assert vocabularies is not None
    view = reference_view(ALL_CODES, vocabularies)
    assert [manual.name for manual in view.manuals] == [code.name for code in ALL_CODES]
    assert {
        manual.name for manual in view.manuals if {word for word, _ in manual.examples} != {"Fails", "Passes"}
    } == set()
    shown = {kind: [line.key for line in lines] for kind, _sentence, lines in view.kinds}
    there = {kind: [field.alias or name for name, field in model.model_fields.items()] for kind, model in KINDS.items()}
    assert shown == there


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_described_in_a_sentence(kind: Kind) -> None:
    silent = {
        f"{model.__name__}.{name}"
        for model in models(KINDS[kind])
        for name, field in model.model_fields.items()
        if not re.fullmatch(r"\S.*\.", field.description or "")
    }
    assert silent == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_shape_of_a_kind_says_what_it_is(kind: Kind) -> None:
    assert {model.__name__ for model in models(KINDS[kind]) if not (model.__doc__ or "").strip().endswith(".")} == set()


def test_every_listed_value_is_defined_in_a_sentence() -> None:
    vocabularies = check(FACTS).vocabularies
    assert vocabularies is not None
    terms = {f"{name}.{value}": term for name, terms in vocabularies.root.items() for value, term in terms.items()}
    assert {name for name, term in terms.items() if not re.fullmatch(r"[A-Z].+\.", term.definition)} == set()
    assert len(terms) > 100


@pytest.mark.parametrize("name", [None, *commands.commands])
def test_a_command_has_a_help_with_an_example_that_can_be_typed(name: str | None) -> None:
    helped = CliRunner().invoke(commands, [name, "--help"] if name else ["--help"])
    example = helped.output.partition("Example:\n")[2].strip().partition("\n")[0]
    assert helped.exit_code == 0
    for typed in example.split(" && "):
        tool, command, *arguments = shlex.split(typed)
        assert tool == "factsheet"
        assert command == name or not name
        commands.commands[command].make_context(command, arguments)


@pytest.mark.parametrize("name", commands.commands)
def test_every_option_of_a_command_is_explained(name: str) -> None:
    options = [option for option in commands.commands[name].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []
    assert {"config_file", "facts"} <= {option.name for option in options}


def test_the_readme_names_the_commands_that_a_user_needs() -> None:
    named = set(TARGET.findall((ROOT / "README.md").read_text("utf-8")))
    assert {"site", "test", "serve", "check"} <= named


def test_contributing_names_the_commands_that_a_developer_needs() -> None:
    named = set(TARGET.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert {"test", "test-all", "golden", "lint", "bench", "lock"} <= named


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: str(guide.relative_to(ROOT)))
def test_a_guide_names_only_make_targets_that_are_there(guide: Path) -> None:
    code = re.findall(r"`make [a-z -]+`|^make .*$", guide.read_text("utf-8"), re.MULTILINE)
    named = {target for piece in code for target in TARGET.findall(piece)}
    assert named - make_targets() == set()
    assert named


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: str(guide.relative_to(ROOT)))
def test_a_guide_leads_only_to_files_that_are_there(guide: Path) -> None:
    assert [target for target in LINK.findall(guide.read_text("utf-8")) if not (guide.parent / target).exists()] == []


def test_the_guide_to_the_facts_shows_a_template_of_every_kind() -> None:
    assert {kind for kind, _text in templates()} == set(KINDS)


@pytest.mark.parametrize(("kind", "text"), templates(), ids=lambda value: value if value in KINDS else "")
def test_a_template_of_the_guide_is_a_correct_record(kind: Kind, text: str) -> None:
    vocabularies = check(FACTS).vocabularies
    assert vocabularies is not None
    document = parse(text.encode(), "facts/README.md")
    assert isinstance(document, Document), document
    assert isinstance(decode(document, kind, vocabularies), Record)
