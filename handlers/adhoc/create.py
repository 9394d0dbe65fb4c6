"""``/dotxuat``: a coordinator requests a report from chosen units by an hour, on a plan's form or on one made here."""

from __future__ import annotations

from handlers.adhoc import manage, steps, unit_picker
from handlers.adhoc.state import AdhocRequestState
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from locales import Words, words
from reporting.plan.plan import Plan
from reporting.planning.adhoc_plan import AdhocRequest, RequestedFigure, forms_of, free_forms, plan_of
from reporting.roles import FILES
from storage.audit import audit
from storage.people import people
from storage.reports import adhoc
from storage.units.units import Unit


def command(turn: Turn, rest: str) -> None:
    begin(turn, {})


def begin(turn: Turn, args: Args) -> None:
    """Asks what kind of report."""
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
        steps.leave_button(turn),
    )


def choose_kind(turn: Turn, args: Args) -> None:
    """Asks under which plan, where there are several to choose from."""
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
    turn.set_buttons(*choices, steps.leave_button(turn))


def choose_plan(turn: Turn, args: Args) -> None:
    """The plan is known: asks for the rest, one part after another."""
    own_form = args["own_form"]
    prompt(
        turn,
        AdhocRequestState(period=args["period"], own_form=own_form, plan=args["plan"], counts=[] if own_form else None),
    )


def choose_value(turn: Turn, args: Args) -> None:
    """A button that gives what is asked for: the title suggested, no counts."""
    if (state := _open_state(turn)) is not None:
        prompt(turn, state.model_copy(update={name: args[name] for name in ("title", "counts") if name in args}))


def go_back(turn: Turn, args: Args) -> None:
    """Quay lại: asks again for what was given last."""
    if (state := _open_state(turn)) is None:
        return
    if state.missing == "chosen" and state.picking:
        state.picking = False
        return prompt(turn, state)
    if not state.given:
        return begin(turn, {})
    state.forget(state.given[-1])
    prompt(turn, state)


def on_text(turn: Turn, state: AdhocRequestState, text: str) -> Reply:
    readers = {
        "title": steps.read_title,
        "counts": steps.read_counts_typed,
        "chosen": unit_picker.read_units,
        "day": steps.read_day,
    }
    if state.missing is None:
        return NotUnderstood(turn.words("adhoc.not_read"))
    readers[state.missing](turn, state, text)
    prompt(turn, state)
    return HANDLED


def choose_units(turn: Turn, args: Args) -> None:
    """The buttons about units: a level, a page, one unit more or less, done."""
    if (state := _open_state(turn)) is not None:
        unit_picker.apply_choice(turn, state, args)
        prompt(turn, state)


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()


def send(turn: Turn, args: Args) -> None:
    """Gửi yêu cầu: stores the request and notifies the units at once."""
    state = _open_state(turn)
    if state is None or state.missing:
        return begin(turn, {})
    plan, units = turn.plans.get(turn.tx, state.plan), unit_picker.chosen_units(turn, state)
    if state.late_from <= turn.now:
        turn.add_message("adhoc.past")
        state.forget("day")
        return prompt(turn, state)
    if not units:
        turn.add_message("adhoc.no_units")
        state.forget("chosen")
        return prompt(turn, state)
    made, owing = adhoc.send(
        turn.tx,
        lambda plan_id: _plan(turn, state, plan, units, plan_id),
        units,
        state.last_day,
        state.due_at,
        turn.now,
    )
    noted = {"title": made.title, "units": [unit.code for unit in units]}
    me = turn.me
    audit.record(turn.tx, turn.now, me.person_id, "request.sent", unit_id=me.unit.id, plan_id=made.id, asked=noted)
    manage.notify_units(turn, made, owing)
    turn.start_dialog(None)
    until, title = steps.until_words(turn.words, state), manage.request_name(turn.words, made)
    turn.add_message("adhoc.sent", title=title, n=len(owing), until=until, id=made.id)
    turn.set_buttons(
        Button(turn.words("adhoc.choice.see"), "adhoc.show", {"plan": made.id}),
        Button(turn.words("adhoc.choice.another"), "adhoc.begin"),
    )


def _plan(turn: Turn, state: AdhocRequestState, under: Plan, units: list[Unit], plan_id: str) -> Plan:
    """The request as a small plan (decision 060); the words of a plan are Vietnamese."""
    me, title, kinds = turn.me.unit, state.title or "", sorted({unit.kind for unit in units})
    wanted = AdhocRequest(plan_id, state.period, title, me.name, me.code, turn.today, state.last_day)
    counts = [RequestedFigure(label, measure) for label, measure in state.counts or ()]
    text = words("vi")("adhoc.text")
    forms = forms_of(under, kinds) if state.own_form else free_forms(kinds, title, counts, text)
    return plan_of(under, wanted, forms, own_form=state.own_form)


def prompt(turn: Turn, state: AdhocRequestState) -> None:
    """Asks for what is missing next; with nothing missing, shows the request."""
    turn.start_dialog(state)
    match state.missing:
        case "title":
            steps.ask_title(turn, state)
        case "counts":
            steps.ask_counts(turn)
        case "chosen":
            unit_picker.ask_units(turn, state)
        case "day":
            steps.ask_day(turn)
        case _:
            _preview(turn, state)


def _open_state(turn: Turn) -> AdhocRequestState | None:
    """The request being made; ``None``, and said, where the dialog is over."""
    state = turn.dialog_as(AdhocRequestState)
    if state is None:
        turn.start_dialog(None)
        turn.add_message("adhoc.gone")
        turn.show_menu()
    return state


def _preview(turn: Turn, state: AdhocRequestState) -> None:
    say, plan = turn.words, turn.plans.get(turn.tx, state.plan)
    units = unit_picker.chosen_units(turn, state)
    lines = [
        say("adhoc.preview", kind=say(f"adhoc.period.{state.period}"), title=state.title),
        say("adhoc.by_form", plan=plan.short_title) if state.own_form else _questions(say, state),
        say("adhoc.to_units", n=len(units), units=unit_picker.names(say, units)),
        say("adhoc.until", until=steps.until_words(say, state)),
    ]
    without = [unit for unit in units if not people.of_unit(turn.tx, unit.id, FILES)]
    if without:
        lines.append(say("adhoc.nobody_there", n=len(without), units=unit_picker.names(say, without)))
    turn.add_text("\n".join(lines))
    turn.set_buttons(
        Button(say("adhoc.choice.send"), "adhoc.send", synonyms=("gui", "dong y")),
        *steps.step_buttons(turn),
        numbered=True,
    )


def _questions(say: Words, state: AdhocRequestState) -> str:
    counts = [f"{label} ({measure})" if measure else label for label, measure in state.counts or ()]
    return say("adhoc.asks", questions="; ".join([*counts, words("vi")("adhoc.text")]))
