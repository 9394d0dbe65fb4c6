"""The review, the sending and the receipt."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from storage.plans import plans
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.test_report_list import SHEET, begun, with_last_year
from tests.province import CALENDAR, Province


@pytest.fixture
def commune(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """At the review of a complete sheet of its own."""
    chat = begun(chat_of(ca_mau.commune_officer))
    chat.told(*SHEET)
    return chat


def receipt_in(text: str) -> str:
    return re.findall(r"Mã biên nhận: (\S+)", text)[0]  # type: ignore[no-any-return]


def fix(chat: Chat, number: int, value: str) -> None:
    chat.tap("Sửa câu…")
    chat.told(str(number), value)


# --- the review ---------------------------------------------------------------------------------------------------


def test_it_lists_every_answer_and_the_targets_that_fail(commune: Chat) -> None:
    for line in ("Hình sự (1–5): 12 · 10 · 9 · 2 · 2", "Đánh giá địa bàn (14–17): Không · Có · Có · bỏ qua"):
        assert line in commune.text
    assert "chưa đạt 1" in commune.text
    assert (
        "✗ Tỷ lệ tin báo, tố giác, kiến nghị khởi tố được tiếp nhận, xử lý 24/25 = 96,0% (chỉ tiêu: 100%)"
        in commune.text
    )


def test_any_answer_is_one_step_away_by_its_number(commune: Chat) -> None:
    commune.tap("Sửa câu…")
    assert commune.say("câu 7").startswith("Câu 7/18")
    assert "Đã ghi nhận: 7. Đã xử lý: 25" in commune.say("25")
    assert "Tin báo, tố giác (6–8): 25 · 25 · 23" in commune.text
    assert commune.choices[0] == "Nộp báo cáo"


def test_a_number_no_question_has_is_said(commune: Chat) -> None:
    commune.tap("Sửa câu…")

    assert "Không có câu 40" in commune.say("40")
    commune.tap("Quay lại")
    assert "Xem lại" in commune.text


def test_what_is_missing_blocks_the_sending_and_is_one_tap_away(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.commune_officer))
    chat.told(*SHEET[:2])
    chat.tap("Đến phần…")
    chat.tap("Xem lại")

    assert "Còn 9 câu bắt buộc chưa trả lời" in chat.text
    assert "Nộp báo cáo" not in chat.choices
    chat.tap("Trả lời câu 9. Chấp hành xong án phạt tù, đặc xá")
    assert chat.text.startswith("Câu 9/18")


def test_narratives_never_block(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))
    chat.tap("Đến phần…")
    chat.tap("Xem lại")

    assert chat.choices[0] == "Nộp báo cáo"


def test_a_part_larger_than_its_whole_has_to_be_corrected(commune: Chat) -> None:
    fix(commune, 8, "30")
    assert "Cần sửa trước khi nộp" in commune.text
    assert "Nộp báo cáo" not in commune.choices

    commune.tap("Sửa")
    commune.say("23")
    assert "Nộp báo cáo" in commune.choices


def test_older_cases_want_one_confirmation_which_holds_while_the_figures_stay(
    tx: Connection, commune: Chat, ca_mau: Province
) -> None:
    fix(commune, 3, "11")
    assert "Cần kiểm tra: Câu 3" in commune.text
    commune.tap("Đúng, giữ nguyên")
    assert "Cần kiểm tra" not in commune.text

    fix(commune, 3, "12")
    assert "Cần kiểm tra: Câu 3" in commune.text


def test_a_typed_reason_confirms_and_is_stored(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    fix(commune, 3, "11")
    assert "ghi lý do" in commune.say("Có 1 vụ của năm 2025")

    assert list(submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id).values()) == ["Có 1 vụ của năm 2025"]


def test_a_reason_with_a_marking_is_refused(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    fix(commune, 3, "11")

    assert "độ mật" in commune.say("theo chuyên án TỐI MẬT")
    assert submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id) == {}


def test_a_reason_with_a_persons_data_is_asked_for_again(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    fix(commune, 3, "11")

    assert "thông tin cá nhân (số điện thoại)" in commune.say("hỏi 0912 345 678")
    assert submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id) == {}


def test_sending_confirms_the_warnings_the_review_lists(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    fix(commune, 3, "11")
    commune.say("nộp báo cáo")

    assert receipt_in(commune.text)
    assert list(submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id).values()) == [None]


def test_a_jump_against_last_year_is_a_warning(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "⚠ Câu 1. Xảy ra · thị trấn Cái Nước: tăng từ 14 lên 40" in chat.say("40")


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


def test_many_warnings_are_listed_in_part_until_the_report_can_be_sent(annual: Chat) -> None:
    nothing = ("0 0 0 0 0", "0 0 0", "12 0 320 0 2", "không; có; có", "bỏ qua", "0")
    annual.told(*nothing, *nothing, "Bỏ qua cả phần")

    assert annual.text.count("Cần kiểm tra:") == 8
    assert "… và 14 nội dung khác." in annual.text


def test_the_signed_paper_is_named_and_can_be_removed(commune: Chat) -> None:
    commune.tap("Số, ký hiệu văn bản")
    assert "Chưa đọc được" in commune.say("không biết")
    assert "Văn bản đã ký: số 05/BC-UBND, ngày 18/5/2026" in commune.say("05/BC-UBND 18/5")

    commune.tap("Số, ký hiệu văn bản")
    commune.tap("Bỏ số, ký hiệu")
    assert "Văn bản đã ký" not in commune.text


def test_saved_at_the_review_and_resumed_there(commune: Chat) -> None:
    assert "chưa nộp" in commune.tap("Lưu và thoát")
    commune.say("/baocao")

    assert "Xem lại" in commune.tap("Làm tiếp")


# --- the annual report --------------------------------------------------------------------------------------------


@pytest.fixture
def annual(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> Chat:
    """Cái Nước in November, at the first question of the year; its six months had 12 in every flow."""
    with_last_year(tx, ca_mau, now)
    flows = dict.fromkeys(("c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c10", "c40"), 12)
    stocks = {"c09": 12, "c11": 320, "c12": 320, "c13": 2, "c14": False, "c15": True, "c16": True}
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, flows | stocks, now)
    chat = chat_of(ca_mau.officer)
    chat.later(days=180)
    return begun(chat)


def test_the_six_months_of_the_year_stand_beside_the_question(annual: Chat) -> None:
    assert "6 tháng năm 2026: 12" in annual.text


def test_a_year_below_its_six_months_is_not_sent_without_a_reason(
    tx: Connection, annual: Chat, ca_mau: Province
) -> None:
    sheet = ("10 30 20 20 15", "30 30 30", "12 12 320 320 2", "không; có; có", "bỏ qua", "20")
    rest = ("20 30 20 20 15", "30 30 30", "12 12 320 320 2", "không; có; có", "bỏ qua", "20")
    annual.told(*sheet, *rest, "Bỏ qua cả phần")
    assert "ít hơn số 6 tháng đã báo cáo (12)" in annual.text
    assert "Nộp báo cáo" not in annual.choices

    annual.say("Có 2 vụ của kỳ trước được đình chỉ")
    assert "Suy ra từ báo cáo 6 tháng năm 2026" in annual.text
    assert "Mã biên nhận: CM26-N-" in annual.say("nộp báo cáo")


# --- sending ------------------------------------------------------------------------------------------------------


def test_the_receipt_says_when_whether_in_time_and_holds(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.tap("Nộp báo cáo")

    assert "Đã nộp lúc 09:42 ngày 19/5/2026, trước hạn 1 ngày." in commune.text
    code = receipt_in(commune.text)
    assert f"Biên nhận {code} hợp lệ" in commune.say(f"/tinhtrang {code.lower()}")
    version = submissions.version_by_receipt(tx, code)
    assert version is not None
    assert version.sha256 in commune.text
    assert owed(tx, ca_mau.commune_officer).state == ReportState.FILED


def test_sent_twice_is_one_version(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    first = receipt_in(commune.tap("Nộp báo cáo"))
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")

    assert receipt_in(commune.tap("Nộp báo cáo")) == first
    assert len(submissions.versions(tx, owed(tx, ca_mau.commune_officer).id)) == 1


def test_a_correction_is_a_second_version_and_the_first_is_kept(
    tx: Connection, commune: Chat, ca_mau: Province
) -> None:
    first = receipt_in(commune.tap("Nộp báo cáo"))
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    fix(commune, 7, "25")
    second = receipt_in(commune.tap("Nộp báo cáo"))

    assert [version.receipt for version in submissions.versions(tx, owed(tx, ca_mau.commune_officer).id)] == [
        first,
        second,
    ]
    assert f"đã có phiên bản 2 (mã {second})" in commune.say(f"/tinhtrang {first}")


def test_a_late_one_says_by_how_much(commune: Chat) -> None:
    commune.later(days=2, hours=17)

    assert "trễ hạn 2 ngày." in commune.tap("Nộp báo cáo")
    assert "bản điều chỉnh" not in commune.text


def test_cancelling_a_correction_brings_back_what_was_sent(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.tap("Nộp báo cáo")
    before = submissions.answers(tx, owed(tx, ca_mau.commune_officer).id)
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    fix(commune, 7, "25")
    assert "Có thay đổi chưa nộp" in commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    commune.say("/huy")
    commune.tap("Đúng, xóa")
    assert "Có thay đổi chưa nộp" not in commune.say("/baocao")

    after = submissions.answers(tx, owed(tx, ca_mau.commune_officer).id)
    assert {key: written_answer.answer for key, written_answer in after.items()} == {
        key: written_answer.answer for key, written_answer in before.items()
    }
    assert owed(tx, ca_mau.commune_officer).state == ReportState.FILED


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


def test_a_cancelled_correction_keeps_the_reasons_that_were_sent(
    tx: Connection, commune: Chat, ca_mau: Province
) -> None:
    fix(commune, 3, "11")
    commune.say("Có 1 vụ của năm 2025")
    first = receipt_in(commune.tap("Nộp báo cáo"))
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    fix(commune, 7, "25")
    commune.say("/huy")
    commune.tap("Đúng, xóa")
    commune.tap("Nộp bản điều chỉnh")

    assert "Cần kiểm tra" not in commune.text
    assert receipt_in(commune.tap("Nộp báo cáo")) == first


def test_a_question_is_corrected_from_the_review_by_saying_so(commune: Chat) -> None:
    assert commune.say("sua cau 7").startswith("Câu 7/18")
    assert "Xem lại" in commune.say("25")


def test_a_target_judged_from_some_of_the_communes_says_so(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.officer))
    chat.told(*SHEET)
    chat.tap("Đến phần…")
    chat.tap("Xem lại")

    assert "24/25 = 96,0% (chỉ tiêu: 100%) · 1/2 địa bàn" in chat.text


# --- receipts later -----------------------------------------------------------------------------------------------


def test_a_receipt_is_shown_to_those_above_and_to_nobody_else(commune: Chat, chat_of: ChatOf, ca_mau: Province) -> None:
    code = receipt_in(commune.tap("Nộp báo cáo"))

    assert "hợp lệ" in chat_of(ca_mau.coordinator).say(f"/tinhtrang {code}")
    assert "hợp lệ" in chat_of(ca_mau.officer).say(f"/tinhtrang {code}")
    assert "Không tìm thấy" in chat_of(ca_mau.nam_can_officer).say(f"/tinhtrang {code}")


def test_zones_chosen_later_are_asked_and_the_answers_of_those_no_longer_chosen_are_left_out(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    chat = begun(chat_of(ca_mau.officer))
    chat.told(*SHEET)
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tan_hung.id, ca_mau.hoa_my.id], now)
    obligations.ensure(tx, plans.PlanCache().get(tx, ca_mau.plan.id), CALENDAR, now)

    chat.say("12 10 9 2 2")
    assert "xã Tân Hưng (địa bàn 1/2)" in chat.text
    chat.told("25 24 23", *SHEET[2:], *SHEET, "Bỏ qua cả phần")
    version = submissions.version_by_receipt(tx, receipt_in(chat.say("nộp báo cáo")))
    assert version is not None
    assert ca_mau.tt_cai_nuoc.code not in version.content.decode()
    assert timedelta(0) <= version.filed_at - now
