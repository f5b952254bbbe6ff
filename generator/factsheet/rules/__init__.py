"""The sense of the facts, checked after linking. A rule is a function whose docstring is its page in the reference."""

from factsheet.rules import citing, grouping, timing
from factsheet.rules.rule import Finding, Rule

RULES: tuple[Rule, ...] = (*citing.RULES, *grouping.RULES, *timing.RULES)
"""Every rule, in the order of the reference."""

__all__ = ["RULES", "Finding", "Rule"]
