"""What is known of a question before it is judged: the units, spans of time, levels and numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reporting.plan.schedule import UnitKind
from reporting.questions import levels, periods
from reporting.questions.context import ReadingContext
from reporting.questions.periods import PeriodMention
from reporting.questions.phrases import COMMON, CUE_WORDS, CUES, ENDINGS, FILLER, POLITE, word_set
from reporting.questions.subject_matcher import LIGHT, SubjectTerm
from reporting.questions.tokenizer import tokens
from reporting.questions.unit_matcher import UnitMatch

MOST = 400
"""Characters of a message that are read."""
_POLITE = [re.compile(rf"(?<![A-Za-z0-9])(?:{one})(?![A-Za-z0-9])") for one in POLITE]
_CUES = re.compile("|".join(rf"\b(?:{cue})\b" for cue in CUES))
_MARKS = frozenset("UTLW")
_FOLLOWS = re.compile(r"^(?:the |vay |va )?con\b|^(?:the|vay|va|con)\b|\b(?:thi sao|thi the nao|thi nhu the nao)$")
_WITHIN = frozenset({"cua", "thuoc", "o", "tai", "tren", "dia", "ban"})
_REPORT = re.compile(r"(?<!tin )\bbao cao\b|\bbao cao\b(?! nhat| hon)")
_TIME = frozenset({"nam", "thang", "quy", "ky"})
"""Left over where no span of time was found in them."""
_ALSO_NAMES = word_set("an cao can dau ho hai lon nho so tinh vu")
_NO_NAMES = (FILLER | LIGHT) - _TIME - _ALSO_NAMES
"""What no name of a place begins or goes on with."""
_NAMED = re.compile(rf"\b(?:{levels.KINDS}) ((?:[a-z0-9]+ ?){{1,3}})")


@dataclass
class QuestionReading:
    """The question as far as it is understood. ``asked``: with what is known as one word each, "L chua nop T"."""

    ground: ReadingContext
    text: str
    units: list[UnitMatch] = field(default_factory=list)
    spans: list[PeriodMention] = field(default_factory=list)
    level: str | None = None
    whole: bool = False
    top: int | None = None
    asked: str = ""
    unknown_unit: str | None = None
    ids: tuple[str, ...] = ()
    """The counts and targets named by their ids."""
    follows: bool = False
    """It begins as a question that goes on from another: "còn …", "thế …"."""

    words: list[str] = field(default_factory=list)
    """As they stand in ``units``."""
    typed: dict[str, str] = field(default_factory=dict)
    """Word → as it was typed."""

    def written(self, words: str) -> str:
        """Words as they were typed, with their diacritics."""
        return " ".join(self.typed.get(word, word) for word in words.split())

    def is_name(self, word: str) -> bool:
        """Whether it was typed with a capital where not every word was."""
        return self.written(word)[:1].isupper() and not all(one[:1].isupper() for one in self.typed.values())

    @cached_property
    def content(self) -> list[str]:
        """The words left that may name what it is about."""
        terms, words = self.ground.terms, _CUES.sub(" | ", self.asked).split()
        around = zip(["", *words], words, [*words[1:], ""], strict=False)
        named = _in_whole_names(words, terms.names)
        left = [
            word
            for at, (before, word, after) in enumerate(around)
            if at in named or _may_name(before, word, after, terms.pairs)
        ]
        return [word for word in left if word in terms.words or word not in COMMON]

    @cached_property
    def left_over(self) -> list[str]:
        """Words for time in which no span of time was found, with what follows: "Năm Căn" of a unit not seen."""
        return re.findall(r"(?<!hang )(?<!trong )\b(?:nam|thang)\b(?! nao| khong| chua)(?: [a-z]+)?", self.asked)

    @cached_property
    def places(self) -> list[UnitMatch]:
        """The units named, without the one above named only to tell which: "xã Khánh Hòa huyện U Minh"."""
        matches: list[UnitMatch] = []
        gazetteer = self.ground.places
        for match in self.units:
            last = matches[-1] if matches else None
            beside = last and set(self.words[last.end : match.start]) <= _WITHIN
            narrowed = gazetteer.within(last, match) if last and beside else None
            if narrowed:
                matches[-1] = narrowed
            else:
                matches.append(match)
        return matches

    @property
    def codes(self) -> tuple[str, ...]:
        """The units named; the province as a whole is no restriction."""
        return tuple(dict.fromkeys(self._codes()))

    def _codes(self) -> Iterator[str]:
        root = self.ground.places.root
        for match in self.places:
            best = match.best
            if self.level == UnitKind.COMMUNE.value and best.kind is UnitKind.COMMUNE:
                best = next(
                    (unit_record for unit_record, _ in match.units if unit_record.kind is not UnitKind.COMMUNE), best
                )
            if not (root and best.code == root.code and root.kind is UnitKind.PROVINCE):
                yield best.code


def _in_whole_names(words: list[str], names: frozenset[tuple[str, ...]]) -> set[int]:
    """Where a name of several words stands whole: "truy tố đúng hạn" is one, though "đúng hạn" asks something else."""
    found: set[int] = set()
    for length in {len(name) for name in names}:
        for at in range(len(words) - length + 1):
            if tuple(words[at : at + length]) in names:
                found.update(range(at, at + length))
    return found


def _may_name(before: str, word: str, after: str, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether a word may name a count: "cộng" may not, except beside its other half, "thành công"."""
    if word in _MARKS or word == "|":
        return False
    whole = (before not in CUE_WORDS and (before, word) in pairs) or (after not in CUE_WORDS and (word, after) in pairs)
    return word not in CUE_WORDS or whole


