"""A filled spreadsheet comes back: its answers are stored all together or not at all.

The dialog "filing.workbook" asks before other answers are replaced or what looks like personal data is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.filing import workbook_template
from handlers.filing.state import WorkbookState
from handlers.filing.workbook_text import change_line, wrong_lines
from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.text.report_names import full_report_name
from handlers.text.workbook import MOST
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, NotUnderstood, Reply
from handlers.turn.messages import Button, File
from reporting.form_entry.answer_input import Answer
from reporting.roles import FILES
from reporting.workbook import FilledWorkbook, SheetReading, UnreadableWorkbook, form_hash, read_entries
from storage.audit import audit
from storage.people import people
from storage.reports import obligations
from storage.reports.obligations import Obligation

Args = Mapping[str, Any]


def on_file(turn: Turn, file: File) -> bool:
    """Takes a workbook made by this program, and explains another one; False for any other kind of file."""
    match file.parsed:
        case UnreadableWorkbook("not_a_workbook"):
            return False
        case UnreadableWorkbook(code):
            turn.add_message(f"filing.workbook.unread.{code}")
            _offer_template(turn)
        case FilledWorkbook() as filled:
            _filled(turn, filled)
        case _:
            return False
    return True


def _offer_template(turn: Turn) -> None:
    if turn.me.role in FILES and turn.dialog is None:
        turn.set_buttons(Button(turn.words("reports.choice.list"), "filing.list_reports"))


def _filled(turn: Turn, filled: FilledWorkbook) -> None:
    if turn.me.role not in FILES:
        return turn.add_message("filing.workbook.not_your_role")
    obligation = _obligation(turn, filled)
    draft = open_draft(turn, obligation.id) if obligation else None
    if draft is None:
        return
    if filled.form_hash != form_hash(draft.form) or filled.subject.form != draft.form.id:
        turn.add_message(
            "filing.workbook.form_changed", report=full_report_name(turn.words, draft.plan, draft.obligation)
        )
        return turn.set_buttons(workbook_template.workbook_button(draft))
    if not filled.entries:
        turn.add_message("filing.workbook.empty")
        return turn.set_buttons(*_buttons(draft))
    _read(draft, read_entries(draft.entry, filled.entries, turn.today))


def _obligation(turn: Turn, filled: FilledWorkbook) -> Obligation | None:
    """The report the workbook was made for, where it is the unit's own; else says why not."""
    identity, unit = filled.subject, turn.me.unit
    if identity.unit != unit.code:
        others = people.memberships(turn.tx, turn.me.person_id)
        mine = next(
            (member.unit.name for member in others if member.unit.code == identity.unit and member.role in FILES), None
        )
        turn.add_message(
            "filing.workbook.other_hat" if mine else "filing.workbook.other_unit",
            own=unit.name,
            other=mine or identity.unit[:40],
        )
        return None
    for obligation in obligations.of_unit(turn.tx, unit.id):
        if (obligation.plan_id, obligation.report_id, obligation.period) == (
            identity.plan,
            identity.report,
            identity.period,
        ):
            return obligation
    turn.add_message("filing.workbook.no_report")
    return None


def _read(draft: Draft, reading: SheetReading) -> None:
    turn = draft.turn
    if (secret := reading.secrecy_marking) is not None:
        return turn.add_message("text.secret", marking=secret)
    if reading.wrong:
        turn.add_text("\n".join(wrong_lines(draft, reading.wrong)))
        turn.want_file()
        return turn.set_buttons(*_buttons(draft))
    new = {key: answer for key, answer in reading.answers.items() if draft.entry.answers.get(key) != answer}
    if not new:
        turn.add_message("text.workbook.nothing_new")
        return turn.set_buttons(*_buttons(draft))
    cells = {key: entry.cell for key, entry in reading.entries.items() if key in new}
    if _changed(draft, new) or _personal(new):
        return _ask(draft, new, cells)
    _store(draft, new)


def _buttons(draft: Draft) -> Iterator[Button]:
    yield Button(draft.turn.words("filing.workbook.choice.chat"), "filing.begin", {"obligation": draft.id})
    yield workbook_template.workbook_button(draft)


def _changed(draft: Draft, given: Mapping[str, Answer]) -> list[str]:
    """The keys of the present answers that would be replaced; a question left out is not one."""
    present = draft.entry.answers
    return [key for key in given if key in present and present[key].state != "skipped" and present[key] != given[key]]


