"""Text about a merger of units: what is still to be decided, and what was done."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.reports.progress import Progress
from handlers.text.report_names import full_report_name
from locales import Words
from storage.lifecycle.report_transfer import CarriedReport
from storage.lifecycle.unit_merge import MergeUnanswered
from storage.people.people import Member
from storage.plans.plans import PlanCache
from storage.reports import submissions
from storage.units.units import Unit


def open_words(tx: Connection, words: Words, plans: PlanCache, unanswered: MergeUnanswered) -> list[str]:
    """A line for each decision that is still missing."""
    return [
        *(
            words(
                "units.merge.owed",
                code=carried.unit.code,
                unit=carried.unit.name,
                report=owed_words(tx, words, plans, carried),
            )
            for carried in unanswered.owed
        ),
        *(words("units.merge.contested", report=_named(tx, words, plans, carried)) for carried in unanswered.contested),
        *(member_words(words, member) for member in unanswered.people),
    ]


def owed_words(tx: Connection, words: Words, plans: PlanCache, carried: CarriedReport) -> str:
    """ "Báo cáo 6 tháng năm 2026 · …: đang soạn, đã trả lời 5/17 câu"."""
    state = Progress(tx, plans, words)(carried.obligation, carried.unit, submissions.answers(tx, carried.obligation.id))
    report = full_report_name(words, plans.get(tx, carried.obligation.plan_id), carried.obligation)
    return words("units.merge.state_of", report=report, state=state)


def carried_words(tx: Connection, words: Words, plans: PlanCache, carried: CarriedReport, into: Unit) -> str:
    """ "Báo cáo 6 tháng năm 2026 · … của xã A: xã B tiếp nhận"."""
    report = _named(tx, words, plans, carried)
    if carried.heir == "transfer" and carried.hindered is None:
        return words("units.merge.transferred", report=report, new=into.name)
    if carried.heir == "transfer":
        return words(
            "units.merge.excused_because", report=report, why=words(f"units.merge.hindered.{carried.hindered}")
        )
    return words("units.merge.excused" if carried.heir == "excuse" else "units.merge.kept", report=report)


def member_words(words: Words, member: Member) -> str:
    return words("units.merge.member", name=member.name, role=words(f"text.role.{member.role}"), unit=member.unit.name)


def _named(tx: Connection, words: Words, plans: PlanCache, carried: CarriedReport) -> str:
    report = full_report_name(words, plans.get(tx, carried.obligation.plan_id), carried.obligation)
    return words("units.merge.report_of", report=report, unit=carried.unit.name)
