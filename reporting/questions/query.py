"""The result of reading a question: a query as data.

"huyện nào chưa nộp báo cáo 6 tháng", asked in May 2026::

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
    """What a question asks.

    ``units``: codes, empty for all units the person may see; ``level``: the kind of unit asked for ("district");
    ``subject``: id of a field or a target; ``period``, ``against``: keys such as "2026-H1"; ``top``: the number of
    units in a ranking; ``order``: which end of a ranking comes first.
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
        """The query as the command line prints it."""
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
        """The query as it is stored with a conversation."""
        return {**self.shown(), "order": self.order}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Query:
        return cls(**{**data, "units": tuple(data["units"])})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a question with its score, from 0 to 1; ``by``: the part that differs."""

    query: Query
    score: float
    by: QueryDoubt


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The best reading of a question.

    ``doubt``: the part in which another reading of about the same score differs; the person has to be asked.
    ``unread``: the words not understood; ``unknown_unit``: the name of a unit that does not exist, or that the person
    may not see; ``nothing``: whether the text is not a question about the plan.
    """

    query: Query
    score: float
    alternatives: tuple[Alternative, ...] = ()
    doubt: QueryDoubt | None = None
    unread: tuple[str, ...] = ()
    unknown_unit: str | None = None
    no_such_period: str | None = None
    """A span of time that no report covers, as typed: "tháng 4"."""
    other_field: str | None = None
    """Id of a field of the dictionary that this plan does not ask for."""

    @property
    def nothing(self) -> bool:
        return self.score == 0