def read(text: str, ground: ReadingContext) -> QuestionReading:
    found_words = tokens(text[:MOST], ground.lexicon)
    words = [token.text for token in found_words]
    reading = QuestionReading(ground, " ".join(words), ground.places.find(words, ground.common))
    reading.words = words
    reading.typed = {token.text: token.typed for token in found_words}
    reading.ids = _ids(reading)
    reading.asked = _plain(_with_units(words, reading.units), ground)
    reading.follows = bool(_FOLLOWS.search(reading.asked))
    _take_spans(reading)
    match = levels.find(reading.asked)
    reading.level, reading.top, reading.whole = match.level, match.top, match.whole
    reading.asked = " ".join(_REPORT.sub("bc", match.asked).split())
    _take_unknown(reading)
    return reading


def _ids(reading: QuestionReading) -> tuple[str, ...]:
    """ "CM-a2" is also typed "cma2"; its words come apart at digits."""
    return tuple(term.id for term in reading.ground.terms.terms if re.search(_spelled(term), reading.text))


def _spelled(term: SubjectTerm) -> str:
    """A target also by what follows the plan's letters, after the word for it: "chỉ tiêu a2"."""
    whole = r" ?".join(re.findall(r"[a-z]+|\d+", term.id.casefold()))
    tail = r" ?".join(re.findall(r"[a-z]+|\d+", term.id.casefold().partition("-")[2]))
    return rf"\b(?:{whole}|(?:chi tieu|muc tieu|diem)(?: so)? {tail})\b" if tail else rf"\b{whole}\b"


def _with_units(words: list[str], units: list[UnitMatch]) -> str:
    out: list[str] = []
    at = 0
    for match in units:
        out += [*words[at : match.start], "U"]
        at = match.end
    return " ".join([*out, *words[at:]])


def _plain(text: str, ground: ReadingContext) -> str:
    """Without what is only polite; "trẻ em" at the end stays whole."""
    for pattern in _POLITE:
        text = " ".join(pattern.sub(" ", text).split()) or text
    words = text.split()
    while len(words) > 1 and words[-1] in ENDINGS and (words[-2], words[-1]) not in ground.terms.pairs:
        words.pop()
    return " ".join(words)


def _take_spans(reading: QuestionReading) -> None:
    reading.spans = periods.find(reading.asked, reading.ground.today)
    for span in reversed(reading.spans):
        report = "bao cao " if span.said.startswith("bao cao ") else ""
        reading.asked = f"{reading.asked[: span.start]}{report}T{reading.asked[span.end :]}"


def _take_unknown(reading: QuestionReading) -> None:
    """A place named that nobody here knows: the word for a kind, then words that mean nothing else."""
    match = _NAMED.search(reading.asked)
    name: list[str] = []
    for word in match[1].split() if match else ():
        if word in _MARKS or (word in _NO_NAMES and not (name and reading.is_name(word))):
            break
        name.append(word)
    if match and _is_name(name, reading.ground):
        reading.unknown_unit = " ".join(name)
        text = f"{match[0].split(name[0])[0]}{reading.unknown_unit}".strip()
        reading.asked = reading.asked.replace(text, "U", 1)


def _is_name(words: list[str], ground: ReadingContext) -> bool:
    """Whether words after "huyện" are a name: one strange word, or two that stand beside each other nowhere else."""
    if len(words) < 2:
        return bool(words) and words[0] not in ground.common | FILLER | LIGHT
    return (words[0], words[1]) not in ground.lexicon.pairs
