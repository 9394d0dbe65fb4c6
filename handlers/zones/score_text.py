"""A commune's year judged, in words: "đạt 4/5 chỉ tiêu, không phát sinh 1", and a line for each target."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.check_text import rate_words
from handlers.text.lists import lower_first
from handlers.zones.home import MARKS
from handlers.zones.view import ZoneYear
from locales import Words
from reporting.figures.target_evaluation import TargetEvaluation
from reporting.figures.zone_success import CountedTarget, ZoneScore
from storage.zones.yearly_results import ZoneYearResult


def score_words(words: Words, score: ZoneScore) -> str:
    """ "đạt 4/5 chỉ tiêu, không phát sinh 0"."""
    text = words("zones.score", met=score.met, arisen=score.arisen, not_arisen=score.not_arisen)
    return words("zones.score_missing", score=text, n=score.unknown) if score.unknown else text


def verdict_words(words: Words, zone_year: ZoneYear, year: ZoneYearResult) -> str:
    """Whether the share of targets that the plan asks for is reached, or why it cannot be decided."""
    percent = zone_year.rules.success.at_least_percent
    if year.source is None:
        return words("zones.verdict.nothing")
    if not year.is_whole:
        return words("zones.verdict.interim")
    if year.score.unknown:
        return words("zones.verdict.missing")
    if not year.score.arisen:
        return words("zones.verdict.not_arisen")
    return words("zones.verdict.enough" if year.is_enough else "zones.verdict.not_enough", percent=percent)


def total_words(words: Words, zone_year: ZoneYear, year: ZoneYearResult) -> str:
    """ "Chỉ tiêu: đạt 4/5, không phát sinh 0; đạt mức từ 80% trở lên."; without a report only that there is none."""
    verdict = verdict_words(words, zone_year, year)
    if year.source is None:
        return verdict
    return words("zones.total", score=score_words(words, year.score), verdict=verdict)


def score_lines(words: Words, zone_year: ZoneYear, year: ZoneYearResult) -> Iterator[str]:
    """The targets of a commune, those not met first; then the total and the report that the figures are from."""
    if year.source is not None:
        for verdict in ("not_met", "missing", "unclear", "met", "not_arisen"):
            for counted_target in year.score.counted:
                if counted_target.verdict == verdict:
                    yield f"{MARKS[verdict]} {_counted(words, counted_target)}"
    yield total_words(words, zone_year, year)
    if year.source is not None:
        yield source_words(words, zone_year, year)


def source_words(words: Words, zone_year: ZoneYear, year: ZoneYearResult) -> str:
    """ "Số liệu: báo cáo năm của UBND huyện Cái Nước, mã biên nhận …"."""
    assert year.source is not None
    assert year.report_id is not None
    report, unit = lower_first(zone_year.plan.report(year.report_id).title), year.source.child
    key = "zones.source" if unit.is_accepted else "zones.source_not_accepted"
    return words(key, report=report, unit=unit.name, receipt=year.source.receipt or "")


def _counted(words: Words, counted_target: CountedTarget) -> str:
    """ "Điểm a: đạt cả 4 nội dung"; of a target of several parts that is not met, the parts that are not."""
    if len(counted_target.results) == 1:
        return _result(words, counted_target.results[0])
    verdict = counted_target.verdict
    named = [result for result in counted_target.results if result.verdict == verdict] if verdict != "met" else []
    if not named:
        return words("zones.point_met", point=counted_target.name, n=len(counted_target.results))
    return words("zones.point", point=counted_target.name, which="; ".join(_result(words, result) for result in named))


def _result(words: Words, result: TargetEvaluation) -> str:
    if result.verdict in ("missing", "unclear"):
        return words("zones.no_figure", title=result.target.title)
    if result.verdict == "not_arisen":
        return words("zones.not_arisen", title=result.target.title)
    return rate_words(words, result) if result.target.test == "ratio" else result.target.title
