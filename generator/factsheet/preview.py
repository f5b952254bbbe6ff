"""What a preview shows: a folder that follows every change, and above its pages what is wrong with the facts now."""

import gc
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from contextvars import copy_context
from html import escape
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import Any, TypeAlias

from watchdog.observers import Observer

from factsheet.bring import bring
from factsheet.mend import above_the_body

_WAITING = ("/", ".html", ".json", ".xml", ".gz", ".yml")
"""What is not shown before the end of a build."""
_IDLE = 2.0
"""So many seconds after a build most authors look at what it has made."""
_LOG = logging.getLogger("mkdocs.plugins.factsheet")

App: TypeAlias = Callable[[Any, Any], Iterable[bytes]]
"""An application as PEP 3333 has it."""


class Preview:
    """The folder that a preview shows. `above` is the HTML that it shows above each page, most often empty.

    While a build is under way, `ready` are the addresses of the pages that can be shown before its end; else it is None.

    mkdocs builds in `aside`, which is another folder: it empties that before each build.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder.with_name(f"{folder.name}.aside")
        self.above = ""
        self.ready: frozenset[str] | None = None
        self._observer: Any = None
        self._there: Set[str] = frozenset()
        self._whole = Lock()
        self._rest: Thread | None = None

    def follow(self, server: Any, folders: Collection[Path], *, poll: bool) -> None:
        """Has the server of the preview follow these folders, as the system tells of changes, or else by looking again and again."""
        polling = server.observer
        # An editor writes a file in one go, or exchanges it for another.
        server.build_delay = 0.02
        if not poll:
            self._observer = server.observer = Observer()
        for folder in folders:
            server.watch(str(folder))
        try:
            if self._observer:
                self._observer.start()
        except OSError:
            # The system tells only so many programs of so many folders.
            self._observer = None
            for folder in folders:
                server.unwatch(str(folder))
            server.observer = polling
            for folder in folders:
                server.watch(str(folder))
        server.observer = polling

    def calm(self, build: Callable[[], None], refresh: Callable[[], bool]) -> Callable[[], None]:
        """A build that never fails: what is wrong with a template or a page is shown above the last good pages.

        Where `refresh` has brought the pages that are `ready` up to date, all else is built while these are shown.
        """

        def whole() -> None:
            with self._calmly():
                build()
            self.ready = None
            self._whole.release()
            tidying = Timer(_IDLE, _tidy)
            tidying.daemon = True
            tidying.start()

        def calmly() -> None:
            self._end_rest()
            # What was made lives as long as the preview: to look through it for garbage would take as long as a build.
            gc.disable()
            refreshed = False
            with self._calmly():
                refreshed = refresh()
            self._whole.acquire()
            if not refreshed:
                whole()
            else:
                self._rest = Thread(target=copy_context().run, args=(whole,))
                self._rest.start()

        return calmly

    @contextmanager
    def _calmly(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            _LOG.warning("%s", error)
            said = escape(" ".join(str(error).split()) or type(error).__name__)
            self.above = f'<aside class="fs-problems" role="alert"><p><strong>{said}</strong></p></aside>'

    def _end_rest(self) -> None:
        if self._rest:
            self._rest.join()
        self._rest = None

    def app(self, inner: App) -> App:
        """The application of the preview: that of mkdocs, and above each page what is to be said there."""

        def shown(environ: Any, start_response: Any) -> Iterable[bytes]:
            if not self._is_ready(environ["PATH_INFO"]):
                self._wait()
            if not self.above:
                return inner(environ, start_response)
            said: list[Any] = []
            parts = inner(environ, lambda *answer: said.extend(answer))
            try:
                content = b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()
            status, headers = said[:2]
            if status.startswith("200") and b"<article" in content:
                content = above_the_body(content.decode(), self.above).encode()
                headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
                headers.append(("Content-Length", str(len(content))))
            start_response(status, headers)
            return [content]

        return shown

    def _is_ready(self, path: str) -> bool:
        """Whether a page is up to date, though the build is under way."""
        ready = self.ready
        return (
            ready is None or "/".join((*path.rstrip("/").split("/")[-2:], "")) in ready or not path.endswith(_WAITING)
        )

    def _wait(self) -> None:
        """Waits for the end of the build."""
        with self._whole:
            pass

    def bring(self, own: Set[str]) -> None:
        """Brings what mkdocs has built into the folder where our `own` files stand, and removes what stood there before of either."""
        self._there = bring(self.aside, self.folder, own, self._there)
        self.end_build()

    def end_build(self) -> None:
        """Removes what mkdocs has built."""
        shutil.rmtree(self.aside, ignore_errors=True)

    def end(self) -> None:
        """Ends what the preview has begun."""
        self._end_rest()
        self.end_build()
        if self._observer:
            self._observer.stop()


def _tidy() -> None:
    """Removes what a build has left as garbage, once there is nothing else to do."""
    gc.collect()
    gc.freeze()
