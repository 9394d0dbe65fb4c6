"""``baocao audit``: lists the audit log and verifies its chain of seals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, NamedTuple

import orjson
import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, read_store
from handlers.text.report_names import report_name
from locales import Words, words
from reporting.deadlines.calendar import TIME_ZONE
from reporting.integrity.audit_chain import ChainFault, ChainHead
from storage.audit import audit, listing
from storage.audit.listing import AuditRow
from storage.plans.plans import PlanCache
from storage.reports import obligations, submissions
from storage.units import units

app = typer.Typer(help="Nhật ký: ai đã làm gì, và nhật ký có bị sửa không.", no_args_is_help=True)

JsonOption = Annotated[bool, typer.Option("--json", help="In dạng JSON cho chương trình khác")]


class UnknownUnitName(Exception):
    """No unit has this code; the argument is the text for the operator."""


class AuditLine(NamedTuple):
    """A row of the log and its report or plan: "6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước"."""

    row: AuditRow
    subject: str


@app.command("list")
def list_(
    unit: Annotated[str | None, typer.Option(metavar="MÃ", help="Chỉ đơn vị này và các đơn vị trực thuộc")] = None,
    report: Annotated[
        str | None, typer.Option(metavar="MÃ", help="Mã biên nhận, hoặc mã báo cáo trong kế hoạch (six-months)")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Từ ngày này")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Số dòng mới nhất được in")] = 200,
    as_json: JsonOption = False,
) -> None:
    """Ai đã làm gì với báo cáo, vai trò, thời hạn, kế hoạch nào; dòng mới nhất ở cuối."""
    say, begin = words("vi"), since.replace(tzinfo=TIME_ZONE) if since else None
    try:
        lines = read_store(lambda tx: look_up(tx, say, unit, report, begin, limit))
    except UnknownUnitName as unknown:
        fail(str(unknown))
    if as_json:
        typer.echo(orjson.dumps([asdict(audit_line.row) | {"subject": audit_line.subject} for audit_line in lines]))
        return
    for entry in lines:
        console.print(line(say, entry), markup=False)
    if not lines:
        console.print(say("cli.audit.nothing"), markup=False)


def look_up(
    tx: Connection, say: Words, unit: str | None, report: str | None, since: datetime | None, limit: int
) -> list[AuditLine]:
    """The newest rows that match, oldest first. Raises UnknownUnitName."""
    within = units.by_code(tx, unit) if unit else None
    if unit and within is None:
        raise UnknownUnitName(say("cli.audit.no_unit", code=unit))
    version = submissions.version_by_receipt(tx, report) if report else None
    rows = listing.newest(
        tx,
        under=within.path if within else None,
        report_id=report if report and version is None else None,
        obligation_id=version.obligation_id if version else None,
        since=since,
        limit=limit,
    )
    plan_cache = PlanCache()
    return [AuditLine(row, subject(tx, say, plan_cache, row)) for row in rows]


def subject(tx: Connection, say: Words, plan_cache: PlanCache, row: AuditRow) -> str:
    """ "6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước"."""
    owed = obligations.get(tx, row.obligation_id) if row.obligation_id else None
    report = report_name(say, plan_cache.get(tx, owed.plan_id), owed) if owed else row.plan_id
    return " · ".join(filter(None, (report, row.unit)))


def line(say: Words, audit_line: AuditLine) -> str:
    """ "12  09:42 ngày 19/5/2026  Cán bộ mẫu Một: nộp báo cáo · 6 tháng năm 2026 · … (version=1)"."""
    row = audit_line.row
    key = f"cli.audit.action.{row.action}"
    done = say(key) if key in say else row.action
    detail = ", ".join(f"{name}={value}" for name, value in row.detail.items() if value is not None)
    return say(
        "cli.audit.line",
        number=row.number or "–",
        at=say.moment(row.at),
        who=row.person or say("cli.audit.machine"),
        done=" · ".join(filter(None, (done, audit_line.subject))),
        detail=f" ({detail})" if detail else "",
    )


class AuditVerification(NamedTuple):
    """The result of a verification: newest seal, rows without seal, faults."""

    head: ChainHead
    unsealed: int
    faults: list[ChainFault]


@app.command("verify")
def verify(
    head: Annotated[str | None, typer.Option(metavar="NIÊM-PHONG", help="Niêm phong đã ghi lại trước đây")] = None,
    count: Annotated[int | None, typer.Option(min=1, help="Số dòng của nhật ký khi đó")] = None,
    as_json: JsonOption = False,
) -> None:
    """Tính lại chuỗi niêm phong; nêu đúng dòng bị sửa, xóa, đổi chỗ, chèn; mã thoát 1 nếu có."""
    say = words("vi")
    if (head is None) != (count is None):
        fail(say("cli.audit.head_and_count"), code=2)
    known = [ChainHead(count, head.strip().lower())] if head and count else []
    state = read_store(lambda tx: AuditVerification(audit.head(tx), audit.unsealed(tx)[0], audit.verify(tx, known)))
    if as_json:
        faults = [fault._asdict() for fault in state.faults]
        typer.echo(orjson.dumps({**asdict(state.head), "unsealed": state.unsealed, "faults": faults}))
    else:
        show(say, state)
    if state.faults:
        raise typer.Exit(1)


def show(say: Words, state: AuditVerification) -> None:
    """Prints the result as text."""
    for fault in fault_lines(say, state.faults):
        errors.print(fault, style="red", markup=False)
    if not state.faults:
        console.print(say("cli.audit.intact", n=state.head.count), markup=False)
    if state.head.count:
        console.print(say("cli.audit.head", seal=state.head.seal, n=state.head.count), markup=False)
    if state.unsealed:
        console.print(say("cli.audit.unsealed", n=state.unsealed), markup=False)


def fault_lines(say: Words, faults: list[ChainFault]) -> Iterator[str]:
    """One line for each fault of the chain."""
    for fault in faults:
        is_single = fault.number == fault.until
        rows = say("cli.audit.row" if is_single else "cli.audit.rows", number=fault.number, until=fault.until)
        yield say(f"cli.audit.{fault.kind}", rows=rows, place=fault.place, until=fault.until)
