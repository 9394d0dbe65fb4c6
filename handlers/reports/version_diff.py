"""What changed between two submitted versions, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handlers.reports.check_text import slot_words
from handlers.text.answers import format_answer
from locales import Words
from reporting.figures.differences import Difference, differences
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.integrity.document_number import DocumentNumber
from reporting.integrity.submission_document import paper_of
from storage.reports.submissions import SubmittedVersion


def difference_lines(
    words: Words,
    own_unit: int,
    before: tuple[SubmittedVersion, FormEntry],
    after: tuple[SubmittedVersion, FormEntry],
    besides: Collection[str] = (),
) -> list[str]:
    """ "• Câu 7. Đã xử lý · thị trấn Cái Nước: 24 → 25", in the order of the form; empty where nothing differs.

    Each version comes with its ``form_entry_of``. ``besides``: question keys that are left out.
    """
    (old, old_entry), (new, new_entry) = before, after
    slots = {_place(slot): slot for entry in (old_entry, new_entry) for slot in entry.slots if slot.key not in besides}
    order = {place: number for number, place in enumerate(slots)}
    shown = [change for change in differences(old.content, new.content) if (change.zone, change.field) in slots]
    shown.sort(key=lambda change: order[change.zone, change.field])
    lines = [_line(words, slots[change.zone, change.field], own_unit, change) for change in shown]
    papers = paper_of(old.content), paper_of(new.content)
    return [*lines, *_zones(words, old_entry, new_entry), *_paper(words, *papers)]


def _place(slot: QuestionSlot) -> tuple[str, str]:
    return slot.zone.code if slot.zone else "", slot.question.id


def _line(words: Words, slot: QuestionSlot, own_unit: int, difference: Difference) -> str:
    before, after = (
        words("reports.diff.unsaid") if answer is None else format_answer(words, slot.question, answer)
        for answer in (difference.before, difference.after)
    )
    return words("reports.diff.line", where=slot_words(words, slot, own_unit), before=before, after=after)


def _zones(words: Words, before: FormEntry, after: FormEntry) -> Iterator[str]:
    """Communes that only one of the versions contains."""
    old, new = ({zone.code: zone.name for zone in entry.zones} for entry in (before, after))
    if added := [new[code] for code in sorted(new.keys() - old.keys())]:
        yield words("reports.diff.added", names=", ".join(added))
    if removed := [old[code] for code in sorted(old.keys() - new.keys())]:
        yield words("reports.diff.removed", names=", ".join(removed))


def _paper(words: Words, before: DocumentNumber | None, after: DocumentNumber | None) -> Iterator[str]:
    if before != after:
        yield words("reports.diff.paper", before=_paper_words(words, before), after=_paper_words(words, after))


def _paper_words(words: Words, paper: DocumentNumber | None) -> str:
    return (
        words("reports.diff.paper_of", number=paper.number, day=words.day(paper.on))
        if paper
        else words("reports.diff.none")
    )
