"""A commune's year evaluated: a person confirms the plan's condition, with a note, and decides; later a relapse.

The dialogue "zone_outcome" keeps ``{"plan": …, "year": 2026, "unit": 17, "gate": true, "note": …}``; "zone_relapse" the
commune only.
"""

from __future__ import annotations

import re
from datetime import date

from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from handlers.zones import score_text
from handlers.zones.view import Args, ZoneYear, is_selected, load_commune_to_decide
from reporting.figures.zone_success import ZoneOutcome, allowed_outcomes
from reporting.integrity.document_number import read_day
from reporting.text import clean, fold
from storage.units.units import Unit
from storage.zones import outcomes, yearly_results
from storage.zones.yearly_results import ZoneYearResult

_DAY = re.compile(r"\s*(?:ngày\s+)?(\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|hôm nay|hôm qua)[\s,:;.-]+(.+)", re.I | re.S)


def begin(turn: Turn, args: Args) -> None:
    """Asks whether the plan's condition holds; anything said before is left."""
    if (loaded := _load(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog("zones.evaluation", **zone_year.args_of(commune))
    _ask(turn, zone_year, commune)


def answer_condition(turn: Turn, args: Args) -> None:
    """The condition, confirmed or not."""
    if (loaded := _load(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog("zones.evaluation", **zone_year.args_of(commune), gate=bool(args["gate"]))
    _ask(turn, zone_year, commune)


def show(turn: Turn) -> None:
    if (loaded := _load(turn, turn.dialogue or {})) is not None:
        _ask(turn, *loaded)


def on_text(turn: Turn, text: str) -> str | None:
    """The note, once the condition was answered."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    if (loaded := _load(turn, turn.dialogue or {})) is None:
        return None
    state = turn.dialogue or {}
    if "gate" in state:
        note = read_reason(turn, text, wanted="zones.no_note")
        if note is not None:
            state["note"] = note
    else:
        turn.add_message("zones.gate_first")
    _ask(turn, *loaded)
    return None


def decide(turn: Turn, args: Args) -> None:
    """The outcome; the figures are looked at again, they may have changed meanwhile."""
    if (loaded := _load(turn, args)) is None:
        return
    zone_year, commune = loaded
    state, outcome = turn.dialogue or {}, args["outcome"]
    if "note" not in state or outcome not in _possible(_year(turn, zone_year, commune), state["gate"]):
        return _ask(turn, zone_year, commune)
    outcomes.put(
        turn.tx,
        zone_year.plan.id,
        zone_year.year,
        commune.id,
        outcome,
        gate=state["gate"],
        note=state["note"],
        person_id=turn.me.person_id,
        now=turn.now,
    )
    turn.add_message(
        "zones.evaluated", unit=commune.name, outcome=turn.words(f"zones.outcome.{outcome}", year=zone_year.year + 1)
    )
    turn.run_action("zones.show_commune", **zone_year.args_of(commune))


def ask_relapse(turn: Turn, args: Args) -> None:
    """Asks since when the commune is complex again, and what happened."""
    if (loaded := load_commune_to_decide(turn, args)) is None:
        return
    zone_year, commune = loaded
    if not _is_recognised(turn, zone_year, commune):
        return turn.run_action("zones.show_commune", **zone_year.args_of(commune))
    turn.start_dialog("zones.relapse_note", **zone_year.args_of(commune))
    turn.add_message("zones.ask_relapse", unit=commune.name, day=turn.words.day(turn.today))
    turn.set_buttons(
        Button(turn.words("zones.choice.back"), "zones.show_commune", zone_year.args_of(commune)), numbered=False
    )


def prompt_relapse(turn: Turn) -> None:
    ask_relapse(turn, turn.dialogue or {})


def on_relapse_text(turn: Turn, text: str) -> str | None:
    """ "20/3/2027, tụ điểm ma túy hoạt động trở lại"."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    if (loaded := load_commune_to_decide(turn, turn.dialogue or {})) is None:
        return None
    zone_year, commune = loaded
    on, phrase = _dated(turn, text)
    if on is None:
        turn.add_message("zones.relapse_not_read", day=turn.words.day(turn.today))
    elif not date(zone_year.year, 1, 1) <= on <= turn.today:
        turn.add_message("zones.relapse_when", year=zone_year.year, day=turn.words.day(on))
    elif (note := read_reason(turn, phrase, wanted="zones.relapse_not_read_note")) is not None:
        _relapse(turn, zone_year, commune, on, note)
        return None
    ask_relapse(turn, zone_year.args_of(commune))
    return None


def undo_relapse(turn: Turn, args: Args) -> None:
    """Noted by mistake: the commune counts as transformed again."""
    if (loaded := load_commune_to_decide(turn, args)) is None:
        return
    zone_year, commune = loaded
    if _is_recognised(turn, zone_year, commune):
        me, plan = turn.me.person_id, zone_year.plan.id
        outcomes.take_back_relapse(turn.tx, plan, zone_year.year, commune.id, person_id=me, now=turn.now)
        turn.add_message("zones.no_relapse", unit=commune.name)
    turn.run_action("zones.show_commune", **zone_year.args_of(commune))


def _relapse(turn: Turn, zone_year: ZoneYear, commune: Unit, on: date, note: str) -> None:
    me, plan = turn.me.person_id, zone_year.plan.id
    outcomes.relapse(turn.tx, plan, zone_year.year, commune.id, on, note, person_id=me, now=turn.now)
    turn.add_message("zones.relapse_noted", unit=commune.name, day=turn.words.day(on))
    turn.run_action("zones.show_commune", **zone_year.args_of(commune))


def _dated(turn: Turn, text: str) -> tuple[date | None, str]:
    match = _DAY.fullmatch(clean(text))
    return (read_day(match[1], turn.today), match[2]) if match else (None, "")


def _load(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """A commune of the year whose outcome one may decide."""
    loaded = load_commune_to_decide(turn, args)
    if loaded is None or is_selected(turn, *loaded):
        return loaded
    turn.run_action("zones.show_commune", **loaded[0].args_of(loaded[1]))
    return None


def _year(turn: Turn, zone_year: ZoneYear, commune: Unit) -> ZoneYearResult:
    return yearly_results.of_commune(turn.tx, zone_year.plan, zone_year.year, commune)


def _possible(year: ZoneYearResult, gate: bool) -> tuple[ZoneOutcome, ...]:
    return tuple(outcome for outcome in allowed_outcomes(year.score, gate) if outcome != "recognised" or year.is_enough)


def _is_recognised(turn: Turn, zone_year: ZoneYear, commune: Unit) -> bool:
    record = outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year).get(commune.id)
    return record is not None and record.outcome == "recognised"


def _ask(turn: Turn, zone_year: ZoneYear, commune: Unit) -> None:
    """The condition, the note, the outcome: whichever is missing."""
    words, state, args = turn.words, turn.dialogue or {}, zone_year.args_of(commune)
    year = _year(turn, zone_year, commune)
    back = Button(words("zones.choice.back"), "zones.show_commune", args)
    turn.add_text(
        "\n".join([words("zones.evaluating", unit=commune.name, year=zone_year.year), _summary(turn, zone_year, year)])
    )
    if "gate" not in state:
        turn.add_message("zones.ask_gate", gate=zone_year.rules.success.gate)
        yes = Button(
            words("zones.choice.gate_yes"),
            "zones.answer_condition",
            {**args, "gate": True},
            synonyms=("co", "dung", "yes"),
        )
        no = Button(
            words("zones.choice.gate_no"), "zones.answer_condition", {**args, "gate": False}, synonyms=("khong", "no")
        )
        return turn.set_buttons(yes, no, back, numbered=True)
    turn.add_text("\n".join([words("zones.gate", gate=zone_year.rules.success.gate), words(_gate_key(state["gate"]))]))
    if "note" not in state:
        turn.add_message("zones.ask_note")
        return turn.set_buttons(back, numbered=False)
    turn.add_message("zones.note", note=state["note"])
    possible = _possible(year, state["gate"])
    if "recognised" not in possible:
        turn.add_message("zones.not_to_recognise" if year.is_enough else "zones.not_enough_to_recognise")
    turn.add_message("zones.ask_outcome")
    turn.set_buttons(
        *(
            Button(
                words(f"zones.choice.{outcome}", year=zone_year.year + 1),
                "zones.decide_outcome",
                {**args, "outcome": outcome},
            )
            for outcome in possible
        ),
        back,
        numbered=True,
    )


def _gate_key(gate: bool) -> str:
    return "zones.gate.yes" if gate else "zones.gate.no"


def _summary(turn: Turn, zone_year: ZoneYear, year: ZoneYearResult) -> str:
    verdict = score_text.verdict_words(turn.words, zone_year, year)
    if year.source is None:
        return verdict
    return turn.words("zones.total", score=score_text.score_words(turn.words, year.score), verdict=verdict)
