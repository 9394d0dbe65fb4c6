"""Unexpected errors for logs and tables: type and place, never the text, which may contain a message or token."""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_error(error: BaseException) -> str:
    """ "ValueError in parse, counts.py line 34": the type and the innermost place of the error."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    place = frames[-1]
    return f"{type(error).__name__} in {place.name}, {Path(place.filename).name} line {place.lineno}"


def call_path(error: BaseException) -> str:
    """The call stack of the error as lines of code, without values."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
