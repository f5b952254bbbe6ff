"""What is wrong with words that were looked for, as problems with a place and a remedy."""

from collections.abc import Iterable, Iterator, Mapping

from factsheet.dataset import Dataset
from factsheet.problem import Code, Problem, shown
from factsheet.proof.extract import Fault
from factsheet.proof.nearest import Near, nearest
from factsheet.proof.verify import Finding
from factsheet.proof.wanted import snapshot_of

NOT_FOUND = Code(
    name="FS410",
    level="error",
    manual="""Words that a source is said to print stand in its stored copy, letter for letter.

What may differ is short: blanks and line ends, a word divided at a line's end, the shape of quotation marks and apostrophes,
and how a letter is composed. Case, words, marks and brackets count. `factsheet verify` shows the nearest passage.

Fails: `text: This is groundles.`
Passes: `text: This is groundless.`
""",
)
NOT_QUOTED = Code(
    name="FS411",
    level="error",
    manual="""Words of a quote stand inside one pair of quotation marks of their source.

Or in the speaker's own document (`nature: primary`, with the speaker or `for` under `issued_by`), or in a turn of a
transcript (`genre: transcript`) under the speaker's name. A reporter's own sentence is no quote, though it may say the same.
Where the marks of a paragraph can be read in two ways, nothing in it counts as quoted.

Fails: `text: had no choice`, from: Acme said that it had no choice.
Passes: `form: reported` with a sentence of your own, and `exact: had no choice` on the citation
""",
)
CUT_SHORT = Code(
    name="FS412",
    level="error",
    manual="""Words of a quote begin and end where words of the source do.

A comma behind them is the reporter's. Any other sign right before or behind them may be the speaker's: either it belongs to
the words, or `prefix:` or `suffix:` on the citation says that it was left off on purpose.

Fails: `text: This is groundless`, from “This is groundless!”
Passes: `text: This is groundless!`
""",
)
SEVERAL_PLACES = Code(
    name="FS413",
    level="error",
    manual="""Words that stand at several places of a source say which is meant.

`prefix:` has words right before them, `suffix:` words right behind them, letter for letter.

Fails: `exact: groundless` in a source that has this word three times
Passes: `exact: groundless` with `prefix: called the charges`
""",
)
NO_TEXT = Code(
    name="FS414",
    level="error",
    manual="""A stored copy gives a text in which words can be looked for.

It is text, HTML, PDF or a web archive (WARC), not empty, at most 32 MiB and not much larger when unpacked, and a text is in UTF-8 unless its media type names
another character set. A PDF that is only a picture has no text.

Fails: `media_type: image/png`
Passes: `media_type: text/html; charset=gb18030`
""",
)
NOT_SO = Code(
    name="FS415",
    level="error",
    manual="""A kept proof says what the stored copy says.

Fails: a proof in facts/proofs/ that was typed, or that an older version of the tool wrote.
Passes: the proof as `factsheet verify --write` writes it.
""",
)
ELSEWHERE = Code(
    name="FS416",
    level="warning",
    manual="""Words stand on the line that their citation names.

Lines are counted from 1, without empty ones, in stored copies that are plain text.

Fails: `at: line 17` for words on line 9
Passes: `at: line 9`
""",
)
VERIFY_CODES = (ELSEWHERE, NOT_FOUND, NOT_QUOTED, CUT_SHORT, SEVERAL_PLACES, NO_TEXT, NOT_SO)

_FAULTS: Mapping[Fault, str] = {
    "too-large": "is larger than can be read",
    "empty": "is empty",
    "not-text": "is not text in its character set",
    "no-text": "holds no text",
    "damaged": "cannot be opened",
    "unknown-type": "has a media type that nothing here can read",
    "not-in-archive": "is an archive in which no page is known as the source's by its url",
}
_MOST_LINES = 3


def problems(findings: Iterable[Finding], dataset: Dataset) -> Iterator[tuple[Problem, Near | None]]:
    """What is wrong with words whose copy was at hand; where they were not found, with the nearest passage.

    A copy that gives no text is told once, at its source.
    """
    unread: set[str] = set()
    for finding in findings:
        source = finding.wanted.source
        if finding.fault and source not in unread:
            unread.add(source)
            place = dataset.documents[source].location(("snapshot",))
            message = f"the stored copy {_FAULTS[finding.fault]}"
            yield Problem.at(place, NO_TEXT, message, "store another copy, or correct its media_type or the url"), None
        said = _said(finding, dataset)
        if said:
            place = dataset.documents[finding.record.id].location(finding.wanted.path)
            near = (
                nearest(finding.wanted.words, finding.text) if finding.outcome == "not-found" and finding.text else None
            )
            yield Problem.at(place, *said), near


def _said(finding: Finding, dataset: Dataset) -> tuple[Code, str, str] | None:
    words, source, line = (
        shown(finding.wanted.words, 60),
        finding.wanted.source,
        finding.lines[0] if finding.lines else 0,
    )
    match finding.outcome:
        case "not-found" if finding.text and finding.text.places(finding.wanted.words):
            fix = "copy prefix: and suffix: from right beside the words, letter for letter; or leave them out"
            return NOT_FOUND, f"{words} stands in {source}, but not beside its prefix or suffix", fix
        case "not-found":
            return NOT_FOUND, f"{words} does not stand in {source}", "copy the words from the source, letter for letter"
        case "not-as-quotation":
            fix = "write form: reported, with a sentence of your own and the words as exact: of the citation"
            return NOT_QUOTED, f"found, but not as a quotation: {words} in {source}, line {line}", fix
        case "cut-short":
            fix = "copy the words as they stand there, or say with prefix: or suffix: what was left off"
            return CUT_SHORT, f"{words} is cut off in the middle in {source}, line {line}", fix
        case "several-places":
            places, lines = len(finding.lines), [*dict.fromkeys(map(str, finding.lines))]
            named = [*lines[:_MOST_LINES], "..."] if len(lines) > _MOST_LINES else lines
            where = f"{'line' if len(lines) == 1 else 'lines'} {', '.join(named)}"
            fix = "add prefix: or suffix: with the words beside the ones that are meant"
            return SEVERAL_PLACES, f"{words} stands at {places} places in {source}: {where}", fix
        case "proven" if _on_another_line(finding, dataset):
            message = f"{words} stands on line {line} of {source}, not on {finding.wanted.at}"
            return ELSEWHERE, message, f"write at: line {line}"
        case "proven" if finding.held and finding.proof not in finding.held:
            return NOT_SO, f"the proof of {words} is not what the copy says", "run: factsheet verify --write"
    return None


def _on_another_line(finding: Finding, dataset: Dataset) -> bool:
    """Whether a citation names one line of a plain text, and the words start on another."""
    copy = snapshot_of(finding.wanted.source, dataset)
    label, _blank, number = (finding.wanted.at or "").partition(" ")
    plain = copy is not None and copy.media_type.startswith("text/plain")
    return plain and label == "line" and number.isdigit() and int(number) not in finding.lines
