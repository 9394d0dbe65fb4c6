"""``baocao ask``: a question read and answered as the chat would, for trying out and for programs."""

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
"""Questions that the plan's own text answers, also where it is not in use."""
_PROVINCE = Unit(0, "", "", UnitKind.PROVINCE, None, "/0/")
"""Who asks where no unit is known at all."""


def ask(
    text: Annotated[str, typer.Argument(metavar="CÂU-HỎI", help='Ví dụ: "huyen nao chua nop bc 6 thang".')],
    plan: Annotated[str, typer.Option(metavar="KẾ-HOẠCH", help="Mã kế hoạch (mẫu hoặc đã nhận), hoặc tệp YAML.")],
    role: Annotated[Role, typer.Option("--as", metavar="VAI-TRÒ", help="leader, coordinator, reporter hoặc admin.")],
    unit: Annotated[str, typer.Option(metavar="MÃ", help="Đơn vị của người hỏi; mặc định: cấp cao nhất.")] = "",
    today: Annotated[str, typer.Option(metavar="NGÀY", help="Coi như hỏi vào ngày này, ví dụ 2026-05-21.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Đọc một câu hỏi và trả lời; chưa có đơn vị nào thì dùng các đơn vị mẫu của kế hoạch."""
    matching_plan, now = read_plan(plan), _moment(today)
    data = read_store(lambda tx: as_data(*_read(tx, text, matching_plan, unit, now)))
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    console.print(data["answer"] or "\n".join((data["reading"], data["reason"])), markup=False)


def _moment(today: str) -> datetime:
    if not today:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(today), time(12), tzinfo=TIME_ZONE)
    except ValueError:
        fail(say("cli.ask.bad_day", day=today))


def _read(tx: Connection, text: str, plan: Plan, code: str, now: datetime) -> tuple[PlanReading, bool]:
    """The question as the plan reads it; whether the plan is in use here."""
    shelf = PlanCache()
    live = next(
        (active_plan for active_plan in shelf.active(tx) if plan.id in (active_plan.id, active_plan.adopted_from)), None
    )
    used = live or plan
    seen = units.all_units(tx) or _planted(demo_units(used.adopted_from or used.id))
    root = _asking(seen, code)
    within = [unit for unit in seen if root.covers(unit)]
    asker = Asker(tx, shelf, root, say, now, local_day(now), load_calendar())
    ground = asker.reading_context(used, within)
    parsed = parse(text, ground)
    return PlanReading(
        parsed, asker.question_context(used, parsed.query, within, parsed.unknown_unit or ""), ground, text
    ), live is not None


def _asking(seen: Sequence[Unit], code: str) -> Unit:
    if code:
        unit = next((visible_unit for visible_unit in seen if visible_unit.code == code), None)
        return unit or fail(say("cli.ask.no_unit", code=code))
    return min(seen, key=lambda each_unit: (len(each_unit.ancestors), each_unit.code), default=_PROVINCE)


def as_data(reading: PlanReading, in_use: bool) -> dict[str, Any]:
    """``{"reading", "query", "alternatives", "answer"}``; without an answer also the ``reason``."""
    reply, parsed = answer_question(reading), reading.parsed
    unknown = not in_use and reading.context.query.intent not in OF_THE_PLAN
    nothing = reply.is_empty or unknown
    others = [
        {"query": alternative.query.shown(), "score": alternative.score, "by": alternative.by}
        for alternative in parsed.alternatives
    ]
    data = {
        "reading": reading_words(reading.context),
        "query": parsed.query.shown(),
        "alternatives": others,
        "answer": None if nothing else "\n\n".join(reply.paragraphs),
    }
    if ambiguous_readings(reading):
        data["doubt"] = parsed.doubt
    if nothing:
        data["reason"] = say("cli.ask.no_data") if unknown else "\n\n".join(reply.paragraphs[1:])
    return data


def _planted(entries: Sequence[UnitRecord]) -> list[Unit]:
    """Units known only for this question: ids and paths as a database would give them."""
    ids = {each_unit_record.code: number for number, each_unit_record in enumerate(entries, 1)}
    paths: dict[str, str] = {}
    matching_units = []
    for unit_record in entries:
        paths[unit_record.code] = f"{paths.get(unit_record.parent or '', '/')}{ids[unit_record.code]}/"
        parent = ids[unit_record.parent] if unit_record.parent else None
        matching_units.append(
            Unit(
                ids[unit_record.code],
                unit_record.code,
                unit_record.name,
                unit_record.kind,
                parent,
                paths[unit_record.code],
                unit_record.aliases,
            )
        )
    return matching_units
