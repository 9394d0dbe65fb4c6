"""Recognition of a file's type from its content: names and media types come from the sender and may be wrong."""

from __future__ import annotations

import re
from typing import Literal

from reporting.text import clean

FileType = Literal["pdf", "jpeg", "png", "zip", "ole"]
"""``zip``: also .xlsx files. ``ole``: .xls files, and Office files with a password."""

MIMES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
_NAMELESS = {"photo", "image", "document", "tep"}
"""Names that channels give to files without a name."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_TAIL = 1024


def file_type(content: bytes) -> FileType | None:
    """The type of a file; ``None`` for other types, and for an image or PDF whose end is missing.

    >>> file_type(b"MZ..."), file_type(b"%PDF-1.7 ... %%EOF")
    (None, 'pdf')
    """
    tail = content[-_TAIL:]
    if content.startswith(b"%PDF-"):
        return "pdf" if b"%%EOF" in tail else None
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg" if b"\xff\xd9" in tail else None
    if content.startswith(_PNG):
        return "png" if _PNG_END in tail else None
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    return "ole" if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else None


def safe_name(name: str, kind: FileType) -> str:
    """A safe file name: no path, no special characters, at most 80 characters, with the extension of its type.

    >>> safe_name("C:\\\\mau\\\\../bao cao.exe", "pdf"), safe_name("photo", "jpeg")
    ('bao cao.pdf', 'ban-ky.jpg')
    """
    last = re.split(r"[/\\]", clean(name))[-1]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = re.sub(r"[^\w .()-]", "", stem).strip(" .")[:80].rstrip(" .")
    return f"{stem if stem and stem not in _NAMELESS else 'ban-ky'}{_ENDINGS.get(kind, '')}"
