"""/tomtat: what a leader is told, within their own units; pictures with their text; what comes without asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from handlers.summary import subscriptions as summary_messages
from handlers.summary.charts import make
from handlers.turn import file_jobs
from handlers.turn.messages import PICTURE
from handlers.turn.services import FileJobContext
from reporting.documents.picture import MIME
from reporting.roles import Role
from storage.database.schema import obligation, outbox
from storage.messaging import conversations
from storage.messaging.outbox import OutboxMessage
from storage.people import people, subscriptions
from storage.people.subscriptions import SubscriptionKind
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.monitoring.steps import counting
from tests.province import CALENDAR, Province, many_communes

NOW = {"c01": 12, "c02": 10, "c03": 9, "c06": 25, "c07": 24, "c08": 23, "c40": 3}
THEN = {"c01": 14, "c02": 11, "c03": 9, "c06": 8, "c07": 8, "c08": 7, "c40": 9}
REPORT = {"plan": "ca-mau-mau", "report": "six-months", "period": "2026-H1"}


@pytest.fixture
def two_years(tx: Connection, now: datetime) -> Province:
    """Cái Nước has filed both years' six months, for its two communes alike."""
    made = province.build(tx, now, years=(2025, 2026))
    file_report(tx, made, made.officer, "six-months", 2025, THEN, now - timedelta(days=365))
    file_report(tx, made, made.officer, "six-months", 2026, NOW, now)
    return made


@pytest.fixture
def leader(chat_of: ChatOf, two_years: Province) -> Chat:
    return chat_of(two_years.leader)


def test_one_screen_says_what_is_filed_what_fails_who_pulls_and_what_moved(leader: Chat) -> None:
    reply = leader.say("/tomtat")
    assert "Đã nộp 1/5 (sở, ban, ngành 0/1, cấp huyện 1/2, cấp xã 0/2), đúng hạn 1" in reply
    assert "Cùng thời điểm năm trước (19/5/2025): 1/5, đúng hạn 1" in reply
    assert "xử lý: 48/50 = 96,0% (chỉ tiêu: 100%)" in reply
    assert "Do: UBND huyện Cái Nước 48/50 (thiếu 2)" in reply
    assert "Số vụ phạm tội về ma túy: 6 vụ, cùng kỳ 18 (giảm 12 vụ)" in reply
    assert "(2 địa bàn, đơn vị có số liệu cả hai kỳ)" in reply
    assert reply.endswith("Số liệu của 1/3 đơn vị, tính đến 09:42 ngày 19/5/2026.")


def test_who_has_not_filed_stands_beside_the_own_deadline_the_next_first(leader: Chat) -> None:
    reply = leader.say("/tomtat")
    assert "Còn hạn, chưa nộp 2: thị trấn Cái Nước, xã Tân Hưng\nHạn cuối: hết thứ Tư 20/5 · còn 1 ngày" in reply
    assert "Còn hạn, chưa nộp 2: Sở Văn hóa, Thể thao và Du lịch, UBND huyện Năm Căn\nTrước ngày 25/5 (" in reply
    assert reply.index("20/5") < reply.index("25/5")


def test_both_years_are_counted_to_the_same_moment(leader: Chat, two_years: Province) -> None:
    afternoon = leader.now - timedelta(days=365) + timedelta(hours=5)
    file_report(leader.tx, two_years, two_years.nam_can_officer, "six-months", 2025, THEN, afternoon)
    assert "Cùng thời điểm năm trước (19/5/2025): 1/5" in leader.say("/tomtat")
    leader.tap("Biểu đồ")
    assert "• Đến 19/5: 1/5 · kỳ năm trước 1/5" in leader.tap("Tiến độ nộp báo cáo")


def test_the_progress_of_last_year_says_the_year_of_today(leader: Chat) -> None:
    leader.say("/tomtat")
    leader.tap("Kỳ hoặc kế hoạch khác")
    leader.tap("Năm 2025 · Chuyển hóa địa bàn")
    leader.tap("Biểu đồ")
    assert "• Đến 19/5/2026: 0/5" in leader.tap("Tiến độ nộp báo cáo")


@pytest.mark.parametrize("typed", ["tóm tắt", "tinh hinh chung", "Tổng quan"])
def test_it_can_be_typed(leader: Chat, typed: str) -> None:
    assert leader.say(typed).startswith("Tóm tắt · 6 tháng năm 2026")


