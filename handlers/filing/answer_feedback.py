"""Which answers of a message were stored, which were not and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.reports.check_text import check_draft, finding_words, findings_about, rates
from handlers.reports.draft import Draft
from handlers.text.answers import excerpt, format_answer, refusal_words, refused_words
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import ParsedMessage, QuestionSlot


def acknowledge(
    draft: Draft, slot: QuestionSlot, message: ParsedMessage, given: Mapping[str, Answer], before: Mapping[str, Answer]
) -> None:
    """One paragraph: the answers stored (``given``), with those they replace; rates; findings; what was not stored.

    ``before``: the answers of the report before this message, by key.
    """
    words = draft.turn.words
    lines = _stored(draft, [draft.entry[key] for key in given], before)
    if given:
        lines += [f" {rate}" for rate in rates(draft, dict(given))]
        lines += [f"⚠ {finding_words(draft, finding)}" for finding in findings_about(check_draft(draft), given)]
    lines += [words("filing.repeated", number=repeated.number) for repeated in message.repeated]
    lines += [refused_words(words, line) for line in message.rejected]
    if len(message.ambiguous) > 1:
        numbers = ", ".join(str(ambiguous.slot.number) for ambiguous in message.ambiguous)
        lines.append(words("filing.unsure", numbers=numbers))
    if message.unassigned_text:
        lines.append(words("filing.unplaced", text=excerpt(message.unassigned_text, 200)))
    draft.turn.add_text("\n".join(lines))


def rejection_text(draft: Draft, slot: QuestionSlot, message: ParsedMessage) -> str:
    """Why nothing of the message was stored, with an example."""
    words = draft.turn.words
    if len(message.rejected) != 1:
        return "\n".join([words("filing.nothing_taken"), *(refused_words(words, line) for line in message.rejected)])
    line = message.rejected[0]
    if line.code == "unclear_list" and slot.question.kind == "yes_no":
        return words("filing.unclear_yes_no")
    before = draft.earlier.get(slot.key)
    if line.code == "as_above" and before is not None and slot.question.is_figure:
        return words("filing.as_before", value=format_answer(words, slot.question, before))
    return refusal_words(words, line.code, dict(line.params))


def add_authors(draft: Draft) -> None:
    """Who wrote how many answers, where colleagues wrote some."""
    turn = draft.turn
    authors = list(draft.authors())
    if [name for name, _ in authors] not in ([], [turn.me.name]):
        listed = ", ".join(turn.words("filing.author", person=name, n=count) for name, count in authors)
        turn.add_message("filing.authors", authors=listed)


def _stored(draft: Draft, slots: Sequence[QuestionSlot], before: Mapping[str, Answer]) -> list[str]:
    """In one line; in several lines where a whole section, or more than eight answers, were stored."""
    words = draft.turn.words
    if not slots:
        return []
    part = [slot for slot in draft.entry.part(slots[0]) if slot.question.kind not in ("short_text", "long_text")]
    answers, place = [_answer_line(draft, slot, before.get(slot.key)) for slot in slots], _place(draft, slots)
    if len(slots) > 1 and slots == part:
        title = words("filing.taken_part", title=part[0].section.title, place=place)
        return [title, *(f" {line}" for line in _pairs(answers))]
    if len(slots) > 8:
        return [words("filing.taken_many", n=len(slots), place=place), *(f" {line}" for line in _pairs(answers))]
    return [words("filing.taken", answers=" · ".join(answers), place=place)]


def _place(draft: Draft, slots: Sequence[QuestionSlot]) -> str:
    """ " tại xã Tân Hưng", where several communes are asked about: the same numbers are asked of each."""
    zone = next((slot.zone for slot in slots if slot.zone), None) if len(draft.zones) > 1 else None
    return draft.turn.words("filing.taken_at", name=zone.name) if zone else ""


def _answer_line(draft: Draft, slot: QuestionSlot, before: Answer | None) -> str:
    """ "7. Đã xử lý: 24", with what it replaces: "7. Đã xử lý: 24 (trước đó: 23)"."""
    words, answer = draft.turn.words, draft.entry.answers[slot.key]
    line = f"{slot.number}. {slot.question.name}: {format_answer(words, slot.question, answer)}"
    if before is None or before == answer or slot.question.kind == "long_text":
        return line
    return f"{line} {words('filing.replaced', value=format_answer(words, slot.question, before))}"


def _pairs(answers: Sequence[str]) -> list[str]:
    """Lines of two short answers or one long one."""
    lines: list[str] = []
    for answer in answers:
        if lines and "   " not in lines[-1] and len(lines[-1]) + len(answer) < 44:
            lines[-1] += f"   {answer}"
        else:
            lines.append(answer)
    return lines
