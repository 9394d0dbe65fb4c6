"""What a question asks, as data.

"huyện nào chưa nộp báo cáo 6 tháng" asked in May 2026::

    Query(intent="missing", level="district", period="2026-H1")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

Intent: TypeAlias = Literal[
    "missing",
    "late",
    "filed",
    "count",
    "rate",
    "target",
    "compare",
    "rank",
    "deadline",
    "plan",
    "summary",
    "help",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)
Order: TypeAlias = Literal["most", "least"]
QueryDoubt: TypeAlias = Literal["unit", "subject", "intent"]


@dataclass(frozen=True, slots=True)
class Query:
    """``units``: codes, none for everything the person sees; ``level``: the kind of unit asked for ("district").

    ``subject``: a field's id, or a target's where a rate is asked. ``period`` and ``against``: keys such as "2026-H1".
    ``order``: which end of a ranking comes first.
    """

    intent: Intent
    subject: str | None = None
    units: tuple[str, ...] = ()
    level: str | None = None
    period: str | None = None
    against: str | None = None
    top: int | None = None
    order: Order | None = None

    def shown(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {
            "intent": self.intent,
            "subject": self.subject,
            "units": list(self.units),
            "level": self.level,
            "period": self.period,
            "against": self.against,
            "top": self.top,
        }

    def to_json(self) -> dict[str, Any]:
        """As the conversation keeps it."""
        return {**self.shown(), "order": self.order}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Query:
        return cls(**{**data, "units": tuple(data["units"])})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading, and how well it fits, from 0 to 1; ``by``: what it reads otherwise."""

    query: Query
    score: float
    by: QueryDoubt


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The best reading of a question.

    ``doubt``: another reading fits about as well, and which part it reads otherwise: to be asked.
    ``unread``: the words that fit nothing; ``unknown_unit``: a place named that is none the person sees.
    ``nothing``: it is no question about the plan at all.
    """

    query: Query
    score: float
    alternatives: tuple[Alternative, ...] = ()
    doubt: QueryDoubt | None = None
    unread: tuple[str, ...] = ()
    unknown_unit: str | None = None
    no_such_period: str | None = None
    """A span of time no report covers, as typed: "tháng 4"."""
    other_field: str | None = None
    """A count of the dictionary that this plan does not ask for."""

    @property
    def nothing(self) -> bool:
        return self.score == 0
