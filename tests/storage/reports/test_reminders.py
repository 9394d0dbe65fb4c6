"""What reminders read: the reports still owed, the messages sent before, who asked to be reminded later."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from reporting.form_entry.answer_input import Answer
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import LOOK_AHEAD_DAYS
from storage.messaging import outbox
from storage.reports import obligations, reminders, submissions
from tests import province
from tests.chat import file_report, owed
from tests.province import Province

LAST_DAY = date(2026, 5, 24)


def unit_codes(reports: list[reminders.OpenReport]) -> list[str]:
    return [report.unit.code for report in reports]


def test_reports_are_read_from_seventy_days_before_their_last_day(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    first_day = LAST_DAY - timedelta(days=LOOK_AHEAD_DAYS)

    assert built.nam_can.code in unit_codes(reminders.near_deadline(tx, first_day))
    assert built.nam_can.code not in unit_codes(reminders.near_deadline(tx, first_day - timedelta(days=1)))
    assert built.nam_can.code in unit_codes(reminders.near_deadline(tx, LAST_DAY + timedelta(days=400)))


def test_only_what_is_still_owed_and_who_wrote_in_it_last(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    draft, filed = owed(tx, built.officer), owed(tx, built.nam_can_officer)
    file_report(tx, built, built.nam_can_officer, "six-months", 2026, {}, now)
    submissions.put(tx, draft.id, "c01", Answer.given(1), built.officer.id, now)
    submissions.put(tx, draft.id, "c02", Answer.given(2), built.colleague.id, now + timedelta(hours=1))

    for load in (reminders.still_owed, reminders.owed_among):
        (report,) = load(tx, [draft.id, filed.id])
        assert (report.obligation.id, report.written_by) == (draft.id, built.colleague.id)
        assert report.written_at == now + timedelta(hours=1)


def test_one_report_over_a_unit_and_the_units_below_it(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    due = owed(tx, built.officer)
    obligations.excuse(tx, obligations.of_unit(tx, built.tan_hung.id)[0].id, "mới thành lập")

    everyone = reminders.of_report(tx, built.cai_nuoc.id, due)
    still = reminders.owed_of_report(tx, built.cai_nuoc, due.plan_id, due.report_id, due.period)

    assert unit_codes(everyone) == sorted([built.cai_nuoc.code, built.tt_cai_nuoc.code, built.tan_hung.code])
    assert unit_codes(still) == sorted([built.cai_nuoc.code, built.tt_cai_nuoc.code])


def send(tx: Connection, built: Province, key: str, at: datetime) -> None:
    conversation = built.officer.conversation(tx, at)
    outbox.add(tx, conversation, {"text": "…"}, now=at, key=key)


def test_when_somebody_was_reminded_last_by_the_role_they_were_reminded_in(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    person = built.officer.id
    for hours, key in ((1, "reminder:officer:a"), (2, "nudge:1:b"), (3, "reminder:leader:c"), (4, "returned:d")):
        send(tx, built, key, now + timedelta(hours=hours))

    assert reminders.last_reminded(tx, [person], now) == {
        (RecipientRole.OFFICER, person): now + timedelta(hours=2),
        (RecipientRole.LEADER, person): now + timedelta(hours=3),
    }
    assert reminders.last_reminded(tx, [person], now + timedelta(hours=3)) == {}
    assert reminders.last_reminded(tx, [built.colleague.id], now) == {}


def test_which_keys_the_outbox_has(tx: Connection, now: datetime) -> None:
    send(tx, province.build(tx, now), "reminder:officer:a", now)

    assert reminders.queued_keys(tx, ["reminder:officer:a", "reminder:officer:b"]) == {"reminder:officer:a"}


def test_a_snooze_replaces_the_one_before_and_is_read_two_weeks_longer(tx: Connection, now: datetime) -> None:
    person = province.build(tx, now).officer.id
    reminders.snooze_until(tx, person, date(2026, 5, 20))
    reminders.snooze_until(tx, person, date(2026, 5, 21))

    assert reminders.snoozes(tx, date(2026, 5, 20)) == {person: date(2026, 5, 21)}
    assert reminders.snoozes(tx, date(2026, 6, 4)) == {person: date(2026, 5, 21)}
    assert reminders.snoozes(tx, date(2026, 6, 5)) == {}
