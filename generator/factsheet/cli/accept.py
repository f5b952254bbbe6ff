"""The command that says of a record that it was looked at again."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from factsheet.cli import group
from factsheet.cli.group import USAGE, accepted, config_file, facts, facts_folder, on, say, stop, typed
from factsheet.dataset import Dataset
from factsheet.dates import parse
from factsheet.drift import Drift, drifts_of
from factsheet.model import Accepted, Record
from factsheet.pipeline import check
from factsheet.problem import meant, shown
from factsheet.proof import keep
from factsheet.reader import unseen
from factsheet.retell import as_text
from factsheet.views.drift import look_again_at


def _readable(_context: click.Context, _option: click.Parameter, reason: str | None) -> str | None:
    written = reason is None or (reason.strip() and reason == reason.encode("utf-8", "ignore").decode())
    if not written or "\n" in (reason or "") or unseen(reason or "", ""):
        raise click.BadParameter("a reason is text on one line, and all its signs can be seen.")
    return reason


@click.command("accept", short_help="Say that a record still stands after what it rests on was changed.")
@config_file
@facts
@on
@click.argument("id", metavar="ID")
@click.option(
    "--reason", callback=_readable, metavar="TEXT", help="Why it still stands; without this it is only shown."
)
@click.option("--of", metavar="ID", help="Only for what was changed in this record or source.")
def accept_command(
    config_file: Path, facts: Path | None, day: date, id: str, reason: str | None, of: str | None
) -> None:
    """Show what a record rests on that was changed since; with a reason, say that it was looked at and still stands.

    \b
    Readers see the day and the reason. What was written is kept in facts/proofs/; it ends when the same is changed again.

    \b
    Example:
      factsheet accept acme-2019-10-08 --reason "It denies the corrected statement too."
    """
    if day.isoformat() > group.today():
        raise click.UsageError("nobody can have looked at it on a day that is still to come.")
    folder = facts_folder(config_file, facts)
    dataset = accepted(check(folder, rules=()))
    record = _record(id, dataset)
    found = _found(record, of, dataset)
    _show(record, of, dataset)
    if not reason:
        click.echo(f"nothing is written yet; if it still stands: {typed('--reason', 'TEXT')}")
        return
    new = {Accepted(of=drift.of, sha256=drift.sha256, on=parse(day.isoformat()), reason=reason) for drift in found}
    keep.write(record.id, folder, proofs=record.proofs, accepted=(*record.accepted, *_in_order(new)))
    click.echo(f"accepted: {', '.join(dict.fromkeys(drift.of for drift in found))}")


def _record(id: str, dataset: Dataset) -> Record:
    """The record of that id; ends the command where there is none."""
    if id not in dataset.records:
        now = dataset.renamed.get(id)
        near = f"it is called {shown(now)} now" if now else meant(id, dataset.records)
        stop(USAGE, f"there is no record {shown(id)}{f': {near}' if near else ''}")
    return dataset.records[id]


def _found(record: Record, of: str | None, dataset: Dataset) -> tuple[Drift, ...]:
    """What moved below the record; ends the command where nothing did."""
    every = drifts_of(record.id, dataset)
    found = tuple(drift for drift in every if of in (None, drift.of))
    if not every:
        stop(USAGE, f"nothing that {shown(record.id)} rests on was changed since it was looked at")
    if not found:
        there = ", ".join(dict.fromkeys(shown(drift.of) for drift in every))
        stop(USAGE, f"{shown(record.id)} has not to be looked at again for {shown(of)}, but for {there}")
    return found


def _show(record: Record, of: str | None, dataset: Dataset) -> None:
    """Prints what was changed, and what rests on it."""
    from factsheet.render import Renderer

    lines = look_again_at(record, dataset, of)
    say(as_text(Renderer().text("drift", lines)))


def _in_order(new: Iterable[Accepted]) -> list[Accepted]:
    return sorted(new, key=lambda entry: (entry.of, entry.sha256))
