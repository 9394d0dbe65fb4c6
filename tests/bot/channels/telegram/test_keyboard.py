from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.keyboard import keyboard
from handlers.turn.messages import PayloadButton


def choices(*labels: str) -> list[PayloadButton]:
    return [{"id": f"7.{i}", "label": label} for i, label in enumerate(labels)]


def drawn(*labels: str) -> list[list[str]]:
    markup = keyboard(choices(*labels))
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def test_short_labels_share_a_row_long_ones_stand_alone() -> None:
    assert drawn("Có", "Không") == [["Có", "Không"]]
    assert drawn("Không phát sinh", "Quay lại", "Lưu và thoát") == [["Không phát sinh", "Quay lại"], ["Lưu và thoát"]]
    assert drawn("15", "Nhập lại", "Bắt đầu báo cáo 6 tháng") == [["15", "Nhập lại"], ["Bắt đầu báo cáo 6 tháng"]]


def test_a_row_holds_three_at_most() -> None:
    assert drawn("1", "2", "3", "4") == [["1", "2", "3"], ["4"]]


def test_a_button_carries_the_choice_id() -> None:
    markup = keyboard(choices("Có"))
    assert markup
    assert markup.inline_keyboard[0][0].callback_data == "7.0"


def test_no_choices_no_keyboard() -> None:
    assert keyboard([]) is None


@given(st.lists(st.text(min_size=1, max_size=40), max_size=150))
def test_order_is_kept_and_telegrams_limits_hold(labels: list[str]) -> None:
    rows = drawn(*labels)
    assert [label for row in rows for label in row] == labels[:100]
    assert all(1 <= len(row) <= 8 for row in rows)