def test_few_ones_are_told_without_a_percentage(leader: Chat) -> None:
    assert "%" not in next(line for line in leader.say("/tomtat").splitlines() if "ma túy" in line)


def test_it_is_not_for_those_who_only_report(chat_of: ChatOf, two_years: Province) -> None:
    assert "Tóm tắt ·" not in chat_of(two_years.officer).say("/tomtat")


def test_another_unit_is_never_shown_whatever_a_choice_says(
    tx: Connection, chat_of: ChatOf, two_years: Province, now: datetime
) -> None:
    small = province.enrol(tx, now, two_years.nam_can, Role.LEADER, "small", "Lãnh đạo mẫu Ba")
    chat = chat_of(small)
    assert "Cái Nước" not in chat.say("/tomtat")
    for action in (
        "summary.show",
        "summary.list_targets",
        "summary.pick_unit",
        "summary.show_chart",
        "summary.pick_chart_subject",
    ):
        args = {**REPORT, "unit": two_years.cai_nuoc.id, "kind": "rank"}
        held = small.conversation(tx, now)
        held.set_buttons([{"label": "thử", "action": action, "args": args, "says": []}], numbered=True)
        held.state["dialogue"] = None
        conversations.save(tx, held, now)
        assert "Cái Nước" not in chat.say("thử")


def test_a_unit_below_then_up_again_then_another_period(leader: Chat) -> None:
    leader.say("/tomtat")
    leader.tap("Một đơn vị")
    reply = leader.tap("UBND huyện Cái Nước")
    assert "UBND huyện Cái Nước\n\nĐã nộp 1/3" in reply
    assert "Do: thị trấn Cái Nước 24/25 (thiếu 1); xã Tân Hưng 24/25 (thiếu 1)" in reply
    assert leader.tap("Lên tỉnh Cà Mau").startswith("Tóm tắt · 6 tháng năm 2026 · Chuyển hóa địa bàn\ntỉnh Cà Mau")
    leader.tap("Kỳ hoặc kế hoạch khác")
    assert leader.tap("6 tháng năm 2025 · Chuyển hóa địa bàn").startswith("Tóm tắt · 6 tháng năm 2025")


def test_all_targets_by_group(leader: Chat) -> None:
    leader.say("/tomtat")
    reply = leader.tap("Tất cả chỉ tiêu")
    assert reply.index("Chưa đạt (1)") < reply.index("Chưa đủ số liệu hoặc chưa rõ (") < reply.index("Đạt (")


def test_every_picture_comes_with_its_text(leader: Chat) -> None:
    leader.say("/tomtat")
    for label, expected in (
        ("Biểu đồ", "✗ Tỷ lệ tin báo, tố giác, kiến nghị khởi tố được tiếp nhận, xử lý: 48/50 = 96,0%"),
        ("Qua các kỳ", "• 6 tháng năm 2025: 14 tin (2/2 nơi có số liệu)\n• 6 tháng năm 2026: 46 tin"),
        ("Theo đơn vị", "✗ thị trấn Cái Nước: 24/25 = 96,0%"),
        ("Tiến độ nộp báo cáo", "• Đến 19/5: 1/5 · kỳ năm trước 1/5"),
    ):
        assert expected in leader.tap(label)
        [file] = leader.files
        assert file.mime == MIME


def test_a_picture_is_made_for_whoever_may_still_see_it(tx: Connection, leader: Chat, two_years: Province) -> None:
    leader.say("/tomtat")
    leader.tap("Biểu đồ")
    [file] = leader.answer["files"]
    other = {**REPORT, "kind": PICTURE, "chart": "targets", "subject": None, "language": "vi"}
    small = replace(people.memberships(tx, two_years.leader.id)[0], unit=two_years.nam_can)
    assert make(FileJobContext(tx, leader.services, small, other | {"unit": two_years.cai_nuoc.id}, leader.now)) is None
    people.revoke(tx, two_years.leader.membership_id, leader.now)
    assert file_jobs.prepare(tx, file["id"], leader.services, leader.now) is False


def test_a_picture_that_cannot_be_made_leaves_its_text(tx: Connection, leader: Chat) -> None:
    leader.say("/tomtat")
    leader.tap("Biểu đồ")
    row = tx.execute(select(outbox).order_by(outbox.c.id.desc())).first()
    assert row is not None
    parcel = OutboxMessage(row.id, row.conversation_id, row.channel, row.address, row.lane, row.payload, 2)
    file_jobs.give_up(tx, parcel, leader.now)
    sent = tx.execute(select(outbox.c.payload).order_by(outbox.c.id)).scalars().all()
    assert "files" not in sent[-2]
    assert sent[-1]["text"].startswith("Chưa vẽ được biểu đồ.")


