"""What is forgotten, when, and what never is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import attachment, dead_letter, invitation, report_version, web_session
from storage.database.schema import audit as audit_table
from storage.database.schema import outbox as messages
from storage.messaging import attachments, dead_letters, outbox, web_sessions
from storage.operations import retention
from storage.operations.retention import Retention
from storage.people import invitations
from tests import province
from tests.chat import file_report

DAY = timedelta(days=1)
KEPT = Retention(messages=30 * DAY, attachments=20 * DAY, dead_letters=40 * DAY, web_sessions=50 * DAY)


def forget(tx: Connection, now: datetime, at_once: int = 3) -> None:
    for rule in retention.rules(KEPT, now):
        while some := rule.find(tx, at_once):
            rule.forget(tx, some)


def say(tx: Connection, here: province.Province, text: str, at: datetime, **more: Any) -> int:
    parcel = outbox.add(tx, here.officer.conversation(tx, at), {"text": text}, now=at, **more)
    assert parcel is not None
    return parcel.id


def sent(tx: Connection, here: province.Province, text: str, at: datetime, **more: Any) -> int:
    message_id = say(tx, here, text, at, **more)
    outbox.mark_sent(tx, [outbox.DeliveredMessage(message_id, None, at)])
    return message_id


def texts(tx: Connection) -> list[str]:
    return [payload["text"] for payload in tx.scalars(select(messages.c.payload).order_by(messages.c.id))]


def count(tx: Connection, table: Any) -> int:
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def test_what_was_said_goes_and_a_reminder_s_key_stays(tx: Connection, now: datetime) -> None:
    here = province.build(tx, now)
    old, young = now - 31 * DAY, now - 29 * DAY
    for number in range(7):
        sent(tx, here, f"trả lời {number}", old)
    sent(tx, here, "nhắc", old, key="reminder:1")
    parked = say(tx, here, "không tới", old, key="reminder:2")
    outbox.park_conversation(tx, here.officer.conversation(tx, now).id, "blocked")
    say(tx, here, "còn chờ", old)
    sent(tx, here, "mới", young)
    forget(tx, now)

    assert texts(tx) == ["", "", "còn chờ", "mới"]
    assert outbox.add(tx, here.officer.conversation(tx, now), {"text": "nhắc"}, now=now, key="reminder:1") is None
    assert tx.execute(select(messages.c.state).where(messages.c.id == parked)).scalar_one() == "parked"


def test_no_message_gets_the_id_of_one_forgotten(tx: Connection, now: datetime) -> None:
    """A page that is open waits for what comes after the last id it has seen."""
    here = province.build(tx, now)
    newest = [sent(tx, here, "trả lời", now - 99 * DAY) for _ in range(3)][-1]
    forget(tx, now)

    assert texts(tx) == []
    assert say(tx, here, "mới", now) > newest


def test_files_dead_letters_and_sessions_nobody_uses_go(tx: Connection, now: datetime) -> None:
    here = province.build(tx, now)
    talk = here.officer.conversation(tx, now)
    for days, name in ((21, "old"), (19, "young")):
        attachments.add(tx, name, talk.id, "a.png", "image/png", b"x", now - days * DAY)
    for days, name in ((41, "old"), (39, "young")):
        dead_letters.add(tx, "test", "a", name, {}, "KeyError", now - days * DAY)
    for name in ("old", "used"):
        web_sessions.open(tx, name, name, now - 51 * DAY)
    web_sessions.use(tx, "used", now - 49 * DAY)
    forget(tx, now)

    assert list(tx.scalars(select(attachment.c.id))) == ["young"]
    assert list(tx.scalars(select(dead_letter.c.event_id))) == ["young"]
    assert list(tx.scalars(select(web_session.c.address))) == ["used"]


def test_reports_and_the_audit_log_never_go(tx: Connection, now: datetime) -> None:
    here = province.build(tx, now - 4000 * DAY, years=(2015,))
    file_report(tx, here, here.officer, "six-months", 2015, {"c01": 3}, now - 3999 * DAY)
    before = count(tx, audit_table)
    forget(tx, now)

    assert (count(tx, report_version), count(tx, audit_table)) == (1, before)
    audit.seal(tx, 100)
    assert audit.verify(tx) == []


@pytest.mark.parametrize("why", ["used", "revoked", "expired", "a week passed"])
def test_a_code_is_hidden_when_it_has_served(tx: Connection, now: datetime, why: str) -> None:
    here = province.build(tx, now)
    expires = now + (2 * DAY if why == "expired" else 30 * DAY)
    invitation_id = invitations.add(tx, "7KQ4M2XD", here.tinh, Role.REPORTER, by=None, now=now, expires_at=expires)
    talk = here.coordinator.conversation(tx, now)
    file = attachments.add(tx, "f" * 32, talk.id, "7KQ4-M2XD.png", "image/png", b"x", now)
    text = "Mã mời: 7KQ4-M2XD. Hoặc https://t.me/bot?start=7KQ4-M2XD"
    parcel = outbox.add(tx, talk, {"text": text, "files": [file], "choices": []}, now=now)
    assert parcel is not None
    invitations.link_message(tx, [invitation_id], parcel.id)
    if why == "used":
        assert invitations.use(tx, invitation_id, now)
    if why == "revoked":
        invitations.revoke(tx, invitation_id, now)
    later = now + {"expired": 2, "a week passed": 7}.get(why, 0) * DAY

    forget(tx, later)
    assert texts(tx) == [text]  # not sent yet
    outbox.mark_sent(tx, [outbox.DeliveredMessage(parcel.id, None, now)])
    if why not in ("used", "revoked"):
        forget(tx, later - timedelta(hours=1))
        assert texts(tx) == [text]  # of use still
    forget(tx, later)

    [payload] = tx.scalars(select(messages.c.payload))
    assert payload == {"text": "Mã mời: ••••-••••. Hoặc https://t.me/bot?start=••••-••••", "choices": []}
    assert count(tx, attachment) == 0
    assert tx.execute(select(invitation.c.told_in)).scalar_one() is None


def test_a_list_of_codes_stays_while_one_of_them_is_of_use(tx: Connection, now: datetime) -> None:
    here = province.build(tx, now)
    ids = [
        invitations.add(tx, code, here.tinh, Role.REPORTER, by=None, now=now, expires_at=now + 30 * DAY)
        for code in ("7KQ4M2XD", "7KQ4M2XE")
    ]
    talk = here.coordinator.conversation(tx, now)
    file = attachments.add(tx, "f" * 32, talk.id, "ma-moi.xlsx", "application/x", b"x", now)
    parcel = outbox.add(tx, talk, {"text": "2 mã", "files": [file]}, now=now)
    assert parcel is not None
    outbox.mark_sent(tx, [outbox.DeliveredMessage(parcel.id, None, now)])
    invitations.link_message(tx, ids, parcel.id)

    invitations.use(tx, ids[0], now)
    forget(tx, now)
    assert count(tx, attachment) == 1
    invitations.use(tx, ids[1], now)
    forget(tx, now)
    assert count(tx, attachment) == 0


@pytest.mark.parametrize(
    "text", ["Mã biên nhận: CM26-6T-4F7K2", "giai đoạn 2026-2027", "AB7KQ4-M2XD", "7KQ4-M2XDE", "SHA 3f6c-91ab"]
)
def test_what_is_no_code_stays_readable(text: str) -> None:
    assert retention.masked(text) == text
