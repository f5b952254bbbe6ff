"""The commands that read the ledger: diff, export."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

import click

from factsheet.cli.group import USAGE, accepted, config_file, facts, facts_folder, released, say, sound, stop
from factsheet.ledger import (
    CLASSES,
    VOCABULARIES_ID,
    Change,
    Class,
    Data,
    Edit,
    State,
    canonical,
    changes_between,
    compare,
    read_ledger,
    renamed_in,
    replay,
    with_ids,
)
from factsheet.model import KINDS
from factsheet.model.fields import is_web_address
from factsheet.pipeline import check
from factsheet.retell import as_markdown, as_text
from factsheet.views.change import Changed, changed

FORMAT = 1
MOST_SIGNS = 60_000
"""How long the card of a pull request may be: code hosts cut comments at 65,536 signs."""
_AROUND = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffView:
    """What differs between two releases, or a release and the files (None), by class; `left` counts what is not shown."""

    was: str | None
    now: str | None
    total: int
    counts: tuple[tuple[Class, int], ...]
    groups: tuple[tuple[Class, tuple[Changed, ...]], ...]
    left: int


def _address(_context: click.Context, _option: click.Parameter, base: str) -> str:
    if base and not is_web_address(base):
        raise click.BadParameter("this is not an http or https address.")
    return f"{base.rstrip('/')}/" if base else ""


@click.command("diff", short_help="Show what changed since a release, or between two.")
@config_file
@facts
@click.argument("was", required=False, metavar="[VERSION]")
@click.argument("now", required=False, metavar="[VERSION]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to print it; markdown is for a pull request.",
)
@click.option(
    "--base", metavar="URL", default="", callback=_address, help="The site's address, for the links in markdown."
)
def diff_command(config_file: Path, facts: Path | None, was: str | None, now: str | None, form: str, base: str) -> None:
    """Show what readers would see changed since the last release, since another one, or between two.

    \b
    Example:
      factsheet diff 2026.11.0 --format markdown
    """
    from factsheet.render import Renderer

    dataset = accepted(check(facts_folder(config_file, facts)))
    ledger = dataset.history.ledger
    versions = [release.version for release in ledger.releases]
    last = versions[-1] if versions else None
    was, now = released(was, ledger) if was else last, released(now, ledger) if now else None
    if was and now and versions.index(now) < versions.index(was):
        stop(USAGE, f"{now} was before {was}: name the earlier one first")
    before, after = replay(ledger, was) if was else {}, replay(ledger, now) if now else dataset.state
    changes = changes_between(before, after)
    if form == "json":
        ids = renamed_in(after)
        rows = [_as_data(change, _former(change, before), ids) for change in changes]
        click.echo(json.dumps({"from": was, "to": now, "changes": rows}, ensure_ascii=False, indent=2))
        return
    told = [changed(change, _former(change, before), dataset) for change in changes]
    told.sort(key=_first)
    renderer = Renderer()
    if form == "text":
        say(as_text(renderer.text("diff", _view(was, now, told, len(told)))))
        return
    signs = accumulate(len(as_markdown(renderer.told(one, "./"), base)) for one in told)
    shown = sum(sign < MOST_SIGNS - _AROUND for sign in signs)
    say(as_markdown(renderer.text("diff", _view(was, now, told, shown)), base))


@click.command("export", short_help="Write the whole data set as one JSON text.")
@config_file
@facts
@click.option("--as-of", metavar="VERSION", help="The release after which it stood so, where not as the files are.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file, where not the screen.")
def export_command(config_file: Path, facts: Path | None, as_of: str | None, output: Path | None) -> None:
    """Write the whole data set as one JSON text, the same on every machine (RFC 8785).

    \b
    Example:
      factsheet export --as-of 2026.11.0 -o facts.json
    """
    folder = facts_folder(config_file, facts)
    if as_of:
        ledger = sound(read_ledger(folder))
        state = replay(ledger, released(as_of, ledger))
    else:
        state = accepted(check(folder)).state
    text = canonical(_whole(state, as_of)).encode("utf-8")
    if output:
        output.write_bytes(text)
    else:
        click.echo(text, nl=False)


def _whole(state: State, as_of: str | None) -> Data:
    records: dict[str, dict[str, Data]] = {kind: {} for kind in KINDS}
    for id, (kind, record) in state.items():
        if kind != "vocabularies":
            records[kind][id] = record
    return {"format": FORMAT, "as_of": as_of, "records": records, "vocabularies": state[VOCABULARIES_ID][1]}


def _former(change: Change, before: State) -> Data | None:
    """The record before a change, by the id that it has now or had then."""
    ids = (change.id, *change.record.get("former_ids", ()))
    return next((before[id][1] for id in ids if id in before), None)


def _as_data(change: Change, was: Data | None, ids: Mapping[str, str]) -> Data:
    row = {"op": change.op, "kind": change.kind, "id": change.id, "classes": list(change.classes)}
    edits: tuple[Edit, ...] = ()
    if was and change.kind != "vocabularies":
        edits = compare(change.kind, with_ids(change.kind, was, ids), change.record)
    return {**row, "edits": [{"field": ".".join(edit.path), "was": edit.was, "now": edit.now} for edit in edits]}


def _first(change: Changed) -> int:
    return CLASSES.index(change.classes[0])


def _view(was: str | None, now: str | None, told: Sequence[Changed], shown: int) -> DiffView:
    groups = groupby(told[:shown], key=_first)
    counts = groupby(told, key=_first)
    return DiffView(
        was=was,
        now=now,
        total=len(told),
        counts=tuple((CLASSES[position], len(list(rows))) for position, rows in counts),
        groups=tuple((CLASSES[position], tuple(rows)) for position, rows in groups),
        left=len(told) - shown,
    )
