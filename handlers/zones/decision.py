"""The decision on the communes of a year: its number and date, the cap, a reason where the cap is exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.reports.access import unit_in_scope
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from handlers.zones.state import ZoneDecisionState
from handlers.zones.view import ZoneYear, decision_words, load_year_to_act
from reporting.figures.zone_cap import CapExcess
from reporting.integrity.document_number import read_paper
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import decisions
from storage.zones import outcomes as zones_outcomes


@dataclass(frozen=True)
class DecisionDraft:
    """What is about to be decided: the dialog's state with the units it names, as they are today."""

    zone_year: ZoneYear
    decider: Unit
    chosen: list[Unit]
    before: list[Unit]
    state: ZoneDecisionState

    def excesses(self, turn: Turn) -> list[CapExcess]:
        """Where the choice exceeds the cap, by the communes that exist on the day of the decision."""
        document, plan = self.state.document, self.zone_year.plan
        on = document.on if document else turn.today
        return decisions.cap_excesses(turn.tx, plan, self.zone_year.year, self.decider, self.chosen, on)


def begin(turn: Turn, args: Args) -> None:
    """Opens the decision on what is proposed below the deciding unit ``args["decider"]`` (its id)."""
    if (zone_year := load_year_to_act(turn, args)) is None:
        return
    decider = unit_in_scope(turn, args["decider"])
    if decider is None or not zone_year.may_decide(turn, decider):
        turn.add_message("zones.not_yours")
        return turn.run_action("zones.home", **zone_year.args)
    plan, year = zone_year.plan.id, zone_year.year
    transformed = zones_outcomes.transformed(turn.tx, plan, year)
    proposed = decisions.proposed_communes(turn.tx, plan, year, decider)
    before = selected_zones.selected(turn.tx, plan, year, within=decider)
    state = ZoneDecisionState(
        **zone_year.args,
        decider=decider.id,
        units=[unit.id for unit in proposed if unit.id not in transformed],
        before=[unit.id for unit in before],
    )
    turn.start_dialog(state)
    show(turn, state)


def show(turn: Turn, state: ZoneDecisionState) -> None:
    if (draft := _load(turn, state)) is not None:
        _ask(turn, draft)


def on_text(turn: Turn, state: ZoneDecisionState, text: str) -> Reply:
    """The number and date, then a reason where the cap is exceeded."""
    if (draft := _load(turn, state)) is None:
        return HANDLED
    if state.document is None:
        _read_document(turn, draft, text)
    elif state.reason is None and draft.excesses(turn):
        state.reason = read_reason(turn, text, wanted="zones.no_reason")
    _ask(turn, draft)
    return HANDLED


def retype(turn: Turn, args: Args) -> None:
    """Nhập lại: the number, the date and the reason are asked for again."""
    if (state := turn.dialog_as(ZoneDecisionState)) is None:
        return turn.resume()
    state.number = state.on = state.reason = None
    return show(turn, state)


def decide(turn: Turn, args: Args) -> None:
    """Stores the decision, unless the selected communes have changed since the list was shown."""
    if (state := turn.dialog_as(ZoneDecisionState)) is None:
        return turn.resume()
    decisions.lock_plan(turn.tx, state.plan)
    if (draft := _load(turn, state)) is None:
        return None
    zone_year, exceeds = draft.zone_year, bool(draft.excesses(turn))
    if state.document is None or (exceeds and state.reason is None):
        return _ask(turn, draft)
    before = [unit.id for unit in draft.before]
    if before != state.before:
        state.before = before
        turn.add_message("zones.changed_meanwhile")
        return _ask(turn, draft)
    created = decisions.decide(
        turn.tx,
        zone_year.plan,
        zone_year.year,
        draft.decider,
        draft.chosen,
        state.document,
        over_cap=state.reason if exceeds else None,
        person_id=turn.me.person_id,
        calendar=turn.services.calendar,
        now=turn.now,
    )
    turn.add_message("zones.decided", n=len(draft.chosen), year=zone_year.year, created=created)
    return turn.run_action("zones.home", **zone_year.args)


