"""Why words are missing: the notices of what was removed by law, by the hash that stands in the place of the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.dataset import Dataset
from factsheet.dates import Edtf
from factsheet.views.parts import Listed
from factsheet.views.present import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The day on which words were removed, and why."""

    on: Edtf
    reason: Listed


def notices(dataset: Dataset) -> Mapping[str, Notice]:
    """The notices of all records by the SHA-256 of the words; of several for the same words, the newest."""
    # A page that shows one says so in its own words: the hash stands there.
    return dataset.aside(_notices, None)


def _notices(_key: None, dataset: Dataset) -> Mapping[str, Notice]:
    found = [entry for record in dataset.records.values() for entry in record.redacted]
    return {
        entry.sha256: Notice(on=entry.on, reason=listed("withdrawal_reason", entry.reason, dataset))
        for entry in sorted(found, key=lambda entry: entry.on.latest)
    }
