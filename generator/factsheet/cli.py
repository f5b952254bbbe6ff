"""The command line: check, build, serve, schema. The clock, the environment and the terminal are read here alone."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from factsheet import report
from factsheet.pipeline import Checked, check
from factsheet.problem import has_errors

FINE, REFUSED, USAGE, OUR_FAULT, ENVIRONMENT = range(5)
"""The exit codes: facts refused, wrong usage, our own fault, and the machine (disk, permission, lock)."""

_COLOURS = {"error": "red", "warning": "yellow", "place": "bold", "mark": "cyan"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="factsheet")
def commands() -> None:
    """Publish what is known, alleged and answered, from small YAML files.

    \b
    Example:
      factsheet check && factsheet build
    """


_config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's mkdocs.yml.",
)
_facts = click.option(
    "--facts", type=click.Path(path_type=Path), help="The folder of the facts, where not the site's own."
)


@commands.command("check")
@_config_file
@_facts
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print problems.",
)
def check_command(config_file: Path, facts: Path | None, form: str) -> None:
    """Check the facts and print all that is wrong with them.

    \b
    Exit code 0: the facts can be published; 1: they cannot.

    \b
    Example:
      factsheet check --facts facts
    """
    checked = check(_facts_folder(config_file, facts))
    match form:
        case "json":
            click.echo(report.as_json(checked.problems))
        case "github":
            _echo_unless_empty(report.as_annotations(checked.problems))
        case _:
            _print(checked)
    sys.exit(REFUSED if has_errors(checked.problems) else FINE)


@commands.command("schema")
@_config_file
@_facts
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site_config/schemas"),
    show_default=True,
    help="The folder to write to.",
)
def schema_command(config_file: Path, facts: Path | None, output: Path) -> None:
    """Write a JSON Schema for each kind of record, for editors.

    \b
    Example:
      factsheet schema -o site_config/schemas
    """
    from factsheet.schema import schemas

    checked = check(_facts_folder(config_file, facts))
    if checked.vocabularies is None:
        _print(checked)
        sys.exit(REFUSED)
    output.mkdir(parents=True, exist_ok=True)
    for name, text in schemas(checked.vocabularies).items():
        (output / name).write_text(text, encoding="utf-8", newline="\n")
        click.echo(output / name)


def _facts_folder(config_file: Path, facts: Path | None) -> Path:
    """The folder asked for, or the one that the site's configuration names."""
    from factsheet.site import facts_of

    return facts if facts is not None else facts_of(config_file)


def _print(checked: Checked) -> None:
    _echo_unless_empty(report.as_text(checked.problems, _style))
    if not checked.problems:
        click.echo(f"{checked.files} facts checked, nothing is wrong")


def _echo_unless_empty(text: str) -> None:
    if text:
        click.echo(text)


def _style(name: str, text: str) -> str:
    if "NO_COLOR" in os.environ or not sys.stdout.isatty():
        return text
    colour = _COLOURS[name]
    return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)


@contextmanager
def _faults() -> Iterator[None]:
    """Turns what went wrong outside the facts into one line and the right exit code."""
    try:
        yield
    except OSError as error:
        _stop(ENVIRONMENT, _reason(error))


def _reason(error: OSError) -> str:
    name = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{name}"


def _stop(code: int, message: str) -> NoReturn:
    click.echo(f"factsheet: {message}", err=True)
    sys.exit(code)


def main() -> None:
    """Runs the command line."""
    with _faults():
        commands()
