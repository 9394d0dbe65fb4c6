"""The dialogue "report": questions asked one after another, answered one by one or a section at once.

Its state: ``{"name": "report", "obligation": 7, "at": "c06@17"}``, with ``seen`` (the answers last shown of that
section), ``then`` ("review" while one answer is corrected, "remarks" while those of a returned report are), ``unsure``
(readings to choose from) and ``held`` (answers that wait for a yes).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing import ambiguous_answers, jump_to_question, question_prompt, unconfirmed_answers, workbook_template
from handlers.filing.answer_feedback import acknowledge, rejection_text
from handlers.reports.draft import Draft, current_draft, load
from handlers.text.answers import part_words
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.form_entry import interview
from reporting.form_entry.answer_input import SKIPPED, Answer
from reporting.form_entry.interview import ParsedMessage, QuestionSlot
from reporting.secrecy import secrecy_marking
from reporting.text import fold

Args = Mapping[str, Any]


def start(draft: Draft, slot: QuestionSlot | None, *, then: str | None = None) -> None:
    """Opens the dialogue at a question; with none left to ask, the review."""
    turn = draft.turn
    if slot is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    turn.start_dialog("filing.interview", obligation=draft.id, at=slot.key, **({"then": then} if then else {}))
    question_prompt.ask_question(draft, slot)


def _report(turn: Turn) -> Draft | None:
    """The report of the dialogue; what waits for a commune that is selected no longer waits no more."""
    draft = current_draft(turn)
    if draft is not None and turn.dialogue is not None:
        waiting = (*turn.dialogue.get("unsure", ()), *turn.dialogue.get("held", ()))
        gone = {one["key"] for one in waiting if one["key"] not in draft.entry}
        ambiguous_answers.clear(turn.dialogue, gone)
        unconfirmed_answers.clear(turn.dialogue, gone)
    return draft


def show(turn: Turn) -> None:
    """Where the dialogue stands: the doubt or the question that is open."""
    if (draft := _report(turn)) is None:
        return
    slot = draft.open_slot()
    if slot is None or turn.dialogue is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    if turn.dialogue.get("held"):
        return unconfirmed_answers.ask_confirmation(draft)
    if turn.dialogue.get("unsure"):
        return ambiguous_answers.ask_ambiguous(draft)
    question_prompt.ask_question(draft, slot)


def on_text(turn: Turn, text: str) -> str | None:
    """Takes an answer; what is none may still be a command or a question, and is explained where it is neither."""
    if (draft := _report(turn)) is None:
        return None
    slot = draft.open_slot()
    if slot is None:
        turn.run_action("filing.show_review", obligation=draft.id)
        return None
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
        turn.set_header(question_prompt.repeat_question(draft, slot))
        return None
    if (number := jump_to_question.number_to_correct(text)) is not None:
        jump_to_question.open_question(draft, number, turn.dialogue.get("then") if turn.dialogue else None)
        return None
    if fold(text) == fold(turn.words("filing.choice.review")):
        turn.run_action("filing.show_review", obligation=draft.id)
        return None
    if _is_command(turn, slot, text):
        return turn.words("filing.not_answered")
    heard = interview.parse_message(draft.entry, slot, text, turn.today)
    if not heard.accepted and not heard.ambiguous:
        why = rejection_text(draft, slot, heard)
        return (
            why
            if fold(text) in turn.registry.typed_commands
            else f"{question_prompt.repeat_question(draft, slot)}\n{why}"
        )
    _take(draft, slot, heard)
    return None


def _is_command(turn: Turn, slot: QuestionSlot, text: str) -> bool:
    """ "nộp báo cáo" is no narrative, though any text could be one."""
    phrase = fold(text)
    return (
        slot.question.kind in ("short_text", "long_text") and " " in phrase and phrase in turn.registry.typed_commands
    )


def _take(draft: Draft, slot: QuestionSlot, heard: ParsedMessage) -> None:
    """Stores what is clear, asks about what is not, and goes on."""
    dialogue = draft.turn.dialogue
    assert dialogue is not None
    ambiguous_answers.clear(
        dialogue,
        {accepted_slot.key for accepted_slot, _ in heard.accepted} | {unsure.slot.key for unsure in heard.ambiguous},
    )
    ambiguous_answers.remember(dialogue, heard.ambiguous)
    given, before = unconfirmed_answers.split_unconfirmed(draft, heard), draft.entry.answers
    draft.save_answers(given)
    acknowledge(draft, slot, heard, given, before)
    amend = sum(draft.entry[key].question.is_figure for key in given) > 1
    ask_next(draft, slot, amend=amend, again=_refused(draft, slot, heard))


def _refused(draft: Draft, slot: QuestionSlot, heard: ParsedMessage) -> QuestionSlot | None:
    """The first question whose answer in this message was none: it is asked again before another commune is."""
    wrong = {line.question_id for line in heard.rejected}
    return next(
        (
            question_slot
            for question_slot in draft.entry.reachable(slot)
            if question_slot.question.id in wrong and draft.entry.is_asked(question_slot)
        ),
        None,
    )


def ask_next(draft: Draft, slot: QuestionSlot, *, amend: bool = False, again: QuestionSlot | None = None) -> None:
    """What comes after an answer: a hold, a doubt, a refused one, the review one came from, the next, the review."""
    turn = draft.turn
    dialogue = turn.dialogue
    assert dialogue is not None
    if dialogue.get("held"):
        return unconfirmed_answers.ask_confirmation(draft)
    if dialogue.get("unsure"):
        return ambiguous_answers.ask_ambiguous(draft)
    if dialogue.get("then") == "remarks" and again is None:
        return turn.run_action("filing.next_remark", obligation=draft.id, key=slot.key)
    following = draft.entry.next_open(at=slot.key) if "then" not in dialogue else None
    if again is not None and (following is None or following.zone_index != slot.zone_index):
        return question_prompt.ask_question(draft, again, amend=amend)
    if following is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    question_prompt.ask_question(draft, following, amend=amend)


def _chosen(turn: Turn, args: Args) -> tuple[Draft, QuestionSlot] | None:
    """The question a choice speaks of; where it is none any more, what is open is shown instead."""
    if (draft := _report(turn)) is None:
        return None
    if args["key"] in draft.entry:
        return draft, draft.entry[args["key"]]
    show(turn)
    return None


def answer(turn: Turn, args: Args) -> None:
    """A choice that is the answer: Không phát sinh, Có, Như kỳ trước: 12, a candidate of a doubt."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    _take(draft, slot, ParsedMessage([(slot, Answer.from_json(args["answer"]))]))


