"""The criteria of the communes beside each other: on the screen a group at a time, and as a spreadsheet to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.text.answers import excerpt, format_answer
from handlers.text.workbook import MOST, format_cell_error
from handlers.turn.context import Turn
from handlers.turn.messages import Button, File
from handlers.turn.pagination import add_page_line, page_buttons
from handlers.zones import criteria_workbook
from handlers.zones.view import Args, ZoneYear, candidates, home_button, load_sheets, load_year, load_year_to_act
from reporting.form_entry.answer_input import OFF_CHANNEL, Answer, RejectedAnswer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.planning.criteria import FORM_ID, form_entry_of, form_of
from reporting.secrecy import personal_data
from reporting.workbook import FilledWorkbook, SheetReading, form_hash, read_entries
from storage.units.units import Unit
from storage.zones import criteria, decisions

COMMUNES = 4
"""Communes on one screen, each a value in every line."""
LONGEST = 60


def compare(turn: Turn, args: Args) -> None:
    """A group of criteria over some communes: those proposed, else those something is known of. Nothing is ranked."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    turn.start_dialog("zones.overview", **zone_year.args)
    units = _compared(turn, zone_year)
    if not units:
        turn.add_message("zones.nothing_to_compare", year=zone_year.year)
        return turn.set_buttons(
            Button(turn.words("zones.choice.sheets"), "zones.list_sheets", zone_year.args),
            home_button(turn, zone_year),
            numbered=True,
        )
    form = form_of(zone_year.rules)
    groups = {section.id: section for section in form.sections}
    group = groups.get(args.get("group", ""), form.sections[0])
    pages = -(-len(units) // COMMUNES)
    page = min(max(args.get("page", 0), 0), pages - 1)
    shown = units[page * COMMUNES : (page + 1) * COMMUNES]
    walk = form_entry_of(form, shown, load_sheets(turn, zone_year, shown).by_unit)
    turn.add_message("zones.compare", year=zone_year.year, group=f"{group.id}. {group.title}")
    turn.add_text("\n".join(_rows(turn, walk, [question.id for question in group.questions], shown)))
    add_page_line(turn, page, pages)
    turn.set_buttons(
        *(
            Button(
                turn.words("zones.choice.group", id=section.id, title=section.title),
                "zones.compare_sheets",
                _at(zone_year, section.id),
            )
            for section in form.sections
            if section.id != group.id
        ),
        *page_buttons(turn, "zones.compare_sheets", page, pages, **_at(zone_year, group.id)),
        Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", zone_year.args),
        home_button(turn, zone_year),
        numbered=True,
    )


def give_table(turn: Turn, args: Args) -> None:
    """The table as .xlsx: every commune that may be chosen; a coordinator may fill it in and send it back."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    units = candidates(turn, zone_year)
    if not units:
        turn.add_message("zones.no_candidates")
        return turn.run_action("zones.home", **zone_year.args)
    turn.start_dialog("zones.overview", **zone_year.args)
    turn.attach(criteria_workbook.deferred_workbook(turn, zone_year))
    turn.add_message(
        "zones.table_given" if zone_year.may_edit else "zones.table_to_read", year=zone_year.year, n=len(units)
    )
    if zone_year.may_edit:
        turn.want_file()
    turn.set_buttons(
        Button(turn.words("zones.choice.compare"), "zones.compare_sheets", zone_year.args),
        home_button(turn, zone_year),
        numbered=True,
    )


def on_file(turn: Turn, file: File) -> bool:
    """A table that came back filled."""
    filled = file.parsed
    if not isinstance(filled, FilledWorkbook) or filled.subject.report != FORM_ID:
        return False
    year, _, _ = filled.subject.period.partition("-")
    asked = {"plan": filled.subject.plan, "year": int(year) if year.isdecimal() else 0}
    zone_year = load_year_to_act(turn, asked)
    if zone_year is None:
        return True
    form, units = form_of(zone_year.rules), candidates(turn, zone_year)
    if zone_year.args != asked or filled.form_hash != form_hash(form) or filled.subject.unit != turn.me.unit.code:
        turn.add_message("zones.table_other", unit=turn.me.unit.name, year=zone_year.year)
        turn.set_buttons(Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args))
        return True
    walk = _walk(turn, zone_year, units)
    _store(turn, zone_year, walk, read_entries(walk, filled.entries, turn.today))
    return True


def _compared(turn: Turn, zone_year: ZoneYear) -> list[Unit]:
    units = decisions.proposed_communes(turn.tx, zone_year.plan.id, zone_year.year, turn.me.unit)
    if units:
        return units
    able = candidates(turn, zone_year)
    known = load_sheets(turn, zone_year, able).by_unit
    return [unit for unit in able if unit.id in known]


def _at(zone_year: ZoneYear, group: str) -> dict[str, Any]:
    return {**zone_year.args, "group": group}


def _rows(turn: Turn, walk: FormEntry, ids: Sequence[str], communes: Sequence[Unit]) -> Iterator[str]:
    """Each criterion, and under it what it is in every commune."""
    for question_id in ids:
        slots = [slot for slot in walk.slots if slot.question.id == question_id]
        title = excerpt(slots[0].question.label, LONGEST)
        if slots[0].question.not_through_chat:
            yield turn.words("zones.item", title=title, value=format_answer(turn.words, slots[0].question, OFF_CHANNEL))
            continue
        yield title
        values = (f"{commune.name}: {_value(turn, walk, slot)}" for commune, slot in zip(communes, slots, strict=True))
        yield f"   {' · '.join(values)}"


def _value(turn: Turn, walk: FormEntry, slot: QuestionSlot) -> str:
    answer = walk.answer(slot)
    return format_answer(turn.words, slot.question, answer) if answer else "–"


def _walk(turn: Turn, zone_year: ZoneYear, communes: Sequence[Unit]) -> FormEntry:
    return form_entry_of(form_of(zone_year.rules), communes, load_sheets(turn, zone_year, communes).by_unit)


def _store(turn: Turn, zone_year: ZoneYear, walk: FormEntry, reading: SheetReading) -> None:
    """All of it, or nothing with the reasons."""
    turn.start_dialog("zones.overview", **zone_year.args)
    again = Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args)
    turn.set_buttons(again, home_button(turn, zone_year), numbered=True)
    refused = (wrong_cell.why for wrong_cell in reading.wrong if isinstance(wrong_cell.why, RejectedAnswer))
    if (marking := next((why.params["marking"] for why in refused if why.code == "secret"), None)) is not None:
        return turn.add_message("text.secret", marking=marking)
    private = [
        key for key, answer in reading.answers.items() if isinstance(answer.value, str) and personal_data(answer.value)
    ]
    if reading.wrong or private:
        turn.add_text("\n".join(_wrong(turn, reading, private)))
        return turn.want_file()
    new = {key: answer for key, answer in reading.answers.items() if walk.answers.get(key) != answer}
    if not new:
        return turn.add_message("text.workbook.nothing_new")
    _keep(turn, zone_year, walk, new)
    turn.add_message("zones.table_taken", n=len(new), changed=sum(key in walk.answers for key in new))
    return turn.set_buttons(
        Button(turn.words("zones.choice.compare"), "zones.compare_sheets", zone_year.args),
        home_button(turn, zone_year),
        numbered=True,
    )


def _keep(turn: Turn, zone_year: ZoneYear, walk: FormEntry, new: Mapping[str, Answer]) -> None:
    by_unit: dict[int, dict[str, Answer]] = {}
    for key, answer in new.items():
        slot = walk[key]
        assert slot.zone is not None
        by_unit.setdefault(slot.zone.id, {})[slot.question.id] = answer
    person, plan = turn.me.person_id, zone_year.plan.id
    for unit_id, values in by_unit.items():
        criteria.put(turn.tx, plan, zone_year.year, unit_id, values, person, turn.now)


def _wrong(turn: Turn, reading: SheetReading, private: Sequence[str]) -> Iterator[str]:
    words = turn.words
    yield words("text.workbook.wrong", n=len(reading.wrong) + len(private))
    for wrong_cell in reading.wrong[:MOST]:
        place = (
            f"{wrong_cell.slot.question.id}, {wrong_cell.slot.zone.name}"
            if wrong_cell.slot and wrong_cell.slot.zone
            else ""
        )
        yield words(
            "text.workbook.wrong_cell",
            cell=wrong_cell.entry.cell,
            place=place or words("text.workbook.cell_unknown"),
            reason=format_cell_error(words, wrong_cell),
        )
    for key in private[:MOST]:
        yield words("zones.personal_cell", cell=reading.entries[key].cell)
    if (more := max(len(reading.wrong) - MOST, 0) + max(len(private) - MOST, 0)) > 0:
        yield words("text.workbook.and_more_errors", n=more)
    yield words("zones.nothing_taken")
