"""The contents of the summary of a report on one screen for a leader.

Targets grouped by verdict, the units that miss a failing target, the biggest changes since last year, and sentences
from the narratives.
"""

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
"""Below this previous figure a change is shown as a number, not in percent: 2 → 4 is "tăng 2", not "tăng 100%"."""
LINES = 3
"""How many changes are shown."""
NOTES = 2
"""How many sentences are shown."""
SENTENCE = 140
"""Maximum length of a sentence in characters."""
NOTABLE = ("kho khan", "vuong mac", "ton tai", "tinh hinh")
"""Words of headings whose texts are shown, the most important first; folded (see ``text.fold``)."""
TROUBLE = ("kho khan", "vuong", "ton tai", "han che", "thieu", "chua ", "phuc tap")
"""Sentences with one of these words are shown before others; folded."""


class TargetGroups(NamedTuple):
    """The targets in four groups; those that need attention come first."""

    failing: tuple[TargetResult, ...]
    open: tuple[TargetResult, ...]
    """Not decided: figures are missing, or the wording of the plan is unclear."""
    met: tuple[TargetResult, ...]
    not_arisen: tuple[TargetResult, ...]


def target_groups(judged: Iterable[TargetResult]) -> TargetGroups:
    """The targets by verdict, in the order given."""
    results: dict[str, list[TargetResult]] = {name: [] for name in TargetGroups._fields}
    names = {"not_met": "failing", "missing": "open", "unclear": "open", "met": "met", "not_arisen": "not_arisen"}
    for result in judged:
        results[names[result.verdict]].append(result)
    return TargetGroups(**{name: tuple(group) for name, group in results.items()})


@dataclass(frozen=True, slots=True)
class TargetShortfall:
    """A unit (or one of its communes) whose own figures miss the target.

    ``num``, ``den``: its rate; ``short``: the number of cases by which it misses the target, at least 1.
    ``TargetShortfall(17, 24, 25, 1)``: 24 of 25 where the target is 100 %.
    """

    place: PlaceId
    num: int
    den: int
    short: int


def shortfalls(facts: ReportFigures, result: TargetResult) -> list[TargetShortfall]:
    """The units that miss a failing target, the largest share first; if there is a single report, its communes.

    Empty for a target that compares with an earlier period, which is judged only for all units together.
    """
    if result.target.test in ("reduction", "increase") or result.verdict != "not_met":
        return []
    own = [(source.child.unit_id, tuple(_within(facts, source, result.target).values())) for source in facts.sources]
    if len(facts.sources) == 1:
        own = [(place, (values,)) for place, values in _within(facts, facts.sources[0], result.target).items()]
    missing = [shortfall for place, values in own if values and (shortfall := _shortfall(result.target, place, values))]
    return sorted(missing, key=lambda shortfall: (-_missed(result.target, shortfall), shortfall.place))


def _within(facts: ReportFigures, source: FigureSource, target: Target) -> Mapping[PlaceId, Values]:
    if not source.counts:
        return {}
    return {
        place: values for place, values in source.places.items() if target.scope == "all" or place in facts.selected
    }


def _shortfall(target: Target, place: PlaceId, values: Sequence[Values]) -> TargetShortfall | None:
    [own] = evaluate([target], values)
    if own.verdict != "not_met" or own.num is None or own.den is None:
        return None
    return TargetShortfall(place, own.num, own.den, short_by(target, own.num, own.den))


def _missed(target: Target, shortfall: TargetShortfall) -> int:
    return abs((target.value or 0) * shortfall.den - 100 * shortfall.num) if target.ratio else shortfall.short


