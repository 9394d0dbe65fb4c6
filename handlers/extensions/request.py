"""``/giahan`` for an officer: asks for a new last day of one report, with the reason; a coordinator above decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.extensions import case, decide
from handlers.extensions.state import ExtensionRequestState
from handlers.reports.access import open_for_officer
from handlers.text.deadlines import day_words, last_day_words, time_left_words
from handlers.text.people import member_names
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.extension import MOST_ASKED, extension_problem, suggested_days
from reporting.deadlines.obligation import OWED, ReportState
from reporting.form_entry.date_input import read_date_input
from reporting.roles import FILES
from storage.audit import audit
from storage.people import people
from storage.people.people import Member
from storage.reports import extensions, obligations
from storage.reports.extensions import Extension, ExtensionOutcome
from storage.reports.obligations import Obligation


def command(turn: Turn, rest: str) -> None:
    """``/giahan``, ``/giahan 29/5``: an officer asks, a coordinator answers."""
    if turn.me.role not in FILES:
        return decide.show_list(turn, {})
    begin(turn, {"typed": rest})


def begin(turn: Turn, args: Args) -> None:
    """Asks which report; takes the only one. Without any: says why the last one needs no more time."""
    turn.start_dialog(None)
    everything = obligations.of_unit(turn.tx, turn.me.unit.id)
    owed = [obligation for obligation in everything if obligation.state in OWED]
    listed = [obligation for obligation in owed if obligation.is_listed(turn.today)]
    if not listed:
        return _nothing(turn, everything, owed[:1])
    if len(listed) == 1:
        return choose_report(turn, {"obligation": listed[0].id, **args})
    turn.add_message("extensions.which")
    turn.set_buttons(*_reports(turn, listed), case.leave_button(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """Asks for the new last day, or shows the request that is open already. ``args["typed"]``: a day typed before."""
    obligation = _held(turn, args["obligation"])
    if obligation is None:
        return
    if waiting := extensions.open_of(turn.tx, obligation.id):
        return _waiting(turn, obligation, waiting)
    turn.start_dialog(ExtensionRequestState(report=obligation.id))
    if typed := args.get("typed"):
        _read_day(turn, obligation, typed)
    else:
        _ask_day(turn, obligation)


def choose_day(turn: Turn, args: Args) -> None:
    """One of the suggested days."""
    state = turn.dialog_as(ExtensionRequestState)
    if obligation := _held(turn, state.report if state else 0):
        _take_day(turn, obligation, date.fromisoformat(args["until"]))


def on_text(turn: Turn, state: ExtensionRequestState, text: str) -> Reply:
    """The day, then the reason."""
    if obligation := _held(turn, state.report):
        if state.until:
            _take_reason(turn, obligation, state.until, text)
        else:
            _read_day(turn, obligation, text)
    return HANDLED


def prompt(turn: Turn, state: ExtensionRequestState) -> None:
    if obligation := _held(turn, state.report):
        if state.until:
            _ask_reason(turn, state.until)
        else:
            _ask_day(turn, obligation)


def withdraw_request(turn: Turn, args: Args) -> None:
    """Rút đề nghị: withdraws the request before anybody answered it."""
    extension = extensions.get(turn.tx, args["extension"])
    obligation = _held(turn, extension.obligation_id) if extension else None
    if extension is None or obligation is None:
        return
    extension = extensions.get(turn.tx, extension.id)  # read again under the lock
    assert extension is not None
    if extension.state != ExtensionOutcome.ASKED:
        case.add_decision(turn, extension)
    else:
        extensions.decide(
            turn.tx, extension, ExtensionOutcome.DROPPED, turn.me.person_id, turn.now, until=extension.until
        )
        audit.record(turn.tx, turn.now, turn.me.person_id, "extension.dropped", obligation=obligation)
        turn.add_message("extensions.dropped", last=last_day_words(turn.words, obligation))
    turn.start_dialog(None)
    turn.set_buttons(Button(turn.words("extensions.choice.reports"), "filing.list_reports"))


def leave(turn: Turn, args: Args) -> None:
    """Ends the dialog; nothing is asked for."""
    turn.start_dialog(None)
    turn.show_menu()


def _read_day(turn: Turn, obligation: Obligation, text: str) -> None:
    day = read_date_input(text, turn.today)
    if isinstance(day, str):
        turn.add_message(f"extensions.{day}", text=text[:40])
        _offer_days(turn, obligation)
    else:
        _take_day(turn, obligation, day.day)


def _take_day(turn: Turn, obligation: Obligation, until: date) -> None:
    why = extension_problem(until, obligation.late_from, turn.today, MOST_ASKED)
    if why is not None:
        day = turn.words.day(until)
        turn.add_message(f"extensions.{why}", day=day, last=last_day_words(turn.words, obligation), n=MOST_ASKED.days)
        return _offer_days(turn, obligation)
    turn.start_dialog(ExtensionRequestState(report=obligation.id, until=until))
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn, until)


def _take_reason(turn: Turn, obligation: Obligation, until: date, text: str) -> None:
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn, until)
    if waiting := extensions.open_of(turn.tx, obligation.id):  # a colleague asked meanwhile
        return _waiting(turn, obligation, waiting)
    if extension_problem(until, obligation.late_from, turn.today, MOST_ASKED):  # the deadline moved, or midnight passed
        return _take_day(turn, obligation, until)
    extension = extensions.add_request(turn.tx, obligation.id, until, reason, turn.me.person_id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "extension.asked",
        obligation=obligation,
        until=until.isoformat(),
        reason=reason,
    )
    deciders = case.deciders(turn.tx, turn.me.unit, turn.me.person_id)
    for decider in deciders:
        _notify_decider(turn, decider, obligation, extension)
    turn.start_dialog(None)
    report, words = case.report_title(turn, obligation), turn.words
    turn.add_message("extensions.asked", report=report, until=day_words(words, until))
    if deciders:
        turn.add_message("extensions.who_decides", who=member_names(words, deciders))
    else:
        turn.add_message("extensions.nobody_decides")
    turn.add_message("extensions.until_then", last=last_day_words(words, obligation))
    turn.set_buttons(
        _withdraw_button(turn, extension), Button(words("extensions.choice.reports"), "filing.list_reports")
    )


def _notify_decider(turn: Turn, decider: Member, obligation: Obligation, extension: Extension) -> None:
    unit, args = turn.me.unit, {"extension": extension.id, "membership": decider.membership_id}

    def text(words: Words) -> str:
        return case.request_words(turn.tx, turn.services, words, obligation, unit, extension, turn.now)

    def choices(words: Words) -> Sequence[Button]:
        return case.answer_buttons(words, args)

    notify_person(
        turn.tx, decider.person_id, text, choices, key=f"extension:{extension.id}:{decider.person_id}", now=turn.now
    )


def _waiting(turn: Turn, obligation: Obligation, extension: Extension) -> None:
    """Shows the open request, with a button that withdraws it."""
    turn.start_dialog(None)
    words = turn.words
    turn.add_message(
        "extensions.waiting",
        report=case.report_title(turn, obligation),
        until=day_words(words, extension.until),
        reason=extension.reason,
        who=people.name_of(turn.tx, extension.asked_by),
        moment=words.moment(extension.asked_at),
    )
    turn.set_buttons(
        _withdraw_button(turn, extension), Button(words("extensions.choice.reports"), "filing.list_reports")
    )


def _held(turn: Turn, obligation_id: int) -> Obligation | None:
    """The report, locked, while it is owed; ``None`` otherwise, with the reason said."""
    obligation = open_for_officer(turn, obligation_id)
    if obligation is not None and obligation.state not in OWED:
        turn.start_dialog(None)
        _say_settled(turn, obligation)
        turn.set_buttons(Button(turn.words("extensions.choice.reports"), "filing.list_reports"))
        return None
    return obligation


def _nothing(turn: Turn, everything: Sequence[Obligation], coming: Sequence[Obligation]) -> None:
    """No report is open: says why the last one needs no more time; the next one may be chosen."""
    settled = [obligation for obligation in everything if obligation.state not in OWED]
    if settled:
        _say_settled(turn, settled[-1])
    else:
        turn.add_message("menu.nothing_owed")
    if not coming:
        return turn.show_menu()
    turn.set_buttons(*_reports(turn, coming), case.leave_button(turn))


def _say_settled(turn: Turn, obligation: Obligation) -> None:
    """ "Báo cáo … đã nộp lúc 09:42 ngày 19/5/2026 nên không cần gia hạn."."""
    if obligation.state == ReportState.EXCUSED:
        turn.add_message(
            "extensions.settled.excused", report=case.report_title(turn, obligation), why=obligation.excused_why
        )
    elif obligation.state == ReportState.FILED and obligation.filed_at:
        turn.add_message(
            "extensions.settled.filed",
            report=case.report_title(turn, obligation),
            moment=turn.words.moment(obligation.filed_at),
        )
    else:
        turn.add_message("extensions.settled.accepted", report=case.report_title(turn, obligation))


def _ask_day(turn: Turn, obligation: Obligation) -> None:
    words = turn.words
    last, left = last_day_words(words, obligation), time_left_words(words, obligation, turn.now)
    turn.add_message("extensions.ask_day", report=case.report_title(turn, obligation), last=last, left=left)
    turn.add_message("extensions.how_day", example=words.day(_suggested(turn, obligation)[0], year=False))
    _offer_days(turn, obligation)


def _offer_days(turn: Turn, obligation: Obligation) -> None:
    days = (
        Button(
            turn.words("extensions.choice.day", day=day_words(turn.words, until)),
            "extensions.choose_day",
            {"until": until.isoformat()},
        )
        for until in _suggested(turn, obligation)
    )
    turn.set_buttons(*days, case.leave_button(turn), numbered=True)


def _suggested(turn: Turn, obligation: Obligation) -> tuple[date, date]:
    return suggested_days(obligation.last_day, turn.today, turn.services.calendar)


def _ask_reason(turn: Turn, until: date) -> None:
    turn.add_message("extensions.ask_reason", until=day_words(turn.words, until))
    turn.set_buttons(case.leave_button(turn), numbered=False)


def _withdraw_button(turn: Turn, extension: Extension) -> Button:
    return Button(turn.words("extensions.choice.drop"), "extensions.withdraw", {"extension": extension.id})


def _reports(turn: Turn, several: Sequence[Obligation]) -> list[Button]:
    return [
        Button(case.report_title(turn, obligation), "extensions.choose_report", {"obligation": obligation.id})
        for obligation in several
    ]
