"""Who stands with whom, and who has answered what: the circles that pages and rules count by."""

from collections.abc import Iterable, Sequence

from factsheet.dataset import Dataset
from factsheet.model import EARLIER, Allegation, Event, Quote, RepliesSought


def speakers_for(id: str, dataset: Dataset) -> frozenset[str]:
    """Whose words count as an entity's: its own, those of the groups it belongs to, and of everybody inside it."""
    return dataset.once(_speakers_for, id)


def _speakers_for(id: str, dataset: Dataset) -> frozenset[str]:
    return frozenset((*dataset.within(id), *dataset.inside(id)))


def concerned(allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """Those whom an allegation is about, one by one, groups by their members, in the order in which it names them."""
    return dataset.once(_concerned, allegation.about)


def _concerned(about: tuple[str, ...], dataset: Dataset) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for named in about for member in dataset.members(named)))


def allegations_about(id: str, dataset: Dataset) -> tuple[Allegation, ...]:
    """The allegations about an entity or a group around it, by id."""
    found = {claim.id: claim for near in dataset.within(id) for claim in dataset.referring(near, Allegation, "about")}
    return tuple(found[claim] for claim in sorted(found))


def party(quote: Quote) -> tuple[str, ...]:
    """Whose words they are: the speaker, and the body on whose behalf the speaker spoke."""
    return (quote.speaker, quote.for_) if quote.for_ else (quote.speaker,)


def occasions(allegation: Allegation, dataset: Dataset) -> tuple[str, ...]:
    """The ids of the event in which an allegation was made, and of those that this one carries out.

    A reference that leads to no event is passed over: rules also see facts with such.
    """
    return dataset.once(_occasions, allegation.made_in) if allegation.made_in else ()


def _occasions(made_in: str, dataset: Dataset) -> tuple[str, ...]:
    found: dict[str, None] = {}
    ahead = [made_in]
    while ahead:
        event = dataset.find(Event, ahead.pop())
        if event:
            found[event.id] = None
            ahead += [step.to for step in event.relations if step.type == "carries-out" and step.to not in found]
    return tuple(found)


def answering(targets: Iterable[str], dataset: Dataset) -> tuple[Quote, ...]:
    """The quotes that answer one of the targets, each once, by target and id."""
    quotes = {quote.id: quote for to in targets for quote in dataset.once(_answering, to)}
    return tuple(quotes.values())


def _answering(to: str, dataset: Dataset) -> tuple[Quote, ...]:
    return dataset.referring(to, Quote, "answers.to")


def replying(targets: tuple[str, ...], dataset: Dataset) -> tuple[Quote, ...]:
    """The quotes that answer one of the targets with words that had not been said before."""
    return tuple(
        quote
        for quote in answering(targets, dataset)
        if any(answer.to in targets and answer.response != EARLIER for answer in quote.answers)
    )


def of_accused(
    quotes: Sequence[Quote], allegation: Allegation, dataset: Dataset, only: str | None = None
) -> tuple[Quote, ...]:
    """The quotes whose words count as those of somebody whom an allegation is about; with `only`, as those of that one.

    Words of a maker do not, though it belongs to the accused or they to it, unless it is named as accused itself.
    """
    if not quotes:
        return ()
    about, made_by = frozenset(allegation.about), frozenset(allegation.made_by)
    ids = (only,) if only else (*allegation.about, *concerned(allegation, dataset))
    sides = [(speakers_for(id, dataset), made_by - about.intersection(dataset.within(id))) for id in ids]
    return tuple(
        quote
        for quote in quotes
        if any(not theirs.isdisjoint(party(quote)) and makers.isdisjoint(party(quote)) for theirs, makers in sides)
    )


def silent(allegation: Allegation, dataset: Dataset, among: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The accused, one by one or as given, of whom no reply to the allegation or its occasions is here."""
    return silent_on((allegation.id, *occasions(allegation, dataset)), allegation, dataset, among)


def silent_on(
    targets: tuple[str, ...], allegation: Allegation, dataset: Dataset, among: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """The accused, one by one or as given, of whom no reply to any of the targets is here.

    The targets are the allegation alone, or its occasions. Words that had been said before are no reply.
    """
    return dataset.once(_silent_on, (targets, allegation.id, among))


def _silent_on(key: tuple[tuple[str, ...], str, tuple[str, ...] | None], dataset: Dataset) -> tuple[str, ...]:
    targets, id, among = key
    allegation = dataset.get(Allegation, id)
    quotes = replying(targets, dataset)
    ids = concerned(allegation, dataset) if among is None else among
    return tuple(id for id in ids if not of_accused(quotes, allegation, dataset, id)) if quotes else ids


def searches(allegation: Allegation, dataset: Dataset) -> tuple[RepliesSought, ...]:
    """What was done to get replies: to the allegation, and to its occasions, which serve all allegations made in them."""
    events = (dataset.get(Event, id) for id in occasions(allegation, dataset))
    return (*allegation.replies_sought, *(search for event in events for search in event.replies_sought))


def concerns(search: RepliesSought, silent: Iterable[str], dataset: Dataset) -> bool:
    """Whether a search was for the reply of one of those who are silent, or of a group around them, or of somebody inside."""
    asked = {id for named in search.entities for id in (named, *dataset.members(named))}
    return any(not asked.isdisjoint(speakers_for(id, dataset)) for id in silent)
