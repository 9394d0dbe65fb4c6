"""``/giahan`` for an officer: more time for one report, a new last day and the reason; a coordinator above decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.extensions import case, decide
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
from storage.reports import extensions, obligations, submissions
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
    owed = [one for one in everything if one.state in OWED]
    listed = [one for one in owed if one.is_listed(turn.today)]
    if not listed:
        return _nothing(turn, everything, owed[:1])
    if len(listed) == 1:
        return choose_report(turn, {"obligation": listed[0].id, **args})
    turn.add_message("extensions.which")
    turn.set_buttons(*_reports(turn, listed), _leaving(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """The report chosen: asks for the day, or shows the request that is open."""
    one = _held(turn, args["obligation"])
    if one is None:
        return
    if waiting := extensions.open_of(turn.tx, one.id):
        return _waiting(turn, one, waiting)
    turn.start_dialog("extensions.request", report=one.id)
    if typed := args.get("typed"):
        _read_day(turn, one, typed)
    else:
        _ask_day(turn, one)


def choose_day(turn: Turn, args: Args) -> None:
    """A day that was offered."""
    if one := _open_report(turn):
        _take_day(turn, one, date.fromisoformat(args["until"]))


def on_text(turn: Turn, text: str) -> str | None:
    """The day, then the reason."""
    one = _open_report(turn)
    if one is None or turn.dialogue is None:
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("extensions.not_read")
    if "until" in turn.dialogue:
        _take_reason(turn, one, text)
        return None
    _read_day(turn, one, text)
    return None


def show(turn: Turn) -> None:
    if (one := _open_report(turn)) is None or turn.dialogue is None:
        return
    if "until" in turn.dialogue:
        _ask_reason(turn)
    else:
        _ask_day(turn, one)


def withdraw_request(turn: Turn, args: Args) -> None:
    """Rút đề nghị: taken back before anybody answered."""
    found = extensions.get(turn.tx, args["extension"])
    one = _held(turn, found.obligation_id) if found else None
    if found is None or one is None:
        return
    found = extensions.get(turn.tx, found.id)  # as it is now that the report is held
    assert found is not None
    if found.state != ExtensionOutcome.ASKED:
        case.add_decision(turn, found)
    else:
        extensions.decide(turn.tx, found, ExtensionOutcome.DROPPED, turn.me.person_id, turn.now, until=found.until)
        audit.record(turn.tx, turn.now, turn.me.person_id, "extension.dropped", obligation=one)
        turn.add_message("extensions.dropped", last=last_day_words(turn.words, one))
    turn.start_dialog(None)
    turn.set_buttons(Button(turn.words("extensions.choice.reports"), "filing.list_reports"))


def leave(turn: Turn, args: Args) -> None:
    """Nothing is asked for after all."""
    turn.start_dialog(None)
    turn.show_menu()


def _read_day(turn: Turn, one: Obligation, text: str) -> None:
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message(f"extensions.{coming}", text=text[:40])
        _offer_days(turn, one)
    else:
        _take_day(turn, one, coming.day)


def _take_day(turn: Turn, one: Obligation, until: date) -> None:
    why = extension_problem(until, one.late_from, turn.today, MOST_ASKED)
    if why is not None:
        day = turn.words.day(until)
        turn.add_message(f"extensions.{why}", day=day, last=last_day_words(turn.words, one), n=MOST_ASKED.days)
        return _offer_days(turn, one)
    turn.start_dialog("extensions.request", report=one.id, until=until.isoformat())
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn)


def _take_reason(turn: Turn, one: Obligation, text: str) -> None:
    assert turn.dialogue is not None
    until = date.fromisoformat(turn.dialogue["until"])
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn)
    if waiting := extensions.open_of(turn.tx, one.id):  # a colleague was quicker
        return _waiting(turn, one, waiting)
    if extension_problem(until, one.late_from, turn.today, MOST_ASKED):  # the deadline moved, or midnight passed
        return _take_day(turn, one, until)
    asked = extensions.add_request(turn.tx, one.id, until, reason, turn.me.person_id, turn.now)
    audit.record(
        turn.tx, turn.now, turn.me.person_id, "extension.asked", obligation=one, until=until.isoformat(), reason=reason
    )
    deciders = case.deciders(turn.tx, turn.me.unit, turn.me.person_id)
    for decider in deciders:
        _tell_decider(turn, decider, one, asked)
    turn.start_dialog(None)
    report, words = _name(turn, one), turn.words
    turn.add_message("extensions.asked", report=report, until=day_words(words, until))
    if deciders:
        turn.add_message("extensions.who_decides", who=_names(deciders))
    else:
        turn.add_message("extensions.nobody_decides")
    turn.add_message("extensions.until_then", last=last_day_words(words, one))
    turn.set_buttons(_dropping(turn, asked), Button(words("extensions.choice.reports"), "filing.list_reports"))


def _tell_decider(turn: Turn, decider: Member, one: Obligation, asked: Extension) -> None:
    unit, args = turn.me.unit, {"extension": asked.id, "membership": decider.membership_id}

    def text(words: Words) -> str:
        return case.request_words(turn.tx, turn.services, words, one, unit, asked, turn.now)

    def choices(words: Words) -> Sequence[Button]:
        return case.answer_buttons(words, args)

    notify_person(
        turn.tx, decider.person_id, text, choices, key=f"extension:{asked.id}:{decider.person_id}", now=turn.now
    )


def _waiting(turn: Turn, one: Obligation, asked: Extension) -> None:
    """A request is open: it waits, or is taken back."""
    turn.start_dialog(None)
    words = turn.words
    turn.add_message(
        "extensions.waiting",
        report=_name(turn, one),
        until=day_words(words, asked.until),
        reason=asked.reason,
        who=people.name_of(turn.tx, asked.asked_by),
        moment=words.moment(asked.asked_at),
    )
    turn.set_buttons(_dropping(turn, asked), Button(words("extensions.choice.reports"), "filing.list_reports"))


def _held(turn: Turn, obligation_id: int) -> Obligation | None:
    """The report, locked, while it is owed; otherwise ``None``, with the reason said."""
    submissions.lock(turn.tx, obligation_id)
    one = obligations.get(turn.tx, obligation_id)
    if one is None or one.unit_id != turn.me.unit.id or turn.me.role not in FILES:
        turn.start_dialog(None)
        turn.add_message("reports.not_here")
        turn.show_menu()
        return None
    if one.state not in OWED:
        turn.start_dialog(None)
        _say_settled(turn, one)
        turn.set_buttons(Button(turn.words("extensions.choice.reports"), "filing.list_reports"))
        return None
    return one


def _open_report(turn: Turn) -> Obligation | None:
    return _held(turn, (turn.dialogue or {}).get("report", 0))


def _nothing(turn: Turn, everything: Sequence[Obligation], coming: Sequence[Obligation]) -> None:
    """Nothing is at hand: why the last report needs no more time; the one to come may be chosen."""
    settled = [one for one in everything if one.state not in OWED]
    if settled:
        _say_settled(turn, settled[-1])
    else:
        turn.add_message("menu.nothing_owed")
    if not coming:
        return turn.show_menu()
    turn.set_buttons(*_reports(turn, coming), _leaving(turn))


def _say_settled(turn: Turn, one: Obligation) -> None:
    """ "Báo cáo … đã nộp lúc 09:42 ngày 19/5/2026 nên không cần gia hạn."."""
    if one.state == ReportState.EXCUSED:
        turn.add_message("extensions.settled.excused", report=_name(turn, one), why=one.excused_why)
    elif one.state == ReportState.FILED and one.filed_at:
        turn.add_message("extensions.settled.filed", report=_name(turn, one), moment=turn.words.moment(one.filed_at))
    else:
        turn.add_message("extensions.settled.accepted", report=_name(turn, one))


def _ask_day(turn: Turn, one: Obligation) -> None:
    words = turn.words
    last, left = last_day_words(words, one), time_left_words(words, one, turn.now)
    turn.add_message("extensions.ask_day", report=_name(turn, one), last=last, left=left)
    turn.add_message("extensions.how_day", example=words.day(_suggested(turn, one)[0], year=False))
    _offer_days(turn, one)


def _offer_days(turn: Turn, one: Obligation) -> None:
    days = (
        Button(
            turn.words("extensions.choice.day", day=day_words(turn.words, until)),
            "extensions.choose_day",
            _until(until),
        )
        for until in _suggested(turn, one)
    )
    turn.set_buttons(*days, _leaving(turn), numbered=True)


def _suggested(turn: Turn, one: Obligation) -> tuple[date, date]:
    return suggested_days(one.last_day, turn.today, turn.services.calendar)


def _ask_reason(turn: Turn) -> None:
    assert turn.dialogue is not None
    until = date.fromisoformat(turn.dialogue["until"])
    turn.add_message("extensions.ask_reason", until=day_words(turn.words, until))
    turn.set_buttons(_leaving(turn), numbered=False)


def _until(until: date) -> dict[str, str]:
    return {"until": until.isoformat()}


def _dropping(turn: Turn, asked: Extension) -> Button:
    return Button(turn.words("extensions.choice.drop"), "extensions.withdraw", {"extension": asked.id})


def _reports(turn: Turn, several: Sequence[Obligation]) -> list[Button]:
    return [Button(_name(turn, one), "extensions.choose_report", {"obligation": one.id}) for one in several]


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("extensions.choice.leave"), "extensions.leave", synonyms=("huy", "thoat", "cancel"))


def _name(turn: Turn, one: Obligation) -> str:
    return full_report_name(turn.words, turn.plans.get(turn.tx, one.plan_id), one)


def _names(deciders: Sequence[Member]) -> str:
    return ", ".join(f"{one.name} ({one.unit.name})" for one in deciders)
