"""``baocao members``: lists members by unit and revokes roles."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, fail, with_store
from bot.cli.invite import fail_ambiguous, matching_units
from bot.clock import Clock
from locales import Words, words
from reporting.deadlines.calendar import local_day
from storage.people import member_list, memberships
from storage.people.member_list import ListedMember
from storage.people.memberships import EndedMembership, KeepReason
from storage.people.people import Member
from storage.units import units
from storage.units.units import Unit

app = typer.Typer(help="Thành viên: danh sách, thu hồi vai trò.", no_args_is_help=True)


@app.command("list")
def list_(
    unit: Annotated[
        str | None, typer.Option(metavar="ĐƠN-VỊ", help="Chỉ đơn vị này và các đơn vị trực thuộc: mã hoặc tên")
    ] = None,
) -> None:
    """Thành viên theo đơn vị: số, tên, vai trò, từ ngày, nhắn gần nhất; và các đơn vị chưa có cán bộ báo cáo."""
    say, today = words("vi"), local_day(Clock().now())

    def load(tx: Connection) -> tuple[list[Unit], list[ListedMember], list[Unit]]:
        all_units = units.all_units(tx)
        roots = (
            matching_units(all_units, unit, today)
            if unit
            else [each_unit for each_unit in all_units if each_unit.parent_id is None]
        )
        if unit and len(roots) != 1:
            return roots, [], []
        listed = [listed_member for root in roots for listed_member in member_list.members_within(tx, root)]
        return (
            roots,
            listed,
            [each_unit for root in roots for each_unit in member_list.without_officer(tx, root, today)],
        )

    roots, listed, missing = with_store(load)
    if unit and len(roots) != 1:
        fail_ambiguous(say, unit, roots)
    if not listed:
        console.print(say("cli.members.nobody"))
    for listed_member in listed:
        console.print(_line(say, listed_member), markup=False)
    if missing:
        console.print(say("cli.members.without", n=len(missing)))
    for unit_without_officer in missing:
        console.print(f"  {unit_without_officer.code}  {unit_without_officer.name}", markup=False)


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của thành viên trong `baocao members list`")],
    force: Annotated[
        bool, typer.Option("--force", help="Thu hồi cả đầu mối duy nhất của đơn vị, quản trị duy nhất")
    ] = False,
) -> None:
    """Thu hồi một vai trò ngay lập tức; báo cáo đã soạn, đã nộp vẫn thuộc đơn vị."""
    say, now = words("vi"), Clock().now()

    def work(tx: Connection) -> tuple[Member | None, KeepReason | None, EndedMembership | None]:
        listed = member_list.get(tx, number)
        if listed is None:
            return None, None, None
        shield = memberships.shield(tx, listed.member)
        ended = memberships.revoke(tx, listed.member, now, None) if force or shield is None else None
        return listed.member, shield, ended

    member, shield, ended = with_store(work)
    if member is None:
        fail(say("cli.members.no_such", number=number))
    if ended is None:
        fail(
            f"{say(f'members.member.{shield}', name=member.name, unit=member.unit.name)} {say('cli.members.or_force')}"
        )
    role = say(f"text.role.{member.role}")
    console.print(say("members.member.revoked", name=member.name, role=role, unit=member.unit.name), markup=False)
    if ended.codes:
        console.print(say("members.member.codes_too", n=ended.codes), markup=False)


def _line(say: Words, listed_member: ListedMember) -> str:
    member, active = listed_member.member, listed_member.last_active
    return say(
        "cli.members.line",
        number=member.membership_id,
        code=member.unit.code,
        unit=member.unit.name,
        name=member.name,
        role=say(f"text.role.{member.role}"),
        since=say.day(local_day(listed_member.since)),
        active=say("members.active", day=say.day(local_day(active))) if active else say("members.never_active"),
    )