def short_by(target: Target, num: int, den: int) -> int:
    """The smallest number of cases that would make a failing rate meet its target.

    24/25 against 100 % → 1; 8/50 against "dưới 15%" → 1. For a target without a ratio, which is asked of each commune:
    the number of communes that miss it.
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
    """One figure now and a year before; ``places``: the number of places that have both and are added."""

    question: Question
    now: int
    before: int
    places: int

    @property
    def rise(self) -> int:
        return self.now - self.before

    @property
    def is_small(self) -> bool:
        """Whether the previous figure is too small for a percentage."""
        return self.before < SMALL

    @property
    def weight(self) -> Fraction:
        """For sorting by absolute and relative size together: 2 → 8 has the same weight (18) as 200 → 260."""
        return Fraction(self.rise**2, max(self.before, 1))


def flows(facts: ReportFigures) -> list[Question]:
    """The figures that count events of the period.

    Stocks (all households) and their parts (households reached) are left out: targets report on these.
    """
    questions = [
        question for _, question in questions_of([source.child for source in facts.sources]) if question.is_figure
    ]
    stocks = {question.id for question in questions if question.stock}
    stocks |= {relation.part for relation in facts.plan.relations if relation.whole in stocks}
    return [question for question in questions if question.id not in stocks]


def yearly_changes(questions: Iterable[Question], changes: Iterable[FigureChange]) -> list[YearlyChange]:
    """The changes with their questions. Raises KeyError if the question of a change is not among ``questions``."""
    by_id = {question.id: question for question in questions}
    return [YearlyChange(by_id[change.field], change.now, change.before, len(change.places)) for change in changes]


def biggest_changes(
    moves: Iterable[YearlyChange], relations: Sequence[Relation], most: int = LINES
) -> list[YearlyChange]:
    """The ``most`` biggest changes; of figures that are parts of each other (prosecuted, solved) only the biggest."""
    groups = _related_groups(relations)
    changes: dict[str, YearlyChange] = {}
    for change in sorted(moves, key=lambda change: (-change.weight, change.question.id)):
        if change.rise:
            changes.setdefault(groups.get(change.question.id, change.question.id), change)
    return list(changes.values())[:most]


def _related_groups(relations: Sequence[Relation]) -> dict[str, str]:
    """Field → the name of its group: the fields connected by relations of part and whole have the same."""
    groups: dict[str, str] = {}
    for relation in relations:
        old, new = groups.get(relation.part, relation.part), groups.get(relation.whole, relation.whole)
        groups |= {relation.part: new, relation.whole: new}
        groups |= {field: new for field, name in groups.items() if name == old}
    return groups


@dataclass(frozen=True, slots=True)
class NarrativeNote:
    """The first sentence of a unit's text under a notable heading."""

    unit_id: int
    sentence: str


def notable_questions(form: Form) -> list[str]:
    """Ids of the questions of a form with a notable heading: difficulties first, then the situation."""
    texts = [question for question in form.questions if question.kind == "long_text"]
    headings = {question.id: fold(f"{question.label} {question.heading or ''}") for question in texts}
    ranks = {
        question_id: next((rank for rank, word in enumerate(NOTABLE) if word in heading), None)
        for question_id, heading in headings.items()
    }
    notable = (question_id for question_id, rank in ranks.items() if rank is not None)
    return sorted(notable, key=lambda question_id: ranks[question_id] or 0)


def notes(narratives: Iterable[tuple[int, Sequence[str]]], most: int = NOTES) -> list[NarrativeNote]:
    """At most ``most`` sentences, one a unit; a sentence that several units wrote is returned once.

    ``narratives``: unit id and its texts, the most important first. Texts with a secrecy marking and sentences that
    look like personal data are left out.
    """
    ranked: dict[str, tuple[int, NarrativeNote]] = {}
    for unit_id, texts in narratives:
        for rank, text in enumerate(texts):
            sentence = first_sentence(text)
            if sentence and secrecy_marking(text) is None and not personal_data(sentence):
                ranked.setdefault(fold(sentence), (rank, NarrativeNote(unit_id, sentence)))
                break
    ordered = sorted(ranked.values(), key=lambda pair: (not _speaks_of_trouble(pair[1].sentence), pair[0]))
    return [note for _, note in ordered][:most]


def _speaks_of_trouble(sentence: str) -> bool:
    folded = fold(sentence)
    return any(word in folded for word in TROUBLE)


def first_sentence(text: str) -> str:
    """The first sentence, without line breaks, cut at ``SENTENCE`` characters: "Còn thiếu kinh phí tuyên truyền."."""
    joined = " ".join(text.split())
    end = re.search(r"[.!?;](?=\s|$)", joined)
    sentence = joined[: end.end()] if end else joined
    return sentence if len(sentence) <= SENTENCE else sentence[: SENTENCE - 1].rstrip() + "…"
