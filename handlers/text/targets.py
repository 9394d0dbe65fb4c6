"""Targets and their results in words."""

from __future__ import annotations

from collections.abc import Iterable

from locales import Words
from reporting.figures.target_evaluation import TargetEvaluation, format_rate
from reporting.plan.target import Target

COMPARATORS = {">=": "ge", ">": "gt", "<": "lt", "<=": "le", "=": "eq"}


def target_words(words: Words, target: Target) -> str:
    """As the plan words it: "từ 80% trở lên", "phấn đấu giảm từ 5% trở lên so với năm 2023", "không có"."""
    text = _wanted(words, target)
    if target.baseline is not None:
        previous = target.baseline == "previous_period"
        key = "text.target.against_previous" if previous else "text.target.against_year"
        text = words(key, target=text, year=target.baseline)
    return words("text.target.strive", target=text) if target.strive else text


def _wanted(words: Words, target: Target) -> str:
    match target.test:
        case "ratio":
            return _limit(words, target)
        case "reduction":
            return words("text.target.fall", value=_limit(words, target))
        case "increase":
            return words("text.target.rise", value=_limit(words, target))
        case "at_least":
            text = words("text.target.at_least", value=f"{target.value or 1} {target.unit}")
            return _of_places(words, target, text)
        case _:
            return _of_places(words, target, words(f"text.target.{target.test}"))


def _limit(words: Words, target: Target) -> str:
    value = f"{target.value}{target.unit}"
    if target.upto is not None:
        return words("text.target.range", value=value, upto=f"{target.upto}{target.unit}")
    if target.bare:
        return words("text.target.bare", value=value)
    if target.or_comparator is not None:
        return words("text.target.gt_or_ge", value=value)
    return words(f"text.target.{COMPARATORS[target.comparator or '>=']}", value=value)


def _of_places(words: Words, target: Target, text: str) -> str:
    if target.areas_percent is None:
        return text
    if target.areas_percent == 100:
        return words("text.target.each_place", target=text)
    return words("text.target.share_of_places", percent=target.areas_percent, target=text)


def verdict_words(words: Words, result: TargetEvaluation) -> str:
    """ "đạt", "chưa đạt", "không phát sinh", "thiếu số liệu", "chưa rõ"."""
    return words(f"text.target.verdict.{result.verdict}")


def figure_words(words: Words, result: TargetEvaluation) -> str | None:
    """The figure alone: "96,0%", "−5,3%" for a fall that is a rise, "50,0% → 90,0%", "Có", "3 mô hình", "1/2 địa bàn".

    ``None`` where there is none to show.
    """
    if result.num is None or not result.den:
        return None
    target, percent = result.target, percent_words(words, result.num, result.den)
    if target.test in ("ratio", "reduction"):
        return percent if result.verdict != "missing" else None  # some figures are missing: no rate yet
    if target.test == "increase":
        before = percent_words(words, *result.before) if result.before and result.before[1] else ""
        return words("text.target.from_to", before=before, now=percent) if before else percent
    if isinstance(result.value, bool):
        return words("common.yes" if result.value else "common.no")
    if isinstance(result.value, int):
        return f"{words.number(result.value)} {target.unit}"
    return words("text.target.places", met=result.num, count=result.den)


def value_words(words: Words, result: TargetEvaluation) -> str | None:
    """The figure as a screen tells it: "9/10 = 90,0%", "giảm 5,0%", "tăng 5,3%", "1/2 địa bàn"."""
    figure = figure_words(words, result)
    if result.num is None or not result.den:
        return None
    if figure is None:
        return f"{words.number(result.num)}/{words.number(result.den)}"
    if result.target.test == "ratio":
        return rate_words(words, result.num, result.den)
    if result.target.test == "reduction":
        return change_words(words, -result.num, result.den)
    if result.target.test == "increase" and result.before and all(result.before):
        return _both_readings(words, figure, result.num, result.den, *result.before)
    return figure


def _both_readings(words: Words, figure: str, num: int, den: int, num_then: int, den_then: int) -> str:
    """ "50,0% → 60,0% (tăng 10,0 điểm phần trăm; tăng 20,0% so với tỷ lệ cũ)"."""
    rise = num * den_then - num_then * den
    key = "text.target.rise_in_points" if rise >= 0 else "text.target.fall_in_points"
    points = words(key, points=percent_words(words, abs(rise), den * den_then).rstrip("%"))
    return words("text.target.readings", rates=figure, points=points, share=change_words(words, rise, num_then * den))


def rate_words(words: Words, num: int, den: int) -> str:
    """ "9/10 = 90,0%"."""
    return f"{words.number(num)}/{words.number(den)} = {percent_words(words, num, den)}"


def change_words(words: Words, rise: int, before: int) -> str:
    """ "tăng 5,3%", "giảm 5,0%", "không thay đổi": ``rise`` as a share of ``before``."""
    if rise == 0:
        return words("text.target.unchanged")
    return words(
        "text.target.rose" if rise > 0 else "text.target.fell", percent=percent_words(words, abs(rise), before)
    )


def percent_words(words: Words, num: int, den: int) -> str:
    """ "96,0%", rounded: whether a target is met is decided from the integers."""
    return format_rate(num, den, words("common.decimal_mark"))


def with_remarks(words: Words, value: str, remarks: Iterable[str]) -> str:
    """ "Có; nhận xét: Đã kiện toàn"."""
    text = "; ".join(remarks)
    return words("text.target.remark", value=value, remark=text) if text else value
