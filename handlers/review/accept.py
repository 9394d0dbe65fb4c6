"""Accepting: one report, or all that nothing speaks against, listed before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.reports import review_queue as reports_review_queue
from handlers.reports.access import load_for_reviewer, open_for_reviewer
from handlers.reports.submission import Submission
from handlers.review import queue, report_view
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.roles import FILES
from storage.audit import audit
from storage.people import people
from storage.reports import obligations, review_queue
from storage.reports.review_queue import ReportToReview
from storage.units import units

Args = Mapping[str, Any]


def accept(turn: Turn, args: Args) -> None:
    """Duyệt."""
    filed = open_for_reviewer(turn, args["obligation"])
    if filed is None or report_view.is_outdated(filed, args):
        return
    if filed.is_own:
        return _own(filed)
    _accept(filed)
    turn.add_message(
        "review.accept.done", report=full_report_name(turn.words, filed.plan, filed.obligation), unit=filed.unit.name
    )
    show_next(turn)


def ask_accept_several(turn: Turn, args: Args) -> None:
    """Duyệt tất cả báo cáo không có cảnh báo: first which ones."""
    deep = bool(args.get("deep"))
    reports = review_queue.reports_to_review(turn.tx, turn.me.unit)
    easy = queue.acceptable_together(turn, reports if deep else reports_review_queue.reported_directly(turn, reports))
    if not easy:
        turn.add_message("review.accept.none_plain")
        return queue.show(turn, {"deep": deep})
    turn.add_message("review.accept.several", n=len(easy))
    turn.add_text("\n".join(_line(turn, filed) for filed in easy))
    seen = [[filed.id, filed.obligation.version] for filed in easy]
    label = turn.words("review.accept.choice.several", n=len(easy))
    turn.set_buttons(
        Button(label, "review.accept_several", {"seen": seen, "deep": deep}),
        Button(turn.words("text.choice.back"), "review.show_queue", {"deep": deep}, synonyms=("khong",)),
    )


def accept_several(turn: Turn, args: Args) -> None:
    """The yes to the list: whatever changed since it was shown is left out, and said."""
    done, left = [], []
    for obligation_id, version in sorted(args["seen"]):
        filed = _still_plain(turn, obligation_id, version)
        if filed is None:
            left.append(obligation_id)
        else:
            _accept(filed)
            done.append(filed)
    if done:
        turn.add_message("review.accept.done_several", n=len(done))
    if left:
        turn.add_text("\n".join([turn.words("review.accept.left", n=len(left)), *(_left(turn, id) for id in left)]))
    show_next(turn, deep=bool(args.get("deep")))


def show_next(turn: Turn, *, deep: bool = False) -> None:
    """What comes after a decision: the next report of the queue, or that none is left."""
    rest = reports_review_queue.waiting_reports(turn)
    choices = []
    if rest:
        turn.add_message("review.accept.rest", n=len(rest))
        choices.append(
            Button(turn.words("review.accept.choice.next_one", unit=rest[0].unit.name), "review.open", _args(rest[0]))
        )
    else:
        turn.add_message("review.accept.rest_none")
    choices.append(
        Button(turn.words("review.accept.choice.queue"), "review.show_queue", {"deep": deep}, synonyms=("hang cho",))
    )
    turn.set_buttons(*choices)


def _args(report: ReportToReview) -> dict[str, Any]:
    return {"obligation": report.obligation.id}


def _accept(filed: Submission) -> None:
    """Locks it, and says so to whoever sent it."""
    turn, obligation = filed.turn, filed.obligation
    obligations.note_review(turn.tx, obligation.id, ReportState.ACCEPTED, turn.me.person_id, turn.now)
    audit.record(
        turn.tx, turn.now, turn.me.person_id, "report.accepted", obligation=obligation, version=obligation.version
    )
    sender = filed.version.filed_by if filed.version else None
    senders = [member for member in people.of_unit(turn.tx, filed.unit.id, FILES) if member.person_id == sender]
    notify_members(
        turn, senders, lambda say, _: _told(filed, say), key=f"accepted:{obligation.id}:{turn.now.isoformat()}"
    )


def _told(filed: Submission, say: Words) -> str:
    return say(
        "review.accept.told",
        report=full_report_name(say, filed.plan, filed.obligation),
        unit=filed.unit.name,
        moment=say.moment(filed.turn.now),
        person=filed.turn.me.name,
    )


def _own(filed: Submission) -> None:
    turn = filed.turn
    turn.add_message("review.accept.own", who=report_view.other_reviewer_names(filed))
    turn.set_buttons(Button(turn.words("review.accept.choice.queue"), "review.show_queue"))


def _still_plain(turn: Turn, obligation_id: int, version: int) -> Submission | None:
    """The report, where all that was listed still holds."""
    filed = load_for_reviewer(turn, obligation_id)
    report = review_queue.report_to_review(turn.tx, obligation_id) if filed else None
    if report is None or report.obligation.version != version:
        return None
    return next(iter(queue.acceptable_together(turn, [report])), None)


def _line(turn: Turn, filed: Submission) -> str:
    report = full_report_name(turn.words, filed.plan, filed.obligation)
    failed = [turn.words("review.accept.mark.not_met", n=len(filed.missed_targets))] if filed.missed_targets else []
    when = ", ".join([*queue.sent_when(turn, filed.obligation), *failed])
    return turn.words("review.accept.several_line", unit=filed.unit.name, report=report, when=when)


def _left(turn: Turn, obligation_id: int) -> str:
    """Why a report of the list was not accepted."""
    obligation = obligations.get(turn.tx, obligation_id)
    unit = units.get(turn.tx, obligation.unit_id) if obligation else None
    if obligation is None or unit is None:
        return turn.words("review.accept.left_gone")
    if (
        obligation.state != ReportState.FILED
        and obligation.reviewed_by
        and (key := f"review.accept.meanwhile.{obligation.state}") in turn.words
    ):
        assert obligation.reviewed_at is not None
        person, moment = people.name_of(turn.tx, obligation.reviewed_by), turn.words.moment(obligation.reviewed_at)
        return turn.words("review.accept.left_line", unit=unit.name, why=turn.words(key, person=person, moment=moment))
    return turn.words("review.accept.left_line", unit=unit.name, why=turn.words("review.accept.changed"))
