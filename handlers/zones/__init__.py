"""Communes under transformation (/diaban): criteria sheets, proposal, decision, evaluation of a year's outcome.

The rules are in ``reporting.figures`` and ``reporting.plan``.
"""

from __future__ import annotations

from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from handlers.zones import commune, criteria_sheet, criteria_table, criteria_workbook, decision, home, outcome, proposal
from handlers.zones.criteria_workbook import CRITERIA
from reporting.roles import OVERSEES

FEATURE = Feature(
    "zones",
    commands=(
        Command(
            "diaban",
            home.start,
            order=100,
            typed=("dia ban", "dia ban chuyen hoa", "chuyen hoa dia ban", "xem dia ban"),
            roles=OVERSEES,
        ),
    ),
    actions={
        "zones.home": Action(home.home),
        "zones.list_matches": Action(home.list_matches),
        "zones.list_years": Action(home.list_years),
        "zones.show_commune": Action(commune.show),
        "zones.show_history": Action(commune.show_history),
        "zones.list_sheets": Action(criteria_sheet.show_list),
        "zones.show_sheet": Action(criteria_sheet.show),
        "zones.answer_criterion": Action(criteria_sheet.answer_criterion),
        "zones.compare_sheets": Action(criteria_table.compare),
        "zones.download_table": Action(criteria_table.give_table),
        "zones.show_proposal": Action(proposal.show),
        "zones.show_proposed": Action(proposal.show_proposed),
        "zones.move_proposed": Action(proposal.move_proposed),
        "zones.add_proposed": Action(proposal.add_proposed),
        "zones.begin_decision": Action(decision.begin),
        "zones.retype_decision": Action(decision.retype),
        "zones.confirm_decision": Action(decision.decide),
        "zones.begin_evaluation": Action(outcome.begin),
        "zones.answer_condition": Action(outcome.answer_condition),
        "zones.decide_outcome": Action(outcome.decide),
        "zones.begin_relapse": Action(outcome.ask_relapse),
        "zones.undo_relapse": Action(outcome.undo_relapse),
    },
    dialogs=(
        LegacyDialog("zones.overview", home.on_text, home.prompt, transient=True),
        LegacyDialog("zones.criteria_sheet", criteria_sheet.on_text, criteria_sheet.prompt, transient=True),
        LegacyDialog("zones.proposal", proposal.on_text, proposal.prompt, transient=True),
        LegacyDialog("zones.decision", decision.on_text, decision.show, on_cancel=run("zones.show_proposal")),
        LegacyDialog("zones.evaluation", outcome.on_text, outcome.show, on_cancel=run("zones.show_commune")),
        LegacyDialog(
            "zones.relapse_note", outcome.on_relapse_text, outcome.prompt_relapse, on_cancel=run("zones.show_commune")
        ),
    ),
    file_handlers=(criteria_table.on_file,),
    document_builders={CRITERIA: criteria_workbook.make},
    menu=(MenuEntry(110, "menu.zones", "zones.home", OVERSEES),),
)
