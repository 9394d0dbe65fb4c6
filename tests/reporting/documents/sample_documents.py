"""A report and a letter as plain data, marked as samples, for tests of their layout."""

from __future__ import annotations

from datetime import datetime

from reporting.documents.ending import DocumentEnding
from reporting.documents.letterhead import Letterhead
from reporting.documents.report_docx import DocumentAnnex, DocumentSection, QuotedText, ReportDocument
from reporting.documents.tables import DocumentTable, HeadingRow, header
from reporting.documents.urging_docx import ReminderLetter

AT = datetime(2026, 5, 19, 9, 42)
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def head(*, parent: str | None = None, issuer: tuple[str, ...] = ("Ủy ban nhân dân", "huyện Mẫu")) -> Letterhead:
    return Letterhead(
        parent, issuer, "Số:     /BC-UBND", None, NATION, MOTTO, "Mẫu, ngày      tháng 5 năm 2026", "DỰ THẢO"
    )


def table(count: int = 60) -> DocumentTable:
    columns = header(("TT", "Nội dung", "Kết quả"), (1.1, "middle"), (11.9, "left"), (3.0, "right"))
    rows = [(str(number), "Số vụ phạm tội về trật tự xã hội xảy ra (mẫu)", "12") for number in range(count)]
    return DocumentTable(columns, (HeadingRow("Hình sự"), *rows))


def report(text: str = "Đã ban hành kế hoạch (mẫu).\nĐã họp 03 lần.", **changes: object) -> ReportDocument:
    whole = ReportDocument(
        head=head(),
        title="Báo cáo",
        subject="Kết quả 6 tháng năm 2026 thực hiện Kế hoạch mẫu",
        to="Kính gửi: Ủy ban nhân dân tỉnh",
        opening=(QuotedText("Thực hiện Kế hoạch mẫu, Ủy ban nhân dân huyện Mẫu báo cáo như sau:"),),
        sections=(
            DocumentSection("I. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
            DocumentSection("1. Công tác lãnh đạo, chỉ đạo", (QuotedText(text, by="xã Mẫu"),), level=2),
            DocumentSection("II. SỐ LIỆU", (table(),)),
        ),
        closing="Trên đây là báo cáo của Ủy ban nhân dân huyện Mẫu./.",
        ending=DocumentEnding(
            "Nơi nhận:", ("- Như trên;", "- Lưu: VT, …"), ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        ),
        annexes=(DocumentAnnex("Phụ lục", "Danh sách", "(Kèm theo Báo cáo số     /BC-UBND)", (table(5),)),),
        made_at=AT,
    )
    return ReportDocument(**{**vars(whole), **changes})  # type: ignore[arg-type]


def letter(*to: str) -> ReminderLetter:
    about = Letterhead(**{**vars(head()), "number": "Số:     /UBND-…", "about": "V/v đôn đốc gửi báo cáo mẫu"})
    paragraphs = ("Thực hiện Kế hoạch mẫu, các đơn vị gửi báo cáo trước ngày 25/5.",)
    after = ("Đề nghị các đơn vị quan tâm, thực hiện./.",)
    return ReminderLetter(about, "Kính gửi:", to, paragraphs, table(3), after, report().ending, AT)
