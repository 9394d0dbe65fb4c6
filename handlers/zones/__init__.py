"""Communes under transformation (/diaban): criteria sheets, proposal, decision, evaluation of a year's outcome.

The rules are in ``reporting.figures`` and ``reporting.plan``.
"""

from __future__ import annotations

from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from handlers.zones import commune, criteria_sheet, criteria_table, criteria_workbook, decision, home, outcome, proposal
from handlers.zones.criteria_workbook import CRITERIA
from reporting.roles import OVERSEES

FEATURE = Feature(
    "zones",
    commands=(
        Command(
            "diaban",
            home.start,
            typed=("dia ban", "dia ban chuyen hoa", "chuyen hoa dia ban", "xem dia ban"),
            roles=OVERSEES,
        ),
    ),
    actions={
        "zones.home": Action(home.home),
        "zones.list_matches": Action(home.matches),
        "zones.list_years": Action(home.others),
        "zones.show_commune": Action(commune.show),
        "zones.show_history": Action(commune.history),
        "zones.list_sheets": Action(criteria_sheet.show_list),
        "zones.show_sheet": Action(criteria_sheet.show),
        "zones.answer_criterion": Action(criteria_sheet.answer),
        "zones.compare_sheets": Action(criteria_table.compare),
        "zones.download_table": Action(criteria_table.give),
        "zones.show_proposal": Action(proposal.show),
        "zones.show_proposed": Action(proposal.one),
        "zones.move_proposed": Action(proposal.move),
        "zones.add_proposed": Action(proposal.add),
        "zones.begin_decision": Action(decision.begin),
        "zones.retype_decision": Action(decision.again),
        "zones.confirm_decision": Action(decision.decide),
        "zones.begin_evaluation": Action(outcome.begin),
        "zones.answer_condition": Action(outcome.gate),
        "zones.decide_outcome": Action(outcome.decide),
        "zones.begin_relapse": Action(outcome.relapse),
        "zones.undo_relapse": Action(outcome.no_relapse),
    },
    dialogs=(
        Dialog("zones.overview", home.hear, home.show_open, transient=True),
        Dialog("zones.criteria_sheet", criteria_sheet.hear, criteria_sheet.show_open, transient=True),
        Dialog("zones.proposal", proposal.hear, proposal.show_open, transient=True),
        Dialog("zones.decision", decision.hear, decision.show, on_cancel=run("zones.show_proposal")),
        Dialog("zones.evaluation", outcome.hear, outcome.show, on_cancel=run("zones.show_commune")),
        Dialog("zones.relapse_note", outcome.hear_relapse, outcome.show_relapse, on_cancel=run("zones.show_commune")),
    ),
    file_handlers=(criteria_table.take,),
    document_builders={CRITERIA: criteria_workbook.make},
    menu=(MenuEntry(110, "menu.zones", "zones.home", OVERSEES),),
)
