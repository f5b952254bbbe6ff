"""The command that takes words out by law."""

import shlex
from datetime import date
from pathlib import Path

import click

from factsheet.cli.group import USAGE, config_file, facts, facts_folder, on, refuse, say, sound, stop, typed, yes
from factsheet.decode import DECODE_CODES
from factsheet.folder import printable
from factsheet.ledger import LEDGER_CODES, read_ledger
from factsheet.pipeline import check
from factsheet.reader import READER_CODES
from factsheet.redact import NotRemovable, Place, Removal, carry_out, removal

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


@click.command("redact", short_help="Take words out of a record and of all its versions, by law.")
@config_file
@facts
@yes
@on
@click.argument("id", metavar="ID")
@click.option("--reason", type=click.Choice(["legal", "privacy"]), required=True, help="Why they have to go.")
@click.option("--field", help="The field that they stand in, such as statement or properties[founded]; else all texts.")
def redact_command(
    config_file: Path, facts: Path | None, yes: bool, day: date, id: str, reason: str, field: str | None
) -> None:
    """Show which words of a record would be removed, and where; with --yes, remove them for good.

    \b
    They go from its file, which is written anew without remarks, from every release, and from wherever else the very
    same words stand. Their hash, the day and the reason stay. The words themselves are never shown.

    \b
    Example:
      factsheet redact acme-2024-05-02 --reason privacy --field text
    """
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
        click.echo("removed; now run: factsheet check, and factsheet release")
    _print_rest(found)
    if found.writes and not yes:
        click.echo(f"\nnothing is written yet; to remove these words for good: {typed('--yes')}")


def _line(place: Place) -> str:
    record = "" if place.id in (None, place.file.stem) else f"{place.id}: "
    return f"{printable(place.file)}: {record}{place.field}: sha256:{place.sha256}"


def _print_rest(found: Removal) -> None:
    for file in found.stays:
        click.echo(f"{printable(file)}: the words stay here, where nothing can take their place: change it by hand")
    paths = " ".join(f"--path {shlex.quote(printable(file))}" for file in found.touched)
    click.echo(_BY_HAND.format(paths=paths, names=",".join(file.name for file in found.touched)))
