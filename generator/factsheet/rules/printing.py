"""Rules about how other sources print the words of a quote."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.ledger import is_removed
from factsheet.model import Quote, QuoteCitation, Record
from factsheet.proof.signs import evened
from factsheet.rules.rule import Finding, rule


@rule("FS340", "error")
def difference_not_named(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A print that differs from the words by more than typography says how it came to differ.

    Typography is the shape of quotation marks and apostrophes, blanks, and a comma or full stop at the end. Readers
    see both prints: they must not have to guess whether an editor, a slip or a machine stands between them. A print in
    another language is passed over.

    Fails: `as_printed: Each saw has guards`, where the text is `Each saw has a guard`
    Passes: the same with `difference: misprint`; where nobody knows, `difference: unknown`
    """
    if not isinstance(record, Quote) or record.form != "verbatim" or is_removed(record.text):
        return
    for position, citation in enumerate(record.citations):
        printed = citation.as_printed
        if not printed or citation.difference or is_removed(printed) or citation.lang not in (None, record.lang):
            continue
        if evened(record.text, printed) is None:
            kinds = ", ".join(dataset.vocabularies.values("difference"))
            yield (
                ("citations", position, "as_printed"),
                "this print differs from the words by more than typography",
                f"add difference: with one of {kinds}",
            )


@rule("FS341", "error")
def text_that_no_source_prints(record: Record, _dataset: Dataset) -> Iterator[Finding]:
    """The exact words of a quote are those that some source prints as a quotation.

    At least one source supports them with no other print (`as_printed`, `exact`) than these very words, and not in its own
    sentence. A piece of the words, or another print, can stand beside that, never instead of it.

    Fails: `text: We deny it all`, where the only citation has `as_printed: We deny it`
    Passes: `text: We deny it`
    """
    if not isinstance(record, Quote) or record.form != "verbatim" or record.withdrawn or is_removed(record.text):
        return
    supporting = [citation for citation in record.citations if citation.bearing == "supports"]
    if supporting and not any(_prints_the_text(citation, record.text) for citation in supporting):
        fix = "write form: reported and a sentence of your own; or make the print of a source the text"
        yield ("text",), "no source that is cited prints these very words as a quotation", fix


def _prints_the_text(citation: QuoteCitation, text: str) -> bool:
    printed = citation.as_printed or citation.exact
    if citation.difference in ("not-in-quotation-marks", "reworded") or (printed and is_removed(printed)):
        return False
    return not printed or evened(text, printed) is not None


RULES = (difference_not_named, text_that_no_source_prints)
