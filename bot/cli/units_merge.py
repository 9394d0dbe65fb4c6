"""``baocao units merge``: units end and go into another; who takes over what they still owe is asked, not guessed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, get_args

import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, with_store
from bot.cli.units import problem_words
from bot.clock import Clock
from handlers.units.merge_text import carried_words, member_words, open_words
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.form_entry.date_input import DateInput, read_date_input
from storage.lifecycle.unit_merge import (
    MergeResult,
    MergeUnanswered,
    ReportHeir,
    StaffTransfer,
    UnitMerger,
    UnitTreeInvalid,
    UnknownUnitCode,
    merge,
)
from storage.plans.files import load_calendar
from storage.plans.plans import PlanCache
from storage.units import units


class StaffOption(StrEnum):
    MOVE = "move"
    KEEP = "keep"
    END = "end"


STAFF: dict[StaffOption, StaffTransfer] = {StaffOption.MOVE: "move", StaffOption.KEEP: "keep", StaffOption.END: "end"}


class _DryRunDone(Exception):
    """What a merger would do: raised so that nothing of it stays."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines


def merge_units(
    old: Annotated[list[str], typer.Argument(metavar="OLD…", help="Mã các đơn vị kết thúc")],
    into: Annotated[str, typer.Option("--into", metavar="NEW", help="Mã đơn vị mới, đã có trong danh sách")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Ngày đầu tiên của đơn vị mới, ví dụ 1/7/2026")],
    inherit: Annotated[
        list[str] | None,
        typer.Option(
            "--inherit",
            metavar="OLD=HOW",
            help="Báo cáo còn phải nộp của đơn vị cũ: MÃ=transfer (đơn vị mới tiếp nhận), "
            "MÃ=excuse (miễn) hoặc MÃ=keep (đơn vị cũ tự nộp, khi hạn ở trước ngày hợp nhất)",
        ),
    ] = None,
    officers: Annotated[
        StaffOption | None,
        typer.Option("--officers", help="Cán bộ của đơn vị cũ: chuyển sang đơn vị mới, giữ nguyên, hoặc kết thúc"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết những gì sẽ thay đổi, không ghi")] = False,
) -> None:
    """Hợp nhất đơn vị: đặt ngày kết thúc, ghi đơn vị trước; chưa trả lời ai tiếp nhận thì không ghi gì."""
    say, now = words("vi"), Clock().now()
    first, heirs = _day(say, on, local_day(now)), _heirs(say, inherit or [], old)

    def work(tx: Connection) -> list[str]:
        shelf, new = PlanCache(), units.by_code(tx, into)
        why = say("units.merge.why", unit=new.name if new else into, day=say.day(first))
        merger = UnitMerger(tuple(dict.fromkeys(old)), into, first, heirs, STAFF[officers] if officers else None, why)
        try:
            merged = merge(tx, shelf, merger, load_calendar(), now)
        except MergeUnanswered as unanswered:
            _refuse(say, open_words(tx, say, shelf, unanswered), "cli.units_merge.unanswered")
        lines = _lines(tx, say, shelf, merged)
        if dry_run:
            raise _DryRunDone(lines)
        return lines

    try:
        lines = with_store(work)
    except UnknownUnitCode as unknown:
        fail(say("cli.units_merge.unknown_code", code=unknown.code))
    except UnitTreeInvalid as unfit:
        _refuse(say, [problem_words(say, problem) for problem in unfit.problems], "cli.units_merge.unfit")
    except _DryRunDone as tried:
        lines = [*tried.lines, say("cli.units_merge.dry")]
    for line in lines:
        console.print(line, markup=False)


def _refuse(say: Words, lines: list[str], key: str) -> None:
    for line in lines:
        errors.print(f"  - {line}", markup=False)
    fail(say(key))


def _lines(tx: Connection, say: Words, shelf: PlanCache, merged: MergeResult) -> list[str]:
    return [
        say("units.merge.done", old=", ".join(unit.name for unit in merged.ending), new=merged.into.name),
        *(carried_words(tx, say, shelf, carried_report, merged.into) for carried_report in merged.carried),
        *([say("cli.units_merge.withdrawn", n=merged.withdrawn)] if merged.withdrawn else []),
        *(say("units.merge.child", unit=child.name, new=merged.into.name) for child in merged.children),
        *(member_words(say, member) for member in merged.people),
    ]


def _day(say: Words, typed: str, today: date) -> date:
    read = read_date_input(typed, today)
    if isinstance(read, DateInput) and read.hour is None:
        return read.day
    fail(say("units.merge.bad_day", text=typed), code=2)


def _heirs(say: Words, given: list[str], old: list[str]) -> dict[str, ReportHeir]:
    heirs: dict[str, ReportHeir] = {}
    for one in given:
        code, _, how = one.partition("=")
        heir = next((known for known in get_args(ReportHeir) if known == how), None)
        if code not in old or heir is None:
            fail(say("cli.units_merge.bad_heir", text=one), code=2)
        heirs[code] = heir
    return heirs
