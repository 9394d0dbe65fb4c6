"""``/baocao``: the reports the unit has to submit, by deadline, and the screen of one report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.filing import fill_from_units, workbook_template
from handlers.filing.answer_feedback import add_authors
from handlers.filing.question_prompt import open_interview
from handlers.reports import locks
from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.text.answers import part_words, question_text
from handlers.text.deadlines import deadline_words, window_words
from handlers.text.report_names import full_report_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.form_entry.interview import FormEntry, QuestionSlot
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation

Args = Mapping[str, Any]


def show(turn: Turn, typed: str = "") -> None:
    """The reports at hand; of a single one its own screen."""
    turn.start_dialog(None)
    reports = _at_hand(turn)
    if not reports:
        return _add_next(turn)
    if len(reports) == 1:
        key = "filing.single" if reports[0].state in OWED else "filing.single_sent"
        return _show_report(turn, reports[0], turn.words(key))
    entries = (f"{number}. {_entry(turn, report)}" for number, report in enumerate(reports, 1))
    turn.add_text("\n".join((turn.words("filing.list", n=len(reports)), *entries)))
    turn.set_buttons(*(_open_button(turn, report) for report in reports))


def _open_button(turn: Turn, report: Obligation) -> Button:
    name = report_name(turn.words, turn.plans.get(turn.tx, report.plan_id), report)
    return Button(name, "filing.open", {"obligation": report.id})


def _at_hand(turn: Turn) -> list[Obligation]:
    """The reports to fill in today, and the submitted ones with changes that are not submitted yet."""
    unit_id = turn.me.unit.id
    listed = {report.id for report in obligations.open_of_unit(turn.tx, unit_id, turn.today)}
    changed = submissions.changed_reports(turn.tx, unit_id) - listed

    def has_changes(report: Obligation) -> bool:
        return report.state != ReportState.ACCEPTED and Draft(turn, report).has_unsent_changes()

    reports = obligations.of_unit(turn.tx, unit_id)
    return [report for report in reports if report.id in listed or (report.id in changed and has_changes(report))]


def show_list(turn: Turn, args: Args) -> None:
    show(turn)


def _add_next(turn: Turn) -> None:
    """Says that no report is at hand, and which one comes next."""
    turn.add_message("filing.none_open")
    owed = (report for report in obligations.of_unit(turn.tx, turn.me.unit.id) if report.state in OWED)
    if coming := next((report for report in owed if report.last_day >= turn.today), None):
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
        if obligation.on_paper:
            return turn.words("filing.state.on_paper", day=turn.words.day(local_day(obligation.filed_at)))
        return turn.words("filing.state.filed", moment=turn.words.moment(obligation.filed_at))
    if obligation.state == ReportState.NOT_BEGUN:
        return turn.words("filing.state.late" if obligation.is_late(turn.now) else "filing.state.not_begun")
    entry = (draft or Draft(turn, obligation)).entry
    return turn.words("filing.state.drafting", answered=entry.answered_count, total=entry.question_count)


def _show_report(turn: Turn, obligation: Obligation, *title: str) -> None:
    """The screen of one report, under a title line if any."""
    draft = Draft(turn, obligation)
    open_still = obligation.version and obligation.state != ReportState.ACCEPTED
    changed = [turn.words("filing.unsent_changes")] if open_still and draft.has_unsent_changes() else []
    turn.add_text(
        "\n".join(
            (*title, _entry(turn, obligation, draft), *_zones(draft), *fill_from_units.status_lines(draft), *changed)
        )
    )
    turn.add_text(locks.closed_reason(turn, obligation) or "")
    turn.set_buttons(*_buttons(draft))


def _zones(draft: Draft) -> Iterator[str]:
    """The communes that it is about, or that there is none."""
    names = [zone.name for zone in draft.zones if zone.id != draft.turn.me.unit.id]
    if names:
        yield draft.turn.words("filing.zones", n=len(names), names=", ".join(names))
    if draft.form.repeats and not draft.zones:
        yield draft.turn.words("filing.no_zones")


def _buttons(draft: Draft) -> Iterator[Button]:
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
    """A report chosen from a list or a reminder: its screen; a draft is resumed at the open question."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    if draft.obligation.version or not draft.entry.answered_count:
        turn.start_dialog(None)
        return _show_report(turn, draft.obligation)
    begin(turn, args)


def begin(turn: Turn, args: Args) -> None:
    """Bắt đầu, Làm tiếp: the next question; of a submitted report its review."""
    if (draft := open_draft(turn, args["obligation"])) is None:
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
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    entry = FormEntry(draft.form, draft.zones[:1], {})
    turn.add_message("filing.preview", n=len(entry.slots))
    for part in entry.sections:
        asked_again = turn.words("filing.per_zone") if part[0].zone and len(draft.zones) > 1 else ""
        questions = "\n".join(f" {slot.number}. {question_text(slot)}{_question_note(turn, slot)}" for slot in part)
        turn.add_text(f"{part_words(turn.words, part)}{asked_again}\n{questions}")
    turn.set_buttons(*(button for button in _buttons(draft) if button.action != "filing.preview"))


def _question_note(turn: Turn, slot: QuestionSlot) -> str:
    """A remark behind a question: not through the chat, asked only after a certain answer, optional."""
    question = slot.question
    if question.not_through_chat:
        return f" · {turn.words('text.answer.off_channel')}"
    if question.visible_if:
        return turn.words("filing.if_it_applies")
    return "" if question.required else turn.words("filing.optional")


def postpone(turn: Turn, args: Args) -> None:
    """Để sau: closes the report and shows the menu."""
    turn.start_dialog(None)
    turn.add_message("filing.later")
    turn.show_menu()
