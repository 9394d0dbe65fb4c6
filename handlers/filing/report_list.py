"""``/baocao``: the reports the unit has to submit, by deadline, and the screen of one report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.filing import fill_from_units, workbook_template
from handlers.filing.answer_feedback import add_authors
from handlers.filing.question_prompt import open_interview
from handlers.reports import locks
from handlers.reports.draft import Draft, load
from handlers.text.answers import part_words, question_text
from handlers.text.deadlines import deadline_words, window_words
from handlers.text.report_names import full_report_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.form_entry.interview import FormEntry, QuestionSlot
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation

Args = Mapping[str, Any]


def show(turn: Turn, typed: str = "") -> None:
    """The open reports of the unit; with a single one, that one with what can be done."""
    turn.start_dialog(None)
    matching_obligations = _at_hand(turn)
    if not matching_obligations:
        return _nothing(turn)
    if len(matching_obligations) == 1:
        return _single(
            turn,
            matching_obligations[0],
            turn.words("filing.single" if matching_obligations[0].state in OWED else "filing.single_sent"),
        )
    entries = (f"{number}. {_entry(turn, obligation)}" for number, obligation in enumerate(matching_obligations, 1))
    turn.add_text("\n".join((turn.words("filing.list", n=len(matching_obligations)), *entries)))
    turn.set_buttons(
        *(
            Button(
                report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation),
                "filing.open",
                {"obligation": obligation.id},
            )
            for obligation in matching_obligations
        )
    )


def _at_hand(turn: Turn) -> list[Obligation]:
    """What is listed today, and what was changed since it was sent, for as long as that is not sent."""
    touched = submissions.changed_reports(turn.tx, turn.me.unit.id)
    listed = {obligation.id for obligation in obligations.open_of_unit(turn.tx, turn.me.unit.id, turn.today)}
    return [
        obligation
        for obligation in obligations.of_unit(turn.tx, turn.me.unit.id)
        if obligation.id in listed
        or (
            obligation.id in touched
            and obligation.state != ReportState.ACCEPTED
            and Draft(turn, obligation).has_unsent_changes()
        )
    ]


def show_list(turn: Turn, args: Args) -> None:
    show(turn)


def _nothing(turn: Turn) -> None:
    """Nothing is at hand; what comes next."""
    turn.add_message("filing.none_open")
    owed = [obligation for obligation in obligations.of_unit(turn.tx, turn.me.unit.id) if obligation.state in OWED]
    if coming := next((obligation for obligation in owed if obligation.last_day >= turn.today), None):
        turn.add_message("filing.coming", report=_entry(turn, coming))
    turn.set_buttons(Button(turn.words("filing.choice.status"), "monitoring.show_status"))


def _entry(turn: Turn, obligation: Obligation, draft: Draft | None = None) -> str:
    """Three lines: the report and how far it is, the days it covers, the deadline."""
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    lines = [
        turn.words(
            "filing.entry", report=full_report_name(turn.words, plan, obligation), state=_state(turn, obligation, draft)
        ),
        window_words(turn.words, plan, obligation),
        deadline_words(turn.words, plan, obligation, turn.now, turn.services.calendar),
    ]
    return "\n   ".join(line for line in lines if line)


def _state(turn: Turn, obligation: Obligation, draft: Draft | None) -> str:
    """ "chưa bắt đầu", "đã trả lời 9/44 câu", "đã nộp lúc 09:42 ngày 19/5/2026"."""
    if obligation.state in (ReportState.ACCEPTED, ReportState.RETURNED) and obligation.reviewed_at:
        return turn.words(f"filing.state.{obligation.state}", moment=turn.words.moment(obligation.reviewed_at))
    if obligation.state not in OWED and obligation.filed_at:
        return turn.words("filing.state.filed", moment=turn.words.moment(obligation.filed_at))
    if obligation.state == ReportState.NOT_BEGUN:
        return turn.words("filing.state.late" if obligation.is_late(turn.now) else "filing.state.not_begun")
    walk = (draft or Draft(turn, obligation)).entry
    return turn.words("filing.state.drafting", answered=walk.answered_count, total=walk.question_count)


def _single(turn: Turn, obligation: Obligation, *title: str) -> None:
    """One report, with what can be done about it."""
    draft = Draft(turn, obligation)
    open_still = obligation.version and obligation.state != ReportState.ACCEPTED
    changed = [turn.words("filing.unsent_changes")] if open_still and draft.has_unsent_changes() else []
    turn.add_text(
        "\n".join(
            (*title, _entry(turn, obligation, draft), *_zones(draft), *fill_from_units.status_lines(draft), *changed)
        )
    )
    turn.add_text(locks.closed_reason(turn, obligation) or "")
    turn.set_buttons(*_ways(draft))


def _zones(draft: Draft) -> Iterator[str]:
    """Which communes it is about; said too where there is none."""
    names = [zone.name for zone in draft.zones if zone.id != draft.turn.me.unit.id]
    if names:
        yield draft.turn.words("filing.zones", n=len(names), names=", ".join(names))
    if draft.form.repeats and not draft.zones:
        yield draft.turn.words("filing.no_zones")


def _ways(draft: Draft) -> Iterator[Button]:
    words, args = draft.turn.words, {"obligation": draft.id}
    if locks.lock_reason(draft.turn, draft.obligation) is not None:
        yield from locks.locked_buttons(draft.turn, draft.obligation)
        return
    if left := draft.unanswered():
        yield Button(
            words("reports.choice.answer_remarks", n=len(left)), "filing.answer_remarks", args, synonyms=("tra loi",)
        )
    if not draft.entry.answered_count:
        yield from fill_from_units.take_buttons(draft)
    if draft.obligation.version:
        again = "resume" if draft.obligation.state == ReportState.RETURNED else "correct"
        yield Button(words(f"reports.choice.{again}"), "filing.begin", args, synonyms=("dieu chinh", "sua"))
        yield Button(words("reports.choice.receipt"), "submissions.show_newest_receipt", args)
        yield Button(words("reports.choice.history"), "submissions.show_history", args, synonyms=("xem lich su",))
    elif draft.entry.answered_count:
        yield Button(words("reports.choice.resume"), "filing.begin", args, synonyms=("tiep tuc", "lam tiep bao cao"))
    else:
        yield Button(words("filing.choice.begin"), "filing.begin", args, synonyms=("bat dau bao cao",))
        yield Button(words("filing.choice.preview"), "filing.preview", args, synonyms=("xem truoc",))
        yield Button(words("filing.choice.nil_all"), "filing.ask_nil", args, synonyms=("khong phat sinh", "kps"))
    if draft.entry.answered_count:
        yield from fill_from_units.take_buttons(draft)
    yield workbook_template.workbook_button(draft)
    yield Button(words("filing.choice.later"), "filing.postpone", args)


def open_report(turn: Turn, args: Args) -> None:
    """A report chosen from a list or a reminder: started with its choices, resumed where it stopped."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    if draft.obligation.version or not draft.entry.answered_count:
        turn.start_dialog(None)
        return _single(turn, draft.obligation)
    begin(turn, args)


