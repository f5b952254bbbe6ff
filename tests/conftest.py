"""What several test modules stand on."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from factsheet import site
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

HERE = Path(__file__).parent

# The same examples at every run, however slow the machine.
settings.register_profile("factsheet", deadline=None, derandomize=True)
settings.load_profile("factsheet")

BROWSER_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(autouse=True, scope="session")
def interrupts() -> None:
    """Interrupts reach the commands that tests start, also where the tests themselves run in the background and ignore them."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def toy_site(tmp_path: Path) -> Path:
    """A copy of the toy site, with its toy facts beside it: the folder that holds `mkdocs.yml`."""
    for name in ("toy_site", "toy_facts"):
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path / "toy_site"


@pytest.fixture(scope="session")
def real_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built and verified."""
    return built(HERE.parent / "mkdocs.yml", tmp_path_factory.mktemp("real") / "sheet")


@pytest.fixture(scope="session")
def toy_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy site, built and verified."""
    return built(HERE / "toy_site" / "mkdocs.yml", tmp_path_factory.mktemp("toy") / "sheet")


def built(config_file: Path, folder: Path) -> Path:
    site.build(config_file, facts=None, site_dir=folder, verify=True, progress=lambda _done, _of: None)
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a folder on a disk of its own, of so many bytes; where the system does not let us mount, an ordinary folder."""
    disk = tmp_path / "disk"

    def mount(size: int) -> Path:
        disk.mkdir()
        subprocess.run(
            ["sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0"', disk], check=False, capture_output=True
        )
        return disk

    yield mount
    if disk.is_mount():
        subprocess.run(["umount", disk], check=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: the one that $CHROMIUM names, or that of the system."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path or not Path(path).is_file():
        pytest.fail(f"no browser: {path or 'neither chromium nor google-chrome is there'}; $CHROMIUM can name one")
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder at an address of its own, which it returns without a slash at the end."""
    with ExitStack() as running:

        def start(folder: Path) -> str:
            handler = partial(_Quiet, directory=str(folder))
            server = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            Thread(target=server.serve_forever, daemon=True).start()
            running.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Says nothing."""