def take_other_reading(turn: Turn, args: Args) -> None:
    """The other way to take a whole text: "1 234" as two answers."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    _take(draft, slot, interview.parse_message(draft.entry, slot, args["text"], turn.today))


def retype(turn: Turn, args: Args) -> None:
    """Nhập lại: the doubt is dropped, the question stands."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    assert turn.dialogue is not None
    ambiguous_answers.clear(turn.dialogue, {args["key"]})
    turn.dialogue.pop("held", None)
    question_prompt.ask_question(draft, slot)


def keep_answer(turn: Turn, args: Args) -> None:
    """Giữ nguyên: the present answer stands, on to the next question."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    following = draft.entry.following(slot.key)
    assert turn.dialogue is not None
    if "then" in turn.dialogue or following is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    question_prompt.ask_question(draft, following)


def skip(turn: Turn, args: Args) -> None:
    """Bỏ qua an optional question; an answer it had is left out too."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    given = (
        {} if slot.question.required else unconfirmed_answers.split_unconfirmed(draft, ParsedMessage([(slot, SKIPPED)]))
    )
    draft.save_answers(given)
    if given:
        turn.add_message("filing.skipped", number=slot.number, name=slot.question.name)
    ask_next(draft, slot)


def skip_section(turn: Turn, args: Args) -> None:
    """Bỏ qua cả phần: what of the narrative is not written yet is left out."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    part = draft.entry.part(slot)
    left = [
        question_slot
        for question_slot in part
        if not question_slot.question.required and question_slot.key not in draft.entry.answers
    ]
    draft.save_answers({remaining_slot.key: SKIPPED for remaining_slot in left})
    turn.add_message("filing.skipped_part", part=part_words(turn.words, draft.entry.section(slot)))
    ask_next(draft, part[-1])


def go_back(turn: Turn, args: Args) -> None:
    """Quay lại: the question before, answered or not."""
    if (chosen := _chosen(turn, args)) is None:
        return
    draft, slot = chosen
    assert turn.dialogue is not None
    turn.dialogue.pop("unsure", None)
    turn.dialogue.pop("held", None)
    if turn.dialogue.get("then") == "remarks":
        return turn.run_action("filing.show_review", obligation=draft.id)
    question_prompt.ask_question(draft, draft.entry.before(slot.key) or slot)


def list_sections(turn: Turn, args: Args) -> None:
    """Đến phần…: the sections, how far each is answered, and the review."""
    if (draft := _report(turn)) is None:
        return
    assert turn.dialogue is not None
    turn.add_message("filing.parts", answered=draft.entry.answered_count, total=draft.entry.question_count)
    choices = [
        Button(_part_label(draft, part), "filing.goto", {"key": _first_open(draft, part).key})
        for part in draft.entry.parts()
    ]
    review = Button(
        turn.words("filing.choice.review"), "filing.show_review", {"obligation": draft.id}, synonyms=("xem lai",)
    )
    stay = Button(turn.words("filing.choice.stay"), "filing.goto", {"key": turn.dialogue["at"]})
    turn.set_buttons(*choices, review, workbook_template.workbook_button(draft), stay, numbered=True)


def _part_label(draft: Draft, part: tuple[QuestionSlot, ...]) -> str:
    zone = f"{part[0].zone.name} · " if part[0].zone and len(draft.zones) > 1 else ""
    done = sum(slot.key in draft.entry.answers for slot in part)
    return draft.turn.words(
        "filing.choice.part",
        place=zone + part_words(draft.turn.words, draft.entry.section(part[0])),
        done=done,
        count=len(part),
    )


def _first_open(draft: Draft, part: tuple[QuestionSlot, ...]) -> QuestionSlot:
    return next((slot for slot in part if slot.key not in draft.entry.answers), part[0])


def goto(turn: Turn, args: Args) -> None:
    """Opens one question; ``then="review"`` comes back to the review after its answer."""
    draft = load(turn, args["obligation"]) if "obligation" in args else _report(turn)
    if draft is None:
        return
    start(
        draft,
        draft.entry[args["key"]] if args["key"] in draft.entry else draft.entry.next_open(),
        then=args.get("then"),
    )


def confirm_answers(turn: Turn, args: Args) -> None:
    """The yes to answers that were held."""
    draft = _report(turn)
    if draft is None or turn.dialogue is None or not turn.dialogue.get("held"):
        return show(turn)
    slot = draft.entry[turn.dialogue["held"][0]["key"]]
    given, before = unconfirmed_answers.confirm(draft), draft.entry.answers
    draft.save_answers(given)
    heard = ParsedMessage([(draft.entry[key], answer) for key, answer in given.items()])
    acknowledge(draft, slot, heard, given, before)
    ask_next(draft, slot)


def reject_answers(turn: Turn, args: Args) -> None:
    """The no: what stands, stands; a text is typed again."""
    draft = _report(turn)
    if draft is None or turn.dialogue is None or not turn.dialogue.get("held"):
        return show(turn)
    why, group = unconfirmed_answers.first_group(turn.dialogue)
    slot = draft.entry[group[0]["key"]]
    unconfirmed_answers.clear(turn.dialogue, {state["key"] for state in group})
    if why == "changed":
        return ask_next(draft, slot)
    question_prompt.ask_question(draft, slot)
