"""``/diaban``: the communes under transformation of a year, how each of them stands, and the programme's targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports.check_text import rate_words
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import add_page_line, page_buttons, page_of
from handlers.zones.view import (
    Args,
    ZoneYear,
    cap_lines,
    communes_in_scope,
    home_button,
    load_year,
    outcome_words,
    paper_words,
    zone_plans,
)
from reporting.deadlines.calendar import period_key
from reporting.figures.figure_sources import TargetResult
from reporting.imports.unit_names import find_units
from reporting.text import fold
from storage.figures import evaluations
from storage.units import selected_zones
from storage.units.units import Unit
from storage.zones import decisions
from storage.zones import outcomes as zones_outcomes
from storage.zones.yearly_results import annual

MARKS = {"met": "✓", "not_met": "✗", "not_arisen": "–", "missing": "?", "unclear": "?"}


def start(turn: Turn, rest: str) -> None:
    """``/diaban``, ``/diaban tan hung``."""
    zone_year = load_year(turn, {})
    if zone_year is None:
        turn.start_dialog(None)
        turn.add_message("zones.no_plan")
        return turn.show_menu()
    if rest:
        turn.start_dialog("zones.overview", **zone_year.args)
        if (text := on_text(turn, rest)) is None:
            return None
        turn.add_text(text)
    return home(turn, zone_year.args)


def home(turn: Turn, args: Args) -> None:
    zone_year = load_year(turn, args)
    if zone_year is None:
        return start(turn, "")
    turn.start_dialog("zones.overview", **zone_year.args)
    chosen = selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=turn.me.unit)
    page, pages, shown = page_of(chosen, args.get("page", 0))
    turn.add_text("\n".join(_title(turn, zone_year)))
    turn.add_text("\n".join(_chosen_lines(turn, zone_year, chosen, shown)))
    turn.add_text("\n".join(_programme(turn, zone_year)))
    add_page_line(turn, page, pages)
    turn.add_message("zones.how_to_search")
    labels = unit_labels(chosen, communes_in_scope(turn))[shown]
    turn.set_buttons(
        *(
            Button(label, "zones.show_commune", zone_year.args_of(unit))
            for label, unit in zip(labels, chosen[shown], strict=True)
        ),
        *page_buttons(turn, "zones.home", page, pages, **zone_year.args),
        *_ways(turn, zone_year),
        numbered=True,
    )


def prompt(turn: Turn) -> None:
    home(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """A few letters of a commune's name: opens it, or lists those they may mean.

    Where it opens the dialogue says (``then``): the commune's page, or its sheet.
    """
    if fold(text) in turn.registry.typed_commands:
        return ""
    state = turn.dialogue or {}
    zone_year, scope = load_year(turn, state), communes_in_scope(turn)
    meant = find_units(scope, text)
    if zone_year is None or not meant:
        return turn.words("zones.not_found", text=text[:60])
    then = state.get("then", "zones.show_commune")
    if len(meant) == 1:
        turn.run_action(then, **zone_year.args_of(meant[0]))
    else:
        list_matches(turn, {**zone_year.args, "then": then, "text": text})
    return None


def list_matches(turn: Turn, args: Args) -> None:
    """The communes a text may mean, a page of them."""
    zone_year, scope = load_year(turn, args), communes_in_scope(turn)
    if zone_year is None:
        return start(turn, "")
    meant = find_units(scope, args["text"])
    page, pages, shown = page_of(meant, args.get("page", 0))
    turn.start_dialog("zones.overview", **zone_year.args, then=args["then"])
    turn.add_message("zones.which_of_these", n=len(meant), text=args["text"][:60])
    add_page_line(turn, page, pages)
    labels = unit_labels(meant, scope)[shown]
    turn.set_buttons(
        *(
            Button(label, args["then"], zone_year.args_of(unit))
            for label, unit in zip(labels, meant[shown], strict=True)
        ),
        *page_buttons(turn, "zones.list_matches", page, pages, **dict(args)),
        home_button(turn, zone_year),
    )


def list_years(turn: Turn, args: Args) -> None:
    """The other plans and years there are."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return start(turn, "")
    several = len(plans := zone_plans(turn)) > 1
    turn.add_message("zones.which_year")
    offered = [(plan, year) for plan in plans for year in sorted(plan.years, reverse=True)]
    turn.set_buttons(
        *(
            Button(
                turn.words("zones.plan_year", year=year, plan=plan.short_title) if several else str(year),
                "zones.home",
                {"plan": plan.id, "year": year},
            )
            for plan, year in offered
        ),
        numbered=False,
    )


def _title(turn: Turn, zone_year: ZoneYear) -> Iterator[str]:
    yield turn.words("zones.title", year=zone_year.year, unit=turn.me.unit.name)
    if len(zone_plans(turn)) > 1:
        yield zone_year.plan.short_title


def _chosen_lines(turn: Turn, zone_year: ZoneYear, chosen: Sequence[Unit], shown: slice) -> Iterator[str]:
    words = turn.words
    for decision in decisions.decisions(turn.tx, zone_year.plan.id, zone_year.year, turn.me.unit):
        line = paper_words(words, decision.paper)
        yield line if decision.unit.covers(turn.me.unit) else words("zones.whose", paper=line, unit=decision.unit.name)
    if not chosen:
        yield words("zones.none_chosen")
    else:
        yield words("zones.chosen", n=len(chosen))
        outcomes = zones_outcomes.of_year(turn.tx, zone_year.plan.id, zone_year.year)
        for number, one_ in enumerate(chosen[shown], 1):
            yield f"{number}. {one_.name}: {outcome_words(words, outcomes.get(one_.id))}"
    reason = selected_zones.over_cap(turn.tx, zone_year.plan.id, zone_year.year, within=turn.me.unit)
    yield from cap_lines(turn, zone_year, chosen, reason)


def _programme(turn: Turn, zone_year: ZoneYear) -> Iterator[str]:
    """The programme's targets, as fractions beside the percentage: one of two fails 60%."""
    report = annual(zone_year.plan) or next(iter(zone_year.plan.reports), None)
    if report is None:
        return
    period = period_key(zone_year.year, report.period)
    facts = evaluations.report_figures(turn.tx, zone_year.plan, report.id, period, turn.me.unit)
    judged = [
        target_result for target_result in evaluations.results(facts) if target_result.target.level == "programme"
    ]
    if judged:
        over = zone_year.year < turn.today.year
        yield turn.words("zones.programme_then" if over else "zones.programme", year=zone_year.year)
    for result in judged:
        yield f"{MARKS[result.verdict]} {_programme_words(turn, result)}"


def _programme_words(turn: Turn, result: TargetResult) -> str:
    words = turn.words
    if not result.den:
        return words("zones.not_arisen", title=result.target.title)
    line = rate_words(words, result)
    return (
        words("zones.undecided", rate=line, n=result.places - result.counted)
        if result.counted < result.places
        else line
    )


def _ways(turn: Turn, zone_year: ZoneYear) -> Iterator[Button]:
    words = turn.words
    yield Button(words("zones.choice.sheets"), "zones.list_sheets", zone_year.args)
    yield Button(words("zones.choice.compare"), "zones.compare_sheets", zone_year.args)
    yield Button(words("zones.choice.proposal"), "zones.show_proposal", zone_year.args)
    if sum(len(plan.years) for plan in zone_plans(turn)) > 1:
        yield Button(words("zones.choice.others"), "zones.list_years", zone_year.args)
