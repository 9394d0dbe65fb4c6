"""The criteria sheets of the communes in a year: what was entered, and what the reports say of the same counts."""

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
    """How many items of a commune's sheet were entered in a year."""

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
    .order_by(func.length(unit.c.path).desc())
)
_PUT = upsert(criterion_value, ("plan_id", "year", "unit_id", "criterion"), ("value", "person_id", "at"))


def entered_values(tx: Connection, plan_id: str, year: int, unit_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """What people entered, by unit; units nobody entered anything of have no entry."""
    answers: dict[int, dict[str, Answer]] = {}
    values = {"plan": plan_id, "in_year": year, "ids": list(unit_ids)}
    for id, criterion, value in tx.execute(_OF_YEAR, values) if unit_ids else ():
        answers.setdefault(id, {})[criterion] = Answer.from_json(value)
    return answers


def reported_values(
    tx: Connection, plan_id: str, year: int, unit_ids: Collection[int], fields: Mapping[str, str]
) -> dict[int, dict[str, Answer]]:
    """What the annual report of the year before counted of the same, by unit and criterion (``fields_of``).

    That report only, for all communes alike: they are compared with each other. A district's word goes before the
    commune's own.
    """
    answers: dict[int, dict[str, Answer]] = {}
    if not unit_ids or not fields:
        return answers
    period = period_key(year - 1, "Y")
    values = {"plan": plan_id, "in_period": period, "ids": list(unit_ids), "fields": sorted(set(fields.values()))}
    for id, field, state, value in tx.execute(_REPORTED, values):
        answer = Answer(state, value)
        answers.setdefault(id, {}).update(
            {item: answer for item, other_field in fields.items() if other_field == field}
        )
    return answers


def of_unit(tx: Connection, plan_id: str, unit_id: int) -> list[FilledSheetCount]:
    """The years in which something was entered of a unit."""
    return [FilledSheetCount(*row) for row in tx.execute(_OF_UNIT, {"plan": plan_id, "of_unit": unit_id})]


def put(
    tx: Connection, plan_id: str, year: int, unit_id: int, values: SheetAnswers, person_id: int | None, now: datetime
) -> None:
    """Keeps what was entered, over what stood there, with a trail; ``person_id`` is ``None`` for the command line."""
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
