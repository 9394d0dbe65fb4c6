"""Remarks about a returned report."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.reports import remarks
from tests import province
from tests.chat import owed


def test_a_remark_is_open_until_the_report_is_sent_again(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    obligation, by = owed(tx, ca_mau.officer), ca_mau.coordinator
    remarks.add(tx, obligation.id, 1, {"c07@17": "Còn thiếu 1 tin?", "c11@17": "Kiểm tra lại"}, by.id, now)
    remarks.reply(tx, obligation.id, "c11@17", "Đã đối chiếu", ca_mau.officer.id)

    first, second = remarks.open_of(tx, [obligation.id])[obligation.id]
    assert (first.key, first.text, first.person, first.reply) == ("c07@17", "Còn thiếu 1 tin?", "Đầu mối mẫu", None)
    assert (second.reply, second.version, second.settled_at) == ("Đã đối chiếu", 1, None)

    later = now + timedelta(hours=1)
    remarks.settle(tx, obligation.id, later)
    remarks.reply(tx, obligation.id, "c07@17", "quá muộn", ca_mau.officer.id)

    assert remarks.open_of(tx, [obligation.id]) == {}
    assert [(remark.reply, remark.settled_at) for remark in remarks.of_report(tx, obligation.id)] == [
        (None, later),
        ("Đã đối chiếu", later),
    ]


def test_remarks_of_a_second_return_stand_apart(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    obligation, by = owed(tx, ca_mau.officer), ca_mau.coordinator
    remarks.add(tx, obligation.id, 1, {"c07@17": "Một"}, by.id, now)
    remarks.settle(tx, obligation.id, now)
    remarks.add(tx, obligation.id, 2, {"c07@17": "Hai"}, by.id, now)

    assert [remark.text for remark in remarks.open_of(tx, [obligation.id])[obligation.id]] == ["Hai"]
    assert [remark.version for remark in remarks.of_report(tx, obligation.id)] == [1, 2]
