"""From a summary to a picture: the plain, worded data a chart is drawn from, and the same as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.summary.data import SummaryData
from handlers.summary.text import as_of, target_line, title, value_line
from handlers.text.report_names import period_name
from handlers.text.targets import rate_words, target_words, verdict_words
from locales import Words
from reporting.deadlines.calendar import DAY, local_day
from reporting.documents import chart_progress, chart_rank, chart_targets, chart_trend
from reporting.documents.svg import ChartHeading
from reporting.figures.figure_sources import FigureSource, ReportFigures, TargetResult
from reporting.figures.figures import Values, number
from reporting.figures.rollup import PlaceId, questions_of
from reporting.figures.summary import biggest_changes
from reporting.figures.target_evaluation import evaluate, is_known, tenths
from reporting.plan.form import Question
from reporting.plan.target import Target
from reporting.status.filing import FilingStatus
from storage.reports.report_status import UnitReport

SIGNS: Mapping[str, chart_targets.VerdictSign] = {
    "met": "met",
    "not_met": "not_met",
    "not_arisen": "none",
    "missing": "unknown",
    "unclear": "unknown",
}
BULLETS = 8
"""Targets in one picture; the rest is counted."""
DAYS_BEFORE, DAYS_AFTER = 21, 10
"""The days around the deadline that the progress shows."""
ChartSubject = Question | Target


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture before it is drawn, and what it shows in lines."""

    svg: str
    lines: tuple[str, ...]


def subjects(summary: SummaryData) -> dict[str, ChartSubject]:
    """What can be drawn over periods and units, by id: rates against a target, then figures."""
    questions = questions_of([source.child for source in summary.facts.sources])
    fields = {question.id for _, question in questions}
    targets = (
        result.target for result in summary.target_results if result.target.ratio and fields >= set(result.target.reads)
    )
    rates: dict[str, ChartSubject] = {target.id: target for target in targets}
    return rates | {question.id: question for _, question in questions if question.is_figure}


def default_subject(summary: SummaryData, kind: str) -> str | None:
    """What is drawn first: over periods what moved most, over units the rate that fails."""
    all_subjects = subjects(summary)
    failing = [result.target.id for result in summary.groups.failing if result.target.id in all_subjects]
    moved = [change.question.id for change in biggest_changes(summary.yearly_changes, summary.plan.relations)]
    first, second = (moved, failing) if kind == "trend" else (failing, moved)
    return next(iter([*first, *second, *all_subjects]), None)


def subject_name(subject: ChartSubject) -> str:
    return subject.title if isinstance(subject, Target) else subject.label


def targets(words: Words, summary: SummaryData) -> Chart:
    """The targets as bullet bars, those that fail first."""
    groups = summary.groups
    ordered = [result for results in groups for result in results]
    counted = " · ".join(
        words(f"summary.group.{name}", n=len(results)) for name, results in groups._asdict().items() if results
    )
    more = len(ordered) - BULLETS
    heading = _heading(words, summary, words("summary.targets", counts=counted))
    foot = words("summary.chart.more_targets", n=more) + " " + heading.foot if more > 0 else heading.foot
    bullets = [_bullet(words, result) for result in ordered[:BULLETS]]
    svg = chart_targets.draw(ChartHeading(heading.title, heading.about, foot), bullets)
    return Chart(
        svg, tuple(f"{chart_targets.SIGNS[SIGNS[result.verdict]]} {target_line(words, result)}" for result in ordered)
    )


def _bullet(words: Words, result: TargetResult) -> chart_targets.TargetBar:
    target = result.target
    mark = target.value if target.test in ("ratio", "reduction", "increase") else target.areas_percent or 100
    decided = target.ratio is not None or result.verdict in ("met", "not_met")
    verdict = verdict_words(words, result)
    return chart_targets.TargetBar(
        title=target.title,
        shown=value_line(words, result),
        target=words("summary.chart.target", target=target_words(words, target)),
        verdict=verdict[:1].upper() + verdict[1:],
        sign=SIGNS[result.verdict],
        num=result.num,
        den=result.den,
        mark=mark if decided else None,
    )


