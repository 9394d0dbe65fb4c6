"""Units in an order, beside tests/rules/test_ranking.py, which has the orders themselves."""

from __future__ import annotations

from tests.chat import Chat
from tests.handlers.questions.conftest import lines


def test_units_without_a_figure_are_named_after_the_others(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("xếp hạng các xã theo số vụ")) == [
        "3/4 đơn vị đã có số liệu:",
        "1. xã Mẫu Ba: 20 vụ",
        "2. phường Mẫu Một: 12 vụ",
        "3. xã Mẫu Hai: 7 vụ",
        "Chưa có số liệu: đặc khu Mẫu Bốn.",
    ]


def test_the_change_of_a_count(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("2 xã tăng số vụ nhiều nhất so với cùng kỳ"))[:3] == [
        "2/4 đơn vị đã có số liệu:",
        "1. phường Mẫu Một: tăng 2 vụ",
        "2. xã Mẫu Hai: giảm 2 vụ",
    ]


def test_where_nothing_rose_the_first_is_not_said_to_have_risen(leader: Chat) -> None:
    assert "Không đơn vị nào tăng (1/1 đơn vị đã có số liệu):" in leader.say("huyện nào tăng khám phá nhiều nhất")
    assert "Không đơn vị nào giảm (1/1 đơn vị đã có số liệu):" in leader.say("huyện nào giảm ma túy nhiều nhất")


def test_nobody_has_filed_it(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("xã nào nhiều án nhất năm 2025")) == [
        "Chưa có số liệu: 0/4 đơn vị đã gửi số liệu này trong báo cáo năm 2025."
    ]


def test_without_a_figure_some_are_offered(communes_leader: Chat) -> None:
    assert "So sánh, xếp hạng theo số liệu nào?" in communes_leader.say("đơn vị nào nhiều nhất")
    assert "1. xã Mẫu Ba: 20 vụ" in communes_leader.tap("Số vụ phạm tội về trật tự xã hội xảy ra")


def test_from_the_order_to_the_picture(communes_leader: Chat) -> None:
    communes_leader.say("xếp hạng các xã theo số vụ")

    assert communes_leader.choices == ["Biểu đồ", "Từ đâu ra?"]
    assert "xã Mẫu Ba: 20 vụ" in communes_leader.tap("Biểu đồ")