def test_any_figure_can_be_drawn(leader: Chat) -> None:
    leader.say("/tomtat")
    leader.tap("Biểu đồ")
    leader.tap("Qua các kỳ")
    leader.tap("Số liệu khác")
    reply = leader.tap("Tỷ lệ điều tra, khám phá các loại tội phạm")
    assert "chỉ tiêu: từ 80% trở lên" in reply
    assert "6 tháng năm 2025: 18/22 = 81,8%" in reply
    assert "6 tháng năm 2026: 18/20 = 90,0%" in reply


def test_a_trend_is_of_the_same_places_throughout(tx: Connection, leader: Chat, two_years: Province) -> None:
    """Half of the communes reporting this year is no fall by half."""
    selected_zones.select(tx, "ca-mau-mau", 2025, [two_years.tt_nam_can.id], leader.now)
    file_report(tx, two_years, two_years.nam_can_officer, "six-months", 2025, {"c40": 50}, leader.now)
    leader.say("/tomtat")
    leader.tap("Biểu đồ")
    assert "6 tháng năm 2025: 14 tin (2/2" in leader.tap("Qua các kỳ")


def test_without_any_report_it_says_so(tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province) -> None:
    empty = province.add(tx, "MAU-09", "UBND huyện Ngọc Hiển", ca_mau.cai_nuoc.kind, ca_mau.tinh)
    chat = chat_of(province.enrol(tx, now, empty, Role.LEADER, "empty"))
    assert chat.say("/tomtat") == "UBND huyện Ngọc Hiển chưa có báo cáo nào để tóm tắt."


def test_many_units_cost_no_more_statements(tx: Connection, leader: Chat, two_years: Province) -> None:
    leader.say("/tomtat")
    with counting(tx) as few:
        leader.say("/tomtat")
    many_communes(tx, two_years.cai_nuoc, 300, first=900_000)
    with counting(tx) as many:
        leader.say("/tomtat")
    assert len(many) == len(few)


def test_a_leader_turns_them_on_and_off(tx: Connection, leader: Chat, two_years: Province) -> None:
    mine = two_years.leader.membership_id
    leader.say("/tomtat")
    leader.tap("Nhận định kỳ")
    leader.tap("Nhận sau hạn nộp")
    leader.tap("Nhận đầu tuần")
    assert subscriptions.kinds_of(tx, mine) == set(SubscriptionKind)
    leader.tap("Thôi nhận đầu tuần")
    assert subscriptions.kinds_of(tx, mine) == {SubscriptionKind.MORNING_AFTER}


def test_one_tap_in_the_message_ends_it(tx: Connection, leader: Chat, two_years: Province) -> None:
    mine = two_years.leader.membership_id
    subscriptions.add(tx, mine, SubscriptionKind.MORNING_AFTER, leader.now)
    morning = datetime(2026, 5, 25, 1, tzinfo=leader.now.tzinfo)
    news = summary_messages.due_messages(tx, leader.services, morning)
    assert news is not None
    summary_messages.queue_messages(tx, leader.services, news, morning)
    assert leader.receive().startswith("Báo cáo có hạn cuối 24/5/2026:\n\nTóm tắt · 6 tháng năm 2026")
    assert leader.tap("Thôi nhận") == "Tóm tắt sau hạn nộp không được gửi nữa."
    assert subscriptions.kinds_of(tx, mine) == set()


def test_what_was_told_opens_in_the_hat_it_was_told_to(tx: Connection, leader: Chat, two_years: Province) -> None:
    mine, monday = two_years.leader, leader.now + timedelta(days=6)
    subscriptions.add(tx, mine.membership_id, SubscriptionKind.MONDAY, leader.now)
    summary_messages.queue_messages(
        tx, leader.services, summary_messages.due_messages(tx, leader.services, monday) or [], monday
    )
    other = people.grant(tx, mine.id, two_years.nam_can.id, Role.REPORTER, None, leader.now)
    held = mine.conversation(tx, leader.now)
    held.membership_id = other
    conversations.save(tx, held, leader.now)
    leader.receive()
    assert "tỉnh Cà Mau\n\nĐã nộp 1/5" in leader.tap("Xem tóm tắt")
    people.revoke(tx, mine.membership_id, leader.now)
    leader.receive()
    assert "Vai trò Lãnh đạo tại tỉnh Cà Mau đã kết thúc" in leader.tap("Xem tóm tắt")


