"""``baocao receipts``: verifies that a stored report is the one its receipt was issued for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, fail, with_store
from handlers.text.report_names import full_report_name
from locales import words
from reporting.integrity import submission_document
from storage.plans.plans import PlanCache
from storage.reports import obligations, submissions
from storage.reports.submissions import SubmittedVersion
from storage.units import units

app = typer.Typer(help="Biên nhận: kiểm tra.", no_args_is_help=True)


@app.callback()
def receipts() -> None:
    """Biên nhận: kiểm tra."""


@dataclass(frozen=True)
class ReceiptMatch:
    """A submitted version with the names of its report and unit."""

    version: SubmittedVersion
    report: str
    unit: str


@app.command("verify")
def verify(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã biên nhận, ví dụ CM26-6T-4F7K2")],
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON cho chương trình khác")] = False,
) -> None:
    """Tính lại SHA-256 của nội dung đã lưu và so với biên nhận; mã thoát 1 nếu không khớp hoặc không có."""
    say = words("vi")
    match = with_store(lambda tx: look_up(tx, code))
    if match is None:
        fail(say("cli.receipts.unknown", code=code))
    version = match.version
    if as_json:
        typer.echo(json.dumps(as_data(match), ensure_ascii=False, indent=2))
    else:
        console.print(say("cli.receipts.of", report=match.report, unit=match.unit), markup=False)
        sent = say("cli.receipts.sent", moment=say.moment(version.filed_at), version=version.version)
        console.print(sent, markup=False)
        console.print(say("cli.receipts.stored", sha=version.sha256), markup=False)
        console.print(say("cli.receipts.computed", sha=submission_document.sha256(version.content)), markup=False)
        console.print(say("cli.receipts.intact" if version.is_intact else "cli.receipts.broken"), markup=False)
    if not version.is_intact:
        raise typer.Exit(1)


def look_up(tx: Connection, code: str) -> ReceiptMatch | None:
    """The submitted version with this receipt code, or ``None``."""
    version = submissions.version_by_receipt(tx, code)
    obligation = obligations.get(tx, version.obligation_id) if version else None
    if version is None or obligation is None:
        return None
    plan = PlanCache().get(tx, obligation.plan_id)
    return ReceiptMatch(
        version, full_report_name(words("vi"), plan, obligation), units.get(tx, obligation.unit_id).name
    )


def as_data(match: ReceiptMatch) -> dict[str, object]:
    """The JSON output."""
    version = match.version
    return {
        "receipt": version.receipt,
        "report": match.report,
        "unit": match.unit,
        "version": version.version,
        "filed_at": version.filed_at.isoformat(),
        "nil": version.nil,
        "sha256": version.sha256,
        "intact": version.is_intact,
    }
