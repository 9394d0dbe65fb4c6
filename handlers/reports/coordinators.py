"""The coordinators who look after a unit: named to those who need them, and told what happens there."""

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
    """Those of the nearest unit, itself or above, that has any besides these people."""
    found = [one for one in people.overseers(tx, unit, {Role.COORDINATOR}) if one.person_id not in besides]
    return [one for one in found if one.unit.id == found[0].unit.id]


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
    """Tells each of the nearest coordinators; ``key`` names what is told."""
    for one in nearest_coordinators(tx, unit, besides):
        notify.notify_person(tx, one.person_id, text, choices, key=f"{key}:{one.person_id}", now=now)


def coordinator_names(tx: Connection, unit: Unit) -> str:
    """ "Đầu mối mẫu (tỉnh Cà Mau)"; empty where there is none."""
    found = nearest_coordinators(tx, unit)
    return f"{', '.join(one.name for one in found)} ({found[0].unit.name})" if found else ""
