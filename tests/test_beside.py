"""Work in a copy of the process: its result comes back, a fault is raised here, and nothing is left at work."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

START = "import os, signal, threading\nfrom factsheet.beside import beside\n"
COPIED = """
from factsheet import assembly
from factsheet.cli import main
assembly.FEW = 0
main()
"""


def said_by(program: str) -> list[str]:
    """The lines that a program prints; a worker of the tests has threads of its own, so it cannot be copied."""
    command = [sys.executable, "-c", f"{START}{dedent(program)}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_the_work_is_done_in_another_process_and_its_result_comes_back() -> None:
    program = """
        def work(wanted):
            wanted()
            return {"process": os.getpid(), "text": "“saws”" * 100_000}
        with beside(work) as result:
            found = result()
        print(os.getpid() != found["process"], found["text"] == "“saws”" * 100_000)
    """
    assert said_by(program) == ["True True"]


def test_it_is_done_here_where_no_copy_is_wanted_or_another_thread_runs() -> None:
    program = """
        def work(wanted):
            wanted()
            return {"process": os.getpid()}
        with beside(work, copied=False) as result:
            print(result()["process"] == os.getpid())
        free = threading.Event()
        threading.Thread(target=free.wait).start()
        with beside(work) as result:
            print(result()["process"] == os.getpid())
        free.set()
    """
    assert said_by(program) == ["True", "True"]


def test_a_fault_of_the_work_is_raised_where_its_result_is_asked_for() -> None:
    program = """
        def work(wanted):
            raise ValueError("no saw")
        try:
            with beside(work) as result:
                result()
        except ValueError as fault:
            print(fault)
    """
    assert said_by(program) == ["no saw"]


def test_work_that_nobody_waits_for_is_stopped() -> None:
    program = """
        end, other_end = os.pipe()
        def work(wanted):
            os.write(other_end, str(os.getpid()).encode())
            signal.pause()
        with beside(work):
            process = int(os.read(end, 20))
        print(process != os.getpid())
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            print("stopped")
    """
    assert said_by(program) == ["True", "stopped"]


@pytest.mark.slow
def test_a_site_is_the_same_whether_or_not_half_of_it_is_written_beside_the_rest(
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
