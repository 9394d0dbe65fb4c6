"""Questions about who has submitted a report: counts, names and deadlines by level."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage.reports import obligations
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.province import Province

WHO, HOW_MANY, WHO_IS_LATE = (
    "đơn vị nào chưa nộp báo cáo 6 tháng",
    "bao nhiêu đơn vị đã nộp báo cáo 6 tháng",
    "đơn vị nào nộp trễ báo cáo 6 tháng",
)
LATE = datetime(2026, 5, 26, 3, tzinfo=UTC)
"""10:00 on 26/5, two days after the districts' last day."""


@pytest.fixture
def leader(chat_of: ChatOf, ca_mau: Province) -> Chat:
    return chat_of(ca_mau.leader)


def lines(answer: str) -> list[str]:
    """Without the line that says how the question was read, and without the moment."""
    return [line for line in answer.splitlines()[1:-1] if line]


def test_levels_are_named_as_people_name_them(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    for unit in (ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.receive_on_paper(tx, obligations.of_unit(tx, unit.id)[0].id, leader.now)

    assert "Cấp xã: đã nộp đủ 2/2 đơn vị." in lines(leader.say(WHO))


def test_the_deadline_of_a_level_is_the_usual_one(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    """Cái Nước, the first of the districts, was given more time."""
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))

    answer = leader.say("huyện nào chưa nộp báo cáo 6 tháng")

    assert "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5;" in answer
    assert "Gia hạn đến hết" not in answer


def test_where_every_missing_unit_has_more_time_that_is_the_deadline(
    tx: Connection, leader: Chat, ca_mau: Province
) -> None:
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))
    obligations.receive_on_paper(tx, owed(tx, ca_mau.nam_can_officer).id, leader.now)

    assert "Gia hạn đến hết thứ Sáu 29/5" in leader.say("huyện nào chưa nộp báo cáo 6 tháng")


def test_a_returned_report_is_counted_beside_the_others(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, leader.now, leader.now)

    assert lines(leader.say("bao nhiêu huyện đã nộp báo cáo 6 tháng")) == [
        "Cấp huyện: đã nộp 0/2 đơn vị; được trả lại 1.",
        "Chưa nộp: UBND huyện Năm Căn.",
        "Được trả lại: UBND huyện Cái Nước.",
    ]
    assert lines(leader.say("huyện nào chưa nộp báo cáo 6 tháng"))[::2] == [
        "Cấp huyện: chưa nộp 1/2: UBND huyện Năm Căn (chưa bắt đầu).",
        "Được trả lại: UBND huyện Cái Nước.",
    ]


def test_where_only_returned_ones_are_left_nobody_is_missing(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, leader.now, leader.now)
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, leader.now)

    assert lines(leader.say("huyện nào chưa nộp báo cáo 6 tháng")) == [
        "Cấp huyện: đã nộp 1/2 đơn vị; được trả lại 1.",
        "Được trả lại: UBND huyện Cái Nước.",
    ]


def test_who_is_late_and_by_how_much(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, LATE)
    leader.now = LATE

    assert lines(leader.say("huyện nào nộp trễ báo cáo 6 tháng")) == [
        "Cấp huyện: quá hạn, chưa nộp 1/2: UBND huyện Cái Nước (trễ hạn 2 ngày).",
        "Cấp huyện: nộp trễ 1/2: UBND huyện Năm Căn (trễ hạn 2 ngày).",
    ]
    assert "Cấp huyện: đã nộp 1/2 đơn vị, trong đó nộp trễ 1." in lines(
        leader.say("bao nhiêu huyện đã nộp báo cáo 6 tháng")
    )


