"""What a leader needs of a report on one screen: targets in groups, who pulls one down, what moved, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from reporting.figures.comparison import FigureChange
from reporting.figures.figure_sources import FigureSource, ReportFigures, TargetResult
from reporting.figures.figures import Values
from reporting.figures.rollup import PlaceId, questions_of
from reporting.figures.target_evaluation import evaluate
from reporting.plan.form import Form, Question, Relation
from reporting.plan.target import Target
from reporting.secrecy import personal_data, secrecy_marking
from reporting.text import fold

SMALL = 20
"""What was fewer before is said in figures only: 4 of 2 is "tăng 2", not "tăng 100%"."""
LINES = 3
"""How many of each a screen shows."""
NOTES = 2
SENTENCE = 140
"""Characters of a narrative line."""
NOTABLE = ("kho khan", "vuong mac", "ton tai", "tinh hinh")
"""What a notable heading speaks of, the most telling first; folded."""
TROUBLE = ("kho khan", "vuong", "ton tai", "han che", "thieu", "chua ", "phuc tap")
"""What makes a sentence worth reading before others; folded."""


class TargetGroups(NamedTuple):
    """Every target in one of four: what asks for attention first."""

    failing: tuple[TargetResult, ...]
    open: tuple[TargetResult, ...]
    """Not to be said: figures are missing, or the plan's words are unclear."""
    met: tuple[TargetResult, ...]
    not_arisen: tuple[TargetResult, ...]


def target_groups(judged: Iterable[TargetResult]) -> TargetGroups:
    """The targets by verdict, in the plan's order."""
    results: dict[str, list[TargetResult]] = {name: [] for name in TargetGroups._fields}
    names = {"not_met": "failing", "missing": "open", "unclear": "open", "met": "met", "not_arisen": "not_arisen"}
    for result in judged:
        results[names[result.verdict]].append(result)
    return TargetGroups(**{name: tuple(group) for name, group in results.items()})


@dataclass(frozen=True, slots=True)
class TargetShortfall:
    """A unit (or one of its communes) whose own figures miss the target; ``short``: by how many cases, at least 1.

    ``TargetShortfall(17, 24, 25, 1)``: 24 of 25 where all are wanted.
    """

    place: PlaceId
    num: int
    den: int
    short: int


def shortfalls(facts: ReportFigures, result: TargetResult) -> list[TargetShortfall]:
    """Who pulls a failing target down, the largest part first: by unit, of a single unit by commune.

    Empty for a target against an earlier period, which no unit meets or misses by itself.
    """
    if result.target.test in ("reduction", "increase") or result.verdict != "not_met":
        return []
    own = [(source.child.unit_id, tuple(_within(facts, source, result.target).values())) for source in facts.sources]
    if len(facts.sources) == 1:
        own = [(place, (values,)) for place, values in _within(facts, facts.sources[0], result.target).items()]
    pulls = [pull for place, values in own if values and (pull := _pull(result.target, place, values))]
    return sorted(pulls, key=lambda pull: (-_missed(result.target, pull), pull.place))


def _within(facts: ReportFigures, source: FigureSource, target: Target) -> Mapping[PlaceId, Values]:
    if not source.counts:
        return {}
    return {
        place: values for place, values in source.places.items() if target.scope == "all" or place in facts.selected
    }


def _pull(target: Target, place: PlaceId, values: Sequence[Values]) -> TargetShortfall | None:
    [own] = evaluate([target], values)
    if own.verdict != "not_met" or own.num is None or own.den is None:
        return None
    return TargetShortfall(place, own.num, own.den, short_by(target, own.num, own.den))


def _missed(target: Target, pull: TargetShortfall) -> int:
    return abs((target.value or 0) * pull.den - 100 * pull.num) if target.ratio else pull.short


