"""The reports asked for once: the units told, who has sent, the request withdrawn or closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative
from handlers.text.filing_counts import not_counted
from handlers.text.report_names import full_report_name, period_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from locales import Words
from locales import words as words_of
from reporting.deadlines.calendar import period_key
from reporting.permissions import can_request_reports
from reporting.plan.plan import Plan
from reporting.roles import FILES
from reporting.status.filing import FilingStatus
from storage.people import people
from storage.people.people import Member
from storage.reports import adhoc, submissions
from storage.reports.adhoc import OwingUnit
from storage.units import units

NAMES = 20
"""Units named in one message."""
LISTED = 8


def open_requests(turn: Turn) -> list[Plan]:
    """The requests of the unit and of those below it that some unit still owes, the nearest deadline first."""
    if not can_request_reports(turn.me):
        return []
    plans = (turn.plans.get(turn.tx, plan_id) for plan_id in adhoc.open_ids(turn.tx))
    return [plan for plan in plans if _is_mine(turn, plan)]


def show_list(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    plans = open_requests(turn)
    if not plans:
        turn.add_message("adhoc.none_running")
    elif len(plans) == 1:
        return show(turn, {"plan": plans[0].id})
    else:
        turn.add_message("adhoc.running", n=len(plans))
    turn.set_buttons(
        *(
            Button(f"{request_name(turn.words, plan)} ({plan.id})", "adhoc.show", {"plan": plan.id})
            for plan in plans[:LISTED]
        ),
        Button(turn.words("adhoc.choice.another"), "adhoc.begin"),
    )


def show(turn: Turn, args: Args) -> None:
    """One request: how many have sent, and the names of those that have not."""
    if (plan := _held(turn, args)) is None:
        return
    owing = adhoc.of_plan(turn.tx, plan.id)
    status = FilingStatus.of(owing, turn.now)
    turn.start_dialog(None)
    if not owing:
        return turn.add_message("adhoc.nobody_owes", title=request_name(turn.words, plan))
    turn.add_text(full_report_name(turn.words, plan, owing[0].obligation))
    usual = representative([owing_unit.obligation for owing_unit in status.missing or owing])
    turn.add_text(deadline_words(turn.words, plan, usual, turn.now, turn.services.calendar))
    counted = {"filed": len(status.filed), "all": status.owing, "others": not_counted(turn.words, status)}
    turn.add_message("adhoc.counted", **counted)
    turn.add_text("\n".join(_lines(turn, "text.not_filed", status.missing)))
    turn.add_text("\n".join(_lines(turn, "text.returned", status.returned)))
    label = turn.words(f"adhoc.choice.{_ending(status)}")
    turn.set_buttons(
        *([Button(label, "adhoc.ask_end", {"plan": plan.id})] if status.missing else []),
        Button(turn.words("adhoc.choice.list"), "adhoc.list_requests"),
    )


def ask_end(turn: Turn, args: Args) -> None:
    """Rút, kết thúc yêu cầu: asks once."""
    if (plan := _held(turn, args)) is None:
        return
    status = FilingStatus.of(adhoc.of_plan(turn.tx, plan.id), turn.now)
    key = _ending(status)
    turn.start_dialog(None)
    turn.add_message(f"adhoc.{key}", title=request_name(turn.words, plan), n=len(status.missing))
    turn.set_buttons(
        Button(turn.words(f"adhoc.choice.{key}_it"), "adhoc.end", {"plan": plan.id}, synonyms=("dong y", "co")),
        Button(turn.words("adhoc.choice.back"), "adhoc.show", {"plan": plan.id}, synonyms=("khong",)),
    )


def _ending(status: FilingStatus[OwingUnit]) -> str:
    """Where some unit has submitted it, also where that was returned, a request is closed; else it is withdrawn."""
    return "close" if status.filed or status.returned else "withdraw"


def end_request(turn: Turn, args: Args) -> None:
    """The missing units owe it no more and are told; what was submitted stays, also where it was returned."""
    if (plan := _held(turn, args)) is None:
        return
    owing = adhoc.of_plan(turn.tx, plan.id)
    for owing_unit in owing:
        submissions.lock(turn.tx, owing_unit.obligation.id)
    ended = adhoc.end(turn.tx, plan.id, words_of("vi")("adhoc.ended_why"), turn.me.person_id, turn.now)
    over = [*ended.withdrawn, *ended.excused]
    if not over:
        turn.add_message("adhoc.ended_before", title=request_name(turn.words, plan))
    else:
        _tell_over(turn, plan, over)
        turn.add_message("adhoc.ended", title=request_name(turn.words, plan), n=len(over))
    turn.start_dialog(None)
    turn.set_buttons(Button(turn.words("adhoc.choice.another"), "adhoc.begin"))


def notify_units(turn: Turn, plan: Plan, owing: Iterable[OwingUnit]) -> None:
    """A word to everybody who reports for these units, with a choice that opens the report."""
    for owing_unit in owing:

        def text(words: Words, other_owing_unit: OwingUnit = owing_unit) -> str:
            return words(
                "adhoc.told",
                report=full_report_name(words, plan, other_owing_unit.obligation),
                unit=other_owing_unit.unit.name,
                by=turn.me.unit.name,
                deadline=deadline_words(words, plan, other_owing_unit.obligation, turn.now, turn.services.calendar),
            )

        for member in people.of_unit(turn.tx, owing_unit.unit.id, FILES):
            key = f"request.told:{plan.id}:{owing_unit.unit.id}:{member.person_id}"
            notify_person(turn.tx, member.person_id, text, _opening(member, owing_unit), key=key, now=turn.now)


def _opening(member: Member, owing_unit: OwingUnit) -> Callable[[Words], Sequence[Button]]:
    args = {"obligation": owing_unit.obligation.id, "membership": member.membership_id}
    return lambda words: (Button(words("adhoc.choice.open"), "reminders.open_report", args),)


def _tell_over(turn: Turn, plan: Plan, over: Iterable[OwingUnit]) -> None:
    for owing_unit in over:
        for member in people.of_unit(turn.tx, owing_unit.unit.id, FILES):
            notify_person(
                turn.tx,
                member.person_id,
                partial(_over_words, plan=plan, unit=owing_unit.unit.name),
                key=f"request.over:{plan.id}:{owing_unit.unit.id}:{member.person_id}",
                now=turn.now,
            )


def _over_words(words: Words, plan: Plan, unit: str) -> str:
    return words("adhoc.told_over", title=request_name(words, plan), unit=unit)


def request_name(words: Words, plan: Plan) -> str:
    """ "Sơ kết năm 2026 · Chuyển hóa địa bàn"."""
    return f"{period_name(words, period_key(plan.years[0], plan.reports[0].period))} · {plan.short_title}"


def _held(turn: Turn, args: Args) -> Plan | None:
    """The request, for a coordinator of the unit that asked or of one above."""
    try:
        plan = turn.plans.get(turn.tx, str(args.get("plan", "")))
    except KeyError:
        plan = None
    if plan is not None and can_request_reports(turn.me) and _is_mine(turn, plan):
        return plan
    turn.start_dialog(None)
    turn.add_message("adhoc.gone")
    turn.show_menu()
    return None


def _is_mine(turn: Turn, plan: Plan) -> bool:
    asked_by = units.by_code(turn.tx, plan.asked_by) if plan.asked_by else None
    return asked_by is not None and turn.me.unit.covers(asked_by)


def _lines(turn: Turn, title: str, reports: Sequence[OwingUnit]) -> list[str]:
    """Units by name with how far they are, under a title; nothing where there is none."""
    if not reports:
        return []
    progress = Progress(turn.tx, turn.plans, turn.words)
    lines = [turn.words(title)]
    for owing_unit in reports[:NAMES]:
        state = progress(owing_unit.obligation, owing_unit.unit, submissions.answers(turn.tx, owing_unit.obligation.id))
        lines.append(turn.words("text.unit_state", unit=owing_unit.unit.name, state=state))
    if len(reports) > NAMES:
        lines.append(turn.words("text.and_more_units", n=len(reports) - NAMES))
    return lines