def trend(words: Words, summary: SummaryData, subject: ChartSubject, past: Sequence[ReportFigures]) -> Chart | None:
    """One figure or rate over periods of the same kind, the oldest first, of the same places throughout.

    The places are those that have a figure in the newest period: a half-filed period never seems to fall.
    ``None`` where there is none.
    """
    now = _known(past[-1], subject)
    if not now:
        return None
    columns = [_column(words, facts, subject, now) for facts in past]
    mark = None
    if isinstance(subject, Target) and subject.value is not None:
        text = words("summary.chart.target", target=target_words(words, subject))
        mark = chart_trend.TargetLine(subject.value * 10, text)
    heading = _heading(words, summary, subject_name(subject))
    of = words("summary.chart.same_places", n=len(now))
    about = ChartHeading(heading.title, f"{heading.about} · {of}", heading.foot)
    lines = tuple(f"• {column.label}: {column.shown} ({column.note})" for column in columns)
    return Chart(chart_trend.draw(about, columns, mark), (*((mark.label,) if mark else ()), of, *lines))


def _known(facts: ReportFigures, subject: ChartSubject) -> dict[PlaceId, Values]:
    """The places that have said all the subject reads."""
    if isinstance(subject, Target):
        return {place: values for place, values in facts.places(subject.scope).items() if is_known(subject, values)}
    return {place: values for place, values in facts.places("all").items() if values.get(subject.id) is not None}


def _column(
    words: Words, facts: ReportFigures, subject: ChartSubject, now: Mapping[PlaceId, Values]
) -> chart_trend.TrendColumn:
    place_values = [values for place, values in _known(facts, subject).items() if place in now]
    note = words("summary.chart.places", n=len(place_values), all=len(now))
    return chart_trend.TrendColumn(period_name(words, facts.period), *_value(words, place_values, subject), note)


def _value(words: Words, place_values: Sequence[Values], subject: ChartSubject) -> tuple[int | None, str]:
    """A rate in tenths of a percent, a figure as it is; and worded."""
    if isinstance(subject, Target):
        [own] = evaluate([subject], place_values)
        return _rate(words, own.num, own.den) if place_values else (None, words("summary.chart.none"))
    given = [number(values[subject.id]) for values in place_values if values.get(subject.id) is not None]
    value = sum(given) if given else None
    return value, words("summary.chart.none") if value is None else f"{words.number(value)} {subject.unit}".strip()


def rank(words: Words, summary: SummaryData, subject: ChartSubject) -> Chart | None:
    """The units beside each other: by a rate the worst first, by a figure the largest first; without any at the end.

    ``None`` where none has any.
    """
    bars = [_bar(words, name, place_values, subject) for name, place_values in _asked(summary, subject)]
    if all(bar.value is None for bar in bars):
        return None
    lowest_first = isinstance(subject, Target) and (subject.comparator or ">=") not in ("<", "<=")
    bars.sort(key=lambda bar: (bar.value is None, (bar.value or 0) * (1 if lowest_first else -1)))
    left = len(bars) - chart_rank.MOST
    more = words("summary.chart.more_units", n=left) if left > 0 else ""
    heading = _heading(words, summary, subject_name(subject))
    if not isinstance(subject, Target) or subject.value is None:
        svg = chart_rank.draw(heading, bars, more=more)
        return Chart(svg, _bar_lines(bars, more))
    text = words("summary.chart.target", target=target_words(words, subject))
    whole = 1000 if subject.value > 40 else max(20 * subject.value, 100)
    about = ChartHeading(heading.title, f"{heading.about} · {text}", heading.foot)
    svg = chart_rank.draw(about, bars, mark=subject.value * 10, whole=whole, more=more)
    return Chart(svg, (text, *_bar_lines(bars, more)))


def _bar_lines(bars: Sequence[chart_rank.RankBar], more: str) -> tuple[str, ...]:
    shown = (f"{'✗' if bar.fails else '•'} {bar.name}: {bar.shown}" for bar in bars[: chart_rank.MOST])
    return (*shown, more) if more else tuple(shown)


