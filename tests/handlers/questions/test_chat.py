"""Questions asked in the chat: what is read is told, like is compared with like, nobody sees beyond their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from reporting.roles import Role
from storage.messaging import conversations
from storage.people import people
from storage.plans import plans
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.province import Province


def test_who_has_not_filed(leader: Chat) -> None:
    reply = leader.say("huyen nao chua nop bc 6 thang")
    assert reply.startswith("Hiểu là: đơn vị cấp huyện chưa nộp · Báo cáo 6 tháng năm 2026 · toàn tỉnh")
    assert "Cấp huyện: chưa nộp 1/2: UBND huyện Năm Căn (chưa bắt đầu)." in reply
    assert "Trước ngày 25/5" in reply
    assert reply.endswith("Tính đến 09:42 ngày 19/5/2026.")


def test_a_count_says_from_how_many_units_it_is(leader: Chat) -> None:
    reply = leader.say("bao nhiêu vụ ma túy 6 tháng đầu năm")
    assert "Hiểu là: số vụ phạm tội về ma túy · 6 tháng năm 2026 · toàn tỉnh" in reply
    assert (
        "1/1 đơn vị đã có số liệu: 6 vụ." in reply
    )  # of the districts only Cái Nước is asked: it has communes under transformation
    assert "Tính đến 09:42 ngày 19/5/2026." in reply


def test_like_is_compared_with_like(leader: Chat) -> None:
    reply = leader.say("ma túy tăng hay giảm so với cùng kỳ?")
    assert "6 tháng năm 2026 so với 6 tháng năm 2025" in reply
    assert "6 vụ, so với 4 vụ 6 tháng năm 2025 của chính các đơn vị đó: tăng 2 vụ (+50,0%)" in reply


def test_a_place_nobody_knows_is_said_also_where_nothing_else_is_understood(leader: Chat) -> None:
    assert "Không có đơn vị “Hoàng Văn Thụ”" in leader.say("xã Hoàng Văn Thụ có mấy vụ")


def test_a_question_that_follows(leader: Chat) -> None:
    leader.say("ma túy tăng hay giảm so với cùng kỳ?")
    assert "UBND huyện Cái Nước" in leader.say("thế huyện Cái Nước?")
    assert "so sánh: số tin báo, tố giác" in leader.text or "so sánh: số tin báo" in leader.say("còn tin báo?")


def test_what_was_asked_is_forgotten_in_time(two_years: Province, leader: Chat) -> None:
    leader.say("bao nhiêu vụ ma túy")
    leader.now += timedelta(hours=2)
    assert "ma túy" not in leader.say("so với cùng kỳ?").splitlines()[0]


def test_two_units_of_a_name_are_asked_about(leader: Chat) -> None:
    assert leader.say("Cái Nước nộp chưa") == "Hỏi về đơn vị nào?"
    assert leader.choices == ["UBND huyện Cái Nước", "Thị trấn Cái Nước"]
    assert "UBND huyện Cái Nước: đã nộp lúc" in leader.tap("UBND huyện Cái Nước")


def test_a_town_that_owes_nothing_is_not_asked_about(leader: Chat) -> None:
    assert "UBND huyện Năm Căn: chưa nộp" in leader.say("Năm Căn nộp chưa")


def test_a_rate_beside_its_target(leader: Chat) -> None:
    reply = leader.say("tỷ lệ khám phá là bao nhiêu")
    assert "14/20 = 70,0% (chỉ tiêu: từ 80% trở lên) · chưa đạt" in reply


def test_by_unit_and_back_to_the_reports(leader: Chat) -> None:
    leader.say("bao nhiêu vụ ma túy")
    assert "1. UBND huyện Cái Nước: 6 vụ" in leader.tap("Theo đơn vị")
    leader.say("bao nhiêu vụ ma túy")
    assert leader.tap("Từ đâu ra?").startswith("Từ đâu ra?")


def test_units_that_are_level_share_a_place(leader: Chat) -> None:
    reply = leader.say("xã nào nhiều án nhất")
    assert "1. thị trấn Cái Nước: 12 vụ" in reply
    assert "1. xã Tân Hưng: 12 vụ" in reply


def test_what_nobody_can_be_told(leader: Chat) -> None:
    assert "Không có đơn vị “Phú Quốc” trong phạm vi của tỉnh Cà Mau" in leader.say("huyện Phú Quốc nộp chưa")
    assert "không thu thập số liệu này" in leader.say("bao nhiêu vụ mua bán người")
    assert "Không có báo cáo cho “tháng 4”" in leader.say("tháng 4 có bao nhiêu vụ")
    assert "Chưa hiểu: “nghiện”" in leader.say("bao nhiêu người nghiện ma túy")
    assert "Kế hoạch không có báo cáo của kỳ này" in leader.say("quý 2 có bao nhiêu vụ ma túy")


def test_an_officer_asks_within_the_unit(two_years: Province, chat_of: ChatOf) -> None:
    officer = chat_of(two_years.officer)
    assert "1/1 đơn vị đã có số liệu: 6 vụ." in officer.say("bao nhiêu vụ ma túy")
    assert "Không có đơn vị “Năm Căn”" in officer.say("huyện Năm Căn nộp chưa")
    assert "Từ đâu ra?" not in officer.choices


def test_inside_a_dialogue_a_plain_question_is_answered_and_the_dialogue_stays(
    two_years: Province, chat_of: ChatOf
) -> None:
    officer = chat_of(two_years.commune_officer)
    officer.told("/baocao", "1", "Bắt đầu")
    reply = officer.say("bao giờ phải nộp báo cáo 6 tháng?")
    assert "Hiểu là: thời hạn" in reply
    assert "vẫn mở" in reply
    assert "12" in officer.say("12")


def test_a_question_ends_what_is_only_looked_at(leader: Chat) -> None:
    leader.say("/diaban")
    assert "vẫn mở" not in leader.say("ma túy tăng hay giảm so với cùng kỳ?")
    assert "Từ đâu ra?" in leader.choices
    assert leader.say("còn năm ngoái?").startswith("Hiểu là")


def test_what_is_no_plain_question_gets_the_reason_of_the_dialogue(two_years: Province, chat_of: ChatOf) -> None:
    officer = chat_of(two_years.commune_officer)
    officer.told("/baocao", "1", "Bắt đầu")
    assert "Hiểu là" not in officer.say("nhiều lắm")


def test_a_reading_of_units_that_are_no_longer_seen_is_refused(
    tx: Connection, two_years: Province, leader: Chat, now: datetime
) -> None:
    leader.say("Cái Nước nộp chưa")
    conversation = two_years.leader.conversation(tx, now)
    conversation.membership_id = people.grant(tx, two_years.leader.id, two_years.nam_can.id, Role.LEADER, None, now)
    conversations.save(tx, conversation, now)
    assert "không còn trong phạm vi" in leader.tap("UBND huyện Cái Nước")


def test_in_english_too(two_years: Province, leader: Chat) -> None:
    leader.say("/ngonngu")
    leader.tap("English")
    assert leader.say("bao nhieu vu ma tuy").startswith("Read as: ")


def test_an_officer_is_led_to_other_answers_only(two_years: Province, chat_of: ChatOf) -> None:
    officer = chat_of(two_years.officer)
    officer.say("bao nhiêu vụ ma túy")

    assert officer.choices == ["Theo đơn vị"]
    assert "1. thị trấn Cái Nước: 3 vụ" in officer.tap("Theo đơn vị")


def test_without_a_plan_there_is_nothing_to_ask(tx: Connection, leader: Chat, two_years: Province) -> None:
    plans.close(tx, two_years.plan.id, "mẫu", leader.now)

    assert leader.say("/hoi huyện nào chưa nộp").startswith("Chưa có kế hoạch nào đang thực hiện để tra cứu.")
