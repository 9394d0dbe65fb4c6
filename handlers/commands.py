"""Everything that can be asked for, in tables one can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from handlers import (
    account,
    answering,
    ask,
    board,
    board_export,
    bulk_invite,
    charts,
    correcting,
    document_annex,
    document_summed,
    document_unit,
    document_urging,
    enrol,
    evidence,
    excusing,
    extending,
    extending_many,
    filled_sheet,
    granting,
    handover,
    interview,
    invite,
    leaving,
    members,
    menu,
    merging,
    paper_record,
    papers,
    plan_desk,
    queue,
    renaming,
    report,
    requesting,
    returning,
    review,
    signed_paper,
    status,
    summary,
    totals,
    unlocking,
    zone_book,
    zone_decision,
    zone_outcome,
    zone_proposal,
    zone_sheet,
    zone_table,
    zones,
)
from handlers.actions import ACTIONS
from handlers.board_export import BOARD_LIST
from handlers.document_matter import ANNEX, SUMMED, UNIT, URGING
from handlers.extension_case import DECIDES
from handlers.messages import PICTURE
from handlers.turn import Command, Desk, Dialogue, Entropy, Links, Maker, Taker, Turn
from handlers.zone_book import CRITERIA
from locales import LANGUAGES, words
from reporting.calendar import Calendar
from reporting.people import FILES, INVITES, OVERSEES, REVIEWS
from storage.plans import Shelf
from storage.retention import USUAL, Retention

COMMANDS: tuple[Command, ...] = (
    Command("start", enrol.start, typed=("menu", "trinh don", "bat dau"), open_to_strangers=True),
    Command(
        "baocao",
        report.show,
        typed=("bao cao", "nop bao cao", "lam bao cao", "lam tiep", "bao cao phai nop"),
        roles=FILES,
    ),
    Command("tinhtrang", status.command, typed=("tinh trang", "tinh trang bao cao", "xem tinh trang", "trang thai")),
    Command(
        "tomtat",
        summary.command,
        typed=("tom tat", "xem tom tat", "tinh hinh chung", "tong quan", "tinh hinh"),
        roles=OVERSEES,
    ),
    Command(
        "giahan",
        extending.command,
        typed=("gia han", "xin gia han", "de nghi gia han"),
        roles=FILES | DECIDES,
    ),
    Command(
        "dotxuat",
        requesting.command,
        typed=("dot xuat", "bao cao dot xuat", "yeu cau bao cao"),
        roles=DECIDES,
    ),
    Command("duyet", queue.command, typed=("duyet", "duyet bao cao", "cho duyet", "bao cao cho duyet"), roles=REVIEWS),
    Command("hoi", ask.command, typed=("hoi", "dat cau hoi", "cau hoi")),
    Command("theodoi", board.start, typed=("theo doi", "bang theo doi", "xem bang"), roles=OVERSEES),
    Command(
        "diaban",
        zones.start,
        typed=("dia ban", "dia ban chuyen hoa", "chuyen hoa dia ban", "xem dia ban"),
        roles=OVERSEES,
    ),
    Command("tonghop", totals.command, typed=("tong hop", "tong hop so lieu", "so lieu tong hop"), roles=OVERSEES),
    Command(
        "xuat",
        papers.command,
        typed=("xuat", "xuat van ban", "xuat bao cao", "lap van ban", "cong van don doc"),
        roles=FILES | OVERSEES,
    ),
    Command("hopnhat", merging.command, typed=("hop nhat", "hop nhat don vi"), roles=merging.MERGES),
    Command("huy", leaving.cancel, typed=("huy", "huy bao cao")),
    Command("moi", invite.start, typed=("moi", "moi can bo", "cap ma moi"), roles=frozenset(INVITES)),
    Command("thanhvien", members.start, typed=("thanh vien", "danh sach thanh vien"), roles=frozenset(INVITES)),
    Command("kehoach", plan_desk.show, typed=("ke hoach", "cac ke hoach"), roles=frozenset(INVITES)),
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
    "excuse": Dialogue(excusing.hear, excusing.show_open, cancel=_back("report_page.show")),
    "papers": Dialogue(papers.hear, papers.show_open, passing=True),
    "invite": Dialogue(invite.hear, invite.show),
    "members": Dialogue(members.hear, members.show, passing=True),
    "rename": Dialogue(renaming.hear, renaming.show, cancel=_back("account.keep_name")),
    "bulk": Dialogue(bulk_invite.hear, bulk_invite.show, cancel=_back("bulk.leave")),
    "report": Dialogue(interview.hear, interview.show, cancel=leaving.give_up),
    "review": Dialogue(review.hear, review.show_open, cancel=leaving.give_up),
    "correct": Dialogue(correcting.hear, correcting.show_open, cancel=leaving.give_up),
    "extension": Dialogue(extending.hear, extending.show),
    "refusal": Dialogue(granting.hear_refusal, granting.show_refusal, cancel=_back("extension.show")),
    "grant": Dialogue(granting.hear_day, granting.show_day, cancel=_back("extension.show")),
    "extend_many": Dialogue(extending_many.hear, extending_many.show),
    "request": Dialogue(requesting.hear, requesting.show),
    "merging": Dialogue(merging.hear, merging.show),
    "paper": Dialogue(signed_paper.hear, signed_paper.show_open, cancel=_back("review.show")),
    "sheet": Dialogue(filled_sheet.hear, filled_sheet.show, cancel=_back("sheet.drop")),
    "evidence": Dialogue(evidence.hear, evidence.show_open, cancel=_back("evidence.done")),
    "return": Dialogue(returning.hear, returning.show, cancel=_back("return.cancel")),
    "explain": Dialogue(answering.hear, answering.show_open, cancel=_back("review.show")),
    "unlock": Dialogue(unlocking.hear, unlocking.show, cancel=_back("unlock.cancel")),
    "unlock_ask": Dialogue(unlocking.hear_ask, unlocking.show_ask, cancel=_back("unlock.withdraw")),
    "zones": Dialogue(zones.hear, zones.show_open, passing=True),
    "zone_sheet": Dialogue(zone_sheet.hear, zone_sheet.show_open, passing=True),
    "zone_proposal": Dialogue(zone_proposal.hear, zone_proposal.show_open, passing=True),
    "zone_decision": Dialogue(zone_decision.hear, zone_decision.show, cancel=_back("zones.proposal")),
    "zone_outcome": Dialogue(zone_outcome.hear, zone_outcome.show, cancel=_back("zones.commune")),
    "zone_relapse": Dialogue(zone_outcome.hear_relapse, zone_outcome.show_relapse, cancel=_back("zones.commune")),
}
TAKERS: tuple[Taker, ...] = (zone_table.take, filled_sheet.take, bulk_invite.take, evidence.take)
"""Who takes which file: a filled .xlsx its criteria or its report, a list of people the invitations, a photograph or
PDF the report it is the signed original of."""

MAKERS: Mapping[str, Maker] = {
    UNIT: document_unit.make,
    SUMMED: document_summed.make,
    ANNEX: document_annex.make,
    URGING: document_urging.make,
    PICTURE: charts.make,
    CRITERIA: zone_book.make,
    BOARD_LIST: board_export.make,
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
