"""The command line: what each command is about has a module of its own."""

import gc
import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn

from factsheet.cli.accept import accept_command
from factsheet.cli.build import build_command, serve_command
from factsheet.cli.check import check_command, schema_command
from factsheet.cli.diff import diff_command, export_command
from factsheet.cli.group import FINE, commands
from factsheet.cli.redact import redact_command
from factsheet.cli.release import release_command
from factsheet.cli.verify import verify_command

__all__ = ["commands", "main"]

for _command in (
    accept_command,
    build_command,
    check_command,
    diff_command,
    export_command,
    redact_command,
    release_command,
    schema_command,
    serve_command,
    verify_command,
):
    commands.add_command(_command)


def main() -> None:
    """Runs the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    # A command ends soon, and its records live as long: looking through them for garbage finds next to none.
    gc.disable()
    try:
        commands(prog_name="factsheet")
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else FINE)


def _leave(code: int) -> NoReturn:
    """Ends the process with nothing more than what was said: to take a large site's records apart one by one takes seconds."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    logging.shutdown()
    os._exit(code)