def begin(turn: Turn, args: Args) -> None:
    """Bắt đầu, Làm tiếp: the next question; a report sent before goes to its review."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    if draft.obligation.version:
        return turn.run_action("filing.show_review", obligation=draft.id)
    if draft.entry.answered_count:
        name = full_report_name(turn.words, draft.plan, draft.obligation)
        turn.add_message(
            "filing.resuming", report=name, answered=draft.entry.answered_count, total=draft.entry.question_count
        )
        add_authors(draft)
    open_interview(draft, draft.entry.next_open())


def preview(turn: Turn, args: Args) -> None:
    """Xem trước các câu hỏi: the form on one page, each section once."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    seen = FormEntry(draft.form, draft.zones[:1], {})
    turn.add_message("filing.preview", n=len(seen.slots))
    for part in seen.sections:
        asked_again = turn.words("filing.per_zone") if part[0].zone and len(draft.zones) > 1 else ""
        questions = "\n".join(f" {slot.number}. {question_text(slot)}{_aside(turn, slot)}" for slot in part)
        turn.add_text(f"{part_words(turn.words, part)}{asked_again}\n{questions}")
    turn.set_buttons(*(button for button in _ways(draft) if button.action != "filing.preview"))


def _aside(turn: Turn, slot: QuestionSlot) -> str:
    """What sets a question apart: not for the chat, asked only after a certain answer, optional."""
    question = slot.question
    if question.not_through_chat:
        return f" · {turn.words('text.answer.off_channel')}"
    if question.visible_if:
        return turn.words("filing.if_it_applies")
    return "" if question.required else turn.words("filing.optional")


def postpone(turn: Turn, args: Args) -> None:
    """Để sau."""
    turn.start_dialog(None)
    turn.add_message("filing.later")
    turn.show_menu()
