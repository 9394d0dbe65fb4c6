"""Notices to the officers of a unit about a decision on their report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handlers.reports.remark_text import remark_words
from handlers.reports.submission import Submission
from handlers.text.report_names import full_report_name
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from locales import Words
from reporting.roles import FILES
from storage.people import people
from storage.people.people import Member


def notify_accepted(submission: Submission) -> None:
    """Tells whoever submitted the newest version, where they still are an officer of the unit."""
    turn, version = submission.turn, submission.version
    sender = version.filed_by if version else None
    _notify(
        submission,
        "accepted",
        lambda say: say(
            "review.accept.told",
            report=full_report_name(say, submission.plan, submission.obligation),
            unit=submission.unit.name,
            moment=say.moment(turn.now),
            person=turn.me.name,
        ),
        officers=[member for member in _officers(submission) if member.person_id == sender],
    )


def notify_returned(submission: Submission, reasons: Mapping[str, str]) -> None:
    """Tells the officers what is to be checked again (question key → remark), and the coordinator who was told."""
    slots = [slot for slot in submission.entry.slots if slot.key in reasons]

    def text(say: Words) -> str:
        assert submission.version is not None
        report = full_report_name(say, submission.plan, submission.obligation)
        moment = say.moment(submission.version.filed_at)
        head = say("review.return.notice", n=len(slots), report=report, unit=submission.unit.name, moment=moment)
        return "\n".join([head, *(remark_words(say, submission, slot, reasons[slot.key]) for slot in slots)])

    def buttons(say: Words, member: Member) -> Sequence[Button]:
        args = {"obligation": submission.id, "membership": member.membership_id}
        return [Button(say("reports.choice.answer_remarks", n=len(slots)), "filing.open_returned", args)]

    _add_names(submission, _notify(submission, "returned", text, buttons))


def notify_recalled(submission: Submission) -> None:
    """Tells the officers that the return was withdrawn and nothing is to be answered."""
    _notify(
        submission,
        "recalled",
        lambda say: say(
            "review.return.recall_notice",
            report=full_report_name(say, submission.plan, submission.obligation),
            person=submission.turn.me.name,
        ),
    )


def notify_unlocked(submission: Submission, reason: str) -> None:
    """Tells the officers that the report can be corrected, and the coordinator who was told."""

    def text(say: Words) -> str:
        report = full_report_name(say, submission.plan, submission.obligation)
        person, unit = submission.turn.me.name, submission.unit.name
        return say("review.unlock.told", report=report, unit=unit, person=person, reason=reason)

    def buttons(say: Words, member: Member) -> Sequence[Button]:
        args = {"obligation": submission.id, "membership": member.membership_id}
        return [Button(say("reports.choice.correct"), "reminders.open_report", args)]

    _add_names(submission, _notify(submission, "unlocked", text, buttons))


def _notify(
    submission: Submission,
    event: str,
    text: Callable[[Words], str],
    buttons: Callable[[Words, Member], Sequence[Button]] = lambda say, member: (),
    officers: Sequence[Member] | None = None,
) -> list[Member]:
    """Sends it once to the unit's officers (or ``officers``); returns those who can be reached."""
    turn = submission.turn
    to = _officers(submission) if officers is None else officers
    key = f"{event}:{submission.id}:{turn.now.isoformat()}"
    return notify_members(turn, to, lambda say, _: text(say), buttons, key=key)


def _officers(submission: Submission) -> list[Member]:
    return people.of_unit(submission.turn.tx, submission.unit.id, FILES)


def _add_names(submission: Submission, reached: Sequence[Member]) -> None:
    """ "Đã nhắn: Cán bộ mẫu Một, Cán bộ mẫu Hai."; or that nobody could be reached."""
    words, names = submission.turn.words, ", ".join(member.name for member in reached)
    submission.turn.add_text(words("review.return.told", names=names) if names else words("review.return.nobody_told"))
