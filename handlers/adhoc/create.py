"""``/dotxuat``: a coordinator asks chosen units for a report by an hour, on a plan's form or in their own words.

The dialogue "request" keeps what is known: ``{"name": "request", "period": "AD", "plan": "ca-mau-2026",
"own_form": true, "title": …, "counts": [["Số vụ", "vụ"]], "units": [17, 18], "chosen": true, "day": "2026-05-30",
"hour": "15:00"}``. What is missing is asked for, in that order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.adhoc import manage, unit_picker
from handlers.adhoc import steps as parts
from handlers.turn.context import DialogData, Turn
from handlers.turn.messages import Button
from locales import Words, words
from reporting.deadlines.calendar import last_instant
from reporting.plan.plan import Plan
from reporting.planning.adhoc_plan import AdhocRequest, RequestedFigure, forms_of, free_forms, plan_of
from reporting.roles import DECIDE_EXTENSIONS, FILES
from reporting.secrecy import secrecy_marking
from reporting.text import fold
from storage.audit import audit
from storage.people import people
from storage.reports import adhoc
from storage.units.units import Unit

Args = Mapping[str, Any]
FARTHEST = timedelta(days=366)
ORDER = ("title", "counts", "chosen", "day")
"""What is asked for, one after another."""


def command(turn: Turn, rest: str) -> None:
    begin(turn, {})


def begin(turn: Turn, args: Args) -> None:
    """What kind of report."""
    turn.start_dialog(None)
    if not turn.plans.active(turn.tx):
        turn.add_message("adhoc.no_plan")
        return turn.show_menu()
    turn.add_message("adhoc.which_kind")
    kinds = (("own", "AD", False), ("form", "AD", True), ("interim", "IR", True), ("final", "FR", True))
    running = manage.open_requests(turn)
    turn.set_buttons(
        *(
            Button(turn.words(f"adhoc.choice.{name}"), "adhoc.choose_kind", {"period": period, "own_form": own_form})
            for name, period, own_form in kinds
        ),
        *([Button(turn.words("adhoc.choice.running", n=len(running)), "adhoc.list_requests")] if running else []),
        parts.leave_button(turn),
    )


def choose_kind(turn: Turn, args: Args) -> None:
    """Under which plan, where there are several to choose from."""
    active = turn.plans.active(turn.tx)
    plans = [plan for plan in active if plan.forms] if args["own_form"] else active[:1]
    if not plans:
        turn.add_message("adhoc.no_plan")
        return turn.show_menu()
    if len(plans) == 1:
        return choose_plan(turn, {**args, "plan": plans[0].id})
    turn.start_dialog(None)
    turn.add_message("adhoc.which_plan")
    choices = (Button(plan.short_title, "adhoc.choose_plan", {**args, "plan": plan.id}) for plan in plans)
    turn.set_buttons(*choices, parts.leave_button(turn))


def choose_plan(turn: Turn, args: Args) -> None:
    """The plan is known: the rest is asked for one after another."""
    state: DialogData = {"period": args["period"], "own_form": args["own_form"], "plan": args["plan"]}
    _go_on(turn, state if not args["own_form"] else state | {"counts": []})


def choose_value(turn: Turn, args: Args) -> None:
    """A choice that gives what is asked for: the title offered, no counts."""
    if (state := _kept(turn)) is not None:
        _go_on(turn, state | dict(args))


def go_back(turn: Turn, args: Args) -> None:
    """Quay lại: what was given last is asked for again."""
    if (state := _kept(turn)) is None:
        return
    if _missing(state) == "chosen" and state.pop("picking", False):
        return _go_on(turn, state)
    given = [name for name in ORDER if name in state and not (name == "counts" and state["own_form"])]
    if not given:
        return begin(turn, {})
    state.pop(given[-1])
    _go_on(turn, state)


def on_text(turn: Turn, text: str) -> str | None:
    if (state := _kept(turn)) is None:
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("adhoc.not_read")
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
        _go_on(turn, state)
        return None
    readers = {
        "title": parts.read_title,
        "counts": parts.read_counts_typed,
        "chosen": unit_picker.read_units,
        "day": parts.read_day,
    }
    missing = _missing(state)
    if missing is None:
        return turn.words("adhoc.not_read")
    _go_on(turn, state | readers[missing](turn, state, text))
    return None


def show(turn: Turn) -> None:
    if (state := _kept(turn)) is not None:
        _go_on(turn, state)


def choose_units(turn: Turn, args: Args) -> None:
    """The units' own choices: a level, a page, one unit more or less, done."""
    if (state := _kept(turn)) is not None:
        _go_on(turn, unit_picker.apply_choice(turn, state, args))


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()


