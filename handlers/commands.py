"""Everything that can be asked for, in tables one can read."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import (
    account,
    bulk_invite,
    correcting,
    enrol,
    extending,
    extending_many,
    filled_sheet,
    granting,
    handover,
    interview,
    invite,
    leaving,
    member,
    members,
    menu,
    overview,
    receipt,
    reminder,
    report,
    review,
    rollup,
    sending,
    signed_paper,
    status,
    template,
)
from handlers.extension_case import DECIDES
from handlers.turn import Action, Command, Desk, Dialogue, Entropy, Links, Taker
from locales import LANGUAGES, words
from reporting.calendar import Calendar
from reporting.people import FILES, INVITES
from storage.plans import Shelf

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
        "giahan",
        extending.command,
        typed=("gia han", "xin gia han", "de nghi gia han"),
        roles=FILES | DECIDES,
    ),
    Command("huy", leaving.cancel, typed=("huy", "huy bao cao"), roles=FILES),
    Command("moi", invite.start, typed=("moi", "moi can bo", "cap ma moi"), roles=frozenset(INVITES)),
    Command("thanhvien", members.start, typed=("thanh vien", "danh sach thanh vien"), roles=frozenset(INVITES)),
    Command("bangiao", handover.show, typed=("ban giao", "ban giao vai tro")),
    Command("toi", account.show, typed=("toi", "toi la ai", "tai khoan")),
    Command("ngonngu", account.language, typed=("ngon ngu", "doi ngon ngu", "language")),
    Command("trogiup", menu.guide, typed=("tro giup", "giup", "huong dan", "help")),
)
ACTIONS: Mapping[str, Action] = {
    "enrol.confirm": enrol.confirm,
    "enrol.decline": enrol.decline,
    "invite.begin": invite.begin,
    "invite.browse": invite.browse,
    "invite.role": invite.role,
    "invite.issue": invite.issue,
    "invite.revoke": invite.revoke,
    "invite.leave": invite.leave,
    "handover.show": handover.show,
    "handover.issue": handover.issue,
    "handover.revoke": handover.revoke,
    "handover.leave": handover.leave,
    "members.begin": members.begin,
    "members.browse": members.browse,
    "members.leave": members.leave,
    "member.open": member.show,
    "member.ask": member.ask,
    "member.revoke": member.revoke,
    "bulk.explain": bulk_invite.explain,
    "bulk.missing": bulk_invite.missing,
    "bulk.issue": bulk_invite.issue,
    "account.wear": account.wear,
    "account.speak": account.speak,
    "menu.show": menu.show,
    "menu.guide": menu.guide,
    "report.list": report.show_list,
    "report.open": report.open_one,
    "report.begin": report.begin,
    "report.preview": report.preview,
    "report.later": report.later,
    "report.answer": interview.answer,
    "report.instead": interview.instead,
    "report.retype": interview.retype,
    "report.accept": interview.accept,
    "report.drop": interview.drop,
    "report.keep": interview.keep,
    "report.skip": interview.skip,
    "report.skip_part": interview.skip_part,
    "report.back": interview.back,
    "report.parts": interview.parts,
    "report.goto": interview.goto,
    "report.leave": leaving.leave,
    "report.erase": leaving.erase,
    "review.show": review.show,
    "review.confirm": review.confirm,
    "review.leave": review.leave,
    "correct.open": correcting.show,
    "correct.here": correcting.show_here,
    "paper.open": signed_paper.show,
    "paper.remove": signed_paper.remove,
    "send.send": sending.send,
    "send.nil": sending.nil,
    "send.nil_confirmed": sending.nil_confirmed,
    "sheet.give": template.give,
    "sheet.store": filled_sheet.store,
    "sheet.drop": filled_sheet.drop,
    "rollup.open": rollup.show,
    "rollup.take": rollup.take,
    "rollup.again": rollup.again,
    "receipt.view": receipt.view,
    "receipt.newest": receipt.newest,
    "status.show": status.show,
    "extension.begin": extending.begin,
    "extension.choose": extending.choose,
    "extension.day": extending.day,
    "extension.drop": extending.drop,
    "extension.leave": extending.leave,
    "extension.list": granting.show_list,
    "extension.show": granting.show,
    "extension.grant": granting.grant,
    "extension.refuse": granting.refuse,
    "extension.refuse_plainly": granting.refuse_plainly,
    "extension.other_day": granting.other_day,
    "extend_many.begin": extending_many.begin,
    "extend_many.choose": extending_many.choose,
    "extend_many.confirm": extending_many.confirm,
    "overview.missing": overview.show_missing,
    "reminder.open": reminder.open_report,
}
DIALOGUES: Mapping[str, Dialogue] = {
    "invite": Dialogue(invite.hear, invite.show),
    "members": Dialogue(members.hear, members.show),
    "bulk": Dialogue(bulk_invite.hear, bulk_invite.show),
    "report": Dialogue(interview.hear, interview.show),
    "review": Dialogue(review.hear, review.show_open),
    "correct": Dialogue(correcting.hear, correcting.show_open),
    "extension": Dialogue(extending.hear, extending.show),
    "refusal": Dialogue(granting.hear_refusal, granting.show_refusal),
    "grant": Dialogue(granting.hear_day, granting.show_day),
    "extend_many": Dialogue(extending_many.hear, extending_many.show),
    "paper": Dialogue(signed_paper.hear, signed_paper.show_open),
    "sheet": Dialogue(filled_sheet.hear, filled_sheet.show),
}
TAKERS: tuple[Taker, ...] = (filled_sheet.take, bulk_invite.take)
"""Who takes which file: a filled .xlsx its report, a list of people the invitations."""


def build_desk(entropy: Entropy, calendar: Calendar, links: Links) -> Desk:
    """The desk every turn works at. One a process: it keeps the parsed plans."""
    return Desk(
        commands={command.name: command for command in COMMANDS},
        actions=ACTIONS,
        dialogues=DIALOGUES,
        takers=TAKERS,
        stranger=menu.stranger,
        menu=menu.show,
        plans=Shelf(),
        entropy=entropy,
        calendar=calendar,
        links=links,
    )


def command_menu() -> dict[str, list[tuple[str, str]]]:
    """The commands worth showing, by language: ``{"vi": [("baocao", "làm và nộp báo cáo"), …], "en": …}``."""
    shown = [command.name for command in COMMANDS if command.in_menu]
    return {language: [(name, words(language)(f"menu.command.{name}")) for name in shown] for language in LANGUAGES}
