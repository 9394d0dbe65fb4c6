"""Who belongs to which unit: enrolment by code, invitations, list of members, revoking and handing over a role
(/start, /moi, /thanhvien, /bangiao).

One's own name and language are in ``handlers.account``.
"""

from __future__ import annotations

from handlers.members import bulk_invite, enrol, handover, invite, member, member_list
from handlers.members.state import BulkInviteState, InviteState, MemberListState
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import INVITES

INVITERS = frozenset(INVITES)

FEATURE = Feature(
    "members",
    commands=(
        Command("start", enrol.start, order=10, typed=("menu", "trinh don", "bat dau"), open_to_strangers=True),
        Command("moi", invite.start, order=150, typed=("moi", "moi can bo", "cap ma moi"), roles=INVITERS),
        Command(
            "thanhvien", member_list.start, order=160, typed=("thanh vien", "danh sach thanh vien"), roles=INVITERS
        ),
        Command("bangiao", handover.show, order=180, typed=("ban giao", "ban giao vai tro")),
    ),
    actions={
        "members.confirm_invitation": Action(enrol.confirm, open_to_strangers=True),
        "members.decline_invitation": Action(enrol.decline, open_to_strangers=True),
        "members.start_invite": Action(invite.begin, INVITERS),
        "members.browse_invite_units": Action(invite.browse_units, INVITERS),
        "members.choose_invite_role": Action(invite.choose_role, INVITERS),
        "members.issue_invitation": Action(invite.issue, INVITERS),
        "members.revoke_invitation": Action(invite.revoke, INVITERS),
        "members.leave_invite": Action(invite.leave, INVITERS),
        "members.issue_handover": Action(handover.issue),
        "members.revoke_handover": Action(handover.revoke),
        "members.leave_handover": Action(handover.leave),
        "members.show_list": Action(member_list.show_list, INVITERS),
        "members.browse_list": Action(member_list.browse_list, INVITERS),
        "members.leave_list": Action(member_list.leave, INVITERS),
        "members.show_member": Action(member.show, INVITERS),
        "members.ask_revoke_role": Action(member.ask_revoke, INVITERS),
        "members.revoke_role": Action(member.revoke, INVITERS),
        "members.explain_bulk_invite": Action(bulk_invite.explain, INVITERS),
        "members.invite_missing_officers": Action(bulk_invite.invite_missing_officers, INVITERS),
        "members.issue_bulk_invite": Action(bulk_invite.issue, INVITERS),
        "members.leave_bulk_invite": Action(bulk_invite.leave, INVITERS),
    },
    dialogs=(
        Dialog(InviteState, invite.on_text, invite.prompt),
        Dialog(MemberListState, member_list.on_text, member_list.prompt, transient=True),
        Dialog(
            BulkInviteState,
            bulk_invite.on_text,
            bulk_invite.prompt,
            on_cancel=run_action("members.leave_bulk_invite"),
        ),
    ),
    file_handlers=(bulk_invite.on_file,),
    menu=(
        MenuEntry(140, "menu.invite", "members.start_invite", INVITERS),
        MenuEntry(150, "menu.members", "members.show_list", INVITERS),
    ),
)
