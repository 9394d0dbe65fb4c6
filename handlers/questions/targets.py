"""Rates, and whether targets are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.questions.context import QuestionAnswer, QuestionContext, lower_first, upper_first
from handlers.questions.count import without_figures
from handlers.questions.unit_figures import own_figures, rate_of, relation
from handlers.text.targets import target_words, value_words, verdict_words
from reporting.figures.figure_sources import TargetResult
from reporting.figures.target_evaluation import Verdict
from storage.figures import target_results
from storage.units.units import Unit

ORDER: Sequence[Verdict] = ("not_met", "unclear", "met", "missing", "not_arisen")
"""What is most urgent stands first."""
NAMED = frozenset({"not_met", "unclear"})


def rate(case: QuestionContext) -> QuestionAnswer:
    """ "Tỷ lệ điều tra, khám phá: 45/50 = 90,0% (chỉ tiêu: từ 80% trở lên) · đạt"."""
    return target(case) if case.target or case.query.subject is None else _share(case)


def target(case: QuestionContext) -> QuestionAnswer:
    """One target in each unit asked about, else all of them, those not met first."""
    reply, query = QuestionAnswer(), case.query
    units = case.of_level(case.scope)
    if query.period is None or case.report_id(query.period) is None or not units:
        return without_figures(case, reply)
    for unit in units[:MANY]:
        judged = _judged(case, unit)
        result = next((target_result for target_result in judged if target_result.id == query.subject), None)
        lines = [_line(case, result)] if result else list(_groups(case, judged))
        reply.add(unit.name if len(units) > 1 else "", *lines)
    if len(units) > MANY:
        reply.add(case.words("questions.and_more_units", n=len(units) - MANY))
    return reply


MANY = 4
"""Units whose targets fit one screen."""


def _judged(case: QuestionContext, unit: Unit) -> Sequence[TargetResult]:
    facts = case.facts_of(unit, case.query.period or "")
    if facts is None:
        return ()
    return target_results.target_results(case.tx, facts)


def _line(case: QuestionContext, result: TargetResult) -> str:
    """One target whole: its figure, what the plan wants, the verdict, from how many units."""
    words = case.words
    value = value_words(words, result)
    n, of = result.units
    counted = words("questions.units_counted", n=n, all=of) if of else ""
    note = words("questions.indicative") if result.indicative else ""
    return words(
        "questions.target_line" if value else "questions.target_without",
        title=result.target.title,
        value=value,
        wanted=target_words(words, result.target),
        verdict=verdict_words(words, result),
        units=counted + note,
    )


def _groups(case: QuestionContext, judged: Sequence[TargetResult]) -> Iterator[str]:
    counts = {
        verdict: [target_result for target_result in judged if target_result.verdict == verdict] for verdict in ORDER
    }
    yield case.words(
        "questions.verdicts",
        counts=" · ".join(_counted(case, verdict, results) for verdict, results in counts.items() if results),
    )
    for verdict in ORDER:
        for result in counts[verdict] if verdict in NAMED else ():
            yield case.words("questions.bullet", text=_line(case, result))
    if counts["missing"]:
        titles = "; ".join(lower_first(target_result.target.title) for target_result in counts["missing"])
        yield case.words(
            "questions.verdict_list", verdict=upper_first(case.words("text.target.verdict.missing")), titles=titles
        )


def _counted(case: QuestionContext, verdict: Verdict, results: Sequence[TargetResult]) -> str:
    return f"{case.words(f'text.target.verdict.{verdict}')} {len(results)}"


def _share(case: QuestionContext) -> QuestionAnswer:
    """A rate the plan has no target for: a count in that it is a part of, said to be so."""
    reply, pair, period = QuestionAnswer(), relation(case), case.query.period
    if pair is None or period is None:
        reply.add(case.words("questions.no_rate", subject=case.subject_name))
        reply.is_empty = True
        return reply
    parts = [figures for unit in case.scope if (figures := own_figures(case, unit, period, pair))]
    for figures in parts:
        num, den = figures.total(pair[0]), figures.total(pair[1])
        if num is not None and den:
            share = rate_of(case.words, num, den)
            whole = lower_first(case.fields[pair[1]].label)
            reply.add(
                case.words(
                    "questions.share",
                    unit=figures.unit.name,
                    share=share,
                    whole=whole,
                    n=figures.used,
                    all=figures.asked,
                )
            )
    return reply if reply.paragraphs else without_figures(case, reply, parts)
