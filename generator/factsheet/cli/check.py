"""The commands that read the facts and write no pages: check, schema."""

import sys
from functools import partial
from pathlib import Path

import click

from factsheet import memory, report
from factsheet.cli.group import FINE, REFUSED, config_file, facts, facts_folder, kept_for_next_time, note, quiet, style
from factsheet.memory import Found
from factsheet.parsed import recall
from factsheet.pipeline import check
from factsheet.problem import Problem, has_errors


@click.command("check")
@config_file
@facts
@quiet
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print problems.",
)
@click.option(
    "--wording",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The words that sentences avoid, where not the site's own; without it other facts are not held to the site's.",
)
@click.option("--all", "every", is_flag=True, help="Print all warnings, also where many are alike.")
def check_command(
    config_file: Path, facts: Path | None, quiet: bool, form: str, wording: Path | None, every: bool
) -> None:
    """Check the facts and print all that is wrong with them.

    \b
    Exit code 0: the facts can be published; 1: they cannot.

    \b
    Example:
      factsheet check --facts facts
    """
    folder, files = facts_folder(config_file, facts), recall(config_file.parent, note)
    words = wording or (None if facts else _own_wording(config_file))
    key_of = partial(memory.key_of, folder, wording=words, sums_of=files.sums_of)
    key = key_of()
    found = memory.recall("check", config_file.parent, key)
    if found:
        _tell(found, quiet, form, every)
    else:
        checked = check(folder, wording=words, files=files)
        found = Found(problems=checked.problems, counts={"files": checked.files})
        with kept_for_next_time("check", config_file, found, key, key_of, files):
            _tell(found, quiet, form, every)
    sys.exit(REFUSED if has_errors(found.problems) else FINE)


@click.command("schema")
@config_file
@facts
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to, where not site_config/schemas beside mkdocs.yml.",
)
def schema_command(config_file: Path, facts: Path | None, output: Path | None) -> None:
    """Write a JSON Schema for each kind of record, for editors.

    \b
    Example:
      factsheet schema -o site_config/schemas
    """
    from factsheet.schema import schemas

    checked = check(facts_folder(config_file, facts))
    if checked.vocabularies is None:
        _print(checked.problems, checked.files)
        sys.exit(REFUSED)
    folder = output or config_file.parent / "site_config" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    written = schemas(checked.vocabularies)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for name in written:
        click.echo(folder / name)


def _tell(found: Found, quiet: bool, form: str, every: bool) -> None:
    match form:
        case "json":
            click.echo(report.as_json(found.problems))
        case "github":
            _echo_unless_empty(report.as_annotations(found.problems if every else report.few(found.problems)[0]))
        case _:
            _print(found.problems, found.counts["files"], quiet, every)


def _own_wording(config_file: Path) -> Path | None:
    from factsheet.site import wording_of

    return wording_of(config_file)


def _print(problems: tuple[Problem, ...], files: int, quiet: bool = False, every: bool = False) -> None:
    _echo_unless_empty(report.as_text(problems, style(sys.stdout), every=every))
    if not problems and not quiet:
        click.echo(f"{files} facts checked, nothing is wrong")


def _echo_unless_empty(text: str) -> None:
    if text:
        click.echo(text)
