"""Submitting a report and its receipt; the nil report."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from storage.plans import plans
from storage.reports import obligation_sync, submissions
from storage.units import selected_zones
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun, fix, receipt_in, with_last_year
from tests.province import CALENDAR, Province


def test_the_receipt_says_when_whether_in_time_and_holds(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    reviewed.tap("Nộp báo cáo")

    assert "Đã nộp lúc 09:42 ngày 19/5/2026, trước hạn 1 ngày." in reviewed.text
    code = receipt_in(reviewed.text)
    assert f"Biên nhận {code} hợp lệ" in reviewed.say(f"/tinhtrang {code.lower()}")
    version = submissions.version_by_receipt(tx, code)
    assert version is not None
    assert version.sha256 in reviewed.text
    assert owed(tx, ca_mau.commune_officer).state == ReportState.FILED


def test_sent_twice_is_one_version(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    first = receipt_in(reviewed.tap("Nộp báo cáo"))
    reviewed.say("/baocao")
    reviewed.tap("Nộp bản điều chỉnh")

    assert receipt_in(reviewed.tap("Nộp báo cáo")) == first
    assert len(submissions.versions(tx, owed(tx, ca_mau.commune_officer).id)) == 1


def test_a_correction_is_a_second_version_and_the_first_is_kept(
    tx: Connection, reviewed: Chat, ca_mau: Province
) -> None:
    first = receipt_in(reviewed.tap("Nộp báo cáo"))
    reviewed.say("/baocao")
    reviewed.tap("Nộp bản điều chỉnh")
    fix(reviewed, 7, "25")
    second = receipt_in(reviewed.tap("Nộp báo cáo"))

    assert [version.receipt for version in submissions.versions(tx, owed(tx, ca_mau.commune_officer).id)] == [
        first,
        second,
    ]
    assert f"đã có phiên bản 2 (mã {second})" in reviewed.say(f"/tinhtrang {first}")


def test_a_late_one_says_by_how_much(reviewed: Chat) -> None:
    reviewed.later(days=2, hours=17)

    assert "trễ hạn 2 ngày." in reviewed.tap("Nộp báo cáo")
    assert "bản điều chỉnh" not in reviewed.text


def test_a_nil_report_takes_two_taps_and_every_figure_did_not_arise(
    tx: Connection, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Không phát sinh cả kỳ")
    chat.tap("Xác nhận, nộp báo cáo không phát sinh")

    version = submissions.version_by_receipt(tx, receipt_in(chat.text))
    assert version is not None
    assert version.nil
    obligation = owed(tx, ca_mau.officer)
    figures = submissions.figures(tx, obligation.plan_id, obligation.report_id, obligation.period, obligation.unit_id)
    assert set(figures.values()) == {NIL}
    assert len(figures) == 34


def test_a_begun_report_is_not_sent_as_nil(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat, colleague = chat_of(ca_mau.officer), begun(chat_of(ca_mau.colleague))
    chat.say("/baocao")
    chat.tap("Không phát sinh cả kỳ")
    colleague.say("12")
    chat.tap("Xác nhận, nộp báo cáo không phát sinh")

    assert "Mã biên nhận" not in chat.text
    assert submissions.answers(tx, owed(tx, ca_mau.officer).id)[f"c01@{ca_mau.tt_cai_nuoc.id}"].answer == Answer.given(
        12
    )


def test_a_nil_report_looked_at_again_and_sent_unchanged_stays_one_version(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    with_last_year(tx, ca_mau, now)
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Không phát sinh cả kỳ")
    first = receipt_in(chat.tap("Xác nhận, nộp báo cáo không phát sinh"))
    chat.say("/baocao")
    chat.tap("Nộp bản điều chỉnh")
    assert "Cần kiểm tra" not in chat.text

    assert receipt_in(chat.tap("Nộp báo cáo")) == first
    assert len(submissions.versions(tx, owed(tx, ca_mau.officer).id)) == 1


def test_a_nil_report_corrected_is_no_longer_nil(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.commune_officer)
    chat.say("/baocao")
    chat.tap("Không phát sinh cả kỳ")
    chat.tap("Xác nhận, nộp báo cáo không phát sinh")
    chat.say("/baocao")
    chat.tap("Nộp bản điều chỉnh")
    fix(chat, 1, "2")
    chat.tap("Nộp báo cáo")

    assert [version.nil for version in submissions.versions(tx, owed(tx, ca_mau.commune_officer).id)] == [True, False]


def test_a_year_after_six_months_with_figures_cannot_be_nil(tx: Connection, annual: Chat, ca_mau: Province) -> None:
    annual.say("/baocao")
    annual.tap("Không phát sinh cả kỳ")

    assert "Báo cáo 6 tháng năm 2026 đã có 22 câu có số liệu" in annual.text
    assert annual.choices == ["Bắt đầu", "Quay lại"]
    assert annual.tap("Bắt đầu").startswith("Câu 1/26")
    assert submissions.answers(tx, owed(tx, ca_mau.officer, "year").id) == {}


def test_a_receipt_is_shown_to_those_above_and_to_nobody_else(
    reviewed: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    code = receipt_in(reviewed.tap("Nộp báo cáo"))

    assert "hợp lệ" in chat_of(ca_mau.coordinator).say(f"/tinhtrang {code}")
    assert "hợp lệ" in chat_of(ca_mau.officer).say(f"/tinhtrang {code}")
    assert "Không tìm thấy" in chat_of(ca_mau.nam_can_officer).say(f"/tinhtrang {code}")


def test_zones_chosen_later_are_asked_and_the_answers_of_those_no_longer_chosen_are_left_out(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    chat = begun(chat_of(ca_mau.officer))
    chat.told(*SHEET)
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tan_hung.id, ca_mau.hoa_my.id], now)
    obligation_sync.ensure(tx, plans.PlanCache().get(tx, ca_mau.plan.id), CALENDAR, now)

    chat.say("12 10 9 2 2")
    assert "xã Tân Hưng (địa bàn 1/2)" in chat.text
    chat.told("25 24 23", *SHEET[2:], *SHEET, "Bỏ qua cả phần")
    version = submissions.version_by_receipt(tx, receipt_in(chat.say("nộp báo cáo")))
    assert version is not None
    assert ca_mau.tt_cai_nuoc.code not in version.content.decode()
    assert timedelta(0) <= version.filed_at - now


def test_what_another_changed_after_the_review_is_not_sent(chat_of: ChatOf, ca_mau: Province) -> None:
    chat, colleague = begun(chat_of(ca_mau.officer)), chat_of(ca_mau.colleague)
    chat.told(*SHEET, *SHEET, "Bỏ qua cả phần")
    colleague.say("/baocao")
    colleague.tap("Làm tiếp")
    colleague.tap("Sửa câu…")
    colleague.say("1")
    colleague.tap("xã Tân Hưng: 12")
    colleague.say("13")

    assert "đã thay đổi từ lúc xem lại" in chat.say("nộp báo cáo")
    assert "xã Tân Hưng\n Hình sự (1–5): 13" in chat.text
    assert receipt_in(chat.say("nộp báo cáo"))


def test_a_receipt_shows_the_version_it_is_for(commune: Chat) -> None:
    code = re.findall(r"Mã biên nhận: (\S+)", commune.told(*SHEET, "nộp báo cáo"))[0]
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    commune.told("sửa câu 18", "7", "nộp báo cáo")

    assert " Ma túy (18): 3" in commune.say(f"/tinhtrang {code}")


def test_sending_confirms_the_warnings_the_review_lists(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    fix(reviewed, 3, "11")
    reviewed.say("nộp báo cáo")

    assert receipt_in(reviewed.text)
    assert list(submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id).values()) == [None]
