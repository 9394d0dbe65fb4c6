"""What can be asked about: the counts of the dictionary and the targets of a plan, by every name the data give them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Literal

from reporting.plan.plan import Field, Plan, Target
from reporting.questions.phrases import word_set
from reporting.text import fold

TermForm = tuple[str, ...]
LIGHT = word_set(
    """
    so vu viec cac loai duoc da dang ve trong co cua theo tong tai o va cho bi tren dia ban ty le do gay ra voi tu
    toi nguoi an nhung cuoc nam
    """
)
"""Words that tell little about what is meant."""
ALONE = 0.4
BESIDE = 0.9
UNKNOWN_WEIGHT = 2.0


@dataclass(frozen=True)
class SubjectTerm:
    """A count or a target with its names, each as words without diacritics."""

    id: str
    kind: Literal["field", "target"]
    forms: tuple[TermForm, ...]
    in_plan: bool
    beside: tuple[TermForm, ...] = ()
    """The names of what a rate is a share of: they fit a little less than its own."""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for form in (*self.forms, *self.beside) for word in form)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for form in (*self.forms, *self.beside) for pair in pairwise(form))

    def says(self, before: str, word: str, after: str) -> float:
        """How surely a word asked is one of its own: most are of two syllables, so one alone may be chance."""
        if word not in self.words:
            return 0.0
        if word in LIGHT or (before, word) in self.pairs or (word, after) in self.pairs or (word,) in self.forms:
            return 1.0
        return ALONE


@dataclass(frozen=True)
class SubjectMatch:
    """How well a term fits: ``covers`` the words asked (recall), ``fits`` one of its names (precision)."""

    term: SubjectTerm
    covers: float
    fits: float

    @property
    def score(self) -> float:
        return 0.65 * self.covers + 0.35 * self.fits

    @property
    def is_exact(self) -> bool:
        return self.score > 0.99


@dataclass(frozen=True)
class SubjectMatcher:
    terms: tuple[SubjectTerm, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for term in self.terms for word in term.words)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for term in self.terms for pair in term.pairs)

    @cached_property
    def names(self) -> frozenset[TermForm]:
        """Names of three words and more."""
        return frozenset(form for term in self.terms for form in term.forms if len(form) > 2)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        spread = Counter(word for term in self.terms for word in term.words)
        return {
            word: 0.3 if word in LIGHT or word.isdigit() else 1 + log(len(self.terms) / count)
            for word, count in spread.items()
        }

    def weight(self, word: str) -> float:
        return self.weights.get(word, 0.0 if word in LIGHT else UNKNOWN_WEIGHT)

    def matches(self, asked: Sequence[str], kind: Literal["field", "target"]) -> list[SubjectMatch]:
        """Every term of that kind that has one of the words asked, the best first."""
        if not any(word in self.words for word in asked):
            return []
        subject_matches = [self._match(term, asked) for term in self.terms if term.kind == kind]
        return sorted((match for match in subject_matches if match.covers > 0), key=lambda match: -match.score)

    def _match(self, term: SubjectTerm, asked: Sequence[str]) -> SubjectMatch:
        whole = sum(map(self.weight, asked)) or 1.0
        framed = ("", *asked, "")
        around = zip(framed, asked, framed[2:], strict=False)
        covers = sum(self.weight(word) * term.says(before, word, after) for before, word, after in around) / whole
        fits = max(self._fit(form, asked) for form in term.forms)
        fits = max(fits, BESIDE * max((self._fit(form, asked) for form in term.beside), default=0.0))
        tells = fits > 0.99 or any(word in term.words and word not in LIGHT for word in asked)
        return SubjectMatch(term, covers if tells else 0.0, fits)

    def _fit(self, form: TermForm, asked: Sequence[str]) -> float:
        counts = Counter(asked)
        whole = sum(map(self.weight, form)) or 1.0
        return sum(self.weight(word) * min(count, counts[word]) for word, count in Counter(form).items()) / whole


def vocabulary(plan: Plan, fields: Mapping[str, Field]) -> SubjectMatcher:
    """The terms of a plan, then those of the dictionary it does not ask for."""
    asked = _asked(plan)
    own = [_of_field(field, field_id in asked) for field_id, field in fields.items()]
    return SubjectMatcher((*own, *(_of_target(target, fields) for target in plan.targets)))


def _asked(plan: Plan) -> set[str]:
    questions = {question.id for form in plan.forms for question in form.questions}
    counted = {question.counts for form in plan.forms for question in form.questions if question.counts}
    return questions | counted | {name for target in plan.targets for name in target.reads}


def _of_field(field: Field, in_plan: bool) -> SubjectTerm:
    return SubjectTerm(field.id, "field", tuple(_forms((field.label, field.short, *field.aliases))), in_plan)


def _of_target(target: Target, fields: Mapping[str, Field]) -> SubjectTerm:
    """By its title, and by the names of what it counts: the numerator of a rate, else the fields it reads."""
    counted = (target.ratio.of,) if target.ratio else target.reads
    names = [name for field_id in counted if field_id in fields for name in _names(fields[field_id])]
    whole = _names(fields[target.ratio.to]) if target.ratio and target.ratio.to in fields else ()
    return SubjectTerm(target.id, "target", tuple(_forms((target.title, *names))), True, tuple(_forms(whole)))


def _names(field: Field) -> Iterable[str]:
    return field.label, field.short, *field.aliases


def _forms(names: Iterable[str]) -> Iterator[TermForm]:
    seen = set()
    for name in names:
        form = phrase(name)
        if form and form not in seen:
            seen.add(form)
            yield form


def phrase(text: str) -> TermForm:
    """Words and numbers apart: "Rất/đặc biệt" → ("rat", "dac", "biet"), "Ea H'leo" → ("ea", "hleo")."""
    return tuple(re.findall(r"[a-z]+|\d+", re.sub(r"['’‘`]", "", fold(text))))
