"""The decision on the communes of a year: its number and date, the cap, a reason beyond it.

The dialogue "zone_decision" keeps what is known: ``{"plan": …, "year": 2026, "decider": 1, "units": [17], "before": [],
"number": "45/QĐ-BCĐ", "on": "2026-01-15", "reason": …}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.reports.oversight import unit_in_scope
from handlers.turn.context import DialogData, Turn
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from handlers.zones.view import Args, ZoneYear, load_year_to_act, paper_words
from reporting.figures.zone_cap import CapExcess
from reporting.integrity.document_number import DocumentNumber, read_paper
from reporting.secrecy import secrecy_marking
from reporting.text import fold
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import decisions
from storage.zones import outcomes as zones_outcomes


@dataclass(frozen=True)
class DecisionDraft:
    """What is about to be decided."""

    view: ZoneYear
    decider: Unit
    chosen: list[Unit]
    before: list[Unit]
    paper: DocumentNumber | None
    reason: str | None
    state: DialogData

    def excesses(self, turn: Turn) -> list[CapExcess]:
        on = self.paper.on if self.paper else turn.today
        return decisions.cap_excesses(turn.tx, self.view.plan, self.view.year, self.decider, self.chosen, on)


def begin(turn: Turn, args: Args) -> None:
    """What is proposed below a deciding unit goes to its decision."""
    zone_year = load_year_to_act(turn, args)
    decider = unit_in_scope(turn, args.get("decider", 0))
    if zone_year is None:
        return
    if decider is None or not zone_year.may_decide(turn, decider):
        turn.add_message("zones.not_yours")
        return turn.run_action("zones.home", **zone_year.args)
    left = zones_outcomes.transformed(turn.tx, zone_year.plan.id, zone_year.year)
    listed = decisions.proposed_communes(turn.tx, zone_year.plan.id, zone_year.year, decider)
    chosen = [unit for unit in listed if unit.id not in left]
    before = selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=decider)
    ids = {"units": [unit.id for unit in chosen], "before": [unit.id for unit in before]}
    turn.start_dialog("zones.decision", **zone_year.args, decider=decider.id, **ids)
    show(turn)


def show(turn: Turn) -> None:
    if (case := _case(turn)) is not None:
        _go_on(turn, case)


def on_text(turn: Turn, text: str) -> str | None:
    """The number and date, then a reason where the cap is exceeded."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    case = _case(turn)
    if case is None:
        return None
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
    elif case.paper is None:
        _hear_paper(turn, case, text)
    elif case.excesses(turn) and case.reason is None:
        reason = read_reason(turn, text, wanted="zones.no_reason")
        if reason is not None:
            case.state["reason"] = reason
    show(turn)
    return None


def retype(turn: Turn, args: Args) -> None:
    """Nhập lại: the number, the date and the reason are asked for anew."""
    for name in ("number", "on", "reason"):
        (turn.dialogue or {}).pop(name, None)
    show(turn)


def decide(turn: Turn, args: Args) -> None:
    """Writes it, unless the list has changed since it was shown."""
    decisions.lock_plan(turn.tx, (turn.dialogue or {}).get("plan", ""))
    case = _case(turn)
    if case is None:
        return
    zone_year, beyond = case.view, case.excesses(turn)
    if case.paper is None or (beyond and case.reason is None):
        return _go_on(turn, case)
    if [unit.id for unit in case.before] != case.state["before"]:
        turn.add_message("zones.changed_meanwhile")
        case.state["before"] = [unit.id for unit in case.before]
        return _go_on(turn, case)
    created = decisions.decide(
        turn.tx,
        zone_year.plan,
        zone_year.year,
        case.decider,
        case.chosen,
        case.paper,
        over_cap=case.reason if beyond else None,
        person_id=turn.me.person_id,
        calendar=turn.services.calendar,
        now=turn.now,
    )
    turn.add_message("zones.decided", n=len(case.chosen), year=zone_year.year, created=created)
    turn.run_action("zones.home", **zone_year.args)


