"""Sums of the figures that the units below a unit reported, and their differences from the unit's own figures.

A figure is taken from the nearest level below that reports: a province adds the figure of a district and not those of
the district's communes, so that no case is counted twice. Flows and stocks are added alike (the sum of stocks is the
stock at the closing date). Three results are distinct: without any answer the sum is missing; if all answers are
"không phát sinh" it is "không phát sinh"; with at least one number, 0 included, it is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from reporting.form_entry.interview import FormEntry
from reporting.plan.form import Form, Question

T = TypeVar("T")
PlaceId = int
"""The id of the commune a figure is about; if it is about no commune, of the unit that reports it."""
Figures = Mapping[tuple[str, PlaceId], Answer]
"""``{("c01", 17): Answer.given(12)}``; yes and no are 1 and 0."""


def nearest(units: Iterable[T], path: Callable[[T], str]) -> list[T]:
    """Those of ``units`` that have no other of ``units`` above them. ``path`` returns a path such as "/1/5/17/"."""
    topmost: list[T] = []
    for unit in sorted(units, key=path):
        if not topmost or not path(unit).startswith(path(topmost[-1])):
            topmost.append(unit)
    return topmost


@dataclass(frozen=True)
class ChildReport:
    """The report of a unit below, as it was sent last: ``figures`` are those of ``version`` (0: not sent)."""

    id: int
    """Obligation id."""
    unit_id: int
    name: str
    state: ReportState
    version: int
    form: Form | None
    """``None`` if the plan no longer has it."""
    zones: tuple[PlaceId, ...]
    """The communes that its repeated sections ask about."""
    figures: Figures

    @property
    def has_reported(self) -> bool:
        """Whether its figures count: not those of a returned report; a report received on paper has no version yet."""
        return self.version > 0 and self.state in (ReportState.FILED, ReportState.ACCEPTED)

    @property
    def is_accepted(self) -> bool:
        return self.has_reported and self.state == ReportState.ACCEPTED

    def places(self, field: str) -> set[PlaceId]:
        """The places where the report asks for the field unconditionally, or has an answer to it."""
        answered = {place for name, place in self.figures if name == field}
        for section in self.form.sections if self.form else ():
            for question in section.questions:
                if question.id == field and question.visible_if is None and not question.not_through_chat:
                    answered |= set(self.zones) if section.repeat else {self.unit_id}
        return answered


@dataclass(frozen=True)
class FigureSum:
    """The sum of one figure over the units below.

    ``asked``: number of units that are asked for it; ``counted``: of these, the units that gave it; ``accepted``: of
    those, the units whose report is accepted. ``answer`` is ``None`` while no unit has given the figure.
    """

    answer: Answer | None
    counted: int
    asked: int
    accepted: int
    places: int = 0
    """How many figures were added: a district gives one for each of its communes."""
    sole: str | None = None
    """The name of the unit, if only one unit is asked."""

    @property
    def is_complete(self) -> bool:
        return self.counted == self.asked


def add_answers(answer: Answer | None, other: Answer | None) -> Answer | None:
    """The sum of two figures: missing adds nothing; "không phát sinh" twice stays "không phát sinh", else it adds 0."""
    if answer is None or other is None:
        return answer or other
    if answer.state == other.state == "nil":
        return NIL
    return Answer.given((answer.figure or 0) + (other.figure or 0))


def sum_answers(figures: Iterable[Answer]) -> Answer | None:
    start: Answer | None = None
    return reduce(add_answers, figures, start)


def reference_reports(children: Sequence[ChildReport], drawn: Container[int]) -> frozenset[int]:
    """Obligation ids of the reports that a unit's own figures are compared with.

    These are the accepted reports and those whose figures the unit imported (``drawn``: their obligation ids). While
    the unit has imported none, they are all reports that were sent.
    """
    reported = [child for child in children if child.has_reported]
    if any(child.id in drawn for child in children):
        reported = [child for child in reported if child.is_accepted or child.id in drawn]
    return frozenset(child.id for child in reported)


def total(
    question: Question, children: Sequence[ChildReport], taken: Container[int], place: PlaceId | None = None
) -> FigureSum | None:
    """The sum of a question over the children; ``None`` if no child is asked it.

    ``taken``: obligation ids of the reports that are added; the others count as asked only. ``place``: the id of one
    commune; ``None``: all places.
    """
    field = question.counts or question.id
    child_reports: list[ChildReport] = []
    given: list[tuple[ChildReport, list[Answer]]] = []
    for child in children:
        answers = [figure for name in {field, question.id} for figure in _of(child, name, place)]
        if not answers and not any(
            place in (None, place_id) for place_id in child.places(field) | child.places(question.id)
        ):
            continue
        child_reports.append(child)
        if answers and child.id in taken:
            given.append((child, answers))
    if not child_reports:
        return None
    return FigureSum(
        sum_answers(figure for _, figures in given for figure in figures),
        counted=len(given),
        asked=len(child_reports),
        accepted=sum(child.is_accepted for child, _ in given),
        places=sum(figure.state == "given" for _, figures in given for figure in figures),
        sole=child_reports[0].name if len(child_reports) == 1 else None,
    )


def questions_of(children: Sequence[ChildReport]) -> list[tuple[str, Question]]:
    """The figures and yes/no questions of the children's forms, each once, as (title of its section, question)."""
    questions: dict[str, tuple[str, Question]] = {}
    for form in {child.form.id: child.form for child in children if child.form}.values():
        for section in form.sections:
            for question in section.questions:
                if (question.is_figure or question.kind == "yes_no") and not question.not_through_chat:
                    questions.setdefault(question.id, (section.title, question))
    return list(questions.values())


