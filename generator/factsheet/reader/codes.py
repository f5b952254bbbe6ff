"""What can be wrong with a facts file before its keys are looked at."""

from factsheet.problem import Code, Location, Problem

NOT_A_FILE = Code(
    name="FS101",
    level="error",
    manual="""A record is a regular file that can be read.

Links, pipes and devices are refused: a link can show different facts on different machines.

Fails: `facts/events/rule.yml` is a symbolic link.
Passes: the file itself stands there.
""",
)
TOO_LARGE = Code(
    name="FS102",
    level="error",
    manual="""A record has at most 256 KiB, 20,000 parts and 12 levels of depth.

A record is one small fact; whatever is larger is a mistake or an attack.

Fails: a file of 300 KiB.
Passes: several records that refer to each other.
""",
)
NOT_UTF8 = Code(
    name="FS103",
    level="error",
    manual="""A record is UTF-8 text.

Other encodings show other signs on other machines.

Fails: a file saved as Windows-1252 or UTF-16.
Passes: the same file saved as UTF-8.
""",
)
NOT_YAML = Code(
    name="FS104",
    level="error",
    manual="""A record is well-formed YAML.

Most often a colon, a quotation mark or a bracket inside a sentence has been taken for a sign of the language.

Fails: `note: Two readings: one, two`
Passes: `note: "Two readings: one, two"`
""",
)
DUPLICATE_KEY = Code(
    name="FS105",
    level="error",
    manual="""Each key stands once.

Of two equal keys YAML would silently keep one.

Fails: two lines `text: ...` in one quote.
Passes: one line `text: ...`.
""",
)
NOT_PLAIN = Code(
    name="FS106",
    level="error",
    manual="""Only mappings, lists and text: no anchors, aliases, tags, merge keys, directives or second documents.

They hide what a record says from its reader.

Fails: `speaker: *company`
Passes: `speaker: acme`
""",
)
EMPTY = Code(
    name="FS107",
    level="error",
    manual="""A record says something, as a mapping of keys.

Fails: an empty file, or one that holds only a list.
Passes: `id: acme` and the other keys below it.
""",
)
CUT = Code(
    name="FS108",
    level="error",
    manual="""A plain text is not cut by ` #`.

YAML takes ` #` for the start of a remark, so `text: Room # 5` would silently become `Room`.

Fails: `title: Case # 5`
Passes: `title: "Case # 5"`
""",
)
UNSEEN_SIGN = Code(
    name="FS601",
    level="error",
    manual="""No invisible, control or direction-changing signs.

They can make a line look other than it is, for readers and for reviewers of a change. Joiners that Arabic and Indic
scripts need (U+200C, U+200D) are fine between letters, and so are the variants of a Chinese sign (U+E0100 and on) behind it.

Fails: a name with a right-to-left override (U+202E) or a zero-width space (U+200B) in it.
Passes: the same name without it.
""",
)

READER_CODES = (NOT_A_FILE, TOO_LARGE, NOT_UTF8, NOT_YAML, DUPLICATE_KEY, NOT_PLAIN, EMPTY, CUT, UNSEEN_SIGN)


class Refused(Exception):
    """The file stops being read here; without a location, the whole of it is meant."""

    def __init__(self, code: Code, message: str, fix: str, location: Location | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.location = code, message, fix, location

    def problem(self, shown_path: str) -> Problem:
        """The problem to report, of the file that is shown by that path."""
        return Problem.at(self.location or Location(shown_path), self.code, self.message, self.fix)
