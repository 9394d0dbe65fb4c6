"""The chain of the audit log: whatever is done to it is found, and the right rows are named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.integrity import audit_chain
from reporting.integrity.audit_chain import START, AuditRecord, ChainFault, ChainHead, SealedRecord

BEGINNING = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)
details = st.dictionaries(st.text(max_size=4), st.one_of(st.none(), st.integers(), st.text(max_size=6)), max_size=2)


@st.composite
def logs(draw: st.DrawFn, least: int = 1) -> list[SealedRecord]:
    count = draw(st.integers(least, 12))
    rows = [
        AuditRecord(
            id=number,
            at=BEGINNING + timedelta(seconds=draw(st.integers(0, 3))),
            person_id=draw(st.one_of(st.none(), st.integers(1, 3))),
            action=draw(st.sampled_from(["report.filed", "report.accepted"])),
            obligation_id=draw(st.one_of(st.none(), st.integers(1, 3))),
            unit_id=None,
            plan_id="ca-mau-mau",
            detail=draw(details),
        )
        for number in range(1, count + 1)
    ]
    return list(audit_chain.seal(START, rows))


def head(log: list[SealedRecord]) -> ChainHead:
    return ChainHead(log[-1].number, log[-1].seal)


def faults(log: list[SealedRecord], *known: ChainHead) -> list[ChainFault]:
    return audit_chain.verify(lambda: log, known)


def anew(rows: list[AuditRecord]) -> list[SealedRecord]:
    """As somebody would do it who can write to the database and knows this file."""
    return list(audit_chain.seal(START, rows))


@given(logs(least=2), st.data())
def test_a_log_that_only_grew_is_in_order(log: list[SealedRecord], data: st.DataObject) -> None:
    then = log[: data.draw(st.integers(1, len(log)))]

    assert faults(log) == faults(log, head(then), head(log), START) == []


def test_an_empty_log_is_in_order() -> None:
    assert faults([], START) == []


@given(logs(), st.data())
def test_an_edited_row_is_named(log: list[SealedRecord], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(log) - 1))
    row = log[at].row
    changed = data.draw(
        st.sampled_from(
            [
                row._replace(id=row.id + 1),
                row._replace(at=row.at + timedelta(microseconds=1)),
                row._replace(person_id=4),
                row._replace(action="report.returned"),
                row._replace(obligation_id=4),
                row._replace(unit_id=4),
                row._replace(plan_id=None),
                row._replace(detail={**row.detail, "version": 2**40}),
            ]
        )
    )
    log[at] = log[at]._replace(row=changed)

    assert faults(log) == [ChainFault("edited", at + 1, at + 1)]


@given(logs(), st.data())
def test_a_seal_written_over_is_named(log: list[SealedRecord], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(log) - 1))
    log[at] = log[at]._replace(seal=data.draw(st.sampled_from(["", "f" * 64, audit_chain.GENESIS])))

    assert faults(log, head(log)) == [ChainFault("edited", at + 1, at + 1)]


@given(logs(least=2), st.data())
def test_rows_taken_out_are_named(log: list[SealedRecord], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(log) - 2))
    end = data.draw(st.integers(start + 1, len(log) - 1))

    assert faults(log[:start] + log[end:]) == [ChainFault("missing", start + 1, end)]


@given(logs(), st.data())
def test_a_tail_cut_off_is_found_by_a_head_kept_elsewhere(log: list[SealedRecord], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(log) - 1))

    assert faults(log[:left], head(log)) == [ChainFault("cut", left + 1, len(log))]


@given(logs(least=2), st.data(), st.booleans())
def test_two_rows_that_changed_places_are_named(
    log: list[SealedRecord], data: st.DataObject, seals_travel: bool
) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    other = data.draw(st.integers(place + 1, len(log) - 1))
    a, b = log[place], log[other]
    if seals_travel:
        log[place], log[other] = b._replace(number=a.number), a._replace(number=b.number)
    else:
        log[place], log[other] = a._replace(row=b.row), b._replace(row=a.row)

    chain_faults = faults(log)

    assert chain_faults == [
        ChainFault("moved", place + 1, place + 1, other + 1),
        ChainFault("moved", other + 1, other + 1, place + 1),
    ]


@given(logs(), st.data(), st.booleans())
def test_a_row_slipped_in_between_is_named(log: list[SealedRecord], data: st.DataObject, with_a_seal: bool) -> None:
    at = data.draw(st.integers(0, len(log) - 1))
    row = log[at].row._replace(id=99, action="report.unlocked")
    before = log[at - 1].seal if at else audit_chain.GENESIS
    slipped = SealedRecord(at + 1, row, audit_chain.seal_of(before, row) if with_a_seal else "f" * 64)
    log[at:] = [slipped, *(record._replace(number=record.number + 1) for record in log[at:])]

    assert faults(log) == [ChainFault("inserted", at + 1, at + 1)]


@given(logs(least=2), st.data())
def test_a_row_taken_out_and_the_rest_renumbered_is_found_where_it_was(
    log: list[SealedRecord], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(log) - 2))
    log[at:] = [record._replace(number=record.number - 1) for record in log[at + 1 :]]

    assert faults(log) == [ChainFault("edited", at + 1, at + 1)]


@given(logs(least=2), st.data())
def test_what_was_sealed_anew_is_found_by_heads_kept_elsewhere(log: list[SealedRecord], data: st.DataObject) -> None:
    """The heads known narrow down where it begins."""
    at = data.draw(st.integers(0, len(log) - 1))
    sure = data.draw(st.integers(0, at))
    rows = [record.row for record in log]
    rows[at] = rows[at]._replace(action="report.returned")
    known = [head(log), *([head(log[:sure])] if sure else [])]

    assert faults(anew(rows), *known) == [ChainFault("rewritten", sure + 1, len(log))]


def test_heads_that_contradict_each_other_cannot_both_be_right() -> None:
    rows = [AuditRecord(1, BEGINNING, None, "plan.activated", None, None, "ca-mau-mau", {})]
    log = anew(rows)

    assert faults(log, head(log), ChainHead(1, "f" * 64)) == [ChainFault("rewritten", 1, 1)]


def test_a_row_numbered_below_the_first_was_never_sealed() -> None:
    rows = [AuditRecord(n, BEGINNING, None, "plan.activated", None, None, "ca-mau-mau", {}) for n in (1, 2)]

    assert faults([SealedRecord(-3, rows[1], "f" * 64), *anew(rows[:1])]) == [ChainFault("inserted", -3, -3)]


def test_the_bytes_of_a_row_stay_what_they_are() -> None:
    """Seals of years ago must hold: this is how every one of them was computed."""
    row = AuditRecord(
        1, BEGINNING, 3, "report.filed", 12, 5, "ca-mau-mau", {"version": 1, "receipt": "CM26-6T-4F7K2", "a": "đ"}
    )

    assert audit_chain.content(row).decode() == (
        '{"action":"report.filed","at":"2026-05-19T02:42:00+00:00",'
        '"detail":{"a":"đ","receipt":"CM26-6T-4F7K2","version":1},"id":1,"obligation_id":12,"person_id":3,'
        '"plan_id":"ca-mau-mau","unit_id":5}'
    )
    assert (
        audit_chain.seal_of(audit_chain.GENESIS, row)
        == "b7809fdaaab761b533add81ed87de4650aa7cde0ddaddc48db0645d6a8855dbc"
    )
