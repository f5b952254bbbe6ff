"""Makes a set of invented facts of any size, the same at every run: python benchmarks/synthetic.py N FOLDER.

N entities, 3 N allegations, 3 N quotes and N/10 sources. Every record stands on a seed of its own, made of its
kind and its number, and every link goes to near neighbours, so that no record refers to more, or is referred to
by more, in a larger set.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

VOCABULARIES = Path(__file__).parent.parent / "facts" / "vocabularies.yml"
FIRST_DAY = date(2016, 1, 1)
DAYS_OF_ALLEGATIONS = 1700
FIRST_ISSUE = date(2021, 1, 4)
READ_ON = date(2026, 3, 2)

WORDS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
RESPONSES = ("denies", "disputes-part", "objects", "accepts", "no-comment", "context")
ENTITY_TYPES = ("company", "company", "company", "government-body", "organisation", "publisher")

Fields = Mapping[str, Any]


class _Dumper(yaml.CSafeDumper):
    """Writes YAML as the project's own facts are written: long texts folded, nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">" if len(text) > 80 else None)


_Dumper.add_representer(str, _text)


def write(size: int, folder: Path) -> int:
    """Writes the facts of so many entities into an empty or a new folder; returns how many records they are."""
    count = 0
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(VOCABULARIES, folder / "vocabularies.yml")
    for kind, fields in records(size):
        file = folder / kind / f"{fields['id']}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(as_yaml(kind, fields), encoding="utf-8", newline="\n")
        count += 1
    return count


