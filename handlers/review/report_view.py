"""One report before whoever checks it: what deserves a look first, then every answer; all of it as it was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.reports import submission_text
from handlers.reports.access import open_for_reviewer
from handlers.reports.answer_sheet import answer_blocks
from handlers.reports.check_text import finding_words_of, rate_words
from handlers.reports.remark_text import remark_line
from handlers.reports.reviewers import reviewers_of
from handlers.reports.submission import Submission
from handlers.reports.sums_below import mismatch_words
from handlers.text.people import member_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.integrity.submission_document import paper_of
from storage.people import people
from storage.reports import attached_documents, remarks, review_queue
from storage.reports.remarks import Remark

Args = Mapping[str, Any]
DECIDED = frozenset({ReportState.ACCEPTED, ReportState.RETURNED, ReportState.FILED})
"""Where somebody may have decided about it; filed again: unlocked, or taken back."""
LOOKS = 8
"""How many things that deserve a look are listed before the rest is asked for."""


def show(turn: Turn, args: Args) -> None:
    if (filed := open_for_reviewer(turn, args["obligation"])) is not None:
        show_report(filed, whole=args.get("whole", False))


def show_report(filed: Submission, *, whole: bool = False) -> None:
    """The report with what can be done about it. ``whole``: everything that deserves a look."""
    turn, words = filed.turn, filed.turn.words
    _head(filed)
    looks = [*_looks(filed)]
    if looks:
        shown = looks if whole else looks[:LOOKS]
        more = [words("text.and_more_short", n=len(looks) - len(shown))] if len(looks) > len(shown) else []
        turn.add_text("\n".join([words("review.accept.looks", n=len(looks)), *shown, *more]))
    elif filed.version is not None and not filed.version.nil:
        turn.add_message("review.accept.nothing_odd")
    if filed.version is not None and not filed.version.nil:
        for lines in answer_blocks(words, filed.entry, filed.unit.id):
            turn.add_text("\n".join(lines))
    if filed.is_own and filed.obligation.state == ReportState.FILED:
        turn.add_message("review.accept.own", who=other_reviewer_names(filed))
    turn.set_buttons(*_choices(filed, more=len(looks) > LOOKS and not whole))


def _head(filed: Submission) -> None:
    turn, words = filed.turn, filed.turn.words
    title = words(
        "review.accept.title", report=full_report_name(words, filed.plan, filed.obligation), unit=filed.unit.name
    )
    turn.add_text("\n".join([title, *_standing(filed)]))
    turn.add_text("\n".join(_answered(filed)))


def is_outdated(filed: Submission, args: Args) -> bool:
    """Whether the report is no longer what the choice was shown with: says who did what, and how it stands now."""
    if all(filed.shown_state[name] == args[name] for name in filed.shown_state):
        return False
    turn, obligation = filed.turn, filed.obligation
    if obligation.version != args["version"] and obligation.state == ReportState.FILED and filed.version:
        turn.add_message(
            "review.accept.newer", version=obligation.version, moment=turn.words.moment(filed.version.filed_at)
        )
    elif (key := f"review.accept.meanwhile.{obligation.state}") in turn.words and obligation.reviewed_by:
        assert obligation.reviewed_at is not None
        turn.add_message(
            key,
            person=people.name_of(turn.tx, obligation.reviewed_by),
            moment=turn.words.moment(obligation.reviewed_at),
        )
    else:
        turn.add_message("review.accept.changed")
    if obligation.state == ReportState.FILED:
        show_report(filed)
    else:
        _head(filed)
        turn.set_buttons(*_choices(filed, more=False))
    return True


def _standing(filed: Submission) -> Iterator[str]:
    """When it was sent and by whom; who accepted, returned or unlocked it; whether it is being changed."""
    yield from _sent(filed)
    yield from _decided(filed)
    if filed.obligation.state == ReportState.FILED and filed.is_being_corrected:
        yield filed.turn.words("review.accept.being_corrected")


def _sent(filed: Submission) -> Iterator[str]:
    turn, words, version, obligation = filed.turn, filed.turn.words, filed.version, filed.obligation
    if version is not None:
        yield submission_text.sent_words(words, version)
        yield from submission_text.first_words(turn, version)
        person = people.name_of(turn.tx, version.filed_by)
        yield words("review.accept.sent_by", person=person, version=version.version, code=version.receipt)
        if version.nil:
            yield words("reports.submission.nil")
        if (paper := paper_of(version.content)) is not None:
            yield words("reports.submission.paper", number=paper.number, day=words.day(paper.on))
    elif obligation.on_paper and obligation.filed_at:
        yield words("review.accept.on_paper", moment=words.moment(obligation.filed_at))
    elif obligation.state in OWED:
        yield words("review.accept.not_sent")


def _decided(filed: Submission) -> Iterator[str]:
    words, obligation = filed.turn.words, filed.obligation
    if obligation.state == ReportState.EXCUSED:
        yield words("review.accept.excused", why=obligation.excused_why or words("reports.locked.no_reason"))
    elif obligation.state not in DECIDED or (obligation.state == ReportState.FILED and _last_remarks(filed)):
        return
    elif obligation.reviewed_by and obligation.reviewed_at:
        person = people.name_of(filed.turn.tx, obligation.reviewed_by)
        yield words(f"review.accept.by.{obligation.state}", person=person, moment=words.moment(obligation.reviewed_at))


def _answered(filed: Submission) -> Iterator[str]:
    """What was returned last, and what became of it."""
    words, state, last = filed.turn.words, filed.obligation.state, _last_remarks(filed)
    if not last or state not in (ReportState.FILED, ReportState.RETURNED):
        return
    yield words("review.accept.answered" if state == ReportState.FILED else "review.accept.waiting", n=len(last))
    for remark in last:
        yield remark_line(words, filed, remark)


def _last_remarks(filed: Submission) -> list[Remark]:
    """What the last decision about it was to return it for; empty where it was another."""
    said = remarks.of_report(filed.turn.tx, filed.id)
    return [remark for remark in said if remark.at == filed.obligation.reviewed_at and remark.key in filed.entry]


def _looks(filed: Submission) -> Iterator[str]:
    """The warnings with the reasons given, the targets that are not met, then what differs from the units below."""
    words = filed.turn.words
    for finding in filed.findings:
        reason = filed.confirmed.get(finding.id)
        why = words("review.accept.reason", text=reason) if reason else ""
        yield words("review.accept.warning", finding=finding_words_of(words, filed.entry, filed.unit.id, finding)) + why
    for result in filed.missed_targets:
        yield words("review.accept.not_met", target=rate_words(words, result))
    for question, place, mismatch in filed.mismatches:
        yield words("review.accept.mismatch", line=mismatch_words(words, question, place, mismatch))


def _choices(filed: Submission, *, more: bool) -> Iterator[Button]:
    words, state = filed.turn.words, filed.obligation.state
    if state == ReportState.FILED:
        if not filed.is_own:
            yield Button(
                words("review.accept.choice.accept"), "review.accept", filed.shown_state, synonyms=("dong y", "dat")
            )
        if filed.version is not None:
            yield Button(
                words("review.accept.choice.return"),
                "review.begin_return",
                filed.shown_state,
                synonyms=("tra lai", "tra bao cao"),
            )
    elif state == ReportState.ACCEPTED:
        yield Button(
            words("review.accept.choice.unlock"), "review.begin_unlock", filed.shown_state, synonyms=("mo khoa",)
        )
    elif state == ReportState.RETURNED:
        yield Button(
            words("review.accept.choice.recall"), "review.recall_return", filed.shown_state, synonyms=("rut lai",)
        )
    if more:
        yield Button(words("review.accept.choice.whole"), "review.open", {"obligation": filed.id, "whole": True})
    if len(filed.versions) > 1:
        last = filed.versions[-2:]
        pair = {"obligation": filed.id, "before": last[0].version, "after": last[1].version}
        yield Button(words("review.accept.choice.compare"), "submissions.compare_versions", pair)
    if attached := attached_documents.of_report(filed.turn.tx, filed.id):
        yield Button(
            words("reports.attachments.choice.see_all", n=len(attached)),
            "filing.list_attachments",
            {"obligation": filed.id},
        )
    yield Button(
        words("reports.choice.history"), "submissions.show_history", {"obligation": filed.id}, synonyms=("xem lich su",)
    )
    yield Button(words("review.accept.choice.queue"), "review.show_queue", synonyms=("quay lai", "hang cho"))


def other_reviewer_names(filed: Submission) -> str:
    """Who may accept it, without those who had a part in it."""
    tx = filed.turn.tx
    free = [
        member
        for member in reviewers_of(tx, filed.unit)
        if not review_queue.reports_involving(tx, member.person_id, [filed.id])
    ]
    return member_names(filed.turn.words, free)
