"""A summary in words: a paragraph each for the filing, the targets, what moved, what was written; then as of when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from handlers.summary.data import SummaryData
from handlers.text.deadlines import deadline_words
from handlers.text.filing_counts import short_count
from handlers.text.report_names import report_name
from handlers.text.targets import change_words, target_words, value_words
from locales import Words
from reporting.deadlines.calendar import Calendar, local_day
from reporting.figures.figure_sources import TargetResult
from reporting.figures.summary import LINES, TargetShortfall, YearlyChange, biggest_changes, shortfalls
from reporting.status.filing import FilingCategory, FilingStatus
from storage.reports.report_status import UnitReport

NAMES = 5
"""Units named of those that have not filed."""
PULLED = 2
"""Units named under a target that fails."""


def title(words: Words, summary: SummaryData) -> str:
    """ "6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    return report_name(words, summary.plan, summary.entries[0].obligation)


def paragraphs(words: Words, summary: SummaryData, calendar: Calendar) -> list[str]:
    """The whole summary, the most urgent first; empty paragraphs are left out."""
    parts = (
        "\n".join([words("summary.title", report=title(words, summary)), summary.unit.name]),
        "\n".join(filing(words, summary, calendar)),
        "\n".join(targets(words, summary)),
        "\n".join(yearly_changes(words, summary)),
        "\n".join(narrative(words, summary)),
        as_of(words, summary),
    )
    return [part for part in parts if part]


def as_of(words: Words, summary: SummaryData) -> str:
    """ "Số liệu của 5/9 đơn vị, tính đến 09:42 ngày 19/5/2026."."""
    facts = summary.facts
    return words("summary.as_of", n=facts.counted, all=len(facts.sources), moment=words.moment(summary.now))


def filing_line(words: Words, summary: SummaryData) -> str:
    """ "Đã nộp 8/14 (cấp huyện 5/9, cấp xã 3/5), đúng hạn 8"."""
    now, levels = summary.filing, levels_words(words, summary)
    if not now.complete.of:
        return words("summary.all_excused")
    key = "summary.filed_levels" if levels else "summary.filed"
    return words(key, n=now.complete.n, all=now.complete.of, in_time=now.in_time.n, levels=levels)


def filing(words: Words, summary: SummaryData, calendar: Calendar) -> Iterator[str]:
    """How many have filed, how many had at the same moment a year before, and who has not."""
    yield filing_line(words, summary)
    then, at = summary.filing_year_before, summary.year_before_at
    if then and at and then.complete.of:
        day = words.day(local_day(at))
        yield words("summary.filed_then", day=day, n=then.complete.n, all=then.complete.of, in_time=then.in_time.n)
    yield from _missing(words, summary, calendar)


def levels_words(words: Words, summary: SummaryData) -> str:
    """ "cấp huyện 5/9, cấp xã 3/5"; empty where all are of one level."""
    levels = groupby(summary.entries, key=lambda report: report.unit.kind)
    statuses = [(kind, FilingStatus.of(reports, summary.now)) for kind, reports in levels]
    texts = [short_count(words, kind, status) for kind, status in statuses if status.owing]
    return ", ".join(texts) if len(texts) > 1 else ""


def _missing(words: Words, summary: SummaryData, calendar: Calendar) -> Iterator[str]:
    """The overdue by name; while there is time left, who is still to file, and until when."""
    if late := summary.entries_in(FilingCategory.OVERDUE):
        yield words("summary.late", n=len(late), names=names(words, [report.unit.name for report in late]))
    if returned := summary.entries_in(FilingCategory.RETURNED):
        yield words("summary.returned", n=len(returned), names=names(words, [report.unit.name for report in returned]))
    for dated, reports in _by_deadline(summary.waiting):
        yield words("summary.waiting", n=len(reports), names=names(words, [report.unit.name for report in reports]))
        if dated:
            yield deadline_words(words, summary.plan, reports[0].obligation, summary.now, calendar)


def _by_deadline(waiting: Sequence[UnitReport]) -> Iterator[tuple[bool, list[UnitReport]]]:
    """Who is still to file, by deadline, the next one first; those of more deadlines than fit without theirs."""
    ordered = sorted(waiting, key=_deadline)
    groups = [list(reports) for _, reports in groupby(ordered, key=_deadline)]
    yield from ((True, reports) for reports in groups[:LINES])
    if rest := [report for reports in groups[LINES:] for report in reports]:
        yield False, rest


