"""An overseer asks units for a report they still owe: all of them, or one; nobody twice within four hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.reminders import grouping, officer_digest
from handlers.reminders.context import ReminderContext
from handlers.text.deadlines import time_left_words
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.quota import MonthlyQuota
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.reminders.digests import PAUSE, is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.roles import OVERSEES
from reporting.status.filing import FilingStatus
from storage.audit import audit
from storage.people import people, recipients
from storage.people.people import Member
from storage.reports import reminders, submissions
from storage.reports.obligations import Obligation
from storage.reports.reminders import OpenReport

PAGE = 8
"""How many units one page offers to choose from."""
NAMES = 8


@dataclass(slots=True)
class NudgeResult:
    """Which units were reminded, which had been lately (and when), and where nobody can be reached."""

    reminded: list[str] = field(default_factory=list)
    lately: dict[str, datetime] = field(default_factory=dict)
    unreachable: list[str] = field(default_factory=list)


def nudge_unit(turn: Turn, args: Mapping[str, Any]) -> None:
    """``{obligation}``: the officers of one unit; ``among``, of others on a list: it leads back to them."""
    _nudge(turn, _hat(turn, args), [args["obligation"]], args.get("among"))


def nudge_all(turn: Turn, args: Mapping[str, Any]) -> None:
    """``{plan, report, period}``: every unit of one's own that never submitted it.

    ``returned``: instead, every unit whose report was returned.
    """
    me = _hat(turn, args)
    cases = reminders.owed_of_report(turn.tx, me.unit, args["plan"], args["report"], args["period"])
    status = FilingStatus.of(cases, turn.now)
    _nudge(turn, me, [case.obligation.id for case in (status.returned if args.get("returned") else status.missing)])


def nudge_listed(turn: Turn, args: Mapping[str, Any]) -> None:
    """``{obligations, membership}``: the units a digest named, as far as they still owe it."""
    _nudge(turn, _hat(turn, args), args["obligations"])


def pick_unit(turn: Turn, args: Mapping[str, Any]) -> None:
    """``{obligations, membership, page}``: those still missing, a page at a time, to remind one of them."""
    me = _hat(turn, args)
    round_, cases = _around(turn, me, args["obligations"])
    if not cases:
        return _nothing_left(turn, args)
    pages = -(-len(cases) // PAGE)
    page = min(max(int(args["page"]), 1), pages)
    shown = cases[(page - 1) * PAGE : page * PAGE]
    state = round_.states(turn.words)
    turn.add_text(grouping.title(round_, cases[0], turn.words, None))
    turn.add_text("\n".join([turn.words("reminders.nudge.whom"), *(_entry(turn, case, state(case)) for case in shown)]))
    if pages > 1:
        turn.add_message("reminders.nudge.page", page=page, pages=pages)
    about = {"membership": me.membership_id, "among": {**args, "page": page}}
    one_by_one = [
        Button(
            turn.words("reminders.nudge.one", unit=case.unit.name),
            "reminders.nudge_unit",
            {"obligation": case.obligation.id} | about,
        )
        for case in shown
    ]
    turning = [
        Button(turn.words(f"reminders.nudge.{way}_page"), "reminders.pick_unit", {**args, "page": to})
        for way, to in (("next", page + 1), ("previous", page - 1))
        if 1 <= to <= pages
    ]
    turn.set_buttons(*one_by_one, *turning, grouping.board_button(args, turn.words))


def _hat(turn: Turn, args: Mapping[str, Any]) -> Member:
    """The person in the hat the choice was offered to, without putting it on."""
    hats = people.memberships(turn.tx, turn.me.person_id)
    return next((hat for hat in hats if hat.membership_id == args.get("membership")), turn.me)


def _around(turn: Turn, me: Member, obligation_ids: Sequence[int]) -> tuple[ReminderContext, list[OpenReport]]:
    """Those of the reports that are still owed and that ``me`` oversees, with what wording them needs."""
    owed = reminders.owed_among(turn.tx, obligation_ids) if me.role in OVERSEES else []
    cases = [case for case in owed if me.unit.covers(case.unit)]
    line = {unit_id for case in cases for unit_id in case.unit.ancestors}
    matching_recipients = recipients.recipients_in(turn.tx, line)
    return ReminderContext(
        turn.tx, turn.services, turn.now, matching_recipients, {case.obligation.id: case for case in cases}
    ), cases


def _nudge(turn: Turn, me: Member, obligation_ids: Sequence[int], among: Mapping[str, Any] | None = None) -> None:
    for obligation_id in sorted(obligation_ids):
        submissions.lock(turn.tx, obligation_id)
    round_, cases = _around(turn, me, obligation_ids)
    if not cases:
        return _nothing_left(turn, {"obligations": list(obligation_ids), "membership": me.membership_id})
    outcome = _tell(turn, me, round_, cases if is_waking(turn.now) else _left_in_peace(turn, cases))
    _report(turn, outcome)
    args = {"obligations": [case.obligation.id for case in cases], "membership": me.membership_id}
    another = [Button(turn.words("reminders.nudge.another"), "reminders.pick_unit", among)] if among else []
    turn.set_buttons(*another, grouping.board_button(args, turn.words))


def _left_in_peace(turn: Turn, cases: Sequence[OpenReport]) -> list[OpenReport]:
    """In the quiet hours only a last day is worth a message; who is not reminded now is counted."""
    urgent = [case for case in cases if case.obligation.last_day == turn.today]
    if len(urgent) < len(cases):
        turn.add_message("reminders.nudge.quiet", n=len(cases) - len(urgent))
    return urgent


def _tell(turn: Turn, me: Member, round_: ReminderContext, cases: Sequence[OpenReport]) -> NudgeResult:
    """One message to each officer over all their units; those who heard lately, or are asking, are left in peace."""
    outcome, of_person = NudgeResult(), dict[int, list[OpenReport]]()
    officers = {case.unit.id: _officers(round_, case) for case in cases}
    everybody = sorted({person for of_unit in officers.values() for person in of_unit})
    lately = reminders.last_reminded(turn.tx, everybody, turn.now - PAUSE)
    for case in cases:
        asleep = [
            lately[RecipientRole.OFFICER, officer]
            for officer in officers[case.unit.id]
            if (RecipientRole.OFFICER, officer) in lately
        ]
        free = [officer for officer in officers[case.unit.id] if (RecipientRole.OFFICER, officer) not in lately]
        for person in free:
            of_person.setdefault(person, []).append(case)
        if not free and asleep:
            outcome.lately[case.unit.name] = max(asleep)
    reached = _send(turn, me, round_, of_person)
    for case in cases:
        _note(turn, case, case.obligation.id in reached, outcome)
    return outcome


def _officers(round_: ReminderContext, case: OpenReport) -> list[int]:
    return [post.person_id for post in round_.recipients.officers(case.unit.ancestors)]


def _send(turn: Turn, me: Member, round_: ReminderContext, of_person: Mapping[int, Sequence[OpenReport]]) -> set[int]:
    """Which reports somebody could be told of."""
    reached: set[int] = set()
    allowance = MonthlyQuota.of_month(turn.tx, turn.services.monthly_limits, turn.now)
    for person, cases in sorted(of_person.items()):
        text, choices = _worded(me, round_, person, cases)
        key = f"nudge:{cases[0].obligation.id}:{turn.now:%Y-%m-%dT%H:%M}:{person}"
        parcel = notify.notify_person(turn.tx, person, text, choices, key=key, now=turn.now, without=allowance.used_up)
        if parcel:
            allowance.spend(parcel.channel)
            reached |= {case.obligation.id for case in cases}
    return reached


def _worded(me: Member, round_: ReminderContext, person: int, cases: Sequence[OpenReport]) -> Any:
    def text(say: Words) -> str:
        role = say(f"text.role.{me.role}")
        title = say("reminders.nudge.title", role=role, name=me.name, unit=me.unit.name, n=len(cases))
        return "\n".join([title, *officer_digest.report_lines(round_, cases, say)])

    def choices(say: Words) -> list[Button]:
        return officer_digest.report_buttons(round_, person, cases, say)

    return text, choices


def _note(turn: Turn, case: OpenReport, reached: bool, outcome: NudgeResult) -> None:
    obligation: Obligation = case.obligation
    if reached:
        outcome.reminded.append(case.unit.name)
        audit.record(turn.tx, turn.now, turn.me.person_id, "report.nudged", obligation=obligation)
    elif case.unit.name not in outcome.lately:
        outcome.unreachable.append(case.unit.name)


def _report(turn: Turn, outcome: NudgeResult) -> None:
    if outcome.reminded:
        turn.add_message("reminders.nudge.done", n=len(outcome.reminded), names=_listed(turn, outcome.reminded))
    if outcome.lately:
        newest = turn.words.time(max(outcome.lately.values()))
        turn.add_message(
            "reminders.nudge.lately", n=len(outcome.lately), time=newest, names=_listed(turn, list(outcome.lately))
        )
    if outcome.unreachable:
        turn.add_message(
            "reminders.nudge.unreachable", n=len(outcome.unreachable), names=_listed(turn, outcome.unreachable)
        )


def _listed(turn: Turn, names: Sequence[str]) -> str:
    more = f" {turn.words('reminders.officer.and_more', n=len(names) - NAMES)}" if len(names) > NAMES else ""
    return ", ".join(names[:NAMES]) + more


def _entry(turn: Turn, case: OpenReport, state: str) -> str:
    obligation = case.obligation
    if obligation.state == ReportState.RETURNED and not obligation.is_late(turn.now):
        return turn.words("text.unit_state", unit=case.unit.name, state=state)
    left = time_left_words(turn.words, obligation, turn.now)
    return turn.words("reminders.nudge.entry", unit=case.unit.name, state=state, left=left)


def _nothing_left(turn: Turn, args: Mapping[str, Any]) -> None:
    turn.add_message("reminders.nudge.nothing_left")
    if args.get("obligations"):
        turn.set_buttons(grouping.board_button(args, turn.words))
