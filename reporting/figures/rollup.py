"""A unit's figures as its units below reported them: sums, what is missing from them, texts under their headings.

A figure is taken from the nearest level below that reports: of a district's communes and the district itself a
province adds up the district's only, so that nothing counts twice. A flow and a stock are added alike; a stock is
then that of the closing date. Three states stay apart: a sum of nothing is missing, a sum of "không phát sinh" is
"không phát sinh", and a zero that was given makes it a number.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from reporting.form_entry.answer_input.reading import MAX_TEXT
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.form import Form, Question
from reporting.secrecy import personal_data, secrecy_marking

T = TypeVar("T")
PlaceId = int
"""The id of the commune a figure speaks of, else of the unit that reports it."""
Figures = Mapping[tuple[str, PlaceId], Answer]
"""``{("c01", 17): Answer.given(12)}``; yes and no are 1 and 0."""


def nearest(units: Iterable[T], path: Callable[[T], str]) -> list[T]:
    """Of the units that report, those with no other one above them; ``path`` as in "/1/5/17/"."""
    found: list[T] = []
    for unit in sorted(units, key=path):
        if not found or not path(unit).startswith(path(found[-1])):
            found.append(unit)
    return found


@dataclass(frozen=True)
class ChildReport:
    """The report of a unit that reports to this one, as it was last sent: ``figures`` are those of ``version``."""

    id: int
    """The obligation's."""
    unit_id: int
    name: str
    state: ReportState
    version: int
    form: Form | None
    """``None`` where the plan no longer has it."""
    zones: tuple[PlaceId, ...]
    """The communes its sheets are about."""
    figures: Figures

    @property
    def has_reported(self) -> bool:
        """Whether its figures count: a returned report's do not, one that came on paper has none yet."""
        return self.version > 0 and self.state in (ReportState.FILED, ReportState.ACCEPTED)

    @property
    def is_accepted(self) -> bool:
        return self.has_reported and self.state == ReportState.ACCEPTED

    def places(self, field: str) -> set[PlaceId]:
        """Where it is asked the field whatever it answers, or has answered it."""
        answered = {place for name, place in self.figures if name == field}
        for section in self.form.sections if self.form else ():
            for question in section.questions:
                if question.id == field and question.visible_if is None and not question.not_through_chat:
                    answered |= set(self.zones) if section.repeat else {self.unit_id}
        return answered


@dataclass(frozen=True)
class FigureSum:
    """One figure of the units below: of ``asked`` units ``counted`` gave it, ``accepted`` of them in accepted reports.

    ``answer`` is ``None`` while nobody has.
    """

    answer: Answer | None
    counted: int
    asked: int
    accepted: int
    places: int = 0
    """How many figures it is the sum of: a district gives one for each of its communes."""
    sole: str | None = None
    """The name of the unit, where it is asked of a single one."""

    @property
    def is_complete(self) -> bool:
        return self.counted == self.asked


def add_answers(answer: Answer | None, other: Answer | None) -> Answer | None:
    """Two figures together; missing changes nothing, and "không phát sinh" stays so beside its like only."""
    if answer is None or other is None:
        return answer or other
    if answer.state == other.state == "nil":
        return NIL
    return Answer.given((answer.figure or 0) + (other.figure or 0))


def sum_answers(figures: Iterable[Answer]) -> Answer | None:
    start: Answer | None = None
    return reduce(add_answers, figures, start)


def reference_reports(children: Sequence[ChildReport], drawn: Container[int]) -> frozenset[int]:
    """The reports a unit's own figures are held against: accepted ones and those it drew from.

    Before it has drawn from any: all that were sent.
    """
    reported = [child for child in children if child.has_reported]
    if any(child.id in drawn for child in children):
        reported = [child for child in reported if child.is_accepted or child.id in drawn]
    return frozenset(child.id for child in reported)


