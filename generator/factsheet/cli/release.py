"""The command that makes releases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from factsheet import release as releases
from factsheet.cli import group
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
from factsheet.ledger.chain import heads, unwitnessed
from factsheet.ledger.release import LAST
from factsheet.pipeline import check
from factsheet.problem import shown
from factsheet.reader import unseen
from factsheet.render import Renderer
from factsheet.retell import as_text
from factsheet.views.releases import release_notes

_UNFIT = "FS511"
"""Of a correction that names what was not published; of two branches, one may have published it."""
_LOST = ("FS501", "FS504", "FS505", "FS506", "FS507")
"""Of what was published and is not in the facts any more, or of releases that cannot be held against them."""


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
@click.option("--keep", metavar="VERSION", help="With --rebase: the release to keep, where there are two.")
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
    if day.isoformat() > group.today():
        raise click.UsageError("a release cannot be of a day that is still to come.")
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
    wrong = tuple(unwitnessed(ledger, facts))
    if not aside and not wrong:
        click.echo("every release follows the one before it; none is to be made anew")
        return
    dataset = _merged(facts, kept, [branch(ledger, head) for head in heads(ledger) if head in aside])
    notes = tuple(dict.fromkeys(release.note for release in aside if release.note))
    new = _draft(dataset, day, note or " ".join(notes) or None, aside) if aside else None
    last = new or kept.releases[-1]
    for problem in wrong:
        click.echo(f"{LAST}: {problem.message}; it is written anew, and names {last.version}")
    if aside:
        say(_told(kept, aside, new, notes))
    if yes:
        # The newest goes first: whatever a break leaves follows a release that is still there.
        releases.exchange(aside[::-1], last, facts)
        return
    if new:
        _show(new, dataset)
    click.echo(f"\nnothing is written yet; to do it: {typed('--yes')}")


def _kept(ledger: Ledger, keep: str | None, facts: Path) -> Ledger:
    """The chain to keep: the only one, or that with the release to keep."""
    versions = {release.version for release in ledger.releases}
    chains = [branch(ledger, head) for head in heads(ledger)]
    whole = [chain.releases for chain in chains if not chain.releases[0].previous]
    if not whole or any(release.previous and release.previous.version not in versions for release in ledger.releases):
        return sound(read_ledger(facts))
    found = [chain for chain in whole if not keep or keep in [release.version for release in chain]]
    if not found:
        stop(USAGE, f"{keep} was not made after the releases that are before it: keep another one")
    if len(found) > 1:
        ways = " or ".join(f"--keep {chain[-1].version}" for chain in found)
        stop(USAGE, f"two branches made a release; say which one is published and is to be kept: {ways}")
    return Ledger(releases=found[0])


def _merged(facts: Path, kept: Ledger, others: Sequence[Ledger]) -> Dataset:
    """The facts after the releases that are kept; ends the command where they are wrong, or say less than the others did."""
    ours, *theirs = [check(facts, chain).problems for chain in (kept, *others)]
    unfit = set.intersection(
        *({found.location for found in problems if found.code == _UNFIT} for problems in (ours, *theirs))
    )
    wrong = {found for found in ours if found.level == "error" and (found.code != _UNFIT or found.location in unfit)}
    lost = {found for problems in theirs for found in problems if found.code in _LOST}
    if lost:
        versions = ", ".join(other.releases[-1].version for other in others)
        click.echo(f"the facts do not say all that was published with {versions}; mend that first:", err=True)
    if wrong or lost:
        refuse(tuple(sorted(wrong | lost)))
    return replace(accepted(check(facts, Ledger())), history=history_of(kept))


def _draft(dataset: Dataset, day: date, note: str | None, aside: Sequence[Release] = ()) -> Release | None:
    try:
        return releases.draft(dataset, day, note, aside)
    except releases.TooEarly as early:
        stop(USAGE, str(early))


def _told(kept: Ledger, aside: Sequence[Release], new: Release | None, notes: Sequence[str]) -> str:
    names = ", ".join(release.version for release in aside)
    goes = ("nothing is left of it to publish, so it goes", *(f"so does its note {shown(note)}" for note in notes))
    end = f"made anew as {new.version}" if new else "; ".join(goes)
    return f"{kept.releases[-1].version} and all before it are kept; {names}: {end}"


def _show(new: Release, dataset: Dataset) -> None:
    """Prints what a release would publish."""
    ledger = Ledger(releases=(*dataset.history.ledger.releases, new))
    published = replace(dataset, history=history_of(ledger))
    notes = release_notes(new, published)
    counts = ", ".join(f"{count} {name}" for name, count in notes.line.counts)
    say(f"{as_text(Renderer().text('notes', notes))}\n\n{counts}")
