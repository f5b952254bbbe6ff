"""What can be wrong with the shape of a facts file."""

from factsheet.problem import Code

UNKNOWN_KEY = Code(
    name="FS201",
    level="error",
    manual="""Each key is one that the kind of record has.

A misspelt key is the commonest way to lose a fact, so an unknown one is never passed over.

Fails: `speeker: acme`
Passes: `speaker: acme`
""",
)
MISSING_KEY = Code(
    name="FS202",
    level="error",
    manual="""Each record has the keys that its kind needs.

Fails: a quote without `speaker`.
Passes: the quote with `speaker: acme`.
""",
)
WRONG_SHAPE = Code(
    name="FS203",
    level="error",
    manual="""Each value has the shape that its key asks for: a text, a list or a group of keys.

Fails: `made_by: acme`
Passes: `made_by: [acme]`
""",
)
WRONG_VALUE = Code(
    name="FS204",
    level="error",
    manual="""Each value can be read as what its key asks for.

Fails: `size: {value: about 28}`
Passes: `size: {value: 28}`
""",
)
WRONG_DATE = Code(
    name="FS205",
    level="error",
    manual="""Each date exists, is written in a form of EDTF, and an interval does not end before it starts.

Fails: `date: 2021-02-30`, `date: 7 October 2019`, `date: 2019-10/2018`
Passes: `date: 2019-10-07`, `date: 2019-10`, `date: 2019-10-07/2019-10-09`, `date: 2018?`
""",
)
WRONG_ID = Code(
    name="FS206",
    level="error",
    manual="""An id has small letters, digits and single hyphens only, at most 80 characters.

Fails: `id: Acme_Ltd`
Passes: `id: acme-ltd`
""",
)
WRONG_ADDRESS = Code(
    name="FS602",
    level="error",
    manual="""An address is a whole http or https address.

Any other kind of address could run code in a reader's browser or lead nowhere. Nothing is fetched to find out.

Fails: `url: javascript:alert(1)`, `url: www.example.org`
Passes: `url: https://www.example.org/page`
""",
)
UNKNOWN_TERM = Code(
    name="FS207",
    level="error",
    manual="""A value from a closed list is one of that list.

The lists, with the definition of each value, stand in facts/vocabularies.yml.

Fails: `response: denys`
Passes: `response: denies`
""",
)
TOGETHER = Code(
    name="FS209",
    level="error",
    manual="""Keys that need or exclude each other are used so.

An allegation has `stage` or `stages`, somebody who makes it and somebody it is about; an origin has `from` or `source`;
only a group has members and a size.

Fails: an allegation with both `stage` and `stages`.
Passes: the allegation with `stages` alone.
""",
)
BAD_VOCABULARY = Code(
    name="FS208",
    level="error",
    manual="""The closed lists are all there, with a label and a definition for each value.

They stand in facts/vocabularies.yml. A list that no field uses is refused; further values are yours to add.

Fails: the list `stage` is missing, or has no value `retracted`.
Passes: all lists are there.
""",
)
BAD_WORDING = Code(
    name="FS217",
    level="error",
    manual="""The list of words that our own sentences avoid is well formed.

It stands in site_config/wording.yml, whose first lines say how it is written. Each word stands there once, with a reason and
with what to write instead.

Fails: an entry without `reason`, a word that stands there twice, `stages: [guilty]`
Passes: `- {words: [claimed], reason: it suggests that the words are untrue, instead: said}`
""",
)

DECODE_CODES = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_SHAPE,
    WRONG_VALUE,
    WRONG_DATE,
    WRONG_ID,
    UNKNOWN_TERM,
    TOGETHER,
    BAD_VOCABULARY,
    WRONG_ADDRESS,
    BAD_WORDING,
)