def _asked(summary: SummaryData, subject: ChartSubject) -> Iterator[tuple[str, tuple[Values, ...]]]:
    """The units that are asked it, with what they say; of a single unit its communes."""
    reads = subject.reads if isinstance(subject, Target) else (subject.id,)
    sources = [source for source in summary.facts.sources if source.asked(reads, None)]
    for source in sources:
        place_values = _said(summary, source, subject)
        if len(sources) > 1:
            yield source.child.name, tuple(place_values.values())
        else:
            yield from (
                (summary.names.get(place, source.child.name), (values,)) for place, values in place_values.items()
            )


def _said(summary: SummaryData, source: FigureSource, subject: ChartSubject) -> dict[PlaceId, Values]:
    whole = not isinstance(subject, Target) or subject.scope == "all"
    return {place: values for place, values in source.places.items() if whole or place in summary.facts.selected}


def _bar(words: Words, name: str, place_values: Sequence[Values], subject: ChartSubject) -> chart_rank.RankBar:
    fails = isinstance(subject, Target) and evaluate([subject], place_values)[0].verdict == "not_met"
    return chart_rank.RankBar(name, *_value(words, place_values, subject), fails)


def _rate(words: Words, num: int | None, den: int | None) -> tuple[int | None, str]:
    """In tenths of a percent, and worded."""
    if num is None or den is None:
        return None, words("summary.chart.none")
    return (tenths(num, den), rate_words(words, num, den)) if den else (None, words("summary.chart.not_arisen"))


def progress(words: Words, summary: SummaryData) -> Chart:
    """How reports came in over the days around the last day, beside the year before."""
    today = (local_day(summary.now) - summary.last_day).days
    then_day = max((report.obligation.plan_day for report in summary.earlier), default=None)
    first = -DAYS_BEFORE
    status, earlier = FilingStatus.of(summary.entries, summary.now), FilingStatus.of(summary.earlier, summary.now)
    now = _course(words, status, summary.last_day, first, min(today, DAYS_AFTER), words("summary.chart.now"))
    then = _course(words, earlier, then_day, first, DAYS_AFTER, words("summary.chart.then")) if then_day else None
    marks = sorted({first, min(max(today, first), DAYS_AFTER)})
    labels = [(day, words.day(summary.last_day + DAY * day, year=False)) for day in marks]
    last = words("summary.chart.last_day", day=words.day(summary.last_day, year=False))
    whole = _heading(words, summary, words("summary.chart.kind.progress"))
    heading = ChartHeading(whole.title, whole.about, words("text.as_of", moment=words.moment(summary.now)))
    svg = chart_progress.draw(heading, now, then, labels, last)
    return Chart(svg, tuple(_progress_lines(words, summary, now, then, today)))


def _course(
    words: Words, status: FilingStatus[UnitReport], last: date, first: int, end: int, name: str
) -> chart_progress.ProgressCurve:
    """How many had filed by each day; ``first`` and ``end`` are counted in days from the ``last`` one."""
    days = [(local_day(at) - last).days for report in status.filed if (at := report.obligation.filed_at)]
    steps = sorted({first, max(end, first), *(day for day in days if first < day <= end)})
    filed = {step: sum(day <= step for day in days) for step in steps}
    label = words("summary.chart.course", name=name, n=filed[steps[-1]], all=status.owing)
    return chart_progress.ProgressCurve(label, status.owing, filed)


def _progress_lines(
    words: Words,
    summary: SummaryData,
    now: chart_progress.ProgressCurve,
    then: chart_progress.ProgressCurve | None,
    today: int,
) -> Iterator[str]:
    """A line for some days up to today, this time and last time."""
    same_moment = summary.filing_year_before.complete.n if summary.filing_year_before else 0
    for day in sorted({-14, -7, -3, 0, today}):
        if day <= today:
            on = summary.last_day + DAY * day
            text = words.day(on, year=on.year != summary.last_day.year)
            before = same_moment if day == today else _by(then, day) if then else 0
            beside = words("summary.chart.beside", n=before, all=then.of) if then else ""
            yield "• " + words("summary.chart.day", day=text, n=_by(now, day), all=now.of) + beside


def _by(course: chart_progress.ProgressCurve, day: int) -> int:
    return max((count for step, count in course.filed.items() if step <= day), default=0)


def _heading(words: Words, summary: SummaryData, name: str) -> ChartHeading:
    return ChartHeading(name, f"{title(words, summary)} · {summary.unit.name}", as_of(words, summary))
