"""Examples of questions: those near to what was typed, then what the plan has."""

from __future__ import annotations

from tests.chat import Chat

MISSING = "• đơn vị nào chưa nộp báo cáo 6 tháng năm 2026?"
TARGETS = "• chỉ tiêu nào chưa đạt?"


def examples(answer: str) -> list[str]:
    return [line for line in answer.splitlines() if line.startswith("• ")]


def test_what_was_no_question_gets_three(leader: Chat) -> None:
    answer = leader.say("abc xyz")

    assert answer.startswith("Chưa rõ nội dung vừa gửi.\nCó thể hỏi về")
    assert examples(answer) == [
        MISSING,
        TARGETS,
        "• số vụ phạm tội về trật tự xã hội xảy ra tăng hay giảm so với cùng kỳ?",
    ]
    assert "Bảng theo dõi" in leader.choices


def test_the_command_alone_is_understood(leader: Chat) -> None:
    answer = leader.say("/hoi")

    assert answer.startswith("Có thể hỏi về")
    assert len(examples(answer)) == 3
