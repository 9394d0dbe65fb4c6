"""Targets as rows of a table: what is aimed at, what was reached, the verdict, how many it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.text.targets import target_words, value_words, verdict_words
from locales import Words
from reporting.documents.annex_xlsx import TargetRow
from reporting.documents.tables import DocumentTable, header
from reporting.figures.figure_sources import TargetResult
from reporting.figures.target_evaluation import TargetEvaluation

RATES = ("ratio", "reduction", "increase")


def table(words: Words, results: Sequence[TargetEvaluation]) -> DocumentTable:
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
        (
            str(number),
            result.target.title,
            target_words(words, result.target),
            reached_words(words, result),
            verdict_words(words, result),
            coverage_words(result),
        )
        for number, result in enumerate(results, 1)
    )
    return DocumentTable(columns, rows)


def target_rows(words: Words, results: Sequence[TargetEvaluation]) -> tuple[TargetRow, ...]:
    """The same for the spreadsheet, with the sums behind each."""
    return tuple(
        TargetRow(
            number=str(number),
            title=result.target.title,
            aim=target_words(words, result.target),
            num=result.num,
            den=result.den,
            is_rate=result.target.test in RATES,
            verdict=verdict_words(words, result),
            units=coverage_words(result),
        )
        for number, result in enumerate(results, 1)
    )


def reached_words(words: Words, result: TargetEvaluation) -> str:
    """ "9/10 = 90,0%", "giảm 5,0%"; says so where nothing is known or nothing arose, and "tham khảo" where it is so."""
    value = value_words(words, result)
    if value is None:
        return words("text.answer.nil" if result.den == 0 else "documents.no_figures")
    return (
        words("documents.indicative", value=value) if isinstance(result, TargetResult) and result.indicative else value
    )


def coverage_words(result: TargetEvaluation) -> str:
    """n/N: the units it is made of where they are known, else the places."""
    if isinstance(result, TargetResult) and result.sources:
        return "{}/{}".format(*result.units)
    return f"{result.counted}/{result.places}"
