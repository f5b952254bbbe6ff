"""What pages say of proofs: which words were found in a stored copy, as what, and why others were not."""

from factsheet.dataset import Dataset
from factsheet.model import Quote
from factsheet.proof.wanted import Wanted, fits, proven, proves, snapshot_of, wanted
from factsheet.views.parts import Verified
from factsheet.views.present import listed


def is_verified(id: str, dataset: Dataset) -> bool | None:
    """Whether the words of a quote, as shown, are proven to stand in a source as a quotation; None if only reported."""
    quote = dataset.get(Quote, id)
    if quote.form != "verbatim":
        return None
    return any(one.role == "quote" for one in proven(quote, dataset))


def verified(quote: Quote, dataset: Dataset) -> dict[int, Verified]:
    """What came of looking for a quote's words in its sources, by the position of the citation that names the source."""
    found: dict[int, Verified] = {}
    for one in wanted(quote):
        _citations, position, *_field = one.path
        # Of a citation with a print and words read beside it, the print comes first.
        if isinstance(position, int) and position not in found:
            found[position] = _verified(one, quote, dataset)
    return found


def _verified(one: Wanted, quote: Quote, dataset: Dataset) -> Verified:
    held = [proof for proof in quote.proofs if fits(proof, one, dataset)]
    proving = [proof for proof in held if proves(proof, one, quote, dataset)]
    spoken = one.role != "passage"
    if held:
        shown = (proving or held)[0]
        return Verified(
            outcome="proven" if proving else "passage",
            spoken=spoken,
            sha256=shown.snapshot,
            stands=listed("standing", shown.stands, dataset),
            after=tuple(listed("normalisation", value, dataset) for value in shown.after),
        )
    if _is_outdated(one, quote):
        return Verified(outcome="changed", spoken=spoken)
    return Verified(outcome="never-looked-for" if snapshot_of(one.source, dataset) else "no-copy", spoken=spoken)


def _is_outdated(one: Wanted, quote: Quote) -> bool:
    """Whether a proof is of these words in another copy, or of words in their source that the quote no longer has."""
    there = {other.sha256 for other in wanted(quote) if other.source == one.source}
    words = {proof.words for proof in quote.proofs if proof.source == one.source}
    return one.sha256 in words or not words <= there
