"""A small Cà Mau for tests, built through the real storage functions: units, people with their chats, a live plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Plan, UnitKind
from reporting.roles import Role
from storage.database.schema import unit as unit_table
from storage.messaging import conversations
from storage.messaging.conversations import Conversation
from storage.people import people
from storage.plans import plans
from storage.plans.files import load_plan
from storage.reports import obligation_sync
from storage.units import selected_zones, units
from storage.units.units import Unit

CHANNEL = "test"
CALENDAR = Calendar()


@dataclass(frozen=True)
class Person:
    """Somebody enrolled, who writes from ``address`` on ``channel``."""

    id: int
    membership_id: int
    name: str
    role: Role
    unit: Unit
    address: str
    channel: str = CHANNEL

    def conversation(self, tx: Connection, now: datetime) -> Conversation:
        return conversations.lock_conversation(tx, self.channel, self.address, now)


@dataclass(frozen=True)
class Province:
    """The districts Cái Nước (two communes under transformation) and Năm Căn (none), and one department."""

    plan: Plan
    tinh: Unit
    so_van_hoa: Unit
    cai_nuoc: Unit
    nam_can: Unit
    tt_cai_nuoc: Unit
    """Under transformation."""
    tan_hung: Unit
    """Under transformation."""
    hoa_my: Unit
    """Not under transformation."""
    tt_nam_can: Unit
    officer: Person
    """Reports for Cái Nước."""
    colleague: Person
    """Reports for Cái Nước too."""
    nam_can_officer: Person
    commune_officer: Person
    """Reports for thị trấn Cái Nước."""
    coordinator: Person
    leader: Person


def build(tx: Connection, now: datetime, years: Sequence[int] = (2026,)) -> Province:
    """The whole, with the obligations of ``years``; the communes' are due three working days before the districts'."""
    tinh = units.add(tx, code="MAU", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None)
    so_van_hoa = add(tx, "MAU-SVH", "Sở Văn hóa, Thể thao và Du lịch", UnitKind.DEPARTMENT, tinh)
    cai_nuoc = add(tx, "MAU-05", "UBND huyện Cái Nước", UnitKind.DISTRICT, tinh, "Cái Nước")
    nam_can = add(tx, "MAU-07", "UBND huyện Năm Căn", UnitKind.DISTRICT, tinh, "Năm Căn")
    tt_cai_nuoc = add(tx, "MAU-0501", "thị trấn Cái Nước", UnitKind.COMMUNE, cai_nuoc, "TT Cái Nước")
    tan_hung = add(tx, "MAU-0502", "xã Tân Hưng", UnitKind.COMMUNE, cai_nuoc)
    hoa_my = add(tx, "MAU-0503", "xã Hòa Mỹ", UnitKind.COMMUNE, cai_nuoc)
    tt_nam_can = add(tx, "MAU-0701", "thị trấn Năm Căn", UnitKind.COMMUNE, nam_can)
    plan = live_plan(years)
    plans.activate(tx, plan, now)
    for year in years:
        selected_zones.select(tx, plan.id, year, [tt_cai_nuoc.id, tan_hung.id], now)
    obligation_sync.ensure(tx, plan, CALENDAR, now)
    return Province(
        plan=plan,
        tinh=tinh,
        so_van_hoa=so_van_hoa,
        cai_nuoc=cai_nuoc,
        nam_can=nam_can,
        tt_cai_nuoc=tt_cai_nuoc,
        tan_hung=tan_hung,
        hoa_my=hoa_my,
        tt_nam_can=tt_nam_can,
        officer=enrol(tx, now, cai_nuoc, Role.REPORTER, "officer", "Cán bộ mẫu Một"),
        colleague=enrol(tx, now, cai_nuoc, Role.REPORTER, "colleague", "Cán bộ mẫu Hai"),
        nam_can_officer=enrol(tx, now, nam_can, Role.REPORTER, "nam-can", "Cán bộ mẫu Ba"),
        commune_officer=enrol(tx, now, tt_cai_nuoc, Role.REPORTER, "commune", "Cán bộ mẫu Bốn"),
        coordinator=enrol(tx, now, tinh, Role.COORDINATOR, "coordinator", "Đầu mối mẫu"),
        leader=enrol(tx, now, tinh, Role.LEADER, "leader", "Lãnh đạo mẫu"),
    )


@dataclass(frozen=True)
class TwoLevels:
    """Communes directly under the province, as since 1/7/2025; every one of them reports."""

    plan: Plan
    tinh: Unit
    so_van_hoa: Unit
    phuong_mot: Unit
    xa_hai: Unit
    xa_ba: Unit
    dac_khu: Unit
    officer: Person
    """Reports for phường Mẫu Một."""
    xa_hai_officer: Person
    coordinator: Person
    leader: Person


def build_two_level(tx: Connection, now: datetime, years: Sequence[int] = (2026,)) -> TwoLevels:
    """A province without districts; its communes are due three working days before its departments."""
    tinh = units.add(tx, code="HC", name="tỉnh Hai Cấp (mẫu)", kind=UnitKind.PROVINCE, parent=None)
    so_van_hoa = add(tx, "HC-SVH", "Sở Văn hóa (mẫu)", UnitKind.DEPARTMENT, tinh)
    phuong_mot = add(tx, "HC-01", "phường Mẫu Một", UnitKind.COMMUNE, tinh)
    xa_hai = add(tx, "HC-02", "xã Mẫu Hai", UnitKind.COMMUNE, tinh)
    xa_ba = add(tx, "HC-03", "xã Mẫu Ba", UnitKind.COMMUNE, tinh)
    dac_khu = add(tx, "HC-04", "đặc khu Mẫu Bốn", UnitKind.COMMUNE, tinh)
    plan = two_level_plan(years)
    plans.activate(tx, plan, now)
    obligation_sync.ensure(tx, plan, CALENDAR, now)
    return TwoLevels(
        plan=plan,
        tinh=tinh,
        so_van_hoa=so_van_hoa,
        phuong_mot=phuong_mot,
        xa_hai=xa_hai,
        xa_ba=xa_ba,
        dac_khu=dac_khu,
        officer=enrol(tx, now, phuong_mot, Role.REPORTER, "hc-officer", "Cán bộ mẫu Năm"),
        xa_hai_officer=enrol(tx, now, xa_hai, Role.REPORTER, "hc-xa-hai", "Cán bộ mẫu Sáu"),
        coordinator=enrol(tx, now, tinh, Role.COORDINATOR, "hc-coordinator", "Đầu mối mẫu Hai"),
        leader=enrol(tx, now, tinh, Role.LEADER, "hc-leader", "Lãnh đạo mẫu Hai"),
    )


def report_upward(tx: Connection, province: Province | TwoLevels, now: datetime) -> dict[str, Person]:
    """The province reports too, five days after its departments; with its officer, and one for a second commune."""
    text = load_plan("ca-mau-2017").model_dump(mode="json", by_alias=True)
    content = province.plan.model_dump(mode="json", by_alias=True)
    for part, key in (("reporters", "kind"), ("forms", "reporter")):
        own = next(item for item in text[part] if item[key] == UnitKind.PROVINCE)
        content[part] = [*(item for item in content[part] if item[key] != UnitKind.PROVINCE), own]
    for report, day in zip(content["reports"], ("29/5", "30/11"), strict=True):
        report["levels"]["province"] = {"due": {"by": day}}
    plan = Plan.model_validate(content)
    plans.activate(tx, plan, now)
    obligation_sync.ensure(tx, plan, CALENDAR, now)
    second = province.tan_hung if isinstance(province, Province) else province.xa_hai
    return {
        "province_officer": enrol(tx, now, province.tinh, Role.REPORTER, "province", "Cán bộ mẫu Tỉnh"),
        "second_officer": enrol(tx, now, second, Role.REPORTER, "second", "Cán bộ mẫu Xã"),
    }


def add(tx: Connection, code: str, name: str, kind: UnitKind, parent: Unit, *aliases: str) -> Unit:
    return units.add(tx, code=code, name=name, kind=kind, parent=parent, aliases=aliases)


def many_communes(tx: Connection, parent: Unit, count: int, first: int | None = None) -> None:
    """``xã mẫu 0001`` and so on, in one statement, with ids from ``first``."""
    start = first or parent.id + 1
    rows = [
        {
            "id": start + number,
            "code": f"MAU-X{number:04}",
            "name": f"xã mẫu {number:04}",
            "kind": UnitKind.COMMUNE.value,
            "parent_id": parent.id,
            "path": f"{parent.path}{start + number}/",
            "aliases": [],
        }
        for number in range(count)
    ]
    tx.execute(insert(unit_table), rows)


def live_plan(years: Sequence[int] = (2026,), *, commune_days_before: int = 3) -> Plan:
    """Cà Mau's plan as a province would adopt it, with a deadline for communes."""
    content = load_plan("ca-mau-2017").model_dump(mode="json", by_alias=True)
    for report in content["reports"]:
        report["levels"] = {"commune": {"working_days_before": commune_days_before}}
    in_force = {"from": f"{min(years)}-01-01", "until": f"{max(years)}-12-31"}
    adopted = {"id": "ca-mau-mau", "adopted_from": "ca-mau-2017", "years": list(years), "in_force": in_force}
    return Plan.model_validate(content | adopted)


