"""Accepting: one report or several."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, insert, update

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import paper_record, report_version
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import FIGURES, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened, second_coordinator, state
from tests.province import Province


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


def test_a_coordinator_never_reaches_what_is_not_below(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    """A choice shown before a transfer, or one made up."""
    other = province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "nam-can-coordinator")

    reply = chat_of(other).press("review.accept", obligation=sent.id, version=1, state="filed")

    assert reply.startswith("Báo cáo này không thuộc phạm vi được duyệt.")
    assert state(tx, sent) == ReportState.FILED


def test_what_came_on_paper_may_be_accepted_by_somebody_else_than_who_noted_it(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    obligation = owed(tx, ca_mau.officer)
    obligations.receive_on_paper(tx, obligation.id, now)
    second = second_coordinator(tx, ca_mau, now)
    row = {"obligation_id": obligation.id, "received_on": now.date(), "person_id": second.id, "at": now}
    tx.execute(insert(paper_record), row)

    assert "bản giấy, chưa có số liệu · người khác duyệt" in chat_of(second).say("/duyet")
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


def test_what_changed_since_the_list_was_shown_is_left_out_and_named(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    """Năm Căn submits anew and a colleague accepts Cái Nước's while a coordinator reads the list."""
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, FIGURES, now)
    other = chat_of(second_coordinator(tx, ca_mau, now))
    chat = chat_of(ca_mau.coordinator)
    chat.say("/duyet")
    listed = chat.tap("Duyệt các báo cáo không có cảnh báo (2)")
    assert "• UBND huyện Cái Nước" in listed
    assert listed.count("nộp 08:42 ngày 19/5/2026, chưa đạt 3 chỉ tiêu") == 1
    opened(other).tap("Duyệt")
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, dict(FIGURES) | {"c40": 1}, now)

    reply = chat.tap("Duyệt 2 báo cáo này")

    assert "Chưa duyệt 2 báo cáo, vì vừa thay đổi:" in reply
    assert "• UBND huyện Cái Nước: Đầu mối mẫu Hai đã duyệt báo cáo này lúc 09:42 ngày 19/5/2026." in reply
    assert "• UBND huyện Năm Căn: Báo cáo này vừa thay đổi" in reply
    assert "Đã duyệt" not in reply
    assert state(tx, owed(tx, ca_mau.nam_can_officer)) == ReportState.FILED


def test_nothing_is_left_to_be_accepted_together(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    chat.tap("Duyệt")

    assert chat.press("review.ask_accept_several").startswith("Không còn báo cáo nào không có cảnh báo.")


def test_what_several_accept_must_be_in_reach(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    other = province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "nam-can-coordinator")

    assert "Chưa duyệt 1 báo cáo" in chat_of(other).press("review.accept_several", seen=[[sent.id, 1]])
    assert state(tx, sent) == ReportState.FILED


def test_the_next_report_follows(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, FIGURES, now)
    chat = opened(chat_of(ca_mau.coordinator))

    assert "1 báo cáo" in chat.tap("Duyệt")

    assert "UBND huyện Năm Căn" in chat.tap(next(label for label in chat.choices if "Năm Căn" in label))
