"""The tree of units: found by code, by place, by day; imported all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from reporting.imports.unit_list import UnitImport, UnitLine, plan_import
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord
from storage.units import importer, units
from storage.units.units import Unit
from tests.province import Province


def codes(listed_units: list[Unit]) -> list[str]:
    return [unit.code for unit in listed_units]


def test_a_unit_is_found_by_id_and_by_code(tx: Connection, ca_mau: Province) -> None:
    assert units.get(tx, ca_mau.tan_hung.id) == ca_mau.tan_hung
    assert units.by_code(tx, "MAU-0502") == ca_mau.tan_hung
    assert units.by_code(tx, "MAU-9999") is None


def test_what_lies_below_a_unit_leaves_out_the_unit_and_its_neighbours(tx: Connection, ca_mau: Province) -> None:
    assert codes(units.below(tx, ca_mau.cai_nuoc)) == ["MAU-0501", "MAU-0502", "MAU-0503"]
    assert codes(units.below(tx, ca_mau.tinh, kind=UnitKind.DISTRICT)) == ["MAU-05", "MAU-07"]
    assert units.below(tx, ca_mau.tan_hung) == []


def test_an_id_that_begins_like_another_is_not_below_it() -> None:
    root, unit, fifteen = (
        Unit(unit_id, "c", "n", UnitKind.COMMUNE, None, path)
        for unit_id, path in ((9, "/9/"), (1, "/9/1/"), (15, "/9/15/"))
    )
    assert not unit.covers(fifteen)
    assert root.covers(fifteen)
    assert root.covers(root)


def test_only_units_that_exist_that_day(tx: Connection) -> None:
    root = units.add(tx, code="r", name="tỉnh", kind=UnitKind.PROVINCE, parent=None)
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    units.add(tx, code="old", name="huyện cũ", kind=UnitKind.DISTRICT, parent=root, valid_to=last)
    units.add(tx, code="new", name="xã mới", kind=UnitKind.COMMUNE, parent=root, valid_from=first)
    assert codes(units.below(tx, root, on=last)) == ["old"]
    assert codes(units.below(tx, root, on=first)) == ["new"]
    assert codes(units.below(tx, root)) == ["new", "old"]


def importing(tx: Connection, *entries: UnitRecord) -> UnitImport:
    """Imports entries as the lines of a list with every column."""
    names = ("name", "kind", "parent", "aliases", "valid_from", "valid_to", "predecessors")
    lines = [
        UnitLine(row, record.code, {name: getattr(record, name) for name in names})
        for row, record in enumerate(entries, 2)
    ]
    planned = plan_import(lines, [], importer.entries(tx))
    assert planned.problems == ()
    importer.apply(tx, planned)
    return planned


ROOT = UnitRecord("96", "tỉnh Cà Mau", UnitKind.PROVINCE)
NORTH = UnitRecord("961", "huyện Bắc", UnitKind.DISTRICT, "96", valid_to=date(2025, 6, 30))
SOUTH = UnitRecord("962", "huyện Nam", UnitKind.DISTRICT, "96")
COMMUNE = UnitRecord("31996", "xã Tân Hưng", UnitKind.COMMUNE, "961", ("Tân Hưng",))


def test_an_import_is_what_was_listed_and_again_changes_nothing(tx: Connection) -> None:
    listed = (COMMUNE, replace(SOUTH, predecessors=("961",)), NORTH, ROOT)
    assert len(importing(tx, *listed).added) == 4
    assert importer.entries(tx) == {record.code: record for record in listed}
    assert importing(tx, *listed) == UnitImport(unchanged=4)


def test_a_moved_unit_takes_what_is_below_it_along(tx: Connection) -> None:
    importing(tx, ROOT, NORTH, SOUTH, COMMUNE)
    moved = replace(NORTH, parent="962")
    importing(tx, moved)
    north, south, commune = (units.by_code(tx, code) for code in ("961", "962", "31996"))
    assert north
    assert south
    assert commune
    assert codes(units.below(tx, south)) == ["31996", "961"]
    assert commune.path == f"{south.path}{north.id}/{commune.id}/"
    assert commune.ancestors[-2:] == (north.id, commune.id)


def test_a_change_keeps_the_unit_its_id(tx: Connection) -> None:
    importing(tx, ROOT, SOUTH)
    before = units.by_code(tx, "962")
    importing(tx, replace(SOUTH, name="huyện Ngọc Hiển", aliases=("Ngọc Hiển",), valid_to=date(2025, 6, 30)))
    after = units.by_code(tx, "962")
    assert before
    assert after
    assert after == replace(before, name="huyện Ngọc Hiển", aliases=("Ngọc Hiển",), valid_to=date(2025, 6, 30))


def test_predecessors_are_replaced(tx: Connection) -> None:
    importing(tx, ROOT, NORTH, SOUTH, replace(COMMUNE, predecessors=("961", "962")))
    importing(tx, replace(COMMUNE, predecessors=("962",)))
    assert importer.entries(tx)["31996"].predecessors == ("962",)
