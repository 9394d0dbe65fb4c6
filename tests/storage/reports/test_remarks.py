"""Remarks about a returned report."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.reports import remarks
from tests import province
from tests.chat import owed


def test_a_remark_is_open_until_the_report_is_sent_again(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    one, by = owed(tx, ca_mau.officer), ca_mau.coordinator
    remarks.add(tx, one.id, 1, {"c07@17": "Còn thiếu 1 tin?", "c11@17": "Kiểm tra lại"}, by.id, now)
    remarks.reply(tx, one.id, "c11@17", "Đã đối chiếu", ca_mau.officer.id)

    first, second = remarks.open_of(tx, [one.id])[one.id]
    assert (first.key, first.text, first.person, first.reply) == ("c07@17", "Còn thiếu 1 tin?", "Đầu mối mẫu", None)
    assert (second.reply, second.version, second.settled_at) == ("Đã đối chiếu", 1, None)

    later = now + timedelta(hours=1)
    remarks.settle(tx, one.id, later)
    remarks.reply(tx, one.id, "c07@17", "quá muộn", ca_mau.officer.id)

    assert remarks.open_of(tx, [one.id]) == {}
    assert [(each.reply, each.settled_at) for each in remarks.of_report(tx, one.id)] == [
        (None, later),
        ("Đã đối chiếu", later),
    ]


def test_remarks_of_a_second_return_stand_apart(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    one, by = owed(tx, ca_mau.officer), ca_mau.coordinator
    remarks.add(tx, one.id, 1, {"c07@17": "Một"}, by.id, now)
    remarks.settle(tx, one.id, now)
    remarks.add(tx, one.id, 2, {"c07@17": "Hai"}, by.id, now)

    assert [each.text for each in remarks.open_of(tx, [one.id])[one.id]] == ["Hai"]
    assert [each.version for each in remarks.of_report(tx, one.id)] == [1, 2]
