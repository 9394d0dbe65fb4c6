"""What a file that came in is: looked at before the turn, whose transaction it must not hold up."""

from __future__ import annotations

from dataclasses import replace

from handlers.messages import File, Incoming, Inside
from reporting.filetype import file_type
from reporting.workbook import read_workbook

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")


def looked_into(incoming: Incoming) -> Incoming:
    """The message with ``file.inside`` set. Slow and pure: to be called outside of every transaction."""
    file = incoming.file
    if file is None or not file.content or incoming.said:
        return incoming
    return replace(incoming, file=replace(file, inside=_inside(file)))


def _inside(file: File) -> Inside:
    found = file_type(file.content)
    if found in ("zip", "ole") or file.name.lower().endswith(SPREADSHEETS):
        return read_workbook(file.content)
    return found
