"""A rule about who counts as a witness."""

from collections.abc import Iterator, Mapping

from factsheet.dataset import Dataset
from factsheet.model import Record, Source
from factsheet.problem import shown
from factsheet.proof.stored import statements_of
from factsheet.rules.rule import Finding, rule
from factsheet.witnesses import citing, name_of, witnesses


@rule("FS314", "warning")
def origin_that_may_count_twice(record: Record, dataset: Dataset) -> Iterator[Finding]:
    """What a source has from another source that is here, it has by that one's id.

    A name alone stands for any text of that publisher. Where one of these is cited for the same statement, two origins
    are counted for what may be one; an id or a title names one text.

    Fails: `origins: [{from: The Daily, how: summary, basis: names-it}]`, where an article of The Daily is cited beside it
    Passes: `origins: [{source: daily-2024-05-02, how: summary, basis: names-it}]`
    """
    if not isinstance(record, Source) or record.withdrawn or not dataset.complete:
        return
    for position, origin in enumerate(record.origins):
        name = name_of(origin.from_ or "")
        for other in dataset.once(_named, None).get(name, ()):
            meant = name in (other.id, name_of(other.title))
            if other != record and (meant or _count_as_two(record.id, other.id, dataset)):
                what = "that source" if meant else "by that publisher too, and cited beside this source"
                fix = f"if this is the text that it has, write source: {other.id} instead of from:"
                yield ("origins", position), f"{shown(other.id)} is {what}", fix


def _named(_key: None, dataset: Dataset) -> Mapping[str, list[Source]]:
    """The sources by their publisher, their title and their id."""
    found: dict[str, list[Source]] = {}
    for source in dataset.all(Source):
        for name in {name_of(name) for name in (source.publisher, source.title, source.id) if name}:
            found.setdefault(name, []).append(source)
    return found


def _count_as_two(one: str, other: str, dataset: Dataset) -> bool:
    """Whether some statement stands on both sources as on two origins."""
    return any(
        witnesses((citation for citation in citations if citation.source in (one, other)), dataset).origins > 1
        for id in sorted(citing(one, dataset) & citing(other, dataset))
        for _path, citations in statements_of(dataset.records[id])
    )


RULES = (origin_that_may_count_twice,)
