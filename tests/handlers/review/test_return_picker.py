"""Choosing the questions that are to be checked again."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from storage.reports.obligations import Obligation
from storage.units import selected_zones
from tests import province
from tests.chat import FIGURES, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import begun
from tests.province import Province


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("99", "Không có câu 99"),
        ("bao nhiêu?", "Chưa hiểu nội dung vừa gửi."),
        ("7-11", "Chưa hiểu nội dung vừa gửi."),
        ("Câu 19", "Câu 19. Tình hình: chưa có"),
        ("câu 19, 20", "Câu 19. Tình hình: chưa có"),
        ("19: MẬT", "Nội dung có dấu chỉ độ mật"),
        ("19: của ông Nguyễn Văn A, số CCCD 012345678901", "Câu 19. Tình hình: chưa có"),
    ],
)
def test_numbers_as_they_are_typed(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str, says: str) -> None:
    assert says in begun(chat_of(ca_mau.coordinator)).say(typed)


def test_by_commune_and_section(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.tap("Chọn theo phần…")
    chat.tap("xã Tân Hưng")
    chat.tap("Tin báo, tố giác (câu 6–8)")

    assert "Câu 8. Đã giải quyết · xã Tân Hưng: 4" in chat.tap("Câu 8. Đã giải quyết · xã Tân Hưng")
    assert "8. Đã giải quyết · xã Tân Hưng: 4 — “Đề nghị kiểm tra lại”" in chat.tap("Đề nghị kiểm tra lại")


@pytest.mark.parametrize("typed", ["Tân Hưng", "xa tan hung", "MAU-0502"])
def test_a_commune_by_its_name(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7")
    assert "của địa bàn nào?" in chat.say("ở đâu đó")

    assert "Câu 7. Đã xử lý · xã Tân Hưng: 5" in chat.say(typed)


def test_the_communes_of_a_number_have_pages(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    province.many_communes(tx, ca_mau.cai_nuoc, 9, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_009), now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7")
    first = [label for label in chat.choices if label.endswith(": 5")]

    chat.tap("Trang sau")

    rest = [label for label in chat.choices if label.endswith(": 5")]
    assert (len(first), len({*first, *rest})) == (8, 8 + len(rest))
    assert f"Câu 7. Đã xử lý · {rest[-1]}" in chat.tap(rest[-1])


def test_every_commune_at_once(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7: Còn thiếu 1 tin?")

    reply = chat.tap("Cả 2 địa bàn")

    assert reply.count("“Còn thiếu 1 tin?”") == 2


def test_a_question_with_a_warning_is_offered_until_it_is_picked(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c03": 5}, now)
    chat = begun(chat_of(ca_mau.coordinator))
    offered = chat.choices[0]
    assert offered.startswith("Câu 3.")

    chat.tap(offered)
    chat.say("Đề nghị đối chiếu")
    chat.tap("Thêm nội dung")

    assert offered not in chat.choices
    assert "“Đề nghị đối chiếu”" in chat.tap("Xem lại danh sách")
