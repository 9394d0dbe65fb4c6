"""One commune of the scheme: its year judged, its outcome, and its history."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.zones import score_text
from handlers.zones.view import (
    Args,
    ZoneYear,
    district_of,
    home_button,
    is_selected,
    load_commune,
    load_sheets,
    outcome_words,
    paper_words,
)
from reporting.planning.criteria import form_entry_of, form_of
from storage.units import selected_zones
from storage.units.units import Unit
from storage.zones import criteria, decisions, yearly_results
from storage.zones import outcomes as zones_outcomes
from storage.zones.outcomes import ZoneOutcomeRecord


def show(turn: Turn, args: Args) -> None:
    if (loaded := load_commune(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog("zones.overview", **zone_year.args)
    decided = zones_outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year).get(commune.id)
    selected = is_selected(turn, zone_year, commune)
    turn.add_text("\n".join(_head(turn, zone_year, commune, selected)))
    if selected:
        year = yearly_results.of_commune(turn.tx, zone_year.plan, zone_year.year, commune)
        turn.add_text("\n".join(score_text.score_lines(turn.words, zone_year, year)))
        turn.add_text("\n".join(_outcome(turn, zone_year, decided)))
    turn.set_buttons(*_ways(turn, zone_year, commune, selected, decided), numbered=True)


def _head(turn: Turn, zone_year: ZoneYear, commune: Unit, selected: bool) -> Iterator[str]:
    words, district = turn.words, district_of(turn, commune)
    yield words("zones.in_district", unit=commune.name, district=district.name) if district else commune.name
    if not selected:
        yield words("zones.page_not_chosen", year=zone_year.year)
        newest = [
            record
            for record in zones_outcomes.of_unit(turn.tx, zone_year.plan.id, commune.id)
            if record.year < zone_year.year
        ]
        if newest:
            yield words("zones.year_line", year=newest[-1].year, what=outcome_words(words, newest[-1]))
        return
    yield words("zones.page_chosen", year=zone_year.year)
    yield from _decisions(turn, zone_year, zone_year.year, commune)


def _decisions(turn: Turn, zone_year: ZoneYear, year: int, commune: Unit) -> list[str]:
    made = decisions.decisions(turn.tx, zone_year.plan.id, year, commune)
    return [paper_words(turn.words, decision.paper) for decision in made]


def _outcome(turn: Turn, zone_year: ZoneYear, record: ZoneOutcomeRecord | None) -> Iterator[str]:
    words = turn.words
    gate = "none" if record is None or record.gate is None else "yes" if record.gate else "no"
    yield words("zones.gate", gate=zone_year.rules.success.gate)
    yield words(f"zones.gate.{gate}")
    yield words("zones.outcome", outcome=outcome_words(words, record))
    if record is not None and record.note:
        yield words("zones.note", note=record.note)
    if record is not None and record.relapse_note:
        yield words("zones.relapse_note", note=record.relapse_note)


def _ways(
    turn: Turn, zone_year: ZoneYear, commune: Unit, selected: bool, record: ZoneOutcomeRecord | None
) -> Iterator[Button]:
    words, args = turn.words, zone_year.args_of(commune)
    if selected and zone_year.may_decide(turn, commune):
        yield Button(
            words("zones.choice.evaluate" if record is None else "zones.choice.again"), "zones.begin_evaluation", args
        )
        if record is not None and record.outcome == "recognised":
            if record.relapsed_on is None:
                yield Button(words("zones.choice.relapse"), "zones.begin_relapse", args)
            else:
                yield Button(words("zones.choice.no_relapse"), "zones.undo_relapse", args)
    yield Button(words("zones.choice.sheet", year=zone_year.year), "zones.show_sheet", args)
    yield Button(words("zones.choice.history"), "zones.show_history", args)
    yield home_button(turn, zone_year)


def show_history(turn: Turn, args: Args) -> None:
    """Every year of a commune: its sheet, the decision, the targets it met, what became of it."""
    if (loaded := load_commune(turn, args)) is None:
        return
    zone_year, commune = loaded
    turn.start_dialog("zones.overview", **zone_year.args)
    chosen = selected_zones.years(turn.tx, zone_year.plan.id, commune.id)
    outcomes = {record.year: record for record in zones_outcomes.of_unit(turn.tx, zone_year.plan.id, commune.id)}
    filled = {sheet_count.year for sheet_count in criteria.of_unit(turn.tx, zone_year.plan.id, commune.id)}
    turn.add_message("zones.history", unit=commune.name)
    for year in sorted({*chosen, *outcomes, *filled}, reverse=True):
        lines = [str(year), *_of_year(turn, zone_year, commune, year, year in chosen, outcomes.get(year))]
        turn.add_text("\n• ".join(lines))
    if not {*chosen, *outcomes, *filled}:
        turn.add_message("zones.no_history")
    turn.set_buttons(
        Button(turn.words("zones.choice.back"), "zones.show_commune", zone_year.args_of(commune)),
        home_button(turn, zone_year),
        numbered=True,
    )


def _of_year(
    turn: Turn, zone_year: ZoneYear, commune: Unit, year: int, selected: bool, record: ZoneOutcomeRecord | None
) -> Iterator[str]:
    words, then = turn.words, ZoneYear(zone_year.plan, year, zone_year.may_edit)
    walk = form_entry_of(form_of(zone_year.rules), [commune], load_sheets(turn, then, [commune]).by_unit)
    if walk.answered_count:
        yield words("zones.filled", done=walk.answered_count, size=walk.question_count)
    if not selected:
        yield words("zones.was_not_chosen")
        return
    yield "; ".join([words("zones.was_chosen"), *_decisions(turn, zone_year, year, commune)])
    result = yearly_results.of_commune(turn.tx, zone_year.plan, year, commune)
    if result.source is not None:
        yield score_text.score_words(words, result.score)
    yield words("zones.outcome", outcome=outcome_words(words, record))
    if record is not None and record.note:
        yield words("zones.note", note=record.note)
    if record is not None and record.relapse_note:
        yield words("zones.relapse_note", note=record.relapse_note)
