"""The ledger of releases: what was published when, each release by what it changed; and what differs between two states.

Knows records as plain data alone, so that a release of any year can be read.
"""

from factsheet.ledger.canonical import REMOVED, Data, canonical, digest, is_removed, removed
from factsheet.ledger.chain import LEDGER_CODES, Ledger, branch, read_ledger, read_releases
from factsheet.ledger.compare import Edit, compare, guarded, with_ids
from factsheet.ledger.history import History, Version, history_of, replay
from factsheet.ledger.pending import changes_between, classes_of
from factsheet.ledger.release import (
    CLASSES,
    RELEASES,
    VOCABULARIES_ID,
    Change,
    Class,
    Kept,
    Previous,
    Release,
    State,
    next_version,
    order_of,
    text_of,
)

__all__ = [
    "CLASSES",
    "LEDGER_CODES",
    "RELEASES",
    "REMOVED",
    "VOCABULARIES_ID",
    "Change",
    "Class",
    "Data",
    "Edit",
    "History",
    "Kept",
    "Ledger",
    "Previous",
    "Release",
    "State",
    "Version",
    "branch",
    "canonical",
    "changes_between",
    "classes_of",
    "compare",
    "digest",
    "guarded",
    "history_of",
    "is_removed",
    "next_version",
    "order_of",
    "read_ledger",
    "read_releases",
    "removed",
    "replay",
    "text_of",
    "with_ids",
]
