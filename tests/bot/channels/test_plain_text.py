from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.plain_text import as_text, split, with_links
from handlers.turn.messages import Payload
from locales import words


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_choices_are_numbered_lines() -> None:
    payload: Payload = {
        "text": "Đúng đơn vị không?",
        "choices": [{"id": "1.0", "label": "Đúng"}, {"id": "1.1", "label": "Không đúng"}],
        "numbered": True,
    }
    assert as_text(payload) == "Đúng đơn vị không?\n\n1. Đúng\n2. Không đúng"


def test_while_a_number_is_an_answer_choices_carry_none() -> None:
    payload: Payload = {"text": "Câu 1/17", "choices": [{"id": "1.0", "label": "Quay lại"}], "numbered": False}
    assert as_text(payload) == "Câu 1/17\n\n• Quay lại"


def test_files_become_links_where_a_channel_carries_none() -> None:
    sent: Payload = {
        "text": "Biểu mẫu.",
        "choices": [{"id": "1.0", "label": "Để sau"}],
        "files": [{"id": "f1", "name": "bieu-mau.xlsx", "mime": "application/octet-stream"}],
        "wants_file": True,
    }
    linked = with_links(sent, words("vi"), lambda file_id: f"https://mau/tep/{file_id}", lambda: "https://mau/gui/7")
    assert as_text(linked) == (
        "Biểu mẫu.\n\n"
        "bieu-mau.xlsx: https://mau/tep/f1\n"
        "Gửi tệp tại: https://mau/gui/7\n"
        "(liên kết dùng được trong 24 giờ)\n\n"
        "1. Để sau"
    )
    assert "files" not in linked
    assert with_links({"text": "Đã nộp."}, words("vi"), str, str) == {"text": "Đã nộp."}


def test_a_message_without_choices_is_its_text() -> None:
    assert as_text({"text": "Đã nộp."}) == "Đã nộp."


def test_cut_between_paragraphs_rather_than_lines_rather_than_words() -> None:
    assert split("một hai\n\nba bốn\nnăm", 14) == ["một hai", "ba bốn\nnăm"]
    assert split("một hai\nba bốn năm", 12) == ["một hai", "ba bốn năm"]
    assert split("một hai ba", 8) == ["một hai", "ba"]
    assert split("mộthaiba", 3) == ["một", "hai", "ba"]


def test_a_late_word_border_beats_an_early_paragraph_border() -> None:
    assert split("a\n\nbcdefg hij", 10) == ["a\n\nbcdefg", "hij"]


def test_nothing_to_say_is_no_message() -> None:
    assert split(" \n ", 100) == []


@given(st.text(alphabet="aă𝟙 \n", max_size=300), st.integers(2, 40))
def test_every_part_fits_and_no_letter_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part.strip() and units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
