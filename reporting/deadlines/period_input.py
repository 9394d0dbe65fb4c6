"""Reading of a typed period: "2023", "6 tháng 2023", "quý I/2023", "2023-H1"."""

from __future__ import annotations

import re

from reporting.deadlines.calendar import period_key
from reporting.plan.schedule import PeriodKind
from reporting.text import fold

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BETWEEN = r"[ /.\-]*(?:cua )?(?:nam )?"
_QUARTERS: dict[str, PeriodKind] = {
    **dict.fromkeys(("i", "1", "01"), "Q1"),
    **dict.fromkeys(("ii", "2", "02"), "Q2"),
    **dict.fromkeys(("iii", "3", "03"), "Q3"),
    **dict.fromkeys(("iv", "4", "04"), "Q4"),
}
_KEY = re.compile(rf"{_YEAR}[ \-]*(?P<kind>q[1-4]|h1|y)")
_YEARLY = re.compile(rf"(?:ca |trong )?(?:nam )?{_YEAR}")
_HALF = re.compile(rf"(?:h1|(?:0?6|sau) ?(?:thang|t))(?: dau)?{_BETWEEN}{_YEAR}")
_QUARTER = re.compile(rf"(?:quy |q)(?P<quarter>iv|i{{1,3}}|0?[1-4]){_BETWEEN}{_YEAR}")


def read_period(text: str) -> str | None:
    """→ "2023-Y", "2023-H1", "2023-Q1"; ``None`` for anything else, also for a second half ("6 tháng cuối năm")."""
    phrase = fold(text)
    if match := _KEY.fullmatch(phrase):
        return f"{match['year']}-{match['kind'].upper()}"
    if match := _YEARLY.fullmatch(phrase):
        return period_key(int(match["year"]), "Y")
    if match := _HALF.fullmatch(phrase):
        return period_key(int(match["year"]), "H1")
    if match := _QUARTER.fullmatch(phrase):
        return period_key(int(match["year"]), _QUARTERS[match["quarter"]])
    return None
