"""``baocao zones outcome``, ``relapse``, ``criteria``: outcome of a commune, relapse, and its criteria sheet.

Here the sheet also has the criteria that are sent on paper and not shown in the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, fail, with_store
from bot.cli.zones_lookup import (
    CommuneArgument,
    PlanOption,
    YearOption,
    ZoneCommandError,
    commune_of,
    communes_on,
    plan_of,
    rules_of,
)
from bot.clock import Clock
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.figures.zone_success import OUTCOMES, ZoneOutcome, allowed_outcomes
from reporting.form_entry.answer_input import Answer, ClearAnswer, read
from reporting.integrity.document_number import read_day
from reporting.plan.form import Question
from reporting.plan.plan import Plan
from reporting.planning.criteria import fields_of, form_of
from reporting.secrecy import personal_data, secrecy_marking
from storage.units import selected_zones
from storage.units.units import Unit
from storage.zones import criteria, outcomes, yearly_results

NoteOption = Annotated[str, typer.Option("--note", help="Nhận xét, căn cứ")]


def outcome(
    commune: CommuneArgument,
    plan: PlanOption,
    year: YearOption,
    result: Annotated[str, typer.Option("--result", help=" | ".join(OUTCOMES))],
    note: NoteOption,
    gate: Annotated[
        bool | None, typer.Option("--gate/--no-gate", help="Điều kiện kèm theo của kế hoạch: đạt hay chưa đạt")
    ] = None,
) -> None:
    """Ghi kết quả của một địa bàn sau một năm chuyển hóa; công nhận chỉ khi đủ chỉ tiêu và điều kiện kèm theo đạt."""
    say, now = words("vi"), Clock().now()
    decided = next((candidate for candidate in OUTCOMES if candidate == result), None)
    if decided is None:
        fail(say("cli.zones.which_result", results=", ".join(OUTCOMES)), code=2)
    _run(lambda tx: decide(tx, say, commune, plan, year, decided, gate, note, now))


def decide(
    tx: Connection,
    say: Words,
    typed: str,
    plan_id: str,
    year: int,
    result: ZoneOutcome,
    gate: bool | None,
    note: str,
    now: datetime,
) -> list[str]:
    """Stores the outcome. Raises ``ZoneCommandError`` if "recognised" is not allowed by the figures or the gate."""
    plan = plan_of(tx, say, plan_id, year)
    commune = _selected(tx, say, plan, year, typed)
    _fit(say, note)
    year_result = yearly_results.of_commune(tx, plan, year, commune)
    score = say(
        "zones.score",
        met=year_result.score.met,
        arisen=year_result.score.arisen,
        not_arisen=year_result.score.not_arisen,
    )
    if result == "recognised" and not (year_result.is_enough and result in allowed_outcomes(year_result.score, gate)):
        raise ZoneCommandError(say("cli.zones.not_recognised", unit=commune.name, score=score))
    outcomes.put(tx, plan.id, year, commune.id, result, gate=gate, note=note, person_id=None, now=now)
    return [f"{commune.code}  {commune.name}: {say(f'zones.outcome.{result}', year=year + 1)} ({score})"]


def relapse(
    commune: CommuneArgument,
    plan: PlanOption,
    year: YearOption,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Từ ngày nào, ví dụ 20/3/2027")],
    note: NoteOption,
) -> None:
    """Ghi nhận một địa bàn đã công nhận trong năm nêu trên tái phức tạp trở lại."""
    say, now = words("vi"), Clock().now()
    _run(lambda tx: note_relapse(tx, say, commune, plan, year, on, note, now))


def note_relapse(
    tx: Connection, say: Words, typed: str, plan_id: str, year: int, on: str, note: str, now: datetime
) -> list[str]:
    """Stores the relapse of a recognised commune. Raises ``ZoneCommandError``."""
    plan, today = plan_of(tx, say, plan_id, year), local_day(now)
    commune = _selected(tx, say, plan, year, typed)
    day = read_day(on, today)
    if day is None or day > today or day.year < year:
        raise ZoneCommandError(say("cli.zones.which_day", typed=on))
    _fit(say, note)
    decided = outcomes.of_year(tx, plan.id, year).get(commune.id)
    if decided is None or decided.outcome != "recognised":
        raise ZoneCommandError(say("cli.zones.never_recognised", unit=commune.name, year=year))
    outcomes.relapse(tx, plan.id, year, commune.id, day, note, person_id=None, now=now)
    return [say("zones.relapse_noted", unit=commune.name, day=say.day(day))]


def criteria_(
    commune: CommuneArgument,
    plan: PlanOption,
    year: YearOption,
    entries: Annotated[
        list[str] | None, typer.Option("--set", metavar='"A4: 3"', help="Ghi một mục, kể cả mục gửi bằng văn bản")
    ] = None,
) -> None:
    """Phiếu tiêu chí của một đơn vị cấp xã: xem, và ghi các mục gửi bằng văn bản (không hiện trong trò chuyện)."""
    say, now = words("vi"), Clock().now()
    _run(lambda tx: sheet(tx, say, commune, plan, year, entries or [], now))


def sheet(
    tx: Connection, say: Words, typed: str, plan_id: str, year: int, entries: list[str], now: datetime
) -> list[str]:
    """Stores the given items, all or none; returns the sheet, one line for each item. Raises ``ZoneCommandError``."""
    plan, today = plan_of(tx, say, plan_id, year), local_day(now)
    commune = commune_of(say, communes_on(tx, today), typed)
    questions = {question.id.casefold(): question for question in form_of(rules_of(plan)).questions}
    values = dict(_item(say, questions, item, now) for item in entries)
    if values:
        criteria.put(tx, plan.id, year, commune.id, values, None, now)
    reported = criteria.reported_values(tx, plan.id, year, [commune.id], fields_of(rules_of(plan))).get(commune.id, {})
    entered = criteria.entered_values(tx, plan.id, year, [commune.id]).get(commune.id, {})
    return [f"{commune.code}  {commune.name}", *_lines(say, questions, {**reported, **entered})]


def _item(say: Words, questions: dict[str, Question], text: str, now: datetime) -> tuple[str, Answer]:
    code, _, value = text.partition(":")
    question = questions.get(code.strip().casefold())
    if question is None:
        raise ZoneCommandError(
            say(
                "cli.zones.which_item",
                typed=text,
                items=", ".join(each_question.id for each_question in questions.values()),
            )
        )
    reading = read(question, value, local_day(now))
    if not isinstance(reading, ClearAnswer):
        raise ZoneCommandError(say("cli.zones.unclear_item", typed=text))
    if isinstance(reading.answer.value, str):
        _fit(say, reading.answer.value)
    return question.id, reading.answer


def _lines(say: Words, questions: dict[str, Question], values: dict[str, Answer]) -> Iterator[str]:
    for question in questions.values():
        answer = values.get(question.id)
        value = "–" if answer is None else _value(say, answer)
        yield f"  {question.label}: {value}"


def _value(say: Words, answer: Answer) -> str:
    if isinstance(answer.value, bool):
        return say("common.yes" if answer.value else "common.no")
    if isinstance(answer.value, int):
        return say.number(answer.value)
    return str(answer.value) if answer.value is not None else say(f"text.answer.{answer.state}")


def _selected(tx: Connection, say: Words, plan: Plan, year: int, typed: str) -> Unit:
    """A commune selected for that year, also if it no longer exists."""
    return commune_of(say, selected_zones.selected(tx, plan.id, year), typed)


def _fit(say: Words, text: str) -> None:
    """Raises ``ZoneCommandError`` for an empty text, a secrecy marking or personal data."""
    if secrecy_marking(text) or personal_data(text) or not text.strip():
        raise ZoneCommandError(say("cli.zones.no_such_text"))


def _run(work: Callable[[Connection], list[str]]) -> None:
    """Runs ``work`` in a transaction and prints its lines, or ends the command with the text of the error."""
    try:
        lines = with_store(work)
    except ZoneCommandError as error:
        fail(str(error))
    for line in lines:
        console.print(line, markup=False)
