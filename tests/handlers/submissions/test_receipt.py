"""The receipt of a submitted version, shown for its code."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from storage.reports import submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import FIGURES, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.mark.parametrize("who", ["officer", "colleague", "coordinator", "leader", "province_officer"])
def test_it_opens_for_the_unit_and_those_above(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime, who: str
) -> None:
    (version,) = submissions.versions(tx, sent.id)
    person = getattr(ca_mau, who, None) or province.enrol(tx, now, ca_mau.tinh, Role.REPORTER, who)

    reply = chat_of(person).say(f"/tinhtrang {version.receipt}")

    assert version.sha256 in reply
    assert "Hình sự (1–5): 2 · 2 · 2 · 2 · 2" in reply


@pytest.mark.parametrize("who", ["nam_can_officer", "commune_officer"])
def test_elsewhere_the_code_is_unknown(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, who: str
) -> None:
    (version,) = submissions.versions(tx, sent.id)

    reply = chat_of(getattr(ca_mau, who)).say(f"/tinhtrang {version.receipt}")

    assert version.sha256 not in reply
    assert version.receipt in reply


def test_only_the_unit_s_officers_may_correct_it(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    (version,) = submissions.versions(tx, sent.id)
    correct = "Nộp bản điều chỉnh"
    buttons = {}
    for who in ("officer", "leader"):
        chat = chat_of(getattr(ca_mau, who))
        chat.say(f"/tinhtrang {version.receipt}")
        buttons[who] = correct in chat.choices

    assert buttons == {"officer": True, "leader": False}


def test_an_older_version_names_the_newest(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": 3}, now)
    first, second = submissions.versions(tx, sent.id)
    chat = chat_of(ca_mau.officer)

    assert second.receipt in chat.say(f"/tinhtrang {first.receipt}")
    assert first.receipt not in chat.press("submissions.show_newest_receipt", obligation=sent.id)


def test_without_a_version_the_reports_are_listed(ca_mau: Province, chat_of: ChatOf) -> None:
    chat = chat_of(ca_mau.officer)
    listed = chat.say("/baocao")

    assert chat.press("submissions.show_newest_receipt", obligation=owed(chat.tx, ca_mau.officer).id) == listed