def total(
    question: Question, children: Sequence[ChildReport], taken: Container[int], place: PlaceId | None = None
) -> FigureSum | None:
    """The sum of a question over the children, of one commune or of all places; ``None`` where nobody is asked it.

    Only the reports in ``taken`` count; the others are asked and not counted.
    """
    field = question.counts or question.id
    child_reports: list[ChildReport] = []
    given: list[tuple[ChildReport, list[Answer]]] = []
    for child in children:
        answers = [figure for name in {field, question.id} for figure in _of(child, name, place)]
        if not answers and not any(
            place in (None, other_place) for other_place in child.places(field) | child.places(question.id)
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
    """The figures and yes/no questions of the children's forms, each once, with the title of its section."""
    found: dict[str, tuple[str, Question]] = {}
    for form in {child.form.id: child.form for child in children if child.form}.values():
        for section in form.sections:
            for question in section.questions:
                if (question.is_figure or question.kind == "yes_no") and not question.not_through_chat:
                    found.setdefault(question.id, (section.title, question))
    return list(found.values())


def _of(child: ChildReport, field: str, place: PlaceId | None) -> list[Answer]:
    return [figure for (name, where), figure in child.figures.items() if name == field and place in (None, where)]


def sums(walk: FormEntry, children: Sequence[ChildReport], taken: Container[int]) -> dict[str, FigureSum]:
    """What the children make of a unit's questions, by key: its figures, and the yes/no answers of a commune's sheet.

    What no child is asked has no entry.
    """
    totals: dict[str, FigureSum] = {}
    for slot in walk.slots if children else ():
        if not slot.question.is_figure and not (slot.zone and slot.question.kind == "yes_no"):
            continue
        figure_sum = total(slot.question, children, taken, slot.zone.id if slot.zone else None)
        if figure_sum is not None and not slot.question.not_through_chat:
            totals[slot.key] = figure_sum
    return totals


def as_answer(question: Question, figure: Answer) -> Answer:
    """A stored figure as an answer of its question: yes and no are kept as 1 and 0."""
    if question.kind == "yes_no" and figure.state == "given":
        return Answer.given(bool(figure.value))
    return figure


Texts = Mapping[int, Figures]
"""Child's obligation id → all its answers: texts and choices too."""


@dataclass(frozen=True)
class ImportedFigures:
    """What a unit's report takes from its children: ``given`` by key; ``withheld``: whose texts name a person."""

    given: Mapping[str, Answer]
    withheld: tuple[tuple[str, str], ...]
    """(question's key, unit's name)."""


def import_figures(
    walk: FormEntry, children: Sequence[ChildReport], taken: Container[int], texts: Texts
) -> ImportedFigures:
    """The figures as ``sums`` makes them, a commune's other answers copied, texts collected under their headings."""
    given = {
        key: as_answer(walk[key].question, figure_sum.answer)
        for key, figure_sum in sums(walk, children, taken).items()
        if figure_sum.answer is not None
    }
    withheld: list[tuple[str, str]] = []
    for slot in walk.slots:
        if slot.key in given or slot.question.not_through_chat:
            continue
        if slot.question.kind == "long_text" and slot.zone is None:
            said = list(_said(slot, children, taken, texts))
            withheld += [(slot.key, name) for name, text in said if personal_data(text) or secrecy_marking(text)]
            kept = [(name, text) for name, text in said if (slot.key, name) not in withheld]
            if kept:
                given[slot.key] = Answer.given(collect_texts(kept))
        elif slot.zone is not None and (copied := _copied(slot, children, taken, texts)) is not None:
            given[slot.key] = copied
    return ImportedFigures(given, tuple(withheld))


def _said(
    slot: QuestionSlot, children: Sequence[ChildReport], taken: Container[int], texts: Texts
) -> Iterator[tuple[str, str]]:
    for child in children:
        if child.id not in taken:
            continue
        for (field, _), answer in texts.get(child.id, {}).items():
            if field == slot.question.id and answer.state == "given" and str(answer.value).strip():
                yield child.name, str(answer.value).strip()


def _copied(slot: QuestionSlot, children: Sequence[ChildReport], taken: Container[int], texts: Texts) -> Answer | None:
    assert slot.zone is not None
    place = (slot.question.id, slot.zone.id)
    return next(
        (texts[child.id][place] for child in children if child.id in taken and place in texts.get(child.id, {})), None
    )


def collect_texts(said: Sequence[tuple[str, str]], most: int = MAX_TEXT["long_text"]) -> str:
    """The units' texts, each under its name, within ``most`` characters: all are shortened alike where they exceed it.

    >>> print(collect_texts([("xã Tân Hưng", "Đã tổ chức 3 buổi.")]))
    - xã Tân Hưng: Đã tổ chức 3 buổi.
    """
    whole = [f"- {name}: {text}" for name, text in said]
    room = most
    shares: dict[int, int] = {}
    for left, (place, line) in zip(
        range(len(whole), 0, -1), sorted(enumerate(whole), key=lambda pair: len(pair[1])), strict=True
    ):
        shares[place] = min(len(line), max(room // left - 1, 1))
        room -= shares[place] + 1
    cut = (line if len(line) <= shares[place] else line[: shares[place] - 1] + "…" for place, line in enumerate(whole))
    return "\n".join(cut)[:most]


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of a child that is another now than when it was drawn; ``None``: it was not there, or is no longer."""

    key: str
    before: Answer | None
    now: Answer | None


def changed_figures(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[ChangedFigure]:
    """What changed between two sendings of one report, by key, in the order of the newer."""
    keys = dict.fromkeys((*now, *before))
    return [ChangedFigure(key, before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)]


@dataclass(frozen=True)
class Mismatch:
    """A figure that a unit states otherwise than its units below; ``reason``: why, as its officer wrote."""

    key: str
    stated: Answer
    below: FigureSum
    reason: str | None = None

    @property
    def wants_reason(self) -> bool:
        """More than the units below make together, while some of them are missing, may well be right."""
        below = int(self.below.answer.value or 0) if self.below.answer else 0
        return self.below.is_complete or int(self.stated.value or 0) < below


def mismatches(stated: Mapping[str, Answer], below: Mapping[str, FigureSum]) -> list[Mismatch]:
    """Stated figures beside the sums of the children; 0 and "không phát sinh" are no difference."""
    found = ((key, stated.get(key), figure_sum) for key, figure_sum in below.items())
    return [
        Mismatch(key, answer, figure_sum)
        for key, answer, figure_sum in found
        if answer is not None and figure_sum.answer is not None and _differ(answer, figure_sum.answer)
    ]


def _differ(answer: Answer, below: Answer) -> bool:
    return answer.state in ("given", "nil") and int(answer.value or 0) != int(below.value or 0)
