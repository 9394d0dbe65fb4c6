"""Official drafts as .docx and annexes as .xlsx (/xuat): what can be made, and the builders that read the data.

Drawing the files is in ``reporting.documents``; the board's spreadsheet is in ``handlers.monitoring``.
"""

from __future__ import annotations

from handlers.documents import consolidated_report, figures_annex, menu, reminder_letter, unit_report
from handlers.documents.context import ANNEX, SUMMED, UNIT, URGING
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
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
        "documents.list_reports": Action(menu.show_list),
        "documents.show": Action(menu.show),
        "documents.list_units": Action(menu.show_units),
        "documents.make": Action(menu.order_document),
    },
    dialogs=(LegacyDialog("documents.menu", menu.on_text, menu.prompt, transient=True),),
    document_builders={
        UNIT: unit_report.make,
        SUMMED: consolidated_report.make,
        ANNEX: figures_annex.make,
        URGING: reminder_letter.make,
    },
    menu=(MenuEntry(80, "menu.papers", "documents.list_reports", OVERSEES),),
)
