"""Reading of a list of people to invite; each row has a unit code, a role, and the name of the person.

>>> read([["Mã đơn vị", "Vai trò", "Họ tên"], ["96", "Cán bộ báo cáo", "Cán bộ mẫu"]])
([InviteRow(row=2, code='96', role=Role.REPORTER, name='Cán bộ mẫu')], [])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reporting.imports.columns import CellTable, column_name, header_row, plain
from reporting.imports.unit_rows import COLUMNS as OF_UNITS
from reporting.imports.unit_rows import LONGEST_CODE, LONGEST_NAME
from reporting.roles import Role
from reporting.text import clean

MOST = 1000
"""The most rows in one list."""
COLUMNS = {
    "code": OF_UNITS["code"],
    "role": ("vai tro", "vai tro he thong", "quyen", "role"),
    "name": (
        "ho ten",
        "ho va ten",
        "ten can bo",
        "can bo",
        "nguoi duoc moi",
        "ten nguoi duoc moi",
        "name",
        "full name",
    ),
}
"""Column → its possible headings, folded."""
ROLES = {
    Role.REPORTER: ("can bo bao cao", "can bo", "nguoi bao cao", "bao cao", "reporting officer", "officer"),
    Role.COORDINATOR: ("dau moi tong hop", "dau moi", "tong hop", "can bo tong hop", "co ordinator"),
    Role.LEADER: ("lanh dao", "thu truong", "chu tich"),
    Role.ADMIN: ("quan tri he thong", "quan tri", "quan tri vien", "administrator"),
}
"""Role → its possible names in a list, folded; the value of the role is accepted too."""


@dataclass(frozen=True, slots=True)
class InviteRow:
    """One invitation to create. ``row``: its number in the spreadsheet, from 1; ``code``: unit code.

    ``name`` appears only in the list of invitation codes; the name of a member comes from the channel.
    """

    row: int
    code: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class InviteRowFault:
    """Why a row (from 1) cannot be used: a code, and the params of its message."""

    row: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InviteList:
    """A list that was read, with its faults."""

    rows: tuple[InviteRow, ...]
    faults: tuple[InviteRowFault, ...]


def read(table: CellTable) -> tuple[list[InviteRow], list[InviteRowFault]]:
    """The rows that are not empty, and the faults of those that cannot be used.

    Without a column of roles all are officers.
    """
    top = header_row(table, COLUMNS, ("code",))
    if top is None:
        return [], [InviteRowFault(1, "no_header")]
    columns = [column_name(cell, COLUMNS) for cell in table[top]]
    rows: list[InviteRow] = []
    faults: list[InviteRowFault] = []
    for number, cells in enumerate(table[top + 1 :], start=top + 2):
        texts = {name: " ".join(clean(cell).split()) for name, cell in zip(columns, cells, strict=False) if name}
        if not any(texts.values()):
            continue
        row = _row(number, texts.get("code", ""), texts.get("role", ""), texts.get("name", ""))
        if isinstance(row, InviteRow):
            rows.append(row)
        else:
            faults.append(row)
    if len(rows) > MOST:
        return [], [InviteRowFault(top + 1, "too_many", {"n": len(rows), "most": MOST})]
    return rows, faults or _twice(rows)


def is_list(table: CellTable) -> bool:
    """Whether a table looks like a list of people to invite: it has a column of codes, and one of roles or names."""
    top = header_row(table, COLUMNS, ("code",))
    return top is not None and bool({"role", "name"} & {column_name(cell, COLUMNS) for cell in table[top]})


def _row(number: int, code: str, role: str, name: str) -> InviteRow | InviteRowFault:
    code = code.removesuffix(".0")
    if not code:
        return InviteRowFault(number, "no_code")
    if len(code) > LONGEST_CODE:
        return InviteRowFault(number, "unknown_code", {"value": f"{code[:LONGEST_CODE]}…"})
    if len(name) > LONGEST_NAME:
        return InviteRowFault(number, "long_name", {"most": LONGEST_NAME})
    known_role = role_in(role) if role else Role.REPORTER
    if known_role is None:
        return InviteRowFault(number, "unknown_role", {"value": role[:40]})
    return InviteRow(number, code, known_role, name)


def role_in(text: str) -> Role | None:
    """The role with this name: "Đầu mối tổng hợp" → coordinator. ``None`` if it is not known."""
    name = plain(text)
    return next((role for role, names in ROLES.items() if name in (role.value, *names)), None)


def _twice(rows: list[InviteRow]) -> list[InviteRowFault]:
    """Faults for a name listed twice for the same role and unit; rows without a name may repeat."""
    first: dict[tuple[str, Role, str], int] = {}
    faults = []
    for row in rows:
        before = first.setdefault((row.code, row.role, row.name.casefold()), row.row)
        if row.name and before != row.row:
            faults.append(InviteRowFault(row.row, "twice", {"before": before}))
    return faults