def _deadline(report: UnitReport) -> tuple[datetime, bool]:
    return report.obligation.late_from, report.obligation.is_extended


def names(words: Words, every: Sequence[str], most: int = NAMES) -> str:
    """ "UBND huyện Cái Nước, UBND huyện Năm Căn và 3 đơn vị khác"."""
    more = words("text.more_names", n=len(every) - most) if len(every) > most else ""
    return ", ".join(every[:most]) + more


def targets(words: Words, summary: SummaryData) -> Iterator[str]:
    """How many stand how; those that fail with their figure and who pulls them down, then those that are open."""
    groups = summary.groups
    if not summary.target_results:
        return
    counted = " · ".join(
        words(f"summary.group.{name}", n=len(results)) for name, results in groups._asdict().items() if results
    )
    yield words("summary.targets", counts=counted)
    for result in groups.failing[:LINES]:
        yield f"✗ {target_line(words, result)}"
        if pulled := shortfall_words(words, summary, result):
            yield f"   {pulled}"
    if len(groups.failing) > LINES:
        yield words("summary.more_targets", n=len(groups.failing) - LINES)


def target_line(words: Words, result: TargetResult) -> str:
    """ "Tỷ lệ điều tra, khám phá 9/10 = 90,0% (chỉ tiêu: từ 80% trở lên)"."""
    value, target = value_line(words, result), target_words(words, result.target)
    key = "summary.target" if value else "summary.target_without"
    return words(key, title=result.target.title, value=value, target=target)


def value_line(words: Words, result: TargetResult) -> str:
    """ "9/10 = 90,0% · 7/9 đơn vị": n/N where some are missing; empty where there is no figure."""
    value, (counted, asked) = value_words(words, result), result.units
    if not value:
        return ""
    missing = words("summary.of_units", n=counted, all=asked) if counted < asked else ""
    return value + missing + (words("summary.indicative") if result.indicative else "")


def shortfall_words(words: Words, summary: SummaryData, result: TargetResult) -> str:
    """ "Do: UBND huyện Cái Nước 24/25 (thiếu 1); UBND huyện Năm Căn 8/10 (thiếu 2)"."""
    pulled = shortfalls(summary.facts, result)
    if not pulled:
        return ""
    over = "_over" if (result.target.comparator or ">=") in ("<", "<=") else ""
    text = "; ".join(_pull(words, summary, f"summary.pull{over}", pull) for pull in pulled[:PULLED])
    more = words("text.more_names", n=len(pulled) - PULLED) if len(pulled) > PULLED else ""
    return words("summary.pulled", units=text + more)


def _pull(words: Words, summary: SummaryData, key: str, pull: TargetShortfall) -> str:
    num, den, short = (words.number(value) for value in (pull.num, pull.den, pull.short))
    return words(key, unit=summary.names.get(pull.place, ""), num=num, den=den, short=short)


def yearly_changes(words: Words, summary: SummaryData) -> Iterator[str]:
    """The biggest moves against the same period a year before, of the same units both times."""
    moves = biggest_changes(summary.yearly_changes, summary.plan.relations)
    if not moves:
        return
    most = max(move.places for move in moves)
    yield words("summary.moves", n=most)
    for move in moves:
        some = words("summary.places", n=move.places) if move.places < most else ""
        yield f"• {yearly_change_words(words, move)}{some}"


def yearly_change_words(words: Words, move: YearlyChange) -> str:
    """ "Số vụ phạm tội về ma túy: 18 vụ, cùng kỳ 23 vụ (giảm 5 vụ; giảm 21,7%)"; of few ones without a percentage."""
    question = move.question
    key = "summary.rose" if move.rise > 0 else "summary.fell" if move.rise else "summary.unchanged"
    text = words(key, n=words.number(abs(move.rise)), unit=question.unit).strip()
    percent = "" if move.is_small or not move.rise else f"; {change_words(words, move.rise, move.before)}"
    return words(
        "summary.move",
        name=question.label,
        now=words.number(move.now),
        before=words.number(move.before),
        unit=question.unit,
        change=text + percent,
    )


def narrative(words: Words, summary: SummaryData) -> Iterator[str]:
    """ "• UBND huyện U Minh: “Còn thiếu kinh phí cho tuyên truyền.”"."""
    if summary.notes:
        yield words("summary.notes")
    for note in summary.notes:
        yield words("summary.note", unit=summary.names.get(note.unit_id, ""), sentence=note.sentence)
