"""/xuat: who gets which document, that it is made after the turn, and what it says."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, select, update

from handlers.turn import file_jobs
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.database.schema import audit, report_version
from storage.messaging import attachments, conversations
from storage.messaging import file_jobs as messaging_file_jobs
from storage.people import memberships
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import ANNEX, ONE, REPORT, SUMMED, ask_for, opened, rows, texts
from tests.province import Province

FIGURES = {"c01": 12, "c02": 10, "c03": 9, "c04": 2, "c05": 2, "c06": 25, "c07": 24, "c08": 23, "c13": 1, "c14": False}
HEADINGS = (("1", "Công tác lãnh đạo, chỉ đạo"), ("2", "Tổ chức kiện toàn hệ thống chính trị ở cơ sở"))
URGING = "Công văn đôn đốc 4 đơn vị (.docx)"


@pytest.fixture
def filed(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> Province:
    now = chat_of(ca_mau.officer).now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now - timedelta(hours=1))
    return ca_mau


@pytest.fixture
def coordinator(chat_of: ChatOf, filed: Province) -> Chat:
    return chat_of(filed.coordinator)


def test_the_consolidated_report(coordinator: Chat) -> None:
    reply = ask_for(coordinator, SUMMED)

    assert reply.startswith("Dự thảo báo cáo tổng hợp của tỉnh Cà Mau · 6 tháng năm 2026")
    assert coordinator.files[0].name == "bao-cao-tong-hop-2026-H1-tinh-ca-mau-20260519.docx"
    document = opened(coordinator)
    whole = texts(document)
    assert "tổng hợp từ 1/3 đơn vị báo cáo trực tiếp; tính đến 09:42 ngày 19/5/2026" in whole
    assert "đã có 1/5 đơn vị nộp báo cáo, trong đó đúng hạn 1, trễ hạn 0. Chưa nộp 4 đơn vị: " in whole
    assert "Chưa nộp 4 đơn vị: thị trấn Cái Nước, xã Tân Hưng, Sở Văn hóa" in whole
    figures = rows(document, "Nội dung")
    assert figures["Số vụ án điều tra, khám phá"][3:] == ["18", "chưa có số liệu", "1/1"]
    targets = rows(document, "Chỉ tiêu")
    assert targets["Tỷ lệ điều tra, khám phá các loại tội phạm"][2:] == [
        "từ 80% trở lên",
        "18/20 = 90,0%",
        "đạt",
        "1/1",
    ]
    assert targets["Tỷ lệ tin báo, tố giác, kiến nghị khởi tố được tiếp nhận, xử lý"][4] == "chưa đạt"
    assert targets["Tỷ lệ hộ dân được phổ biến, tuyên truyền"][3:5] == ["chưa có số liệu", "thiếu số liệu"]
    assert rows(document, "Đơn vị")["UBND huyện Cái Nước"][2:] == ["đã nộp", "08:42 ngày 19/5/2026", "đúng hạn"]


def test_the_year_before_is_of_those_who_have_filed_now(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    made = province.build(tx, now, years=(2025, 2026))
    then = {"c01": 14, "c14": True, "c15": True}
    for officer in (made.officer, made.nam_can_officer):
        file_report(tx, made, officer, "six-months", 2025, then, now - timedelta(days=365))
    selected_zones.select(tx, made.plan.id, 2026, [made.tt_cai_nuoc.id, made.tan_hung.id, made.tt_nam_can.id], now)
    file_report(tx, made, made.officer, "six-months", 2026, FIGURES, now)
    chat = chat_of(made.coordinator)
    ask_for(chat, SUMMED)

    figures = rows(opened(chat), "Nội dung")
    assert figures["Số vụ phạm tội về trật tự xã hội xảy ra"][3:] == ["24", "28", "1/2"], "Năm Căn has not filed"
    assert figures["Có dấu hiệu hoạt động của tội phạm có tổ chức theo kiểu “xã hội đen”"][3:5] == [
        "có: 0/2",
        "có: 2/2",
    ]
    assert figures["Số vụ án khởi tố"][3:5] == ["20", "chưa có số liệu"]


def test_the_texts_of_the_units_under_the_headings(coordinator: Chat, ca_mau: Province) -> None:
    said = {"n1": "Đã ban hành 02 kế hoạch.\x0b\n\n- Đã họp 3 lần.", "n2": "Số CCCD 079201001234 đã xử lý."}
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, said, coordinator.now)
    ask_for(coordinator, SUMMED)

    lines = [paragraph.text for paragraph in opened(coordinator).paragraphs]
    first, second = (lines.index(f"{number}. {title}") for number, title in HEADINGS)
    assert lines[first + 1 : second] == ["UBND huyện Năm Căn: Đã ban hành 02 kế hoạch.", "- Đã họp 3 lần."]
    assert lines[second + 1].startswith("(Nội dung của UBND huyện Năm Căn có thông tin cá nhân")
    assert "079201001234" not in "".join(lines)


def test_the_letter_lists_who_is_late(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.later(days=2)
    ask_for(coordinator, URGING)

    document = opened(coordinator)
    whole = texts(document)
    assert "V/v đôn đốc gửi báo cáo 6 tháng năm 2026" in whole
    assert "Số:     /UBND-…" in whole
    assert "BÁO CÁO" not in [paragraph.text for paragraph in document.paragraphs], "a công văn names no kind"
    assert "Đối với sở, ban, ngành; cấp huyện: gửi trước ngày 25/5; hạn cuối là hết ngày 24/5/2026." in whole
    late = rows(document, "Đơn vị")
    assert list(late)[1:3] == ["Ủy ban nhân dân thị trấn Cái Nước", "Ủy ban nhân dân xã Tân Hưng"], (
        "the late ones first"
    )
    assert late["Ủy ban nhân dân xã Tân Hưng"][2:] == ["chưa gửi", "20/5/2026", "9 giờ"]
    assert late["Ủy ban nhân dân huyện Năm Căn"][4] == ""
    assert "- Ủy ban nhân dân thị trấn Cái Nước;" in whole
    assert "huyện Cái Nước" not in whole.replace("thị trấn Cái Nước", "")


def test_the_next_to_be_late_stands_first_in_the_letter(coordinator: Chat) -> None:
    ask_for(coordinator, URGING)
    assert [row[3] for row in rows(opened(coordinator), "Đơn vị").values()][1:] == ["20/5/2026"] * 2 + ["24/5/2026"] * 2


def test_no_letter_where_nobody_is_missing(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.say("/xuat")
    coordinator.tap(REPORT)
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.excuse(coordinator.tx, obligations.of_unit(coordinator.tx, unit.id)[0].id, "mẫu")

    assert "không có đơn vị nào để đôn đốc" in coordinator.tap(URGING)
    assert not any(choice.startswith("Công văn") for choice in coordinator.choices)


def test_the_annex_of_figures(coordinator: Chat) -> None:
    ask_for(coordinator, ANNEX)

    (file,) = coordinator.files
    assert file.name.endswith(".xlsx")
    book = load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == ["Số liệu", "Chỉ tiêu", "Tình hình nộp"]
    figures = [list(row) for row in book["Số liệu"].iter_rows(values_only=True)]
    assert figures[3][:5] == ["MAU-05", "UBND huyện Cái Nước", "thị trấn Cái Nước", 12, 10]
    assert figures[5][1] == "Tổng cộng"
    assert "SUM(D4:D5)" in str(figures[5][3])
    goals = {row[1]: row for row in book["Chỉ tiêu"].iter_rows(values_only=True)}
    assert goals["Tỷ lệ điều tra, khám phá các loại tội phạm"][3:5] == (18, 20)
    standings = {row[1]: row for row in book["Tình hình nộp"].iter_rows(values_only=True)}
    assert standings["UBND huyện Năm Căn"][3] == "chưa bắt đầu"


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


def test_an_officer_gets_the_draft_of_the_own_report(chat_of: ChatOf, ca_mau: Province) -> None:
    officer = chat_of(ca_mau.nam_can_officer)
    assert "chưa có báo cáo nào đã nộp hoặc đang soạn" in officer.say("/xuat")
    obligation = owed(officer.tx, ca_mau.nam_can_officer)
    submissions.put(
        officer.tx,
        obligation.id,
        "n1",
        Answer.given("Đã họp 3 lần.\nĐã ban hành kế hoạch."),
        ca_mau.officer.id,
        officer.now,
    )
    officer.say("/xuat")
    officer.tap(REPORT)

    document = opened(officer)
    lines = [paragraph.text for paragraph in document.paragraphs]
    at = lines.index("1. Công tác lãnh đạo, chỉ đạo")
    assert lines[at + 1 : at + 3] == ["Đã họp 3 lần.", "Đã ban hành kế hoạch."]
    assert lines[at + 4] == "Chưa có nội dung báo cáo."
    assert "theo bản đang soạn trên hệ thống, chưa nộp" in texts(document)
    assert "Không có địa bàn được lựa chọn chuyển hóa." in lines


def test_a_nil_report_says_so(coordinator: Chat) -> None:
    coordinator.tx.execute(update(report_version).values(nil=True))
    ask_for(coordinator, ONE)
    coordinator.tap("UBND huyện Cái Nước")

    assert "Trong kỳ không phát sinh." in texts(opened(coordinator))


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
