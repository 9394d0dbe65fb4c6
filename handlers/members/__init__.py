"""Who belongs to which unit: enrolment by code, invitations, list of members, revoking and handing over a role
(/start, /moi, /thanhvien, /bangiao).

One's own name and language are in ``handlers.account``.
"""

from __future__ import annotations

from handlers.members import bulk_invite, enrol, handover, invite, member, member_list
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import INVITES

FEATURE = Feature(
    "members",
    commands=(
        Command("start", enrol.start, typed=("menu", "trinh don", "bat dau"), open_to_strangers=True),
        Command("moi", invite.start, typed=("moi", "moi can bo", "cap ma moi"), roles=frozenset(INVITES)),
        Command("thanhvien", member_list.start, typed=("thanh vien", "danh sach thanh vien"), roles=frozenset(INVITES)),
        Command("bangiao", handover.show, typed=("ban giao", "ban giao vai tro")),
    ),
    actions={
        "members.confirm_invitation": Action(enrol.confirm, open_to_strangers=True),
        "members.decline_invitation": Action(enrol.decline, open_to_strangers=True),
        "members.start_invite": Action(invite.begin),
        "members.browse_invite_units": Action(invite.browse_units),
        "members.choose_invite_role": Action(invite.choose_role),
        "members.issue_invitation": Action(invite.issue),
        "members.revoke_invitation": Action(invite.revoke),
        "members.leave_invite": Action(invite.leave),
        "members.issue_handover": Action(handover.issue),
        "members.revoke_handover": Action(handover.revoke),
        "members.leave_handover": Action(handover.leave),
        "members.show_list": Action(member_list.show_list),
        "members.browse_list": Action(member_list.browse_list),
        "members.leave_list": Action(member_list.leave),
        "members.show_member": Action(member.show),
        "members.ask_revoke_role": Action(member.ask_revoke),
        "members.revoke_role": Action(member.revoke),
        "members.explain_bulk_invite": Action(bulk_invite.explain),
        "members.invite_missing_officers": Action(bulk_invite.invite_missing_officers),
        "members.issue_bulk_invite": Action(bulk_invite.issue),
        "members.leave_bulk_invite": Action(bulk_invite.leave),
    },
    dialogs=(
        LegacyDialog("members.invite", invite.on_text, invite.show),
        LegacyDialog("members.list", member_list.on_text, member_list.show, transient=True),
        LegacyDialog(
            "members.bulk_invite", bulk_invite.on_text, bulk_invite.show, on_cancel=run("members.leave_bulk_invite")
        ),
    ),
    file_handlers=(bulk_invite.on_file,),
    menu=(
        MenuEntry(140, "menu.invite", "members.start_invite", frozenset(INVITES)),
        MenuEntry(150, "menu.members", "members.show_list", frozenset(INVITES)),
    ),
)
