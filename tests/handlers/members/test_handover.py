"""``/bangiao``: a role passes to a successor by code, at once, and nothing of the unit is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from reporting.roles import Role
from storage.database.schema import audit, outbox
from storage.lifecycle import closing
from storage.messaging import conversations
from storage.people import invitations, memberships, people
from storage.reports import obligations
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf, PhoneOf
from tests.phone import Phone
from tests.province import Person, Province

ISSUE = "Cấp mã bàn giao"


def code_of(phone: Phone) -> str:
    phone.say("/bangiao")
    phone.tap(ISSUE)
    return phone.text.split("\n")[0].removeprefix("Mã bàn giao: ")


def succeed(phone: Phone, code: str) -> str:
    phone.say(f"/start {code}")
    return phone.tap("Đúng, xác nhận")


def newcomer(phone: Phone) -> Phone:
    return Phone(phone.tx, phone.services, phone.now, "newcomer", sender="Người kế nhiệm mẫu")


def told(tx: Connection, person: Person) -> list[str]:
    """What the person was told outside a turn."""
    rows = tx.execute(select(outbox.c.payload).where(outbox.c.lane == 1, outbox.c.address == person.address))
    return [row.payload["text"] for row in rows]


def actions(tx: Connection) -> list[str]:
    return list(tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars())


def test_it_says_what_goes_along_and_gives_a_code(officer: Chat) -> None:
    assert officer.say("/bangiao").startswith(
        "Bàn giao vai trò Cán bộ báo cáo tại UBND huyện Cái Nước cho người kế nhiệm.\n\n"
        "Đi theo đơn vị, người kế nhiệm làm tiếp 1 báo cáo:\n"
        "• 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu; hạn cuối 24/5/2026, còn 5 ngày"
    )
    assert officer.choices == [ISSUE, "Thôi, không bàn giao"]
    assert officer.tap(ISSUE).startswith("Mã bàn giao: 2222-2222\n• Đơn vị: UBND huyện Cái Nước\n• Vai trò: Cán bộ báo")
    assert [file.mime for file in officer.files] == ["image/png"]


def test_half_a_report_is_continued_by_the_successor(officer: Chat, ca_mau: Province, tx: Connection) -> None:
    officer.told("/baocao", "bat dau", "12 10 9 2 2")
    code = code_of(officer)
    successor = newcomer(officer)
    reply = succeed(successor, code)
    assert "Đã nhận bàn giao từ Cán bộ mẫu Một." in reply
    assert "đã trả lời 5/" in reply
    assert "Cán bộ mẫu Một 5" in successor.say("lam tiep"), "whose answers they are"
    assert officer.say("25 24 23").startswith("Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã kết thúc lúc 09:42")
    assert "nội dung đã ghi vẫn được giữ" in officer.text
    assert officer.say("25 24 23").startswith("Hệ thống chỉ phục vụ cán bộ được đơn vị mời.")


def test_everybody_concerned_is_told_and_it_is_noted(officer: Chat, ca_mau: Province, tx: Connection) -> None:
    succeed(newcomer(officer), code_of(officer))
    assert told(tx, ca_mau.officer) == [
        "Đã bàn giao xong: Người kế nhiệm mẫu nhận vai trò Cán bộ báo cáo tại UBND huyện Cái Nước lúc 09:42 ngày "
        "19/5/2026. Tài khoản này không còn vai trò đó; mọi nội dung vẫn đầy đủ ở đơn vị."
    ]
    assert told(tx, ca_mau.coordinator) == [
        "UBND huyện Cái Nước: Cán bộ mẫu Một đã bàn giao vai trò Cán bộ báo cáo cho Người kế nhiệm mẫu lúc 09:42 "
        "ngày 19/5/2026."
    ]
    assert actions(tx)[-3:] == ["invitation.issued", "membership.granted", "membership.handed_over"]
    assert "2222" not in str(tx.execute(select(audit.c.detail)).all()), "never the code"


def test_the_successor_of_the_only_coordinator(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.coordinator)
    assert "Phạm vi phụ trách: 8 đơn vị." in phone.say("/bangiao")
    reply = succeed(newcomer(phone), code_of(phone))
    assert "tỉnh Cà Mau · Đầu mối tổng hợp" in reply
    assert [member.name for member in people.of_unit(phone.tx, ca_mau.tinh.id, {Role.COORDINATOR})] == [
        "Người kế nhiệm mẫu"
    ]


def test_a_colleague_may_take_over_too(officer: Chat, phone_of: PhoneOf, ca_mau: Province, tx: Connection) -> None:
    code = code_of(officer)
    succeed(phone_of(ca_mau.colleague), code)
    assert [member.name for member in people.of_unit(tx, ca_mau.cai_nuoc.id, {Role.REPORTER})] == ["Cán bộ mẫu Hai"]


def test_nobody_hands_over_to_oneself(officer: Chat, ca_mau: Province, tx: Connection) -> None:
    code = code_of(officer)
    assert officer.say(f"/start {code}").startswith("Đây là mã bàn giao do chính tài khoản này cấp.")
    assert memberships.get(tx, ca_mau.officer.membership_id).ended_at is None


def test_a_code_taken_back_before_it_is_used(officer: Chat) -> None:
    code = code_of(officer)
    assert officer.tap("Thu hồi mã bàn giao").startswith("Đã thu hồi mã bàn giao; vai trò giữ nguyên.")
    assert newcomer(officer).say(f"/start {code}").startswith("Mã mời đã được thu hồi.")
    assert officer.say("/bangiao")
    assert officer.choices[0] == ISSUE, "none is open"


def test_a_new_code_takes_the_place_of_the_old_one(officer: Chat) -> None:
    old = code_of(officer)
    officer.say("/bangiao")
    assert "Đang có một mã bàn giao dùng được đến 09:42 ngày 26/5/2026." in officer.text
    officer.tap("Cấp mã mới thay mã cũ")
    new = officer.text.split("\n")[0].removeprefix("Mã bàn giao: ")
    assert newcomer(officer).say(f"/start {old}").startswith("Mã mời đã được thu hồi.")
    assert "Người bàn giao: Cán bộ mẫu Một" in newcomer(officer).say(f"/start {new}")


def test_the_code_still_works_where_the_predecessor_has_left(
    officer: Chat, ca_mau: Province, tx: Connection, now: datetime
) -> None:
    code = code_of(officer)
    memberships.leave(tx, memberships.get(tx, ca_mau.officer.membership_id).member, now)
    successor = newcomer(officer)
    assert "Người bàn giao: Cán bộ mẫu Một" in successor.say(f"/start {code}")
    assert "Đã nhận bàn giao từ Cán bộ mẫu Một." in successor.tap("Đúng, xác nhận")
    assert told(tx, ca_mau.coordinator)[-1].startswith("UBND huyện Cái Nước: Cán bộ mẫu Một đã bàn giao vai trò")


def test_the_code_of_somebody_revoked_does_not_lead_back_in(
    officer: Chat, ca_mau: Province, tx: Connection, now: datetime
) -> None:
    code = code_of(officer)
    memberships.revoke(tx, memberships.get(tx, ca_mau.officer.membership_id).member, now, ca_mau.coordinator.id)
    assert newcomer(officer).say(f"/start {code}").startswith("Mã mời đã được thu hồi.")


def test_asking_leaves_an_open_report_alone(officer: Chat) -> None:
    officer.told("/baocao", "bat dau")
    officer.say("ban giao")
    assert officer.answer["numbered"] is False
    assert "Đã ghi nhận nhóm Hình sự" in officer.say("12 10 9 2 2")


def test_only_the_one_who_hands_over_or_a_coordinator_above_takes_a_code_back(
    officer: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    given = invitations.by_code(tx, code_of(officer))
    assert given
    for somebody, reply in (
        (ca_mau.nam_can_officer, "Vai trò hiện tại không thu hồi được mã bàn giao này."),
        (ca_mau.coordinator, "Đã thu hồi mã bàn giao"),
    ):
        chat = chat_of(somebody)
        talk = somebody.conversation(tx, chat.now)
        talk.set_buttons(
            [{"label": "x", "action": "members.revoke_handover", "args": {"invitation": given.id}, "says": []}],
            numbered=True,
        )
        conversations.save(tx, talk, chat.now)
        assert chat.say("x").startswith(reply)


def test_a_coordinator_hands_on_the_whole_queue(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    """As many as the menu names: a report of last year nobody accepted waits too, also where all units have filed."""
    world = province.build(tx, now, years=(2025, 2026))
    for owing_unit in closing.owed_reports(tx, world.plan.id):
        if owing_unit.obligation.period == "2025-H1" and owing_unit.unit.id != world.officer.unit.id:
            obligations.excuse(tx, owing_unit.obligation.id, "mẫu")
    file_report(tx, world, world.officer, "six-months", 2025, {"c01": 1}, now)
    file_report(tx, world, world.officer, "six-months", 2026, {"c01": 1}, now)
    coordinator = chat_of(world.coordinator)

    assert "Chờ duyệt: 2 báo cáo" in coordinator.say("/start")
    assert "Báo cáo đã nộp, chưa duyệt: 2." in coordinator.say("/bangiao")
