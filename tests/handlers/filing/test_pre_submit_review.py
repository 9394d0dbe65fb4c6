"""The review before submitting."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.reports import submissions
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun, fix
from tests.province import Province


def test_it_lists_every_answer_and_the_targets_that_fail(reviewed: Chat) -> None:
    for line in ("Hình sự (1–5): 12 · 10 · 9 · 2 · 2", "Đánh giá địa bàn (14–17): Không · Có · Có · bỏ qua"):
        assert line in reviewed.text
    assert "chưa đạt 1" in reviewed.text
    assert (
        "✗ Tỷ lệ tin báo, tố giác, kiến nghị khởi tố được tiếp nhận, xử lý 24/25 = 96,0% (chỉ tiêu: 100%)"
        in reviewed.text
    )


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


def test_a_part_larger_than_its_whole_has_to_be_corrected(reviewed: Chat) -> None:
    fix(reviewed, 8, "30")
    assert "Cần sửa trước khi nộp" in reviewed.text
    assert "Nộp báo cáo" not in reviewed.choices

    reviewed.tap("Sửa")
    reviewed.say("23")
    assert "Nộp báo cáo" in reviewed.choices


def test_older_cases_want_one_confirmation_which_holds_while_the_figures_stay(
    tx: Connection, reviewed: Chat, ca_mau: Province
) -> None:
    fix(reviewed, 3, "11")
    assert "Cần kiểm tra: Câu 3" in reviewed.text
    reviewed.tap("Đúng, giữ nguyên")
    assert "Cần kiểm tra" not in reviewed.text

    fix(reviewed, 3, "12")
    assert "Cần kiểm tra: Câu 3" in reviewed.text


def test_a_typed_reason_confirms_and_is_stored(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    fix(reviewed, 3, "11")
    assert "ghi lý do" in reviewed.say("Có 1 vụ của năm 2025")

    assert list(submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id).values()) == ["Có 1 vụ của năm 2025"]


def test_a_reason_with_a_marking_is_refused(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    fix(reviewed, 3, "11")

    assert "độ mật" in reviewed.say("theo chuyên án TỐI MẬT")
    assert submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id) == {}


def test_a_reason_with_a_persons_data_is_asked_for_again(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    fix(reviewed, 3, "11")

    assert "thông tin cá nhân (số điện thoại)" in reviewed.say("hỏi 0912 345 678")
    assert submissions.confirmations(tx, owed(tx, ca_mau.commune_officer).id) == {}


def test_many_warnings_are_listed_in_part_until_the_report_can_be_sent(annual: Chat) -> None:
    nothing = ("0 0 0 0 0", "0 0 0", "12 0 320 0 2", "không; có; có", "bỏ qua", "0")
    annual.told(*nothing, *nothing, "Bỏ qua cả phần")

    assert annual.text.count("Cần kiểm tra:") == 8
    assert "… và 14 nội dung khác." in annual.text


def test_saved_at_the_review_and_resumed_there(reviewed: Chat) -> None:
    assert "chưa nộp" in reviewed.tap("Lưu và thoát")
    reviewed.say("/baocao")

    assert "Xem lại" in reviewed.tap("Làm tiếp")


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


def test_a_target_judged_from_some_of_the_communes_says_so(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.officer))
    chat.told(*SHEET)
    chat.tap("Đến phần…")
    chat.tap("Xem lại")

    assert "24/25 = 96,0% (chỉ tiêu: 100%) · 1/2 địa bàn" in chat.text
