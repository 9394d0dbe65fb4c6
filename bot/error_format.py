"""An unexpected error as logs and tables keep it: never its text, which may hold what somebody said or a token."""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_error(error: BaseException) -> str:
    """ "ValueError in parse, counts.py line 34": the error and the innermost place it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    place = frames[-1]
    return f"{type(error).__name__} in {place.name}, {Path(place.filename).name} line {place.lineno}"


def call_path(error: BaseException) -> str:
    """The calls that led to it, as lines of code without values."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
