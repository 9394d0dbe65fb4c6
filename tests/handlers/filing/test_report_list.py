"""/baocao and the questions of a report."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from handlers.filing.question_prompt import example
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, SKIPPED, Answer, ClearAnswer, read
from reporting.form_entry.interview import QuestionSlot
from reporting.plan.form import Question, Section
from storage.messaging import conversations
from storage.people import people
from storage.plans import plans
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.province import CALENDAR, CHANNEL, Person, Province

SHEET = ("12 10 9 2 2", "25 24 23", "9 0 320 320 2", "không; có; có", "bỏ qua", "3")
"""One commune's whole sheet, a section a message."""
LAST_YEAR = {"c01": 14, "c11": 318, "c14": False}


@pytest.fixture
def officer(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """At the first question of Cái Nước's six months."""
    return begun(chat_of(ca_mau.officer))


@pytest.fixture
def commune(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """At the first question of the commune's own sheet."""
    return begun(chat_of(ca_mau.commune_officer))


def begun(chat: Chat) -> Chat:
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    return chat


def kept(tx: Connection, person: Person, field: str) -> Answer | None:
    """What the working copy has: of the first commune, or of the report itself."""
    written = submissions.answers(tx, owed(tx, person).id)
    return next((written[key].answer for key in sorted(written) if key.split("@")[0] == field), None)


def with_last_year(tx: Connection, ca_mau: Province, now: datetime) -> None:
    """The plan of both years, and last year's six months of Cái Nước."""
    plan = ca_mau.plan.model_copy(update={"years": (2025, 2026)})
    plans.activate(tx, plan, now)
    selected_zones.select(tx, plan.id, 2025, [ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id], now)
    obligations.ensure(tx, plan, CALENDAR, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, LAST_YEAR, now - timedelta(days=365))
    obligations.set_state(tx, owed(tx, ca_mau.officer, "year", 2025).id, ReportState.EXCUSED)


# --- the list -----------------------------------------------------------------------------------------------------


def test_several_open_reports_are_listed_by_deadline_and_chosen_by_number(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    other = ca_mau.plan.model_copy(update={"id": "ca-mau-khac", "short_title": "Kế hoạch khác"})
    plans.activate(tx, other, now)
    obligations.ensure(tx, other, CALENDAR, now)
    chat = chat_of(ca_mau.officer)
    chat.say("nộp báo cáo")

    assert "Đơn vị có 2 báo cáo" in chat.text
    assert sorted(chat.choices) == ["6 tháng năm 2026 · Chuyển hóa địa bàn", "6 tháng năm 2026 · Kế hoạch khác"]
    assert chat.choices[1].split(" · ")[1] in chat.say("2")
    assert chat.choices[0] == "Bắt đầu"


def test_a_late_report_says_by_how_much(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.officer)
    chat.later(days=10)
    chat.say("/baocao")

    assert "chưa bắt đầu, đã quá hạn" in chat.text
    assert "trễ hạn 5 ngày" in chat.text


def test_with_nothing_at_hand_the_next_one_is_named(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.officer)
    chat.later(days=-60)

    assert "Hiện không có báo cáo nào đến kỳ" in chat.say("/baocao")
    assert "Kỳ tiếp theo: Báo cáo 6 tháng năm 2026" in chat.text


def test_a_unit_without_a_commune_is_shown_only_what_it_is_asked(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.nam_can_officer)
    chat.say("/baocao")

    assert chat.tap("Xem trước các câu hỏi").startswith("Báo cáo gồm 8 câu")


def test_who_only_reads_does_not_file(chat_of: ChatOf, ca_mau: Province) -> None:
    assert "không dành cho vai trò" in chat_of(ca_mau.leader).say("/baocao")


# --- answering ----------------------------------------------------------------------------------------------------


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


def test_a_wrong_answer_is_explained_and_the_one_before_stays(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("12")
    officer.tap("Quay lại")

    assert "không phải tỷ lệ" in officer.say("80%")
    assert "Câu 1/26" in officer.text
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


def test_any_part_is_one_step_away(officer: Chat) -> None:
    officer.tap("Đến phần…")
    officer.tap("xã Tân Hưng · Tin báo, tố giác (câu 6–8): 0/3")
    assert officer.text.startswith("Câu 6/26 · xã Tân Hưng (địa bàn 2/2)")

    officer.tap("Đến phần…")
    officer.tap("Trở về câu đang hỏi")
    assert officer.text.startswith("Câu 6/26 · xã Tân Hưng")


def test_doubts_are_settled_one_after_another_and_the_rest_is_kept(
    tx: Connection, officer: Chat, ca_mau: Province
) -> None:
    officer.say("12 1.5 9 2.5 2")
    assert officer.choices == ["15", "Nhập lại"]
    officer.say("đúng")
    assert officer.choices == ["25", "Nhập lại"]
    officer.say("2")

    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 4." in officer.text
    assert [kept(tx, ca_mau.officer, field) for field in ("c01", "c02", "c03", "c04", "c05")] == [
        Answer.given(number) for number in (12, 15, 9, 2, 2)
    ]


def test_a_doubt_says_which_question_of_which_commune_it_is_about(officer: Chat) -> None:
    assert officer.say("1.5").startswith("Câu 1/26 · thị trấn Cái Nước (địa bàn 1/2): Xảy ra? (vụ)\n“1.5” chưa rõ")


def test_two_readings_of_a_whole_text_are_both_offered(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("1 234")
    officer.tap("1; 234")

    assert kept(tx, ca_mau.officer, "c02") == Answer.given(234)


def test_a_typed_command_is_one_where_a_figure_is_asked(officer: Chat) -> None:
    assert "Báo cáo của đơn vị" in officer.say("tình trạng")


def test_a_button_of_a_question_that_has_passed_shows_the_current_one(officer: Chat) -> None:
    old = officer.answer
    officer.say("12")
    officer.answer = old
    officer.tap("Không phát sinh")

    assert "Câu 2/26" in officer.text


# --- what is known already ----------------------------------------------------------------------------------------


def test_last_years_figure_stands_beside_the_question_and_only_a_stock_may_be_taken_over(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "Cùng kỳ năm trước: 14" in chat.text
    assert not any("Như kỳ trước" in label for label in chat.choices)
    chat.told("12 10 9 2 2", "25 24 23", "9 0")
    chat.tap("Như kỳ trước: 318")
    assert kept(tx, ca_mau.officer, "c11") == Answer.given(318)


def test_as_above_names_the_figure_to_type(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "Cùng kỳ năm trước là 14; nếu kỳ này cũng vậy, nhập 14" in chat.say("như trên")
    assert kept(tx, ca_mau.officer, "c01") is None


# --- leaving, resuming, cancelling --------------------------------------------------------------------------------


def test_left_and_resumed_on_another_channel_where_it_stopped(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    officer.told("12 10 9 2 2", "25")
    assert "Đã trả lời 6/42 câu" in officer.tap("Lưu và thoát")
    web = conversations.lock_conversation(tx, CHANNEL, "web", now)
    web.person_id, web.membership_id = ca_mau.officer.id, ca_mau.officer.membership_id
    conversations.save(tx, web, now)
    other = Chat(tx, officer.services, now, "web")
    other.say("/baocao")

    assert "đã trả lời 6/42 câu" in other.text
    assert "Câu 7/26" in other.say("làm tiếp")


def test_a_colleague_sees_who_wrote_what(officer: Chat, chat_of: ChatOf, ca_mau: Province) -> None:
    officer.told("12 10 9 2 2")
    colleague = chat_of(ca_mau.colleague)
    colleague.say("/baocao")
    colleague.tap("Làm tiếp")

    assert "Người ghi: Cán bộ mẫu Một 5 câu" in colleague.text
    colleague.tap("Quay lại")
    assert "Đã ghi: 2 (Cán bộ mẫu Một, 09:42 ngày 19/5/2026)" in colleague.text


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_overwritten(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    colleague = begun(chat_of(ca_mau.colleague))
    officer.say("12 10")
    assert "Cán bộ mẫu Một ghi 12" in colleague.say("14 10")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)

    colleague.tap("Ghi nội dung vừa nhập")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(14)
    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 1. Xảy ra: 14" in colleague.text


def test_what_a_colleague_wrote_and_one_has_seen_may_be_changed_at_once(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    officer.say("12")
    colleague = chat_of(ca_mau.colleague)
    colleague.say("/baocao")
    colleague.tap("Làm tiếp")
    colleague.tap("Quay lại")
    colleague.say("13")

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(13)


def test_skipping_does_not_take_away_what_a_colleague_wrote_meanwhile(
    tx: Connection, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat, colleague = begun(chat_of(ca_mau.officer)), begun(chat_of(ca_mau.colleague))
    chat.told(*SHEET[:4])
    colleague.say("17: Đoàn kết")
    chat.say("bỏ qua")

    assert "Cán bộ mẫu Hai ghi “Đoàn kết”" in chat.text
    assert kept(tx, ca_mau.officer, "c16n") == Answer.given("Đoàn kết")


def test_cancelling_asks_and_a_no_keeps_everything(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("12")
    officer.say("/huy")
    officer.tap("Không, làm tiếp")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)

    officer.say("/huy")
    officer.tap("Đúng, xóa")
    assert kept(tx, ca_mau.officer, "c01") is None
    assert owed(tx, ca_mau.officer).state == ReportState.NOT_BEGUN


def test_somebody_moved_to_another_unit_cannot_go_on(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    people.revoke(tx, ca_mau.officer.membership_id, officer.now)
    elsewhere = people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, ca_mau.officer.role, None, officer.now)
    assert elsewhere != ca_mau.officer.membership_id

    assert officer.say("12").startswith("Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã kết thúc lúc 09:42")
    assert "nội dung đã ghi vẫn được giữ ở đơn vị" in officer.text
    assert kept(tx, ca_mau.officer, "c01") is None


# --- what must not be written -------------------------------------------------------------------------------------


def everything(tx: Connection) -> str:
    """What the database holds of people's words."""
    stored = tx.execute(text("SELECT value FROM answer")).scalars().all()
    states = tx.execute(text("SELECT state FROM conversation")).scalars().all()
    said = tx.execute(text("SELECT payload FROM outbox")).scalars().all()
    return "\n".join(map(str, (*stored, *states, *said)))


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


def test_personal_data_is_warned_about_once(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))
    chat.say("Liên hệ 0912 345 678 để biết thêm")
    assert "số điện thoại" in chat.text
    assert kept(tx, ca_mau.nam_can_officer, "situation") is None

    chat.tap("Vẫn ghi nhận")
    assert kept(tx, ca_mau.nam_can_officer, "situation") == Answer.given("Liên hệ 0912 345 678 để biết thêm")


def test_a_text_typed_again_replaces_the_one_that_was_held(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))
    chat.told("ông Nguyễn Văn Mẫu, sinh năm 1980", "Tình hình ổn định")

    assert kept(tx, ca_mau.nam_can_officer, "situation") == Answer.given("Tình hình ổn định")
    assert "Nguyễn Văn Mẫu" not in str(tx.execute(text("SELECT state FROM conversation")).scalars().all())


# --- the other language -------------------------------------------------------------------------------------------


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


def test_a_doubt_about_a_commune_no_longer_selected_is_over(
    tx: Connection, officer: Chat, ca_mau: Province, now: datetime
) -> None:
    officer.say("1.5")
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tan_hung.id], now)

    assert officer.tap("15").startswith("Câu 1/26 · xã Tân Hưng")
    assert kept(tx, ca_mau.officer, "c01") is None


# --- several communes ---------------------------------------------------------------------------------------------


def test_what_is_recorded_names_its_commune_where_there_are_several(officer: Chat, commune: Chat) -> None:
    assert "\n✓ Đã ghi nhận nhóm Hình sự tại thị trấn Cái Nước:" in officer.say("12 10 9 2 2")
    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 6. Tiếp nhận: 25" in officer.say("25")
    assert "\n✓ Đã ghi nhận: 1. Xảy ra: 12" in commune.say("12")


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


def test_a_question_is_corrected_by_saying_so(officer: Chat) -> None:
    officer.told("12 10 9 2 2")

    assert officer.say("sửa câu 3").startswith("Câu 3/26 · thị trấn Cái Nước")
    assert "Câu 6/26 · thị trấn Cái Nước" in officer.say("8")


def test_the_example_of_a_group_of_money_can_be_typed_as_it_stands() -> None:
    question = Question(id="c19", kind="money", label="Phải thu hồi", unit="đồng")
    group = [QuestionSlot(f"c{n}", n, question, Section(id="s", title="S", questions=(question,))) for n in (19, 20)]

    for language in ("vi", "en"):
        for value in example(Words(language), group).split("; "):
            assert isinstance(read(question, value, date(2026, 5, 19)), ClearAnswer)


def test_unsent_changes_are_at_hand_after_the_deadline_too(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.commune_officer))
    chat.told(*SHEET, "nộp báo cáo", "/baocao")
    chat.tap("Nộp bản điều chỉnh")
    chat.told("sửa câu 18", "4")
    chat.tap("Lưu và thoát")
    chat.later(days=10)

    assert "Có thay đổi chưa nộp" in chat.say("/baocao")
    assert "Nộp bản điều chỉnh" in chat.choices


def test_a_report_is_resumed_at_its_first_open_question(officer: Chat) -> None:
    officer.told("12 10", "18: 4", "/baocao")

    assert officer.tap("Làm tiếp").startswith("Câu 3/26 · thị trấn Cái Nước")


def test_the_review_opens_from_a_narrative_too_and_is_no_text(tx: Connection, commune: Chat, ca_mau: Province) -> None:
    commune.told(*SHEET[:4])

    assert commune.text.startswith("Câu 17/18")
    assert commune.say("xem lai").startswith("Xem lại · ")
    assert kept(tx, ca_mau.commune_officer, "c16n") is None


def test_several_doubts_are_announced_by_their_numbers(officer: Chat) -> None:
    assert "Cần xác nhận lần lượt các câu: 6, 7." in officer.say("18: 4\n7: 1 200\n6: 1,200")


def test_a_typed_word_for_a_command_works_with_a_slash_as_well(officer: Chat) -> None:
    assert officer.say("/help").startswith("Các lệnh dùng được:")


def test_a_receipt_shows_the_version_it_is_for(commune: Chat) -> None:
    code = re.findall(r"Mã biên nhận: (\S+)", commune.told(*SHEET, "nộp báo cáo"))[0]
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    commune.told("sửa câu 18", "7", "nộp báo cáo")

    assert " Ma túy (18): 3" in commune.say(f"/tinhtrang {code}")
