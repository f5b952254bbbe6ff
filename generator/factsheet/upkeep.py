"""What the builds of one site leave for the next one: in the site's folder, and in memory while a preview runs."""

from pathlib import Path

from factsheet.dataset import Dataset
from factsheet.earlier import Earlier, keep, recalled
from factsheet.folder import printable
from factsheet.notes import Notes
from factsheet.parsed import Files, again
from factsheet.parsed import keep as keep_files
from factsheet.parsed import recall as recall_files
from factsheet.pipeline import Checked, check
from factsheet.problem import Location, Problem
from factsheet.refusal import UNREADABLE, reason


class Upkeep:
    """What the builds of the site in a folder have left, and what there is to `say` of that: most often nothing."""

    def __init__(self, root: Path) -> None:
        self.said: list[str] = []
        self.root = root
        self._earlier: Earlier | None = None
        self._files: Files | None = None
        self._dataset: Dataset | None = None

    def check(self, facts: Path, wording: Path, *, patient: bool = False) -> Checked:
        """The facts, checked; what earlier builds have left is used where it holds.

        OSErrors propagate, unless the caller is `patient`: a folder that cannot be read then is a problem of the facts.
        """
        try:
            checked = self._check(facts, wording)
        except OSError as error:
            if not patient:
                raise
            problem = Problem.at(Location(printable(facts)), UNREADABLE, reason(error), "make the folder readable")
            return Checked(dataset=None, plain=(problem.plain(),), files=0, vocabularies=None)
        if self._files and not patient:
            # No further check in this process takes anything over.
            self._files.decoded.clear()
        return checked

    def _check(self, facts: Path, wording: Path) -> Checked:
        if self._earlier is None:
            self._earlier, note = recalled(self.root)
            self._say(note)
        self._files = again(self._files) if self._files else recall_files(self.root, self._say)
        words = wording if wording.exists() else None
        return check(facts, wording=words, files=self._files, earlier=self._earlier, before=self._dataset)

    def notes(self, dataset: Dataset) -> Notes:
        """Notes of a build of the facts as they were the last time."""
        earlier = self._earlier or Earlier()
        return Notes(dataset, earlier.world, earlier, self._dataset)

    def hold(self, notes: Notes) -> None:
        """Has ready in memory what was found and made, for the next build of this process."""
        self._earlier, self._dataset = notes.whole(), notes.dataset

    def leave(self) -> None:
        """Leaves all that is held for the next process; where that cannot be, there is something to say."""
        try:
            if self._files:
                keep_files(self.root, self._files)
            if self._earlier:
                keep(self.root, self._earlier)
        except OSError as error:
            self._say(f"what was made is not kept for the next time, which takes as long ({reason(error)})")

    def _say(self, note: str) -> None:
        self.said += [note] if note else []
