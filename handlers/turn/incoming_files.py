"""Parsing an incoming file before the turn, so that the turn's transaction does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers.turn.messages import File, Incoming, ParsedContent
from reporting.imports.columns import HEADER_WITHIN
from reporting.imports.invite_rows import MOST, InviteList, InviteRowFault, is_list, read
from reporting.workbook import UnreadableWorkbook, read_workbook
from reporting.workbook.file_type import file_type
from storage.units.files import UnreadableList, of_csv, of_xlsx

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")


def parse_incoming_file(incoming: Incoming) -> Incoming:
    """The message with ``file.parsed`` set. Slow and pure: to be called outside of every transaction."""
    file = incoming.file
    if file is None or not file.content or incoming.typed_text:
        return incoming
    return replace(incoming, file=replace(file, parsed=_inside(file)))


def _inside(file: File) -> ParsedContent:
    file_kind = file_type(file.content)
    if file_kind in ("zip", "ole") or file.name.lower().endswith(SPREADSHEETS):
        inside = read_workbook(file.content)
        return _people(file, of_xlsx) or inside if inside == UnreadableWorkbook("unknown") else inside
    if file_kind is None and (file.name.lower().endswith(".csv") or file.mime == "text/csv"):
        return _people(file, of_csv)
    return file_kind


def _people(file: File, cells: Callable[[bytes, int], list[list[str]]]) -> InviteList | None:
    """The list of people to be invited, where the file is one; else ``None``."""
    try:
        table = cells(file.content, MOST + HEADER_WITHIN + 1)
    except UnreadableList as unreadable:
        return InviteList((), (InviteRowFault(1, unreadable.code),))
    if not is_list(table):
        return None
    rows, faults = read(table)
    return InviteList(tuple(rows), tuple(faults))
