"""Closing a plan: names the open reports first; each is excused or stays open, as decided."""

from __future__ import annotations

from handlers.plans.plans import may_manage, open_plan, show
from handlers.plans.text import closing_reason, owing_line
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from storage.lifecycle import closing
from storage.plans import plans

NAMED = 8
"""How many reports still owed are named."""


def ask_close(turn: Turn, args: Args) -> None:
    """Names the open reports and asks what becomes of them."""
    if not may_manage(turn):
        return
    if all(plan_status.id != args["plan"] for plan_status in plans.plan_statuses(turn.tx) if plan_status.active):
        turn.add_message("plans.closed_meanwhile")
        return show(turn)
    plan = turn.plans.get(turn.tx, args["plan"])
    owing = closing.owed_reports(turn.tx, plan.id)
    turn.add_message("plans.close_sure", plan=plan.short_title, id=plan.id)
    if owing:
        lines = [f"• {owing_line(turn.words, plan, owing_unit)}" for owing_unit in owing[:NAMED]]
        if len(owing) > NAMED:
            lines.append(turn.words("plans.more_owing", n=len(owing) - NAMED))
        turn.add_text("\n".join((turn.words("plans.still_owed", n=len(owing)), *lines)))
    turn.set_buttons(*_ways(turn, plan.id, len(owing)))


def close(turn: Turn, args: Args) -> None:
    if not may_manage(turn):
        return
    reason, keep = closing_reason(turn.now), bool(args["keep"])
    done = closing.close(turn.tx, args["plan"], reason, turn.now, turn.me.person_id, keep_open=keep)
    if done is None:
        turn.add_message("plans.closed_meanwhile")
        return show(turn)
    turn.add_message("plans.has_closed", plan=turn.plans.get(turn.tx, args["plan"]).short_title)
    if done.excused:
        turn.add_message("plans.were_excused", n=done.excused, why=reason)
    if done.kept:
        turn.add_message("plans.were_kept", n=done.kept)
    open_plan(turn, {"plan": args["plan"]})


def _ways(turn: Turn, plan: str, owed: int) -> list[Button]:
    if owed:
        buttons = [
            Button(turn.words("plans.close_excusing", n=owed), "plans.close", {"plan": plan, "keep": False}),
            Button(turn.words("plans.close_keeping", n=owed), "plans.close", {"plan": plan, "keep": True}),
        ]
    else:
        says = ("co", "dong y", "yes")
        buttons = [Button(turn.words("plans.close"), "plans.close", {"plan": plan, "keep": False}, synonyms=says)]
    return [
        *buttons,
        Button(turn.words("plans.close_not"), "plans.open", {"plan": plan}, synonyms=("khong", "huy", "no")),
    ]
