"""The text of questions and answers, the same in the interview, the review and the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from locales import Words
from reporting.form_entry.answer_input import Answer, RejectedLine
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.form import Question

EXCERPT = 60
"""Characters of a text shown in a list."""


def format_answer(words: Words, question: Question, answer: Answer | None) -> str:
    """ "1.234", "Có", "không phát sinh", "“Đã ban hành…”"; "chưa có" where it is missing."""
    if answer is None:
        return words("text.answer.missing")
    if answer.state != "given" or answer.value is None:
        return words(f"text.answer.{answer.state}")
    value = answer.value
    match question.kind:
        case "yes_no":
            return words("common.yes" if value else "common.no")
        case "choice":
            return next((option.label for option in question.options if option.id == value), str(value))
        case "date":
            return words.day(date.fromisoformat(str(value)))
        case "count" | "money" if isinstance(value, int):
            return words.number(value)
        case _:
            return words("text.answer.text", text=excerpt(str(value)))


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The text on one line, cut to ``length`` characters: "Đã ban hành 02 kế hoạch…"."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else one_line[: length - 1].rstrip() + "…"


def format_with_unit(words: Words, question: Question, answer: Answer | None) -> str:
    """ "12 vụ"."""
    shown = format_answer(words, question, answer)
    return f"{shown} {question.unit}" if question.unit and answer is not None and answer.state == "given" else shown


def place_words(words: Words, slot: QuestionSlot, entry: FormEntry, own_unit: int) -> str:
    """ "Câu 6/17 · thị trấn Cái Nước (địa bàn 1/2)"; a commune's own sheet does not name it again."""
    place = words("text.answer.progress", number=slot.number, total=entry.total)
    return f"{place} · {zone_words(words, slot)}" if slot.zone and slot.zone.id != own_unit else place


def zone_words(words: Words, slot: QuestionSlot) -> str:
    """ "thị trấn Cái Nước (địa bàn 1/2)", "xã Tân Hưng"."""
    assert slot.zone is not None
    if slot.zone_count == 1:
        return slot.zone.name
    return words("text.answer.zone", name=slot.zone.name, index=slot.zone_index, count=slot.zone_count)


def numbers_words(slots: Sequence[QuestionSlot]) -> str:
    """ "6–8", "6"."""
    first, last = slots[0].number, slots[-1].number
    return str(first) if first == last else f"{first}–{last}"


def part_words(words: Words, part: Sequence[QuestionSlot]) -> str:
    """ "Tin báo, tố giác (câu 6–8)"."""
    return words("text.answer.part", title=part[0].section.title, numbers=numbers_words(part))


def question_text(slot: QuestionSlot) -> str:
    """ "Đã giải quyết? (tin)"; of a text question only its name."""
    if slot.question.kind in ("short_text", "long_text"):
        return slot.question.name
    unit = f" ({slot.question.unit})" if slot.question.unit else ""
    return f"{slot.question.name}?{unit}"


def refusal_words(words: Words, code: str, params: dict[str, int | str]) -> str:
    """Why an answer was not accepted: "Câu này cần một số. Ví dụ: 12"."""
    shown = {name: words.number(value) if isinstance(value, int) else value for name, value in params.items()}
    return words(f"text.refused.{code}", **shown)


def refused_words(words: Words, line: RejectedLine) -> str:
    """ "• Dòng 4 (9 abc): …"."""
    reason = refusal_words(words, line.code, dict(line.params))
    return (
        words("text.refused_line", line=line.line, raw=excerpt(line.raw, 30), reason=reason)
        if line.line
        else f"• {reason}"
    )
