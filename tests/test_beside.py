"""Work in a copy of the process: its result comes back, a fault is raised here, and nothing is left at work."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from factsheet.beside import Plain, Wanted, beside

COPIED = """
from factsheet import mkdocs_plugin
from factsheet.cli import main
mkdocs_plugin.FEW = 0
main()
"""


def test_the_work_is_done_in_another_process_and_its_result_comes_back() -> None:
    with beside(lambda _wanted: {"process": os.getpid(), "text": "“saws”\n" * 100_000}) as result:
        found = result()
    assert found["process"] != os.getpid()
    assert found["text"] == "“saws”\n" * 100_000


def test_no_copy_is_made_where_none_is_wanted() -> None:
    with beside(lambda _wanted: {"process": os.getpid()}, copied=False) as result:
        assert result() == {"process": os.getpid()}


def test_a_fault_of_the_work_is_raised_where_its_result_is_asked_for() -> None:
    def work(_wanted: Wanted) -> Plain:
        raise ValueError("no saw")

    with pytest.raises(ValueError, match="no saw"), beside(work) as result:
        result()


def test_work_that_nobody_waits_for_is_stopped() -> None:
    end, other_end = os.pipe()

    def work(_wanted: Wanted) -> Plain:
        os.write(other_end, str(os.getpid()).encode())
        signal.pause()
        return {}

    with beside(work):
        process = int(os.read(end, 20))
        assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_large_site_is_the_same_whether_or_not_its_past_is_written_beside_the_rest(
    toy_site: Path, tmp_path: Path
) -> None:
    whole = (sys.executable, "-m", "factsheet", "build", "-q", "-f", str(toy_site / "mkdocs.yml"), "-d")
    copied = (sys.executable, "-c", COPIED, "build", "-q", "-f", str(toy_site / "mkdocs.yml"), "-d")
    for command, site in ((whole, tmp_path / "alone" / "site"), (copied, tmp_path / "copied" / "site")):
        subprocess.run([*command, str(site)], check=True)
    alone, beside = (files(tmp_path / name / "site") for name in ("alone", "copied"))
    assert alone == beside


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
