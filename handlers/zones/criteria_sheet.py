"""The criteria sheet of a commune: a group at a time, several items in one message; the dialogue "zone_sheet".

It keeps ``{"name": "zone_sheet", "plan": …, "year": 2026, "unit": 17, "group": "A"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.text.answers import excerpt, format_answer, format_with_unit, refused_words
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import add_page_line, page_buttons, page_of
from handlers.zones import home
from handlers.zones.view import (
    Args,
    CriteriaSheets,
    ZoneYear,
    candidates,
    home_button,
    load_commune,
    load_sheets,
    load_year,
    load_year_to_act,
)
from reporting.form_entry.answer_input import AmbiguousLine, Answer, SectionReading, read_section
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.form import Section
from reporting.planning.criteria import form_entry_of, form_of, on_paper
from reporting.secrecy import personal_data, secrecy_marking
from reporting.text import fold
from storage.units.units import Unit
from storage.zones import criteria

NOTE = "n"
"""What is added to an item's id for the words somebody typed beside a yes or no: "D1n"."""
LONGEST, ASKED = 64, 200
"""Characters of an item in the list, and of the one asked for."""
_YES_OR_NO = re.compile(r"\W*(?:có|co|không|khong|ko)\b[\s,;:.-]*", re.IGNORECASE)


@dataclass(frozen=True)
class OpenSheet:
    """One commune's sheet, open at a group."""

    view: ZoneYear
    commune: Unit
    entry: FormEntry
    sheets: CriteriaSheets
    group: Section

    @property
    def args(self) -> dict[str, object]:
        return self.view.args_of(self.commune, group=self.group.id)

    @property
    def slots(self) -> tuple[QuestionSlot, ...]:
        return tuple(slot for slot in self.entry.slots if slot.section.id == self.group.id)

    @property
    def next_slot(self) -> QuestionSlot | None:
        """The next item of the group that wants an answer."""
        return next(
            (slot for slot in self.slots if self.entry.is_asked(slot) and slot.key not in self.entry.answers), None
        )


def show_list(turn: Turn, args: Args) -> None:
    """The communes that may be chosen, and how far their sheets are."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    units = candidates(turn, zone_year)
    page, pages, shown = page_of(units, args.get("page", 0))
    form, filled = form_of(zone_year.rules), load_sheets(turn, zone_year, units[shown])
    turn.start_dialog("zones.overview", **zone_year.args, then="zones.show_sheet")
    turn.add_message("zones.sheets", year=zone_year.year, n=len(units))
    lines = []
    for number, unit in enumerate(units[shown], 1):
        walk = form_entry_of(form, [unit], filled.by_unit)
        lines.append(
            turn.words(
                "zones.sheet_line", number=number, unit=unit.name, done=walk.answered_count, size=walk.question_count
            )
        )
    turn.add_text("\n".join(lines))
    add_page_line(turn, page, pages)
    turn.add_message("zones.how_to_search")
    labels = unit_labels(units, units)[shown]
    turn.set_buttons(
        *(
            Button(label, "zones.show_sheet", zone_year.args_of(each_unit))
            for label, each_unit in zip(labels, units[shown], strict=True)
        ),
        *page_buttons(turn, "zones.list_sheets", page, pages, **zone_year.args),
        *(
            [Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args)]
            if zone_year.may_edit
            else []
        ),
        home_button(turn, zone_year),
        numbered=True,
    )


def show(turn: Turn, args: Args) -> None:
    if (sheet := _load(turn, args)) is not None:
        _show(turn, sheet)


def prompt(turn: Turn) -> None:
    show(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """Values in order from the item asked on, or lines "A1: 12" for any item of the sheet."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    sheet = _load(turn, turn.dialogue or {})
    if sheet is None:
        return None
    if not sheet.view.may_edit:
        return home.on_text(turn, text)
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
        _show(turn, sheet)
    else:
        _take(turn, sheet, _read(turn, sheet, text))
    return None


