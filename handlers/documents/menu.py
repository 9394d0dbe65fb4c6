"""``/xuat``: a report as a document, the annex of figures, the letter that urges; each a draft made after the turn.

The dialogue "papers" is open while a unit is to be chosen: a few letters of its name find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from handlers.documents.context import ANNEX, SUMMED, UNIT, URGING, may_make, report_args
from handlers.reports.access import unit_in_scope
from handlers.text.filing_counts import not_counted
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button, DeferredFile
from handlers.turn.pagination import page_buttons, page_of
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.imports.unit_names import find_units
from reporting.roles import FILES
from reporting.status.filing import FilingStatus
from reporting.text import fold
from reporting.workbook import MIME as XLSX
from storage.figures import rollups
from storage.reports import report_status, unit_status
from storage.reports.report_status import UnitReport
from storage.units import units
from storage.units.units import Unit

Args = Mapping[str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOUND = 8
"""Units a search offers."""


def command(turn: Turn, typed: str = "") -> None:
    show_list(turn, {})


def show_list(turn: Turn, args: Args) -> None:
    """Which report; the running ones, or with ``every`` those of all periods. An officer's own are made at once."""
    turn.start_dialog(None)
    if turn.me.role in FILES:
        return _own_reports(turn, args)
    every = args.get("every", False)
    heads = (report_status.all_reports if every else report_status.running_reports)(
        turn.tx, turn.me.unit, turn.now, turn.today
    )
    page, pages, shown = page_of(heads, args.get("page", 0))
    turn.add_message("documents.menu.which" if heads else "documents.menu.nothing", unit=turn.me.unit.name)
    turn.set_buttons(
        *(
            Button(
                report_name(turn.words, turn.plans.get(turn.tx, totals.plan_id), totals),
                "documents.show",
                _args(turn, totals),
            )
            for totals in heads[shown]
        ),
        *page_buttons(turn, "documents.list_reports", page, pages, every=every),
        Button(
            turn.words("text.choice.running_periods" if every else "text.choice.all_periods"),
            "documents.list_reports",
            {"every": not every},
        ),
    )


def _args(turn: Turn, one: Any) -> dict[str, Any]:
    return {"plan": one.plan_id, "report": one.report_id, "period": one.period, "unit": turn.me.unit.id}


def _own_reports(turn: Turn, args: Args) -> None:
    """An officer's reports, the latest first: those begun or sent."""
    begun = [
        report
        for report in unit_status.of_unit(turn.tx, turn.me.unit.id)[::-1]
        if report.answered or report.obligation.version
    ]
    reports = [report.obligation for report in begun if report.obligation.state != ReportState.EXCUSED]
    page, pages, shown = page_of(reports, args.get("page", 0))
    turn.add_message("documents.menu.own" if reports else "documents.menu.nothing_own", unit=turn.me.unit.name)
    turn.set_buttons(
        *(
            Button(
                report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation),
                "documents.make",
                _args(turn, obligation) | {"kind": UNIT},
            )
            for obligation in reports[shown]
        ),
        *page_buttons(turn, "documents.list_reports", page, pages),
    )


def show(turn: Turn, args: Args) -> None:
    """Which document of a report: ``{plan, report, period, unit}``."""
    turn.start_dialog(None)
    unit = unit_in_scope(turn, args["unit"])
    entries = _entries(turn, args, unit) if unit else []
    if unit is None or not entries:
        turn.add_message("documents.menu.gone")
        return show_list(turn, {})
    plan = turn.plans.get(turn.tx, args["plan"])
    name = report_name(turn.words, plan, entries[0].obligation)
    below = _below(turn, args, unit)
    status = FilingStatus.of(below, turn.now)
    counts = {"n": len(status.filed), "all": status.owing, "others": not_counted(turn.words, status)}
    turn.add_text("\n".join([name, turn.words("documents.menu.standing", unit=unit.name, **counts)]))
    turn.add_message("documents.menu.draft")
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_documents(turn, args, entries, below))


def _documents(turn: Turn, args: Args, entries: Sequence[UnitReport], below: Sequence[UnitReport]) -> Iterator[Button]:
    words, of = turn.words, report_args(args)
    missing = len(FilingStatus.of(below, turn.now).missing)
    for kind, there in ((SUMMED, bool(below)), (ANNEX, bool(below)), (URGING, missing > 0)):
        if there:
            yield Button(words(f"documents.menu.kind.{kind}", n=missing), "documents.make", of | {"kind": kind})
    if any(report.obligation.version for report in entries):
        yield Button(
            words(f"documents.menu.kind.{UNIT}"), "documents.list_units", of, synonyms=("bao cao cua don vi", "don vi")
        )
    yield Button(words("documents.menu.choice.reports"), "documents.list_reports")


def _entries(turn: Turn, args: Args, unit: Unit) -> list[UnitReport]:
    return report_status.of_report(turn.tx, args["plan"], args["report"], args["period"], unit)


