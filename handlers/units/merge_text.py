"""A merger in words: what has to be said first, what it did."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.reports.progress import Progress
from handlers.text.report_names import full_report_name
from locales import Words
from storage.lifecycle.unit_merge import CarriedReport, MergeUnanswered
from storage.people.people import Member
from storage.plans.plans import PlanCache
from storage.reports import submissions
from storage.units.units import Unit


def open_words(tx: Connection, words: Words, shelf: PlanCache, unanswered: MergeUnanswered) -> list[str]:
    """What nobody has decided yet, a line each."""
    return [
        *(
            words(
                "units.merge.owed",
                code=carried_report.unit.code,
                unit=carried_report.unit.name,
                report=owed_words(tx, words, shelf, carried_report),
            )
            for carried_report in unanswered.owed
        ),
        *(
            words("units.merge.contested", report=_named(tx, words, shelf, carried_report))
            for carried_report in unanswered.contested
        ),
        *(member_words(words, member) for member in unanswered.people),
    ]


def owed_words(tx: Connection, words: Words, shelf: PlanCache, carried_report: CarriedReport) -> str:
    """ "Báo cáo 6 tháng năm 2026 · …: đang soạn, đã trả lời 5/17 câu"."""
    state = Progress(tx, shelf, words)(
        carried_report.obligation, carried_report.unit, submissions.answers(tx, carried_report.obligation.id)
    )
    report = full_report_name(words, shelf.get(tx, carried_report.obligation.plan_id), carried_report.obligation)
    return words("units.merge.state_of", report=report, state=state)


def carried_words(tx: Connection, words: Words, shelf: PlanCache, carried_report: CarriedReport, into: Unit) -> str:
    """ "Báo cáo 6 tháng năm 2026 · … của xã A: xã B tiếp nhận"."""
    report = _named(tx, words, shelf, carried_report)
    if carried_report.heir == "transfer" and carried_report.hindered is None:
        return words("units.merge.transferred", report=report, new=into.name)
    if carried_report.heir == "transfer":
        return words(
            "units.merge.excused_because", report=report, why=words(f"units.merge.hindered.{carried_report.hindered}")
        )
    return words("units.merge.excused" if carried_report.heir == "excuse" else "units.merge.kept", report=report)


def member_words(words: Words, member: Member) -> str:
    return words("units.merge.member", name=member.name, role=words(f"text.role.{member.role}"), unit=member.unit.name)


def _named(tx: Connection, words: Words, shelf: PlanCache, carried_report: CarriedReport) -> str:
    report = full_report_name(words, shelf.get(tx, carried_report.obligation.plan_id), carried_report.obligation)
    return words("units.merge.report_of", report=report, unit=carried_report.unit.name)
