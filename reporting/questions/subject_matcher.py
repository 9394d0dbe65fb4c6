"""The subjects of questions: the fields of the dictionary and the targets of a plan, recognised by their names."""

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
"""Words that say little about the subject."""
ALONE = 0.4
"""Weight of a word that belongs to a name, but without its neighbour in that name."""
BESIDE = 0.9
"""Factor for the names of the whole of a rate, compared with its own names."""
UNKNOWN_WEIGHT = 2.0
"""Weight of a word that is in no name."""


@dataclass(frozen=True)
class SubjectTerm:
    """A field or a target with its names (``forms``), each as words without diacritics."""

    id: str
    kind: Literal["field", "target"]
    forms: tuple[TermForm, ...]
    in_plan: bool
    beside: tuple[TermForm, ...] = ()
    """The names of the whole of a rate; they count a little less than its own names."""

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for form in (*self.forms, *self.beside) for word in form)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for form in (*self.forms, *self.beside) for pair in pairwise(form))

    def says(self, before: str, word: str, after: str) -> float:
        """How certainly (0 to 1) a word belongs to this term.

        Most words have two syllables, so one syllable without its neighbour may be a coincidence (``ALONE``).
        """
        if word not in self.words:
            return 0.0
        if word in LIGHT or (before, word) in self.pairs or (word, after) in self.pairs or (word,) in self.forms:
            return 1.0
        return ALONE


@dataclass(frozen=True)
class SubjectMatch:
    """How well a term matches a question, from 0 to 1.

    ``covers``: the share of the question's words that belong to the term; ``fits``: the share of the words of its best
    matching name that are in the question.
    """

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
        """The names of three or more words."""
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

    def matches(self, asked_words: Sequence[str], kind: Literal["field", "target"]) -> list[SubjectMatch]:
        """The terms of that kind that match one of the words ``asked_words``, the best first."""
        if not any(word in self.words for word in asked_words):
            return []
        subject_matches = [self._match(term, asked_words) for term in self.terms if term.kind == kind]
        return sorted((match for match in subject_matches if match.covers > 0), key=lambda match: -match.score)

    def _match(self, term: SubjectTerm, asked_words: Sequence[str]) -> SubjectMatch:
        whole = sum(map(self.weight, asked_words)) or 1.0
        framed = ("", *asked_words, "")
        around = zip(framed, asked_words, framed[2:], strict=False)
        covers = sum(self.weight(word) * term.says(before, word, after) for before, word, after in around) / whole
        fits = max(self._fit(form, asked_words) for form in term.forms)
        fits = max(fits, BESIDE * max((self._fit(form, asked_words) for form in term.beside), default=0.0))
        tells = fits > 0.99 or any(word in term.words and word not in LIGHT for word in asked_words)
        return SubjectMatch(term, covers if tells else 0.0, fits)

    def _fit(self, form: TermForm, asked_words: Sequence[str]) -> float:
        counts = Counter(asked_words)
        whole = sum(map(self.weight, form)) or 1.0
        return sum(self.weight(word) * min(count, counts[word]) for word, count in Counter(form).items()) / whole


def vocabulary(plan: Plan, fields: Mapping[str, Field]) -> SubjectMatcher:
    """The terms of all fields of the dictionary, then those of the plan's targets."""
    asked_fields = _asked(plan)
    own = [_of_field(field, field_id in asked_fields) for field_id, field in fields.items()]
    return SubjectMatcher((*own, *(_of_target(target, fields) for target in plan.targets)))


def _asked(plan: Plan) -> set[str]:
    questions = {question.id for form in plan.forms for question in form.questions}
    counted = {question.counts for form in plan.forms for question in form.questions if question.counts}
    return questions | counted | {name for target in plan.targets for name in target.reads}


def _of_field(field: Field, in_plan: bool) -> SubjectTerm:
    return SubjectTerm(field.id, "field", tuple(_forms((field.label, field.short, *field.aliases))), in_plan)


def _of_target(target: Target, fields: Mapping[str, Field]) -> SubjectTerm:
    """The term of a target: its title, and the names of the fields it counts (for a rate, those of the numerator)."""
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
    """The folded words and numbers of a text: "Rất/đặc biệt" → ("rat", "dac", "biet"), "Ea H'leo" → ("ea", "hleo")."""
    return tuple(re.findall(r"[a-z]+|\d+", re.sub(r"['’‘`]", "", fold(text))))
