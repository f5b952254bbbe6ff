"""The schemas that editors use are sound JSON Schema, up to date, and agree with the records."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from factsheet.cli import commands
from factsheet.model import KINDS, Vocabularies
from factsheet.pipeline import check
from factsheet.schema import schemas
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
FACTS, TOY = ROOT / "facts", ROOT / "tests" / "toy_facts"
COMMITTED = ROOT / "site_config" / "schemas"
RECORDS = [file for folder in (FACTS, TOY) for kind in KINDS for file in sorted((folder / kind).glob("*.yml"))]
NAMES = [*(f"{kind}.json" for kind in KINDS), "vocabularies.json"]


class AsEditorsRead(yaml.CSafeLoader):
    """Reads YAML 1.2: dates stay text, and only `true` and `false` are truth values."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
AsEditorsRead.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), AsEditorsRead)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((COMMITTED / name).read_text("utf-8")))


def complaints(name: str, data: Any) -> list[str]:
    """What the committed schema of that name has against the data."""
    return [error.message for error in validator(name).iter_errors(data)]


def keys_in(schema: Any) -> Iterator[str]:
    """Every key at any depth."""
    for key, inner in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if isinstance(key, str):
            yield key
        if isinstance(inner, dict | list):
            yield from keys_in(inner)


def fields_in(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every field of the record and of the values in it, with its own schema."""
    for shape in (schema, *schema.get("$defs", {}).values()):
        for key, field in shape.get("properties", {}).items():
            yield f"{shape['title']}.{key}", field


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    """The real lists."""
    found = check(FACTS).vocabularies
    assert found is not None
    return found


def test_the_committed_schemas_are_what_the_tool_writes(vocabularies: Vocabularies) -> None:
    committed = {file.name: file.read_text("utf-8") for file in COMMITTED.iterdir()}
    assert committed == schemas(vocabularies), "run `make schema`"


def test_the_command_writes_a_file_for_each_kind_and_for_the_lists(tmp_path: Path) -> None:
    run = CliRunner().invoke(commands, ["schema", "--facts", str(FACTS), "-o", str(tmp_path / "new" / "schemas")])
    assert (run.exit_code, sorted(file.name for file in (tmp_path / "new" / "schemas").iterdir())) == (0, sorted(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_json_schema_of_2020_12(name: str) -> None:
    schema = json.loads((COMMITTED / name).read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_has_no_choice_that_editors_cannot_explain(name: str) -> None:
    schema = json.loads((COMMITTED / name).read_text("utf-8"))
    assert {"oneOf", "anyOf", "discriminator", "not", "if"} & set(keys_in(schema)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_explains_every_field_and_every_listed_value(name: str) -> None:
    schema = json.loads((COMMITTED / name).read_text("utf-8"))
    fields = dict(fields_in(schema))
    assert [key for key, field in fields.items() if not field.get("description", "").endswith(".")] == []
    listed = {key: field for key, field in fields.items() if "enum" in field}
    assert {
        key for key, field in listed.items() if len(field["markdownEnumDescriptions"]) != len(field["enum"])
    } == set()


def test_a_schema_lists_the_values_of_the_vocabulary_in_its_order(vocabularies: Vocabularies) -> None:
    schema = json.loads((COMMITTED / "quotes.json").read_text("utf-8"))
    assert tuple(schema["$defs"]["Answer"]["properties"]["response"]["enum"]) == vocabularies.values("response")


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_of_a_kind_passes_its_schema(kind: str) -> None:
    records = [file for file in RECORDS if file.parent.name == kind]
    found = {str(file.relative_to(ROOT)): complaints(f"{kind}.json", read(file)) for file in records}
    assert {path: said for path, said in found.items() if said} == {}
    assert len(found) >= 5


@pytest.mark.parametrize("folder", [FACTS, TOY], ids=["real", "toy"])
def test_the_lists_pass_their_schema(folder: Path) -> None:
    assert complaints("vocabularies.json", read(folder / "vocabularies.yml")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speeker": "acme"}, "Additional properties are not allowed ('speeker' was unexpected)"),
        ({"speaker": None}, "None is not of type 'string'"),
        ({"speaker": "Acme Ltd"}, "'Acme Ltd' does not match '^[a-z0-9]+(-[a-z0-9]+)*$'"),
        ({"form": "spoken"}, "'spoken' is not one of ['verbatim', 'reported']"),
        ({"said_on": "7 October 2019"}, "'7 October 2019' does not match"),
        ({"answers": "acme"}, "'acme' is not of type 'array'"),
        ({"answers": [{"to": "a"}]}, "'response' is a required property"),
        ({"citations": [{"source": "s", "page": 3}]}, "Additional properties are not allowed ('page' was unexpected)"),
        ({"text": ["a"]}, "['a'] is not of type 'string', 'number', 'boolean'"),
    ],
)
def test_a_schema_refuses_what_the_tool_refuses(change: dict[str, Any], said: str) -> None:
    quote = {"id": "a", "text": "x", "lang": "en", "speaker": "b", "citations": [{"source": "s"}]}
    assert complaints("quotes.json", quote) == []
    (found,) = complaints("quotes.json", quote | change)
    assert found.startswith(said)


@pytest.mark.parametrize(
    "change", [{"text": 2001}, {"text": True}, {"said_on": 2019}, {"said_on": "2019-10-08?"}, {"text": "No"}]
)
def test_a_schema_takes_what_an_editor_makes_of_plain_text(change: dict[str, Any]) -> None:
    quote = {"id": "a", "text": "x", "lang": "en", "speaker": "b", "citations": [{"source": "s"}]}
    assert complaints("quotes.json", quote | change) == []


def test_every_record_names_its_schema_on_its_first_line() -> None:
    lines = {file: file.read_text("utf-8").partition("\n")[0] for file in RECORDS}
    named = {file: re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line) for file, line in lines.items()}
    led_to = {file: (file.parent / found[1]).resolve() for file, found in named.items() if found}
    assert led_to == {file: COMMITTED / f"{file.parent.name}.json" for file in RECORDS}
