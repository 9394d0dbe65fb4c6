"""``baocao ask``: reads and answers a question as /hoi does in the chat, for tests and other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot.cli.common import console, fail, read_store
from bot.cli.plans import read as read_plan
from bot.demo.units import demo_units
from handlers.questions.answers import reading_words
from handlers.questions.read_and_answer import Asker, PlanReading, ambiguous_readings, answer_question
from locales import words
from reporting.deadlines.calendar import TIME_ZONE, local_day
from reporting.plan.plan import Plan, UnitKind
from reporting.questions import parse
from reporting.roles import Role
from reporting.unit import UnitRecord
from storage.plans.files import load_calendar
from storage.plans.plans import PlanCache
from storage.units import units
from storage.units.units import Unit

say = words("vi")
OF_THE_PLAN = frozenset({"deadline", "plan", "help"})
"""Intents that are answered from the plan's text, also if the plan is not active."""
_PROVINCE = Unit(0, "", "", UnitKind.PROVINCE, None, "/0/")
"""The asking unit if there is no unit at all."""


def ask(
    text: Annotated[str, typer.Argument(metavar="CÂU-HỎI", help='Ví dụ: "huyen nao chua nop bc 6 thang".')],
    plan: Annotated[str, typer.Option(metavar="KẾ-HOẠCH", help="Mã kế hoạch (mẫu hoặc đã nhận), hoặc tệp YAML.")],
    role: Annotated[Role, typer.Option("--as", metavar="VAI-TRÒ", help="leader, coordinator, reporter hoặc admin.")],
    unit: Annotated[str, typer.Option(metavar="MÃ", help="Đơn vị của người hỏi; mặc định: cấp cao nhất.")] = "",
    today: Annotated[str, typer.Option(metavar="NGÀY", help="Coi như hỏi vào ngày này, ví dụ 2026-05-21.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Đọc một câu hỏi và trả lời; chưa có đơn vị nào thì dùng các đơn vị mẫu của kế hoạch."""
    loaded_plan, now = read_plan(plan), _moment(today)
    data = read_store(lambda tx: as_data(*_read(tx, text, loaded_plan, unit, now)))
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    console.print(data["answer"] or "\n".join((data["reading"], data["reason"])), markup=False)


def _moment(today: str) -> datetime:
    """Noon of the day "2026-05-21", or now; ends the command if it is no date."""
    if not today:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(today), time(12), tzinfo=TIME_ZONE)
    except ValueError:
        fail(say("cli.ask.bad_day", day=today))


def _read(tx: Connection, text: str, plan: Plan, code: str, now: datetime) -> tuple[PlanReading, bool]:
    """The question read against the plan, and whether the plan is active in this database."""
    plan_cache = PlanCache()
    active = next(
        (active_plan for active_plan in plan_cache.active(tx) if plan.id in (active_plan.id, active_plan.adopted_from)),
        None,
    )
    used_plan = active or plan
    known_units = units.all_units(tx) or _numbered(demo_units(used_plan.adopted_from or used_plan.id))
    root = _unit_of(known_units, code)
    within = [unit for unit in known_units if root.covers(unit)]
    asker = Asker(tx, plan_cache, root, say, now, local_day(now), load_calendar())
    reading_context = asker.reading_context(used_plan, within)
    parsed = parse(text, reading_context)
    return PlanReading(
        parsed,
        asker.question_context(used_plan, parsed.query, within, parsed.unknown_unit or ""),
        reading_context,
        text,
    ), active is not None


def _unit_of(known_units: Sequence[Unit], code: str) -> Unit:
    if code:
        unit = next((visible_unit for visible_unit in known_units if visible_unit.code == code), None)
        return unit or fail(say("cli.ask.no_unit", code=code))
    return min(known_units, key=lambda each_unit: (len(each_unit.ancestors), each_unit.code), default=_PROVINCE)


def as_data(reading: PlanReading, in_use: bool) -> dict[str, Any]:
    """The JSON output: ``{"reading", "query", "alternatives", "answer"}``; without an answer also ``"reason"``."""
    reply, parsed = answer_question(reading), reading.parsed
    is_unknown = not in_use and reading.context.query.intent not in OF_THE_PLAN
    is_unanswered = reply.is_empty or is_unknown
    others = [
        {"query": alternative.query.shown(), "score": alternative.score, "by": alternative.by}
        for alternative in parsed.alternatives
    ]
    data = {
        "reading": reading_words(reading.context),
        "query": parsed.query.shown(),
        "alternatives": others,
        "answer": None if is_unanswered else "\n\n".join(reply.paragraphs),
    }
    if ambiguous_readings(reading):
        data["doubt"] = parsed.doubt
    if is_unanswered:
        data["reason"] = say("cli.ask.no_data") if is_unknown else "\n\n".join(reply.paragraphs[1:])
    return data


def _numbered(entries: Sequence[UnitRecord]) -> list[Unit]:
    """Units with ids and paths as a database would give them, for this question only."""
    ids = {entry.code: number for number, entry in enumerate(entries, 1)}
    paths: dict[str, str] = {}
    numbered_units = []
    for entry in entries:
        paths[entry.code] = f"{paths.get(entry.parent or '', '/')}{ids[entry.code]}/"
        parent = ids[entry.parent] if entry.parent else None
        numbered_units.append(
            Unit(
                ids[entry.code],
                entry.code,
                entry.name,
                entry.kind,
                parent,
                paths[entry.code],
                entry.aliases,
            )
        )
    return numbered_units
