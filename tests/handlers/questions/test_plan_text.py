"""What the plan says, quoted with the place in its text."""

from __future__ import annotations

import pytest

from tests.chat import Chat
from tests.handlers.questions.conftest import lines


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "kế hoạch quy định gì về tỷ lệ khám phá",
            [
                "Tỷ lệ điều tra, khám phá các loại tội phạm: từ 80% trở lên.",
                "“tỷ lệ điều tra, khám phá các loại tội phạm đạt từ 80% trở lên” (I.2.a)",
                "Cách hiểu đang dùng: Mẫu số là số vụ khởi tố: cụm “trong tổng số án khởi tố” đứng sau tỷ lệ thứ hai, "
                "được hiểu là chung cho cả hai.",
            ],
        ),
        ("kế hoạch quy định gì về báo cáo 6 tháng", ["Báo cáo 6 tháng: “gửi trước ngày 25/5” (IV.3.a)"]),
        (
            "kế hoạch quy định gì về ma túy",
            ["Kế hoạch không đặt chỉ tiêu riêng về: số vụ phạm tội về ma túy."],
        ),
        (
            "ai báo cáo cho ai theo kế hoạch",
            [
                "Đơn vị báo cáo: Các sở, ban, ngành (có liên quan), Ủy ban nhân dân huyện, thành phố Cà Mau.",
                "Nơi nhận: Ủy ban nhân dân tỉnh (qua Công an tỉnh)",
                "Định kỳ: định kỳ 6 tháng, 01 năm.",
                "(IV.3.a)",
                "• Báo cáo 6 tháng: “gửi trước ngày 25/5” (IV.3.a)",
                "• Báo cáo 01 năm: “gửi trước ngày 25/11” (IV.3.a)",
                "Số chỉ tiêu: 11.",
            ],
        ),
    ],
)
def test_what_the_plan_says(leader: Chat, question: str, expected: list[str]) -> None:
    assert lines(leader.say(question)) == expected
    assert "Tính đến" not in leader.text, "the text of a plan is of no moment"


def test_the_targets_that_read_a_figure(leader: Chat) -> None:
    answer = lines(leader.say("kế hoạch quy định gì về tin báo"))

    assert "“100% tin báo, tố giác tội phạm và kiến nghị khởi tố được tiếp nhận, xử lý” (I.2.a)" in answer


def test_what_is_unclear_in_the_plan_is_said(leader: Chat) -> None:
    answer = leader.say("kế hoạch quy định gì về tỷ lệ không tái phức tạp")

    assert "Chưa rõ trong kế hoạch: Không nói rõ theo dõi tái phức tạp trong bao lâu" in answer
