"""One commune: its year with the targets and the outcome, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.zones import score_text
from handlers.zones.state import ZoneOverviewState
from handlers.zones.view import (
    ZoneYear,
    decision_words,
    home_button,
    is_selected,
    load_commune,
    load_entry,
    outcome_words,
)
from locales import Words
from reporting.plan.plan import UnitKind
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import criteria, decisions, yearly_results
from storage.zones import outcomes as zones_outcomes
from storage.zones.outcomes import ZoneOutcomeRecord


def show(turn: Turn, args: Args) -> None:
    """The page of a commune in a year."""
    if (loaded := load_commune(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    record = zones_outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year).get(commune.id)
    selected = is_selected(turn, zone_year, commune)
    turn.add_text("\n".join(_head(turn, zone_year, commune, selected)))
    if selected:
        year = yearly_results.of_commune(turn.tx, zone_year.plan, zone_year.year, commune)
        turn.add_text("\n".join(score_text.score_lines(turn.words, zone_year, year)))
        turn.add_text("\n".join([*_gate_lines(turn.words, zone_year, record), *_outcome_lines(turn.words, record)]))
    turn.set_buttons(*_buttons(turn, zone_year, commune, selected, record), numbered=True)


def _head(turn: Turn, zone_year: ZoneYear, commune: Unit, selected: bool) -> Iterator[str]:
    words = turn.words
    parent = units.get(turn.tx, commune.parent_id) if commune.parent_id else None
    if parent is not None and parent.kind == UnitKind.DISTRICT:
        yield words("zones.in_district", unit=commune.name, district=parent.name)
    else:
        yield commune.name
    if selected:
        yield words("zones.page_chosen", year=zone_year.year)
        yield from _decisions(turn, zone_year, commune)
        return
    yield words("zones.page_not_chosen", year=zone_year.year)
    records = zones_outcomes.of_unit(turn.tx, zone_year.plan.id, commune.id)
    if earlier := [record for record in records if record.year < zone_year.year]:
        yield words("zones.year_line", year=earlier[-1].year, what=outcome_words(words, earlier[-1]))


def _decisions(turn: Turn, zone_year: ZoneYear, commune: Unit) -> list[str]:
    made = decisions.decisions(turn.tx, zone_year.plan.id, zone_year.year, commune)
    return [decision_words(turn.words, decision.paper) for decision in made]


def _gate_lines(words: Words, zone_year: ZoneYear, record: ZoneOutcomeRecord | None) -> Iterator[str]:
    """The plan's condition, and whether somebody confirmed it."""
    gate = "none" if record is None or record.gate is None else "yes" if record.gate else "no"
    yield words("zones.gate", gate=zone_year.rules.success.gate)
    yield words(f"zones.gate.{gate}")


def _outcome_lines(words: Words, record: ZoneOutcomeRecord | None) -> Iterator[str]:
    yield words("zones.outcome", outcome=outcome_words(words, record))
    if record is not None and record.note:
        yield words("zones.note", note=record.note)
    if record is not None and record.relapse_note:
        yield words("zones.relapse_note", note=record.relapse_note)


def _buttons(
    turn: Turn, zone_year: ZoneYear, commune: Unit, selected: bool, record: ZoneOutcomeRecord | None
) -> Iterator[Button]:
    words, args = turn.words, zone_year.args_of(commune)
    if selected and zone_year.may_decide(turn, commune):
        label = words("zones.choice.evaluate" if record is None else "zones.choice.again")
        yield Button(label, "zones.begin_evaluation", args)
        if record is not None and record.outcome == "recognised":
            if record.relapsed_on is None:
                yield Button(words("zones.choice.relapse"), "zones.begin_relapse", args)
            else:
                yield Button(words("zones.choice.no_relapse"), "zones.undo_relapse", args)
    yield Button(words("zones.choice.sheet", year=zone_year.year), "zones.show_sheet", args)
    yield Button(words("zones.choice.history"), "zones.show_history", args)
    yield home_button(turn, zone_year)


def show_history(turn: Turn, args: Args) -> None:
    """Every year of a commune: its sheet, the decision, the targets it met, its outcome."""
    if (loaded := load_commune(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    plan = zone_year.plan.id
    selected_years = selected_zones.years(turn.tx, plan, commune.id)
    outcomes = {record.year: record for record in zones_outcomes.of_unit(turn.tx, plan, commune.id)}
    entered_years = {sheet_count.year for sheet_count in criteria.of_unit(turn.tx, plan, commune.id)}
    years = sorted({*selected_years, *outcomes, *entered_years}, reverse=True)
    turn.add_message("zones.history", unit=commune.name)
    for year in years:
        lines = _year_lines(turn, replace(zone_year, year=year), commune, year in selected_years, outcomes.get(year))
        turn.add_text("\n• ".join([str(year), *lines]))
    if not years:
        turn.add_message("zones.no_history")
    turn.set_buttons(
        Button(turn.words("zones.choice.back"), "zones.show_commune", zone_year.args_of(commune)),
        home_button(turn, zone_year),
        numbered=True,
    )


def _year_lines(
    turn: Turn, zone_year: ZoneYear, commune: Unit, selected: bool, record: ZoneOutcomeRecord | None
) -> Iterator[str]:
    words = turn.words
    entry = load_entry(turn.tx, zone_year, [commune])
    if entry.answered_count:
        yield words("zones.filled", done=entry.answered_count, size=entry.question_count)
    if not selected:
        yield words("zones.was_not_chosen")
        return
    yield "; ".join([words("zones.was_chosen"), *_decisions(turn, zone_year, commune)])
    result = yearly_results.of_commune(turn.tx, zone_year.plan, zone_year.year, commune)
    if result.source is not None:
        yield score_text.score_words(words, result.score)
    yield from _outcome_lines(words, record)
