"""``/kehoach``: the plans in use and those that were closed; activating one from its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handlers.plans.text import counts_line, fault_line, gap_line, problem_line, years
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from reporting.deadlines.calendar import local_day
from reporting.permissions import can_manage_plans
from reporting.plan.plan import Plan
from storage.lifecycle import closing as lifecycle_closing
from storage.lifecycle import overdue_at_activation
from storage.lifecycle.activation import PlanIncomplete, PlanMisfit, PlanOrphansReports, activate_plan
from storage.plans import files, plans
from storage.plans.files import PlanError
from storage.plans.plans import PlanStatus
from storage.units import selected_zones

PAGE = 6
PROBLEMS = 8
"""How many faults of a file one message names."""


def show(turn: Turn, _: object = None) -> None:
    browse(turn, {})


def browse(turn: Turn, args: Args) -> None:
    """A page of plans: revision, years, how its reports stand."""
    if not may_manage(turn):
        return
    turn.start_dialog(None)
    page = Page.of(plans.plan_statuses(turn.tx), args, PAGE)
    numbered = list(enumerate(page.items, page.first))
    entries = [f"{number}. {_entry(turn, plan_status)}" for number, plan_status in numbered]
    turn.add_text("\n".join([turn.words("plans.heading" if page.total else "plans.none", n=page.total), *entries]))
    turn.set_buttons(
        *(
            Button(turn.words("plans.see", number=number), "plans.open", {"plan": plan_status.id})
            for number, plan_status in numbered
        ),
        *page.buttons(turn, "plans.browse"),
        *_files(turn, {plan_status.id for plan_status in plans.plan_statuses(turn.tx) if plan_status.active}),
    )


def open_plan(turn: Turn, args: Args) -> None:
    """One plan, with what can be done."""
    if not may_manage(turn):
        return
    plan_status = next((plan for plan in plans.plan_statuses(turn.tx) if plan.id == args["plan"]), None)
    if plan_status is None:
        turn.add_message("plans.unknown")
        return show(turn)
    turn.start_dialog(None)
    turn.add_text(turn.plans.get(turn.tx, plan_status.id).title)
    turn.add_text(_entry(turn, plan_status))
    turn.set_buttons(*_ways(turn, plan_status), Button(turn.words("plans.back"), "plans.show"))


def ask_activate(turn: Turn, args: Args) -> None:
    """Reads the file; says what it lacks, or asks for a yes."""
    if not may_manage(turn) or (plan := _read(turn, args["plan"])) is None:
        return
    turn.add_message("plans.sure", plan=plan.short_title, id=plan.id, years=years(plan), n=len(plan.reports))
    if closing := plans.closing(turn.tx, plan.id):
        turn.add_message("plans.sure_again", day=turn.words.day(local_day(closing.at)))
    turn.set_buttons(
        Button(turn.words("plans.yes"), "plans.activate", {"plan": args["plan"]}, synonyms=("co", "dong y", "yes")),
        Button(turn.words("plans.no"), "plans.show", synonyms=("khong", "huy", "no")),
    )


def activate(turn: Turn, args: Args) -> None:
    """Activates the plan: its units owe its reports from now on. Where it cannot be, says why and changes nothing."""
    if not may_manage(turn) or (plan := _read(turn, args["plan"])) is None:
        return
    try:
        with turn.tx.begin_nested():
            done = activate_plan(turn.tx, plan, turn.services.calendar, turn.now, turn.me.person_id)
    except PlanIncomplete as incomplete:
        return _refuse(turn, "plans.incomplete", [gap_line(turn.words, gap) for gap in incomplete.gaps])
    except PlanMisfit as misfit:
        return _refuse(turn, "plans.misfit", [fault_line(turn.words, fault) for fault in misfit.faults])
    except PlanOrphansReports as orphaned:
        lines = [
            turn.words("plans.needed", report=report_and_form.report_id, form=report_and_form.form_id)
            for report_and_form in orphaned.needed
        ]
        return _refuse(turn, "plans.orphans", lines)
    turn.add_message("plans.activated", plan=plan.short_title, revision=done.revision, n=done.created)
    if done.past:
        turn.add_message("plans.past", n=done.past)
    if plan.zones and not selected_zones.selected(turn.tx, plan.id, plan.years[0]):
        turn.add_message("plans.zones", id=plan.id, year=plan.years[0])
    open_plan(turn, {"plan": plan.id})


def may_manage(turn: Turn) -> bool:
    """Whether the person may manage plans; says so where not."""
    if can_manage_plans(turn.me):
        return True
    turn.add_message("plans.not_allowed")
    turn.show_menu()
    return False


def _entry(turn: Turn, plan_status: PlanStatus) -> str:
    """Three lines: title and id, dates and revision, counts of its reports."""
    plan = turn.plans.get(turn.tx, plan_status.id)
    days = {"from_": turn.words.day(local_day(plan_status.activated_at))}
    if plan_status.closed_at is None:
        state = turn.words("plans.in_use", **days)
    else:
        state = turn.words("plans.closed", until=turn.words.day(local_day(plan_status.closed_at)))
    head = turn.words("plans.entry", plan=plan.short_title, id=plan_status.id)
    facts = turn.words("plans.facts", state=state, revision=plan_status.revision, years=years(plan))
    return "\n   ".join((head, facts, counts_line(turn.words, lifecycle_closing.counts(turn.tx, plan_status.id))))


def _ways(turn: Turn, plan_status: PlanStatus) -> list[Button]:
    args, buttons = {"plan": plan_status.id}, []
    if plan_status.id in _adopted(turn):
        key = "plans.update" if plan_status.active else "plans.reopen"
        buttons.append(Button(turn.words(key), "plans.ask_activate", args))
    if plan_status.active and (past := overdue_at_activation.of_plan(turn.tx, plan_status.id)):
        buttons.append(Button(turn.words("plans.past_excuse", n=len(past)), "plans.ask_excuse_overdue", args))
    if plan_status.active:
        buttons.append(
            Button(turn.words("plans.close"), "plans.ask_close", args, synonyms=("ket thuc", "dong ke hoach"))
        )
    return buttons


def _files(turn: Turn, active: set[str]) -> list[Button]:
    """The adopted plans that are not activated."""
    waiting = [plan_id for plan_id in _adopted(turn) if plan_id not in active]
    return [
        Button(turn.words("plans.take_up", id=plan_id), "plans.ask_activate", {"plan": plan_id})
        for plan_id in waiting[:PAGE]
    ]


def _adopted(turn: Turn) -> list[str]:
    folder = turn.services.plans_dir
    return files.adopted_plans(folder) if folder else []


def _read(turn: Turn, plan_id: str) -> Plan | None:
    """The plan in a file of the folder; ``None`` where it cannot be read, with the reasons said."""
    folder = turn.services.plans_dir
    if folder is None or plan_id not in _adopted(turn):
        turn.add_message("plans.unknown")
        show(turn)
        return None
    try:
        return files.load_plan(Path(folder) / f"{plan_id}.yaml")
    except PlanError as error:
        _refuse(turn, "plans.faulty", [problem_line(turn.words, problem) for problem in error.problems])
    return None


def _refuse(turn: Turn, key: str, lines: Sequence[str]) -> None:
    turn.add_text("\n".join([turn.words(key, n=len(lines)), *(f"• {line}" for line in lines[:PROBLEMS])]))
    turn.add_message("plans.mend_file")
    turn.set_buttons(Button(turn.words("plans.back"), "plans.show"))
