"""/xuat: who gets which document, and that it is made after the turn."""

from __future__ import annotations

from sqlalchemy import Connection, select

from handlers.turn import file_jobs
from reporting.deadlines.obligation import ReportState
from storage.database.schema import audit
from storage.messaging import attachments, conversations
from storage.messaging import file_jobs as messaging_file_jobs
from storage.people import memberships
from storage.reports import obligations
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import ONE, REPORT, SUMMED, ask_for, opened, texts
from tests.province import Province

URGING = "Công văn đôn đốc 4 đơn vị (.docx)"


def test_no_letter_where_nobody_is_missing(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.say("/xuat")
    coordinator.tap(REPORT)
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.excuse(coordinator.tx, obligations.of_unit(coordinator.tx, unit.id)[0].id, "mẫu")

    assert "không có đơn vị nào để đôn đốc" in coordinator.tap(URGING)
    assert not any(choice.startswith("Công văn") for choice in coordinator.choices)


def test_one_units_report_found_by_its_name(coordinator: Chat) -> None:
    assert "Có 1 đơn vị đã nộp" in ask_for(coordinator, ONE)
    assert "Không tìm thấy" in coordinator.say("năm căn")
    assert coordinator.say("cai nuoc").startswith("Dự thảo báo cáo của UBND huyện Cái Nước")

    whole = texts(opened(coordinator))
    assert "theo báo cáo nộp lúc 08:42 ngày 19/5/2026 (phiên bản 1, mã biên nhận CM26-6T-" in whole
    assert "Kính gửi: Ủy ban nhân dân tỉnh" in whole
    assert "Cái Nước, ngày       tháng 5 năm 2026" in whole
    assert "TM. ỦY BAN NHÂN DÂN" in whole


def test_a_command_is_no_units_name(coordinator: Chat) -> None:
    ask_for(coordinator, ONE)

    assert coordinator.say("tinh trang").startswith("Tình hình nộp báo cáo")


def test_officers_have_no_other_document(chat_of: ChatOf, filed: Province) -> None:
    officer = chat_of(filed.nam_can_officer)
    officer.say("/xuat")
    conversation = filed.nam_can_officer.conversation(officer.tx, officer.now)
    args = {"plan": filed.plan.id, "report": "six-months", "period": "2026-H1"}
    for kind, unit in (("unit_report", filed.cai_nuoc), ("summed_report", filed.nam_can), ("urging", filed.tinh)):
        conversation.set_buttons(
            [{"label": "x", "action": "documents.make", "args": {**args, "kind": kind, "unit": unit.id}, "says": []}],
            numbered=True,
        )
        conversations.save(officer.tx, conversation, officer.now)
        assert "không thuộc phạm vi" in officer.say("x")
        assert officer.files == []


def test_it_is_made_after_the_turn_and_noted(coordinator: Chat, filed: Province) -> None:
    tx = coordinator.tx
    ask_for(coordinator, SUMMED)
    (file,) = coordinator.answer["files"]
    assert attachments.get(tx, file["id"]).content == b"", "nothing is rendered within the turn"  # type: ignore[union-attr]
    assert messaging_file_jobs.get(tx, file["id"]) is not None

    assert coordinator.files[0].content.startswith(b"PK")

    assert messaging_file_jobs.get(tx, file["id"]) is None
    noted = tx.execute(select(audit).where(audit.c.action == "document.made")).one()
    assert (noted.person_id, noted.plan_id, noted.unit_id) == (filed.coordinator.id, filed.plan.id, filed.tinh.id)
    assert noted.detail["kind"] == "summed_report"
    assert file_jobs.prepare(tx, file["id"], coordinator.services, coordinator.now) is True, "it is there"
    file_jobs.finish(tx, file["id"], b"other", coordinator.now)
    assert coordinator.files[0].content.startswith(b"PK"), "the first to make it has made it"


def test_whose_role_has_ended_gets_none(coordinator: Chat, filed: Province) -> None:
    tx = coordinator.tx
    ask_for(coordinator, SUMMED)
    (file,) = coordinator.answer["files"]
    member = memberships.get(tx, filed.coordinator.membership_id).member
    memberships.revoke(tx, member, coordinator.now, None)

    assert file_jobs.prepare(tx, file["id"], coordinator.services, coordinator.now) is False


def test_an_excused_report_is_no_document(chat_of: ChatOf, filed: Province) -> None:
    officer = chat_of(filed.officer)
    obligations.set_state(officer.tx, owed(officer.tx, filed.officer).id, ReportState.EXCUSED)

    assert "chưa có báo cáo nào" in officer.say("/xuat")


def test_leaders_too_and_in_english_the_document_stays_vietnamese(chat_of: ChatOf, filed: Province) -> None:
    leader = chat_of(filed.leader)
    leader.say("/ngonngu")
    leader.tap("English")
    leader.say("/xuat")
    leader.tap(leader.choices[0])
    assert leader.tap("Consolidated report (.docx)").startswith("Draft of the consolidated report")

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts(opened(leader))


def test_an_officer_s_buttons_lead_to_the_own_reports_only(chat_of: ChatOf, filed: Province) -> None:
    officer = chat_of(filed.officer)
    officer.say("/xuat")
    officer.tap(REPORT)

    assert officer.choices == ["Chọn báo cáo khác"]
    assert "Báo cáo nào của UBND huyện Cái Nước" in officer.tap("Chọn báo cáo khác")


def test_from_one_document_to_the_others(coordinator: Chat) -> None:
    ask_for(coordinator, SUMMED)
    assert "tỉnh Cà Mau: đã nộp 1/5 đơn vị trực thuộc." in coordinator.tap("Văn bản khác của báo cáo này")

    coordinator.tap("Chọn báo cáo khác")
    assert coordinator.tap("Tất cả các kỳ").startswith("Lập văn bản của báo cáo nào?")
    assert "Năm 2026 · Chuyển hóa địa bàn" in coordinator.choices


def test_several_units_of_a_name(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, coordinator.now)
    assert "Có 2 đơn vị đã nộp" in ask_for(coordinator, ONE)

    assert coordinator.say("nước").startswith("Có 2 đơn vị có tên như vậy.")
    assert coordinator.tap("thị trấn Cái Nước").startswith("Dự thảo báo cáo của thị trấn Cái Nước")


def test_a_text_with_a_secrecy_marking_is_no_unit_s_name(coordinator: Chat) -> None:
    ask_for(coordinator, ONE)

    assert "dấu chỉ độ mật" in coordinator.say("MẬT cai nuoc")
    assert "UBND huyện Cái Nước" in coordinator.choices, "the units are still to be chosen from"
