"""What a button of the board shows later, when units and reports have changed."""

from reporting.roles import Role
from tests import province
from tests.chat import Chat, owed
from tests.handlers.reminders.steps import take
from tests.province import Person, Province


def show_board(coordinator: Chat, person: Person, ca_mau: Province, **changed: object) -> str:
    """The board that an older button leads to; ``changed``: arguments that differ from the report of Cái Nước."""
    obligation = owed(coordinator.tx, ca_mau.officer)
    args = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period} | changed
    return take(coordinator.tx, coordinator.services, person, coordinator.now, "monitoring.show_board", **args).text


def test_without_a_unit_it_is_one_s_own(coordinator: Chat, ca_mau: Province) -> None:
    assert "tỉnh Cà Mau" in show_board(coordinator, ca_mau.coordinator, ca_mau)


def test_a_unit_above_or_beside_one_s_own_is_never_shown(coordinator: Chat, ca_mau: Province) -> None:
    district = province.enrol(coordinator.tx, coordinator.now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")

    for unit in (ca_mau.tinh, ca_mau.nam_can):
        text = show_board(coordinator, district, ca_mau, unit=unit.id)
        assert "UBND huyện Cái Nước" in text
        assert "Năm Căn" not in text


def test_a_report_nobody_owes_any_more_leads_to_the_list(coordinator: Chat, ca_mau: Province) -> None:
    text = show_board(coordinator, ca_mau.coordinator, ca_mau, period="2040-H1")

    assert text.startswith("Báo cáo này không còn trong phạm vi theo dõi.")
    assert "6 tháng năm 2026 · Chuyển hóa địa bàn" in text
