"""Creation, change and deletion of obligations, so that they fit the plan, the units and the selected communes."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Boolean, Connection, Date, String, and_, bindparam, case, delete, exists, or_, select, update

from reporting.deadlines.calendar import Calendar
from reporting.deadlines.obligation import OWED, DueReport, ReportState, dues
from reporting.plan.plan import Plan
from storage.database.schema import Instant, evidence, extension, unit, zone
from storage.database.schema import obligation as table
from storage.database.sql import insert_or_ignore
from storage.reports.obligations import HAS_ANSWERS


class ReportAndForm(NamedTuple):
    """The ids that the report and the form of an obligation have in its plan."""

    report_id: str
    form_id: str


_NEEDED = select(table.c.report_id, table.c.form_id).where(table.c.plan_id == bindparam("plan")).distinct()
_LAST_DAY = bindparam("on_last_day", type_=Date)
_CLOSES = bindparam("figures_until", type_=Date)
_FORM = bindparam("form", type_=String)
_OWING = select(unit.c.id).where(  # the units that owe one due
    unit.c.kind == bindparam("kind"),
    or_(unit.c.valid_from.is_(None), unit.c.valid_from <= _LAST_DAY),
    or_(unit.c.valid_to.is_(None), unit.c.valid_to >= _LAST_DAY),
    or_(bindparam("every_unit", type_=Boolean), unit.c.code.in_(bindparam("only", expanding=True))),
    unit.c.code.not_in(bindparam("besides", expanding=True)),
    or_(
        bindparam("everywhere", type_=Boolean),
        exists().where(
            zone.c.plan_id == bindparam("plan"), zone.c.year == bindparam("in_year"), zone.c.unit_id == unit.c.id
        ),
    ),
)
_OF_KIND = select(unit.c.id).where(unit.c.kind == bindparam("kind"))
_ONE_DUE = (
    table.c.plan_id == bindparam("plan"),
    table.c.report_id == bindparam("report"),
    table.c.period == bindparam("in_period"),
)
_UNTOUCHED = (
    table.c.state == ReportState.NOT_BEGUN,
    table.c.version == 0,
    table.c.inherited_from.is_(None),
    ~HAS_ANSWERS,
    ~exists().where(extension.c.obligation_id == table.c.id),
    ~exists().where(evidence.c.obligation_id == table.c.id),
)
_CREATE = (
    insert_or_ignore(table)
    .execution_options(preserve_rowcount=True)
    .from_select(
        ["plan_id", "report_id", "period", "unit_id", "form_id", "last_day", "plan_day", "closes", "created_at"],
        _OWING.with_only_columns(
            bindparam("plan", type_=String),
            bindparam("report", type_=String),
            bindparam("in_period", type_=String),
            unit.c.id,
            _FORM,
            _LAST_DAY,
            _LAST_DAY,
            _CLOSES,
            bindparam("now", type_=Instant),
        ),
    )
)
_RESCHEDULE = (
    update(table)
    .where(
        *_ONE_DUE,
        table.c.state.in_([state.value for state in OWED]),
        table.c.unit_id.in_(_OF_KIND),
        or_(
            table.c.plan_day != _LAST_DAY,
            table.c.form_id != _FORM,
            table.c.closes.is_distinct_from(_CLOSES),
        ),
    )
    .values(
        last_day=case(
            (and_(table.c.last_day > table.c.plan_day, table.c.last_day > _LAST_DAY), table.c.last_day), else_=_LAST_DAY
        ),
        plan_day=_LAST_DAY,
        form_id=_FORM,
        closes=_CLOSES,
    )
)
_WITHDRAW = delete(table).where(*_ONE_DUE, *_UNTOUCHED, table.c.unit_id.in_(_OF_KIND), table.c.unit_id.not_in(_OWING))
_KIND = select(unit.c.kind).where(unit.c.id == table.c.unit_id).scalar_subquery()
_WITHDRAW_REST = delete(table).where(
    table.c.plan_id == bindparam("plan"),
    *_UNTOUCHED,
    (table.c.report_id + " " + table.c.period + " " + _KIND).not_in(bindparam("dues", expanding=True)),
)


def ensure(tx: Connection, plan: Plan, calendar: Calendar, now: datetime) -> int:
    """Create missing obligations under a plan; returns their number.

    The deadlines of reports still owed are changed to those of the plan. Obligations that the plan does not require any
    more are deleted if they are not begun. Calling it again changes nothing.
    """
    due_reports = dues(plan, calendar)
    created = sum(_ensure(tx, plan.id, due, now) for due in due_reports)
    tx.execute(
        _WITHDRAW_REST, {"plan": plan.id, "dues": [f"{due.report_id} {due.period} {due.kind}" for due in due_reports]}
    )
    return created


def _ensure(tx: Connection, plan_id: str, due: DueReport, now: datetime) -> int:
    values = {
        "plan": plan_id,
        "report": due.report_id,
        "in_period": due.period,
        "in_year": due.year,
        "kind": due.kind.value,
        "everywhere": not due.only_selected_zones,
        "every_unit": due.only is None,
        "only": list(due.only or ()),
        "besides": list(due.besides),
        "form": due.form_id,
        "on_last_day": due.last_day,
        "figures_until": due.closes,
    }
    tx.execute(_WITHDRAW, values)
    tx.execute(_RESCHEDULE, values)
    return tx.execute(_CREATE, values | {"now": now}).rowcount


def orphans(tx: Connection, plan: Plan) -> list[ReportAndForm]:
    """The reports and forms of obligations that the plan does not have any more.

    To be called after ``ensure``, which has deleted those not begun.
    """
    reports, forms = {report.id for report in plan.reports}, {form.id for form in plan.forms}
    needed = sorted(ReportAndForm(*row) for row in tx.execute(_NEEDED, {"plan": plan.id}))
    return [
        report_and_form
        for report_and_form in needed
        if report_and_form.report_id not in reports or report_and_form.form_id not in forms
    ]
