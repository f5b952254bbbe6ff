"""The commands that make pages: build, serve."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from factsheet.cli.group import config_file, facts, quiet


@click.command("build", short_help="Check the facts and build the site.")
@config_file
@facts
@quiet
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


@click.command("serve", short_help="Show the site and follow every change.")
@config_file
@facts
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to show the site, where not the configuration's.")
@click.option(
    "--poll", is_flag=True, help="Look for changed files again and again, where the system does not tell of them."
)
def serve_command(config_file: Path, facts: Path | None, dev_addr: str | None, poll: bool) -> None:
    """Show the site at a local address and follow every change; wrong facts appear above the last good pages.

    \b
    Example:
      factsheet serve -a localhost:8001
    """
    from factsheet import site

    # Each build leaves the last one's records behind.
    gc.enable()
    logging.basicConfig(level=logging.INFO, format="%(levelname)-7s %(message)s", force=True)
    site.serve(config_file, facts=facts, address=dev_addr, poll=poll)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Tells a terminal how far a build has come; tells nothing to a file or a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("writing pages"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("pages", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
