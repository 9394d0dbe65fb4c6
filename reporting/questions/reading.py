"""The parts of a question: units, spans of time, levels, numbers and the words that may name its subject."""

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
"""Only this many characters of a message are read."""
_POLITE = [re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])") for pattern in POLITE]
_CUES = re.compile("|".join(rf"\b(?:{cue})\b" for cue in CUES))
_MARKS = frozenset("UTLW")
_FOLLOWS = re.compile(r"^(?:the |vay |va )?con\b|^(?:the|vay|va|con)\b|\b(?:thi sao|thi the nao|thi nhu the nao)$")
_WITHIN = frozenset({"cua", "thuoc", "o", "tai", "tren", "dia", "ban"})
_REPORT = re.compile(r"(?<!tin )\bbao cao\b|\bbao cao\b(?! nhat| hon)")
_TIME = frozenset({"nam", "thang", "quy", "ky"})
"""Words of time; those in which no span of time was found may be part of a name."""
_ALSO_NAMES = word_set("an cao can dau ho hai lon nho so tinh vu")
_NO_NAMES = (FILLER | LIGHT) - _TIME - _ALSO_NAMES
"""Words that are never part of the name of a unit."""
_NAMED = re.compile(rf"\b(?:{levels.KINDS}) ((?:[a-z0-9]+ ?){{1,3}})")


@dataclass
class QuestionReading:
    """A question with the parts recognised in it.

    ``text``: its words without diacritics; ``asked``: the same with each known part as one letter, "L chua nop T"; see
    ``intents``.
    """

    context: ReadingContext
    text: str
    units: list[UnitMatch] = field(default_factory=list)
    spans: list[PeriodMention] = field(default_factory=list)
    level: str | None = None
    whole: bool = False
    top: int | None = None
    asked: str = ""
    unknown_unit: str | None = None
    ids: tuple[str, ...] = ()
    """Ids of fields and targets that are named by their id."""
    follows: bool = False
    """Whether it begins like a follow-up question: "còn …", "thế …"."""

    words: list[str] = field(default_factory=list)
    """The words that ``start`` and ``end`` of ``units`` count."""
    typed: dict[str, str] = field(default_factory=dict)
    """Word → the word as it was typed."""

    def written(self, words: str) -> str:
        """Words as they were typed, with their diacritics."""
        return " ".join(self.typed.get(word, word) for word in words.split())

    def is_name(self, word: str) -> bool:
        """Whether the word was typed with a capital, and not every word of the question was."""
        return self.written(word)[:1].isupper() and not all(typed[:1].isupper() for typed in self.typed.values())

    @cached_property
    def content(self) -> list[str]:
        """The remaining words that may name the subject."""
        terms, words = self.context.terms, _CUES.sub(" | ", self.asked).split()
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
        """Words of time in which no span was found, with the next word: "Năm Căn", a unit the person may not see."""
        return re.findall(r"(?<!hang )(?<!trong )\b(?:nam|thang)\b(?! nao| khong| chua)(?: [a-z]+)?", self.asked)

    @cached_property
    def places(self) -> list[UnitMatch]:
        """The units named, without units above that only say which is meant: "xã Khánh Hòa huyện U Minh"."""
        matches: list[UnitMatch] = []
        for match in self.units:
            last = matches[-1] if matches else None
            adjacent = last and set(self.words[last.end : match.start]) <= _WITHIN
            narrowed = self.context.places.within(last, match) if last and adjacent else None
            if narrowed:
                matches[-1] = narrowed
            else:
                matches.append(match)
        return matches

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the units named, without the province, which does not restrict the query."""
        return tuple(dict.fromkeys(self._codes()))

    def _codes(self) -> Iterator[str]:
        root = self.context.places.root
        for match in self.places:
            best = match.best
            if self.level == UnitKind.COMMUNE.value and best.kind is UnitKind.COMMUNE:
                best = next((unit for unit, _ in match.units if unit.kind is not UnitKind.COMMUNE), best)
            if not (root and best.code == root.code and root.kind is UnitKind.PROVINCE):
                yield best.code


def _in_whole_names(words: list[str], names: frozenset[tuple[str, ...]]) -> set[int]:
    """The positions of words that are part of a complete name of three or more words.

    "truy tố đúng hạn" is such a name, although "đúng hạn" alone shows an intent.
    """
    positions: set[int] = set()
    for length in {len(name) for name in names}:
        for at in range(len(words) - length + 1):
            if tuple(words[at : at + length]) in names:
                positions.update(range(at, at + length))
    return positions


def _may_name(before: str, word: str, after: str, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether a word may be part of a subject: "cong" only together with its other half, "thành công"."""
    if word in _MARKS or word == "|":
        return False
    whole = (before not in CUE_WORDS and (before, word) in pairs) or (after not in CUE_WORDS and (word, after) in pairs)
    return word not in CUE_WORDS or whole


