"""Everything that can be asked for, in tables one can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from handlers import menu
from handlers.account import account, rename
from handlers.adhoc import create
from handlers.documents import consolidated_report, figures_annex, reminder_letter, unit_report
from handlers.documents import menu as documents_menu
from handlers.documents.context import ANNEX, SUMMED, UNIT, URGING
from handlers.extensions import bulk, decide, request
from handlers.filing import (
    attachments,
    exit,
    interview,
    jump_to_question,
    pre_submit_review,
    report_list,
    returned_report,
    signed_document,
    workbook_upload,
)
from handlers.members import bulk_invite, enrol, handover, invite, member_list
from handlers.monitoring import board, excuse, export, paper_record, status_command
from handlers.monitoring.export import BOARD_LIST
from handlers.plans import plans
from handlers.questions import chat
from handlers.registry_actions import ACTIONS
from handlers.review import queue, return_report, unlock
from handlers.summary import charts, summary
from handlers.totals import totals
from handlers.turn import cancel
from handlers.turn.context import Command, Desk, Dialogue, Entropy, Links, Maker, Taker, Turn
from handlers.turn.messages import PICTURE
from handlers.units import merge
from handlers.zones import criteria_sheet, criteria_table, criteria_workbook, decision, home, outcome, proposal
from handlers.zones.criteria_workbook import CRITERIA
from locales import LANGUAGES, words
from reporting.deadlines.calendar import Calendar
from reporting.roles import DECIDE_EXTENSIONS, FILES, INVITES, OVERSEES, REVIEWS
from storage.operations.retention import USUAL, Retention
from storage.plans.plans import Shelf

COMMANDS: tuple[Command, ...] = (
    Command("start", enrol.start, typed=("menu", "trinh don", "bat dau"), open_to_strangers=True),
    Command(
        "baocao",
        report_list.show,
        typed=("bao cao", "nop bao cao", "lam bao cao", "lam tiep", "bao cao phai nop"),
        roles=FILES,
    ),
    Command(
        "tinhtrang", status_command.command, typed=("tinh trang", "tinh trang bao cao", "xem tinh trang", "trang thai")
    ),
    Command(
        "tomtat",
        summary.command,
        typed=("tom tat", "xem tom tat", "tinh hinh chung", "tong quan", "tinh hinh"),
        roles=OVERSEES,
    ),
    Command(
        "giahan",
        request.command,
        typed=("gia han", "xin gia han", "de nghi gia han"),
        roles=FILES | DECIDE_EXTENSIONS,
    ),
    Command(
        "dotxuat",
        create.command,
        typed=("dot xuat", "bao cao dot xuat", "yeu cau bao cao"),
        roles=DECIDE_EXTENSIONS,
    ),
    Command("duyet", queue.command, typed=("duyet", "duyet bao cao", "cho duyet", "bao cao cho duyet"), roles=REVIEWS),
    Command("hoi", chat.command, typed=("hoi", "dat cau hoi", "cau hoi")),
    Command("theodoi", board.start, typed=("theo doi", "bang theo doi", "xem bang"), roles=OVERSEES),
    Command(
        "diaban",
        home.start,
        typed=("dia ban", "dia ban chuyen hoa", "chuyen hoa dia ban", "xem dia ban"),
        roles=OVERSEES,
    ),
    Command("tonghop", totals.command, typed=("tong hop", "tong hop so lieu", "so lieu tong hop"), roles=OVERSEES),
    Command(
        "xuat",
        documents_menu.command,
        typed=("xuat", "xuat van ban", "xuat bao cao", "lap van ban", "cong van don doc"),
        roles=FILES | OVERSEES,
    ),
    Command("hopnhat", merge.command, typed=("hop nhat", "hop nhat don vi"), roles=merge.MERGES),
    Command("huy", cancel.cancel, typed=("huy", "huy bao cao")),
    Command("moi", invite.start, typed=("moi", "moi can bo", "cap ma moi"), roles=frozenset(INVITES)),
    Command("thanhvien", member_list.start, typed=("thanh vien", "danh sach thanh vien"), roles=frozenset(INVITES)),
    Command("kehoach", plans.show, typed=("ke hoach", "cac ke hoach"), roles=frozenset(INVITES)),
    Command("bangiao", handover.show, typed=("ban giao", "ban giao vai tro")),
    Command("toi", account.show, typed=("toi", "toi la ai", "tai khoan")),
    Command("ngonngu", account.language, typed=("ngon ngu", "doi ngon ngu", "language")),
    Command("trogiup", menu.guide, typed=("tro giup", "giup", "huong dan", "help")),
)


def _back(action: str) -> Callable[[Turn], None]:
    """/huy as the choice that leads out of a dialogue, about what that was about."""
    return lambda turn: turn.go(action, **(turn.dialogue or {}))


DIALOGUES: Mapping[str, Dialogue] = {
    "board": Dialogue(board.hear, board.show_open, passing=True),
    "paper_record": Dialogue(paper_record.hear, paper_record.show_open, cancel=_back("report_page.show")),
    "excuse": Dialogue(excuse.hear, excuse.show_open, cancel=_back("report_page.show")),
    "papers": Dialogue(documents_menu.hear, documents_menu.show_open, passing=True),
    "invite": Dialogue(invite.hear, invite.show),
    "members": Dialogue(member_list.hear, member_list.show, passing=True),
    "rename": Dialogue(rename.hear, rename.show, cancel=_back("account.keep_name")),
    "bulk": Dialogue(bulk_invite.hear, bulk_invite.show, cancel=_back("bulk.leave")),
    "report": Dialogue(interview.hear, interview.show, cancel=exit.give_up),
    "review": Dialogue(pre_submit_review.hear, pre_submit_review.show_open, cancel=exit.give_up),
    "correct": Dialogue(jump_to_question.hear, jump_to_question.show_open, cancel=exit.give_up),
    "extension": Dialogue(request.hear, request.show),
    "refusal": Dialogue(decide.hear_refusal, decide.show_refusal, cancel=_back("extension.show")),
    "grant": Dialogue(decide.hear_day, decide.show_day, cancel=_back("extension.show")),
    "extend_many": Dialogue(bulk.hear, bulk.show),
    "request": Dialogue(create.hear, create.show),
    "merging": Dialogue(merge.hear, merge.show),
    "paper": Dialogue(signed_document.hear, signed_document.show_open, cancel=_back("review.show")),
    "sheet": Dialogue(workbook_upload.hear, workbook_upload.show, cancel=_back("sheet.drop")),
    "evidence": Dialogue(attachments.hear, attachments.show_open, cancel=_back("evidence.done")),
    "return": Dialogue(return_report.hear, return_report.show, cancel=_back("return.cancel")),
    "explain": Dialogue(returned_report.hear, returned_report.show_open, cancel=_back("review.show")),
    "unlock": Dialogue(unlock.hear, unlock.show, cancel=_back("unlock.cancel")),
    "unlock_ask": Dialogue(unlock.hear_ask, unlock.show_ask, cancel=_back("unlock.withdraw")),
    "zones": Dialogue(home.hear, home.show_open, passing=True),
    "zone_sheet": Dialogue(criteria_sheet.hear, criteria_sheet.show_open, passing=True),
    "zone_proposal": Dialogue(proposal.hear, proposal.show_open, passing=True),
    "zone_decision": Dialogue(decision.hear, decision.show, cancel=_back("zones.proposal")),
    "zone_outcome": Dialogue(outcome.hear, outcome.show, cancel=_back("zones.commune")),
    "zone_relapse": Dialogue(outcome.hear_relapse, outcome.show_relapse, cancel=_back("zones.commune")),
}
TAKERS: tuple[Taker, ...] = (criteria_table.take, workbook_upload.take, bulk_invite.take, attachments.take)
"""Who takes which file: a filled .xlsx its criteria or its report, a list of people the invitations, a photograph or
PDF the report it is the signed original of."""

MAKERS: Mapping[str, Maker] = {
    UNIT: unit_report.make,
    SUMMED: consolidated_report.make,
    ANNEX: figures_annex.make,
    URGING: reminder_letter.make,
    PICTURE: charts.make,
    CRITERIA: criteria_workbook.make,
    BOARD_LIST: export.make,
}
"""Who makes a file that a turn ordered, by the kind of its recipe."""


def build_desk(
    entropy: Entropy,
    calendar: Calendar,
    links: Links,
    limits: Mapping[str, int] | None = None,
    plans_dir: Path | None = None,
    *,
    retention: Retention = USUAL,
) -> Desk:
    """The desk every turn works at. One a process: it keeps the parsed plans.

    ``plans_dir``: where adopted plans stand, to be put to use from the chat.
    """
    return Desk(
        commands={command.name: command for command in COMMANDS},
        actions=ACTIONS,
        dialogues=DIALOGUES,
        takers=TAKERS,
        makers=MAKERS,
        stranger=menu.stranger,
        menu=menu.show,
        plans=Shelf(),
        entropy=entropy,
        calendar=calendar,
        links=links,
        limits=limits or {},
        plans_dir=plans_dir,
        retention=retention,
    )


def command_menu() -> dict[str, list[tuple[str, str]]]:
    """The commands worth showing, by language: ``{"vi": [("baocao", "làm và nộp báo cáo"), …], "en": …}``."""
    shown = [command.name for command in COMMANDS if command.in_menu]
    return {language: [(name, words(language)(f"menu.command.{name}")) for name in shown] for language in LANGUAGES}
