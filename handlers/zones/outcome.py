"""The evaluation of a commune's year: the plan's condition confirmed, a note on it, the outcome; later a relapse."""

from __future__ import annotations

import re
from datetime import date

from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from handlers.zones import score_text
from handlers.zones.state import RelapseState, ZoneEvaluationState
from handlers.zones.view import ZoneYear, is_selected, load_commune_to_decide
from reporting.figures.zone_success import ZoneOutcome, allowed_outcomes
from reporting.integrity.document_number import read_day
from reporting.text import clean
from storage.units.units import Unit
from storage.zones import outcomes, yearly_results
from storage.zones.yearly_results import ZoneYearResult

_DAY = re.compile(r"\s*(?:ngày\s+)?(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|hôm nay|hôm qua)[\s,:;.-]+(.+)", re.I | re.S)


def begin(turn: Turn, args: Args) -> None:
    """Starts over: asks whether the plan's condition holds; with ``args["gate"]``, its answer, for the note."""
    if (loaded := _load(turn, args)) is None:
        return
    zone_year, commune = loaded
    state = ZoneEvaluationState(**zone_year.args_of(commune), gate=args.get("gate"))
    turn.start_dialog(state)
    _ask(turn, zone_year, commune, state)


def show(turn: Turn, state: ZoneEvaluationState) -> None:
    if (loaded := _load(turn, state.args)) is not None:
        _ask(turn, *loaded, state)


def on_text(turn: Turn, state: ZoneEvaluationState, text: str) -> Reply:
    """The note, once the condition was answered."""
    if (loaded := _load(turn, state.args)) is None:
        return HANDLED
    if state.gate is None:
        turn.add_message("zones.gate_first")
    elif (note := read_reason(turn, text, wanted="zones.no_note")) is not None:
        state.note = note
    _ask(turn, *loaded, state)
    return HANDLED


def decide(turn: Turn, args: Args) -> None:
    """Stores the outcome ``args["outcome"]``, where the figures as they are now still allow it."""
    if (state := turn.dialog_as(ZoneEvaluationState)) is None:
        return begin(turn, args)
    if (loaded := _load(turn, state.args)) is None:
        return None
    zone_year, commune = loaded
    outcome, gate, note = args["outcome"], state.gate, state.note
    if gate is None or note is None or outcome not in _possible(_year(turn, zone_year, commune), gate):
        return _ask(turn, zone_year, commune, state)
    plan, person = zone_year.plan.id, turn.me.person_id
    outcomes.put(
        turn.tx, plan, zone_year.year, commune.id, outcome, gate=gate, note=note, person_id=person, now=turn.now
    )
    label = turn.words(f"zones.outcome.{outcome}", year=zone_year.year + 1)
    turn.add_message("zones.evaluated", unit=commune.name, outcome=label)
    return turn.run_action("zones.show_commune", **zone_year.args_of(commune))


def ask_relapse(turn: Turn, args: Args) -> None:
    """Asks for the day since which the commune is complex again, and what happened."""
    if (loaded := load_commune_to_decide(turn, args)) is None:
        return None
    zone_year, commune = loaded
    if not _is_recognised(turn, zone_year, commune):
        return turn.run_action("zones.show_commune", **zone_year.args_of(commune))
    turn.start_dialog(RelapseState(**zone_year.args_of(commune)))
    turn.add_message("zones.ask_relapse", unit=commune.name, day=turn.words.day(turn.today))
    back = Button(turn.words("zones.choice.back"), "zones.show_commune", zone_year.args_of(commune))
    return turn.set_buttons(back, numbered=False)


def prompt_relapse(turn: Turn, state: RelapseState) -> None:
    ask_relapse(turn, state.args)


