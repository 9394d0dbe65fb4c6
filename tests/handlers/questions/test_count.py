"""How many: over all, of units named, unit by unit of a level."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from reporting.plan.plan import UnitKind
from reporting.roles import Role
from storage.reports import obligation_sync
from storage.units import selected_zones
from storage.units import units as all_units
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.questions.conftest import lines
from tests.province import CALENDAR, TwoLevels


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("tổng số vụ phạm tội", ["3/4 đơn vị đã có số liệu: 39 vụ."]),
        ("số vụ phạm tội của phường Mẫu Một", ["12 vụ."]),
        (
            "số vụ phạm tội của phường Mẫu Một và xã Mẫu Hai",
            ["• phường Mẫu Một: 12 vụ", "• xã Mẫu Hai: 7 vụ", "Cộng 2 đơn vị: 19 vụ."],
        ),
        (
            "số vụ phạm tội của phường Mẫu Một, xã Mẫu Hai và đặc khu Mẫu Bốn",
            [
                "• phường Mẫu Một: 12 vụ",
                "• xã Mẫu Hai: 7 vụ",
                "• đặc khu Mẫu Bốn: chưa có số liệu",
                "Cộng 2/3 đơn vị đã có số liệu: 19 vụ.",
            ],
        ),
        (
            "số vụ phạm tội của phường Mẫu Một và đặc khu Mẫu Bốn",
            ["• phường Mẫu Một: 12 vụ", "• đặc khu Mẫu Bốn: chưa có số liệu"],
        ),
        (
            "số vụ phạm tội từng xã",
            [
                "3/4 đơn vị đã có số liệu: 39 vụ.",
                "• xã Mẫu Ba: 20 vụ",
                "• phường Mẫu Một: 12 vụ",
                "• xã Mẫu Hai: 7 vụ",
                "Chưa có số liệu: đặc khu Mẫu Bốn.",
            ],
        ),
        ("bao nhiêu địa bàn chuyển hóa", ["Theo danh sách địa bàn chuyển hóa: 4 địa bàn."]),
    ],
)
def test_counts(communes_leader: Chat, question: str, expected: list[str]) -> None:
    assert lines(communes_leader.say(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "số vụ phạm tội của đặc khu Mẫu Bốn",
            "Chưa có số liệu: 0/1 đơn vị đã gửi số liệu này trong báo cáo 6 tháng năm 2026.",
        ),
        (
            "số vụ phạm tội từng huyện",
            "Không có đơn vị nào trong phạm vi này báo cáo số liệu này cho 6 tháng năm 2026.",
        ),
        (
            "quý 2 có bao nhiêu vụ phạm tội",
            "Kế hoạch không có báo cáo của kỳ này. Các báo cáo: Báo cáo 6 tháng, Báo cáo 01 năm.",
        ),
    ],
)
def test_why_there_is_no_figure(communes_leader: Chat, question: str, expected: str) -> None:
    assert lines(communes_leader.say(question)) == [expected]
    assert communes_leader.choices == []


def test_a_commune_is_counted_from_what_its_district_reported(leader: Chat) -> None:
    """The communes of Cái Nước have filed nothing; the district has, for each of them."""
    assert lines(leader.say("số vụ phạm tội từng xã")) == [
        "2/2 đơn vị đã có số liệu: 24 vụ.",
        "• thị trấn Cái Nước: 12 vụ",
        "• xã Tân Hưng: 12 vụ",
    ]


def test_more_units_than_a_screen_takes_are_counted(tx: Connection, communes: TwoLevels, communes_leader: Chat) -> None:
    province.many_communes(tx, communes.tinh, 16, first=communes.dac_khu.id + 1)
    units = [unit for unit in all_units.below(tx, communes.tinh) if unit.kind == UnitKind.COMMUNE]
    selected_zones.select(tx, communes.plan.id, 2026, [unit.id for unit in units], communes_leader.now)
    obligation_sync.ensure(tx, communes.plan, CALENDAR, communes_leader.now)
    for number, unit in enumerate(units[4:]):
        officer = province.enrol(tx, communes_leader.now, unit, Role.REPORTER, f"more-{number}")
        file_report(tx, communes, officer, "six-months", 2026, {"c01": 1}, communes_leader.now)

    answer = lines(communes_leader.say("số vụ phạm tội từng xã"))

    assert answer[0] == "19/20 đơn vị đã có số liệu: 55 vụ."
    assert answer[1:4] == ["• xã Mẫu Ba: 20 vụ", "• phường Mẫu Một: 12 vụ", "• xã Mẫu Hai: 7 vụ"]
    assert answer[15:] == ["• xã mẫu 0011: 1 vụ", "… và 4 đơn vị khác", "Chưa có số liệu: đặc khu Mẫu Bốn."]
