"""Rules that do not hold a record, because it says why; readers see it."""

from collections.abc import Iterable, Iterator

from factsheet.dataset import Dataset
from factsheet.model import Record
from factsheet.problem import Code, meant, shown
from factsheet.rules import wording
from factsheet.rules.rule import Finding, Rule

NO_SUCH_RULE = Code(
    name="FS308",
    level="error",
    manual="""An exemption names a rule of fairness, wording or figures that warns.

All others hold every record.

The reason stands on the record's page.

Fails: `exemptions: [{rule: FS301, reason: ...}]`
Passes: `exemptions: [{rule: FS320, reason: The word is the name of the law.}]`
""",
)
NOT_NEEDED = Code(
    name="FS309",
    level="warning",
    manual="""An exemption is there because the rule would warn.

Fails: an exemption left over after the sentence was mended
Passes: the record without it
""",
)
_EXEMPTED = ("FS31", "FS32", "FS33")
EXEMPTION_CODES = (NO_SUCH_RULE, NOT_NEEDED)


def findings(record: Record, dataset: Dataset, rules: Iterable[Rule]) -> Iterator[tuple[Code, Finding]]:
    """What rules have against a record, without the warnings that it is exempted from, and with what is wrong about that."""
    if not record.exemptions:
        yield from ((rule.code, one) for rule in rules for one in rule.check(record, dataset))
        return
    found = {rule: tuple(rule.check(record, dataset)) for rule in rules}
    named = {exemption.rule for exemption in record.exemptions}
    for rule, these in found.items():
        if not _may_be_exempted(rule) or rule.code.name not in named:
            yield from ((rule.code, one) for one in these)
    warning = {rule.code.name: these for rule, these in found.items() if _may_be_exempted(rule)}
    for position, exemption in enumerate(record.exemptions):
        if exemption.rule not in warning:
            message, fix = (
                f"{shown(exemption.rule)} is no rule of fairness, wording or figures that warns",
                meant(exemption.rule, warning) or "delete it",
            )
            yield NO_SUCH_RULE, (("exemptions", position, "rule"), message, fix)
        elif not warning[exemption.rule] and _was_asked(exemption.rule, dataset):
            message = f"{shown(exemption.rule)} has nothing against this record"
            yield NOT_NEEDED, (("exemptions", position), message, "delete it")


def _may_be_exempted(rule: Rule) -> bool:
    """Whether a rule warns of fairness, wording or figures; what is not proven, or moved, no reason makes right."""
    return rule.code.level == "warning" and rule.code.name.startswith(_EXEMPTED)


def _was_asked(rule: str, dataset: Dataset) -> bool:
    """Whether a rule could find anything: those of wording need a list of words."""
    return bool(dataset.wording.avoid) or rule not in {one.code.name for one in wording.RULES}
