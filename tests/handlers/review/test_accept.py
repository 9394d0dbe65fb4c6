"""The queue of a coordinator, and accepting: one report or several."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import paper_record, report_version
from storage.messaging import conversations
from storage.plans import plans
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import selected_zones, units
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province

FIGURES: Mapping[str, int | bool] = {f"c{number:02}": 2 for number in range(1, 14)} | {
    "c06": 9,
    "c07": 5,
    "c08": 4,
    "c11": 9,
    "c14": False,
    "c15": True,
    "c16": True,
    "c40": 0,
}


@pytest.fixture
def sent(tx: Connection, ca_mau: Province, now: datetime) -> Obligation:
    """Cái Nước's report, sent an hour ago."""
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now - timedelta(hours=1))
    return owed(tx, ca_mau.officer)


def opened(chat: Chat) -> Chat:
    chat.say("/duyet")
    chat.tap("UBND huyện Cái Nước")
    return chat


def state(tx: Connection, obligation: Obligation) -> ReportState:
    matching_obligation = obligations.get(tx, obligation.id)
    assert matching_obligation is not None
    return matching_obligation.state


def second_coordinator(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    return province.enrol(tx, now, ca_mau.tinh, Role.COORDINATOR, "second", "Đầu mối mẫu Hai")


def test_accepting_locks_and_is_noted(tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")

    obligation = obligations.get(tx, sent.id)
    assert obligation is not None
    assert (obligation.state, obligation.reviewed_by, obligation.filed_at) == (
        ReportState.ACCEPTED,
        ca_mau.coordinator.id,
        sent.filed_at,
    )
    done = audit.of_report(tx, sent.id)[-1]
    assert (done.action, done.person, done.detail) == ("report.accepted", "Đầu mối mẫu", {"version": 1})


@pytest.mark.parametrize("answer", ["12", "Không phát sinh"])
def test_an_officer_in_the_middle_of_a_question_is_told_why_it_is_locked(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, answer: str
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Nộp bản điều chỉnh", "sửa câu 1", "1")
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")

    reply = officer.say(answer)

    assert "đã được duyệt (Đầu mối mẫu, 09:42 ngày 19/5/2026)" in reply
    assert "đề nghị đầu mối tổng hợp mở khóa: Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert submissions.answers(tx, sent.id)[f"c01@{ca_mau.tt_cai_nuoc.id}"].answer == Answer.given(2)


@pytest.mark.parametrize("part", ["sent", "wrote", "recorded"])
def test_nobody_accepts_what_they_had_a_part_in(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime, part: str
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    match part:
        case "sent":
            tx.execute(update(report_version).values(filed_by=ca_mau.coordinator.id))
        case "wrote":
            key = f"c01@{ca_mau.tt_cai_nuoc.id}"
            submissions.put(tx, sent.id, key, Answer.given(2), ca_mau.coordinator.id, now)
        case _:
            row = {"obligation_id": sent.id, "received_on": now.date(), "person_id": ca_mau.coordinator.id, "at": now}
            tx.execute(insert(paper_record), row)
    second_coordinator(tx, ca_mau, now)

    reply = chat.tap("Duyệt")

    assert "Người duyệt được: Đầu mối mẫu Hai (tỉnh Cà Mau)." in reply
    assert state(tx, sent) == ReportState.FILED


def test_a_version_sent_meanwhile_is_shown_before_anything_is_accepted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": 3}, now)

    reply = chat.tap("Duyệt")

    assert reply.startswith("Đơn vị vừa nộp phiên bản 2 lúc 09:42 ngày 19/5/2026")
    assert "Hình sự (1–5): 3 · 2 · 2 · 2 · 2" in reply
    assert state(tx, sent) == ReportState.FILED
    chat.tap("Duyệt")
    assert state(tx, sent) == ReportState.ACCEPTED


def test_the_working_copy_is_not_what_is_shown(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    submissions.put(tx, sent.id, f"c01@{ca_mau.tt_cai_nuoc.id}", Answer.given(777), ca_mau.officer.id, now)

    text = opened(chat_of(ca_mau.coordinator)).text

    assert "777" not in text
    assert "Đơn vị đang soạn bản điều chỉnh, chưa nộp" in text


def test_each_level_checks_what_reports_to_it_and_may_look_deeper(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, FIGURES, now)
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")

    provincial, local = chat_of(ca_mau.coordinator), chat_of(district)

    assert "thị trấn Cái Nước" not in provincial.say("/duyet")
    assert "thị trấn Cái Nước: nộp" in provincial.tap("Kể cả các cấp dưới (thêm 1)")
    assert local.say("/duyet").startswith("Chờ duyệt 1 báo cáo · UBND huyện Cái Nước")
    assert "UBND huyện Cái Nước: nộp" not in local.text  # its own report is for the province
    local.tap("thị trấn Cái Nước")
    assert "Đã duyệt" in local.tap("Duyệt")


def test_a_coordinator_never_reaches_what_is_not_below(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    """A choice shown before a transfer, or one made up."""
    other = province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "nam-can-coordinator")
    chat = chat_of(other)
    conversation = other.conversation(tx, now)
    conversation.set_buttons(
        [
            {
                "label": "Duyệt",
                "action": "review.accept",
                "args": {"obligation": sent.id, "version": 1, "state": "filed"},
                "says": [],
            }
        ],
        numbered=True,
    )
    conversations.save(tx, conversation, now)

    assert chat.say("duyệt").startswith("Báo cáo này không thuộc phạm vi được duyệt.")
    assert state(tx, sent) == ReportState.FILED


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_it_is_for_coordinators(ca_mau: Province, chat_of: ChatOf, who: str) -> None:
    assert "Báo cáo chờ duyệt" not in chat_of(getattr(ca_mau, who)).say("/duyet")


def test_the_queue_has_pages(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    province.many_communes(tx, ca_mau.nam_can, 15, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_015), now)
    obligations.ensure(tx, ca_mau.plan, province.CALENDAR, now)
    for number in range(15):
        unit = units.get(tx, 1_000_000 + number)
        officer = province.enrol(tx, now, unit, Role.REPORTER, f"commune-{number}")
        file_report(tx, ca_mau, officer, "six-months", 2026, FIGURES, now)
    chat = chat_of(ca_mau.coordinator)

    assert "Chờ duyệt 15 báo cáo" in chat.say("/duyet")
    assert "Trang 1/3" in chat.text
    assert chat.choices[:6] == [f"xã mẫu {number:04}" for number in range(6)]
    assert "Trang 2/3" in chat.tap("Trang sau")
    assert "Trang 1/3" in chat.tap("Trang trước")

    chat.tap("Duyệt các báo cáo không có cảnh báo (15)")
    assert chat.text.count("• xã mẫu") == 15
    assert "Đã duyệt 15 báo cáo" in chat.tap("Duyệt 15 báo cáo này")


def test_what_came_on_paper_may_be_accepted_by_somebody_else_than_who_noted_it(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    obligation = owed(tx, ca_mau.officer)
    obligations.receive_on_paper(tx, obligation.id, now)
    second = second_coordinator(tx, ca_mau, now)
    row = {"obligation_id": obligation.id, "received_on": now.date(), "person_id": second.id, "at": now}
    tx.execute(insert(paper_record), row)

    assert "người khác duyệt" in chat_of(second).say("/duyet")
    chat = opened(chat_of(ca_mau.coordinator))
    assert "Nhận bằng bản giấy hoặc điện thoại" in chat.text
    assert "Trả lại để bổ sung, chỉnh sửa" not in chat.choices
    chat.tap("Duyệt")
    assert state(tx, obligation) == ReportState.ACCEPTED


def test_a_report_to_look_at_is_not_accepted_with_the_others(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    """Older cases: more solved than prosecuted."""
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c03": 5}, now)
    chat = chat_of(ca_mau.coordinator)

    assert "2 cảnh báo, không kèm lý do" in chat.say("/duyet")
    assert not any(label.startswith("Duyệt") for label in chat.choices)


def test_why_nothing_can_be_entered_for_an_excused_unit(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/baocao")
    obligations.excuse(tx, owed(tx, ca_mau.officer).id, "Không có địa bàn")

    reply = officer.tap("Bắt đầu")

    assert "miễn nộp (Không có địa bàn)" in reply
    assert "Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert officer.choices == ["Báo cáo của đơn vị"]


def test_why_a_report_of_an_ended_plan_cannot_be_corrected(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/baocao")
    plans.close(tx, ca_mau.plan.id, "Hết thời hạn", now)

    reply = officer.tap("Nộp bản điều chỉnh")

    assert "Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert officer.choices == ["Xem biên nhận", "Lịch sử", "Báo cáo của đơn vị"]
