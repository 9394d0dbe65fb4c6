"""The consolidated report (.docx): sums, targets and texts of the units."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import FIGURES, SUMMED, ask_for, opened, rows, texts
from tests.province import Province

HEADINGS = (("1", "Công tác lãnh đạo, chỉ đạo"), ("2", "Tổ chức kiện toàn hệ thống chính trị ở cơ sở"))


def test_the_consolidated_report(coordinator: Chat) -> None:
    reply = ask_for(coordinator, SUMMED)

    assert reply.startswith("Dự thảo báo cáo tổng hợp của tỉnh Cà Mau · 6 tháng năm 2026")
    assert coordinator.files[0].name == "bao-cao-tong-hop-2026-H1-tinh-ca-mau-20260519.docx"
    document = opened(coordinator)
    whole = texts(document)
    assert "Số:     /BC-UBND" in whole
    assert "BÁO CÁO" in [paragraph.text for paragraph in document.paragraphs]
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
    answers = {"n1": "Đã ban hành 02 kế hoạch.\x0b\n\n- Đã họp 3 lần.", "n2": "Số CCCD 079201001234 đã xử lý."}
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, answers, coordinator.now)
    ask_for(coordinator, SUMMED)

    lines = [paragraph.text for paragraph in opened(coordinator).paragraphs]
    first, second = (lines.index(f"{number}. {title}") for number, title in HEADINGS)
    assert lines[first + 1 : second] == ["UBND huyện Năm Căn: Đã ban hành 02 kế hoạch.", "- Đã họp 3 lần."]
    assert lines[second + 1].startswith("(Nội dung của UBND huyện Năm Căn có thông tin cá nhân")
    assert "079201001234" not in "".join(lines)
