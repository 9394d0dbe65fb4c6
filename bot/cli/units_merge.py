"""``baocao units merge``: merges units into another; the operator decides who takes over the reports still owed."""

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
from storage.lifecycle.report_transfer import ReportHeir
from storage.lifecycle.unit_merge import (
    MergeResult,
    MergeUnanswered,
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
    """The values of ``--officers``."""

    MOVE = "move"
    KEEP = "keep"
    END = "end"


STAFF: dict[StaffOption, StaffTransfer] = {StaffOption.MOVE: "move", StaffOption.KEEP: "keep", StaffOption.END: "end"}


class _DryRunDone(Exception):
    """Ends the transaction of a dry run without commit; ``lines``: what the merger would do."""

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
    first, heirs = _day(say, on, local_day(now)), _report_heirs(say, inherit or [], old)

    def work(tx: Connection) -> list[str]:
        plan_cache, new = PlanCache(), units.by_code(tx, into)
        why = say("units.merge.why", unit=new.name if new else into, day=say.day(first))
        merger = UnitMerger(tuple(dict.fromkeys(old)), into, first, heirs, STAFF[officers] if officers else None, why)
        try:
            merged = merge(tx, plan_cache, merger, load_calendar(), now)
        except MergeUnanswered as error:
            _refuse(say, open_words(tx, say, plan_cache, error), "cli.units_merge.unanswered")
        lines = _lines(tx, say, plan_cache, merged)
        if dry_run:
            raise _DryRunDone(lines)
        return lines

    try:
        lines = with_store(work)
    except UnknownUnitCode as error:
        fail(say("cli.units_merge.unknown_code", code=error.code))
    except UnitTreeInvalid as error:
        _refuse(say, [problem_words(say, problem) for problem in error.problems], "cli.units_merge.unfit")
    except _DryRunDone as dry_run_done:
        lines = [*dry_run_done.lines, say("cli.units_merge.dry")]
    for line in lines:
        console.print(line, markup=False)


def _refuse(say: Words, lines: list[str], key: str) -> None:
    for line in lines:
        errors.print(f"  - {line}", markup=False)
    fail(say(key))


def _lines(tx: Connection, say: Words, plan_cache: PlanCache, merged: MergeResult) -> list[str]:
    return [
        say("units.merge.done", old=", ".join(unit.name for unit in merged.ending), new=merged.into.name),
        *(carried_words(tx, say, plan_cache, carried_report, merged.into) for carried_report in merged.carried),
        *([say("cli.units_merge.withdrawn", n=merged.withdrawn)] if merged.withdrawn else []),
        *(say("units.merge.child", unit=child.name, new=merged.into.name) for child in merged.children),
        *(member_words(say, member) for member in merged.people),
    ]


def _day(say: Words, typed: str, today: date) -> date:
    read = read_date_input(typed, today)
    if isinstance(read, DateInput) and read.hour is None:
        return read.day
    fail(say("units.merge.bad_day", text=typed), code=2)


def _report_heirs(say: Words, given: list[str], old: list[str]) -> dict[str, ReportHeir]:
    heirs: dict[str, ReportHeir] = {}
    for text in given:
        code, _, how = text.partition("=")
        heir = next((known for known in get_args(ReportHeir) if known == how), None)
        if code not in old or heir is None:
            fail(say("cli.units_merge.bad_heir", text=text), code=2)
        heirs[code] = heir
    return heirs