def _personal(given: Mapping[str, Answer]) -> dict[str, list[str]]:
    """The texts that look like personal data: key → kinds."""
    return {key: kinds for key, answer in given.items() if (kinds := answer.personal_data)}


def _ask(draft: Draft, given: Mapping[str, Answer], cells: Mapping[str, str]) -> None:
    """Shows what would be replaced and what looks like personal data, and asks whether to store it."""
    turn, changed, doubtful = draft.turn, _changed(draft, given), _personal(given)
    seen = {key: draft.entry.answers[key] for key in changed}
    turn.start_dialog(WorkbookState(obligation=draft.id, answers=dict(given), seen=seen, cells=dict(cells)))
    turn.add_message(
        "filing.workbook.has", n=len(given), report=full_report_name(turn.words, draft.plan, draft.obligation)
    )
    if changed:
        lines = [change_line(draft, key, given[key]) for key in changed[:MOST]]
        more = [turn.words("filing.workbook.and_more", n=len(changed) - MOST)] if len(changed) > MOST else []
        turn.add_text("\n".join([turn.words("filing.workbook.would_change", n=len(changed)), *lines, *more]))
    if doubtful:
        kinds = dict.fromkeys(kind for some in doubtful.values() for kind in some)
        named = ", ".join(turn.words(f"text.personal.{kind}") for kind in kinds)
        turn.add_message(
            "filing.workbook.personal", kinds=named, cells=", ".join(cells[key] for key in list(doubtful)[:MOST])
        )
    _set_buttons(draft, given)


def _set_buttons(draft: Draft, given: Mapping[str, Answer]) -> None:
    words, only_new = draft.turn.words, len(given) > len({*_changed(draft, given), *_personal(given)})
    everything = Button(
        words("filing.workbook.choice.all"), "filing.store_workbook", {"all": True}, ("co", "dung", "yes")
    )
    new = Button(words("filing.workbook.choice.new"), "filing.store_workbook", {"all": False})
    nothing = Button(words("filing.workbook.choice.none"), "filing.discard_workbook", synonyms=("khong", "no"))
    draft.turn.set_buttons(everything, *([new] if only_new else []), nothing, numbered=True)


def store_workbook(turn: Turn, args: Args) -> None:
    """Stores all of the file, or only what replaces no answer and looks like no personal data (``all`` is False)."""
    state = turn.dialog_as(WorkbookState)
    draft, given = _load(turn, state)
    if draft is None or state is None or not given:
        return
    if any(draft.entry.answers[key] != state.seen.get(key) for key in _changed(draft, given)):
        turn.add_message("filing.submit.changed_meanwhile")
        return _ask(draft, given, state.cells)
    left_out = set() if args["all"] else {*_changed(draft, given), *_personal(given)}
    _store(draft, {key: answer for key, answer in given.items() if key not in left_out})


def discard_workbook(turn: Turn, args: Args) -> None:
    """Stores nothing of the file."""
    draft, _ = _load(turn, turn.dialog_as(WorkbookState))
    if draft is None:
        return
    turn.start_dialog(None)
    turn.add_message("filing.workbook.dropped")
    turn.set_buttons(*_buttons(draft))


def _load(turn: Turn, state: WorkbookState | None) -> tuple[Draft | None, dict[str, Answer]]:
    """The report with the answers of the file, without those of communes that are selected no longer."""
    draft = open_draft(turn, state.obligation if state else 0)
    if draft is None or state is None:
        return None, {}
    return draft, {key: answer for key, answer in state.answers.items() if key in draft.entry}


def on_text(turn: Turn, state: WorkbookState, text: str) -> Reply:
    """Only a button decides."""
    draft, given = _load(turn, state)
    if draft is None:
        return HANDLED
    _set_buttons(draft, given)
    return NotUnderstood(turn.words("filing.workbook.choose"))


def prompt(turn: Turn, state: WorkbookState) -> None:
    draft, given = _load(turn, state)
    if draft is not None:
        _ask(draft, given, state.cells)


def _store(draft: Draft, given: Mapping[str, Answer]) -> None:
    turn = draft.turn
    changed = len(_changed(draft, given))
    draft.save_answers(given)
    person, obligation = turn.me.person_id, draft.obligation
    audit.record(turn.tx, turn.now, person, "report.sheet_taken", obligation=obligation, answers=len(given))
    turn.add_message(
        "filing.workbook.taken_changed" if changed else "filing.workbook.taken", n=len(given), changed=changed
    )
    turn.run_action("filing.show_review", obligation=draft.id)