def short_by(target: Target, num: int, den: int) -> int:
    """The fewest cases that would have turned a failing rate: 24/25 against 100 % is 1, 8/50 against "dưới 15%" is 1.

    Of a target asked of each commune: the communes that miss it.
    """
    if target.ratio is None:
        return den - num
    gap = (target.value or 0) * den - 100 * num
    match target.comparator or ">=":
        case ">":
            return gap // 100 + 1
        case "<":
            return -gap // 100 + 1
        case _:
            return -(-abs(gap) // 100)


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """One figure of the same places now and a year before; ``places``: how many have both."""

    question: Question
    now: int
    before: int
    places: int

    @property
    def rise(self) -> int:
        return self.now - self.before

    @property
    def is_small(self) -> bool:
        """Whether a percentage would say more than there is."""
        return self.before < SMALL

    @property
    def weight(self) -> Fraction:
        """By absolute and relative size at once: 2 → 8 weighs as much as 200 → 260."""
        return Fraction(self.rise**2, max(self.before, 1))


def flows(facts: ReportFigures) -> list[Question]:
    """The figures that count what happened: stocks (all households) and their parts (households reached) are not.

    Targets tell of those.
    """
    questions = [
        question for _, question in questions_of([source.child for source in facts.sources]) if question.is_figure
    ]
    stocks = {question.id for question in questions if question.stock}
    stocks |= {relation.part for relation in facts.plan.relations if relation.whole in stocks}
    return [question for question in questions if question.id not in stocks]


def yearly_changes(questions: Iterable[Question], changes: Iterable[FigureChange]) -> list[YearlyChange]:
    """What is known of each figure then and now, of the same places."""
    named = {question.id: question for question in questions}
    return [YearlyChange(named[change.field], change.now, change.before, len(change.places)) for change in changes]


def biggest_changes(
    moves: Iterable[YearlyChange], relations: Sequence[Relation], most: int = LINES
) -> list[YearlyChange]:
    """What moved most; of figures that are parts of each other (prosecuted, solved) only the first."""
    kin = _kin(relations)
    changes: dict[str, YearlyChange] = {}
    for move in sorted(moves, key=lambda change: (-change.weight, change.question.id)):
        if move.rise:
            changes.setdefault(kin.get(move.question.id, move.question.id), move)
    return list(changes.values())[:most]


def _kin(relations: Sequence[Relation]) -> dict[str, str]:
    """Field → a name for all it is a part of, or has as its parts."""
    of: dict[str, str] = {}
    for relation in relations:
        old, new = of.get(relation.part, relation.part), of.get(relation.whole, relation.whole)
        of |= {relation.part: new, relation.whole: new} | {field: new for field, name in of.items() if name == old}
    return of


@dataclass(frozen=True, slots=True)
class NarrativeNote:
    """A line worth reading from a unit's narrative: the first sentence under a notable heading."""

    unit_id: int
    sentence: str


def notable_questions(form: Form) -> list[str]:
    """The questions of a form whose texts are worth a line: difficulties first, then the situation."""
    texts = [question for question in form.questions if question.kind == "long_text"]
    named = {question.id: fold(f"{question.label} {question.heading or ''}") for question in texts}
    ranked = {id: next((n for n, word in enumerate(NOTABLE) if word in name), None) for id, name in named.items()}
    return sorted((id for id, rank in ranked.items() if rank is not None), key=lambda id: ranked[id] or 0)


def notes(said: Iterable[tuple[int, Sequence[str]]], most: int = NOTES) -> list[NarrativeNote]:
    """Unit id and its texts, the most telling first → a line a unit; what several say alike is said once.

    A text with a secrecy marking, or a sentence that looks like a person's data, never leaves its report.
    """
    found: dict[str, tuple[int, NarrativeNote]] = {}
    for unit_id, texts in said:
        for rank, text in enumerate(texts):
            sentence = first_sentence(text)
            if sentence and secrecy_marking(text) is None and not personal_data(sentence):
                found.setdefault(fold(sentence), (rank, NarrativeNote(unit_id, sentence)))
                break
    ordered = sorted(found.values(), key=lambda pair: (not _speaks_of_trouble(pair[1].sentence), pair[0]))
    return [note for _, note in ordered][:most]


def _speaks_of_trouble(sentence: str) -> bool:
    folded = fold(sentence)
    return any(word in folded for word in TROUBLE)


def first_sentence(text: str) -> str:
    """Without its line breaks, cut at ``SENTENCE`` characters: "Còn thiếu kinh phí cho tuyên truyền."."""
    joined = " ".join(text.split())
    end = re.search(r"[.!?;](?=\s|$)", joined)
    sentence = joined[: end.end()] if end else joined
    return sentence if len(sentence) <= SENTENCE else sentence[: SENTENCE - 1].rstrip() + "…"
