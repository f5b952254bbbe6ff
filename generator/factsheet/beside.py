"""Work that is done beside this process, in a copy of it."""

import marshal
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeAlias

Plain: TypeAlias = dict[str, Any]
"""What `marshal` can write: texts, bytes, numbers, and lists, tuples, sets and mappings of these."""
Wanted: TypeAlias = Callable[[], None]
"""Called by the work now and then, between two of its steps."""


@contextmanager
def beside(work: Callable[[Wanted], Plain], *, copied: bool = True) -> Iterator[Callable[[], Plain]]:
    """Starts the work, and gives a function that waits for its result.

    It is done by that function itself where no copy is wanted or none can be made, and where it failed in the copy, so
    that a fault is raised here as any other. Work whose result nobody has waited for is stopped at the end.
    """
    copy = _copy(work) if copied else None
    if copy is None:
        yield partial(work, _nothing)
        return
    child, end = copy
    ended = False

    def result() -> Plain:
        nonlocal ended
        with os.fdopen(end, "rb", closefd=False) as pipe:
            said = pipe.read()
        _pid, status = os.waitpid(child, 0)
        ended = True
        found: Plain = marshal.loads(said) if status == 0 else work(_nothing)
        return found

    try:
        yield result
    finally:
        os.close(end)
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _copy(work: Callable[[Wanted], Plain]) -> tuple[int, int] | None:
    """A copy of this process that does the work, and where it says what came of it; None where there can be none."""
    # Another thread may hold a lock that would then never be free in the copy.
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return None
    end, other_end = os.pipe()
    here = os.getpid()
    child = os.fork()
    if child:
        os.close(other_end)
        return child, end
    status = 1
    try:
        said = marshal.dumps(work(partial(_stop_without, here)))
        with os.fdopen(other_end, "wb") as pipe:
            pipe.write(said)
        status = 0
    finally:
        # Nothing else of what this is a copy of may happen twice.
        os._exit(status)


def _stop_without(parent: int) -> None:
    """Ends a copy whose parent was killed: the next build must not find it at work."""
    if os.getppid() != parent:
        os._exit(1)


def _nothing() -> None:
    pass
