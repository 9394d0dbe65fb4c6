"""Import of the reports of the units below into a unit's own report: sums, copied answers and collected texts."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporting.figures.rollup import ChildReport, Figures, as_answer, sums
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.answer_input.reading import MAX_TEXT
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.secrecy import personal_data, secrecy_marking

Texts = Mapping[int, Figures]
"""Obligation id of a child → all its answers: figures, texts and choices."""


@dataclass(frozen=True)
class ImportedFigures:
    """The answers that a unit's report takes from its children."""

    given: Mapping[str, Answer]
    """By key."""
    withheld: tuple[tuple[str, str], ...]
    """(key of the question, name of the unit) of the texts left out: personal data or a secrecy marking."""


def import_figures(
    entry: FormEntry, children: Sequence[ChildReport], taken: Container[int], texts: Texts
) -> ImportedFigures:
    """The answers for the form of ``entry``: figures are added up, texts collected under their headings.

    Other answers about a commune are copied from the child that reports on it. ``taken``: obligation ids of the reports
    to import; ``texts``: all answers of these reports.
    """
    given = {
        key: as_answer(entry[key].question, figure_sum.answer)
        for key, figure_sum in sums(entry, children, taken).items()
        if figure_sum.answer is not None
    }
    withheld: list[tuple[str, str]] = []
    for slot in entry.slots:
        if slot.key in given or slot.question.not_through_chat:
            continue
        if slot.question.kind == "long_text" and slot.zone is None:
            narratives = list(_narratives(slot, children, taken, texts))
            withheld += [(slot.key, name) for name, text in narratives if personal_data(text) or secrecy_marking(text)]
            importable = [(name, text) for name, text in narratives if (slot.key, name) not in withheld]
            if importable:
                given[slot.key] = Answer.given(collect_texts(importable))
        elif slot.zone is not None and (copied := _copied(slot, children, taken, texts)) is not None:
            given[slot.key] = copied
    return ImportedFigures(given, tuple(withheld))


def _narratives(
    slot: QuestionSlot, children: Sequence[ChildReport], taken: Container[int], texts: Texts
) -> Iterator[tuple[str, str]]:
    """(name of the unit, its text) for every child in ``taken`` that answered the question."""
    for child in children:
        if child.id not in taken:
            continue
        for (field, _), answer in texts.get(child.id, {}).items():
            if field == slot.question.id and answer.state == "given" and str(answer.value).strip():
                yield child.name, str(answer.value).strip()


def _copied(slot: QuestionSlot, children: Sequence[ChildReport], taken: Container[int], texts: Texts) -> Answer | None:
    assert slot.zone is not None
    place = (slot.question.id, slot.zone.id)
    return next(
        (texts[child.id][place] for child in children if child.id in taken and place in texts.get(child.id, {})), None
    )


def collect_texts(narratives: Sequence[tuple[str, str]], most: int = MAX_TEXT["long_text"]) -> str:
    """The texts of the units, one line each after the unit's name, together at most ``most`` characters.

    If they are longer, the longest lines are shortened, all to about the same length.

    >>> print(collect_texts([("xã Tân Hưng", "Đã tổ chức 3 buổi.")]))
    - xã Tân Hưng: Đã tổ chức 3 buổi.
    """
    whole = [f"- {name}: {text}" for name, text in narratives]
    room = most
    shares: dict[int, int] = {}
    for left, (place, line) in zip(
        range(len(whole), 0, -1), sorted(enumerate(whole), key=lambda pair: len(pair[1])), strict=True
    ):
        shares[place] = min(len(line), max(room // left - 1, 1))
        room -= shares[place] + 1
    cut = (line if len(line) <= shares[place] else line[: shares[place] - 1] + "…" for place, line in enumerate(whole))
    return "\n".join(cut)[:most]
