"""What a turn uses besides its message: the registry of features, the plans, the calendar, random codes, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from handlers.turn.features import Registry
from reporting.deadlines.calendar import Calendar
from storage.operations.retention import USUAL, Retention
from storage.people.people import Member
from storage.plans.plans import PlanCache


class RandomCodes(Protocol):
    """A source of codes and tokens, passed in so that tests get the same ones in each run."""

    def code(self, length: int) -> str:
        """Letters and digits that nobody misreads (no 0/O, 1/I/L, 8/B), upper case."""
        ...

    def token(self) -> str:
        """An unguessable token, 32 characters of [A-Za-z0-9_-]."""
        ...


@dataclass
class Links:
    """Where invitations lead: the bot's Telegram user name, once Telegram has told it, and our own public address."""

    telegram_bot: str | None = None
    public_url: str | None = None


@dataclass(frozen=True)
class Services:
    """Shared by all turns of a process; it keeps the parsed plans.

    ``plans_dir``: the folder of adopted plans as files. ``limits``: channel → messages it carries in a month, where
    its platform counts. ``retention``: how long what is not a report is kept.
    """

    registry: Registry
    plans: PlanCache
    random_codes: RandomCodes
    calendar: Calendar
    links: Links
    plans_dir: Path | None = None
    monthly_limits: Mapping[str, int] = field(default_factory=dict)
    retention: Retention = USUAL

    def with_registered(self, **changes: Any) -> Services:
        """The same with other contents of the registry, for tests: ``with_registered(actions={…})``."""
        return replace(self, registry=replace(self.registry, **changes))


@dataclass(frozen=True)
class FileJobContext:
    """What a document builder works with: the transaction it reads in, the person it is for, the job's parameters."""

    tx: Connection
    services: Services
    member: Member
    params: Mapping[str, Any]
    now: datetime
