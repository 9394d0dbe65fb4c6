"""``/tomtat``: how a report stands, on one screen of a phone; then other units and reports, pictures, documents."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.oversight import unit_in_scope
from handlers.summary import subscriptions
from handlers.summary.data import SummaryData, load
from handlers.summary.text import paragraphs, target_line, title
from handlers.text.report_names import report_name
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Args, Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons, page_of
from reporting.roles import OVERSEES
from storage.reports import report_status
from storage.reports.report_status import ReportTotals
from storage.units import units
from storage.units.units import Unit


def command(turn: Turn, typed: str = "") -> None:
    """``/tomtat``: the report now running, of one's own unit."""
    show(turn, {})


def show(turn: Turn, args: Args) -> None:
    """``{plan, report, period, unit}``; what is left out is the report now running, and one's own unit."""
    turn.start_dialog(None)
    if turn.me.role not in OVERSEES:
        turn.add_message("turn.not_for_this_role")
        return turn.show_menu()
    brief = load(turn, args)
    if brief is None:
        turn.add_message("summary.nothing", unit=turn.me.unit.name)
        return turn.set_buttons(Button(turn.words("menu.board"), "monitoring.list_reports"))
    for part in paragraphs(turn.words, brief, turn.services.calendar):
        turn.add_text(part)
    return turn.set_buttons(*_ways(turn, brief))


def targets(turn: Turn, args: Args) -> None:
    """Every target of the plan by group, with its figure."""
    brief = load(turn, args)
    if brief is None:
        return show(turn, {})
    words = turn.words
    turn.add_text("\n".join([title(words, brief), brief.unit.name]))
    for name, ones in brief.groups._asdict().items():
        if ones:
            lines = (f"• {target_line(words, one)}" for one in ones)
            turn.add_text("\n".join([words(f"summary.heading.{name}", n=len(ones)), *lines]))
    turn.set_buttons(_back(turn, brief))


def pick_unit(turn: Turn, args: Args) -> None:
    """The units right below, a page of them."""
    brief = load(turn, args)
    if brief is None:
        return show(turn, {})
    owing = [report.unit for report in brief.entries]
    below = [child for child in units.children(turn.tx, brief.unit) if any(child.covers(unit) for unit in owing)]
    page, pages, part = page_of(below, args.get("page", 0))
    shown = below[part]
    turn.add_message("summary.which_unit", unit=brief.unit.name)
    named = zip(unit_labels(shown, [brief.unit]), shown, strict=True)
    turn.set_buttons(
        *(Button(label, "summary.show", brief.args | {"unit": unit.id}) for label, unit in named),
        *page_buttons(turn, "summary.pick_unit", page, pages, **brief.args),
        _back(turn, brief),
    )


def pick_report(turn: Turn, args: Args) -> None:
    """The reports of all plans and periods, the latest first, a page of them."""
    unit = unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    heads = report_status.all_reports(turn.tx, unit, turn.now, turn.today)
    page, pages, part = page_of(heads, args.get("page", 0))
    turn.add_message("summary.which_report", unit=unit.name)
    turn.set_buttons(
        *(_report_choice(turn, head, unit) for head in heads[part]),
        *page_buttons(turn, "summary.pick_report", page, pages, unit=unit.id),
        Button(turn.words("summary.back"), "summary.show", {"unit": unit.id}),
    )


def _report_choice(turn: Turn, head: ReportTotals, unit: Unit) -> Button:
    name = report_name(turn.words, turn.plans.get(turn.tx, head.plan_id), head)
    args = {"plan": head.plan_id, "report": head.report_id, "period": head.period, "unit": unit.id}
    return Button(name, "summary.show", args)


def _back(turn: Turn, brief: SummaryData) -> Button:
    return Button(turn.words("summary.back"), "summary.show", brief.args)


def _ways(turn: Turn, brief: SummaryData) -> Iterator[Button]:
    words, args = turn.words, brief.args
    if brief.target_results:
        yield Button(
            words("summary.choice.picture"), "summary.show_chart", {**args, "kind": "targets"}, synonyms=("bieu do",)
        )
        yield Button(words("summary.choice.targets"), "summary.list_targets", args, synonyms=("chi tieu",))
    if len(brief.entries) > 1:
        yield Button(words("summary.choice.unit"), "summary.pick_unit", args, synonyms=("don vi",))
    yield Button(
        words("summary.choice.report"), "summary.pick_report", {"unit": brief.unit.id}, synonyms=("ky", "ke hoach")
    )
    yield Button(words("summary.choice.document"), "documents.show", args)
    yield Button(words("summary.choice.sources"), "totals.show_sources", {**args, "back": ["summary.show", args]})
    yield Button(words("summary.choice.board"), "monitoring.show_board", args)
    if brief.unit.id != turn.me.unit.id and brief.unit.parent_id is not None:
        above = units.get(turn.tx, brief.unit.parent_id)
        yield Button(words("text.choice.up", unit=above.name), "summary.show", args | {"unit": above.id})
    yield subscriptions.subscriptions_button(turn)
