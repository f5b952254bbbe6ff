"""Why a build stops: the ends that mkdocs and the command line tell in one line, each with its exit code."""

import os
from pathlib import Path

from mkdocs.exceptions import Abort

from factsheet import report
from factsheet.folder import printable
from factsheet.problem import Code, Problem

UNREADABLE = Code(
    name="FS901",
    level="error",
    manual="""The facts folder can be read.

A preview says so on its pages; a build stops with exit code 4.

Fails: the folder is missing, or its owner may not look into it.
Passes: the folder that `facts` names in mkdocs.yml is there.
""",
)


class FactsRefused(Abort):
    """The facts have errors; the message lists them. The site that was there stays."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(report.as_text(problems))
        self.problems = problems


class SiteRefused(Abort):
    """The folder of the site cannot be published to; the message says why."""

    exit_code = 4


class SourceRefused(Abort):
    """A template or a hand-written page cannot be used; the message says which and why."""

    exit_code = 2


class MachineRefused(Abort):
    """The disk, the rights or the memory do not suffice; the message says which."""

    exit_code = 4

    def __init__(self, error: OSError) -> None:
        super().__init__(reason(error))


def near(path: Path) -> Path:
    """The path from the working folder, where it lies inside it: shorter to read, and what annotations need."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def reason(error: OSError) -> str:
    """What the machine refused, in one line."""
    name = f": {printable(near(Path(os.fsdecode(error.filename))))}" if error.filename else ""
    return f"{error.strerror or error}{name}"