def test_in_a_hat_that_only_reports_no_summary_is_said_to_be_missing(
    tx: Connection, leader: Chat, two_years: Province
) -> None:
    mine, monday = two_years.leader, leader.now + timedelta(days=6)
    subscriptions.add(tx, mine.membership_id, SubscriptionKind.MONDAY, leader.now)
    summary_messages.queue_messages(
        tx, leader.services, summary_messages.due_messages(tx, leader.services, monday) or [], monday
    )
    held = mine.conversation(tx, leader.now)
    held.membership_id = people.grant(tx, mine.id, two_years.nam_can.id, Role.REPORTER, None, leader.now)
    conversations.save(tx, held, leader.now)
    leader.receive()
    leader.tap("Thôi nhận")
    assert leader.tap("Về tóm tắt").startswith("Lệnh này không dành cho vai trò hiện tại.")


def test_each_deadline_of_days_without_the_program_is_told_once(
    tx: Connection, leader: Chat, two_years: Province
) -> None:
    subscriptions.add(tx, two_years.leader.membership_id, SubscriptionKind.MORNING_AFTER, leader.now)
    tx.execute(update(obligation).where(obligation.c.period == "2026-Y").values(plan_day=date(2026, 5, 22)))
    for days, expected in ((8, ["24/5/2026", "22/5/2026"]), (9, [])):
        now = leader.now + timedelta(days=days)
        parcels = summary_messages.queue_messages(
            tx, leader.services, summary_messages.due_messages(tx, leader.services, now) or [], now
        )
        assert [parcel.payload["text"].split(":")[0].split()[-1] for parcel in parcels] == expected


def test_nobody_ends_what_another_receives(tx: Connection, leader: Chat, two_years: Province, now: datetime) -> None:
    other = province.enrol(tx, now, two_years.tinh, Role.LEADER, "other")
    subscriptions.add(tx, other.membership_id, SubscriptionKind.MONDAY, now)
    held = two_years.leader.conversation(tx, now)
    args = {"membership": other.membership_id, "wish": "monday"}
    held.set_buttons([{"label": "thử", "action": "summary.stop_subscription", "args": args, "says": []}], numbered=True)
    conversations.save(tx, held, now)
    leader.say("thử")
    assert subscriptions.kinds_of(tx, other.membership_id) == {SubscriptionKind.MONDAY}


def test_whose_role_ended_is_told_nothing(tx: Connection, leader: Chat, two_years: Province) -> None:
    subscriptions.add(tx, two_years.leader.membership_id, SubscriptionKind.MORNING_AFTER, leader.now)
    people.revoke(tx, two_years.leader.membership_id, leader.now)
    assert summary_messages.due_messages(tx, leader.services, leader.now + timedelta(days=6)) == []


def test_a_monday_line_for_each_running_report(tx: Connection, leader: Chat, two_years: Province) -> None:
    subscriptions.add(tx, two_years.leader.membership_id, SubscriptionKind.MONDAY, leader.now)
    tuesday, monday = leader.now, leader.now + timedelta(days=6)
    assert summary_messages.due_messages(tx, leader.services, tuesday) == []
    assert CALENDAR.opens_a_week(monday.date())
    [news] = summary_messages.due_messages(tx, leader.services, monday) or []
    assert news.texts["vi"].startswith("Tình hình báo cáo đầu tuần · tỉnh Cà Mau\n• 6 tháng năm 2026 · Chuyển hóa")
    assert "• Year 2025" not in news.texts["vi"]
    assert "1/5 filed" in news.texts["en"]


def test_once_sent_nothing_more_is_due_before_the_next_day(tx: Connection, leader: Chat, two_years: Province) -> None:
    subscriptions.add(tx, two_years.leader.membership_id, SubscriptionKind.MONDAY, leader.now)
    monday = leader.now + timedelta(days=6)
    summary_messages.queue_messages(
        tx, leader.services, summary_messages.due_messages(tx, leader.services, monday) or [], monday
    )

    assert summary_messages.due_messages(tx, leader.services, monday + timedelta(hours=1)) is None
    assert summary_messages.due_messages(tx, leader.services, monday + timedelta(days=1)) == []
