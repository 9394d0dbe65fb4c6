"""What is known of a question before it is judged: the units, spans of time, levels and numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reporting.question import levels, periods
from reporting.question.ground import Ground
from reporting.question.periods import Span
from reporting.question.phrases import COMMON, CUE_WORDS, CUES, ENDINGS, FILLER, POLITE
from reporting.question.places import Found
from reporting.question.terms import LIGHT
from reporting.question.words import tokens
from reporting.schedule import Kind

MOST = 400
"""Characters of a message that are read."""
_POLITE = [re.compile(rf"(?<![A-Za-z0-9])(?:{one})(?![A-Za-z0-9])") for one in POLITE]
_CUES = re.compile("|".join(rf"\b(?:{one})\b" for one in CUES))
_MARKS = frozenset("UTLW")
_FOLLOWS = re.compile(r"^(?:the |vay |va )?con\b|^(?:the|vay|va|con)\b|\b(?:thi sao|thi the nao|thi nhu the nao)$")
_REPORT = re.compile(r"(?<!tin )\bbao cao\b|\bbao cao\b(?! nhat| hon)")
_NAMED = re.compile(rf"\b(?:{levels.KINDS}) ((?:[a-z0-9]+ ?){{1,3}})")


@dataclass
class Reading:
    """The question as far as it is understood. ``asked``: with what is known as one word each, "L chua nop T"."""

    ground: Ground
    text: str
    units: list[Found] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    level: str | None = None
    whole: bool = False
    top: int | None = None
    asked: str = ""
    unknown_unit: str | None = None
    ids: tuple[str, ...] = ()
    """The counts and targets named by their ids."""
    follows: bool = False
    """It begins as a question that goes on from another: "còn …", "thế …"."""

    typed: dict[str, str] = field(default_factory=dict)
    """Word → as it was typed."""

    def written(self, words: str) -> str:
        """Words as they were typed, with their diacritics."""
        return " ".join(self.typed.get(word, word) for word in words.split())

    @cached_property
    def content(self) -> list[str]:
        """The words left that may name what it is about."""
        left = [word for word in _CUES.sub(" ", self.asked).split() if word not in CUE_WORDS and word not in _MARKS]
        return [word for word in left if word in self.ground.terms.words or word not in COMMON]

    @property
    def codes(self) -> tuple[str, ...]:
        """The units named; the province as a whole is no restriction."""
        return tuple(dict.fromkeys(self._codes()))

    def _codes(self) -> Iterator[str]:
        root = self.ground.places.root
        for found in self.units:
            best = found.best
            if self.level == Kind.COMMUNE.value and best.kind is Kind.COMMUNE:
                best = next((one for one, _ in found.units if one.kind is not Kind.COMMUNE), best)
            if not (root and best.code == root.code and root.kind is Kind.PROVINCE):
                yield best.code


def read(text: str, ground: Ground) -> Reading:
    found_words = tokens(text[:MOST], ground.lexicon)
    words = [one.text for one in found_words]
    reading = Reading(ground, " ".join(words), ground.places.find(words))
    reading.typed = {one.text: one.typed for one in found_words}
    reading.ids = _ids(reading)
    reading.asked = _plain(_with_units(words, reading.units), ground)
    reading.follows = bool(_FOLLOWS.search(reading.asked))
    _take_spans(reading)
    found = levels.find(reading.asked)
    reading.level, reading.top, reading.whole = found.level, found.top, found.whole
    reading.asked = " ".join(_REPORT.sub("bc", found.asked).split())
    _take_unknown(reading)
    return reading


def _ids(reading: Reading) -> tuple[str, ...]:
    """ "CM-a2" is also typed "cma2"; its words come apart at digits."""
    named = (
        (term.id, r" ?".join(re.findall(r"[a-z]+|\d+", term.id.casefold()))) for term in reading.ground.terms.terms
    )
    return tuple(id for id, spelled in named if re.search(rf"\b{spelled}\b", reading.text))


def _with_units(words: list[str], units: list[Found]) -> str:
    out: list[str] = []
    at = 0
    for found in units:
        out += [*words[at : found.start], "U"]
        at = found.end
    return " ".join([*out, *words[at:]])


def _plain(text: str, ground: Ground) -> str:
    """Without what is only polite; "trẻ em" at the end stays whole."""
    for pattern in _POLITE:
        text = " ".join(pattern.sub(" ", text).split()) or text
    words = text.split()
    while len(words) > 1 and words[-1] in ENDINGS and (words[-2], words[-1]) not in ground.terms.pairs:
        words.pop()
    return " ".join(words)


def _take_spans(reading: Reading) -> None:
    reading.spans = periods.find(reading.asked, reading.ground.today)
    for span in reversed(reading.spans):
        report = "bao cao " if span.said.startswith("bao cao ") else ""
        reading.asked = f"{reading.asked[: span.start]}{report}T{reading.asked[span.end :]}"


def _take_unknown(reading: Reading) -> None:
    """A place named that nobody here knows: the word for a kind, then words that mean nothing else."""
    terms = reading.ground.terms.words
    known = terms | FILLER | _MARKS
    match = _NAMED.search(reading.asked)
    name: list[str] = []
    for word in match[1].split() if match else ():
        if word in _MARKS or (word in known and word in FILLER | LIGHT):
            break
        name.append(word)
    if match and name and (name[0] not in terms or (len(name) > 1 and name[1] not in known)):
        reading.unknown_unit = " ".join(name)
        said = f"{match[0].split(name[0])[0]}{reading.unknown_unit}".strip()
        reading.asked = reading.asked.replace(said, "U", 1)
