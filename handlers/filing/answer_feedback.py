"""What was taken from a message, what was not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.reports.check_text import check_draft, finding_words, findings_about, rates
from handlers.reports.draft import Draft
from handlers.text.answers import excerpt, format_answer, refusal_words, refused_words
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import ParsedMessage, QuestionSlot


def acknowledge(
    draft: Draft, slot: QuestionSlot, heard: ParsedMessage, given: Mapping[str, Answer], before: Mapping[str, Answer]
) -> None:
    """One paragraph: the answers stored, with what stood ``before``; rates; what looks odd; what was not taken."""
    words = draft.turn.words
    lines = _stored(draft, [draft.entry[key] for key in given], before)
    if given:
        lines += [f" {rate}" for rate in rates(draft, dict(given))]
        lines += [f"⚠ {finding_words(draft, finding)}" for finding in findings_about(check_draft(draft), given)]
    lines += [words("filing.repeated", number=question_slot.number) for question_slot in heard.repeated]
    lines += [refused_words(words, line) for line in heard.rejected]
    if len(heard.ambiguous) > 1:
        lines.append(
            words(
                "filing.unsure",
                numbers=", ".join(str(ambiguous_slot.slot.number) for ambiguous_slot in heard.ambiguous),
            )
        )
    if heard.unassigned_text:
        lines.append(words("filing.unplaced", text=excerpt(heard.unassigned_text, 200)))
    draft.turn.add_text("\n".join(lines))


def rejection_text(draft: Draft, slot: QuestionSlot, heard: ParsedMessage) -> str:
    """Why nothing was taken, with an example."""
    words = draft.turn.words
    if len(heard.rejected) != 1:
        return "\n".join([words("filing.nothing_taken"), *(refused_words(words, line) for line in heard.rejected)])
    line = heard.rejected[0]
    if line.code == "unclear_list" and slot.question.kind == "yes_no":
        return words("filing.unclear_yes_no")
    before = draft.earlier.get(slot.key)
    if line.code == "as_above" and before is not None and slot.question.is_figure:
        return words("filing.as_before", value=format_answer(words, slot.question, before))
    return refusal_words(words, line.code, dict(line.params))


def add_authors(draft: Draft) -> None:
    """Who wrote what, where a colleague had a part in it."""
    turn = draft.turn
    authors = list(draft.authors())
    if [name for name, _ in authors] not in ([], [turn.me.name]):
        listed = ", ".join(turn.words("filing.author", person=name, n=count) for name, count in authors)
        turn.add_message("filing.authors", authors=listed)


def _stored(draft: Draft, slots: Sequence[QuestionSlot], before: Mapping[str, Answer]) -> list[str]:
    words = draft.turn.words
    if not slots:
        return []
    part = [slot for slot in draft.entry.part(slots[0]) if slot.question.kind not in ("short_text", "long_text")]
    whole = len(slots) > 1 and slots == part
    named = [_named(draft, slot, before.get(slot.key)) for slot in slots]
    place = _place(draft, slots)
    if whole:
        title = words("filing.taken_part", title=part[0].section.title, place=place)
        return [title, *(f" {line}" for line in _pairs(named))]
    if len(slots) > 8:
        return [words("filing.taken_many", n=len(slots), place=place), *(f" {line}" for line in _pairs(named))]
    return [words("filing.taken", answers=" · ".join(named), place=place)]


def _place(draft: Draft, slots: Sequence[QuestionSlot]) -> str:
    """ " tại xã Tân Hưng", where several communes are asked about: the same numbers are asked of each."""
    zone = next((slot.zone for slot in slots if slot.zone), None) if len(draft.zones) > 1 else None
    return draft.turn.words("filing.taken_at", name=zone.name) if zone else ""


def _named(draft: Draft, slot: QuestionSlot, before: Answer | None) -> str:
    """ "7. Đã xử lý: 24", with what it replaces: "7. Đã xử lý: 24 (trước đó: 23)"."""
    words, answer = draft.turn.words, draft.entry.answers[slot.key]
    named = f"{slot.number}. {slot.question.name}: {format_answer(words, slot.question, answer)}"
    if before is None or before == answer or slot.question.kind == "long_text":
        return named
    return f"{named} {words('filing.replaced', value=format_answer(words, slot.question, before))}"


def _pairs(named: Sequence[str]) -> list[str]:
    """Two short ones a line."""
    lines: list[str] = []
    for one in named:
        if lines and "   " not in lines[-1] and len(lines[-1]) + len(one) < 44:
            lines[-1] += f"   {one}"
        else:
            lines.append(one)
    return lines
