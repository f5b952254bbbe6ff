"""What all commands share: the group, exit codes, options, and what is said when something fails.

The clock, the environment and the terminal are read here alone.
"""

import os
import re
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click
from click.core import ParameterSource
from mkdocs.exceptions import Abort

from factsheet import report
from factsheet.audit import Unsound
from factsheet.beside import Plain, Wanted, beside
from factsheet.dataset import Dataset
from factsheet.ledger import Ledger
from factsheet.memory import Found, remember
from factsheet.parsed import Files, keep
from factsheet.pipeline import FEW, Checked
from factsheet.problem import Problem, meant, shown
from factsheet.refusal import FactsRefused, MachineRefused, SiteRefused, reason
from factsheet.tree import LostPage

FINE, REFUSED, USAGE, OUR_FAULT, ENVIRONMENT = range(5)
"""The exit codes: facts refused, wrong usage, our own fault, and the machine (disk, permission, lock)."""

INTERRUPTED = 130
"""What shells give a command that Ctrl-C has ended."""

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
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


class Day(click.ParamType[date]):
    """A whole day, written as 2026-12-01."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that the text names."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            self.fail(f"{value!r} is not a day such as 2026-12-01.", param, ctx)
        return day


config_file = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's mkdocs.yml.",
)
facts = click.option(
    "--facts", type=click.Path(path_type=Path), help="The folder of the facts, where not the site's own."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong.")
on = click.option(
    "--on", "day", type=Day(), metavar="YYYY-MM-DD", default=lambda: today(), help="The day of it, where not today."
)
yes = click.option("--yes", is_flag=True, help="Do it; without this it is only shown.")


def facts_folder(config_file: Path, facts: Path | None) -> Path:
    """The folder asked for, or the one that the site's configuration names."""
    from factsheet.site import facts_of

    return facts if facts is not None else facts_of(config_file)


def accepted(checked: Checked) -> Dataset:
    """The data set of facts that have no errors; ends the command where they have some."""
    if checked.dataset is None:
        refuse(checked.problems)
    return checked.dataset


def sound(ledger: Ledger | tuple[Problem, ...]) -> Ledger:
    """A ledger that was read; ends the command where something is wrong with it."""
    if not isinstance(ledger, Ledger):
        refuse(ledger)
    return ledger


def released(version: str, ledger: Ledger) -> str:
    """A version that somebody asked for; ends the command where no release has it."""
    versions = [release.version for release in reversed(ledger.releases)]
    if version not in versions:
        near = meant(version, versions) or (f"the last one is {versions[0]}" if versions else "there is none yet")
        stop(USAGE, f"there is no release {shown(version)}: {near}")
    return version


def typed(*further: str) -> str:
    """The command as it was typed, with further words, ready to be typed again."""
    context = click.get_current_context()
    words = ["factsheet", str(context.info_name)]
    for parameter in context.command.params:
        name = str(parameter.name)
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            value = context.params[name]
            words += [] if isinstance(parameter, click.Argument) else [parameter.opts[-1]]
            words += [] if value is True else [str(value)]
    return shlex.join([*words, *further])


def refuse(problems: tuple[Problem, ...]) -> NoReturn:
    """Tells what is wrong with the facts, and ends the command."""
    click.echo(report.as_text(problems, style(sys.stderr)), err=True)
    sys.exit(REFUSED)


def stop(code: int, message: str) -> NoReturn:
    """Says in one line why the command ends, and ends it."""
    click.echo(f"factsheet: {' '.join(message.split())}", err=True)
    sys.exit(code)


def say(text: str) -> None:
    """Prints a text that holds words of the facts: no sign of it can move the cursor or colour the screen."""
    click.echo(_UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def style(stream: TextIO) -> report.Style:
    """Colours for a terminal; none for a file, a pipe, or a reader who wants none."""
    coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    return _coloured if coloured else lambda _name, text: text


@contextmanager
def kept_for_next_time(
    command: str, config_file: Path, found: Found, key: str, key_of: Callable[[], str], files: Files | None = None
) -> Iterator[None]:
    """Keeps what a command found, unless the facts were changed meanwhile, and what it has read of the files.

    Of many facts that is done in a copy of this process, during the block. Where it cannot be, says so in one line.
    """

    def work(_wanted: Wanted) -> Plain:
        try:
            if key_of() == key:
                remember(command, config_file.parent, key, found)
            if files:
                keep(config_file.parent, files)
        except OSError as error:
            return {"failed": reason(error)}
        return {}

    with beside(work, copied=sum(found.counts.values()) > FEW) as kept:
        yield
        failed = kept().get("failed")
    if failed:
        note(f"what was found is not kept for the next time, which takes as long ({failed})")


def note(message: str) -> None:
    """Says in one line what makes the command no worse."""
    click.echo(f"factsheet: {message}", err=True)


def today() -> str:
    """The day on which the command runs, as YYYY-MM-DD: only the command line asks the clock."""
    return date.today().isoformat()


def _coloured(name: str, text: str) -> str:
    colour = _COLOURS[name]
    return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)


@contextmanager
def _faults() -> Iterator[None]:
    """Turns what went wrong outside the facts into one line and the right exit code."""
    try:
        yield
    except FactsRefused as refused:
        refuse(refused.problems)
    except (SiteRefused, MachineRefused) as refused:
        stop(ENVIRONMENT, str(refused))
    except Abort as error:
        stop(USAGE, str(error))
    except OSError as error:
        stop(ENVIRONMENT, reason(error))
    except (LostPage, Unsound) as error:
        stop(OUR_FAULT, f"{error} (this is a fault of the tool; please report it)")
    except KeyboardInterrupt:
        stop(INTERRUPTED, "interrupted")
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        # Whoever raised these has loaded the modules; many a command needs none of what they load.
        from factsheet.render import BrokenPage
        from factsheet.site import Misconfigured

        if isinstance(error, Misconfigured):
            stop(USAGE, str(error))
        if isinstance(error, BrokenPage):
            stop(OUR_FAULT, f"{error} (this is a fault of the tool; please report it)")
        # Python itself would end with 1, which says that the facts are refused.
        traceback.print_exc()
        stop(OUR_FAULT, f"{type(error).__name__} (this is a fault of the tool; please report the lines above)")
