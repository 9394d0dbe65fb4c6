"""The questions of a report, answered one by one or a section at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, SKIPPED, Answer
from storage.messaging import conversations
from storage.people import people
from storage.reports import submissions
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun, kept
from tests.province import CHANNEL, Province


def test_a_zone_sheet_takes_at_most_eight_messages(commune: Chat) -> None:
    assert len(SHEET) <= 8
    assert commune.told(*SHEET).startswith("✓ Đã ghi nhận: 18. Ma túy: 3")
    assert "Xem lại" in commune.text
    assert "Nộp báo cáo" in commune.choices


def test_zero_not_arisen_and_missing_are_kept_apart(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.told("không có")
    officer.tap("Không phát sinh")

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(0)
    assert kept(tx, ca_mau.officer, "c02") == NIL
    assert kept(tx, ca_mau.officer, "c03") is None


def test_an_answer_counts_at_once_and_the_report_is_begun(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    assert owed(tx, ca_mau.officer).state == ReportState.NOT_BEGUN
    officer.say("12")

    assert owed(tx, ca_mau.officer).state == ReportState.DRAFTING
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)


def test_a_typed_number_is_the_answer_of_a_figure_never_a_choice(
    tx: Connection, officer: Chat, ca_mau: Province
) -> None:
    officer.say("2")

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(2)


def test_a_typed_number_chooses_where_yes_or_no_is_asked(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.told(*SHEET[:3])
    commune.say("2")

    assert kept(tx, ca_mau.commune_officer, "c14") == Answer.given(False)


def test_going_back_shows_the_answer_and_keeping_it_goes_on(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.told("12", "10")
    officer.tap("Quay lại")

    assert "Đã ghi: 10" in officer.text
    officer.say("giữ nguyên")
    assert officer.text.startswith("Câu 3/26")
    assert kept(tx, ca_mau.officer, "c02") == Answer.given(10)


def test_only_what_is_optional_can_be_skipped(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    assert "Bỏ qua" not in commune.choices
    commune.told(*SHEET[:4])
    commune.tap("Bỏ qua")

    assert kept(tx, ca_mau.commune_officer, "c16n") == SKIPPED


def test_a_line_for_another_question_is_no_remark(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.told(*SHEET[:4], "18: 3")

    assert kept(tx, ca_mau.commune_officer, "c40") == Answer.given(3)
    assert kept(tx, ca_mau.commune_officer, "c16n") is None
    commune.say("17: Đoàn kết")
    assert kept(tx, ca_mau.commune_officer, "c16n") == Answer.given("Đoàn kết")


def test_a_typed_command_is_one_where_a_figure_is_asked(officer: Chat) -> None:
    assert "Báo cáo của đơn vị" in officer.say("tình trạng")


def test_a_typed_word_for_a_command_works_with_a_slash_as_well(officer: Chat) -> None:
    assert officer.say("/help").startswith("Các lệnh dùng được:")


def test_a_button_of_a_question_that_has_passed_shows_the_current_one(officer: Chat) -> None:
    old = officer.answer
    officer.say("12")
    officer.answer = old
    officer.tap("Không phát sinh")

    assert "Câu 2/26" in officer.text


def test_the_review_opens_from_a_narrative_too_and_is_no_text(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.told(*SHEET[:4])

    assert commune.text.startswith("Câu 17/18")
    assert commune.say("xem lai").startswith("Xem lại · ")
    assert kept(tx, ca_mau.commune_officer, "c16n") is None


def test_somebody_moved_to_another_unit_cannot_go_on(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    people.revoke(tx, ca_mau.officer.membership_id, officer.now)
    elsewhere = people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, ca_mau.officer.role, None, officer.now)
    assert elsewhere != ca_mau.officer.membership_id

    assert officer.say("12").startswith("Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã kết thúc lúc 09:42")
    assert "nội dung đã ghi vẫn được giữ ở đơn vị" in officer.text
    assert kept(tx, ca_mau.officer, "c01") is None


def test_a_line_not_understood_is_asked_again_before_the_next_commune(
    tx: Connection, officer: Chat, ca_mau: Province
) -> None:
    officer.told(*SHEET[:-1])
    officer.say("9 abc\n18: 3\n10: 1")

    assert "Dòng 1 (9 abc)" in officer.text
    assert "Câu 9/26 · thị trấn Cái Nước (địa bàn 1/2)" in officer.text
    officer.say("43")
    assert kept(tx, ca_mau.officer, "c09") == Answer.given(43)
    assert "Câu 1/26 · xã Tân Hưng (địa bàn 2/2)" in officer.text


def everything(tx: Connection) -> str:
    """What the database holds of people's words."""
    stored = tx.execute(text("SELECT value FROM answer")).scalars().all()
    states = tx.execute(text("SELECT state FROM conversation")).scalars().all()
    payloads = tx.execute(text("SELECT payload FROM outbox")).scalars().all()
    return "\n".join(map(str, (*stored, *states, *payloads)))


def test_a_marked_text_is_refused_and_nothing_of_it_is_stored(
    tx: Connection, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))

    assert "TỐI MẬT" in chat.say("TỐI MẬT: chuyên án mùa hè")
    chat.say("Tình hình ổn định")
    assert "chuyên án" not in everything(tx)


def test_a_marking_in_the_middle_of_figures_is_refused_too(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    assert "không được ghi nhận" in officer.say("12 10 9 MẬT")
    assert submissions.answers(tx, owed(tx, ca_mau.officer).id) == {}


def test_in_english_too(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    talk = conversations.lock_conversation(tx, CHANNEL, ca_mau.commune_officer.address, now)
    talk.language = "en"
    conversations.save(tx, talk, now)
    chat = chat_of(ca_mau.commune_officer)
    chat.say("/baocao")
    chat.tap("Begin")
    chat.told(*SHEET)

    assert "Review" in chat.text
    assert "24/25 = 96.0%" in chat.text
    chat.tap("Nộp báo cáo (send)")
    assert "Mã biên nhận: CM26-6T-" in chat.text
