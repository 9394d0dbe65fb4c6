"""Who has submitted a report, who has not, who was late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.questions.context import NAMES, QuestionAnswer, QuestionContext
from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative
from handlers.text.filing_counts import filed_count
from handlers.text.lateness import late_words
from handlers.text.lists import join_names
from handlers.turn.messages import Button
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports import report_status
from storage.reports.report_status import UnitReport

DETAILED = 5
"""So many units that are named are answered one by one."""


def answer_missing(context: QuestionContext) -> QuestionAnswer:
    """ "Cấp huyện: chưa nộp 2/9: Ngọc Hiển (đang soạn, 9/17 câu), Năm Căn (chưa bắt đầu). Hạn: trước ngày 25/5…"."""
    answer = QuestionAnswer()
    for level, status in _levels(context, owing(context)):
        missing, counts = status.missing, {"level": _level(context, level), "all": status.owing}
        if missing:
            states = zip(missing, _states(context, missing), strict=True)
            listed = _names(context, [f"{report.unit.name} ({state})" for report, state in states])
            line = context.words("questions.missing", **counts, n=len(missing), names=listed)
            answer.add(line, _until(context, missing), _returned(context, status))
        elif status.returned:
            answer.add(_count(context, level, status), _returned(context, status))
        else:
            answer.add(context.words("questions.none_missing", **counts))
    return _ended(context, answer)


def answer_late(context: QuestionContext) -> QuestionAnswer:
    """Never submitted and overdue, or submitted late, also where it was returned since; each with by how much."""
    answer = QuestionAnswer()
    for level, status in _levels(context, owing(context)):
        counts = {"level": _level(context, level), "all": status.owing}
        groups = {
            "questions.overdue": status.overdue,
            "questions.filed_late": status.late,
            "questions.returned_late": [report for report in status.returned if report.obligation.is_late(context.now)],
        }
        for key, reports in groups.items():
            if reports:
                late = [f"{report.unit.name} ({_late(context, report)})" for report in reports]
                answer.add(context.words(key, **counts, n=len(late), names=_names(context, late)))
        if not any(groups.values()):
            answer.add(context.words("questions.none_late", **counts))
    return _ended(context, answer)


def answer_filed(context: QuestionContext) -> QuestionAnswer:
    """A few units that were named in full; else how many of how many units, and the names of the others."""
    answer, reports = QuestionAnswer(), owing(context)
    has_report = context.report_id(context.query.period) is not None
    if has_report and context.query.level is None and 0 < len(context.named) <= DETAILED:
        named = [report for report in reports if report.unit in context.named]
        answered = {report.unit.id for report in named}
        answer.add(*(unit_line(context, report) for report in named))
        answer.add(
            *(context.words("questions.owes_none", unit=unit.name) for unit in context.named if unit.id not in answered)
        )
        for level, status in _levels(context, [report for report in reports if report.unit not in context.named]):
            answer.add(_count(context, level, status))
        return _ended(context, answer, of_units=True)
    for level, status in _levels(context, reports):
        missing = [report.unit.name for report in status.missing]
        not_yet = context.words("questions.not_yet", names=_names(context, missing)) if missing else ""
        answer.add(_count(context, level, status), not_yet, _returned(context, status))
    return _ended(context, answer)


def owing(context: QuestionContext) -> list[UnitReport]:
    """The reports of the units that owe it, without the excused."""
    return [
        report for report in context.reports(context.query.period) if report.obligation.state != ReportState.EXCUSED
    ]


def _levels(
    context: QuestionContext, reports: Sequence[UnitReport]
) -> Iterator[tuple[UnitKind, FilingStatus[UnitReport]]]:
    """How the report stands at each level."""
    for level, group in groupby(reports, key=lambda report: report.unit.kind):
        yield level, FilingStatus.of(group, context.now)


def _level(context: QuestionContext, level: UnitKind) -> str:
    return context.words(f"text.level.{level}")


def _states(context: QuestionContext, reports: Sequence[UnitReport]) -> list[str]:
    """How far each is: "đang soạn, đã trả lời 9/17 câu", "chưa bắt đầu"."""
    answered = report_status.answered_keys(context.tx, [report.obligation.id for report in reports])
    progress = Progress(context.tx, context.plans, context.words)
    return [progress(report.obligation, report.unit, answered.get(report.obligation.id, ())) for report in reports]


def _until(context: QuestionContext, missing: Sequence[UnitReport]) -> str:
    """The usual deadline of the level, not one that was extended for a single unit."""
    obligation = representative([report.obligation for report in missing])
    deadline = deadline_words(context.words, context.plan, obligation, context.now, context.calendar)
    return context.words("questions.deadline", deadline=deadline)


def _returned(context: QuestionContext, status: FilingStatus[UnitReport]) -> str:
    """ "Được trả lại: UBND huyện Cái Nước."; empty where none was."""
    units = [report.unit.name for report in status.returned]
    return context.words("questions.returned", names=_names(context, units)) if units else ""


def unit_line(context: QuestionContext, report: UnitReport) -> str:
    """How the report of a unit that owes it stands: submitted when, returned, or missing; then its deadline."""
    obligation, words, unit = report.obligation, context.words, report.unit.name
    deadline = deadline_words(words, context.plan, obligation, context.now, context.calendar)
    if obligation.state == ReportState.RETURNED:
        return words("questions.returned_by", unit=unit, deadline=deadline)
    if obligation.filed_at is None:
        (state,) = _states(context, [report])
        return words("questions.not_filed_by", unit=unit, state=state, deadline=deadline)
    how = _late(context, report)
    if obligation.on_paper:
        return words("questions.on_paper", unit=unit, day=words.day(local_day(obligation.filed_at)), how=how)
    return words("questions.filed_by", unit=unit, moment=words.moment(obligation.filed_at), how=how)


def _late(context: QuestionContext, report: UnitReport) -> str:
    """ "đúng hạn", "trễ hạn 2 ngày"."""
    return late_words(context.words, report.obligation.lateness(context.now))


def _count(context: QuestionContext, level: UnitKind, status: FilingStatus[UnitReport]) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1."."""
    return f"{filed_count(context.words, level, status)}."


def _names(context: QuestionContext, names: Sequence[str]) -> str:
    return join_names(context.words, names, NAMES)


def _ended(context: QuestionContext, answer: QuestionAnswer, *, of_units: bool = False) -> QuestionAnswer:
    """Adds why there is no answer, or the way to the board; ``of_units``: single units were asked about, no board."""
    if not answer.paragraphs:
        no_report = context.report_id(context.query.period) is None
        answer.add(context.no_report_words() if no_report else context.words("questions.nobody_owes"))
        answer.is_empty = True
    elif not of_units:
        report_id = context.report_id(context.query.period)
        args = {"plan": context.plan.id, "report": report_id, "period": context.query.period}
        answer.buttons.append(Button(context.words("menu.board"), "monitoring.show_board", args))
    return answer