def read(text: str, context: ReadingContext) -> QuestionReading:
    """The parts of a typed question."""
    question_tokens = tokens(text[:MOST], context.lexicon)
    words = [token.text for token in question_tokens]
    reading = QuestionReading(context, " ".join(words), context.places.find(words, context.common))
    reading.words = words
    reading.typed = {token.text: token.typed for token in question_tokens}
    reading.ids = _ids(reading)
    reading.asked = _plain(_with_units(words, reading.units), context)
    reading.follows = bool(_FOLLOWS.search(reading.asked))
    _take_spans(reading)
    match = levels.find(reading.asked)
    reading.level, reading.top, reading.whole = match.level, match.top, match.whole
    reading.asked = " ".join(_REPORT.sub("bc", match.asked).split())
    _take_unknown(reading)
    return reading


def _ids(reading: QuestionReading) -> tuple[str, ...]:
    """The ids of fields and targets in the question: "CM-a2", also typed "cma2"."""
    return tuple(term.id for term in reading.context.terms.terms if re.search(_spelled(term), reading.text))


def _spelled(term: SubjectTerm) -> str:
    """A pattern for an id; for a target also without the letters of the plan, after its noun: "chỉ tiêu a2"."""
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


def _plain(text: str, context: ReadingContext) -> str:
    """The text without polite phrases and endings; "em" stays in "trẻ em", which is part of a subject."""
    for pattern in _POLITE:
        text = " ".join(pattern.sub(" ", text).split()) or text
    words = text.split()
    while len(words) > 1 and words[-1] in ENDINGS and (words[-2], words[-1]) not in context.terms.pairs:
        words.pop()
    return " ".join(words)


def _take_spans(reading: QuestionReading) -> None:
    reading.spans = periods.find(reading.asked, reading.context.today)
    for span in reversed(reading.spans):
        report = "bao cao " if span.text.startswith("bao cao ") else ""
        reading.asked = f"{reading.asked[: span.start]}{report}T{reading.asked[span.end :]}"


def _take_unknown(reading: QuestionReading) -> None:
    """Recognise the name of a unit that is not known: a kind of unit, followed by words without another meaning."""
    match = _NAMED.search(reading.asked)
    name: list[str] = []
    for word in match[1].split() if match else ():
        if word in _MARKS or (word in _NO_NAMES and not (name and reading.is_name(word))):
            break
        name.append(word)
    if match and _is_name(name, reading.context):
        reading.unknown_unit = " ".join(name)
        text = f"{match[0].split(name[0])[0]}{reading.unknown_unit}".strip()
        reading.asked = reading.asked.replace(text, "U", 1)


def _is_name(words: list[str], context: ReadingContext) -> bool:
    """Whether the words after a kind of unit are a name: one unknown word, or two that are not a known pair."""
    if len(words) < 2:
        return bool(words) and words[0] not in context.common | FILLER | LIGHT
    return (words[0], words[1]) not in context.lexicon.pairs