def _load(turn: Turn, state: ZoneDecisionState) -> DecisionDraft | None:
    """What the dialog keeps, as it stands today; ``None``, with a message, where there is nothing to decide."""
    if (zone_year := load_year_to_act(turn, state.args)) is None:
        return None
    decider = unit_in_scope(turn, state.decider)
    if decider is None or not state.units or not zone_year.may_decide(turn, decider):
        turn.add_message("zones.none_proposed" if decider else "zones.not_yours")
        turn.run_action("zones.show_proposal", **zone_year.args)
        return None
    chosen = [units.get(turn.tx, unit_id) for unit_id in state.units]
    before = selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=decider)
    return DecisionDraft(zone_year, decider, chosen, before, state)


def _read_document(turn: Turn, draft: DecisionDraft, text: str) -> None:
    words, document = turn.words, read_paper(text, turn.today)
    if document is None:
        return turn.add_message("zones.paper_not_read", day=words.day(turn.today))
    if document.on > turn.today:
        return turn.add_message("zones.paper_to_come", day=words.day(document.on))
    if missing := [unit.name for unit in draft.chosen if not unit.exists_on(document.on)]:
        return turn.add_message("zones.did_not_exist", units=", ".join(missing), day=words.day(document.on))
    draft.state.number, draft.state.on = document.number, document.on
    return None


def _ask(turn: Turn, draft: DecisionDraft) -> None:
    """Asks for what is missing, else for the confirmation."""
    words, zone_year, state = turn.words, draft.zone_year, draft.state
    turn.add_text("\n".join(_lines(turn, draft)))
    excesses = draft.excesses(turn)
    turn.add_text("\n".join(excess_words(turn, zone_year, excess) for excess in excesses))
    back = Button(words("zones.choice.proposal"), "zones.show_proposal", zone_year.args)
    retype_button = Button(words("text.choice.retype"), "zones.retype_decision")
    if state.document is None:
        turn.add_message("zones.ask_paper", day=words.day(turn.today))
        return turn.set_buttons(back, numbered=False)
    if excesses and state.reason is None:
        turn.add_message("zones.ask_reason")
        return turn.set_buttons(retype_button, back, numbered=False)
    if excesses:
        turn.add_message("zones.over_cap_why", reason=state.reason)
    turn.add_message("zones.confirm")
    confirm = Button(words("zones.choice.decide"), "zones.confirm_decision", synonyms=("dung", "co", "yes"))
    return turn.set_buttons(confirm, retype_button, back, numbered=True)


def _lines(turn: Turn, draft: DecisionDraft) -> Iterator[str]:
    """The communes chosen, an earlier decision that this one replaces, and the communes no longer selected."""
    words, zone_year, document = turn.words, draft.zone_year, draft.state.document
    yield words("zones.to_decide", year=zone_year.year, unit=draft.decider.name)
    if document:
        yield decision_words(words, document)
    for number, unit in enumerate(draft.chosen, 1):
        yield f"{number}. {unit.name}"
    for decision in decisions.decisions(turn.tx, zone_year.plan.id, zone_year.year, draft.decider):
        if decision.unit.id == draft.decider.id and decision.paper != document:
            yield words("zones.replaces", paper=decision_words(words, decision.paper))
    if removed := [unit for unit in draft.before if unit not in draft.chosen]:
        yield words("zones.no_longer", units=", ".join(unit.name for unit in removed))
        outcomes = zones_outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year)
        if judged := [unit.name for unit in removed if unit.id in outcomes]:
            yield words("zones.judged_already", units=", ".join(judged))


def excess_words(turn: Turn, zone_year: ZoneYear, excess: CapExcess) -> str:
    """ "tỉnh Cà Mau: chọn 2 địa bàn, quá mức tối đa 0 (15% của 4 đơn vị cấp xã; kế hoạch, mục II.2.a)."."""
    cap = zone_year.rules.cap
    return turn.words(
        "zones.excess",
        where=units.get(turn.tx, turn.me.unit.ancestors[0] if excess.parent is None else excess.parent).name,
        chosen=excess.chosen,
        allowed=excess.allowed,
        percent=cap.percent,
        communes=excess.communes,
        at=cap.source.at,
    )
