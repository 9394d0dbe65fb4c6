"""Number and date of the signed document."""

from __future__ import annotations

from tests.chat import Chat


def test_the_signed_paper_is_named_and_can_be_removed(reviewed: Chat) -> None:
    reviewed.tap("Số, ký hiệu văn bản")
    assert "Chưa đọc được" in reviewed.say("không biết")
    assert "Văn bản đã ký: số 05/BC-UBND, ngày 18/5/2026" in reviewed.say("05/BC-UBND 18/5")

    reviewed.tap("Số, ký hiệu văn bản")
    reviewed.tap("Bỏ số, ký hiệu")
    assert "Văn bản đã ký" not in reviewed.text
