"""``/xuat``: which document of which report; the file itself is made after the turn.

While a unit is to be chosen, a few letters of its name find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.documents.context import ANNEX, SUMMED, UNIT, URGING
from handlers.documents.state import DocumentMenuState
from handlers.reports.access import unit_in_scope
from handlers.text.filing_counts import not_counted
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button, DeferredFile
from handlers.turn.pagination import Page
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.imports.unit_names import find_units
from reporting.permissions import can_make_document
from reporting.roles import FILES
from reporting.status.filing import FilingStatus
from reporting.text import fold
from reporting.workbook import MIME as XLSX
from storage.figures import rollups
from storage.reports import report_status, unit_status
from storage.reports.obligations import Obligation
from storage.reports.report_status import ReportTotals, UnitReport
from storage.units import units
from storage.units.units import Unit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MATCHES = 8
"""Units a search offers."""


def command(turn: Turn, typed: str = "") -> None:
    """``/xuat``."""
    show_list(turn, {})


def show_list(turn: Turn, args: Args) -> None:
    """Which report: the running ones, or with ``every`` those of all periods. An officer's own is made at once."""
    turn.start_dialog(None)
    if turn.me.role in FILES:
        return _show_own_reports(turn, args)
    every = args.get("every", False)
    list_reports = report_status.all_reports if every else report_status.running_reports
    page = Page.of(list_reports(turn.tx, turn.me.unit, turn.now, turn.today), args)
    turn.add_message("documents.menu.which" if page.total else "documents.menu.nothing", unit=turn.me.unit.name)
    turn.set_buttons(
        *(Button(_name(turn, totals), "documents.show", _args(turn, totals)) for totals in page.items),
        *page.buttons(turn, "documents.list_reports", every=every),
        Button(
            turn.words("text.choice.running_periods" if every else "text.choice.all_periods"),
            "documents.list_reports",
            {"every": not every},
        ),
    )


def _show_own_reports(turn: Turn, args: Args) -> None:
    """An officer's reports that were begun or submitted, the latest first."""
    reports = [
        report.obligation
        for report in unit_status.of_unit(turn.tx, turn.me.unit.id)[::-1]
        if (report.answered or report.obligation.version) and report.obligation.state != ReportState.EXCUSED
    ]
    page = Page.of(reports, args)
    turn.add_message("documents.menu.own" if reports else "documents.menu.nothing_own", unit=turn.me.unit.name)
    turn.set_buttons(
        *(Button(_name(turn, report), "documents.make", _args(turn, report) | {"kind": UNIT}) for report in page.items),
        *page.buttons(turn, "documents.list_reports"),
    )


def _name(turn: Turn, report: ReportTotals | Obligation) -> str:
    return report_name(turn.words, turn.plans.get(turn.tx, report.plan_id), report)


def _args(turn: Turn, report: ReportTotals | Obligation) -> dict[str, Any]:
    return {"plan": report.plan_id, "report": report.report_id, "period": report.period, "unit": turn.me.unit.id}


def report_args(args: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a button's arguments that names the report and the unit it is within."""
    return {name: args[name] for name in ("plan", "report", "period", "unit")}


def show(turn: Turn, args: Args) -> None:
    """Which document of a report: ``{plan, report, period, unit}``."""
    turn.start_dialog(None)
    unit = unit_in_scope(turn, args["unit"])
    reports = _reports(turn, args, unit) if unit else []
    if unit is None or not reports:
        turn.add_message("documents.menu.gone")
        return show_list(turn, {})
    status = FilingStatus.of(_owing_below(reports, unit), turn.now)
    counts = {"n": len(status.filed), "all": status.owing, "others": not_counted(turn.words, status)}
    standing = turn.words("documents.menu.standing", unit=unit.name, **counts)
    turn.add_text("\n".join([_name(turn, reports[0].obligation), standing]))
    turn.add_message("documents.menu.draft")
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_kinds(turn, args, reports, status))


def _kinds(turn: Turn, args: Args, reports: Sequence[UnitReport], status: FilingStatus[UnitReport]) -> Iterator[Button]:
    """The documents that there is something to write in."""
    words, about, missing = turn.words, report_args(args), len(status.missing)
    for kind, possible in ((SUMMED, status.owing), (ANNEX, status.owing), (URGING, missing)):
        if possible:
            yield Button(words(f"documents.menu.kind.{kind}", n=missing), "documents.make", about | {"kind": kind})
    if any(report.obligation.version for report in reports):
        synonyms = ("bao cao cua don vi", "don vi")
        yield Button(words(f"documents.menu.kind.{UNIT}"), "documents.list_units", about, synonyms=synonyms)
    yield Button(words("documents.menu.choice.reports"), "documents.list_reports")


def _reports(turn: Turn, args: Args, unit: Unit) -> list[UnitReport]:
    return report_status.of_report(turn.tx, args["plan"], args["report"], args["period"], unit)


