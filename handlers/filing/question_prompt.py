"""One question as a message: where it stands, what it asks, how to answer, and the choices at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from handlers.reports.draft import Draft
from handlers.reports.sums_below import sum_words
from handlers.text.answers import format_answer, format_with_unit, part_words, place_words, question_text
from handlers.text.report_names import period_name
from handlers.turn.messages import Button
from locales import Words
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import QuestionSlot
from reporting.plan.form import Question

EXAMPLES = (12, 10, 9, 2, 2, 5, 3, 1)
"""Figures of the example under a question; they stand for no real report."""


def ask_question(draft: Draft, slot: QuestionSlot, *, amend: bool = False) -> None:
    """Adds the question and its choices to the turn's message, and remembers what of it was shown."""
    turn = draft.turn
    dialogue = turn.dialogue
    assert dialogue is not None
    group = draft.entry.part(slot)
    dialogue["at"] = slot.key
    dialogue["seen"] = {
        question_slot.key: draft.entry.answers[question_slot.key].to_json()
        for question_slot in group
        if question_slot.key in draft.entry.answers
    }
    place = place_words(turn.words, slot, draft.entry, turn.me.unit.id)
    turn.set_header(f"{place} · {part_words(turn.words, draft.entry.section(slot))}")
    turn.add_text("\n".join(_lines(draft, slot, group)))
    set_answer_buttons(draft, slot, amend=amend)


def repeat_question(draft: Draft, slot: QuestionSlot) -> str:
    """The question in one line, after an answer that was not taken; the choices stay at hand."""
    words = draft.turn.words
    set_answer_buttons(draft, slot)
    return f"{place_words(words, slot, draft.entry, draft.turn.me.unit.id)}: {question_text(slot)}"


def set_answer_buttons(draft: Draft, slot: QuestionSlot, *, amend: bool = False) -> None:
    """The choices of a question. Where a figure or a text is asked a typed number is never a choice."""
    numbered = slot.question.kind in ("yes_no", "choice")
    draft.turn.set_buttons(*_answers(draft, slot), *_ways(draft, slot, amend), numbered=numbered)


def _lines(draft: Draft, slot: QuestionSlot, group: Sequence[QuestionSlot]) -> Iterator[str]:
    words, question = draft.turn.words, slot.question
    optional = "" if question.required else words("filing.optional")
    unit = f" ({question.unit})" if question.unit else ""
    mark = "" if question.kind in ("short_text", "long_text") else "?"
    yield f"{question.label}{mark}{unit}{optional}"
    if question.hint:
        yield question.hint
    if (remark := draft.remarks.get(slot.key)) is not None:
        yield words("filing.returned.asked", text=remark.text)
        if remark.reply:
            yield words("filing.returned.replied", text=remark.reply)
    yield from _known(draft, slot)
    yield from _others(draft, slot, group)
    yield from _how(words, slot, group)


def _known(draft: Draft, slot: QuestionSlot) -> Iterator[str]:
    """What is known already: a year before, the six months of the year, the present answer and whose it is."""
    words, question = draft.turn.words, slot.question
    if (before := draft.earlier.get(slot.key)) is not None:
        yield words("filing.year_before", value=format_answer(words, question, _as_asked(slot, before)))
    if draft.interim and (begun := draft.interim_figures.get(slot.key)) is not None and question.is_figure:
        shorter = period_name(words, f"{draft.year}-{draft.interim.period}")
        yield words("filing.begun", period=shorter, value=format_answer(words, question, begun))
    if (below := draft.sums_of_units.get(slot.key)) is not None and below.answer is not None:
        yield sum_words(words, question, below)
    if (written := draft.working_copy.get(slot.key)) is not None:
        value = format_answer(words, question, written.answer)
        if written.person_id == draft.turn.me.person_id:
            yield words("filing.present", value=value)
        else:
            yield words("filing.present_of", value=value, person=written.person, at=words.moment(written.at))


def _others(draft: Draft, slot: QuestionSlot, group: Sequence[QuestionSlot]) -> Iterator[str]:
    """The other answers the group has, where colleagues or an earlier visit left some."""
    words = draft.turn.words
    given = [
        question_slot
        for question_slot in group
        if question_slot != slot and _says_something(draft.entry.answers.get(question_slot.key))
    ]
    if given and slot == group[0]:
        listed = " · ".join(
            f"{given_slot.number}. {format_answer(words, given_slot.question, draft.entry.answers[given_slot.key])}"
            for given_slot in given
        )
        yield words("filing.group_has", answers=listed)


