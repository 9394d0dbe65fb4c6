"""Criteria sheets of communes: what was entered for a year, and what the reports say about the same criteria."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from reporting.deadlines.calendar import period_key
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.planning.criteria import SheetAnswers
from storage.audit import audit
from storage.database.schema import criterion_value, figure, obligation, unit
from storage.database.sql import upsert


class FilledSheetCount(NamedTuple):
    """How many criteria of a commune's sheet were entered for a year."""

    year: int
    entered: int


_OF_YEAR = (
    select(criterion_value.c.unit_id, criterion_value.c.criterion, criterion_value.c.value)
    .where(
        criterion_value.c.plan_id == bindparam("plan"),
        criterion_value.c.year == bindparam("in_year"),
        criterion_value.c.unit_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(criterion_value.c.criterion)
)
_OF_UNIT = (
    select(criterion_value.c.year, func.count())
    .where(criterion_value.c.plan_id == bindparam("plan"), criterion_value.c.unit_id == bindparam("of_unit"))
    .group_by(criterion_value.c.year)
    .order_by(criterion_value.c.year)
)
_REPORTED = (
    select(figure.c.unit_id, figure.c.field, figure.c.state, figure.c.value)
    .join(obligation, obligation.c.id == figure.c.obligation_id)
    .join(unit, unit.c.id == obligation.c.unit_id)
    .where(
        figure.c.unit_id.in_(bindparam("ids", expanding=True)),
        figure.c.field.in_(bindparam("fields", expanding=True)),
        obligation.c.plan_id == bindparam("plan"),
        obligation.c.period == bindparam("in_period"),
        obligation.c.state.in_([ReportState.FILED.value, ReportState.ACCEPTED.value]),
    )
    .order_by(func.length(unit.c.path).desc())  # the district after the commune, whose figure it replaces
)
_PUT = upsert(criterion_value, ("plan_id", "year", "unit_id", "criterion"), ("value", "person_id", "at"))


def entered_values(tx: Connection, plan_id: str, year: int, unit_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """What was entered, by unit id and criterion; units without anything entered have no key."""
    answers: dict[int, dict[str, Answer]] = {}
    values = {"plan": plan_id, "in_year": year, "ids": list(unit_ids)}
    for unit_id, criterion, value in tx.execute(_OF_YEAR, values) if unit_ids else ():
        answers.setdefault(unit_id, {})[criterion] = Answer.from_json(value)
    return answers


def reported_values(
    tx: Connection, plan_id: str, year: int, unit_ids: Collection[int], fields: Mapping[str, str]
) -> dict[int, dict[str, Answer]]:
    """What the annual report of the year before says about the same, by unit id and criterion.

    ``fields``: criterion → field of the report (``reporting.planning.criteria.fields_of``). Only that report counts,
    since the communes are compared with each other. Where the district and the commune both reported, the district's
    figure is taken.
    """
    answers: dict[int, dict[str, Answer]] = {}
    if not unit_ids or not fields:
        return answers
    period = period_key(year - 1, "Y")
    values = {"plan": plan_id, "in_period": period, "ids": list(unit_ids), "fields": sorted(set(fields.values()))}
    for unit_id, reported_field, state, value in tx.execute(_REPORTED, values):
        known = {criterion: Answer(state, value) for criterion, field in fields.items() if field == reported_field}
        answers.setdefault(unit_id, {}).update(known)
    return answers


def of_unit(tx: Connection, plan_id: str, unit_id: int) -> list[FilledSheetCount]:
    """The years for which something was entered about a unit, the earliest first."""
    return [FilledSheetCount(*row) for row in tx.execute(_OF_UNIT, {"plan": plan_id, "of_unit": unit_id})]


def put(
    tx: Connection, plan_id: str, year: int, unit_id: int, values: SheetAnswers, person_id: int | None, now: datetime
) -> None:
    """Stores ``values`` (criterion → answer) over what was stored, with a trail.

    ``person_id`` is ``None`` for the command line.
    """
    rows = [
        {
            "plan_id": plan_id,
            "year": year,
            "unit_id": unit_id,
            "criterion": criterion,
            "value": answer.to_json(),
            "person_id": person_id,
            "at": now,
        }
        for criterion, answer in values.items()
    ]
    if rows:
        tx.execute(_PUT, rows)
        items = sorted(values)
        audit.record(tx, now, person_id, "criteria.entered", unit_id=unit_id, plan_id=plan_id, year=year, items=items)
