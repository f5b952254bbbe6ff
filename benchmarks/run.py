"""Measures this generator beside others and beside itself: python benchmarks/run.py --only hugo-1000,check-5000.

Without --only it is all that bars were set for, one measure after the other, and the profile. Each leaves a file in
benchmarks/results/, and benchmarks/REPORT.md is made anew of whatever is there. The exit code is 1 where one of these
measures does not keep a bar, or could not be made.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from subprocess import CalledProcessError

from bars import BARS, judged
from measure import Failed
from measures import KINDS, measured, parted
from pages import Incomplete
from report import report
from results import keep, kept
from runners import Missing
from sites import say

HERE = Path(__file__).parent
PROFILE = "profile-1000"


def main() -> None:
    """Runs the command line."""
    options = _options()
    # Nothing is deleted between two measures: for minutes after, ext4 passes by every place that was given up.
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        failed = [name for name in options.only if not _kept(name, options, Path(folder).resolve() / name)]
        results = kept(options.results)
        text = report(results)
        options.report.write_text(text, encoding="utf-8", newline="\n")
        print(text)
    judgements = [judged(bar, results) for bar in BARS if bar.measure in options.only]
    sys.exit(bool(failed) or not all(one.kept for one in judgements))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", type=_names, default=_all(), help=f"such as hugo-1000; there are {', '.join(KINDS)}")
    parser.add_argument("--pairs", type=int, default=5, help="how often each command runs, in turn (5)")
    parser.add_argument("--results", type=Path, default=HERE / "results", help="the folder of what was found")
    parser.add_argument("--report", type=Path, default=HERE / "REPORT.md", help="the file to write")
    options = parser.parse_args()
    if options.pairs < 1:
        parser.error("--pairs is at least 1")
    return options


def _all() -> Sequence[str]:
    """Every measure that has a bar, and the profile."""
    there = dict.fromkeys(bar.measure for bar in BARS if bar.measure.rpartition("-")[0] in KINDS)
    return [*there, PROFILE]


def _names(text: str) -> Sequence[str]:
    names = [name for name in text.split(",") if name]
    try:
        for name in names:
            parted(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return names


def _kept(name: str, options: argparse.Namespace, folder: Path) -> bool:
    """Measures and keeps what was found; False where that failed, so that the next one still has its turn."""
    say(f"== {name}")
    try:
        folder.mkdir()
        keep(measured(name, options.pairs, folder), options.results)
    except (Failed, Incomplete, Missing, CalledProcessError) as error:
        say(f"run.py: {name}: {error}")
        return False
    return True


if __name__ == "__main__":
    main()
