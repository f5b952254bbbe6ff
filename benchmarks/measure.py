"""What a command costs: processor seconds, seconds on the clock, and memory."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PAUSE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run cost.

    `cpu` is user and system time of the command and of all its children, in seconds, as the kernel adds it up.
    `memory` is the most that the process and its children held at once, in bytes: their resident sets, looked at
    every 50 ms and added, so that pages which they share count more than once; at least the largest of them alone,
    which the kernel notes exactly.
    """

    cpu: float
    wall: float
    memory: int


class Failed(Exception):
    """The command did not end well; the message is what it printed last."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """The cost of a command, run in that folder."""
    log = folder / "log.txt"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        raise Failed(f"{command[0]} ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    # Linux counts in KiB, macOS in bytes.
    largest = usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
    return Cost(cpu=usage.ru_utime + usage.ru_stime, wall=wall, memory=max(watch.most, largest))


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and its children hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(PAUSE):
            self.most = max(self.most, _held(self._pid))

    def stop(self) -> None:
        """Looks no more."""
        self._ended.set()
        self.join()


def _held(pid: int) -> int:
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_resident(process) for process in family)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
