"""The units of the board: those of a category, those right below, those whose name was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.monitoring.status_text import entry_lines
from handlers.monitoring.view import ReportOverUnits, load_view
from handlers.reports.oversight import unit_in_scope
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import add_page_line, page_buttons, page_of
from reporting.imports.unit_names import find_units
from reporting.status.filing import OWING, FilingCategory, count
from storage.reports.report_status import UnitReport
from storage.units import units
from storage.units.units import Unit


def list_category(turn: Turn, args: Args) -> None:
    """The units of a category, a page of them, each with its state and a choice that opens its report."""
    view = load_view(turn, args)
    if view is None:
        return turn.run_action("monitoring.list_reports")
    wanted = FilingCategory(args["category"])
    entries = view.entries_in(turn, wanted)
    if not entries:
        return turn.run_action("monitoring.show_board", **view.args)
    page, pages, shown = page_of(entries, args.get("page", 0))
    turn.start_dialog("monitoring.board", **view.args)
    turn.add_text(
        "\n".join([view.title(turn), view.unit.name, turn.words(f"monitoring.board.list.{wanted}", n=len(entries))])
    )
    listed = entries[shown]
    turn.add_text("\n".join(_numbered(turn, [report.unit for report in listed], entry_lines(turn, listed))))
    add_page_line(turn, page, pages)
    again = {**view.args, "category": wanted.value}
    buttons = page_buttons(turn, "monitoring.list_category", page, pages, **again)
    _offer(turn, view, _report_choices(turn, view, listed), buttons)


def list_children(turn: Turn, args: Args) -> None:
    """The unit's own report, then the units right below with how many have filed under each."""
    view = load_view(turn, args)
    if view is None:
        return turn.run_action("monitoring.list_reports")
    groups = _below(turn, view)
    page, pages, shown = page_of(groups, args.get("page", 0))
    leaves = [entries[0] for unit, entries in groups[shown] if _is_leaf(unit, entries)]
    states = dict(zip((report.unit.id for report in leaves), entry_lines(turn, leaves), strict=True))
    turn.start_dialog("monitoring.board", **view.args)
    turn.add_text("\n".join([view.title(turn), view.unit.name, turn.words("monitoring.board.below", n=len(groups))]))
    lines = (states.get(unit.id) or _group_words(turn, entries) for unit, entries in groups[shown])
    turn.add_text("\n".join(_numbered(turn, [unit for unit, _ in groups[shown]], lines)))
    add_page_line(turn, page, pages)
    labels = unit_labels([unit for unit, _ in groups[shown]], [view.unit])
    choices = [_group_choice(view, label, *group) for label, group in zip(labels, groups[shown], strict=True)]
    _offer(turn, view, choices, page_buttons(turn, "monitoring.list_children", page, pages, **view.args))


def search(turn: Turn, text: str) -> str | None:
    """Opens the unit a few letters mean, or lists those they may mean; else returns what to say to them.

    With a report on the board it is that report of the unit, else all its reports.
    """
    scope = _scope(turn)
    matching_units = find_units(scope, text)
    if not matching_units:
        return turn.words("monitoring.board.not_found", text=text[:60])
    about = _about(turn.dialogue or {})
    if len(matching_units) == 1:
        open_unit(turn, {**about, "chosen": matching_units[0].id})
    else:
        list_matches(turn, {**about, "text": text})
    return None


def list_matches(turn: Turn, args: Args) -> None:
    """The units a text may mean, a page of them."""
    scope, about, text = _scope(turn), _about(args), args["text"]
    matching_units = find_units(scope, text)
    page, pages, shown = page_of(matching_units, args.get("page", 0))
    turn.start_dialog("monitoring.board", **about)
    turn.add_message("monitoring.board.which_of_these", n=len(matching_units), text=text[:60])
    labels = unit_labels(matching_units, scope)[shown]
    add_page_line(turn, page, pages)
    turn.set_buttons(
        *(
            Button(label, "monitoring.open_unit", {**about, "chosen": unit.id})
            for label, unit in zip(labels, matching_units[shown], strict=True)
        ),
        *page_buttons(turn, "monitoring.list_matches", page, pages, **about, text=text),
        back_button(turn, about),
        numbered=True,
    )


