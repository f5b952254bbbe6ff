"""How long it takes until a changed fact is on the screen: from the last byte of its file to the answer that shows it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from measure import Cost, Failed
from runners import OURS, environment

PATIENCE = 120.0
PAUSE = 0.01
REST = 3.0
"""So many seconds after one change comes the next: as an author reads what the first one made."""


@contextmanager
def previewed(facts: Path, run: Path) -> Iterator[Callable[[int], Cost]]:
    """A preview of these facts in a new folder; the function changes a sentence, another way for each number, and gives the cost."""
    OURS.prepare(run, facts)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = run / "log.txt"
    command = (sys.executable, "-m", "factsheet", "serve", "--facts", str(facts), "-a", address)
    with log.open("w") as output:
        # It is ended at once, and leaves what it shows to whoever deletes the folder.
        told = {**environment(run), "TMPDIR": str(run)}
        process = subprocess.Popen(command, cwd=run, env=told, stdout=output, stderr=output)
    try:
        _wait_until(lambda: "Serving on" in log.read_text(), log)
        files = sorted((facts / "allegations").iterdir())
        file = files[len(files) // 2]
        text = file.read_text("utf-8")

        def shown(number: int) -> Cost:
            time.sleep(REST)
            mark = f"It was said {number} times."
            file.write_text(re.sub("^statement: ", f"statement: {mark} ", text, flags=re.MULTILINE), "utf-8")
            start = time.perf_counter()
            _wait_until(lambda: mark in _page(f"http://{address}/allegations/{file.stem}/"), log)
            return Cost(cpu=0, wall=time.perf_counter() - start)

        yield shown
    finally:
        process.kill()
        process.wait()


def _page(url: str) -> str:
    """The page there, which a preview keeps back while it is being made anew."""
    with urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def _wait_until(happened: Callable[[], bool], log: Path) -> None:
    end = time.perf_counter() + PATIENCE
    while not happened():
        if time.perf_counter() > end:
            raise Failed(f"the preview never came to it:\n{log.read_text()[-2000:]}")
        time.sleep(PAUSE)
