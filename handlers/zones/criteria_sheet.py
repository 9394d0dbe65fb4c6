"""The criteria sheet of a commune: a group of criteria in one message, answered several at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.text.answers import excerpt, format_answer, format_with_unit, refused_words
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page, add_page_line
from handlers.zones import home
from handlers.zones.state import CriteriaSheetState, ZoneOverviewState
from handlers.zones.view import (
    CriteriaSheets,
    ZoneYear,
    candidates,
    commune_buttons,
    home_button,
    load_commune,
    load_sheets,
    load_year,
    load_year_to_act,
    sheet_lines,
)
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import AmbiguousSlot, FormEntry, ParsedMessage, QuestionSlot, parse_message
from reporting.plan.form import Section
from reporting.planning.criteria import form_entry_of, form_of, on_paper
from reporting.secrecy import personal_data
from storage.units.units import Unit
from storage.zones import criteria

NOTE = "n"
"""Added to a criterion's id for the words typed beside a yes or no: "D1n"."""
LONGEST, ASKED = 64, 200
"""Characters of a criterion in the list, and of the one asked for."""
_YES_OR_NO = re.compile(r"\W*(?:có|co|không|khong|ko)\b[\s,;:.-]*", re.IGNORECASE)


@dataclass(frozen=True)
class OpenSheet:
    """One commune's sheet, open at a group: ``slots`` are the criteria of the group."""

    zone_year: ZoneYear
    commune: Unit
    entry: FormEntry
    sheets: CriteriaSheets
    slots: tuple[QuestionSlot, ...]

    @property
    def group(self) -> Section:
        return self.slots[0].section

    @property
    def args(self) -> dict[str, Any]:
        return self.zone_year.args_of(self.commune, group=self.group.id)

    @property
    def next_slot(self) -> QuestionSlot | None:
        """The next criterion of the group without an answer."""
        slots = self.entry.part(self.slots[0])
        return next((slot for slot in slots if slot.key not in self.entry.answers), None)