def _below(turn: Turn, args: Args, unit: Unit) -> list[UnitReport]:
    """The units below that owe it."""
    entries = _entries(turn, args, unit)
    return [
        report for report in entries if report.unit.id != unit.id and report.obligation.state != ReportState.EXCUSED
    ]


def show_units(turn: Turn, args: Args) -> None:
    """The units that have sent this report, a page of them; typed letters find one."""
    unit = unit_in_scope(turn, args["unit"])
    sent = [report for report in _entries(turn, args, unit) if report.obligation.version] if unit else []
    if not sent:
        return show(turn, args)
    page, pages, shown = page_of(sent, args.get("page", 0))
    turn.start_dialog("documents.menu", **report_args(args))
    turn.add_message("documents.menu.which_unit", n=len(sent))
    turn.set_buttons(
        *_of_units(turn, args, sent[shown]),
        *page_buttons(turn, "documents.list_units", page, pages, **report_args(args)),
        Button(turn.words("documents.menu.choice.back"), "documents.show", report_args(args)),
        numbered=True,
    )


def _of_units(turn: Turn, args: Args, sent: Sequence[UnitReport]) -> Iterator[Button]:
    for report in sent:
        yield Button(report.unit.name, "documents.make", report_args(args) | {"unit": report.unit.id, "kind": UNIT})


def prompt(turn: Turn) -> None:
    show_units(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """A few letters of a unit's name; a command stays a command."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    args = turn.dialogue or {}
    unit = unit_in_scope(turn, args["unit"])
    sent = (
        {report.unit.id: report for report in _entries(turn, args, unit) if report.obligation.version} if unit else {}
    )
    reports = [sent[each_unit.id] for each_unit in find_units([report.unit for report in sent.values()], text)]
    if not reports:
        return turn.words("documents.menu.no_such_unit")
    if len(reports) == 1:
        order_document(turn, report_args(args) | {"unit": reports[0].unit.id, "kind": UNIT})
        return None
    turn.add_message("documents.menu.several", n=len(reports))
    back = Button(turn.words("documents.menu.choice.back"), "documents.show", report_args(args))
    turn.set_buttons(*_of_units(turn, args, reports[:FOUND]), back)
    return None


def order_document(turn: Turn, args: Args) -> None:
    """Orders ``{kind, plan, report, period, unit}``: made after the turn, it comes with the answer.

    Without a kind it is asked which.
    """
    if "kind" not in args:
        return show(turn, args)
    kind, unit = args["kind"], units.get(turn.tx, args["unit"])
    if not may_make(turn.me, kind, unit) or not _is_there(turn, args, unit):
        turn.add_message("documents.menu.gone")
        return show_list(turn, {})
    if kind == URGING and not FilingStatus.of(_below(turn, args, unit), turn.now).missing:
        turn.add_message("documents.menu.nobody_missing")
        return show(turn, args)
    plan = turn.plans.get(turn.tx, args["plan"])
    mime, ending = (XLSX, "xlsx") if kind == ANNEX else (DOCX, "docx")
    name = turn.words(f"documents.menu.file.{kind}")
    file = f"{name}-{args['period']}-{_plain(unit.name)}-{local_day(turn.now):%Y%m%d}.{ending}"
    turn.start_dialog(None)
    turn.attach(DeferredFile(file, mime, report_args(args) | {"kind": kind}))
    turn.add_message(
        f"documents.menu.made.{kind}", report=report_name(turn.words, plan, _Period(args["period"])), unit=unit.name
    )
    if kind != ANNEX:
        turn.add_message("documents.menu.to_sign")
    turn.add_message("documents.menu.as_of")
    turn.set_buttons(*_after(turn, args))


def _is_there(turn: Turn, args: Args, unit: Unit) -> bool:
    """Whether there is anything to write of: the unit's report, sent or its officer's own; else units below."""
    if args["kind"] != UNIT:
        return bool(_below(turn, args, unit))
    own = rollups.own_report(turn.tx, args["plan"], args["report"], args["period"], unit)
    if own is None or own.obligation.state == ReportState.EXCUSED:
        return False
    return own.obligation.version > 0 or turn.me.role in FILES


def _after(turn: Turn, args: Args) -> Iterator[Button]:
    if turn.me.role in FILES:
        yield Button(turn.words("documents.menu.choice.reports"), "documents.list_reports")
        return
    yield Button(
        turn.words("documents.menu.choice.other"), "documents.show", report_args(args) | {"unit": turn.me.unit.id}
    )
    yield Button(turn.words("documents.menu.choice.reports"), "documents.list_reports")


class _Period(NamedTuple):
    """All that the name of a report needs."""

    period: str


def _plain(name: str) -> str:
    """ "ubnd-huyen-cai-nuoc": no diacritics, old phones and mail programs break them."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:60].strip("-")
