"""Who has filed and who has not (/theodoi, /tinhtrang): the board, one report's page, excusing a unit, paper records.

Reminders are in ``handlers.reminders``, decisions about submitted reports in ``handlers.review``.
"""

from __future__ import annotations

from handlers.monitoring import board, excuse, export, overview, paper_record, report_page, status_command, unit_lists
from handlers.monitoring.export import BOARD_LIST
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import FILES, OVERSEES, REVIEWS

FEATURE = Feature(
    "monitoring",
    commands=(
        Command(
            "tinhtrang",
            status_command.command,
            order=30,
            typed=("tinh trang", "tinh trang bao cao", "xem tinh trang", "trang thai"),
        ),
        Command("theodoi", board.start, order=90, typed=("theo doi", "bang theo doi", "xem bang"), roles=OVERSEES),
    ),
    actions={
        "monitoring.show_status": Action(status_command.show),
        "monitoring.list_missing": Action(overview.list_missing),
        "monitoring.list_reports": Action(board.show_list),
        "monitoring.show_board": Action(board.show),
        "monitoring.list_category": Action(unit_lists.list_category),
        "monitoring.list_children": Action(unit_lists.list_children),
        "monitoring.list_matches": Action(unit_lists.list_matches),
        "monitoring.open_unit": Action(unit_lists.open_unit),
        "monitoring.export_board": Action(export.export),
        "monitoring.show_report": Action(report_page.show),
        "monitoring.show_answers": Action(report_page.show_answers),
        "monitoring.leave_report": Action(report_page.leave),
        "monitoring.ask_paper_record": Action(paper_record.ask_paper_record),
        "monitoring.save_paper_record": Action(paper_record.save_paper_record),
        "monitoring.undo_paper_record": Action(paper_record.undo_paper_record),
        "monitoring.ask_excuse": Action(excuse.ask_excuse),
        "monitoring.undo_excuse": Action(excuse.undo_excuse),
    },
    dialogs=(
        LegacyDialog("monitoring.board", board.on_text, board.prompt, transient=True),
        LegacyDialog(
            "monitoring.paper_record",
            paper_record.on_text,
            paper_record.prompt,
            on_cancel=run("monitoring.show_report"),
        ),
        LegacyDialog("monitoring.excuse", excuse.on_text, excuse.prompt, on_cancel=run("monitoring.show_report")),
    ),
    document_builders={BOARD_LIST: export.make},
    menu=(
        MenuEntry(30, "menu.board", "monitoring.list_reports", OVERSEES),
        MenuEntry(60, "menu.status", "monitoring.show_status", FILES | OVERSEES - REVIEWS),
        MenuEntry(100, "menu.status", "monitoring.show_status", REVIEWS),
    ),
)
