"""Who has sent a report, who has not, who was late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.questions.context import QuestionAnswer, QuestionContext, level_words, names
from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, time_left_words
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState, lateness
from reporting.plan.plan import UnitKind
from storage.reports import report_status
from storage.reports.report_status import UnitReport

DETAILED = 5
"""Units asked about by name are told in full up to here."""


def answer_missing(case: QuestionContext) -> QuestionAnswer:
    """ "Cấp huyện: chưa nộp 2/9: Ngọc Hiển (đang soạn, 9/17 câu), Năm Căn (chưa bắt đầu). Hạn: trước ngày 25/5…"."""
    reply = QuestionAnswer()
    for level, entries in _levels(_owing(case)):
        owed = [entry for entry in entries if entry.obligation.state in OWED]
        counts = {"level": level, "n": len(owed), "all": len(entries)}
        if not owed:
            reply.add(case.words("questions.none_missing", **counts))
            continue
        listed = names(
            case.words, [f"{entry.unit.name} ({state})" for entry, state in zip(owed, _states(case, owed), strict=True)]
        )
        reply.add(
            case.words("questions.missing", **counts | {"level": _level(case, level), "names": listed}),
            _until(case, owed[0]),
        )
    return _ended(case, reply)


def answer_late(case: QuestionContext) -> QuestionAnswer:
    """Still owed after the last day, and sent after it; each with by how much."""
    reply = QuestionAnswer()
    for level, entries in _levels(_owing(case)):
        overdue = [entry for entry in entries if entry.obligation.is_late(case.now) and entry.obligation.state in OWED]
        after = [entry for entry in entries if entry.obligation.state not in OWED and _days_late(entry)]
        shown = _level(case, level)
        if not overdue and not after:
            reply.add(case.words("questions.none_late", level=shown, all=len(entries)))
        if overdue:
            listed = [
                f"{entry.unit.name} ({time_left_words(case.words, entry.obligation, case.now)})" for entry in overdue
            ]
            reply.add(
                case.words(
                    "questions.overdue", level=shown, n=len(overdue), all=len(entries), names=names(case.words, listed)
                )
            )
        if after:
            listed = [case.words("questions.late_by", unit=entry.unit.name, n=_days_late(entry)) for entry in after]
            reply.add(
                case.words(
                    "questions.filed_late", level=shown, n=len(after), all=len(entries), names=names(case.words, listed)
                )
            )
    return _ended(case, reply)


def answer_filed(case: QuestionContext) -> QuestionAnswer:
    """Units asked about by name in full; else how many of how many, in time and late."""
    reply, entries = QuestionAnswer(), _owing(case)
    named = [entry for entry in entries if entry.unit in case.named]
    if case.named and case.query.level is None and len(case.named) <= DETAILED:
        answered = {entry.unit.id for entry in named}
        reply.add(*(unit_line(case, entry) for entry in named))
        reply.add(
            *(case.words("questions.owes_none", unit=unit.name) for unit in case.named if unit.id not in answered)
        )
        below = [entry for entry in entries if entry.unit not in case.named]
        for level, level_entries in _levels(below):
            reply.add(_count(case, level, level_entries))
        return _ended(case, reply, known=True)
    for level, group in _levels(entries):
        owed = [entry for entry in group if entry.obligation.state in OWED]
        listed = (
            case.words("questions.not_yet", names=names(case.words, [entry.unit.name for entry in owed]))
            if owed
            else ""
        )
        reply.add(_count(case, level, group), listed)
    return _ended(case, reply)


def _owing(case: QuestionContext) -> list[UnitReport]:
    """Those who owe it; an officer of a single unit sees that unit's own."""
    return [entry for entry in case.entries(case.query.period) if entry.obligation.state != ReportState.EXCUSED]


def _levels(entries: Sequence[UnitReport]) -> Iterator[tuple[UnitKind, list[UnitReport]]]:
    for level, level_entries in groupby(entries, key=lambda entry: entry.unit.kind):
        yield level, list(level_entries)


def _level(case: QuestionContext, level: UnitKind) -> str:
    return case.words(f"text.level.{level}")


def _states(case: QuestionContext, entries: Sequence[UnitReport]) -> list[str]:
    answered = report_status.answered_keys(case.tx, [entry.obligation.id for entry in entries])
    progress = Progress(case.tx, case.plans, case.words)
    return [progress(entry.obligation, entry.unit, answered.get(entry.obligation.id, ())) for entry in entries]


def _until(case: QuestionContext, entry: UnitReport) -> str:
    return case.words(
        "questions.deadline", deadline=deadline_words(case.words, case.plan, entry.obligation, case.now, case.calendar)
    )


def unit_line(case: QuestionContext, entry: UnitReport) -> str:
    obligation = entry.obligation
    if obligation.state in OWED:
        (state,) = _states(case, [entry])
        deadline = deadline_words(case.words, case.plan, obligation, case.now, case.calendar)
        return case.words("questions.not_filed_by", unit=entry.unit.name, state=state, deadline=deadline)
    assert obligation.filed_at is not None
    days = _days_late(entry)
    how = case.words("questions.was_late", n=days) if days else case.words("questions.was_in_time")
    return case.words(
        "questions.filed_by", unit=entry.unit.name, moment=case.words.moment(obligation.filed_at), how=how
    )


def _count(case: QuestionContext, level: UnitKind, entries: Sequence[UnitReport]) -> str:
    sent = [entry for entry in entries if entry.obligation.state not in OWED]
    after = sum(bool(_days_late(entry)) for entry in sent)
    key = "questions.filed_some_late" if after else "questions.filed"
    return case.words(key, level=_level(case, level), n=len(sent), all=len(entries), late=after)


def _days_late(entry: UnitReport) -> int:
    """Begun days after its last day; 0 where it was in time."""
    if entry.obligation.filed_at is None:
        return 0
    after = lateness(entry.obligation.late_from, entry.obligation.filed_at)
    return after.days + 1 if after is not None else 0


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
