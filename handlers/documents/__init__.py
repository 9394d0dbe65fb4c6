"""Official drafts as .docx and annexes as .xlsx (/xuat): the menu, and for each document what it says.

The files are drawn in ``reporting.documents``. The board's spreadsheet belongs to ``handlers.monitoring``.
"""

from __future__ import annotations

from handlers.documents import consolidated_report, figures_annex, menu, reminder_letter, unit_report
from handlers.documents.context import ANNEX, SUMMED, UNIT, URGING
from handlers.documents.state import DocumentMenuState
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import FILES, OVERSEES

FEATURE = Feature(
    "documents",
    commands=(
        Command(
            "xuat",
            menu.command,
            order=120,
            typed=("xuat", "xuat van ban", "xuat bao cao", "lap van ban", "cong van don doc"),
            roles=FILES | OVERSEES,
        ),
    ),
    actions={
        "documents.list_reports": Action(menu.show_list, FILES | OVERSEES),
        "documents.show": Action(menu.show, OVERSEES),
        "documents.list_units": Action(menu.show_units, OVERSEES),
        "documents.make": Action(menu.order_document, FILES | OVERSEES),
    },
    dialogs=(Dialog(DocumentMenuState, menu.on_text, menu.prompt, transient=True),),
    document_builders={
        UNIT: unit_report.make,
        SUMMED: consolidated_report.make,
        ANNEX: figures_annex.make,
        URGING: reminder_letter.make,
    },
    menu=(MenuEntry(80, "menu.papers", "documents.list_reports", OVERSEES),),
)
