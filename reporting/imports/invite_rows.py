"""The rows of a list of people to be invited: unit code, role, and the name the code is for.

>>> read([["Mã đơn vị", "Vai trò", "Họ tên"], ["96", "Cán bộ báo cáo", "Cán bộ mẫu"]])
([Row(row=2, code='96', role=Role.REPORTER, name='Cán bộ mẫu')], [])
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
"""Rows in one list."""
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
"""What a column may be called, folded."""
ROLES = {
    Role.REPORTER: ("can bo bao cao", "can bo", "nguoi bao cao", "bao cao", "reporting officer", "officer"),
    Role.COORDINATOR: ("dau moi tong hop", "dau moi", "tong hop", "can bo tong hop", "co ordinator"),
    Role.LEADER: ("lanh dao", "thu truong", "chu tich"),
    Role.ADMIN: ("quan tri he thong", "quan tri", "quan tri vien", "administrator"),
}
"""What a role may be called, folded; besides its own name."""


@dataclass(frozen=True, slots=True)
class InviteRow:
    """One code wanted; ``name`` is for the list only: whoever uses the code is named as their channel names them."""

    row: int
    code: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class InviteRowFault:
    """Why a row of the file (from 1) cannot be used: a code with what its words need."""

    row: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InviteList:
    """A list as it was read, with what is wrong in it."""

    rows: tuple[InviteRow, ...]
    faults: tuple[InviteRowFault, ...]


def read(table: CellTable) -> tuple[list[InviteRow], list[InviteRowFault]]:
    """Every row that holds anything, and what cannot be read. Without a column for the role all are officers."""
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
    """Whether it looks like such a list: a column of codes and one of roles or of people."""
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
    meant = role_in(role) if role else Role.REPORTER
    return (
        InviteRow(number, code, meant, name) if meant else InviteRowFault(number, "unknown_role", {"value": role[:40]})
    )


def role_in(text: str) -> Role | None:
    """ "Đầu mối tổng hợp" → coordinator."""
    called = plain(text)
    return next((role for role, names in ROLES.items() if called in (role.value, *names)), None)


def _twice(rows: list[InviteRow]) -> list[InviteRowFault]:
    """A person named twice for the same role of a unit; two without a name are two codes."""
    first: dict[tuple[str, Role, str], int] = {}
    faults = []
    for row in rows:
        before = first.setdefault((row.code, row.role, row.name.casefold()), row.row)
        if row.name and before != row.row:
            faults.append(InviteRowFault(row.row, "twice", {"before": before}))
    return faults
