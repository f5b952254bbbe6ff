"""The sense of the facts, checked after linking. A rule is a function whose docstring is its page in the reference."""

from factsheet.rules import citing, corrected, grouping, published, removed, timing
from factsheet.rules.published import VANISHED, vanished
from factsheet.rules.removed import in_releases
from factsheet.rules.rule import Finding, Rule

RULES: tuple[Rule, ...] = (
    *citing.RULES,
    *grouping.RULES,
    *timing.RULES,
    *published.RULES,
    *corrected.RULES,
    *removed.RULES,
)
"""Every rule."""

__all__ = ["RULES", "VANISHED", "Finding", "Rule", "in_releases", "vanished"]
