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
    found, commune = loaded
    turn.start_dialog("zones.overview", **found.args)
    decided = zones_outcomes.of_year(turn.tx, found.plan.id, found.year).get(commune.id)
    selected = is_selected(turn, found, commune)
    turn.add_text("\n".join(_head(turn, found, commune, selected)))
    if selected:
        year = yearly_results.of_commune(turn.tx, found.plan, found.year, commune)
        turn.add_text("\n".join(score_text.score_lines(turn.words, found, year)))
        turn.add_text("\n".join(_outcome(turn, found, decided)))
    turn.set_buttons(*_ways(turn, found, commune, selected, decided), numbered=True)


def _head(turn: Turn, found: ZoneYear, commune: Unit, selected: bool) -> Iterator[str]:
    words, district = turn.words, district_of(turn, commune)
    yield words("zones.in_district", unit=commune.name, district=district.name) if district else commune.name
    if not selected:
        yield words("zones.page_not_chosen", year=found.year)
        newest = [one for one in zones_outcomes.of_unit(turn.tx, found.plan.id, commune.id) if one.year < found.year]
        if newest:
            yield words("zones.year_line", year=newest[-1].year, what=outcome_words(words, newest[-1]))
        return
    yield words("zones.page_chosen", year=found.year)
    yield from _decisions(turn, found, found.year, commune)


def _decisions(turn: Turn, found: ZoneYear, year: int, commune: Unit) -> list[str]:
    made = decisions.decisions(turn.tx, found.plan.id, year, commune)
    return [paper_words(turn.words, one.paper) for one in made]


def _outcome(turn: Turn, found: ZoneYear, one: ZoneOutcomeRecord | None) -> Iterator[str]:
    words = turn.words
    gate = "none" if one is None or one.gate is None else "yes" if one.gate else "no"
    yield words("zones.gate", gate=found.rules.success.gate)
    yield words(f"zones.gate.{gate}")
    yield words("zones.outcome", outcome=outcome_words(words, one))
    if one is not None and one.note:
        yield words("zones.note", note=one.note)
    if one is not None and one.relapse_note:
        yield words("zones.relapse_note", note=one.relapse_note)


def _ways(
    turn: Turn, found: ZoneYear, commune: Unit, selected: bool, one: ZoneOutcomeRecord | None
) -> Iterator[Button]:
    words, args = turn.words, found.args_of(commune)
    if selected and found.may_decide(turn, commune):
        yield Button(
            words("zones.choice.evaluate" if one is None else "zones.choice.again"), "zones.begin_evaluation", args
        )
        if one is not None and one.outcome == "recognised":
            if one.relapsed_on is None:
                yield Button(words("zones.choice.relapse"), "zones.begin_relapse", args)
            else:
                yield Button(words("zones.choice.no_relapse"), "zones.undo_relapse", args)
    yield Button(words("zones.choice.sheet", year=found.year), "zones.show_sheet", args)
    yield Button(words("zones.choice.history"), "zones.show_history", args)
    yield home_button(turn, found)


def show_history(turn: Turn, args: Args) -> None:
    """Every year of a commune: its sheet, the decision, the targets it met, what became of it."""
    if (loaded := load_commune(turn, args)) is None:
        return
    found, commune = loaded
    turn.start_dialog("zones.overview", **found.args)
    chosen = selected_zones.years(turn.tx, found.plan.id, commune.id)
    outcomes = {one.year: one for one in zones_outcomes.of_unit(turn.tx, found.plan.id, commune.id)}
    filled = {one.year for one in criteria.of_unit(turn.tx, found.plan.id, commune.id)}
    turn.add_message("zones.history", unit=commune.name)
    for year in sorted({*chosen, *outcomes, *filled}, reverse=True):
        lines = [str(year), *_of_year(turn, found, commune, year, year in chosen, outcomes.get(year))]
        turn.add_text("\n• ".join(lines))
    if not {*chosen, *outcomes, *filled}:
        turn.add_message("zones.no_history")
    turn.set_buttons(
        Button(turn.words("zones.choice.back"), "zones.show_commune", found.args_of(commune)),
        home_button(turn, found),
        numbered=True,
    )


def _of_year(
    turn: Turn, found: ZoneYear, commune: Unit, year: int, selected: bool, one: ZoneOutcomeRecord | None
) -> Iterator[str]:
    words, then = turn.words, ZoneYear(found.plan, year, found.may_edit)
    walk = form_entry_of(form_of(found.rules), [commune], load_sheets(turn, then, [commune]).by_unit)
    if walk.answered_count:
        yield words("zones.filled", done=walk.answered_count, size=walk.question_count)
    if not selected:
        yield words("zones.was_not_chosen")
        return
    yield "; ".join([words("zones.was_chosen"), *_decisions(turn, found, year, commune)])
    result = yearly_results.of_commune(turn.tx, found.plan, year, commune)
    if result.source is not None:
        yield score_text.score_words(words, result.score)
    yield words("zones.outcome", outcome=outcome_words(words, one))
    if one is not None and one.note:
        yield words("zones.note", note=one.note)
    if one is not None and one.relapse_note:
        yield words("zones.relapse_note", note=one.relapse_note)
