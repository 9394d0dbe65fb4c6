"""The criteria sheet of a commune as a form: its groups are sections, its items questions, asked about each commune.

So it is filled in, read and drawn as a spreadsheet like any report. Bà Rịa - Vũng Tàu II.3 (26 items) and Cà Mau II.3
(25) set no thresholds or weights, so nothing here is added up or ranked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot, Zone, key_of
from reporting.plan.form import Form, Question, Section
from reporting.plan.schedule import UnitKind
from reporting.plan.zone_rules import Criterion, ZoneRules

FORM_ID = "criteria"
_KINDS = {"count": "count", "yes_no": "yes_no", "description": "short_text"}
SheetAnswers = Mapping[str, Answer]
"""One commune's sheet, by criterion: ``{"A1": Answer.given(12), "D1": Answer.given(True)}``."""


def form_of(zones: ZoneRules) -> Form:
    """The criteria as a form; an item that asks for two answers is two questions (B4a, B4b)."""
    sections = [
        Section(
            id=group.id,
            title=group.title,
            repeat="selected_zones",
            questions=tuple(_question(criterion, item) for item in group.items for criterion in item.parts or (item,)),
        )
        for group in zones.criteria
    ]
    return Form(id=FORM_ID, reporter=UnitKind.COMMUNE, reports=(), sections=tuple(sections))


def _question(criterion: Criterion, item: Criterion) -> Question:
    return Question.model_validate(
        {
            "id": criterion.id,
            "kind": _KINDS[criterion.kind],
            "label": f"{criterion.id}. {criterion.title}",
            "unit": criterion.unit or "",
            "required": False,
            "not_through_chat": criterion.not_through_chat or item.not_through_chat,
        }
    )


def fields_of(zones: ZoneRules) -> dict[str, str]:
    """Criterion → the field of the reports that counts the same: ``{"A1": "c01", "A8": "c06", "B1": "c40"}``."""
    return {criterion.id: criterion.field for criterion in _all(zones) if criterion.field}


def items(zones: ZoneRules) -> int:
    """How many items the plan lists: 26, 25."""
    return sum(len(group.items) for group in zones.criteria)


def _all(zones: ZoneRules) -> Iterator[Criterion]:
    for group in zones.criteria:
        for item in group.items:
            yield from item.parts or (item,)


def form_entry_of(form: Form, communes: Sequence[Zone], sheets: Mapping[int, SheetAnswers]) -> FormEntry:
    """The sheets of some communes as one form entry; ``sheets`` by unit id."""
    answers = {
        key_of(criterion, commune): answer
        for commune in communes
        for criterion, answer in sheets.get(commune.id, {}).items()
    }
    return FormEntry(form, communes, answers)


def on_paper(entry: FormEntry) -> tuple[QuestionSlot, ...]:
    """The criteria that are sent on paper only."""
    return tuple(slot for slot in entry.slots if slot.question.not_through_chat)