def answer_criterion(turn: Turn, args: Args) -> None:
    """What a doubtful text was to mean; the words beside a yes or no are kept with it."""
    sheet = _load(turn, args)
    if sheet is None or load_year_to_act(turn, sheet.view.args) is None:
        return
    given = {args["item"]: Answer.from_json(args["answer"])}
    if args.get("note"):
        given[args["item"] + NOTE] = Answer.given(args["note"])
    _put(turn, sheet, given)
    _go_on(turn, sheet)


def _load(turn: Turn, args: Args) -> OpenSheet | None:
    if (loaded := load_commune(turn, args)) is None:
        return None
    zone_year, commune = loaded
    filled = load_sheets(turn, zone_year, [commune])
    walk = form_entry_of(form_of(zone_year.rules), [commune], filled.by_unit)
    named = {section.id: section for section in walk.form.sections}
    at = walk.next_open()
    group = named.get(args.get("group", "")) or (at.section if at else walk.form.sections[0])
    return OpenSheet(zone_year, commune, walk, filled, group)


def _read(turn: Turn, sheet: OpenSheet, text: str) -> SectionReading:
    questions = [slot.question for slot in sheet.slots if not slot.question.not_through_chat]
    reach = [slot.question for slot in sheet.entry.slots if not slot.question.not_through_chat]
    start = (sheet.next_slot.question if sheet.next_slot else questions[0]).id
    return read_section(questions, text, turn.today, sheet.entry.form.numbers, start=start, reach=reach)


def _take(turn: Turn, sheet: OpenSheet, reading: SectionReading) -> None:
    texts = {id: answer.value for id, answer in reading.accepted if isinstance(answer.value, str)}
    private = {id: kinds for id, text in texts.items() if (kinds := personal_data(text))}
    _put(turn, sheet, {id: answer for id, answer in reading.accepted if id not in private})
    paper = {slot.question.id for slot in on_paper(sheet.entry)}
    for item_id, kinds in private.items():
        turn.add_message(
            "zones.personal", item=item_id, kinds=", ".join(turn.words(f"text.personal.{kind}") for kind in kinds)
        )
    if kept_off := [line.question_id for line in reading.rejected if line.question_id in paper]:
        turn.add_message("zones.on_paper_only", items=", ".join(map(str, kept_off)))
    if wrong := [refused_words(turn.words, line) for line in reading.rejected if line.question_id not in paper]:
        turn.add_text("\n".join(wrong))
    if reading.ambiguous:
        _doubt(turn, sheet, reading.ambiguous)
    else:
        _go_on(turn, sheet)


def _put(turn: Turn, sheet: OpenSheet, given: Mapping[str, Answer]) -> None:
    if not given:
        return
    plan, year = sheet.view.plan.id, sheet.view.year
    criteria.put(turn.tx, plan, year, sheet.commune.id, given, turn.me.person_id, turn.now)
    questions = {slot.question.id: slot.question for slot in sheet.entry.slots}
    named = (
        (question_id, questions[question_id], answer)
        for question_id, answer in given.items()
        if question_id in questions
    )
    turn.add_message(
        "zones.entered", items=" · ".join(f"{id} {format_answer(turn.words, of, answer)}" for id, of, answer in named)
    )


def _go_on(turn: Turn, sheet: OpenSheet) -> None:
    """The same group while something of it is open, then the next group that has something open."""
    fresh = _load(turn, sheet.args)
    if fresh is not None and fresh.next_slot is None and (at := fresh.entry.next_open(fresh.slots[0].key)):
        fresh = _load(turn, sheet.view.args_of(sheet.commune, group=at.section.id))
    if fresh is not None:
        _show(turn, fresh)


