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
            one.target.title,
            target_words(words, one.target),
            reached_words(words, one),
            verdict_words(words, one),
            coverage_words(one),
        )
        for number, one in enumerate(results, 1)
    )
    return DocumentTable(columns, rows)


def target_rows(words: Words, results: Sequence[TargetEvaluation]) -> tuple[TargetRow, ...]:
    """The same for the spreadsheet, with the sums behind each."""
    return tuple(
        TargetRow(
            number=str(number),
            title=one.target.title,
            aim=target_words(words, one.target),
            num=one.num,
            den=one.den,
            is_rate=one.target.test in RATES,
            verdict=verdict_words(words, one),
            units=coverage_words(one),
        )
        for number, one in enumerate(results, 1)
    )


def reached_words(words: Words, one: TargetEvaluation) -> str:
    """ "9/10 = 90,0%", "giảm 5,0%"; says so where nothing is known or nothing arose, and "tham khảo" where it is so."""
    found = value_words(words, one)
    if found is None:
        return words("text.answer.nil" if one.den == 0 else "documents.no_figures")
    return words("documents.indicative", value=found) if isinstance(one, TargetResult) and one.indicative else found


def coverage_words(one: TargetEvaluation) -> str:
    """n/N: the units it is made of where they are known, else the places."""
    if isinstance(one, TargetResult) and one.sources:
        return "{}/{}".format(*one.units)
    return f"{one.counted}/{one.places}"
