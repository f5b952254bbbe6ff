"""The sense of the facts, checked after linking. A rule is a function whose docstring is its page in the reference."""

from factsheet.rules import (
    citing,
    corrected,
    counting,
    drifted,
    fairness,
    figures,
    grouping,
    printing,
    proven,
    published,
    removed,
    timing,
    wording,
)
from factsheet.rules.exemption import EXEMPTION_CODES, findings
from factsheet.rules.published import VANISHED, vanished
from factsheet.rules.removed import in_releases
from factsheet.rules.rule import Finding, Rule

RULES: tuple[Rule, ...] = (
    *citing.RULES,
    *grouping.RULES,
    *timing.RULES,
    *fairness.RULES,
    *counting.RULES,
    *figures.RULES,
    *printing.RULES,
    *wording.RULES,
    *proven.RULES,
    *drifted.RULES,
    *published.RULES,
    *corrected.RULES,
    *removed.RULES,
)
"""Every rule."""

__all__ = ["EXEMPTION_CODES", "RULES", "VANISHED", "Finding", "Rule", "findings", "in_releases", "vanished"]