def _doubt(turn: Turn, sheet: OpenSheet, doubts: Sequence[AmbiguousLine]) -> None:
    """The first doubtful text, with its readings to choose from; the others are to be typed again."""
    question_id, doubtful, raw = doubts[0]
    question = next(slot.question for slot in sheet.entry.slots if slot.question.id == question_id)
    turn.start_dialog("zones.criteria_sheet", **sheet.args)
    said = {"raw": excerpt(raw), "unit": question.unit, **doubtful.params}
    turn.set_header(excerpt(question.label, LONGEST))
    turn.add_text(turn.words(f"text.doubtful.{doubtful.code}", **said))
    if len(doubts) > 1:
        turn.add_message(
            "zones.also_doubtful", items=", ".join(ambiguous_line.question_id for ambiguous_line in doubts[1:])
        )
    note = (
        _YES_OR_NO.sub("", raw.strip(), count=1)[:300]
        if question.kind == "yes_no" and doubtful.code == "extra_words"
        else ""
    )
    if personal_data(note):
        note = ""
    choices = [
        Button(
            format_answer(turn.words, question, candidate),
            "zones.answer_criterion",
            {**sheet.args, "item": question_id, "answer": candidate.to_json(), "note": note},
            synonyms=("dung", "phai", "co", "yes")
            if len(doubtful.candidates) == 1 and candidate.value is not False
            else (),
        )
        for candidate in doubtful.candidates
    ]
    turn.set_buttons(*choices, Button(turn.words("text.choice.retype"), "zones.show_sheet", sheet.args), numbered=False)


def _show(turn: Turn, sheet: OpenSheet) -> None:
    words, walk = turn.words, sheet.entry
    turn.start_dialog("zones.criteria_sheet", **sheet.args)
    turn.set_header(
        words(
            "zones.sheet_lead",
            done=walk.answered_count,
            size=walk.question_count,
            unit=sheet.commune.name,
            year=sheet.view.year,
        )
    )
    turn.add_text(
        "\n".join([f"{sheet.group.id}. {sheet.group.title}", *(_line(turn, sheet, slot) for slot in sheet.slots)])
    )
    if sheet.view.may_edit:
        turn.add_text("\n".join(_how(turn, sheet)))
    turn.set_buttons(*_ways(turn, sheet), numbered=False)


def _line(turn: Turn, sheet: OpenSheet, slot: QuestionSlot) -> str:
    """ "A1. Số vụ phạm pháp hình sự xảy ra: 12 vụ (báo cáo năm 2025: 14)"."""
    words, question, question_id = turn.words, slot.question, slot.question.id
    value = format_with_unit(words, question, sheet.entry.answer(slot))
    entered = sheet.sheets.entered.get(sheet.commune.id, {})
    reported = sheet.sheets.reported.get(sheet.commune.id, {}).get(question_id)
    if reported is not None and entered.get(question_id) != reported:
        before = format_answer(words, question, reported)
        key = "zones.reported_other" if question_id in entered else "zones.reported"
        value = words(key, value=value, year=sheet.view.year - 1, reported=before)
    if (note := entered.get(question_id + NOTE)) is not None:
        value = words("zones.with_note", value=value, note=excerpt(str(note.value)))
    return words("zones.item", title=excerpt(question.label, LONGEST), value=value)


def _how(turn: Turn, sheet: OpenSheet) -> Iterator[str]:
    words, at = turn.words, sheet.next_slot
    if at is None:
        yield words("zones.group_done" if sheet.entry.next_open() else "zones.sheet_done")
        yield words("zones.how_change", item=sheet.slots[0].question.id)
        return
    key = {"yes_no": "zones.ask_yes_no", "short_text": "zones.ask_text"}.get(at.question.kind, "zones.ask_count")
    yield words(key, title=excerpt(at.question.label, ASKED), unit=at.question.unit, item=at.question.id)


def _ways(turn: Turn, sheet: OpenSheet) -> Iterator[Button]:
    groups = list(sheet.entry.form.sections)
    at = groups.index(sheet.group)
    for other in (*groups[at + 1 : at + 2], *(groups[at - 1 : at] if at else ())):
        label = turn.words("zones.choice.group", id=other.id, title=other.title)
        yield Button(label, "zones.show_sheet", sheet.view.args_of(sheet.commune, group=other.id))
    yield Button(turn.words("zones.choice.sheets"), "zones.list_sheets", sheet.view.args)
    yield Button(
        turn.words("zones.choice.page", unit=sheet.commune.name),
        "zones.show_commune",
        sheet.view.args_of(sheet.commune),
    )
