"""The command line: check, build, serve, schema. The clock, the environment and the terminal are read here alone."""

import gc
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click
from mkdocs.exceptions import Abort

from factsheet import report
from factsheet.audit import Unsound
from factsheet.pipeline import Checked, check
from factsheet.problem import has_errors
from factsheet.refusal import FactsRefused, MachineRefused, SiteRefused, reason
from factsheet.render import BrokenPage
from factsheet.site import Misconfigured
from factsheet.tree import LostPage

FINE, REFUSED, USAGE, OUR_FAULT, ENVIRONMENT = range(5)
"""The exit codes: facts refused, wrong usage, our own fault, and the machine (disk, permission, lock)."""

INTERRUPTED = 130
"""What shells give a command that Ctrl-C has ended."""

_COLOURS = {"error": "red", "warning": "yellow", "place": "bold", "mark": "cyan"}


class _Commands(click.Group):
    """The commands; their errors are ours to tell before click sees them, for those of mkdocs are click's too."""

    def invoke(self, ctx: click.Context) -> Any:
        with _faults():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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

_quiet = click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")


@commands.command("check")
@_config_file
@_facts
@_quiet
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print problems.",
)
def check_command(config_file: Path, facts: Path | None, quiet: bool, form: str) -> None:
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
            _print(checked, quiet)
    sys.exit(REFUSED if has_errors(checked.problems) else FINE)


@commands.command("build", short_help="Check the facts and build the site.")
@_config_file
@_facts
@_quiet
@click.option(
    "-d", "--site-dir", type=click.Path(path_type=Path), help="The folder of the site, where not the configuration's."
)
@click.option(
    "--verify", is_flag=True, help="Read the written site again and refuse it unless every link and place is sound."
)
def build_command(config_file: Path, facts: Path | None, quiet: bool, site_dir: Path | None, verify: bool) -> None:
    """Check the facts and build the site; the site that is there stays until the new one is whole.

    \b
    Example:
      factsheet build --verify -d site
    """
    from factsheet import site

    with _progress(quiet) as progress:
        target = site_dir and site_dir.absolute()
        built = site.build(config_file, facts=facts, site_dir=target, verify=verify, progress=progress)
    if not quiet:
        click.echo(f"{built.pages} pages of facts in {built.folder}{os.sep}")


@commands.command("serve", short_help="Show the site and follow every change.")
@_config_file
@_facts
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to show the site, where not the configuration's.")
def serve_command(config_file: Path, facts: Path | None, dev_addr: str | None) -> None:
    """Show the site at a local address and follow every change; wrong facts appear above the last good pages.

    \b
    Example:
      factsheet serve -a localhost:8001
    """
    from factsheet import site

    logging.basicConfig(level=logging.INFO, format="%(levelname)-7s %(message)s", force=True)
    site.serve(config_file, facts=facts, address=dev_addr)


@commands.command("schema")
@_config_file
@_facts
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

    checked = check(_facts_folder(config_file, facts))
    if checked.vocabularies is None:
        _print(checked)
        sys.exit(REFUSED)
    folder = output or config_file.parent / "site_config" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    written = schemas(checked.vocabularies)
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for name in written:
        click.echo(folder / name)


def _facts_folder(config_file: Path, facts: Path | None) -> Path:
    """The folder asked for, or the one that the site's configuration names."""
    from factsheet.site import facts_of

    return facts if facts is not None else facts_of(config_file)


def _print(checked: Checked, quiet: bool = False) -> None:
    _echo_unless_empty(report.as_text(checked.problems, _style(sys.stdout)))
    if not checked.problems and not quiet:
        click.echo(f"{checked.files} facts checked, nothing is wrong")


def _echo_unless_empty(text: str) -> None:
    if text:
        click.echo(text)


def _style(stream: TextIO) -> report.Style:
    """Colours for a terminal; none for a file, a pipe, or a reader who wants none."""
    coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    return _coloured if coloured else lambda _name, text: text


def _coloured(name: str, text: str) -> str:
    colour = _COLOURS[name]
    return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Tells a terminal how far a build has come; tells nothing to a file or a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("writing pages"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("pages", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def _faults() -> Iterator[None]:
    """Turns what went wrong outside the facts into one line and the right exit code."""
    try:
        yield
    except FactsRefused as refused:
        click.echo(report.as_text(refused.problems, _style(sys.stderr)), err=True)
        sys.exit(REFUSED)
    except (SiteRefused, MachineRefused) as refused:
        _stop(ENVIRONMENT, str(refused))
    except Misconfigured as error:
        _stop(USAGE, str(error))
    except Abort as error:
        _stop(USAGE, str(error))
    except OSError as error:
        _stop(ENVIRONMENT, reason(error))
    except (BrokenPage, LostPage, Unsound) as error:
        _stop(OUR_FAULT, f"{error} (this is a fault of the tool; please report it)")
    except KeyboardInterrupt:
        _stop(INTERRUPTED, "interrupted")
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        # Python itself would end with 1, which says that the facts are refused.
        traceback.print_exc()
        _stop(OUR_FAULT, f"{type(error).__name__} (this is a fault of the tool; please report the lines above)")


def _stop(code: int, message: str) -> NoReturn:
    click.echo(f"factsheet: {' '.join(message.split())}", err=True)
    sys.exit(code)


def main() -> None:
    """Runs the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    # Records live until the end: looking through them for garbage every 700 objects finds none.
    gc.set_threshold(200_000, 20, 20)
    commands(prog_name="factsheet")
