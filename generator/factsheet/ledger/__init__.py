"""The ledger of releases: what was published when, each release by what it changed; and what differs between two states.

Keeps, compares and replays records as plain data; only `shape` holds them against the model.
"""

from factsheet.ledger.canonical import REMOVED, Data, canonical, digest, hash_of, is_removed, removed, with_notices
from factsheet.ledger.chain import EDITED, LEDGER_CODES, Ledger, branch, read_ledger, read_releases
from factsheet.ledger.compare import Edit, compare, field_name, guarded, with_ids
from factsheet.ledger.history import History, Version, history_of, replay, state_after
from factsheet.ledger.pending import WORDS, changes_between, class_of, classes_of, renamed_in
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
from factsheet.ledger.shape import misshapen

__all__ = [
    "CLASSES",
    "EDITED",
    "LEDGER_CODES",
    "RELEASES",
    "REMOVED",
    "VOCABULARIES_ID",
    "WORDS",
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
    "class_of",
    "classes_of",
    "compare",
    "digest",
    "field_name",
    "guarded",
    "hash_of",
    "history_of",
    "is_removed",
    "misshapen",
    "next_version",
    "order_of",
    "read_ledger",
    "read_releases",
    "removed",
    "renamed_in",
    "replay",
    "state_after",
    "text_of",
    "with_ids",
    "with_notices",
]
