"""``/hopnhat``: a merger noted before its day, and the people who hear of it."""

from sqlalchemy import Connection

from tests import province
from tests.handlers.conftest import ChatOf
from tests.province import Province


def test_a_unit_that_ends_later_files_what_is_due_before(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    officer, coordinator = chat_of(ca_mau.commune_officer), chat_of(ca_mau.coordinator)
    officer.told("/baocao", "Bắt đầu", "12 10 9 2 2")

    coordinator.told("/hopnhat", "thị trấn Cái Nước", "xa tan hung", "1/6")
    assert coordinator.choices[0] == "Đơn vị cũ tự nộp"
    coordinator.tap("Đơn vị cũ tự nộp")
    assert "của thị trấn Cái Nước: đơn vị cũ tự nộp" in coordinator.tap("Giữ nguyên")
    coordinator.tap("Đúng, hợp nhất")

    assert officer.receive() == (
        "thị trấn Cái Nước hợp nhất vào xã Tân Hưng từ ngày 1/6/2026.\n"
        "Vai trò Cán bộ báo cáo tại thị trấn Cái Nước được giữ nguyên."
    )
    assert "đã trả lời 5/17 câu" in officer.say("/baocao")


def test_once_its_last_day_is_over_it_files_nothing_itself(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    chat_of(ca_mau.commune_officer).told("/baocao", "Bắt đầu", "12 10 9 2 2")
    coordinator = chat_of(ca_mau.coordinator)

    coordinator.told("/hopnhat", "thị trấn Cái Nước", "xa tan hung", "20/5")

    assert coordinator.choices[0] == "Đơn vị mới tiếp nhận"


def test_who_moves_is_told_where_to(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.told("/hopnhat", "thị trấn Cái Nước", "xa hoa my", "20/5")
    for label in ("Đơn vị mới tiếp nhận", "Chuyển sang đơn vị mới", "Đúng, hợp nhất"):
        coordinator.tap(label)

    assert (
        chat_of(ca_mau.commune_officer)
        .receive()
        .endswith("Vai trò Cán bộ báo cáo nay ở xã Hòa Mỹ. Gửi /baocao hoặc /toi để xem.")
    )


def test_what_becomes_of_reports_and_people_is_answered_by_a_number(ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.told("/hopnhat", "thị trấn Cái Nước", "xa hoa my", "20/5")
    assert coordinator.choices[0] == "Đơn vị mới tiếp nhận"

    coordinator.say("1")
    assert coordinator.choices[1] == "Giữ nguyên"

    coordinator.say("2")
    assert "Đúng, hợp nhất" in coordinator.choices


def test_a_preview_longer_than_a_screen_counts_its_other_lines(
    tx: Connection, ca_mau: Province, chat_of: ChatOf
) -> None:
    province.many_communes(tx, ca_mau.nam_can, 20, first=1_000_000)
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.told("/hopnhat", "UBND huyện Năm Căn", "UBND huyện Cái Nước", "20/5")

    reply = coordinator.tap("Giữ nguyên")

    lines = [line for line in reply.splitlines() if line.startswith("•")]
    assert lines[-1] == "• xã mẫu 0010: về UBND huyện Cái Nước"
    assert reply.endswith("… và 10 dòng khác")
