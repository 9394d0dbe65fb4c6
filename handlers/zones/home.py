"""/diaban: the communes under transformation of a year with their outcomes, and the targets of the programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports.check_text import rate_words
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page, add_page_line
from handlers.zones.state import ZoneOverviewState
from handlers.zones.view import (
    ZoneYear,
    cap_lines,
    commune_buttons,
    communes_in_scope,
    decision_words,
    home_button,
    load_year,
    outcome_words,
    zone_plans,
)
from reporting.deadlines.calendar import period_key
from reporting.figures.figure_sources import TargetResult
from reporting.imports.unit_names import find_units
from storage.figures import evaluations
from storage.units import selected_zones
from storage.units.units import Unit
from storage.zones import decisions
from storage.zones import outcomes as zones_outcomes
from storage.zones.yearly_results import annual

MARKS = {"met": "✓", "not_met": "✗", "not_arisen": "–", "missing": "?", "unclear": "?"}


def start(turn: Turn, rest: str) -> None:
    """ "/diaban", "/diaban tan hung"."""
    zone_year = load_year(turn, {})
    if zone_year is None:
        turn.start_dialog(None)
        turn.add_message("zones.no_plan")
        return turn.show_menu()
    if rest:
        reply = open_commune(turn, zone_year.args, rest)
        if not isinstance(reply, NotUnderstood):
            return None
        turn.add_text(reply.text)
    return home(turn, zone_year.args)


def home(turn: Turn, args: Args) -> None:
    """The page of a year."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return start(turn, "")
    turn.start_dialog(ZoneOverviewState(**zone_year.args))
    chosen = selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=turn.me.unit)
    page = Page.of(chosen, args)
    turn.add_text("\n".join(_title(turn, zone_year)))
    turn.add_text("\n".join(_chosen_lines(turn, zone_year, chosen, page)))
    turn.add_text("\n".join(_programme(turn, zone_year)))
    add_page_line(turn, page.number, page.pages)
    turn.add_message("zones.how_to_search")
    turn.set_buttons(
        *commune_buttons(zone_year, page, chosen, communes_in_scope(turn), "zones.show_commune"),
        *page.buttons(turn, "zones.home", **zone_year.args),
        *_buttons(turn, zone_year),
        numbered=True,
    )


def prompt(turn: Turn, state: ZoneOverviewState) -> None:
    home(turn, state.args)


def on_text(turn: Turn, state: ZoneOverviewState, text: str) -> Reply:
    return open_commune(turn, state.args, text, state.then)


def open_commune(turn: Turn, args: Args, text: str, then: str = "zones.show_commune") -> Reply:
    """Opens the commune whose name has these letters with the action ``then``, or lists those they may mean."""
    zone_year = load_year(turn, args)
    matches = find_units(communes_in_scope(turn), text)
    if zone_year is None or not matches:
        return NotUnderstood(turn.words("zones.not_found", text=text[:60]))
    if len(matches) == 1:
        turn.run_action(then, **zone_year.args_of(matches[0]))
    else:
        list_matches(turn, {**zone_year.args, "then": then, "text": text})
    return HANDLED


def list_matches(turn: Turn, args: Args) -> None:
    """A page of the communes that a text may mean."""
    zone_year, scope = load_year(turn, args), communes_in_scope(turn)
    if zone_year is None:
        return start(turn, "")
    matches = find_units(scope, args["text"])
    page = Page.of(matches, args)
    turn.start_dialog(ZoneOverviewState(**zone_year.args, then=args["then"]))
    turn.add_message("zones.which_of_these", n=len(matches), text=args["text"][:60])
    add_page_line(turn, page.number, page.pages)
    turn.set_buttons(
        *commune_buttons(zone_year, page, matches, scope, args["then"]),
        *page.buttons(turn, "zones.list_matches", **zone_year.args, then=args["then"], text=args["text"]),
        home_button(turn, zone_year),
        numbered=True,
    )


def list_years(turn: Turn, args: Args) -> None:
    """The plans and years to choose from."""
    plans = zone_plans(turn)
    if not plans:
        return start(turn, "")
    turn.add_message("zones.which_year")
    turn.set_buttons(
        *(
            Button(
                turn.words("zones.plan_year", year=year, plan=plan.short_title) if len(plans) > 1 else str(year),
                "zones.home",
                {"plan": plan.id, "year": year},
            )
            for plan in plans
            for year in sorted(plan.years, reverse=True)
        ),
        numbered=False,
    )


def _title(turn: Turn, zone_year: ZoneYear) -> Iterator[str]:
    yield turn.words("zones.title", year=zone_year.year, unit=turn.me.unit.name)
    if len(zone_plans(turn)) > 1:
        yield zone_year.plan.short_title


def _chosen_lines(turn: Turn, zone_year: ZoneYear, chosen: Sequence[Unit], page: Page[Unit]) -> Iterator[str]:
    words, plan, year, own = turn.words, zone_year.plan.id, zone_year.year, turn.me.unit
    for decision in decisions.decisions(turn.tx, plan, year, own):
        line = decision_words(words, decision.paper)
        yield line if decision.unit.covers(own) else words("zones.whose", paper=line, unit=decision.unit.name)
    yield words("zones.chosen", n=len(chosen)) if chosen else words("zones.none_chosen")
    outcomes = zones_outcomes.of_year(turn.tx, plan, year)
    for number, commune in enumerate(page.items, 1):
        yield f"{number}. {commune.name}: {outcome_words(words, outcomes.get(commune.id))}"
    yield from cap_lines(turn, zone_year, chosen, selected_zones.over_cap(turn.tx, plan, year, within=own))


def _programme(turn: Turn, zone_year: ZoneYear) -> Iterator[str]:
    """The programme's targets, as fractions beside the percentage: one of two fails 60%."""
    report = annual(zone_year.plan) or next(iter(zone_year.plan.reports), None)
    if report is None:
        return
    period = period_key(zone_year.year, report.period)
    facts = evaluations.report_figures(turn.tx, zone_year.plan, report.id, period, turn.me.unit)
    results = [result for result in evaluations.results(facts) if result.target.level == "programme"]
    if results:
        is_over = zone_year.year < turn.today.year
        yield turn.words("zones.programme_then" if is_over else "zones.programme", year=zone_year.year)
    for result in results:
        yield f"{MARKS[result.verdict]} {_programme_words(turn, result)}"


def _programme_words(turn: Turn, result: TargetResult) -> str:
    if not result.den:
        return turn.words("zones.not_arisen", title=result.target.title)
    rate, undecided = rate_words(turn.words, result), result.places - result.counted
    return turn.words("zones.undecided", rate=rate, n=undecided) if undecided > 0 else rate


def _buttons(turn: Turn, zone_year: ZoneYear) -> Iterator[Button]:
    words = turn.words
    yield Button(words("zones.choice.sheets"), "zones.list_sheets", zone_year.args)
    yield Button(words("zones.choice.compare"), "zones.compare_sheets", zone_year.args)
    yield Button(words("zones.choice.proposal"), "zones.show_proposal", zone_year.args)
    if sum(len(plan.years) for plan in zone_plans(turn)) > 1:
        yield Button(words("zones.choice.others"), "zones.list_years", zone_year.args)
