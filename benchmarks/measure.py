"""What a command costs: processor seconds, seconds on the clock, and memory. Memory is known on Linux alone."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05
SHARE = 20
"""A look takes at most one part of so many: the kernel walks through all memory for it, and holds up the process."""

_PROCESSES = Path("/proc")
_PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run cost.

    `cpu` is user and system time of the command and of all its children, in seconds, as the kernel adds it up.
    `memory` is the most that the process and its children were seen to hold at once, in bytes: their proportional set
    sizes, looked at every 50 ms or more and added, so that what they share counts once. 0 where it was not looked at.
    """

    cpu: float
    wall: float
    memory: int = 0


class Failed(Exception):
    """The command did not end well; the message is what it printed last."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """The cost of a command, run in that folder."""
    log = folder / "log.txt"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        raise Failed(f"{command[0]} ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall, memory=watch.most)


class _Watch(threading.Thread):
    """Looks again and again at how much memory the processes of a session hold."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._session = session
        self._ended = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self.most = max(self.most, sum(map(_held, _family(self._session))))
            pause = max(PAUSE, SHARE * (time.perf_counter() - start))

    def stop(self) -> None:
        """Looks no more."""
        self._ended.set()
        self.join()


def _family(session: int) -> Iterator[Path]:
    """The folders of a session's processes (proc(5))."""
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            # The name before it may hold any sign; behind it stand state, parent, group and session.
            if int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[3]) == session:
                yield folder


def _held(folder: Path) -> int:
    with suppress(OSError):
        found = _PSS.search((folder / "smaps_rollup").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0
