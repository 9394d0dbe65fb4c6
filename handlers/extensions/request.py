"""``/giahan`` for an officer: more time for one report, a new last day and the reason; a coordinator above decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.extensions import case, decide
from handlers.reports.access import open_for_officer
from handlers.text.deadlines import day_words, last_day_words, time_left_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.extension import MOST_ASKED, extension_problem, suggested_days
from reporting.deadlines.obligation import OWED, ReportState
from reporting.form_entry.date_input import read_date_input
from reporting.roles import FILES
from reporting.text import fold
from storage.audit import audit
from storage.people import people
from storage.people.people import Member
from storage.reports import extensions, obligations
from storage.reports.extensions import Extension, ExtensionOutcome
from storage.reports.obligations import Obligation

Args = Mapping[str, Any]


def command(turn: Turn, rest: str) -> None:
    """``/giahan``, ``/giahan 29/5``: an officer asks, a coordinator answers."""
    if turn.me.role not in FILES:
        return decide.show_list(turn, {})
    begin(turn, {"typed": rest})


def begin(turn: Turn, args: Args) -> None:
    """Which report; the only one at once; with none at hand, why the last needs no time, and the next one."""
    turn.start_dialog(None)
    everything = obligations.of_unit(turn.tx, turn.me.unit.id)
    owed = [obligation for obligation in everything if obligation.state in OWED]
    listed = [obligation for obligation in owed if obligation.is_listed(turn.today)]
    if not listed:
        return _nothing(turn, everything, owed[:1])
    if len(listed) == 1:
        return choose_report(turn, {"obligation": listed[0].id, **args})
    turn.add_message("extensions.which")
    turn.set_buttons(*_reports(turn, listed), _leaving(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """The report chosen: asks for the day, or shows the request that is open."""
    obligation = _held(turn, args["obligation"])
    if obligation is None:
        return
    if waiting := extensions.open_of(turn.tx, obligation.id):
        return _waiting(turn, obligation, waiting)
    turn.start_dialog("extensions.request", report=obligation.id)
    if typed := args.get("typed"):
        _read_day(turn, obligation, typed)
    else:
        _ask_day(turn, obligation)


def choose_day(turn: Turn, args: Args) -> None:
    """A day that was offered."""
    if obligation := _open_report(turn):
        _take_day(turn, obligation, date.fromisoformat(args["until"]))


def on_text(turn: Turn, text: str) -> str | None:
    """The day, then the reason."""
    obligation = _open_report(turn)
    if obligation is None or turn.dialogue is None:
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("extensions.not_read")
    if "until" in turn.dialogue:
        _take_reason(turn, obligation, text)
        return None
    _read_day(turn, obligation, text)
    return None


def show(turn: Turn) -> None:
    if (obligation := _open_report(turn)) is None or turn.dialogue is None:
        return
    if "until" in turn.dialogue:
        _ask_reason(turn)
    else:
        _ask_day(turn, obligation)


def withdraw_request(turn: Turn, args: Args) -> None:
    """Rút đề nghị: taken back before anybody answered."""
    extension = extensions.get(turn.tx, args["extension"])
    obligation = _held(turn, extension.obligation_id) if extension else None
    if extension is None or obligation is None:
        return
    extension = extensions.get(turn.tx, extension.id)  # as it is now that the report is held
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
    """Nothing is asked for after all."""
    turn.start_dialog(None)
    turn.show_menu()


def _read_day(turn: Turn, obligation: Obligation, text: str) -> None:
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message(f"extensions.{coming}", text=text[:40])
        _offer_days(turn, obligation)
    else:
        _take_day(turn, obligation, coming.day)


def _take_day(turn: Turn, obligation: Obligation, until: date) -> None:
    why = extension_problem(until, obligation.late_from, turn.today, MOST_ASKED)
    if why is not None:
        day = turn.words.day(until)
        turn.add_message(f"extensions.{why}", day=day, last=last_day_words(turn.words, obligation), n=MOST_ASKED.days)
        return _offer_days(turn, obligation)
    turn.start_dialog("extensions.request", report=obligation.id, until=until.isoformat())
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn)


def _take_reason(turn: Turn, obligation: Obligation, text: str) -> None:
    assert turn.dialogue is not None
    until = date.fromisoformat(turn.dialogue["until"])
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn)
    if waiting := extensions.open_of(turn.tx, obligation.id):  # a colleague was quicker
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
        _tell_decider(turn, decider, obligation, extension)
    turn.start_dialog(None)
    report, words = _name(turn, obligation), turn.words
    turn.add_message("extensions.asked", report=report, until=day_words(words, until))
    if deciders:
        turn.add_message("extensions.who_decides", who=_names(deciders))
    else:
        turn.add_message("extensions.nobody_decides")
    turn.add_message("extensions.until_then", last=last_day_words(words, obligation))
    turn.set_buttons(_dropping(turn, extension), Button(words("extensions.choice.reports"), "filing.list_reports"))


def _tell_decider(turn: Turn, decider: Member, obligation: Obligation, extension: Extension) -> None:
    unit, args = turn.me.unit, {"extension": extension.id, "membership": decider.membership_id}

    def text(words: Words) -> str:
        return case.request_words(turn.tx, turn.services, words, obligation, unit, extension, turn.now)

    def choices(words: Words) -> Sequence[Button]:
        return case.answer_buttons(words, args)

    notify_person(
        turn.tx, decider.person_id, text, choices, key=f"extension:{extension.id}:{decider.person_id}", now=turn.now
    )


def _waiting(turn: Turn, obligation: Obligation, extension: Extension) -> None:
    """A request is open: it waits, or is taken back."""
    turn.start_dialog(None)
    words = turn.words
    turn.add_message(
        "extensions.waiting",
        report=_name(turn, obligation),
        until=day_words(words, extension.until),
        reason=extension.reason,
        who=people.name_of(turn.tx, extension.asked_by),
        moment=words.moment(extension.asked_at),
    )
    turn.set_buttons(_dropping(turn, extension), Button(words("extensions.choice.reports"), "filing.list_reports"))


def _held(turn: Turn, obligation_id: int) -> Obligation | None:
    """The report, locked, while it is owed; otherwise ``None``, with the reason said."""
    obligation = open_for_officer(turn, obligation_id)
    if obligation is not None and obligation.state not in OWED:
        turn.start_dialog(None)
        _say_settled(turn, obligation)
        turn.set_buttons(Button(turn.words("extensions.choice.reports"), "filing.list_reports"))
        return None
    return obligation


def _open_report(turn: Turn) -> Obligation | None:
    return _held(turn, (turn.dialogue or {}).get("report", 0))


def _nothing(turn: Turn, everything: Sequence[Obligation], coming: Sequence[Obligation]) -> None:
    """Nothing is at hand: why the last report needs no more time; the one to come may be chosen."""
    settled = [obligation for obligation in everything if obligation.state not in OWED]
    if settled:
        _say_settled(turn, settled[-1])
    else:
        turn.add_message("menu.nothing_owed")
    if not coming:
        return turn.show_menu()
    turn.set_buttons(*_reports(turn, coming), _leaving(turn))


def _say_settled(turn: Turn, obligation: Obligation) -> None:
    """ "Báo cáo … đã nộp lúc 09:42 ngày 19/5/2026 nên không cần gia hạn."."""
    if obligation.state == ReportState.EXCUSED:
        turn.add_message("extensions.settled.excused", report=_name(turn, obligation), why=obligation.excused_why)
    elif obligation.state == ReportState.FILED and obligation.filed_at:
        turn.add_message(
            "extensions.settled.filed", report=_name(turn, obligation), moment=turn.words.moment(obligation.filed_at)
        )
    else:
        turn.add_message("extensions.settled.accepted", report=_name(turn, obligation))


def _ask_day(turn: Turn, obligation: Obligation) -> None:
    words = turn.words
    last, left = last_day_words(words, obligation), time_left_words(words, obligation, turn.now)
    turn.add_message("extensions.ask_day", report=_name(turn, obligation), last=last, left=left)
    turn.add_message("extensions.how_day", example=words.day(_suggested(turn, obligation)[0], year=False))
    _offer_days(turn, obligation)


def _offer_days(turn: Turn, obligation: Obligation) -> None:
    days = (
        Button(
            turn.words("extensions.choice.day", day=day_words(turn.words, until)),
            "extensions.choose_day",
            _until(until),
        )
        for until in _suggested(turn, obligation)
    )
    turn.set_buttons(*days, _leaving(turn), numbered=True)


def _suggested(turn: Turn, obligation: Obligation) -> tuple[date, date]:
    return suggested_days(obligation.last_day, turn.today, turn.services.calendar)


def _ask_reason(turn: Turn) -> None:
    assert turn.dialogue is not None
    until = date.fromisoformat(turn.dialogue["until"])
    turn.add_message("extensions.ask_reason", until=day_words(turn.words, until))
    turn.set_buttons(_leaving(turn), numbered=False)


def _until(until: date) -> dict[str, str]:
    return {"until": until.isoformat()}


def _dropping(turn: Turn, extension: Extension) -> Button:
    return Button(turn.words("extensions.choice.drop"), "extensions.withdraw", {"extension": extension.id})


def _reports(turn: Turn, several: Sequence[Obligation]) -> list[Button]:
    return [
        Button(_name(turn, obligation), "extensions.choose_report", {"obligation": obligation.id})
        for obligation in several
    ]


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("extensions.choice.leave"), "extensions.leave", synonyms=("huy", "thoat", "cancel"))


def _name(turn: Turn, obligation: Obligation) -> str:
    return full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)


def _names(deciders: Sequence[Member]) -> str:
    return ", ".join(f"{decider.name} ({decider.unit.name})" for decider in deciders)
