"""The command that makes releases."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from factsheet import release as releases
from factsheet.cli import group
from factsheet.cli.diff import DiffView
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
from factsheet.ledger.chain import heads, unwitnessed, witness
from factsheet.ledger.release import LAST
from factsheet.pipeline import check
from factsheet.problem import shown
from factsheet.reader import unseen
from factsheet.retell import as_text
from factsheet.views.releases import release_notes

_UNFIT = "FS511"
"""Of a correction that names what was not published; of two branches, one may have published it."""
_BACK = "FS510"
"""Of removed words that stand in a release of the other branch: `factsheet redact` takes them out once the ledger is whole."""
_UNDONE = "\nnothing is written yet; to do it: {command}"


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
@click.option(
    "--rebase", is_flag=True, help="Where two branches made releases: keep those of one, make the others anew."
)
@click.option(
    "--keep", metavar="VERSION", help="With --rebase: the release to keep, of two, or where a later one is lost."
)
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
        _show((new,), dataset)
        click.echo(f"\nnothing is written yet; to publish this: {typed('--yes')}")


def _rebase(facts: Path, day: date, note: str | None, keep: str | None, yes: bool) -> None:
    ledger = sound(read_releases(facts))
    kept = _kept(ledger, released(keep, ledger) if keep else None, facts)
    aside = releases.left_aside(ledger, kept)
    if not aside:
        _name_newest(facts, kept, keep, yes)
        return
    dataset = _merged(facts, kept, aside, ledger)
    made = releases.remade(kept, aside, ledger)
    dataset = replace(dataset, history=history_of(Ledger(releases=(*kept.releases, *made.values()))))
    rest = _draft(dataset, day, note, [release.version for release in aside])
    notes = {release.note for release in dataset.history.ledger.releases}
    if note and not rest and note not in notes:
        stop(USAGE, "what is made anew keeps its own notes, and nothing else is to be published: leave --note out")
    new = (*made.values(), rest) if rest else tuple(made.values())
    for problem in unwitnessed(ledger, facts):
        _tell_name(problem.message, (*kept.releases, *new)[-1])
    say("\n".join(_told(kept, aside, made, rest)))
    if yes:
        releases.exchange(kept, new, aside, facts)
        return
    _show(new, replace(dataset, history=history_of(kept)))
    click.echo(_UNDONE.format(command=typed("--yes")))


def _name_newest(facts: Path, kept: Ledger, keep: str | None, yes: bool) -> None:
    """Names the newest release in `last.json`; what that names and is lost is given up only where that is asked for."""
    newest, named = kept.releases[-1], witness(facts)
    if named == newest.named:
        click.echo("every release follows the one before it; none is to be made anew")
        return
    wrong = tuple(unwitnessed(kept, facts))
    if wrong and named and keep != newest.version:
        give_up = f"or give up for ever what it names: factsheet release --rebase --keep {newest.version}"
        refuse(tuple(replace(problem, fix=f"{problem.fix}; {give_up}") for problem in wrong))
    _tell_name(wrong[0].message if wrong else "it names an older release", newest)
    if yes:
        releases.exchange(kept, (), (), facts)
    else:
        click.echo(_UNDONE.format(command=typed("--yes")))


def _tell_name(why: str, newest: Release) -> None:
    click.echo(f"{LAST}: {why}; it is written anew, and names {newest.version}")


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


def _merged(facts: Path, kept: Ledger, aside: Sequence[Release], ledger: Ledger) -> Dataset:
    """The facts; ends the command where they are wrong, or say less than any branch has published."""
    chains = (kept, *(branch(ledger, head) for head in heads(ledger) if head in aside))
    found = [
        {problem for problem in check(facts, one).problems if problem.level == "error" and problem.code != _BACK}
        for one in releases.each_last(chains, aside, ledger)
    ]
    unfit = [{problem for problem in problems if problem.code == _UNFIT} for problems in found]
    wrong = [problems - those for problems, those in zip(found, unfit, strict=True)]
    everywhere = set.intersection(*wrong)
    lost = [chain.releases[-1].version for chain, problems in zip(chains, wrong, strict=True) if problems - everywhere]
    if lost:
        click.echo(f"the facts do not say all that was published with {', '.join(lost)}; mend that first:", err=True)
    places = set.intersection(*({problem.location for problem in those} for those in unfit))
    refused = set.union(*wrong) | {problem for problem in unfit[0] if problem.location in places}
    if refused:
        refuse(tuple(sorted(refused)))
    return accepted(check(facts, Ledger()))


def _draft(dataset: Dataset, day: date, note: str | None, taken: Collection[str] = ()) -> Release | None:
    try:
        return releases.draft(dataset, day, note, taken)
    except releases.TooEarly as early:
        stop(USAGE, str(early))


def _told(kept: Ledger, aside: Sequence[Release], made: Mapping[str, Release], rest: Release | None) -> Iterator[str]:
    yield f"{kept.releases[-1].version} and all before it are kept"
    notes = {release.note for release in (*kept.releases, *made.values())}
    for release in aside:
        if release.version in made:
            yield f"{release.version}: made anew as {made[release.version].version}"
        else:
            goes = f"; so does its note {shown(release.note)}" if release.note not in notes else ""
            yield f"{release.version}: nothing is left of it to publish, so it goes{goes}"
    if rest:
        yield f"what else the facts say by now: published as {rest.version}"


def _show(new: Sequence[Release], dataset: Dataset) -> None:
    """Prints what releases would publish, one after the other."""
    from factsheet.render import Renderer

    renderer, ledger = Renderer(), dataset.history.ledger
    texts: list[str] = []
    for release in new:
        was, ledger = ledger.last, Ledger(releases=(*ledger.releases, release))
        notes = release_notes(release, replace(dataset, history=history_of(ledger)))
        counts = DiffView(
            was=was.version if was else None,
            now=release.version,
            total=notes.line.total,
            counts=tuple((name, len(rows)) for name, rows in notes.groups),
            groups=(),
            left=0,
        )
        texts += [as_text(renderer.text("notes", notes)), as_text(renderer.text("diff", counts))]
    say("\n\n".join(texts))