def send(turn: Turn, args: Args) -> None:
    """Gửi yêu cầu: stored, and the units told at once."""
    state = _kept(turn)
    if state is None or _missing(state) is not None:
        return begin(turn, {})
    due_at, plan = parts.due_at(state), turn.plans.get(turn.tx, state["plan"])
    units = unit_picker.chosen_units(turn, state)
    if (due_at or last_instant(parts.day_of(state))) <= turn.now:
        turn.add_message("adhoc.past")
        state.pop("day")
        return _go_on(turn, state)
    if not units:
        turn.add_message("adhoc.no_units")
        state.pop("chosen")
        return _go_on(turn, state)
    made, owing = adhoc.send(
        turn.tx,
        lambda request_id: _plan(turn, state, plan, units, request_id),
        units,
        parts.day_of(state),
        due_at,
        turn.now,
    )
    noted = {"title": made.title, "units": [unit.code for unit in units]}
    me = turn.me
    audit.record(turn.tx, turn.now, me.person_id, "request.sent", unit_id=me.unit.id, plan_id=made.id, asked=noted)
    manage.notify_units(turn, made, owing)
    turn.start_dialog(None)
    until, title = parts.until_words(turn.words, state), manage.request_name(turn.words, made)
    turn.add_message("adhoc.sent", title=title, n=len(owing), until=until, id=made.id)
    turn.set_buttons(
        Button(turn.words("adhoc.choice.see"), "adhoc.show", {"plan": made.id}),
        Button(turn.words("adhoc.choice.another"), "adhoc.begin"),
    )


def _plan(turn: Turn, state: DialogData, under: Plan, units: list[Unit], request_id: str) -> Plan:
    """The small plan of what is known; a plan's words are Vietnamese."""
    unit, kinds = turn.me.unit, sorted({each_unit.kind for each_unit in units})
    wanted = AdhocRequest(
        request_id, state["period"], state["title"], unit.name, unit.code, turn.today, parts.day_of(state)
    )
    counts = [RequestedFigure(label, of) for label, of in state["counts"]]
    own_form = state["own_form"]
    text = words("vi")("adhoc.text")
    forms = forms_of(under, kinds) if own_form else free_forms(kinds, state["title"], counts, text)
    return plan_of(under, wanted, forms, own_form=own_form)


def _go_on(turn: Turn, state: DialogData) -> None:
    """Asks for what is missing next; with nothing missing, shows it all."""
    turn.start_dialog("adhoc.request", **state)
    missing = _missing(state)
    if missing is None:
        return _preview(turn, state)
    if missing == "chosen":
        unit_picker.ask_units(turn, state)
    else:
        {"title": parts.ask_title, "counts": parts.ask_counts, "day": parts.ask_day}[missing](turn, state)


def _missing(state: DialogData) -> str | None:
    return next((name for name in ORDER if name not in state), None)


def _kept(turn: Turn) -> DialogData | None:
    """What the dialogue knows, for somebody who may ask; else ``None``, said."""
    kept = {key: value for key, value in (turn.dialogue or {}).items() if key != "name"}
    open_one = (turn.dialogue or {}).get("name") == "adhoc.request"
    if open_one and turn.me.role in DECIDE_EXTENSIONS:
        return kept
    turn.start_dialog(None)
    turn.add_message("adhoc.gone")
    turn.show_menu()
    return None


def _preview(turn: Turn, state: DialogData) -> None:
    say, plan = turn.words, turn.plans.get(turn.tx, state["plan"])
    units = unit_picker.chosen_units(turn, state)
    lines = [
        say("adhoc.preview", kind=say(f"adhoc.period.{state['period']}"), title=state["title"]),
        say("adhoc.by_form", plan=plan.short_title) if state["own_form"] else _questions(say, state),
        say("adhoc.to_units", n=len(units), units=unit_picker.names(say, units)),
        say("adhoc.until", until=parts.until_words(say, state)),
    ]
    without = [unit for unit in units if not people.of_unit(turn.tx, unit.id, FILES)]
    if without:
        lines.append(say("adhoc.nobody_there", n=len(without), units=unit_picker.names(say, without)))
    turn.add_text("\n".join(lines))
    turn.set_buttons(
        Button(say("adhoc.choice.send"), "adhoc.send", synonyms=("gui", "dong y")),
        *parts.step_buttons(turn),
        numbered=True,
    )


def _questions(say: Words, state: DialogData) -> str:
    counts = [f"{label} ({of})" if of else label for label, of in state["counts"]]
    return say("adhoc.asks", questions="; ".join([*counts, words("vi")("adhoc.text")]))
