"""Who has sent a report, who has not, who was late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.questions.context import QuestionAnswer, QuestionContext, level_words, names
from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative
from handlers.text.filing_counts import filed_count
from handlers.text.lateness import late_words
from handlers.turn.messages import Button
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports import report_status
from storage.reports.report_status import UnitReport

DETAILED = 5
"""Units asked about by name are told in full up to here."""


def answer_missing(case: QuestionContext) -> QuestionAnswer:
    """ "Cấp huyện: chưa nộp 2/9: Ngọc Hiển (đang soạn, 9/17 câu), Năm Căn (chưa bắt đầu). Hạn: trước ngày 25/5…"."""
    reply = QuestionAnswer()
    for level, status in _levels(case, _owing(case)):
        missing, counts = status.missing, {"level": _level(case, level), "all": status.owing}
        if missing:
            states = zip(missing, _states(case, missing), strict=True)
            listed = names(case.words, [f"{entry.unit.name} ({state})" for entry, state in states])
            line = case.words("questions.missing", **counts, n=len(missing), names=listed)
            reply.add(line, _until(case, missing), _returned(case, status))
        elif status.returned:
            reply.add(_count(case, level, status), _returned(case, status))
        else:
            reply.add(case.words("questions.none_missing", **counts))
    return _ended(case, reply)


def answer_late(case: QuestionContext) -> QuestionAnswer:
    """Never submitted and overdue, or submitted late, also where it was returned since; each with by how much."""
    reply = QuestionAnswer()
    for level, status in _levels(case, _owing(case)):
        counts = {"level": _level(case, level), "all": status.owing}
        groups = {
            "questions.overdue": status.overdue,
            "questions.filed_late": status.late,
            "questions.returned_late": [entry for entry in status.returned if entry.obligation.is_late(case.now)],
        }
        for key, entries in groups.items():
            if entries:
                late = [f"{entry.unit.name} ({_late(case, entry)})" for entry in entries]
                reply.add(case.words(key, **counts, n=len(late), names=names(case.words, late)))
        if not any(groups.values()):
            reply.add(case.words("questions.none_late", **counts))
    return _ended(case, reply)


def answer_filed(case: QuestionContext) -> QuestionAnswer:
    """Units asked about by name in full; else how many of how many, in time and late."""
    reply, entries = QuestionAnswer(), _owing(case)
    if case.named and case.query.level is None and len(case.named) <= DETAILED:
        named = [entry for entry in entries if entry.unit in case.named]
        answered = {entry.unit.id for entry in named}
        reply.add(*(unit_line(case, entry) for entry in named))
        reply.add(
            *(case.words("questions.owes_none", unit=unit.name) for unit in case.named if unit.id not in answered)
        )
        for level, status in _levels(case, [entry for entry in entries if entry.unit not in case.named]):
            reply.add(_count(case, level, status))
        return _ended(case, reply, known=True)
    for level, status in _levels(case, entries):
        missing = [entry.unit.name for entry in status.missing]
        not_yet = case.words("questions.not_yet", names=names(case.words, missing)) if missing else ""
        reply.add(_count(case, level, status), not_yet, _returned(case, status))
    return _ended(case, reply)


def _owing(case: QuestionContext) -> list[UnitReport]:
    """Those who owe it; an officer of a single unit sees that unit's own."""
    return [entry for entry in case.entries(case.query.period) if entry.obligation.state != ReportState.EXCUSED]


def _levels(
    case: QuestionContext, entries: Sequence[UnitReport]
) -> Iterator[tuple[UnitKind, FilingStatus[UnitReport]]]:
    """How the report stands at each level."""
    for level, group in groupby(entries, key=lambda entry: entry.unit.kind):
        yield level, FilingStatus.of(group, case.now)


def _level(case: QuestionContext, level: UnitKind) -> str:
    return case.words(f"text.level.{level}")


def _states(case: QuestionContext, entries: Sequence[UnitReport]) -> list[str]:
    answered = report_status.answered_keys(case.tx, [entry.obligation.id for entry in entries])
    progress = Progress(case.tx, case.plans, case.words)
    return [progress(entry.obligation, entry.unit, answered.get(entry.obligation.id, ())) for entry in entries]


def _until(case: QuestionContext, missing: Sequence[UnitReport]) -> str:
    """The usual deadline of the level, not one that was extended for a single unit."""
    obligation = representative([entry.obligation for entry in missing])
    deadline = deadline_words(case.words, case.plan, obligation, case.now, case.calendar)
    return case.words("questions.deadline", deadline=deadline)


def _returned(case: QuestionContext, status: FilingStatus[UnitReport]) -> str:
    """ "Được trả lại: UBND huyện Cái Nước."; empty where none was."""
    units = [entry.unit.name for entry in status.returned]
    return case.words("questions.returned", names=names(case.words, units)) if units else ""


def unit_line(case: QuestionContext, entry: UnitReport) -> str:
    """How one unit's report stands: submitted when, returned, or missing; and its deadline while it is still owed."""
    obligation, words, unit = entry.obligation, case.words, entry.unit.name
    deadline = deadline_words(words, case.plan, obligation, case.now, case.calendar)
    if obligation.state == ReportState.RETURNED:
        return words("questions.returned_by", unit=unit, deadline=deadline)
    if obligation.filed_at is None:
        (state,) = _states(case, [entry])
        return words("questions.not_filed_by", unit=unit, state=state, deadline=deadline)
    how = _late(case, entry)
    if obligation.on_paper:
        return words("questions.on_paper", unit=unit, day=words.day(local_day(obligation.filed_at)), how=how)
    return words("questions.filed_by", unit=unit, moment=words.moment(obligation.filed_at), how=how)


def _late(case: QuestionContext, entry: UnitReport) -> str:
    """ "đúng hạn", "trễ hạn 2 ngày"."""
    return late_words(case.words, entry.obligation.lateness(case.now))


def _count(case: QuestionContext, level: UnitKind, status: FilingStatus[UnitReport]) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1."."""
    return f"{filed_count(case.words, level, status)}."


def _ended(case: QuestionContext, reply: QuestionAnswer, *, known: bool = False) -> QuestionAnswer:
    if not reply.paragraphs:
        key = "questions.no_report" if case.report_id(case.query.period) is None else "questions.nobody_owes"
        reply.add(
            case.words(key, reports=_reports(case), level=level_words(case.words, case.query.level or UnitKind.COMMUNE))
        )
        reply.is_empty = True
    elif not known:
        report = case.report_id(case.query.period)
        args = {"plan": case.plan.id, "report": report, "period": case.query.period}
        reply.buttons.append(Button(case.words("menu.board"), "monitoring.show_board", args))
    return reply


def _reports(case: QuestionContext) -> str:
    return ", ".join(report.title for report in case.plan.reports)