def _case(turn: Turn) -> DecisionDraft | None:
    """What the dialogue keeps, as it stands today; otherwise says why there is nothing to decide."""
    state = turn.dialogue or {}
    zone_year = load_year_to_act(turn, state)
    if zone_year is None:
        return None
    decider = unit_in_scope(turn, state.get("decider", 0))
    chosen = [units.get(turn.tx, membership_id) for membership_id in state.get("units", ())]
    if decider is None or not chosen or not zone_year.may_decide(turn, decider):
        turn.add_message("zones.none_proposed" if decider else "zones.not_yours")
        turn.run_action("zones.show_proposal", **zone_year.args)
        return None
    before = selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=decider)
    paper = DocumentNumber(state["number"], date.fromisoformat(state["on"])) if "number" in state else None
    return DecisionDraft(zone_year, decider, chosen, before, paper, state.get("reason"), state)


def _hear_paper(turn: Turn, case: DecisionDraft, text: str) -> None:
    words, paper = turn.words, read_paper(text, turn.today)
    if paper is None:
        return turn.add_message("zones.paper_not_read", day=words.day(turn.today))
    if paper.on > turn.today:
        return turn.add_message("zones.paper_to_come", day=words.day(paper.on))
    if missing := [unit.name for unit in case.chosen if not unit.exists_on(paper.on)]:
        return turn.add_message("zones.did_not_exist", units=", ".join(missing), day=words.day(paper.on))
    case.state["number"], case.state["on"] = paper.number, paper.on.isoformat()


def _go_on(turn: Turn, case: DecisionDraft) -> None:
    """Asks for what is missing, else for the yes."""
    words, zone_year = turn.words, case.view
    turn.start_dialog("zones.decision", **{name: one for name, one in case.state.items() if name != "name"})
    turn.add_text("\n".join(_list(turn, case)))
    beyond = case.excesses(turn)
    if beyond:
        turn.add_text("\n".join(excess_words(turn, zone_year, excess) for excess in beyond))
    back = Button(words("zones.choice.proposal"), "zones.show_proposal", zone_year.args)
    if case.paper is None:
        turn.add_message("zones.ask_paper", day=words.day(turn.today))
        return turn.set_buttons(back, numbered=False)
    if beyond and case.reason is None:
        turn.add_message("zones.ask_reason")
        return turn.set_buttons(Button(words("text.choice.retype"), "zones.retype_decision"), back, numbered=False)
    if beyond and case.reason:
        turn.add_message("zones.over_cap_why", reason=case.reason)
    turn.add_message("zones.confirm")
    turn.set_buttons(
        Button(words("zones.choice.decide"), "zones.confirm_decision", synonyms=("dung", "co", "yes")),
        Button(words("text.choice.retype"), "zones.retype_decision"),
        back,
        numbered=True,
    )


def _list(turn: Turn, case: DecisionDraft) -> Iterator[str]:
    words, zone_year = turn.words, case.view
    head = words("zones.to_decide", year=zone_year.year, unit=case.decider.name)
    yield f"{head}\n{paper_words(words, case.paper)}" if case.paper else head
    for number, unit in enumerate(case.chosen, 1):
        yield f"{number}. {unit.name}"
    made = decisions.decisions(turn.tx, zone_year.plan.id, zone_year.year, case.decider)
    for paper in (decision.paper for decision in made if decision.unit.id == case.decider.id):
        if paper != case.paper:
            yield words("zones.replaces", paper=paper_words(words, paper))
    ids = {chosen_unit.id for chosen_unit in case.chosen}
    if gone := [earlier_unit for earlier_unit in case.before if earlier_unit.id not in ids]:
        yield words("zones.no_longer", units=", ".join(ended_unit.name for ended_unit in gone))
        outcomes = zones_outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year)
        if judged := [ended_unit.name for ended_unit in gone if ended_unit.id in outcomes]:
            yield words("zones.judged_already", units=", ".join(judged))


def excess_words(turn: Turn, zone_year: ZoneYear, excess: CapExcess) -> str:
    cap = zone_year.rules.cap
    where = units.get(turn.tx, turn.me.unit.ancestors[0] if excess.parent is None else excess.parent).name
    return turn.words(
        "zones.excess",
        where=where,
        chosen=excess.chosen,
        allowed=excess.allowed,
        percent=cap.percent,
        communes=excess.communes,
        at=cap.source.at,
    )
