"""Whole dialogues, each a file to read: ``pytest tests/conversations --regenerate`` writes what the bot now says.

A file holds ``about``, optionally ``last_year`` (figures of the six-month report a year before) or
``province: two levels`` (one without districts), ``sent`` (the province reports too, and who sent which figures
before), ``filed`` (an officer → the figures sent before; ``annual``: of the annual report), ``more`` (a name → a role
in the province that somebody more has), and ``turns``:
somebody (``as``, else a stranger by that name) says or taps something (``at`` an instant of Vietnam's time), and the
bot answers; or somebody ``receives`` what the bot told them meanwhile (``clock``: reminders due by then are said
first). All of it is replayed with buttons and on plain text, where a tap is a typed number or label.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString
from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.reminders import run
from handlers.turn.services import Links, RandomCodes
from reporting.deadlines.calendar import TIME_ZONE
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.people import people
from storage.reports import obligations
from tests import province
from tests.chat import Chat, file_report, owed
from tests.province import CALENDAR, Province, TwoLevels

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
yaml = YAML()
yaml.width = 110
People = Province | TwoLevels | SimpleNamespace


@pytest.mark.parametrize("buttons", [True, False], ids=["buttons", "text"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(
    path: Path, buttons: bool, tx: Connection, now: datetime, random_codes: RandomCodes, request: pytest.FixtureRequest
) -> None:
    written = yaml.load(path)
    if written.get("province") == "two levels":
        people: People = province.build_two_level(tx, now)
    else:
        people = _ca_mau(tx, now, written.get("last_year"))
    if "sent" in written:
        people = _upward(tx, people, written["sent"], now)
    if isinstance(people, Province):
        people = _with_more(tx, people, written.get("filed", {}), written.get("more", {}), now)
        for name, figures in written.get("annual", {}).items():
            file_report(tx, people, getattr(people, name), "year", 2026, figures, now)  # type: ignore[arg-type]
    heard = replay(Stage(tx, people, random_codes, now, buttons), written["turns"])
    if request.config.getoption("--regenerate"):
        yaml.dump({**written, "turns": heard}, path)
        return
    for place, (expected, actual) in enumerate(zip(written["turns"], heard, strict=True), 1):
        assert (place, actual["bot"], actual.get("choices", [])) == (
            place,
            expected["bot"],
            expected.get("choices", []),
        )


def _upward(tx: Connection, made: Province | TwoLevels, sent: list[dict[str, Any]], now: datetime) -> SimpleNamespace:
    people = SimpleNamespace(**vars(made), **province.report_upward(tx, made, now))
    for report in sent:
        person = getattr(people, report["by"])
        file_report(tx, made, person, "six-months", 2026, report["figures"], now - timedelta(hours=1))
        if report.get("accepted"):
            obligations.set_state(tx, owed(tx, person).id, ReportState.ACCEPTED)
    return people


def _with_more(
    tx: Connection, ca_mau: Province, filed: dict[str, Any], more: dict[str, str], now: datetime
) -> SimpleNamespace:
    """``officer: coordinator``: that role in the province for the officer too; another name is somebody new."""
    everybody = SimpleNamespace(**vars(ca_mau))
    for name, figures in filed.items():
        file_report(tx, ca_mau, getattr(everybody, name), "six-months", 2026, figures, now - timedelta(hours=1))
    for name, role in more.items():
        if hasattr(everybody, name):
            people.grant(tx, getattr(everybody, name).id, ca_mau.tinh.id, Role(role), None, now)
        else:
            setattr(everybody, name, province.enrol(tx, now, ca_mau.tinh, Role(role), name, "Đầu mối mẫu Hai"))
    return everybody


def _ca_mau(tx: Connection, now: datetime, last_year: dict[str, Any] | None) -> Province:
    if last_year is None:
        return province.build(tx, now)
    ca_mau = province.build(tx, now, years=(2025, 2026))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, last_year, now - timedelta(days=365))
    obligations.set_state(tx, owed(tx, ca_mau.officer, "year", 2025).id, ReportState.EXCUSED)
    return ca_mau


class Stage:
    """Who speaks, and when."""

    def __init__(self, tx: Connection, people: People, random_codes: RandomCodes, now: datetime, buttons: bool) -> None:
        self._services = build_services(random_codes, CALENDAR, Links())
        self._tx, self._people, self._buttons = tx, people, buttons
        self._chats: dict[str, Chat] = {}
        self.now = now

    def tick(self) -> None:
        run.queue_digests(self._tx, run.digests_to_send(self._tx, self._services, self.now), self._services, self.now)

    def chat(self, name: str) -> Chat:
        if name not in self._chats:
            person = getattr(self._people, name, None)
            address, sender = (person.address, "") if person else (name, "Người kế nhiệm mẫu")
            self._chats[name] = Chat(self._tx, self._services, self.now, address, sender=sender, buttons=self._buttons)
        self._chats[name].now = self.now
        return self._chats[name]


def replay(stage: Stage, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The turns with what the bot answers to each."""
    heard, speaker = [], "officer"
    for turn in turns:
        entry = {key: turn[key] for key in ("as", "at", "clock", "say", "tap", "receives") if key in turn}
        if "at" in turn:
            stage.now = datetime.fromisoformat(str(turn["at"])).replace(tzinfo=TIME_ZONE)
        if turn.get("clock"):
            stage.tick()
        speaker = turn.get("as", speaker)
        chat = stage.chat(speaker)
        answer = _heard(chat, turn)
        entry["bot"] = LiteralScalarString(answer + "\n")
        heard.append(entry | ({"choices": in_a_row(chat.choices)} if chat.choices else {}))
    return heard


def _heard(chat: Chat, turn: dict[str, Any]) -> str:
    if "receives" in turn:
        return chat.receive()
    return chat.tap(turn["tap"]) if "tap" in turn else chat.say(turn["say"].rstrip("\n"))


def in_a_row(labels: list[str]) -> CommentedSeq:
    row = CommentedSeq(labels)
    row.fa.set_flow_style()
    return row
