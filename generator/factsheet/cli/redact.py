"""The command that takes words out by law."""

import shlex
from datetime import date
from pathlib import Path

import click

from factsheet.cache import forget
from factsheet.cli import group
from factsheet.cli.group import USAGE, config_file, facts, facts_folder, on, refuse, say, sound, stop, typed, yes
from factsheet.decode.codes import DECODE_CODES
from factsheet.folder import printable
from factsheet.ledger import LEDGER_CODES, read_ledger
from factsheet.pipeline import check
from factsheet.reader import READER_CODES
from factsheet.redact import NotRemovable, Place, Removal, Stay, carry_out, removal

_WRONG_FILES = {code.name for code in (*READER_CODES, *DECODE_CODES, *LEDGER_CODES)}
_BY_HAND = """
What this command cannot reach, to be done by hand:
- The history of git. Commit the redaction; then, in a fresh clone, take the old files out with git filter-repo:
    git filter-repo --invert-paths {paths}
  put these files back as they are now, those that are still there, and commit them; or, with BFG, which leaves the
  newest commit as it is:
    bfg --delete-files '{{{names}}}'
    git reflog expire --expire=now --all && git gc --prune=now --aggressive
  and push all branches and tags by force.
- Forks, clones, pull requests and caches of the code host: ask their owners, and the host.
- What lies beside the records: snapshots/, proofs/, and the pages in content/.
- The site: build and publish it anew, remove whole old sites made with mike, and ask search engines and archives."""

_STAYING = """
What stays is left to you: a field goes by `factsheet redact ID --field FIELD`, a release's note by `factsheet redact VERSION`.
The closed lists in vocabularies.yml and other files are changed by hand, before the next release; a release never is. A copy
in snapshots/ is deleted, or given `keep: private` at its source and moved elsewhere. An id stays as long as its record."""
_NOTE = """
A release has no place for the day and the reason of a note that went, only for its hash: tell them in the commit."""


@click.command("redact", short_help="Take words out of a record and of all its versions, by law.")
@config_file
@facts
@yes
@on
@click.argument("id", metavar="ID|VERSION")
@click.option("--reason", type=click.Choice(["legal", "privacy"]), required=True, help="Why they have to go.")
@click.option("--field", help="The field that they stand in, such as statement or properties[founded].")
def redact_command(
    config_file: Path, facts: Path | None, yes: bool, day: date, id: str, reason: str, field: str | None
) -> None:
    """Show which words of a record, or of a release's note, would be removed, and where; with --yes, remove them for good.

    \b
    They go from its file, which is written anew without remarks, from every release, and from wherever else the very
    same words stand. Their hash, the day and the reason stay; of a note, its hash alone. The words are never shown.

    \b
    With --field, all texts, numbers and addresses of the field go, and what corrections say of it; with the text of a
    quote, what its sources print of it and around it. Without, all texts of the record go; its ids and listed values stay,
    and its addresses, places, dates and numbers, which are named.

    \b
    Elsewhere, words of fewer than 12 signs go at most where they are all that a text says; and without --field, what many
    records have in common goes from this one alone: offices, words before a quote, values of properties, and the names of
    publishers, authors and translators. Each place where words stay is named, also where nearly the same ones stand, a
    part of them, or one of the names of a person.

    \b
    Example:
      factsheet redact acme-2024-05-02 --reason privacy --field text
      factsheet redact 2026.11.0 --reason legal
    """
    if day.isoformat() > group.today():
        raise click.UsageError("a removal cannot be of a day that is still to come.")
    folder = facts_folder(config_file, facts)
    wrong = tuple(problem for problem in check(folder).problems if problem.code in _WRONG_FILES)
    if wrong:
        refuse(wrong)
    try:
        found = removal(folder, sound(read_ledger(folder)), id, reason, day, field)
    except NotRemovable as why:
        stop(USAGE, str(why))
    for place in found.places:
        say(_line(place))
    if not found.writes:
        click.echo("nothing is left to remove here")
    elif yes:
        carry_out(found, folder)
        forget(config_file.parent)
        click.echo("removed; now run: factsheet check, and factsheet release")
    _print_rest(found, id)
    if found.writes and not yes:
        click.echo(f"\nnothing is written yet; to remove these words for good: {typed('--yes')}")


def _line(place: Place) -> str:
    return f"{_where(place)}: sha256:{place.sha256}"


def _where(place: Place | Stay) -> str:
    record = "" if place.id in (None, place.file.stem, place.file.name) else place.id
    return ": ".join(part for part in (printable(place.file), record, place.field) if part)


def _print_rest(found: Removal, id: str) -> None:
    if found.keeps:
        click.echo(f"{id}: its ids and listed values stay, and what it has under {', '.join(found.keeps)}")
    for stay in found.stays:
        say(f"{_where(stay)}: these words, a part of them, or nearly the same stay here")
    if found.stays:
        click.echo(_STAYING)
    if any(place.id is None for place in found.places):
        click.echo(_NOTE)
    paths = " ".join(f"--path {shlex.quote(printable(_from_root(file)))}" for file in found.touched)
    click.echo(_BY_HAND.format(paths=paths, names=",".join(file.name for file in found.touched)))


def _from_root(file: Path) -> Path:
    """The file's path from the root of its repository, by which git's tools know it."""
    whole = file.resolve()
    root = next((folder for folder in whole.parents if (folder / ".git").exists()), None)
    return whole.relative_to(root) if root else file
