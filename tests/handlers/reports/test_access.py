"""Who may open a report for what; everybody else is told why not."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection

from handlers.reports import access
from handlers.review.state import UnlockRequestState
from handlers.turn.context import Turn
from handlers.turn.messages import Incoming
from handlers.turn.services import Services
from reporting.roles import Role
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.province import Person, Province

TurnOf = Callable[[Person], Turn]
NOT_HERE = "Báo cáo này không còn mở cho đơn vị hoặc vai trò hiện tại."
NOT_IN_SCOPE = "Báo cáo này không thuộc phạm vi của đơn vị hoặc không còn nữa."
NOT_FOR_LEADERS = "Việc này do đầu mối tổng hợp hoặc quản trị hệ thống thực hiện."
NOT_TO_REVIEW = "Báo cáo này không thuộc phạm vi được duyệt."
OPENED_BY = {
    access.open_draft: {"officer": "", "leader": NOT_HERE, "district": NOT_HERE, "nam_can_officer": NOT_HERE},
    access.open_for_change: {"officer": "", "coordinator": NOT_HERE, "nam_can_officer": NOT_HERE},
    access.open_for_officer: {"officer": "", "district": NOT_HERE, "commune_officer": NOT_HERE},
    access.open_for_overseer: {
        "coordinator": "",
        "leader": "",
        "district": "",
        "officer": NOT_IN_SCOPE,
        "nam_can_leader": NOT_IN_SCOPE,
    },
    access.open_for_action: {
        "coordinator": "",
        "district": "",
        "leader": NOT_FOR_LEADERS,
        "nam_can_coordinator": NOT_IN_SCOPE,
    },
    access.open_for_reviewer: {
        "coordinator": "",
        "district": NOT_TO_REVIEW,  # a unit's own report is for the coordinator above
        "leader": NOT_TO_REVIEW,
        "officer": NOT_TO_REVIEW,
        "nam_can_coordinator": NOT_TO_REVIEW,
    },
    access.open_for_reader: {
        "officer": "",
        "coordinator": "",
        "leader": "",
        "district": "",
        "commune_officer": NOT_IN_SCOPE,
        "province_officer": NOT_IN_SCOPE,
        "nam_can_leader": NOT_IN_SCOPE,
    },
}
KEEP_DIALOG = {access.open_for_reviewer, access.open_for_reader}
EVERY_WAY = pytest.mark.parametrize("open_", OPENED_BY, ids=lambda open_: open_.__name__)


@pytest.fixture
def people_of(tx: Connection, ca_mau: Province, now: datetime) -> Callable[[str], Person]:
    more = {
        "district": (ca_mau.cai_nuoc, Role.COORDINATOR),
        "nam_can_coordinator": (ca_mau.nam_can, Role.COORDINATOR),
        "nam_can_leader": (ca_mau.nam_can, Role.LEADER),
        "province_officer": (ca_mau.tinh, Role.REPORTER),
    }

    def person(who: str) -> Person:
        known: Person | None = getattr(ca_mau, who, None)
        return known or province.enrol(tx, now, *more[who], who)

    return person


@pytest.fixture
def turn_of(tx: Connection, whole_services: Services, now: datetime) -> TurnOf:
    def turn_of(person: Person) -> Turn:
        incoming = Incoming(person.channel, person.address, "event", now)
        return Turn(tx, incoming, now, whole_services, person.conversation(tx, now))

    return turn_of


def answer(turn: Turn) -> tuple[str, bool]:
    """The first paragraph that the turn answers with, and whether buttons lead on; empty where it answers nothing."""
    message = turn.reply(None)
    return (message.payload["text"].partition("\n\n")[0], "choices" in message.payload) if message else ("", False)


@pytest.mark.parametrize(
    ("open_", "who", "refusal"),
    [
        pytest.param(open_, who, refusal, id=f"{open_.__name__}-{who}")
        for open_, people in OPENED_BY.items()
        for who, refusal in people.items()
    ],
)
def test_a_report_opens_for_those_it_concerns(
    turn_of: TurnOf,
    people_of: Callable[[str], Person],
    sent: Obligation,
    open_: Callable[[Turn, int], object],
    who: str,
    refusal: str,
) -> None:
    turn = turn_of(people_of(who))

    opened = open_(turn, sent.id)

    assert (opened is None, *answer(turn)) == (bool(refusal), refusal, bool(refusal))


@EVERY_WAY
def test_a_report_that_is_gone_is_refused_like_one_out_of_reach(
    turn_of: TurnOf, people_of: Callable[[str], Person], open_: Callable[[Turn, int], object]
) -> None:
    refusal = max(OPENED_BY[open_].values())
    turn = turn_of(people_of(next(iter(OPENED_BY[open_]))))

    assert open_(turn, 0) is None
    assert answer(turn) == (NOT_IN_SCOPE if open_ is access.open_for_action else refusal, True)


@EVERY_WAY
def test_a_refusal_ends_a_dialog_that_would_be_stuck(
    turn_of: TurnOf, people_of: Callable[[str], Person], sent: Obligation, open_: Callable[[Turn, int], object]
) -> None:
    refused = next(who for who, refusal in OPENED_BY[open_].items() if refusal)
    turn = turn_of(people_of(refused))
    turn.start_dialog(UnlockRequestState(obligation=sent.id))

    open_(turn, sent.id)

    assert (turn.dialog is not None) == (open_ in KEEP_DIALOG)


@pytest.mark.parametrize("open_", [access.open_draft, access.open_for_change], ids=lambda open_: open_.__name__)
def test_an_excused_unit_s_report_opens_only_to_be_looked_at(
    tx: Connection, turn_of: TurnOf, ca_mau: Province, sent: Obligation, open_: Callable[[Turn, int], object]
) -> None:
    obligations.excuse(tx, sent.id, "Không có địa bàn")
    turn = turn_of(ca_mau.officer)

    assert access.open_for_officer(turn, sent.id) is not None
    assert open_(turn, sent.id) is None
    assert "miễn nộp (Không có địa bàn)" in answer(turn)[0]


@EVERY_WAY
def test_it_is_locked_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
    turn_of: TurnOf,
    people_of: Callable[[str], Person],
    sent: Obligation,
    open_: Callable[[Turn, int], object],
) -> None:
    turn = turn_of(people_of(next(iter(OPENED_BY[open_]))))
    steps: list[str] = []
    lock, get = submissions.lock, obligations.get
    monkeypatch.setattr(submissions, "lock", lambda tx, id_: (steps.append(f"lock {id_}"), lock(tx, id_)))
    monkeypatch.setattr(obligations, "get", lambda tx, id_: (steps.append(f"read {id_}"), get(tx, id_))[1])

    open_(turn, sent.id)

    assert steps == [f"lock {sent.id}", f"read {sent.id}"]


def test_several_reports_are_opened_without_a_word(
    turn_of: TurnOf, people_of: Callable[[str], Person], sent: Obligation
) -> None:
    allowed, refused = turn_of(people_of("coordinator")), turn_of(people_of("district"))

    assert access.load_for_reviewer(allowed, sent.id) is not None
    assert access.load_for_reviewer(refused, sent.id) is None
    assert answer(allowed) == answer(refused) == ("", False)


def test_the_units_that_somebody_oversees(
    turn_of: TurnOf, ca_mau: Province, people_of: Callable[[str], Person]
) -> None:
    seen = {
        who: access.unit_in_scope(turn_of(people_of(who)), ca_mau.cai_nuoc.id)
        for who in ("leader", "officer", "nam_can_leader")
    }

    assert {who: unit and unit.name for who, unit in seen.items()} == {
        "leader": "UBND huyện Cái Nước",
        "officer": None,
        "nam_can_leader": None,
    }