def _how(words: Words, slot: QuestionSlot, group: Sequence[QuestionSlot]) -> Iterator[str]:
    kind = slot.question.kind
    if slot.section.is_narrative and len(group) > 1:
        yield words("filing.how.narrative" if slot == group[0] else "filing.how.long_text")
        if slot == group[0]:
            yield "\n".join(_heading(question_slot.question) for question_slot in group)
        return
    rest = [
        question_slot
        for question_slot in group
        if question_slot.number >= slot.number and question_slot.question.kind not in ("short_text", "long_text")
    ]
    if len(rest) < 2 or kind in ("short_text", "long_text"):
        yield words(f"filing.how.{kind}")
        return
    names = "; ".join(question_slot.question.name for question_slot in rest)
    yield words(f"filing.how.group.{kind}", names=names, example=example(words, rest))


def _heading(question: Question) -> str:
    """ "1. Công tác lãnh đạo, chỉ đạo", numbered as the plan does; "• Tình hình" where it has no number."""
    return f"{question.heading}. {question.label}" if question.heading else f"• {question.label}"


def example(words: Words, group: Sequence[QuestionSlot]) -> str:
    """ "12 10 9 2 2", "không; có; có": a bare "không có" would be one answer."""
    between = " " if all(slot.question.kind == "count" for slot in group) else "; "
    return between.join(_example(words, group))


def _example(words: Words, group: Sequence[QuestionSlot]) -> Iterator[str]:
    for place, slot in enumerate(group):
        match slot.question.kind:
            case "yes_no":
                yield words("filing.example.yes" if place % 2 else "filing.example.no")
            case "choice":
                yield "1"
            case "date":
                yield "20/5"
            case "money":
                yield words("filing.example.money", n=EXAMPLES[place % len(EXAMPLES)])
            case _:
                yield str(EXAMPLES[place % len(EXAMPLES)])


def _answers(draft: Draft, slot: QuestionSlot) -> Iterator[Button]:
    """The choices that answer the question."""
    words, question = draft.turn.words, slot.question
    if question.kind == "yes_no":
        yield _choice(words("common.yes"), slot, Answer.given(True))
        yield _choice(words("common.no"), slot, Answer.given(False))
    for option in question.options:
        yield _choice(option.label, slot, Answer.given(option.id))
    before = draft.earlier.get(slot.key)
    if question.is_figure:
        yield _choice(words("filing.choice.nil"), slot, Answer("nil"), says=("kps", "ko phat sinh"))
    if question.is_figure and question.stock and before is not None and before.state == "given":
        yield _choice(words("filing.choice.as_before", value=format_answer(words, question, before)), slot, before)
    if _says_something(present := draft.entry.answers.get(slot.key)):
        kept = words("filing.choice.keep_it", value=format_with_unit(words, question, present))
        label = words("filing.choice.keep") if isinstance(present.value, str) else kept
        args = {"obligation": draft.id, "key": slot.key}
        yield Button(
            label,
            "filing.explain_answer" if slot.key in draft.remarks else "filing.keep_answer",
            args,
            synonyms=("giu nguyen", "keep"),
        )
    if not question.required:
        yield Button(words("filing.choice.skip"), "filing.skip", {"key": slot.key})


def _says_something(answer: Answer | None) -> TypeGuard[Answer]:
    return answer is not None and answer.state != "skipped"


def _choice(label: str, slot: QuestionSlot, answer: Answer, says: tuple[str, ...] = ()) -> Button:
    return Button(label, "filing.answer", {"key": slot.key, "answer": answer.to_json()}, synonyms=says)


def _ways(draft: Draft, slot: QuestionSlot, amend: bool) -> Iterator[Button]:
    """The choices that lead elsewhere."""
    words, walk = draft.turn.words, draft.entry
    open_ones = [question_slot for question_slot in walk.part(slot) if question_slot.key not in walk.answers]
    if len(open_ones) > 1 and not any(open_slot.question.required for open_slot in open_ones):
        yield Button(words("filing.choice.skip_part"), "filing.skip_section", {"key": slot.key})
    if amend:
        yield Button(words("filing.choice.amend"), "filing.choose_question_here")
    if walk.before(slot.key):
        yield Button(words("text.choice.back"), "filing.go_back", {"key": slot.key})
    yield Button(words("filing.choice.parts"), "filing.list_sections", synonyms=("den phan", "jump"))
    yield Button(words("filing.choice.leave"), "filing.leave", synonyms=("luu", "thoat", "luu thoat", "save"))


def _as_asked(slot: QuestionSlot, stored: Answer) -> Answer:
    """A stored figure as an answer of its question: yes and no are kept as 1 and 0."""
    if slot.question.kind == "yes_no" and stored.state == "given":
        return Answer.given(bool(stored.value))
    return stored
