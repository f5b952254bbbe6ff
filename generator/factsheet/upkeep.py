"""What the builds of one site leave for the next one: in the site's folder, and in memory while a preview runs."""

from pathlib import Path

from factsheet.earlier import Earlier, Notes, keep, recalled
from factsheet.parsed import Files, again
from factsheet.parsed import keep as keep_files
from factsheet.parsed import recall as recall_files
from factsheet.pipeline import Checked, check
from factsheet.refusal import reason


class Upkeep:
    """What the builds of the site in a folder have left, and what there is to `say` of that: most often nothing."""

    def __init__(self, root: Path) -> None:
        self.said: list[str] = []
        self._root = root
        self._earlier: Earlier | None = None
        self._files: Files | None = None

    def check(self, facts: Path, wording: Path) -> Checked:
        """The facts, checked; what earlier builds have left is used where it holds."""
        if self._earlier is None:
            self._earlier, note = recalled(self._root)
            self._say(note)
        self._files = again(self._files) if self._files else recall_files(self._root, self._say)
        words = wording if wording.exists() else None
        return check(facts, wording=words, files=self._files, earlier=self._earlier)

    def hold(self, notes: Notes) -> None:
        """Has ready in memory what was found and made, for the next build of this process."""
        self._earlier = notes.whole()

    def leave(self) -> None:
        """Leaves all that is held for the next process; where that cannot be, there is something to say."""
        try:
            if self._files:
                keep_files(self._root, self._files)
            if self._earlier:
                keep(self._root, self._earlier)
        except OSError as error:
            self._say(f"what was made is not kept for the next time, which takes as long ({reason(error)})")

    def _say(self, note: str) -> None:
        self.said += [note] if note else []
