"""What is stored about a person: on the page of ``/toi``, and as a file to download."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from handlers.text.people import channel_name
from handlers.turn.context import Turn
from handlers.turn.messages import File
from reporting.deadlines.calendar import local_day
from storage.people import person_data
from storage.people.person_data import PersonData


def data_lines(turn: Turn) -> Iterator[str]:
    """Since when, on which channels, how much, and for how many days it is kept."""
    data, say = person_data.of_person(turn.tx, turn.me.person_id), turn.words
    role_in_use = (turn.me.unit.code, turn.me.role)
    held = next(role for role in data.roles if role.until is None and (role.code, role.role) == role_in_use)
    yield say("account.since", day=say.day(local_day(held.since)))
    channels = ", ".join(dict.fromkeys(channel_name(turn.words, account.channel) for account in data.accounts))
    yield say("account.channels", channels=channels, day=say.day(local_day(data.accounts[0].last_active)))
    yield say("account.done", reports=say.number(len(data.sent)), answers=say.number(data.answers))
    yield say("account.kept", days=say.number(turn.services.retention.messages.days))


def export(turn: Turn, _: object) -> None:
    """Tải dữ liệu của tôi: everything of the page and more, as JSON, at once."""
    data = person_data.of_person(turn.tx, turn.me.person_id)
    content = orjson.dumps(_plain(turn, data), option=orjson.OPT_INDENT_2)
    turn.add_message("account.exported")
    turn.attach(File("du-lieu-cua-toi.json", "application/json", content))


def _plain(turn: Turn, data: PersonData) -> dict[str, object]:
    retention = turn.services.retention
    return {
        "as_of": turn.now.isoformat(),
        "name": data.name,
        "known_since": data.known_since,
        "roles": data.roles,
        "accounts": data.accounts,
        "reports_sent": data.sent,
        "answers_written": data.answers,
        "kept_days": {"messages": retention.messages.days, "files": retention.attachments.days},
    }
