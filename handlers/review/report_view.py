"""One submitted report as its reviewer sees it: first what deserves attention, then every answer."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports import submission_text
from handlers.reports.access import open_for_reviewer
from handlers.reports.answer_sheet import answer_blocks
from handlers.reports.check_text import finding_words_of, rate_words
from handlers.reports.remark_text import remark_line
from handlers.reports.reviewers import reviewers_of
from handlers.reports.submission import Submission
from handlers.reports.sums_below import mismatch_words
from handlers.review.state import ShownReportState
from handlers.text.people import member_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.integrity.submission_document import paper_of
from storage.people import people
from storage.reports import attached_documents, remarks, reviews
from storage.reports.obligations import Obligation
from storage.reports.remarks import Remark

DECIDED = frozenset({ReportState.ACCEPTED, ReportState.RETURNED, ReportState.FILED})
"""States in which somebody may have decided about it; filed again: unlocked, or the return was withdrawn."""
POINTS = 8
"""Points that deserve attention, shown before the rest is asked for."""


def show(turn: Turn, args: Args) -> None:
    """``args["whole"]``: with every point that deserves attention."""
    if (submission := open_for_reviewer(turn, args["obligation"])) is not None:
        show_report(submission, whole=args.get("whole", False))


def open_resubmitted(turn: Turn, args: Args) -> None:
    """The button under a notice: shows the report in the role that the notice was sent to."""
    turn.switch_role(args["membership"])
    show(turn, args)


def open_as_shown(turn: Turn, args: Args) -> Submission | None:
    """The report, where it still is as the button's screen showed it; else tells what happened and shows it anew."""
    submission = open_for_reviewer(turn, args["obligation"])
    if submission is None or _is_as_shown(submission, args):
        return submission
    _show_changed(submission, args)
    return None


def open_of_dialog(turn: Turn, state: ShownReportState) -> Submission | None:
    """The same for the open dialog, which ends where its report changed or is out of reach."""
    submission = open_for_reviewer(turn, state.obligation)
    if submission is not None and _is_as_shown(submission, dict(state)):
        return submission
    turn.start_dialog(None)
    if submission is not None:
        _show_changed(submission, dict(state))
    return None


def show_report(submission: Submission, *, whole: bool = False) -> None:
    """The report with what can be done about it. ``whole``: every point that deserves attention."""
    turn, words, version = submission.turn, submission.turn.words, submission.version
    _add_head(submission)
    points = [*_points(submission)]
    shown = points if whole else points[:POINTS]
    if points:
        more = [words("text.and_more_short", n=len(points) - len(shown))] if len(points) > len(shown) else []
        turn.add_text("\n".join([words("review.accept.looks", n=len(points)), *shown, *more]))
    elif version is not None and not version.nil:
        turn.add_message("review.accept.nothing_odd")
    if version is not None and not version.nil:
        for lines in answer_blocks(words, submission.entry, submission.unit.id):
            turn.add_text("\n".join(lines))
    if submission.is_own and submission.obligation.state == ReportState.FILED:
        turn.add_message("review.accept.own", who=other_reviewer_names(submission))
    turn.set_buttons(*_decision_buttons(submission), *_view_buttons(submission, more=len(points) > len(shown)))


def _add_head(submission: Submission) -> None:
    """The report's name and unit, where it stands, and the remarks it was returned for last."""
    words = submission.turn.words
    report = full_report_name(words, submission.plan, submission.obligation)
    title = words("review.accept.title", report=report, unit=submission.unit.name)
    submission.turn.add_text("\n".join([title, *_standing(submission)]))
    submission.turn.add_text("\n".join(_remark_lines(submission)))


def _is_as_shown(submission: Submission, shown: Args) -> bool:
    return all(shown[name] == value for name, value in submission.shown_state.items())


def _show_changed(submission: Submission, shown: Args) -> None:
    """Tells who changed the report since it was ``shown``, and how it stands now."""
    turn, obligation, version = submission.turn, submission.obligation, submission.version
    if obligation.version != shown["version"] and obligation.state == ReportState.FILED and version:
        turn.add_message("review.accept.newer", version=obligation.version, moment=turn.words.moment(version.filed_at))
    else:
        turn.add_text(meanwhile_words(turn, obligation) or turn.words("review.accept.changed"))
    if obligation.state == ReportState.FILED:
        show_report(submission)
    else:
        _add_head(submission)
        turn.set_buttons(*_decision_buttons(submission), *_view_buttons(submission, more=False))


def meanwhile_words(turn: Turn, obligation: Obligation) -> str | None:
    """ "Đầu mối mẫu đã duyệt báo cáo này lúc 09:42 ngày 19/5/2026."; ``None`` where nobody decided about it."""
    key = f"review.accept.meanwhile.{obligation.state}"
    if key not in turn.words or obligation.reviewed_by is None or obligation.reviewed_at is None:
        return None
    person = people.name_of(turn.tx, obligation.reviewed_by)
    return turn.words(key, person=person, moment=turn.words.moment(obligation.reviewed_at))


def _standing(submission: Submission) -> Iterator[str]:
    """When it was submitted and by whom; who accepted, returned or unlocked it; whether it is being corrected."""
    yield from _submitted(submission)
    yield from _decided(submission)
    if submission.obligation.state == ReportState.FILED and submission.is_being_corrected:
        yield submission.turn.words("review.accept.being_corrected")


