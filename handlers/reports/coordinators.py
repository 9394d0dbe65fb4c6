"""The coordinators responsible for a unit, and notifying them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from handlers.turn import notify
from handlers.turn.messages import Button
from locales import Words
from reporting.roles import Role
from storage.people import people
from storage.people.people import Member
from storage.units.units import Unit


def nearest_coordinators(tx: Connection, unit: Unit, besides: Collection[int] = ()) -> list[Member]:
    """The coordinators of the unit, or of the nearest unit above that has any; ``besides``: person ids left out."""
    coordinators = [
        member for member in people.overseers(tx, unit, {Role.COORDINATOR}) if member.person_id not in besides
    ]
    return [member for member in coordinators if member.unit.id == coordinators[0].unit.id]


def notify_nearest(
    tx: Connection,
    unit: Unit,
    text: notify.TextBuilder,
    choices: Callable[[Words], Sequence[Button]] = notify.no_buttons,
    *,
    key: str,
    now: datetime,
    besides: Collection[int],
) -> None:
    """Notifies each of the nearest coordinators once; ``key`` identifies the event."""
    for member in nearest_coordinators(tx, unit, besides):
        notify.notify_person(tx, member.person_id, text, choices, key=f"{key}:{member.person_id}", now=now)
