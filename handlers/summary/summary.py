"""``/tomtat``: one report on one screen of a phone, with buttons to units, other reports, charts and documents."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.access import unit_in_scope
from handlers.summary import subscriptions
from handlers.summary.data import SummaryData, load
from handlers.summary.text import paragraphs, target_line, title
from handlers.text.report_names import report_name
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
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
    summary = load(turn, args)
    if summary is None:
        turn.add_message("summary.nothing", unit=turn.me.unit.name)
        return turn.set_buttons(Button(turn.words("menu.board"), "monitoring.list_reports"))
    for part in paragraphs(turn.words, summary, turn.services.calendar):
        turn.add_text(part)
    return turn.set_buttons(*_ways(turn, summary))


def targets(turn: Turn, args: Args) -> None:
    """Every target of the plan by group, with its figure."""
    summary = load(turn, args)
    if summary is None:
        return show(turn, {})
    words = turn.words
    turn.add_text("\n".join([title(words, summary), summary.unit.name]))
    for name, results in summary.groups._asdict().items():
        if results:
            lines = (f"• {target_line(words, result)}" for result in results)
            turn.add_text("\n".join([words(f"summary.heading.{name}", n=len(results)), *lines]))
    turn.set_buttons(_back(turn, summary))


def pick_unit(turn: Turn, args: Args) -> None:
    """A page of the units directly below."""
    summary = load(turn, args)
    if summary is None:
        return show(turn, {})
    owing = [report.unit for report in summary.entries]
    below = [child for child in units.children(turn.tx, summary.unit) if any(child.covers(unit) for unit in owing)]
    page = Page.of(below, args)
    turn.add_message("summary.which_unit", unit=summary.unit.name)
    named = zip(unit_labels(page.items, [summary.unit]), page.items, strict=True)
    turn.set_buttons(
        *(Button(label, "summary.show", summary.args | {"unit": unit.id}) for label, unit in named),
        *page.buttons(turn, "summary.pick_unit", **summary.args),
        _back(turn, summary),
    )


def pick_report(turn: Turn, args: Args) -> None:
    """A page of the reports of all plans and periods, the latest first."""
    unit = unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    page = Page.of(report_status.all_reports(turn.tx, unit, turn.now, turn.today), args)
    turn.add_message("summary.which_report", unit=unit.name)
    turn.set_buttons(
        *(_report_button(turn, totals, unit) for totals in page.items),
        *page.buttons(turn, "summary.pick_report", unit=unit.id),
        Button(turn.words("summary.back"), "summary.show", {"unit": unit.id}),
    )


def _report_button(turn: Turn, totals: ReportTotals, unit: Unit) -> Button:
    name = report_name(turn.words, turn.plans.get(turn.tx, totals.plan_id), totals)
    args = {"plan": totals.plan_id, "report": totals.report_id, "period": totals.period, "unit": unit.id}
    return Button(name, "summary.show", args)


def _back(turn: Turn, summary: SummaryData) -> Button:
    return Button(turn.words("summary.back"), "summary.show", summary.args)


def _ways(turn: Turn, summary: SummaryData) -> Iterator[Button]:
    words, args = turn.words, summary.args
    if summary.target_results:
        yield Button(
            words("summary.choice.picture"), "summary.show_chart", {**args, "kind": "targets"}, synonyms=("bieu do",)
        )
        yield Button(words("summary.choice.targets"), "summary.list_targets", args, synonyms=("chi tieu",))
    if len(summary.entries) > 1:
        yield Button(words("summary.choice.unit"), "summary.pick_unit", args, synonyms=("don vi",))
    yield Button(
        words("summary.choice.report"), "summary.pick_report", {"unit": summary.unit.id}, synonyms=("ky", "ke hoach")
    )
    yield Button(words("summary.choice.document"), "documents.show", args)
    yield Button(words("summary.choice.sources"), "totals.show_sources", {**args, "back": ["summary.show", args]})
    yield Button(words("summary.choice.board"), "monitoring.show_board", args)
    if summary.unit.id != turn.me.unit.id and summary.unit.parent_id is not None:
        above = units.get(turn.tx, summary.unit.parent_id)
        yield Button(words("text.choice.up", unit=above.name), "summary.show", args | {"unit": above.id})
    yield subscriptions.subscriptions_button(turn)