def on_relapse_text(turn: Turn, state: RelapseState, text: str) -> Reply:
    """ "20/3/2027, tụ điểm ma túy hoạt động trở lại"."""
    if (loaded := load_commune_to_decide(turn, state.args)) is None:
        return HANDLED
    zone_year, commune = loaded
    match = _DAY.fullmatch(clean(text))
    on = read_day(match[1], turn.today) if match else None
    if match is None or on is None:
        turn.add_message("zones.relapse_not_read", day=turn.words.day(turn.today))
    elif not date(zone_year.year, 1, 1) <= on <= turn.today:
        turn.add_message("zones.relapse_when", year=zone_year.year, day=turn.words.day(on))
    elif (note := read_reason(turn, match[2], wanted="zones.relapse_not_read_note")) is not None:
        me, plan = turn.me.person_id, zone_year.plan.id
        outcomes.relapse(turn.tx, plan, zone_year.year, commune.id, on, note, person_id=me, now=turn.now)
        turn.add_message("zones.relapse_noted", unit=commune.name, day=turn.words.day(on))
        turn.run_action("zones.show_commune", **zone_year.args_of(commune))
        return HANDLED
    ask_relapse(turn, state.args)
    return HANDLED


def undo_relapse(turn: Turn, args: Args) -> None:
    """Withdraws a relapse noted by mistake: the commune counts as transformed again."""
    if (loaded := load_commune_to_decide(turn, args)) is None:
        return
    zone_year, commune = loaded
    if _is_recognised(turn, zone_year, commune):
        me, plan = turn.me.person_id, zone_year.plan.id
        outcomes.withdraw_relapse(turn.tx, plan, zone_year.year, commune.id, person_id=me, now=turn.now)
        turn.add_message("zones.no_relapse", unit=commune.name)
    turn.run_action("zones.show_commune", **zone_year.args_of(commune))


def _load(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """A commune of the year whose outcome the member may decide; ``None``, with its page, where it is not selected."""
    loaded = load_commune_to_decide(turn, args)
    if loaded is None or is_selected(turn, *loaded):
        return loaded
    turn.run_action("zones.show_commune", **loaded[0].args_of(loaded[1]))
    return None


def _year(turn: Turn, zone_year: ZoneYear, commune: Unit) -> ZoneYearResult:
    return yearly_results.of_commune(turn.tx, zone_year.plan, zone_year.year, commune)


def _possible(year: ZoneYearResult, gate: bool) -> tuple[ZoneOutcome, ...]:
    """The outcomes to choose from: an interim report recognises nothing."""
    return tuple(outcome for outcome in allowed_outcomes(year.score, gate) if outcome != "recognised" or year.is_enough)


def _is_recognised(turn: Turn, zone_year: ZoneYear, commune: Unit) -> bool:
    record = outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year).get(commune.id)
    return record is not None and record.outcome == "recognised"


def _ask(turn: Turn, zone_year: ZoneYear, commune: Unit, state: ZoneEvaluationState) -> None:
    """Asks for the condition, the note or the outcome, whichever is missing."""
    words, args, condition = turn.words, zone_year.args_of(commune), zone_year.rules.success.gate
    year = _year(turn, zone_year, commune)
    back = Button(words("zones.choice.back"), "zones.show_commune", args)
    head = words("zones.evaluating", unit=commune.name, year=zone_year.year)
    turn.add_text(f"{head}\n{score_text.total_words(words, zone_year, year)}")
    if state.gate is None:
        turn.add_message("zones.ask_gate", gate=condition)
        answer, yes, no = "zones.answer_condition", {**args, "gate": True}, {**args, "gate": False}
        return turn.set_buttons(
            Button(words("zones.choice.gate_yes"), answer, yes, synonyms=("co", "dung", "yes")),
            Button(words("zones.choice.gate_no"), answer, no, synonyms=("khong", "no")),
            back,
            numbered=True,
        )
    gate_line = words("zones.gate.yes" if state.gate else "zones.gate.no")
    turn.add_text(f"{words('zones.gate', gate=condition)}\n{gate_line}")
    if state.note is None:
        turn.add_message("zones.ask_note")
        return turn.set_buttons(back, numbered=False)
    turn.add_message("zones.note", note=state.note)
    possible = _possible(year, state.gate)
    if "recognised" not in possible:
        turn.add_message("zones.not_to_recognise" if year.is_enough else "zones.not_enough_to_recognise")
    turn.add_message("zones.ask_outcome")
    labels = {outcome: words(f"zones.choice.{outcome}", year=zone_year.year + 1) for outcome in possible}
    buttons = [Button(label, "zones.decide_outcome", {**args, "outcome": outcome}) for outcome, label in labels.items()]
    return turn.set_buttons(*buttons, back, numbered=True)
