"""Notices to the officers: their report was returned, or the return was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.reports.remark_text import remark_words
from handlers.reports.submission import Submission
from handlers.text.report_names import full_report_name
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from locales import Words
from reporting.roles import FILES
from storage.people import people
from storage.people.people import Member


def notify_officers(filed: Submission, reasons: Mapping[str, str]) -> list[Member]:
    """What the coordinator wants looked at again, to everybody who may answer; returns who can be reached."""
    turn = filed.turn
    slots = [slot for slot in filed.entry.slots if slot.key in reasons]

    def text(say: Words, _: Member) -> str:
        assert filed.version is not None
        report, moment = full_report_name(say, filed.plan, filed.obligation), say.moment(filed.version.filed_at)
        head = say("review.return.notice", n=len(slots), report=report, unit=filed.unit.name, moment=moment)
        return "\n".join([head, *(remark_words(say, filed, slot, reasons[slot.key]) for slot in slots)])

    def choices(say: Words, member: Member) -> Sequence[Button]:
        args = {"obligation": filed.id, "membership": member.membership_id}
        return [Button(say("reports.choice.answer_remarks", n=len(slots)), "filing.open_returned", args)]

    officers = people.of_unit(turn.tx, filed.unit.id, FILES)
    return notify_members(turn, officers, text, choices, key=f"returned:{filed.id}:{turn.now.isoformat()}")


def notify_recalled(filed: Submission) -> None:
    """Nothing is wanted any more."""
    turn = filed.turn
    officers = people.of_unit(turn.tx, filed.unit.id, FILES)
    notify_members(
        turn,
        officers,
        lambda say, _: say(
            "review.return.recall_notice",
            report=full_report_name(say, filed.plan, filed.obligation),
            person=turn.me.name,
        ),
        key=f"recalled:{filed.id}:{turn.now.isoformat()}",
    )
