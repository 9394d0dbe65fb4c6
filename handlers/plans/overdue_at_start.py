"""Reports that were overdue when their plan was activated: excused all at once, after a yes."""

from __future__ import annotations

from handlers.plans.plans import may_manage, open_plan
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import words
from storage.lifecycle import overdue_at_activation


def ask_excuse(turn: Turn, args: Args) -> None:
    """Names the reports and asks for a yes."""
    if not may_manage(turn):
        return
    obligations = overdue_at_activation.of_plan(turn.tx, args["plan"])
    if not obligations:
        return open_plan(turn, args)
    plan = turn.plans.get(turn.tx, args["plan"])
    names = sorted({report_name(turn.words, plan, obligation) for obligation in obligations})
    turn.add_message("plans.past_sure", n=len(obligations), reports="; ".join(names))
    turn.set_buttons(
        Button(
            turn.words("plans.past_yes", n=len(obligations)),
            "plans.excuse_overdue",
            args,
            synonyms=("co", "dong y", "yes"),
        ),
        Button(turn.words("plans.past_no"), "plans.open", args, synonyms=("khong", "huy", "no")),
    )


def excuse_overdue(turn: Turn, args: Args) -> None:
    if not may_manage(turn):
        return
    done = overdue_at_activation.excuse(
        turn.tx, args["plan"], words("vi")("plans.past_reason"), turn.now, turn.me.person_id
    )
    turn.add_message("plans.past_excused", n=done)
    open_plan(turn, args)
