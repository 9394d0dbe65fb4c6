"""The criteria of several communes: compared on the screen a group at a time, and as a spreadsheet to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handlers.text.answers import excerpt, format_answer
from handlers.text.workbook import MOST, wrong_cell_words
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button, File
from handlers.turn.pagination import Page, add_page_line
from handlers.zones import criteria_workbook
from handlers.zones.state import ZoneOverviewState
from handlers.zones.view import (
    ZoneYear,
    candidates,
    home_button,
    load_entry,
    load_sheets,
    load_year,
    load_year_to_act,
)
from reporting.form_entry.answer_input import OFF_CHANNEL, Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.form import Section
from reporting.planning.criteria import FORM_ID, form_of
from reporting.workbook import FilledWorkbook, SheetReading, WrongCell, form_hash, read_entries
from storage.units.units import Unit
from storage.zones import criteria, decisions

COMMUNES = 4
"""Communes on one screen, each a value in every line."""
LONGEST = 60


def compare(turn: Turn, args: Args) -> None:
    """A group of criteria over some communes: those proposed, else those with any answer. Nothing is ranked."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    units = _compared(turn, zone_year)
    if not units:
        turn.add_message("zones.nothing_to_compare", year=zone_year.year)
        sheets = Button(turn.words("zones.choice.sheets"), "zones.list_sheets", zone_year.args)
        return turn.set_buttons(sheets, home_button(turn, zone_year), numbered=True)
    sections = form_of(zone_year.rules).sections
    group = next((section for section in sections if section.id == args.get("group")), sections[0])
    page = Page.of(units, args, COMMUNES)
    turn.add_message("zones.compare", year=zone_year.year, group=f"{group.id}. {group.title}")
    turn.add_text("\n".join(_rows(turn, load_entry(turn.tx, zone_year, page.items), group)))
    add_page_line(turn, page.number, page.pages)
    return turn.set_buttons(
        *(_group_button(turn, zone_year, section) for section in sections if section != group),
        *page.buttons(turn, "zones.compare_sheets", **zone_year.args, group=group.id),
        _table_button(turn, zone_year),
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
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    turn.attach(criteria_workbook.deferred_workbook(turn, zone_year))
    key = "zones.table_given" if zone_year.may_edit else "zones.table_to_read"
    turn.add_message(key, year=zone_year.year, n=len(units))
    if zone_year.may_edit:
        turn.want_file()
    return turn.set_buttons(_compare_button(turn, zone_year), home_button(turn, zone_year), numbered=True)


def on_file(turn: Turn, file: File) -> bool:
    """A filled table; any other file is left to the next handler."""
    filled = file.parsed
    if not isinstance(filled, FilledWorkbook) or filled.subject.report != FORM_ID:
        return False
    year, _, _ = filled.subject.period.partition("-")
    subject = {"plan": filled.subject.plan, "year": int(year) if year.isdecimal() else 0}
    if (zone_year := load_year_to_act(turn, subject)) is None:
        return True
    form, own = form_of(zone_year.rules), turn.me.unit
    if zone_year.args != subject or filled.form_hash != form_hash(form) or filled.subject.unit != own.code:
        turn.add_message("zones.table_other", unit=own.name, year=zone_year.year)
        turn.set_buttons(_table_button(turn, zone_year), numbered=True)
        return True
    entry = load_entry(turn.tx, zone_year, candidates(turn, zone_year))
    _take(turn, zone_year, entry, read_entries(entry, filled.entries, turn.today))
    return True


def _compared(turn: Turn, zone_year: ZoneYear) -> Sequence[Unit]:
    proposed = decisions.proposed_communes(turn.tx, zone_year.plan.id, zone_year.year, turn.me.unit)
    if proposed:
        return proposed
    possible = candidates(turn, zone_year)
    known = load_sheets(turn.tx, zone_year, possible).by_unit
    return [unit for unit in possible if unit.id in known]


def _rows(turn: Turn, entry: FormEntry, group: Section) -> Iterator[str]:
    """Each criterion of the group, and under it its value in every commune."""
    for question in group.questions:
        title = excerpt(question.label, LONGEST)
        if question.not_through_chat:
            yield turn.words("zones.item", title=title, value=format_answer(turn.words, question, OFF_CHANNEL))
            continue
        yield title
        values = (_value(turn, entry, slot) for slot in entry.slots if slot.question.id == question.id)
        yield f"   {' · '.join(values)}"


def _value(turn: Turn, entry: FormEntry, slot: QuestionSlot) -> str:
    """ "xã Tân Hưng: 20", "xã Hòa Mỹ: –"."""
    answer = entry.answer(slot)
    assert slot.zone is not None
    return f"{slot.zone.name}: {format_answer(turn.words, slot.question, answer) if answer else '–'}"


def _take(turn: Turn, zone_year: ZoneYear, entry: FormEntry, reading: SheetReading) -> None:
    """Stores all of a filled table, or nothing, with the reasons."""
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    turn.set_buttons(_table_button(turn, zone_year), home_button(turn, zone_year), numbered=True)
    if (marking := reading.secrecy_marking) is not None:
        return turn.add_message("text.secret", marking=marking)
    personal = [reading.entries[key].cell for key, answer in reading.answers.items() if answer.personal_data]
    if reading.wrong or personal:
        turn.add_text("\n".join(_wrong_lines(turn, reading.wrong, personal)))
        return turn.want_file()
    new = {key: answer for key, answer in reading.answers.items() if entry.answers.get(key) != answer}
    if not new:
        return turn.add_message("text.workbook.nothing_new")
    _store(turn, zone_year, entry, new)
    turn.add_message("zones.table_taken", n=len(new), changed=sum(key in entry.answers for key in new))
    return turn.set_buttons(_compare_button(turn, zone_year), home_button(turn, zone_year), numbered=True)


def _store(turn: Turn, zone_year: ZoneYear, entry: FormEntry, new: Mapping[str, Answer]) -> None:
    by_unit: dict[int, dict[str, Answer]] = {}
    for key, answer in new.items():
        slot = entry[key]
        assert slot.zone is not None
        by_unit.setdefault(slot.zone.id, {})[slot.question.id] = answer
    for unit_id, values in by_unit.items():
        criteria.put(turn.tx, zone_year.plan.id, zone_year.year, unit_id, values, turn.me.person_id, turn.now)


def _wrong_lines(turn: Turn, wrong: Sequence[WrongCell], personal: Sequence[str]) -> Iterator[str]:
    """The first of the cells that cannot be read, and of those (``personal``) that hold a person's data."""
    words = turn.words
    yield words("text.workbook.wrong", n=len(wrong) + len(personal))
    for wrong_cell in wrong[:MOST]:
        slot = wrong_cell.slot
        place = f"{slot.question.id}, {slot.zone.name}" if slot and slot.zone else ""
        yield wrong_cell_words(words, wrong_cell, place)
    for cell in personal[:MOST]:
        yield words("zones.personal_cell", cell=cell)
    if (more := len(wrong[MOST:]) + len(personal[MOST:])) > 0:
        yield words("text.workbook.and_more_errors", n=more)
    yield words("zones.nothing_taken")


def _group_button(turn: Turn, zone_year: ZoneYear, group: Section) -> Button:
    label = turn.words("zones.choice.group", id=group.id, title=group.title)
    return Button(label, "zones.compare_sheets", {**zone_year.args, "group": group.id})


def _compare_button(turn: Turn, zone_year: ZoneYear) -> Button:
    return Button(turn.words("zones.choice.compare"), "zones.compare_sheets", zone_year.args)


def _table_button(turn: Turn, zone_year: ZoneYear) -> Button:
    return Button(turn.words("zones.choice.table"), "zones.download_table", zone_year.args)
