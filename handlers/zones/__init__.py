"""Communes under transformation (/diaban): criteria sheets, proposal, decision, evaluation of a year, relapse.

The rules are in ``reporting.figures``, ``reporting.plan`` and ``reporting.planning``, the tables in ``storage.zones``.
The reports that selected communes owe are filled in with ``handlers.filing``.
"""

from __future__ import annotations

from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from handlers.zones import commune, criteria_sheet, criteria_table, criteria_workbook, decision, home, outcome, proposal
from handlers.zones.criteria_workbook import CRITERIA
from handlers.zones.state import (
    CriteriaSheetState,
    RelapseState,
    ZoneDecisionState,
    ZoneEvaluationState,
    ZoneOverviewState,
    ZoneProposalState,
)
from reporting.roles import EDIT_ZONES, OVERSEES

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
        "zones.home": Action(home.home, OVERSEES),
        "zones.list_matches": Action(home.list_matches, OVERSEES),
        "zones.list_years": Action(home.list_years, OVERSEES),
        "zones.show_commune": Action(commune.show, OVERSEES),
        "zones.show_history": Action(commune.show_history, OVERSEES),
        "zones.list_sheets": Action(criteria_sheet.show_list, OVERSEES),
        "zones.show_sheet": Action(criteria_sheet.show, OVERSEES),
        "zones.answer_criterion": Action(criteria_sheet.answer_criterion, EDIT_ZONES),
        "zones.compare_sheets": Action(criteria_table.compare, OVERSEES),
        "zones.download_table": Action(criteria_table.give_table, OVERSEES),
        "zones.show_proposal": Action(proposal.show, OVERSEES),
        "zones.show_proposed": Action(proposal.show_proposed, EDIT_ZONES),
        "zones.move_proposed": Action(proposal.move_proposed, EDIT_ZONES),
        "zones.add_proposed": Action(proposal.add_proposed, EDIT_ZONES),
        "zones.begin_decision": Action(decision.begin, EDIT_ZONES),
        "zones.retype_decision": Action(decision.retype, EDIT_ZONES),
        "zones.confirm_decision": Action(decision.decide, EDIT_ZONES),
        "zones.begin_evaluation": Action(outcome.begin, EDIT_ZONES),
        "zones.answer_condition": Action(outcome.begin, EDIT_ZONES),
        "zones.decide_outcome": Action(outcome.decide, EDIT_ZONES),
        "zones.begin_relapse": Action(outcome.ask_relapse, EDIT_ZONES),
        "zones.undo_relapse": Action(outcome.undo_relapse, EDIT_ZONES),
    },
    dialogs=(
        Dialog(ZoneOverviewState, home.on_text, home.prompt, transient=True),
        Dialog(CriteriaSheetState, criteria_sheet.on_text, criteria_sheet.prompt, transient=True),
        Dialog(ZoneProposalState, proposal.on_text, proposal.prompt, transient=True),
        Dialog(ZoneDecisionState, decision.on_text, decision.show, on_cancel=run_action("zones.show_proposal")),
        Dialog(ZoneEvaluationState, outcome.on_text, outcome.show, on_cancel=run_action("zones.show_commune")),
        Dialog(
            RelapseState, outcome.on_relapse_text, outcome.prompt_relapse, on_cancel=run_action("zones.show_commune")
        ),
    ),
    file_handlers=(criteria_table.on_file,),
    document_builders={CRITERIA: criteria_workbook.make},
    menu=(MenuEntry(110, "menu.zones", "zones.home", OVERSEES),),
)
