"""Rates, and whether the targets of the plan are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.count import without_figures
from handlers.questions.unit_figures import own_figures, relation
from handlers.text.lists import lower_first, upper_first
from handlers.text.targets import rate_words, target_words, value_words, verdict_words
from reporting.figures.figure_sources import TargetResult
from reporting.figures.target_evaluation import Verdict
from storage.figures import target_results
from storage.units.units import Unit

ORDER: Sequence[Verdict] = ("not_met", "unclear", "met", "missing", "not_arisen")
"""The order in which verdicts are shown: what is most urgent stands first."""
NAMED = frozenset({"not_met", "unclear"})
"""The verdicts whose targets are shown one by one."""
UNITS = 4
"""Units whose targets fit one screen."""


def rate(context: QuestionContext) -> QuestionAnswer:
    """ "Tỷ lệ điều tra, khám phá: 45/50 = 90,0% (chỉ tiêu: từ 80% trở lên) · đạt"."""
    return target(context) if context.target or context.query.subject is None else _share(context)


def target(context: QuestionContext) -> QuestionAnswer:
    """One target in each unit asked about, else all of them, those not met first."""
    answer, query = QuestionAnswer(), context.query
    units = context.scope_of_level()
    if query.period is None or context.report_id(query.period) is None or not units:
        return without_figures(context, answer)
    for unit in units[:UNITS]:
        results = _results(context, unit, query.period)
        requested_results = [result for result in results if result.id == query.subject]
        lines = [_line(context, result) for result in requested_results] or _by_verdict(context, results)
        answer.add(unit.name if len(units) > 1 else "", *lines)
    if len(units) > UNITS:
        answer.add(context.words("questions.and_more_units", n=len(units) - UNITS))
    return answer


def _results(context: QuestionContext, unit: Unit, period: str) -> Sequence[TargetResult]:
    figures = context.figures_of(unit, period)
    return target_results.target_results(context.tx, figures) if figures else ()


def _line(context: QuestionContext, result: TargetResult) -> str:
    """One target: its figure, what the plan wants, the verdict, and from how many units it is."""
    words, value, (counted, asked) = context.words, value_words(context.words, result), result.units
    units = words("questions.units_counted", n=counted, all=asked) if asked else ""
    return words(
        "questions.target_line" if value else "questions.target_without",
        title=result.target.title,
        value=value,
        wanted=target_words(words, result.target),
        verdict=verdict_words(words, result),
        units=units + (words("questions.indicative") if result.indicative else ""),
    )


def _by_verdict(context: QuestionContext, results: Sequence[TargetResult]) -> Iterator[str]:
    """ "Chỉ tiêu: chưa đạt 1 · đạt 5.", then the targets not met, then the names of those without figures."""
    words = context.words
    groups = {verdict: [result for result in results if result.verdict == verdict] for verdict in ORDER}
    counts = [f"{words(f'text.target.verdict.{verdict}')} {len(group)}" for verdict, group in groups.items() if group]
    yield words("questions.verdicts", counts=" · ".join(counts))
    for verdict, group in groups.items():
        for result in group if verdict in NAMED else ():
            yield words("questions.bullet", text=_line(context, result))
    if missing := groups["missing"]:
        titles = "; ".join(lower_first(result.target.title) for result in missing)
        yield words("questions.verdict_list", verdict=upper_first(words("text.target.verdict.missing")), titles=titles)


def _share(context: QuestionContext) -> QuestionAnswer:
    """A count as a share of another that it is a part of, by the plan; the plan has no target for this rate."""
    answer, counts, period = QuestionAnswer(), relation(context), context.query.period
    if counts is None or period is None:
        answer.add(context.words("questions.no_rate", subject=context.subject_name))
        answer.is_empty = True
        return answer
    part, whole = counts
    of_units = [figures for unit in context.scope if (figures := own_figures(context, unit, period, counts))]
    for figures in of_units:
        num, den = figures.total(part), figures.total(whole)
        if num is not None and den:
            answer.add(
                context.words(
                    "questions.share",
                    unit=figures.unit.name,
                    share=rate_words(context.words, num, den),
                    whole=lower_first(context.fields[whole].label),
                    n=figures.used,
                    all=figures.asked,
                )
            )
    return answer if answer.paragraphs else without_figures(context, answer, of_units)
