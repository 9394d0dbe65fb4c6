"""To a question by its section or its number."""

from __future__ import annotations

from tests.chat import Chat


def test_any_part_is_one_step_away(officer: Chat) -> None:
    officer.tap("Đến phần…")
    officer.tap("xã Tân Hưng · Tin báo, tố giác (câu 6–8): 0/3")
    assert officer.text.startswith("Câu 6/26 · xã Tân Hưng (địa bàn 2/2)")

    officer.tap("Đến phần…")
    officer.tap("Trở về câu đang hỏi")
    assert officer.text.startswith("Câu 6/26 · xã Tân Hưng")


def test_a_question_is_corrected_by_saying_so(officer: Chat) -> None:
    officer.told("12 10 9 2 2")

    assert officer.say("sửa câu 3").startswith("Câu 3/26 · thị trấn Cái Nước")
    assert "Câu 6/26 · thị trấn Cái Nước" in officer.say("8")


def test_any_answer_is_one_step_away_by_its_number(reviewed: Chat) -> None:
    reviewed.tap("Sửa câu…")
    assert reviewed.say("câu 7").startswith("Câu 7/18")
    assert "Đã ghi nhận: 7. Đã xử lý: 25" in reviewed.say("25")
    assert "Tin báo, tố giác (6–8): 25 · 25 · 23" in reviewed.text
    assert reviewed.choices[0] == "Nộp báo cáo"


def test_a_number_no_question_has_is_said(reviewed: Chat) -> None:
    reviewed.tap("Sửa câu…")

    assert "Không có câu 40" in reviewed.say("40")
    reviewed.tap("Quay lại")
    assert "Xem lại" in reviewed.text


def test_a_question_is_corrected_from_the_review_by_saying_so(reviewed: Chat) -> None:
    assert reviewed.say("sua cau 7").startswith("Câu 7/18")
    assert "Xem lại" in reviewed.say("25")
