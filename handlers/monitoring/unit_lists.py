"""Lists of units on the board: those of a category, those directly below, those whose name was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.monitoring.state import BoardState
from handlers.monitoring.status_text import entry_lines
from handlers.monitoring.view import ReportOverUnits, load_view
from handlers.reports.access import unit_in_scope
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page, add_page_line
from reporting.imports.unit_names import find_units
from reporting.status.filing import FilingCategory, FilingStatus
from storage.reports.report_status import UnitReport
from storage.units import units
from storage.units.units import Unit


def list_category(turn: Turn, args: Args) -> None:
    """``{plan, report, period, unit, category, page}``: a page of the category; a button for each unit's report."""
    view = load_view(turn, args)
    if view is None:
        return turn.run_action("monitoring.list_reports")
    wanted = FilingCategory(args["category"])
    entries = view.entries_in(turn, wanted)
    if not entries:
        return turn.run_action("monitoring.show_board", **view.args)
    page = Page.of(entries, args)
    turn.start_dialog(BoardState(**view.args))
    title = turn.words(f"monitoring.board.list.{wanted}", n=page.total)
    turn.add_text("\n".join([view.title(turn), view.unit.name, title]))
    units_shown = [report.unit for report in page.items]
    turn.add_text("\n".join(_numbered(turn, units_shown, entry_lines(turn, page.items))))
    add_page_line(turn, page.number, page.pages)
    labels = unit_labels(units_shown, [report.unit for report in view.entries])
    buttons = [_report_button(label, report) for label, report in zip(labels, page.items, strict=True)]
    again = {**view.args, "category": wanted.value}
    _set_buttons(turn, view, *buttons, *page.buttons(turn, "monitoring.list_category", **again))


def list_children(turn: Turn, args: Args) -> None:
    """``{plan, report, period, unit, page}``: the unit itself, then the units directly below with n/N filed of each."""
    view = load_view(turn, args)
    if view is None:
        return turn.run_action("monitoring.list_reports")
    page = Page.of(_below(turn, view), args)
    leaves = [entries[0] for unit, entries in page.items if _is_leaf(unit, entries)]
    states = dict(zip((report.unit.id for report in leaves), entry_lines(turn, leaves), strict=True))
    turn.start_dialog(BoardState(**view.args))
    turn.add_text("\n".join([view.title(turn), view.unit.name, turn.words("monitoring.board.below", n=page.total)]))
    units_shown = [unit for unit, _ in page.items]
    lines = (states.get(unit.id) or _group_words(turn, entries) for unit, entries in page.items)
    turn.add_text("\n".join(_numbered(turn, units_shown, lines)))
    add_page_line(turn, page.number, page.pages)
    labels = unit_labels(units_shown, [view.unit])
    buttons = [_group_button(view, label, *group) for label, group in zip(labels, page.items, strict=True)]
    _set_buttons(turn, view, *buttons, *page.buttons(turn, "monitoring.list_children", **view.args))


def search(turn: Turn, board: Args, text: str) -> str | None:
    """Opens the unit that ``text`` names, or lists the units it may name: "cai nuoc", "mau-x0011".

    ``board``: the arguments of the open board; with a report it is that report of the unit, else all its reports.
    Returns the message to show where no unit matches.
    """
    scope, report = _scope(turn), _report_args(board)
    units_found = find_units(scope, text)
    if not units_found:
        return turn.words("monitoring.board.not_found", text=text[:60])
    if len(units_found) == 1:
        open_unit(turn, {**report, "chosen": units_found[0].id})
    else:
        list_matches(turn, {**report, "text": text})
    return None


