"""A commune's year judged, in words: "đạt 4/5 chỉ tiêu, không phát sinh 1", and line by line why."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.check_text import rate_words
from handlers.zones.home import MARKS
from handlers.zones.view import ZoneYear
from locales import Words
from reporting.figures.target_evaluation import TargetEvaluation
from reporting.figures.zone_success import CountedTarget, ZoneScore
from storage.zones.yearly_results import ZoneYearResult


def score_words(words: Words, score: ZoneScore) -> str:
    """ "đạt 4/5 chỉ tiêu, không phát sinh 0"."""
    said = words("zones.score", met=score.met, arisen=score.arisen, not_arisen=score.not_arisen)
    return words("zones.score_missing", score=said, n=score.unknown) if score.unknown else said


def verdict_words(words: Words, found: ZoneYear, year: ZoneYearResult) -> str:
    """Whether the share is reached, or why nobody can say."""
    percent = found.rules.success.at_least_percent
    if year.source is None:
        return words("zones.verdict.nothing")
    if not year.is_whole:
        return words("zones.verdict.interim")
    if year.score.unknown:
        return words("zones.verdict.missing")
    if not year.score.arisen:
        return words("zones.verdict.not_arisen")
    return words("zones.verdict.enough" if year.is_enough else "zones.verdict.not_enough", percent=percent)


def score_lines(words: Words, found: ZoneYear, year: ZoneYearResult) -> Iterator[str]:
    """The targets of a commune, those not met first, then what it comes to and where the figures are from."""
    if year.source is None:
        yield verdict_words(words, found, year)
        return
    for verdict in ("not_met", "missing", "unclear", "met", "not_arisen"):
        for one in year.score.counted:
            if one.verdict == verdict:
                yield f"{MARKS[verdict]} {_counted(words, one)}"
    yield words("zones.total", score=score_words(words, year.score), verdict=verdict_words(words, found, year))
    yield source_words(words, found, year)


def source_words(words: Words, found: ZoneYear, year: ZoneYearResult) -> str:
    """ "Số liệu: báo cáo năm của UBND huyện Cái Nước, mã biên nhận …"."""
    assert year.source is not None
    assert year.report_id is not None
    report = found.plan.report(year.report_id).title
    child = year.source.child
    key = "zones.source" if child.is_accepted else "zones.source_not_accepted"
    return words(key, report=report[:1].lower() + report[1:], unit=child.name, receipt=year.source.receipt or "")


def _counted(words: Words, one: CountedTarget) -> str:
    if len(one.results) == 1:
        return _result(words, one.results[0])
    verdict = one.verdict
    named = [result for result in one.results if result.verdict == verdict] if verdict != "met" else []
    if not named:
        return words("zones.point_met", point=one.name, n=len(one.results))
    return words("zones.point", point=one.name, which="; ".join(_result(words, result) for result in named))


def _result(words: Words, result: TargetEvaluation) -> str:
    if result.verdict in ("missing", "unclear"):
        return words("zones.no_figure", title=result.target.title)
    if result.verdict == "not_arisen":
        return words("zones.not_arisen", title=result.target.title)
    return rate_words(words, result) if result.target.test == "ratio" else result.target.title
