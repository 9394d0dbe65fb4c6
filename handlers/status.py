"""/tinhtrang: officers see what their unit owes and has sent; those who oversee others see ``handlers.overview``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers import overview, receipt
from handlers.deadline import deadline_words, report_name
from handlers.messages import Choice
from handlers.progress import Progress
from handlers.turn import Turn
from reporting.obligation import OWED, State, is_listed, lateness, opens
from reporting.people import OVERSEES
from storage import standing
from storage.standing import Standing

RECEIPTS = 3
"""How many of the last reports sent an officer is shown."""


def command(turn: Turn, rest: str) -> None:
    """``/tinhtrang``, ``/tinhtrang CM26-6T-4F7K2``."""
    if rest:
        receipt.show(turn, rest)
    else:
        show(turn, {})


def show(turn: Turn, args: Mapping[str, Any]) -> None:
    if turn.me.role in OVERSEES:
        overview.show(turn)
    else:
        show_own(turn)


def show_own(turn: Turn) -> None:
    """What the unit owes, what it sent with its receipts, and what comes next."""
    reports = standing.of_unit(turn.tx, turn.me.unit.id)
    owed = [one for one in reports if one.obligation.state in OWED and _is_open(one, turn.today)]
    sent = [one for one in reports if one.receipt][-RECEIPTS:][::-1]
    turn.tell("status.own", unit=turn.me.unit.name)
    if owed:
        turn.say("\n".join([turn.words("status.owed"), *_owed_lines(turn, owed)]))
    else:
        turn.tell("status.nothing_owed")
        _tell_next(turn, reports)
    if sent:
        turn.say("\n".join([turn.words("status.sent"), *(_sent_line(turn, one) for one in sent)]))
    turn.tell("status.as_of", moment=turn.words.moment(turn.now))
    turn.offer(*_open_choices(turn, owed), *_receipt_choices(turn, sent), numbered=turn.dialogue is None)


def _is_open(one: Standing, today: date) -> bool:
    due = one.obligation
    return is_listed(due.state, due.last_day, due.closes, today)


def _owed_lines(turn: Turn, owed: Sequence[Standing]) -> list[str]:
    progress = Progress(turn.tx, turn.plans, turn.words)
    lines: list[str] = []
    for number, one in enumerate(owed, 1):
        plan = turn.plans.get(turn.tx, one.obligation.plan_id)
        name, state = report_name(turn.words, plan, one.obligation), progress(one.obligation, one.unit, one.answered)
        lines.append(turn.words("status.line", number=number, report=name, state=state))
        lines.append("   " + deadline_words(turn.words, plan, one.obligation, turn.now, turn.desk.calendar))
    return lines


def _sent_line(turn: Turn, one: Standing) -> str:
    assert one.sent_at is not None
    name = report_name(turn.words, turn.plans.get(turn.tx, one.obligation.plan_id), one.obligation)
    late = lateness(one.obligation.late_from, one.obligation.filed_at or one.sent_at)
    return turn.words(
        "status.sent_in_time" if late is None else "status.sent_late",
        report=name,
        moment=turn.words.moment(one.obligation.filed_at or one.sent_at),
        receipt=one.receipt,
        version=one.obligation.version,
    )


def _tell_next(turn: Turn, reports: Sequence[Standing]) -> None:
    """The report the unit will be asked for next."""
    coming = [one.obligation for one in reports if one.obligation.state in OWED and not _is_open(one, turn.today)]
    if not coming:
        return
    plan = turn.plans.get(turn.tx, coming[0].plan_id)
    turn.tell(
        "status.next",
        report=report_name(turn.words, plan, coming[0]),
        from_=turn.words.day(opens(coming[0].last_day, coming[0].closes)),
        deadline=deadline_words(turn.words, plan, coming[0], turn.now, turn.desk.calendar),
    )


def _open_choices(turn: Turn, owed: Sequence[Standing]) -> list[Choice]:
    choices: list[Choice] = []
    for number, one in enumerate(owed, 1):
        verb = "begin" if one.obligation.state == State.NOT_BEGUN else "go_on"
        key = f"status.{verb}" if len(owed) == 1 else f"status.{verb}_number"
        choices.append(Choice(turn.words(key, number=number), "report.open", {"obligation": one.obligation.id}))
    return choices


def _receipt_choices(turn: Turn, sent: Sequence[Standing]) -> list[Choice]:
    return [
        Choice(turn.words("status.see_receipt", receipt=one.receipt), "receipt.view", {"code": one.receipt})
        for one in sent
    ]
