"""Who has filed and who has not (/theodoi, /tinhtrang): the board, the page of one unit's report, paper records,
excusing a unit from a report.

Reminders are in ``handlers.reminders``, decisions about submitted reports in ``handlers.review``, an officer's own
reports in ``handlers.filing.own_status``.
"""

from __future__ import annotations

from handlers.monitoring import board, excuse, export, overview, paper_record, report_page, status_command, unit_lists
from handlers.monitoring.export import BOARD_LIST
from handlers.monitoring.state import BoardState, ExcuseState, PaperRecordState
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
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
        "monitoring.list_missing": Action(overview.list_missing, OVERSEES),
        "monitoring.list_reports": Action(board.show_list, OVERSEES),
        "monitoring.show_board": Action(board.show, OVERSEES),
        "monitoring.list_category": Action(unit_lists.list_category, OVERSEES),
        "monitoring.list_children": Action(unit_lists.list_children, OVERSEES),
        "monitoring.list_matches": Action(unit_lists.list_matches, OVERSEES),
        "monitoring.open_unit": Action(unit_lists.open_unit, OVERSEES),
        "monitoring.export_board": Action(export.export, OVERSEES),
        "monitoring.show_report": Action(report_page.show, OVERSEES),
        "monitoring.show_answers": Action(report_page.show_answers, OVERSEES),
        "monitoring.leave_report": Action(report_page.leave, OVERSEES),
        "monitoring.ask_paper_record": Action(paper_record.ask_paper_record, REVIEWS),
        "monitoring.save_paper_record": Action(paper_record.save_paper_record, REVIEWS),
        "monitoring.undo_paper_record": Action(paper_record.undo_paper_record, REVIEWS),
        "monitoring.ask_excuse": Action(excuse.ask_excuse, REVIEWS),
        "monitoring.undo_excuse": Action(excuse.undo_excuse, REVIEWS),
    },
    dialogs=(
        Dialog(BoardState, board.on_text, board.prompt, transient=True, refuse_secrecy_markings=False),
        Dialog(
            PaperRecordState,
            paper_record.on_text,
            paper_record.prompt,
            on_cancel=run_action("monitoring.show_report"),
        ),
        Dialog(
            ExcuseState,
            excuse.on_text,
            excuse.prompt,
            on_cancel=run_action("monitoring.show_report"),
            refuse_secrecy_markings=False,
        ),
    ),
    document_builders={BOARD_LIST: export.make},
    menu=(
        MenuEntry(30, "menu.board", "monitoring.list_reports", OVERSEES),
        MenuEntry(60, "menu.status", "monitoring.show_status", FILES | OVERSEES - REVIEWS),
        MenuEntry(100, "menu.status", "monitoring.show_status", REVIEWS),
    ),
)