def _submitted(submission: Submission) -> Iterator[str]:
    turn, words = submission.turn, submission.turn.words
    version, obligation = submission.version, submission.obligation
    if version is not None:
        yield submission_text.sent_words(words, version, obligation)
        yield from submission_text.first_words(turn, version, obligation)
        person = people.name_of(turn.tx, version.filed_by)
        yield words("review.accept.sent_by", person=person, version=version.version, code=version.receipt)
        if version.nil:
            yield words("reports.submission.nil")
        if (paper := paper_of(version.content)) is not None:
            yield words("reports.submission.paper", number=paper.number, day=words.day(paper.on))
    elif obligation.on_paper and obligation.filed_at:
        yield words("review.accept.on_paper", day=words.day(local_day(obligation.filed_at)))
    elif obligation.state in OWED:
        yield words("review.accept.not_sent")


def _decided(submission: Submission) -> Iterator[str]:
    words, obligation = submission.turn.words, submission.obligation
    if obligation.state == ReportState.EXCUSED:
        yield words("review.accept.excused", why=obligation.excused_why or words("reports.locked.no_reason"))
    elif obligation.state not in DECIDED or (obligation.state == ReportState.FILED and _last_remarks(submission)):
        return
    elif obligation.reviewed_by and obligation.reviewed_at:
        person = people.name_of(submission.turn.tx, obligation.reviewed_by)
        yield words(f"review.accept.by.{obligation.state}", person=person, moment=words.moment(obligation.reviewed_at))


def _remark_lines(submission: Submission) -> Iterator[str]:
    """The remarks it was returned for last, each with what became of it."""
    words, state, last = submission.turn.words, submission.obligation.state, _last_remarks(submission)
    if not last or state not in (ReportState.FILED, ReportState.RETURNED):
        return
    yield words("review.accept.answered" if state == ReportState.FILED else "review.accept.waiting", n=len(last))
    for remark in last:
        yield remark_line(words, submission, remark)


def _last_remarks(submission: Submission) -> list[Remark]:
    """The remarks of the last decision; empty where that was not a return."""
    last, entry = submission.obligation.reviewed_at, submission.entry
    of_report = remarks.of_report(submission.turn.tx, submission.id)
    return [remark for remark in of_report if remark.at == last and remark.key in entry]


def _points(submission: Submission) -> Iterator[str]:
    """The warnings with the reasons given, the targets that are not met, then what differs from the units below."""
    words = submission.turn.words
    for finding in submission.findings:
        reason = submission.confirmed.get(finding.id)
        why = words("review.accept.reason", text=reason) if reason else ""
        line = finding_words_of(words, submission.entry, submission.unit.id, finding)
        yield words("review.accept.warning", finding=line) + why
    for result in submission.missed_targets:
        yield words("review.accept.not_met", target=rate_words(words, result))
    for question, place, mismatch in submission.mismatches:
        yield words("review.accept.mismatch", line=mismatch_words(words, question, place, mismatch))


def _decision_buttons(submission: Submission) -> Iterator[Button]:
    """What a reviewer can decide in the report's state."""
    words, state, shown = submission.turn.words, submission.obligation.state, submission.shown_state
    if state == ReportState.FILED and not submission.is_own:
        yield Button(words("review.accept.choice.accept"), "review.accept", shown, synonyms=("dong y", "dat"))
    if state == ReportState.FILED and submission.version is not None:
        synonyms = ("tra lai", "tra bao cao")
        yield Button(words("review.accept.choice.return"), "review.begin_return", shown, synonyms=synonyms)
    if state == ReportState.ACCEPTED:
        yield Button(words("review.accept.choice.unlock"), "review.begin_unlock", shown, synonyms=("mo khoa",))
    if state == ReportState.RETURNED:
        yield Button(words("review.accept.choice.recall"), "review.recall_return", shown, synonyms=("rut lai",))


def _view_buttons(submission: Submission, *, more: bool) -> Iterator[Button]:
    """What else can be looked at. ``more``: not every point was shown."""
    words, report = submission.turn.words, {"obligation": submission.id}
    if more:
        yield Button(words("review.accept.choice.whole"), "review.open", report | {"whole": True})
    if len(submission.versions) > 1:
        before, after = submission.versions[-2:]
        pair = report | {"before": before.version, "after": after.version}
        yield Button(words("review.accept.choice.compare"), "submissions.compare_versions", pair)
    if attached := attached_documents.of_report(submission.turn.tx, submission.id):
        yield Button(words("reports.attachments.choice.see_all", n=len(attached)), "filing.list_attachments", report)
    yield Button(words("reports.choice.history"), "submissions.show_history", report, synonyms=("xem lich su",))
    yield Button(words("review.accept.choice.queue"), "review.show_queue", synonyms=("quay lai", "hang cho"))


def other_reviewer_names(submission: Submission) -> str:
    """Who may accept it: the reviewers of the unit who did not submit, write or record any of it."""
    tx = submission.turn.tx
    free = [
        member
        for member in reviewers_of(tx, submission.unit)
        if not reviews.reports_involving(tx, member.person_id, [submission.id])
    ]
    return member_names(submission.turn.words, free)