def as_yaml(kind: str, fields: Fields) -> str:
    """The text of a record's file."""
    modeline = f"# yaml-language-server: $schema=../../site_config/schemas/{kind}.json\n"
    body: str = yaml.dump(dict(fields), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return modeline + body


def records(size: int) -> Iterator[tuple[str, Fields]]:
    """Every record with the name of its kind's folder; `size` is the number of entities, a multiple of ten."""
    if size < 10 or size % 10:
        raise ValueError("the number of entities is a multiple of ten")
    facts = _Facts(size)
    for number in range(size):
        yield "entities", facts.entity(number)
    for number in range(size // 10):
        yield "sources", facts.source(number)
    for number in range(3 * size):
        yield "allegations", facts.allegation(number)
    for number in range(3 * size):
        yield "quotes", facts.quote(number)


class _Facts:
    """The rules by which records of one set find each other; numbers count from 0 and wrap around."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sources = size // 10

    def entity(self, number: int) -> Fields:
        """A party: names in two scripts, properties, and for every third one what it belongs to."""
        random = Random(f"entity {number}")
        short = _name(number)
        fields: dict[str, Any] = {
            "id": entity_id(number),
            "type": random.choice(ENTITY_TYPES),
            "name": f"{short} {_pick(random, 'forms')}",
            "short_name": short,
            "names": [
                {"text": f"{short} {_pick(random, 'forms')}", "lang": "en", "type": "as-listed"},
                {"text": _han_name(random), "lang": "zh-Hans", "type": "official"},
                {"text": short.replace("a", "e", 1).replace("r", "rr", 1), "lang": "en", "type": "misprint"},
            ],
            "properties": [
                {"property": "founded", "value": random.randrange(1950, 2015)},
                {"property": "headquarters", "value": _pick(random, "places")},
                {
                    "property": "headquarters",
                    "value": _pick(random, "places"),
                    "as_of": random.randrange(2016, 2020),
                },
                {"property": "ticker", "value": f"XSHE:{random.randrange(10**6):06d}"},
                {"property": "website", "value": f"https://www.example.com/{entity_id(number)}/"},
            ],
        }
        if number % 3 == 1:
            fields["part_of"] = [
                {
                    "entity": entity_id(number - 1),
                    "as": random.choice(("parent", "member")),
                    "from": random.randrange(1990, 2016),
                    "note": "Named so in its own yearly report.",
                }
            ]
        statements = [*fields["names"], *fields["properties"], *fields.get("part_of", ())]
        for position, statement in enumerate(statements):
            statement["citations"] = self._citations(random, number + position // 3, 1 + (position == 0))
        return self._with_note(fields, random)

    def source(self, number: int) -> Fields:
        """A newspaper article, report or page; every fourth one takes its content from the one before."""
        random = Random(f"source {number}")
        issued = FIRST_ISSUE + timedelta(days=random.randrange(900))
        place = _pick(random, "places")
        fields: dict[str, Any] = {
            "id": source_id(number),
            "type": ("article-newspaper", "webpage", "report")[number % 3],
            "title": _pick(random, "titles").format(
                deed=random.choice(("deliveries", "records", "accounts")), count=random.randrange(3, 40), place=place
            ),
            "author": [{"family": _pick(random, "seconds"), "given": _pick(random, "firsts")}],
            "publisher": f"The {place} {random.choice(('Courier', 'Herald', 'Monitor', 'Review'))}",
            "container_title": f"{place} Papers",
            "volume": random.randrange(1, 90),
            "page": f"{random.randrange(1, 300)}",
            "number": f"{random.randrange(100, 999)}-{number}",
            "issued": issued,
            "language": "en",
            "url": f"https://news.example.org/{issued:%Y/%m/%d}/{source_id(number)}/",
            "supplied": ["page"],
            "nature": ("secondary", "primary", "secondary", "reference")[number % 4],
            "read_on": READ_ON,
            "reading": ("whole", "apparently-whole", "opening")[number % 3],
            "archived": {"url": f"https://archive.example.net/{issued:%Y%m%d}/{number}", "on": READ_ON},
        }
        if number % 4 == 1:
            fields["origins"] = [{"source": source_id(number - 1), "how": "reprint", "basis": "names-it"}]
            fields["hosted_by"] = f"{place} Public Library"
        if number % 4 == 3:
            fields["origins"] = [{"from": f"{place} Press Agency", "how": "summary", "basis": "inferred"}]
        return self._with_note(fields, random)

    def allegation(self, number: int) -> Fields:
        """A claim about one party or two, made by another: three for each party. Two of three have a reply; others were asked."""
        random = Random(f"allegation {number}")
        accused, maker = number // 3, self._maker(number)
        about = [accused, accused + 1] if number % 2 else [accused]
        deed, made_on = _pick(random, "deeds"), _made_on(number)
        fields: dict[str, Any] = {
            "id": self._allegation_id(number),
            "title": f"{_name(accused % self.size)} {' '.join(deed.split()[:6])}",
            "statement": (
                f"{_name(maker)} said that {' and '.join(_name(id % self.size) for id in about)} "
                f"{deed}, {_pick(random, 'circumstances')}; it also spoke of {random.randrange(2, 30)} cases "
                f"of the same kind, {_pick(random, 'circumstances')}."
            ),
            "made_by": [entity_id(maker)],
        }
        if number % 6 == 4:
            fields["via"] = [self._entity(maker + 3)]
        fields["about"] = [self._entity(id) for id in about]
        fields["made_on"] = made_on
        if self._has_words(number):
            fields["words"] = [quote_id(number)]
        if number % 4 == 0:
            fields["stage"] = "reported"
        else:
            stages = [("alleged", made_on), ("determined", made_on + timedelta(days=random.randrange(20, 200)))]
            fields["stages"] = [
                {"stage": stage, "on": on, "citations": self._citations(random, number + 2, 1)}
                for stage, on in stages[: 1 + number % 2]
            ]
        fields["citations"] = self._citations(random, number, 2)
        if number % 10 == 3:
            fields["relations"] = [{"to": self._allegation_id(number + 3), "type": "repeats"}]
        silent = [id for id in fields["about"] if number % 3 == 2 or id != self._speaker(number)]
        if silent:
            fields["replies_sought"] = [
                {
                    "entities": silent,
                    "result": "none-found",
                    "on": READ_ON,
                    "where": "the sources cited here and the pages of the parties",
                }
            ]
        return self._with_note(fields, random)

    def quote(self, number: int) -> Fields:
        """Words of a party: two of three answer an allegation, the others make one or bear on one."""
        random = Random(f"quote {number}")
        reported = number % 7 == 0
        text, lang = _saying(random, number)
        fields: dict[str, Any] = {"id": quote_id(number)}
        if reported:
            fields["form"] = "reported"
            text, lang = f"It is reported to have said that {text[0].lower()}{text[1:]}", "en"
        fields["text"] = text
        if number % 5 == 1 and not reported:
            fields["lead_in"] = "In a letter to the editors it wrote:"
        fields["lang"] = lang
        fields["speaker"] = self._speaker(number)
        if number % 4 == 2:
            fields["capacity"] = "spokesperson, not named"
        fields["said_on"] = _made_on(number) + timedelta(days=random.randrange(0, 20))
        if number % 3 != 2:
            fields["said_to"] = self._entity(number // 3 + 9)
        fields["setting"] = ("statement", "interview", "briefing", "filing")[number % 4]
        if number % 3 != 2:
            fields["answers"] = [{"to": self._allegation_id(number), "response": random.choice(RESPONSES)}]
        elif not self._has_words(number):
            fields["bears_on"] = [self._allegation_id(number)]
        fields["citations"] = self._citations(random, number + 1, 1 + (number % 2))
        for citation in () if reported else fields["citations"]:
            # The words themselves are what was read there.
            citation.pop("exact", None)
        if number % 6 == 5 and not reported:
            fields["citations"][1] |= {"as_printed": f"{text[:9]}{text[8:]}", "difference": "misprint"}
        return self._with_note(fields, random)

    def _maker(self, allegation: int) -> int:
        return (allegation // 3 + 5 + allegation % 3) % self.size

    def _has_words(self, allegation: int) -> bool:
        return allegation % 6 == 2

    def _speaker(self, quote: int) -> str:
        if quote % 3 == 2:
            return entity_id(self._maker(quote))
        return self._entity(quote // 3 + (3 if quote % 9 == 4 else 0))

    def _entity(self, number: int) -> str:
        return entity_id(number % self.size)

    def _allegation_id(self, number: int) -> str:
        number %= 3 * self.size
        return f"{_slug(_name(self._maker(number)))}-{_made_on(number)}-{number:06d}"

    def _citations(self, random: Random, number: int, count: int) -> list[dict[str, Any]]:
        """Citations of so many neighbouring sources, beginning with the one of that number."""
        found = []
        for step in range(count):
            citation: dict[str, Any] = {
                "source": source_id((number + step) % self.sources),
                "at": f"{random.choice(('paragraph', 'page', 'line'))} {random.randrange(1, 400)}",
            }
            if random.random() < 0.3:
                citation["exact"] = _pick(random, "followings")
            if step and random.random() < 0.3:
                citation["bearing"] = "mentions"
            found.append(citation)
        return found

    def _with_note(self, fields: dict[str, Any], random: Random) -> Fields:
        if random.random() < 0.4:
            fields["note"] = _pick(random, "remarks")
        return fields


def entity_id(number: int) -> str:
    """The id of the entity of that number."""
    return f"{_slug(_name(number))}-{number:05d}"


def source_id(number: int) -> str:
    """The id of the source of that number."""
    return f"{_slug(_name(number))}-press-{number:05d}"


def quote_id(number: int) -> str:
    """The id of the quote of that number."""
    return f"words-{_made_on(number)}-{number:06d}"


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _name(number: int) -> str:
    """A name of three words; the first seven thousand differ, and none is longer for being late."""
    firsts, middles, seconds = WORDS["firsts"], WORDS["middles"], WORDS["seconds"]
    row, first = divmod(number, len(firsts))
    later, middle = divmod(row, len(middles))
    return f"{firsts[first]} {middles[(middle + first) % len(middles)]} {seconds[(later + first) % len(seconds)]}"


def _pick(random: Random, words: str) -> str:
    return random.choice(WORDS[words])


def _han_name(random: Random) -> str:
    return _pick(random, "han_firsts") + _pick(random, "han_seconds") + _pick(random, "han_forms")


def _made_on(number: int) -> date:
    """The day of an allegation; the quote of the same number answers it within weeks, and all sources are younger."""
    return FIRST_DAY + timedelta(days=number * 37 % DAYS_OF_ALLEGATIONS)


def _saying(random: Random, number: int) -> tuple[str, str]:
    """Words and their language: mostly English, some Chinese, some Uyghur in Arabic script."""
    if number % 8 == 3:
        return "。".join(random.sample(WORDS["han_sayings"], 2)) + "。", "zh-Hans"
    if number % 16 == 5:
        return " ".join(_pick(random, "uyghur") for _ in range(random.randrange(12, 30))), "ug-Arab"
    sentences = (f"{_pick(random, 'assertions')}, {_pick(random, 'followings')}" for _ in range(random.randrange(1, 3)))
    return ". ".join(sentences), "en"


def main() -> None:
    """Runs the command line."""
    try:
        size, folder = int(sys.argv[1]), Path(sys.argv[2])
        if folder.exists() and any(folder.iterdir()):
            raise ValueError(f"{folder} is not empty")
        print(f"{write(size, folder)} records in {folder}")
    except (IndexError, ValueError) as error:
        sys.exit(f"usage: synthetic.py N FOLDER; {error}")


if __name__ == "__main__":
    main()
