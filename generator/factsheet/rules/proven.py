"""Rules about proofs: that words have one, and that those which are kept fit."""

from collections.abc import Iterator

from factsheet.dataset import Dataset
from factsheet.model import Proof, Record, Source
from factsheet.problem import shown
from factsheet.proof.wanted import Wanted, fits, proves, snapshot_of, wanted
from factsheet.rules.rule import Finding, rule

_BY_SPEAKER = ("own-document", "turn")
_ANEW = "run: factsheet verify --write; or delete this proof, and the page says that the words are not verified"


@rule("FS401", "warning")
def never_proven(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """Words of a quote, and all that is cited as `exact`, are proven against a stored copy of their source.

    Until then their page says that they are not verified, and why.

    Fails: a quote from a source without `snapshot`, or one that `factsheet verify --write` was not run for
    Passes: the quote with its proof in facts/proofs/
    """
    for one in () if record.withdrawn else wanted(record):
        if not dataset.find(Source, one.source):
            continue
        held = [proof for proof in record.proofs if fits(proof, one, dataset)]
        if any(proves(proof, one, record, dataset) for proof in held):
            continue
        if held:
            fix = "write form: reported, with a sentence of your own and the words as exact: of the citation"
            yield one.path, f"these words stand in {shown(one.source)}, but not as a quotation", fix
        elif snapshot_of(one.source, dataset):
            yield one.path, f"these words were not looked for in {shown(one.source)}", "run: factsheet verify --write"
        else:
            fix = "keep a copy of the source, name it there under snapshot:, and run: factsheet verify --write"
            yield one.path, f"not verified: there is no stored copy of {shown(one.source)}", fix


@rule("FS402", "error")
def proof_of_something_else(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """A proof is of words that the record has, of the copy that their source has, and of its speaker.

    Whoever changes words that are proven, or the copy of their source, proves them anew, or gives the proof up: then the
    page says that they are not verified.

    Fails: a quote reworded, with its old proof in facts/proofs/
    Passes: the proof as `factsheet verify --write` writes it for the new words; or no proof
    """
    found = wanted(record) if record.proofs else ()
    remedy = "delete this proof; nothing is sought for a withdrawn record" if record.withdrawn else _ANEW
    for position, proof in enumerate(record.proofs):
        if dataset.find(Source, proof.source) and not any(fits(proof, one, dataset) for one in found):
            yield ("proofs", position), f"this proof is of {_proven_instead(proof, found, dataset)}", remedy
            continue
        spoken = [one for one in found if one.role != "passage" and fits(proof, one, dataset)]
        if spoken and proof.stands in _BY_SPEAKER and not any(proves(proof, one, record, dataset) for one in spoken):
            message = "this proof is of words of somebody else, or of a source that is another sort of document now"
            yield ("proofs", position), message, remedy


def _proven_instead(proof: Proof, found: tuple[Wanted, ...], dataset: Dataset) -> str:
    """What a proof is of that fits none of the words."""
    copy = snapshot_of(proof.source, dataset)
    if not copy or not any((one.source, one.sha256) == (proof.source, proof.words) for one in found):
        return "words that the record does not have"
    if copy.sha256 != proof.snapshot:
        return "another copy of the source"
    return "words that were sought by other prefix:, suffix: or media_type:"


RULES = (never_proven, proof_of_something_else)