def _owing_below(reports: Sequence[UnitReport], unit: Unit) -> list[UnitReport]:
    """Those of the units below ``unit`` that owe it, without the excused."""
    return [
        report for report in reports if report.unit.id != unit.id and report.obligation.state != ReportState.EXCUSED
    ]


def _submitted(turn: Turn, args: Args) -> list[UnitReport]:
    """The reports that were submitted, in the units the person oversees."""
    unit = unit_in_scope(turn, args["unit"])
    return [report for report in _reports(turn, args, unit) if report.obligation.version] if unit else []


def show_units(turn: Turn, args: Args) -> None:
    """The units that have submitted this report, a page of them; typed letters find one."""
    reports = _submitted(turn, args)
    if not reports:
        return show(turn, args)
    page, about = Page.of(reports, args), report_args(args)
    turn.start_dialog(DocumentMenuState(**about))
    turn.add_message("documents.menu.which_unit", n=page.total)
    turn.set_buttons(
        *_unit_buttons(args, page.items),
        *page.buttons(turn, "documents.list_units", **about),
        _back_button(turn, args),
        numbered=True,
    )


def _unit_buttons(args: Args, reports: Sequence[UnitReport]) -> Iterator[Button]:
    for report in reports:
        yield Button(report.unit.name, "documents.make", report_args(args) | {"unit": report.unit.id, "kind": UNIT})


def _back_button(turn: Turn, args: Args) -> Button:
    return Button(turn.words("documents.menu.choice.back"), "documents.show", report_args(args))


def prompt(turn: Turn, state: DocumentMenuState) -> None:
    show_units(turn, state.model_dump())


def on_text(turn: Turn, state: DocumentMenuState, text: str) -> Reply:
    """A few letters of a unit's name."""
    args = state.model_dump()
    reports = {report.unit.id: report for report in _submitted(turn, args)}
    matches = [reports[unit.id] for unit in find_units([report.unit for report in reports.values()], text)]
    if not matches:
        return NotUnderstood(turn.words("documents.menu.no_such_unit"))
    if len(matches) == 1:
        order_document(turn, args | {"unit": matches[0].unit.id, "kind": UNIT})
        return HANDLED
    turn.add_message("documents.menu.several", n=len(matches))
    turn.set_buttons(*_unit_buttons(args, matches[:MATCHES]), _back_button(turn, args), numbered=True)
    return HANDLED


def order_document(turn: Turn, args: Args) -> None:
    """Orders ``{kind, plan, report, period, unit}``: the file is made after the turn and comes with the answer."""
    if "kind" not in args:
        return show(turn, args)
    kind, unit = args["kind"], units.get(turn.tx, args["unit"])
    below = _owing_below(_reports(turn, args, unit), unit) if kind != UNIT else []
    if not can_make_document(turn.me, unit, of_one_unit=kind == UNIT) or not (below or _has_own(turn, args, unit)):
        turn.add_message("documents.menu.gone")
        return show_list(turn, {})
    if kind == URGING and not FilingStatus.of(below, turn.now).missing:
        turn.add_message("documents.menu.nobody_missing")
        return show(turn, args)
    turn.start_dialog(None)
    mime, ending = (XLSX, "xlsx") if kind == ANNEX else (DOCX, "docx")
    day, name = f"{local_day(turn.now):%Y%m%d}", turn.words(f"documents.menu.file.{kind}")
    file = f"{name}-{args['period']}-{_plain(unit.name)}-{day}.{ending}"
    turn.attach(DeferredFile(file, mime, report_args(args) | {"kind": kind}))
    plan, state = turn.plans.get(turn.tx, args["plan"]), DocumentMenuState(**report_args(args))
    turn.add_message(f"documents.menu.made.{kind}", report=report_name(turn.words, plan, state), unit=unit.name)
    if kind != ANNEX:
        turn.add_message("documents.menu.to_sign")
    turn.add_message("documents.menu.as_of")
    turn.set_buttons(*_afterwards(turn, args))


def _has_own(turn: Turn, args: Args, unit: Unit) -> bool:
    """Whether there is a unit's report to write from: a submitted one, or the one its officer is working on."""
    if args["kind"] != UNIT:
        return False
    own = rollups.own_report(turn.tx, args["plan"], args["report"], args["period"], unit)
    if own is None or own.obligation.state == ReportState.EXCUSED:
        return False
    return own.obligation.version > 0 or turn.me.role in FILES


def _afterwards(turn: Turn, args: Args) -> Iterator[Button]:
    if turn.me.role not in FILES:
        about = report_args(args) | {"unit": turn.me.unit.id}
        yield Button(turn.words("documents.menu.choice.other"), "documents.show", about)
    yield Button(turn.words("documents.menu.choice.reports"), "documents.list_reports")


def _plain(name: str) -> str:
    """ "ubnd-huyen-cai-nuoc": no diacritics, old phones and mail programs break them."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:60].strip("-")
