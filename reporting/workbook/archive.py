"""Check whether a file may be opened as a workbook, made before any parser of spreadsheets reads it."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from reporting.workbook.file_type import file_type

WorkbookRefusal = Literal["too_big", "not_a_workbook", "old_format", "macros", "broken"]
MAX_SIZE = 2 * 1024 * 1024
"""Bytes; a template of 40 communes has 60 KB."""
MAX_PARTS = 200
MAX_UNPACKED = 20 * 1024 * 1024
"""Bytes of all parts together."""


def refusal(content: bytes) -> WorkbookRefusal | None:
    """Why the file must not be opened as a workbook; ``None`` if it may.

    It is refused if it is too big (packed or unpacked), of another format, damaged, or contains macros. A part never
    unpacks to more bytes than the directory of the archive says, so the sum of these sizes is an upper bound.
    """
    if len(content) > MAX_SIZE:
        return "too_big"
    if (kind := file_type(content)) != "zip":
        return "old_format" if kind == "ole" else "not_a_workbook"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _of_parts(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, NotImplementedError, EOFError):
        return "broken"


def _of_parts(archive: zipfile.ZipFile) -> WorkbookRefusal | None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "too_big"
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        return "macros"
    if "xl/workbook.xml" not in names:
        return "not_a_workbook"
    for part in parts:
        text = archive.read(part).replace(b"\0", b"")  # so that UTF-16 is searched too
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in text:
            return "macros"
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            return "broken"
    return None
