"""The data needed to read a question: a plan, the dictionary of fields, the units the person may see, and the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Field, Plan
from reporting.questions.periods import PlanPeriods
from reporting.questions.phrases import COMMON, phrases
from reporting.questions.subject_matcher import SubjectMatcher, phrase, vocabulary
from reporting.questions.tokenizer import Lexicon
from reporting.questions.unit_matcher import KIND_WORDS, UnitMatcher
from reporting.unit import UnitRecord


@dataclass(frozen=True)
class ReadingContext:
    """``fields``: the dictionary, by id; ``units``: only those the person may see."""

    plan: Plan
    fields: Mapping[str, Field]
    units: tuple[UnitRecord, ...]
    today: date
    calendar: Calendar

    @cached_property
    def places(self) -> UnitMatcher:
        return UnitMatcher(self.units, self.today)

    @cached_property
    def terms(self) -> SubjectMatcher:
        return vocabulary(self.plan, self.fields)

    @cached_property
    def schedule(self) -> PlanPeriods:
        return PlanPeriods(self.plan, self.today, self.calendar)

    @cached_property
    def common(self) -> frozenset[str]:
        """The words of questions and of the plan, which are not taken for misspelt names of units."""
        return COMMON | self.terms.words

    @cached_property
    def lexicon(self) -> Lexicon:
        """All known words, for the correction of typing errors."""
        names = [phrase(name) for unit in self.units for name in (unit.name, unit.code, *unit.aliases)]
        names += list(self.places.names)
        forms = [form for term in self.terms.terms for form in term.forms]
        texts = [phrase(text) for text in _texts(self.plan)]
        first = [name[0] for name in self.places.names if name]
        return Lexicon.of([*phrases(), *KIND_WORDS, *names], [*forms, *texts], first, self.places.initials)


def _texts(plan: Plan) -> Iterator[str]:
    """The texts of the plan, whose words are known words and not typing errors."""
    yield plan.title
    for heading in plan.headings:
        yield heading.title
    for target in plan.targets:
        yield target.source.quote or ""
    for group in plan.zones.criteria if plan.zones else ():
        yield from (item.title for item in group.items)