def _of(child: ChildReport, field: str, place: PlaceId | None) -> list[Answer]:
    return [
        figure
        for (name, figure_place), figure in child.figures.items()
        if name == field and place in (None, figure_place)
    ]


def sums(entry: FormEntry, children: Sequence[ChildReport], taken: Container[int]) -> dict[str, FigureSum]:
    """Key → the children's sum, for every figure of the form and every yes/no question about a commune.

    A question that no child is asked has no entry. ``taken``: see ``total``.
    """
    totals: dict[str, FigureSum] = {}
    for slot in entry.slots if children else ():
        if not slot.question.is_figure and not (slot.zone and slot.question.kind == "yes_no"):
            continue
        figure_sum = total(slot.question, children, taken, slot.zone.id if slot.zone else None)
        if figure_sum is not None and not slot.question.not_through_chat:
            totals[slot.key] = figure_sum
    return totals


def as_answer(question: Question, figure: Answer) -> Answer:
    """A stored figure as an answer to its question: yes and no are stored as 1 and 0."""
    if question.kind == "yes_no" and figure.state == "given":
        return Answer.given(bool(figure.value))
    return figure


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of a child that has changed since it was imported; ``None``: missing before, or missing now."""

    key: str
    before: Answer | None
    now: Answer | None


def changed_figures(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[ChangedFigure]:
    """The figures that differ between two versions of a report, in the order of the newer one.

    ``before``, ``now``: key → answer.
    """
    keys = dict.fromkeys((*now, *before))
    return [ChangedFigure(key, before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)]


@dataclass(frozen=True)
class Mismatch:
    """A unit's own figure that differs from the sum of the units below; ``reason``: the officer's explanation."""

    key: str
    stated: Answer
    below: FigureSum
    reason: str | None = None

    @property
    def wants_reason(self) -> bool:
        """Whether the officer has to explain the difference.

        No reason is needed if the figure is larger than the sum while some units below have not reported yet.
        """
        below = int(self.below.answer.value or 0) if self.below.answer else 0
        return self.below.is_complete or int(self.stated.value or 0) < below


def mismatches(stated: Mapping[str, Answer], below: Mapping[str, FigureSum]) -> list[Mismatch]:
    """The differences of the ``stated`` figures from the sums of the units below; 0 equals "không phát sinh"."""
    pairs = ((key, stated.get(key), figure_sum) for key, figure_sum in below.items())
    return [
        Mismatch(key, answer, figure_sum)
        for key, answer, figure_sum in pairs
        if answer is not None and figure_sum.answer is not None and _differ(answer, figure_sum.answer)
    ]


def _differ(answer: Answer, below: Answer) -> bool:
    return answer.state in ("given", "nil") and int(answer.value or 0) != int(below.value or 0)
