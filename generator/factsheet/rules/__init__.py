"""The sense of the facts, checked after linking. A rule is a function whose docstring is its page in the reference."""

from factsheet.rules import citing, grouping, published, timing
from factsheet.rules.published import VANISHED, vanished
from factsheet.rules.rule import Finding, Rule

RULES: tuple[Rule, ...] = (*citing.RULES, *grouping.RULES, *timing.RULES, *published.RULES)
"""Every rule, in the order of the reference."""

__all__ = ["RULES", "VANISHED", "Finding", "Rule", "vanished"]