def test_a_returned_report_that_was_late_is_late_and_not_overdue(
    tx: Connection, leader: Chat, ca_mau: Province
) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, leader.now)
    report_returned(tx, ca_mau, ca_mau.officer, LATE, LATE)
    leader.now = LATE + timedelta(days=4)

    assert lines(leader.say("huyện nào nộp trễ báo cáo 6 tháng")) == [
        "Cấp huyện: được trả lại, nộp lần đầu trễ 1/2: UBND huyện Cái Nước (trễ hạn 2 ngày)."
    ]


def test_where_nobody_is_late(leader: Chat) -> None:
    assert "Cấp huyện: không có đơn vị nào nộp trễ hoặc quá hạn (2 đơn vị)." in lines(leader.say(WHO_IS_LATE))


def test_one_unit_in_full(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, LATE)
    report_returned(tx, ca_mau, ca_mau.officer, leader.now, leader.now)
    obligations.receive_on_paper(tx, owed(tx, ca_mau.commune_officer).id, datetime(2026, 5, 20, 17, tzinfo=UTC))
    leader.now = LATE

    assert lines(leader.say("huyện Năm Căn nộp báo cáo 6 tháng chưa")) == [
        "UBND huyện Năm Căn: đã nộp lúc 10:00 ngày 26/5/2026, trễ hạn 2 ngày."
    ]
    assert lines(leader.say("huyện Cái Nước nộp báo cáo 6 tháng chưa"))[0] == (
        "UBND huyện Cái Nước: được trả lại. Đã nộp lần đầu lúc 09:42 ngày 19/5/2026, trong hạn; đề nghị trả lời sớm."
    )
    assert lines(leader.say("thị trấn Cái Nước nộp báo cáo 6 tháng chưa"))[0] == (
        "thị trấn Cái Nước: đã nhận ngoài hệ thống ngày 21/5/2026, trễ hạn 1 ngày."
    )
    assert lines(leader.say("xã Tân Hưng nộp báo cáo 6 tháng chưa")) == [
        "xã Tân Hưng: chưa nộp (chưa bắt đầu). Hạn cuối: hết thứ Tư 20/5 · trễ hạn 6 ngày."
    ]


def test_a_district_with_the_communes_below_it(tx: Connection, leader: Chat) -> None:
    answer = lines(leader.say("huyện Cái Nước nộp báo cáo 6 tháng chưa"))

    assert answer[0].startswith("UBND huyện Cái Nước: chưa nộp (chưa bắt đầu). Trước ngày 25/5")
    assert answer[1:] == ["Cấp xã: đã nộp 0/2 đơn vị."]


def test_a_unit_that_does_not_owe_it(leader: Chat) -> None:
    assert lines(leader.say("xã Hòa Mỹ nộp báo cáo 6 tháng chưa")) == ["xã Hòa Mỹ: không phải nộp báo cáo này."]


def test_an_excused_unit_is_in_no_count(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    obligations.excuse(tx, owed(tx, ca_mau.officer).id, "sáp nhập")

    assert lines(leader.say("bao nhiêu huyện đã nộp báo cáo 6 tháng"))[0] == "Cấp huyện: đã nộp 0/1 đơn vị."


def test_where_everybody_is_excused_nobody_owes_it(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    for person in (ca_mau.officer, ca_mau.nam_can_officer):
        obligations.excuse(tx, owed(tx, person).id, "sáp nhập")

    answer = leader.say("huyện nào chưa nộp báo cáo 6 tháng")

    assert "Chưa có đơn vị nào trong phạm vi này phải nộp báo cáo của kỳ này." in answer
    assert "Bảng theo dõi" not in leader.choices


def test_from_the_answer_to_the_board_of_the_report(leader: Chat) -> None:
    leader.say(HOW_MANY)

    assert leader.tap("Bảng theo dõi").startswith("6 tháng năm 2026 · Chuyển hóa địa bàn")


def test_in_english(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, leader.now, leader.now)
    leader.say("/ngonngu")
    leader.tap("English")

    assert "Districts: 0/2 units have filed; 1 sent back." in leader.say("bao nhiêu huyện đã nộp báo cáo 6 tháng")
