"""The command that looks for words in the stored copies of their sources: verify."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from factsheet import memory, report
from factsheet.cli.group import (
    FINE,
    REFUSED,
    accepted,
    config_file,
    facts,
    facts_folder,
    kept_for_next_time,
    quiet,
    say,
    style,
)
from factsheet.dataset import Dataset
from factsheet.folder import SNAPSHOTS
from factsheet.memory import Found
from factsheet.pipeline import check
from factsheet.problem import has_errors
from factsheet.proof import keep
from factsheet.proof.copies import copies
from factsheet.proof.report import problems
from factsheet.proof.verify import Finding, Outcome, to_keep, verify
from factsheet.proof.wanted import Role

_CLASSES: Mapping[Outcome, str] = {
    "proven": "proven",
    "not-as-quotation": "found, but not as a quotation",
    "cut-short": "cut off in the middle",
    "several-places": "found at several places",
    "not-found": "not found",
    "no-text": "in a stored copy that gives no text",
    "not-here": "in a stored copy that was not at hand",
    "no-stored-copy": "in a source without a stored copy",
    "removed": "removed by law",
}
"""What the outcomes of a search are called, in the order in which they are counted."""
_SORTS: Mapping[Role, str] = {"quote": "quotations", "print": "quotations", "passage": "passages"}


@click.command("verify", short_help="Look for quoted words in the stored copies of their sources.")
@config_file
@facts
@quiet
@click.option(
    "--snapshots",
    "folders",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    help="A folder with stored copies, beside facts/snapshots; may be given again. They are found by SHA-256.",
)
@click.option("--write", is_flag=True, help="Keep the proofs in facts/proofs/.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)
def verify_command(
    config_file: Path, facts: Path | None, quiet: bool, folders: tuple[Path, ...], write: bool, form: str
) -> None:
    """Look for every quote, print and cited passage in the stored copy of its source, letter for letter.

    \b
    Where words are not found, the nearest passage is shown. With --write, what was proven is kept beside the facts, so that
    a build without the copies knows of it; proofs whose copy is not at hand stay as they are.

    \b
    Exit code 0: whatever has a stored copy at hand is proven; 1: some of it is not.

    \b
    Example:
      factsheet verify --write
    """
    folder = facts_folder(config_file, facts)
    own = folder / SNAPSHOTS
    there = copies((*((own,) if own.is_dir() else ()), *folders))
    key = memory.key_of(folder, copies=there)
    found = None if write else memory.recall("verify", config_file.parent, key)
    if found:
        _print(found, quiet, form)
    else:
        dataset = accepted(check(folder, rules=()))
        findings = tuple(verify(dataset, there))
        if write and _write(findings, dataset, folder):
            dataset = accepted(check(folder, rules=()))
            findings = tuple(replace(one, record=dataset.records[one.record.id]) for one in findings)
            key = memory.key_of(folder, copies=there)
        found = _searched(findings, dataset)
        with kept_for_next_time("verify", config_file, found, key, partial(memory.key_of, folder, copies=there)):
            _print(found, quiet, form)
    sys.exit(REFUSED if has_errors(found.problems) else FINE)


def _write(findings: tuple[Finding, ...], dataset: Dataset, facts: Path) -> bool:
    """Keeps what was proven; whether that differs from what was kept before."""
    by_record: dict[str, list[Finding]] = {}
    for finding in findings:
        by_record.setdefault(finding.record.id, []).append(finding)
    changed = False
    for id, record in dataset.records.items():
        if record.withdrawn:
            continue
        proofs = to_keep(record, by_record.get(id, ()), dataset)
        if set(proofs) != set(record.proofs):
            keep.write(id, facts, proofs=proofs, accepted=record.accepted)
            changed = True
    return changed


def _searched(findings: tuple[Finding, ...], dataset: Dataset) -> Found:
    wrong = tuple(problems(findings, dataset))
    return Found(
        problems=tuple(sorted({problem for problem, _near in wrong})),
        below={problem: report.as_difference(near.pieces, "here", "there") for problem, near in wrong if near},
        counts=Counter(f"{_SORTS[finding.wanted.role]}/{finding.outcome}" for finding in findings),
    )


def _print(found: Found, quiet: bool, form: str) -> None:
    if form == "json":
        told = json.loads(report.as_json(found.problems))
        click.echo(json.dumps({"counts": dict(found.counts), **told}, ensure_ascii=False, indent=2))
        return
    if found.problems:
        say(report.as_text(found.problems, style(sys.stdout), below=found.below))
    if not quiet:
        click.echo("".join(f"{sort:>12}" for sort in dict.fromkeys(_SORTS.values())))
        for outcome, words in _CLASSES.items():
            counts = (found.counts.get(f"{sort}/{outcome}", 0) for sort in dict.fromkeys(_SORTS.values()))
            click.echo("".join(f"{count:>12}" for count in counts) + f"  {words}")
