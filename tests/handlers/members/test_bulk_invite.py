"""Many invitations at once: the codes come back as a spreadsheet, or none is issued."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import load_workbook
from sqlalchemy import Connection, func, select

from handlers.members import invitation_list
from handlers.members.invitation_list import CodedInvitation, InvitationRequest
from locales import words
from reporting.roles import Role
from storage.database.schema import invitation, outbox
from storage.people import people
from tests import province
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.members.test_invite import invitations_kept
from tests.phone import Phone
from tests.province import Province

MISSING = "Mời 2 đơn vị chưa có cán bộ"


def rows(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_every_unit_without_an_officer_is_invited_at_once(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.say("/thanhvien")
    assert coordinator.tap(MISSING) == "Cấp 2 mã mời cho 2 đơn vị?\n\nCán bộ báo cáo: 2"
    assert coordinator.tap("Cấp 2 mã").startswith("Đã cấp 2 mã mời, mỗi mã dùng một lần, trước 09:42 ngày 26/5/2026.")
    (file,) = coordinator.files
    assert file.name == "ma-moi-2026-05-19.xlsx"
    head, *codes = rows(file.content)
    assert head[:5] == ("Mã đơn vị", "Tên đơn vị", "Vai trò", "Họ tên", "Mã mời")
    assert [row[1:3] for row in codes] == [
        ("Sở Văn hóa, Thể thao và Du lịch", "Cán bộ báo cáo"),
        ("xã Tân Hưng", "Cán bộ báo cáo"),
    ]
    newcomer = Phone(coordinator.tx, coordinator.services, coordinator.now, "newcomer")
    assert "xã Tân Hưng" in newcomer.say(f"/start {codes[1][4]}")


def test_earlier_codes_may_be_withdrawn(coordinator: Chat) -> None:
    coordinator.say("/thanhvien")
    coordinator.tap(MISSING)
    coordinator.tap("Cấp 2 mã")
    (_, first, _) = rows(coordinator.files[0].content)
    coordinator.say("/thanhvien")
    assert "Trong đó đã có 2 mã cùng đơn vị, cùng vai trò chưa ai dùng." in coordinator.tap(MISSING)
    assert "Đã thu hồi 2 mã cũ." in coordinator.tap("Cấp và thu hồi mã cũ")
    newcomer = Phone(coordinator.tx, coordinator.services, coordinator.now, "newcomer")
    assert newcomer.say(f"/start {first[4]}").startswith("Mã mời đã được thu hồi.")


def test_the_message_knows_whose_codes_it_shows(coordinator: Chat) -> None:
    coordinator.say("/thanhvien")
    coordinator.tap(MISSING)
    coordinator.tap("Cấp 2 mã")
    told_in = coordinator.tx.scalars(select(invitation.c.told_in)).all()
    assert len(told_in) == 2
    assert set(told_in) == {coordinator.tx.execute(select(func.max(outbox.c.id))).scalar_one()}


def test_a_role_lost_meanwhile_issues_nothing(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    people.grant(coordinator.tx, ca_mau.coordinator.id, ca_mau.tinh.id, Role.LEADER, None, now)
    coordinator.say("/thanhvien")
    coordinator.tap(MISSING)
    people.revoke(coordinator.tx, ca_mau.coordinator.membership_id, now)
    coordinator.tap("Cấp 2 mã")
    assert invitations_kept(coordinator.tx) == 0


def test_free_text_leaves_the_question_open(coordinator: Chat) -> None:
    coordinator.say("/thanhvien")
    coordinator.tap(MISSING)
    assert coordinator.say("chờ chút").startswith("Chọn một trong các lựa chọn bên dưới")
    assert coordinator.say("cap 2 ma").startswith("Đã cấp 2 mã mời")


def test_a_name_never_becomes_a_formula(ca_mau: Province, now: datetime) -> None:
    wanted = InvitationRequest(ca_mau.tan_hung, Role.REPORTER, "=HYPERLINK(1)")
    content = invitation_list.code_sheet(words("vi"), [CodedInvitation(1, wanted, "7KQ4-M2XD", None, now)])
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["D2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_a_list_to_fill_in_has_the_units_without_officers(coordinator: Chat, tx: Connection) -> None:
    coordinator.say("/moi")
    assert coordinator.tap("Mời bằng bảng tính").startswith("Mời nhiều người cùng lúc: gửi tệp .xlsx hoặc .csv")
    assert [row[0] for row in rows(coordinator.files[0].content)] == ["Mã đơn vị", "MAU-SVH", "MAU-0502"]


LIST = "Mã đơn vị;Vai trò;Họ tên\nMAU-0502;Cán bộ báo cáo;Cán bộ mẫu\nMAU-05;Lãnh đạo;\n"


def test_a_list_sent_by_the_coordinator(coordinator: Chat) -> None:
    assert coordinator.send_file("moi.csv", LIST.encode()) == (
        "Cấp 2 mã mời cho 2 đơn vị?\n\nCán bộ báo cáo: 1; Lãnh đạo: 1"
    )
    coordinator.tap("Cấp 2 mã")
    assert [row[1:4] for row in rows(coordinator.files[0].content)[1:]] == [
        ("xã Tân Hưng", "Cán bộ báo cáo", "Cán bộ mẫu"),
        ("UBND huyện Cái Nước", "Lãnh đạo", None),
    ]


def test_the_list_handed_out_comes_back_filled(coordinator: Chat) -> None:
    coordinator.say("/moi")
    coordinator.tap("Mời bằng bảng tính")
    assert coordinator.send_file("moi.xlsx", coordinator.files[0].content).startswith("Cấp 2 mã mời cho 2 đơn vị?")


def test_with_a_wrong_row_no_code_is_issued(coordinator: Chat) -> None:
    wrong = LIST + "MAU-99;Cán bộ báo cáo;\nMAU-05;Giám đốc;\nMAU;Quản trị hệ thống;\n"
    assert coordinator.send_file("moi.csv", wrong.encode()) == (
        "Chưa cấp mã nào: 3 dòng cần sửa.\n"
        'Dòng 4: không có đơn vị mã "MAU-99"\n'
        'Dòng 5: vai trò "Giám đốc" chưa rõ; ghi: Cán bộ báo cáo, Đầu mối tổng hợp hoặc Lãnh đạo\n'
        "Dòng 6: vai trò hiện tại không cấp được vai trò Quản trị hệ thống\n\n"
        "Sửa các dòng trên rồi gửi lại tệp."
    )
    assert invitations_kept(coordinator.tx) == 0


def test_a_unit_outside_the_subtree(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> None:
    chat = chat_of(province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "district"))
    assert "Dòng 2: xã Tân Hưng ngoài phạm vi phụ trách" in chat.send_file("moi.csv", LIST.encode())


def test_a_list_in_another_encoding(coordinator: Chat) -> None:
    assert "lưu lại dạng" in coordinator.send_file("moi.csv", LIST.encode("cp1258", "replace"))


def test_an_officer_s_file_is_no_list_and_an_open_report_stays(chat_of: ChatOf, ca_mau: Province) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "bat dau")
    assert officer.send_file("moi.csv", LIST.encode()).startswith("Chưa nhận được tệp loại này.")
    assert "Đã ghi nhận nhóm Hình sự" in officer.say("12 10 9 2 2")


def test_what_was_open_goes_on_after_the_list(coordinator: Chat) -> None:
    coordinator.say("/toi")
    opened = coordinator.tap("Sửa tên")
    coordinator.send_file("moi.csv", LIST.encode())
    assert coordinator.tap("Thôi, không mời") == opened
    coordinator.send_file("moi.csv", LIST.encode())
    assert coordinator.tap("Cấp 2 mã").endswith(opened)