def two_level_plan(years: Sequence[int] = (2026,)) -> Plan:
    """Cà Mau's plan as a province without districts would adopt it: every commune reports, its narrative too."""
    content = live_plan(years).model_dump(mode="json", by_alias=True)
    forms = {form["reporter"]: form for form in content["forms"]}
    forms["commune"]["sections"] = forms["district"]["sections"]
    reporters = {reporter["kind"]: reporter for reporter in content["reporters"]}
    reporters["commune"] |= {"only_selected_zones": False}
    without_districts = {
        "id": "hai-cap-mau",
        "reporters": [reporters["department"], reporters["commune"]],
        "forms": [forms["department"], forms["commune"]],
    }
    return Plan.model_validate(content | without_districts)


def enrol(tx: Connection, now: datetime, unit: Unit, role: Role, address: str, name: str = "Cán bộ mẫu") -> Person:
    """Somebody with a role in a unit and a chat of their own."""
    person_id = people.add_person(tx, name, now)
    membership_id = people.grant(tx, person_id, unit.id, role, None, now)
    conversation = conversations.lock_conversation(tx, CHANNEL, address, now)
    conversation.person_id, conversation.membership_id = person_id, membership_id
    conversations.save(tx, conversation, now)
    return Person(person_id, membership_id, name, role, unit, address)
