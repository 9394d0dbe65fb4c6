"""One question as a message: where it stands, what it asks, how to answer, and the buttons under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from handlers.filing.state import InterviewState, ReturnTo
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
_TEXTS = ("short_text", "long_text")


def open_interview(draft: Draft, slot: QuestionSlot | None, *, then: ReturnTo | None = None) -> None:
    """Opens the interview at a question; with ``None``, nothing left to ask, the review."""
    if slot is None:
        return draft.turn.run_action("filing.show_review", obligation=draft.id)
    state = InterviewState(obligation=draft.id, at=slot.key, then=then)
    draft.turn.start_dialog(state)
    ask_question(draft, state, slot)


def ask_question(draft: Draft, state: InterviewState, slot: QuestionSlot, *, amend: bool = False) -> None:
    """Adds the question and its buttons to the message, and stores in ``state`` which answers were shown with it.

    ``amend``: with a button to correct what was just answered.
    """
    turn, part = draft.turn, draft.entry.part(slot)
    state.at = slot.key
    state.seen = {other.key: draft.entry.answers[other.key] for other in part if other.key in draft.entry.answers}
    place = place_words(turn.words, slot, draft.entry, turn.me.unit.id)
    turn.set_header(f"{place} · {part_words(turn.words, draft.entry.section(slot))}")
    turn.add_text("\n".join(_lines(draft, slot, part)))
    set_answer_buttons(draft, slot, amend=amend)


def repeat_question(draft: Draft, slot: QuestionSlot) -> str:
    """The question in one line, for a message why an answer was not taken; sets its buttons again."""
    words = draft.turn.words
    set_answer_buttons(draft, slot)
    return f"{place_words(words, slot, draft.entry, draft.turn.me.unit.id)}: {question_text(slot)}"


def set_answer_buttons(draft: Draft, slot: QuestionSlot, *, amend: bool = False) -> None:
    """The buttons of a question. Where a figure or a text is asked a typed number never means one of them."""
    numbered = slot.question.kind in ("yes_no", "choice")
    draft.turn.set_buttons(*_answer_buttons(draft, slot), *_other_buttons(draft, slot, amend), numbered=numbered)


def _lines(draft: Draft, slot: QuestionSlot, part: Sequence[QuestionSlot]) -> Iterator[str]:
    words, question = draft.turn.words, slot.question
    optional = "" if question.required else words("filing.optional")
    unit = f" ({question.unit})" if question.unit else ""
    mark = "" if question.kind in _TEXTS else "?"
    yield f"{question.label}{mark}{unit}{optional}"
    if question.hint:
        yield question.hint
    if (remark := draft.remarks.get(slot.key)) is not None:
        yield words("filing.returned.asked", text=remark.text)
        if remark.reply:
            yield words("filing.returned.replied", text=remark.reply)
    yield from _known(draft, slot)
    yield from _other_answers(draft, slot, part)
    yield from _how(words, slot, part)


def _known(draft: Draft, slot: QuestionSlot) -> Iterator[str]:
    """The figures known already: of a year before, of the first six months, of the units below; the present answer."""
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


def _other_answers(draft: Draft, slot: QuestionSlot, part: Sequence[QuestionSlot]) -> Iterator[str]:
    """At the first question of a section: the answers that its other questions have."""
    words, answers = draft.turn.words, draft.entry.answers
    answered = [other for other in part if other != slot and _is_answered(answers.get(other.key))]
    if answered and slot == part[0]:
        listed = (f"{other.number}. {format_answer(words, other.question, answers[other.key])}" for other in answered)
        yield words("filing.group_has", answers=" · ".join(listed))


def _how(words: Words, slot: QuestionSlot, part: Sequence[QuestionSlot]) -> Iterator[str]:
    """How to answer: this question, or it and those after it in one message."""
    kind = slot.question.kind
    if slot.section.is_narrative and len(part) > 1:
        yield words("filing.how.narrative" if slot == part[0] else "filing.how.long_text")
        if slot == part[0]:
            yield "\n".join(_heading(other.question) for other in part)
        return
    rest = [other for other in part if other.number >= slot.number and other.question.kind not in _TEXTS]
    if len(rest) < 2 or kind in _TEXTS:
        yield words(f"filing.how.{kind}")
        return
    names = "; ".join(other.question.name for other in rest)
    yield words(f"filing.how.group.{kind}", names=names, example=example(words, rest))


def _heading(question: Question) -> str:
    """ "1. Công tác lãnh đạo, chỉ đạo", numbered as the plan does; "• Tình hình" where it has no number."""
    return f"{question.heading}. {question.label}" if question.heading else f"• {question.label}"


def example(words: Words, slots: Sequence[QuestionSlot]) -> str:
    """ "12 10 9 2 2", "không; có; có": a bare "không có" would be one answer."""
    between = " " if all(slot.question.kind == "count" for slot in slots) else "; "
    return between.join(_example(words, slots))


def _example(words: Words, slots: Sequence[QuestionSlot]) -> Iterator[str]:
    for place, slot in enumerate(slots):
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


def _answer_buttons(draft: Draft, slot: QuestionSlot) -> Iterator[Button]:
    """The buttons that answer the question."""
    words, question = draft.turn.words, slot.question
    if question.kind == "yes_no":
        yield _answer_button(words("common.yes"), slot, Answer.given(True))
        yield _answer_button(words("common.no"), slot, Answer.given(False))
    for option in question.options:
        yield _answer_button(option.label, slot, Answer.given(option.id))
    before = draft.earlier.get(slot.key)
    if question.is_figure:
        yield _answer_button(words("filing.choice.nil"), slot, Answer("nil"), synonyms=("kps", "ko phat sinh"))
    if question.is_figure and question.stock and before is not None and before.state == "given":
        label = words("filing.choice.as_before", value=format_answer(words, question, before))
        yield _answer_button(label, slot, before)
    if _is_answered(present := draft.entry.answers.get(slot.key)):
        key = "filing.choice.keep" if isinstance(present.value, str) else "filing.choice.keep_it"
        label = words(key, value=format_with_unit(words, question, present))
        action = "filing.explain_answer" if slot.key in draft.remarks else "filing.keep_answer"
        yield Button(label, action, {"obligation": draft.id, "key": slot.key}, synonyms=("giu nguyen", "keep"))
    if not question.required:
        yield Button(words("filing.choice.skip"), "filing.skip", {"key": slot.key})


def _is_answered(answer: Answer | None) -> TypeGuard[Answer]:
    return answer is not None and answer.state != "skipped"


def _answer_button(label: str, slot: QuestionSlot, answer: Answer, synonyms: tuple[str, ...] = ()) -> Button:
    return Button(label, "filing.answer", {"key": slot.key, "answer": answer.to_json()}, synonyms=synonyms)


def _other_buttons(draft: Draft, slot: QuestionSlot, amend: bool) -> Iterator[Button]:
    """The buttons that leave the question: to other questions, to the sections, out of the report."""
    words, entry, here = draft.turn.words, draft.entry, {"obligation": draft.id, "key": slot.key}
    unanswered = [other for other in entry.part(slot) if other.key not in entry.answers]
    if len(unanswered) > 1 and not any(other.question.required for other in unanswered):
        yield Button(words("filing.choice.skip_part"), "filing.skip_section", here)
    if amend:
        yield Button(words("filing.choice.amend"), "filing.choose_question", here)
    if entry.before(slot.key):
        yield Button(words("text.choice.back"), "filing.go_back", here)
    yield Button(words("filing.choice.parts"), "filing.list_sections", here, ("den phan", "jump"))
    yield Button(words("filing.choice.leave"), "filing.leave", here, ("luu", "thoat", "luu thoat", "save"))


def _as_asked(slot: QuestionSlot, stored: Answer) -> Answer:
    """A stored figure as an answer of its question: yes and no are kept as 1 and 0."""
    if slot.question.kind == "yes_no" and stored.state == "given":
        return Answer.given(bool(stored.value))
    return stored