def list_matches(turn: Turn, args: Args) -> None:
    """``{text, page}`` and the report on the board: a page of the units that the text may name."""
    scope, report, text = _scope(turn), _report_args(args), args["text"]
    units_found = find_units(scope, text)
    labels = unit_labels(units_found, scope)
    page = Page.of(list(zip(labels, units_found, strict=True)), args)
    turn.start_dialog(BoardState(**report))
    turn.add_message("monitoring.board.which_of_these", n=page.total, text=text[:60])
    add_page_line(turn, page.number, page.pages)
    turn.set_buttons(
        *(Button(label, "monitoring.open_unit", {**report, "chosen": unit.id}) for label, unit in page.items),
        *page.buttons(turn, "monitoring.list_matches", **report, text=text),
        back_button(turn, report),
        numbered=True,
    )


def back_button(turn: Turn, args: Args) -> Button:
    """To the report on the board, or to the list of reports."""
    report = _report_args(args)
    action = "monitoring.show_board" if report else "monitoring.list_reports"
    return Button(turn.words("monitoring.board.back"), action, report)


def open_unit(turn: Turn, args: Args) -> None:
    """``{chosen}`` (a unit id) and the report on the board: its board, or its page where no unit below owes it."""
    report, chosen = _report_args(args), unit_in_scope(turn, args["chosen"])
    if chosen is None:
        return turn.run_action("monitoring.list_reports")
    if not report:
        return turn.run_action("monitoring.list_reports", unit=chosen.id)
    view = load_view(turn, {**report, "unit": chosen.id})
    if view is None:
        turn.add_message("monitoring.board.owes_nothing", unit=chosen.name)
        return turn.run_action("monitoring.list_reports", unit=chosen.id, every=True)
    if _is_leaf(chosen, view.entries):
        return turn.run_action("monitoring.show_report", obligation=view.entries[0].obligation.id)
    turn.run_action("monitoring.show_board", **view.args)


def _scope(turn: Turn) -> list[Unit]:
    """One's own unit and every unit below it."""
    return [turn.me.unit, *units.below(turn.tx, turn.me.unit)]


def _report_args(args: Args) -> dict[str, Any]:
    """The arguments that name the report on the board; empty for the list of reports."""
    return {name: args[name] for name in ("plan", "report", "period", "unit")} if "report" in args else {}


def _below(turn: Turn, view: ReportOverUnits) -> list[tuple[Unit, list[UnitReport]]]:
    """The entries grouped by the unit directly below they belong to; the unit's own first."""
    depth = len(view.unit.ancestors)
    groups: dict[int, list[UnitReport]] = {}
    for report in view.entries:
        steps = report.unit.ancestors
        groups.setdefault(steps[depth] if len(steps) > depth else view.unit.id, []).append(report)
    named = [view.unit, *units.children(turn.tx, view.unit)]
    return [(unit, groups[unit.id]) for unit in named if unit.id in groups]


def _group_words(turn: Turn, entries: Sequence[UnitReport]) -> str:
    """ "đã nộp 2/3": of the units that owe it."""
    status = FilingStatus.of(entries, turn.now)
    return turn.words("monitoring.board.group", filed=len(status.filed), all=status.owing)


def _report_button(label: str, report: UnitReport) -> Button:
    return Button(label, "monitoring.show_report", {"obligation": report.obligation.id})


def _group_button(view: ReportOverUnits, label: str, unit: Unit, entries: Sequence[UnitReport]) -> Button:
    if _is_leaf(unit, entries):
        return _report_button(label, entries[0])
    return Button(label, "monitoring.show_board", {**view.args, "unit": unit.id})


def _is_leaf(unit: Unit, entries: Sequence[UnitReport]) -> bool:
    """Whether the unit owes the report and no unit below does."""
    return [report.unit.id for report in entries] == [unit.id]


def _numbered(turn: Turn, units: Sequence[Unit], states: Iterable[str]) -> list[str]:
    """ "1. xã Tân Hưng: chưa bắt đầu"."""
    rows = enumerate(zip(units, states, strict=True), 1)
    return [turn.words("monitoring.board.line", number=at, unit=unit.name, state=state) for at, (unit, state) in rows]


def _set_buttons(turn: Turn, view: ReportOverUnits, *buttons: Button) -> None:
    """These buttons, and the one back to the board."""
    turn.set_buttons(*buttons, back_button(turn, view.args), numbered=True)