def show_list(turn: Turn, args: Args) -> None:
    """The communes that may be chosen, and how far their sheets are."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    units = candidates(turn, zone_year)
    page = Page.of(units, args)
    turn.start_dialog(ZoneOverviewState(**zone_year.args, then="zones.show_sheet"))
    turn.add_message("zones.sheets", year=zone_year.year, n=len(units))
    turn.add_text("\n".join(sheet_lines(turn, zone_year, page.items)))
    add_page_line(turn, page.number, page.pages)
    turn.add_message("zones.how_to_search")
    table = Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args)
    return turn.set_buttons(
        *commune_buttons(zone_year, page, units, units, "zones.show_sheet"),
        *page.buttons(turn, "zones.list_sheets", **zone_year.args),
        *([table] if zone_year.may_edit else []),
        home_button(turn, zone_year),
        numbered=True,
    )


def show(turn: Turn, args: Args) -> None:
    """The sheet at the group ``args["group"]``; without one, at the first group with something open."""
    if (sheet := _load(turn, args)) is not None:
        _show(turn, sheet)


def prompt(turn: Turn, state: CriteriaSheetState) -> None:
    show(turn, state.args)


def on_text(turn: Turn, state: CriteriaSheetState, text: str) -> Reply:
    """Values in order from the criterion asked for, or lines "A1: 12" for any criterion of the sheet."""
    if (sheet := _load(turn, state.args)) is None:
        return HANDLED
    if not sheet.zone_year.may_edit:
        return home.open_commune(turn, state.args, text)
    slot = sheet.next_slot or sheet.entry.part(sheet.slots[0])[0]
    _take(turn, sheet, parse_message(sheet.entry, slot, text, turn.today))
    return HANDLED


def answer_criterion(turn: Turn, args: Args) -> None:
    """Stores the reading chosen for an ambiguous text, with the words typed beside a yes or no."""
    sheet = _load(turn, args)
    if sheet is None or load_year_to_act(turn, sheet.zone_year.args) is None:
        return
    given = {args["item"]: Answer.from_json(args["answer"])}
    if args.get("note"):
        given[args["item"] + NOTE] = Answer.given(args["note"])
    _store(turn, sheet, given)
    _go_on(turn, sheet)


def _load(turn: Turn, args: Args) -> OpenSheet | None:
    if (loaded := load_commune(turn, args)) is None:
        return None
    zone_year, commune = loaded
    sheets = load_sheets(turn.tx, zone_year, [commune])
    entry = form_entry_of(form_of(zone_year.rules), [commune], sheets.by_unit)
    groups = {slots[0].section.id: slots for slots in entry.sections}
    slot = entry.next_open()
    slots = groups.get(args.get("group", "")) or (entry.section(slot) if slot else entry.sections[0])
    return OpenSheet(zone_year, commune, entry, sheets, slots)


def _take(turn: Turn, sheet: OpenSheet, parsed: ParsedMessage) -> None:
    """Stores what is clear, says what is not stored and why, and asks about what is ambiguous."""
    answers = {slot.question.id: answer for slot, answer in parsed.accepted}
    personal = {question_id: kinds for question_id, answer in answers.items() if (kinds := answer.personal_data)}
    _store(turn, sheet, {question_id: answer for question_id, answer in answers.items() if question_id not in personal})
    for question_id, kinds in personal.items():
        named_kinds = ", ".join(turn.words(f"text.personal.{kind}") for kind in kinds)
        turn.add_message("zones.personal", item=question_id, kinds=named_kinds)
    paper = {slot.question.id for slot in on_paper(sheet.entry)}
    if refused := [line.question_id for line in parsed.rejected if line.question_id in paper]:
        turn.add_message("zones.on_paper_only", items=", ".join(map(str, refused)))
    wrong = [refused_words(turn.words, line) for line in parsed.rejected if line.question_id not in paper]
    turn.add_text("\n".join(wrong))
    if parsed.ambiguous:
        _ask_ambiguous(turn, sheet, parsed.ambiguous)
    else:
        _go_on(turn, sheet)


def _store(turn: Turn, sheet: OpenSheet, given: Mapping[str, Answer]) -> None:
    if not given:
        return
    zone_year, me = sheet.zone_year, turn.me.person_id
    criteria.put(turn.tx, zone_year.plan.id, zone_year.year, sheet.commune.id, given, me, turn.now)
    questions = {slot.question.id: slot.question for slot in sheet.entry.slots}
    stored = (
        f"{question_id} {format_answer(turn.words, questions[question_id], answer)}"
        for question_id, answer in given.items()
        if question_id in questions
    )
    turn.add_message("zones.entered", items=" · ".join(stored))


def _go_on(turn: Turn, sheet: OpenSheet) -> None:
    """Shows the same group while something of it is open, then the next group with something open."""
    if (stored := _load(turn, sheet.args)) is None:
        return
    slot = stored.entry.next_open(stored.slots[0].key)
    _show(turn, replace(stored, slots=stored.entry.section(slot)) if slot else stored)


def _ask_ambiguous(turn: Turn, sheet: OpenSheet, ambiguous: Sequence[AmbiguousSlot]) -> None:
    """The first ambiguous text, with its readings to choose from; the others are to be typed again."""
    first, question, reading = ambiguous[0], ambiguous[0].slot.question, ambiguous[0].reading
    turn.start_dialog(CriteriaSheetState(**sheet.args))
    turn.set_header(excerpt(question.label, LONGEST))
    values = {"raw": excerpt(first.raw), "unit": question.unit, **reading.params}
    turn.add_text(turn.words(f"text.doubtful.{reading.code}", **values))
    if len(ambiguous) > 1:
        turn.add_message("zones.also_doubtful", items=", ".join(other.slot.question.id for other in ambiguous[1:]))
    has_note = question.kind == "yes_no" and reading.code == "extra_words"
    note = _YES_OR_NO.sub("", first.value.strip(), count=1)[:300] if has_note else ""
    args = {**sheet.args, "item": question.id, "note": "" if personal_data(note) else note}
    buttons = [
        Button(
            format_answer(turn.words, question, candidate),
            "zones.answer_criterion",
            {**args, "answer": candidate.to_json()},
            synonyms=("dung", "phai", "co", "yes")
            if len(reading.candidates) == 1 and candidate.value is not False
            else (),
        )
        for candidate in reading.candidates
    ]
    turn.set_buttons(*buttons, Button(turn.words("text.choice.retype"), "zones.show_sheet", sheet.args), numbered=False)


def _show(turn: Turn, sheet: OpenSheet) -> None:
    entry, year = sheet.entry, sheet.zone_year.year
    done, size = entry.answered_count, entry.question_count
    turn.start_dialog(CriteriaSheetState(**sheet.args))
    turn.set_header(turn.words("zones.sheet_lead", done=done, size=size, unit=sheet.commune.name, year=year))
    lines = [f"{sheet.group.id}. {sheet.group.title}", *(_line(turn, sheet, slot) for slot in sheet.slots)]
    turn.add_text("\n".join(lines))
    if sheet.zone_year.may_edit:
        turn.add_text("\n".join(_how(turn, sheet)))
    turn.set_buttons(*_buttons(turn, sheet), numbered=False)


def _line(turn: Turn, sheet: OpenSheet, slot: QuestionSlot) -> str:
    """ "A1. Số vụ phạm pháp hình sự xảy ra: 12 vụ (báo cáo năm 2025: 14)"."""
    words, question = turn.words, slot.question
    value = format_with_unit(words, question, sheet.entry.answer(slot))
    entered = sheet.sheets.entered.get(sheet.commune.id, {})
    reported = sheet.sheets.reported.get(sheet.commune.id, {}).get(question.id)
    if reported is not None and entered.get(question.id) != reported:
        key = "zones.reported_other" if question.id in entered else "zones.reported"
        before = format_answer(words, question, reported)
        value = words(key, value=value, year=sheet.zone_year.year - 1, reported=before)
    if (note := entered.get(question.id + NOTE)) is not None:
        value = words("zones.with_note", value=value, note=excerpt(str(note.value)))
    return words("zones.item", title=excerpt(question.label, LONGEST), value=value)


def _how(turn: Turn, sheet: OpenSheet) -> Iterator[str]:
    """What is asked next and how to type it; of a filled group, how to change an answer."""
    words, slot = turn.words, sheet.next_slot
    if slot is None:
        yield words("zones.group_done" if sheet.entry.next_open() else "zones.sheet_done")
        yield words("zones.how_change", item=sheet.slots[0].question.id)
        return
    question = slot.question
    key = {"yes_no": "zones.ask_yes_no", "short_text": "zones.ask_text"}.get(question.kind, "zones.ask_count")
    yield words(key, title=excerpt(question.label, ASKED), unit=question.unit, item=question.id)


def _buttons(turn: Turn, sheet: OpenSheet) -> Iterator[Button]:
    words, zone_year, commune = turn.words, sheet.zone_year, sheet.commune
    groups = sheet.entry.form.sections
    place = groups.index(sheet.group)
    for group in (*groups[place + 1 : place + 2], *groups[max(place - 1, 0) : place]):
        label = words("zones.choice.group", id=group.id, title=group.title)
        yield Button(label, "zones.show_sheet", zone_year.args_of(commune, group=group.id))
    yield Button(words("zones.choice.sheets"), "zones.list_sheets", zone_year.args)
    yield Button(words("zones.choice.page", unit=commune.name), "zones.show_commune", zone_year.args_of(commune))
