"""Check of typed names of people."""

from __future__ import annotations

import re

from reporting.text import clean

LONGEST = 80
_ALLOWED = re.compile(r"[^\W_]+(?:[ .,'’()-]+[^\W_]+)*[.)]?")


def person_name(text: str) -> str | None:
    """The name as typed, on one line with single spaces; ``None`` if the text cannot be a name.

    >>> person_name("  Trần  Thị Mẫu "), person_name("12"), person_name("<b>x</b>")
    ('Trần Thị Mẫu', None, None)
    """
    name = " ".join(clean(text).split())
    letters = sum(char.isalpha() for char in name)
    return name if letters >= 2 and len(name) <= LONGEST and _ALLOWED.fullmatch(name) else None
