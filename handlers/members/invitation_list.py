"""Many invitations at once: a list is checked whole, and the codes come back as a spreadsheet."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from sqlalchemy import Connection

from handlers.members.invitation_code import DAYS, invitation_link
from handlers.turn.services import Links, RandomCodes
from locales import Words
from reporting.imports.invite_rows import InviteRow, InviteRowFault
from reporting.roles import Role
from storage.people import invitations
from storage.people.invitations import Invitation
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class InvitationRequest:
    """One code to be issued; ``name``: whom the list says it is for, may be empty."""

    unit: Unit
    role: Role
    name: str = ""


@dataclass(frozen=True, slots=True)
class CodedInvitation:
    """A code issued."""

    id: int
    wanted: InvitationRequest
    code: str
    link: str | None
    until: datetime


def resolve(
    tx: Connection, rows: Iterable[InviteRow], within: Unit | None, roles: Collection[Role], today: date
) -> tuple[list[InvitationRequest], list[InviteRowFault]]:
    """The units of a list by code; ``within`` and ``roles`` bound what its sender may hand out."""
    by_code = {each_unit.code: each_unit for each_unit in units.all_units(tx)}
    wanted: list[InvitationRequest] = []
    faults: list[InviteRowFault] = []
    for row in rows:
        unit = by_code.get(row.code)
        if fault := _fault(row, unit, within, roles, today):
            faults.append(fault)
        elif unit is not None:
            wanted.append(InvitationRequest(unit, row.role, row.name))
    return wanted, faults


def _fault(
    row: InviteRow, unit: Unit | None, within: Unit | None, roles: Collection[Role], today: date
) -> InviteRowFault | None:
    if unit is None:
        return InviteRowFault(row.row, "unknown_code", {"value": row.code})
    if within is not None and not within.covers(unit):
        return InviteRowFault(row.row, "outside", {"unit": unit.name})
    if not unit.exists_on(today):
        return InviteRowFault(row.row, "not_now", {"unit": unit.name})
    return None if row.role in roles else InviteRowFault(row.row, "not_this_role", {"role": row.role})


def fault_words(say: Words, fault: InviteRowFault) -> str:
    """ "Dòng 4: không có đơn vị mã "96x"."""
    params = {
        name: say(f"text.role.{value}") if isinstance(value, Role) else value for name, value in fault.params.items()
    }
    return say("members.bulk.row", row=fault.row, problem=say(f"members.bulk.problem.{fault.code}", **params))


def open_invitations(tx: Connection, wanted: Iterable[InvitationRequest], now: datetime) -> list[Invitation]:
    """The codes still open for the same units and roles."""
    wanted_roles = {(request.unit.id, request.role) for request in wanted}
    existing_invitations = invitations.open_into(tx, {unit for unit, _ in wanted_roles}, now)
    return [invitation for invitation in existing_invitations if (invitation.unit.id, invitation.role) in wanted_roles]


def issue_all(
    tx: Connection,
    wanted: Sequence[InvitationRequest],
    random_codes: RandomCodes,
    links: Links,
    now: datetime,
    *,
    by: int | None,
    days: int = DAYS,
) -> list[CodedInvitation]:
    """A code for each, for one person."""
    until = now + timedelta(days=days)
    coded = []
    for request in wanted:
        code = random_codes.code(invitations.LENGTH)
        invitation_id = invitations.add(tx, code, request.unit, request.role, by=by, now=now, expires_at=until)
        coded.append(
            CodedInvitation(invitation_id, request, invitations.format_code(code), invitation_link(links, code), until)
        )
    return coded


def role_counts(say: Words, wanted: Iterable[InvitationRequest]) -> str:
    """ "Cán bộ báo cáo: 12; Lãnh đạo: 1"."""
    counts: Mapping[Role, int] = Counter(request.role for request in wanted)
    return "; ".join(f"{say(f'text.role.{role}')}: {say.number(counts[role])}" for role in Role if counts[role])


def code_sheet(say: Words, coded: Iterable[CodedInvitation]) -> bytes:
    """The codes as .xlsx: unit code, unit, role, name, code, link, until when."""
    rows = (
        [
            invitation.wanted.unit.code,
            invitation.wanted.unit.name,
            say(f"text.role.{invitation.wanted.role}"),
            invitation.wanted.name,
            invitation.code,
            invitation.link or "",
            say.moment(invitation.until),
        ]
        for invitation in coded
    )
    return _sheet([say(f"members.bulk.column.{name}") for name in _CODES], rows)


def blank_sheet(say: Words, some: Iterable[Unit]) -> bytes:
    """A list to be filled in, with these units in it as officers."""
    rows = ([unit.code, unit.name, say(f"text.role.{Role.REPORTER}"), ""] for unit in some)
    return _sheet([say(f"members.bulk.column.{name}") for name in _CODES[:4]], rows)


_CODES = ("unit_code", "unit", "role", "name", "code", "link", "until")
_WIDTHS = (14, 34, 20, 26, 14, 50, 26)


def _sheet(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    book, content = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("baocao")
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    book.save(content)
    return content.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    """A text, whatever it begins with: a name must not become a formula."""
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell
