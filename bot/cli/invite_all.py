"""``baocao invite-all``: creates codes for a list of people; if a row is wrong, prints all faults and creates none."""

from __future__ import annotations

import asyncio
from datetime import UTC
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, load_settings, with_store
from bot.cli.invite import links
from bot.cli.units import read_table
from bot.clock import Clock
from bot.random_codes import SystemRandomCodes
from handlers.members.invitation_code import DAYS
from handlers.members.invitation_list import (
    CodedInvitation,
    code_sheet,
    fault_words,
    issue_all,
    open_invitations,
    resolve,
)
from locales import words
from reporting.deadlines.calendar import local_day
from reporting.imports.invite_rows import InviteRowFault, read
from reporting.roles import Role
from storage.people import invitations


class BulkInviteResult(NamedTuple):
    """Faults by row, or the codes created; ``withdrawn``: number of earlier codes that were revoked."""

    faults: list[InviteRowFault]
    coded: list[CodedInvitation]
    withdrawn: int


def invite_all(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Tệp .csv (UTF-8) hoặc .xlsx: mã đơn vị, vai trò, họ tên")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="CODES.xlsx", help="Bảng mã mời được ghi ra đây")],
    days: Annotated[int, typer.Option(min=1, max=365, help="Số ngày mã có hiệu lực")] = DAYS,
    revoke_earlier: Annotated[
        bool, typer.Option("--revoke-earlier", help="Thu hồi mã chưa dùng của cùng đơn vị, cùng vai trò")
    ] = False,
) -> None:
    """Cấp mã mời cho cả danh sách; có dòng sai thì không cấp mã nào. Mã trả về là một bảng tính."""
    say, now = words("vi"), Clock().now().astimezone(UTC).replace(microsecond=0)
    rows, faults = read(read_table(say, file))
    if not rows and not faults:
        fail(say("members.bulk.empty"))
    if out.exists():
        fail(say("cli.invite.exists", file=out))
    invitation_links = asyncio.run(links(load_settings()))

    def work(tx: Connection) -> BulkInviteResult:
        resolved, resolved_faults = resolve(tx, rows, None, frozenset(Role), local_day(now))
        all_faults = sorted((*faults, *resolved_faults), key=lambda fault: fault.row)
        if all_faults:
            return BulkInviteResult(all_faults, [], 0)
        withdrawn = invitations.revoke_all(tx, open_invitations(tx, resolved, now), now, None) if revoke_earlier else 0
        coded = issue_all(tx, resolved, SystemRandomCodes(), invitation_links, now, by=None, days=days)
        out.touch(mode=0o600)
        out.write_bytes(code_sheet(say, coded))  # inside the transaction: no codes without the file
        return BulkInviteResult([], coded, withdrawn)

    try:
        issued = with_store(work)
    except OSError as error:
        fail(say("cli.invite.unwritable", file=out, problem=error.strerror or error))
    for fault in issued.faults:
        errors.print(fault_words(say, fault), markup=False)
    if issued.faults:
        fail(say("members.bulk.refused", n=len(issued.faults)))
    console.print(say("cli.invite.written", n=len(issued.coded), file=out, withdrawn=issued.withdrawn), markup=False)
