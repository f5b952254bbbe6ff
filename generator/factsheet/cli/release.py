"""The command that makes releases."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from factsheet import release as releases
from factsheet.cli.group import (
    USAGE,
    accepted,
    config_file,
    facts,
    facts_folder,
    on,
    refuse,
    released,
    say,
    sound,
    stop,
    typed,
    yes,
)
from factsheet.dataset import Dataset
from factsheet.ledger import Ledger, Release, branch, history_of, read_ledger, read_releases
from factsheet.pipeline import check
from factsheet.reader import unseen
from factsheet.render import Renderer
from factsheet.retell import as_text
from factsheet.rules import VANISHED
from factsheet.views.releases import release_notes


def _readable(_context: click.Context, _option: click.Parameter, note: str | None) -> str | None:
    if note is not None and (not note.strip() or unseen(note, "") or note != note.encode("utf-8", "ignore").decode()):
        raise click.BadParameter("a note is text, and all its signs can be seen.")
    return note


@click.command("release", short_help="Publish what changed since the last release.")
@config_file
@facts
@yes
@on
@click.option("--note", callback=_readable, metavar="TEXT", help="What readers are told of it, in a sentence.")
@click.option("--rebase", is_flag=True, help="Where two branches made a release: keep one, make the other anew.")
@click.option("--keep", metavar="VERSION", help="With --rebase: the release to keep, where not the lower version.")
def release_command(
    config_file: Path, facts: Path | None, yes: bool, day: date, note: str | None, rebase: bool, keep: str | None
) -> None:
    """Show the release that would be made of what changed since the last one; with --yes, make it.

    \b
    Exit code 0: it can be made, it was made, or nothing changed; 1: the facts have errors.

    \b
    Example:
      factsheet release --yes --note "A reply was received."
    """
    if keep and not rebase:
        raise click.UsageError("--keep goes with --rebase.")
    folder = facts_folder(config_file, facts)
    if rebase:
        _rebase(folder, day, note, keep, yes)
    else:
        _publish(folder, day, note, yes)


def _publish(facts: Path, day: date, note: str | None, yes: bool) -> None:
    dataset = accepted(check(facts))
    new = _draft(dataset, day, note)
    if new is None:
        click.echo("nothing was changed since the last release")
    elif yes:
        click.echo(releases.write(new, facts))
    else:
        _show(new, dataset)
        click.echo(f"\nnothing is written yet; to publish this: {typed('--yes')}")


def _rebase(facts: Path, day: date, note: str | None, keep: str | None, yes: bool) -> None:
    ledger = sound(read_releases(facts))
    kept = _kept(ledger, released(keep, ledger) if keep else None, facts)
    aside = releases.left_aside(ledger, kept)
    if not aside:
        click.echo("every release follows the one before it; none is to be made anew")
        return
    dataset = accepted(check(facts, kept))
    other = check(facts, branch(ledger, aside[-1].version))
    lost = tuple(problem for problem in other.problems if problem.code == VANISHED.name)
    if lost:
        refuse(lost)
    notes = dict.fromkeys(release.note for release in aside if release.note)
    new = _draft(dataset, day, note or " ".join(notes) or None)
    click.echo(_told(kept, aside, new))
    if yes:
        # The newest goes first: whatever a break leaves follows a release that is still there.
        releases.exchange(aside[::-1], new, facts)
        return
    if new:
        _show(new, dataset)
    click.echo(f"\nnothing is written yet; to do it: {typed('--yes')}")


def _kept(ledger: Ledger, keep: str | None, facts: Path) -> Ledger:
    """The chain to keep."""
    versions = {release.version for release in ledger.releases}
    if any(release.previous and release.previous.version not in versions for release in ledger.releases):
        sound(read_ledger(facts))
    kept = branch(ledger, keep)
    if keep and kept.releases[0].previous:
        stop(USAGE, f"{keep} was not made after the releases that are before it: keep another one")
    return kept


def _draft(dataset: Dataset, day: date, note: str | None) -> Release | None:
    try:
        return releases.draft(dataset, day, note)
    except releases.TooEarly as early:
        stop(USAGE, str(early))


def _told(kept: Ledger, aside: tuple[Release, ...], new: Release | None) -> str:
    last = f"{kept.last.version} and all before it are kept" if kept.last else "none is kept"
    names = ", ".join(release.version for release in aside)
    return f"{last}; {names}: {f'made anew as {new.version}' if new else 'all of it is there, so it goes'}"


def _show(new: Release, dataset: Dataset) -> None:
    """Prints what a release would publish."""
    ledger = Ledger(releases=(*dataset.history.ledger.releases, new))
    published = replace(dataset, history=history_of(ledger))
    notes = release_notes(new, published)
    counts = ", ".join(f"{count} {name}" for name, count in notes.line.counts)
    say(f"{as_text(Renderer().text('notes', notes))}\n\n{counts}")
