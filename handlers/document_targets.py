"""Targets as rows of a table: what is aimed at, what was reached, the verdict, how many it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.findings import target_words
from locales import Words
from reporting.documents.annex_xlsx import Goal
from reporting.documents.tables import Table, header
from reporting.evaluation import Judged
from reporting.indicators import Result, shown
from reporting.target import Target

RATES = ("ratio", "reduction", "increase")


def table(words: Words, results: Iterable[Result]) -> Table:
    columns = header(
        words("documents.targets.columns").split("|"),
        (1.1, "middle"),
        (5.3, "left"),
        (2.9, "left"),
        (2.9, "middle"),
        (2.1, "middle"),
        (1.7, "middle"),
    )
    rows = tuple(
        (str(number), one.target.title, aim(words, one.target), reached(words, one), verdict(words, one), counted(one))
        for number, one in enumerate(results, 1)
    )
    return Table(columns, rows)


def goals(words: Words, results: Iterable[Result]) -> tuple[Goal, ...]:
    """The same for the spreadsheet, with the sums behind each."""
    return tuple(
        Goal(
            number=str(number),
            title=one.target.title,
            aim=aim(words, one.target),
            num=one.num,
            den=one.den,
            is_rate=one.target.test in RATES,
            verdict=verdict(words, one),
            units=counted(one),
        )
        for number, one in enumerate(results, 1)
    )


def aim(words: Words, target: Target) -> str:
    """ "từ 80% trở lên", "giảm từ 5% trở lên so với năm 2023", "ít nhất 1 mô hình, tại 100% địa bàn"."""
    if target.or_comparator:
        said = target.source.quote or ""
    elif target.test in RATES:
        said = _amount(words, target)
    else:
        said = words(f"documents.aim.{target.test}", value=target.value, unit=target.unit)
    if target.areas_percent:
        said = words("documents.aim.areas", aim=said, percent=target.areas_percent)
    return words("documents.aim.strive", aim=said) if target.strive else said


def _amount(words: Words, target: Target) -> str:
    if target.value is None:
        return target.source.quote or ""
    amount = target_words(words, target)
    if target.upto is not None:
        amount = words("documents.aim.range", from_=target.value, upto=target.upto)
    if target.test == "ratio":
        return amount
    before = target.baseline if isinstance(target.baseline, int) else None
    since = words("documents.aim.year", year=before) if before else words("documents.aim.previous")
    return words(f"documents.aim.{target.test}", amount=amount, since=since)


def reached(words: Words, one: Result) -> str:
    """ "9/10 = 90,0%", "giảm 6/120 = 5,0%", "1/2 địa bàn"; says so where nothing is known or nothing arose."""
    if one.num is None or one.den is None:
        return words("documents.no_figures")
    if one.den == 0:
        return words("documents.verdict.not_arisen")
    sums = f"{words.number(abs(one.num))}/{words.number(one.den)}"
    if one.target.test not in RATES:
        return words(f"documents.reached.{one.target.scope}", sums=sums)
    rate = f"{sums} = {shown(abs(one.num), one.den, words('common.decimal_mark'))}"
    if one.target.test == "ratio":
        return rate
    fell = (one.num >= 0) == (one.target.test == "reduction")
    return words("documents.reached.fell" if fell else "documents.reached.rose", rate=rate)


def verdict(words: Words, one: Result) -> str:
    return words(f"documents.verdict.{one.verdict}")


def counted(one: Result) -> str:
    """n/N: the units it is made of where they are known, else the places."""
    if isinstance(one, Judged) and one.sources:
        return "{}/{}".format(*one.units)
    return f"{one.counted}/{one.places}"