def back_button(turn: Turn, args: Args) -> Button:
    """To the report on the board, or to the list of reports."""
    about = _about(args)
    return Button(
        turn.words("monitoring.board.back"), "monitoring.show_board" if about else "monitoring.list_reports", about
    )


def open_unit(turn: Turn, args: Args) -> None:
    """A unit that was chosen: its report on the board where it is the only one there, else how it stands below it."""
    about, chosen = _about(args), unit_in_scope(turn, args["chosen"])
    if chosen is None:
        return turn.run_action("monitoring.list_reports")
    if not about:
        return turn.run_action("monitoring.list_reports", unit=chosen.id)
    view = load_view(turn, {**about, "unit": chosen.id})
    if view is None:
        turn.add_message("monitoring.board.owes_nothing", unit=chosen.name)
        return turn.run_action("monitoring.list_reports", unit=chosen.id, every=True)
    if _is_leaf(chosen, view.entries):
        return turn.run_action("monitoring.show_report", obligation=view.entries[0].obligation.id)
    turn.run_action("monitoring.show_board", **view.args)


def _scope(turn: Turn) -> list[Unit]:
    return [turn.me.unit, *units.below(turn.tx, turn.me.unit)]


def _about(args: Args) -> dict[str, Any]:
    """The report on the board, if there is one."""
    return {name: args[name] for name in ("plan", "report", "period", "unit")} if "report" in args else {}


def _below(turn: Turn, view: ReportOverUnits) -> list[tuple[Unit, list[UnitReport]]]:
    """The entries by the unit right below that they belong to; the unit's own first."""
    depth = len(view.unit.ancestors)
    groups: dict[int, list[UnitReport]] = {}
    for report in view.entries:
        steps = report.unit.ancestors
        groups.setdefault(steps[depth] if len(steps) > depth else view.unit.id, []).append(report)
    named = [view.unit, *units.children(turn.tx, view.unit)]
    return [(unit, groups[unit.id]) for unit in named if unit.id in groups]


def _group_words(turn: Turn, entries: Sequence[UnitReport]) -> str:
    """ "đã nộp 2/3"; only "được miễn" where nobody owes it."""
    counted = count((report.status_input for report in entries), turn.now)
    owing = len(entries) - counted[FilingCategory.EXCUSED]
    filed = owing - sum(counted[category] for category in OWING)
    return turn.words("monitoring.board.group", filed=filed, all=owing)


def _group_choice(view: ReportOverUnits, label: str, unit: Unit, entries: Sequence[UnitReport]) -> Button:
    if _is_leaf(unit, entries):
        return Button(label, "monitoring.show_report", {"obligation": entries[0].obligation.id})
    return Button(label, "monitoring.show_board", {**view.args, "unit": unit.id})


def _is_leaf(unit: Unit, entries: Sequence[UnitReport]) -> bool:
    """Whether the unit owes it and nobody below does."""
    return [report.unit.id for report in entries] == [unit.id]


def _numbered(turn: Turn, units: Sequence[Unit], states: Iterable[str]) -> list[str]:
    """ "1. xã Tân Hưng: chưa bắt đầu"."""
    rows = enumerate(zip(units, states, strict=True), 1)
    return [turn.words("monitoring.board.line", number=at, unit=unit.name, state=state) for at, (unit, state) in rows]


def _report_choices(turn: Turn, view: ReportOverUnits, entries: Sequence[UnitReport]) -> list[Button]:
    labels = unit_labels([report.unit for report in entries], [report.unit for report in view.entries])
    return [
        Button(label, "monitoring.show_report", {"obligation": report.obligation.id})
        for label, report in zip(labels, entries, strict=True)
    ]


def _offer(turn: Turn, view: ReportOverUnits, choices: Sequence[Button], pages: Sequence[Button]) -> None:
    turn.set_buttons(
        *choices,
        *pages,
        Button(turn.words("monitoring.board.back"), "monitoring.show_board", view.args),
        numbered=True,
    )
