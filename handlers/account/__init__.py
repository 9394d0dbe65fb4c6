"""What a member does with their own account: role in use, name, language, a copy of their data, leaving a role.

Giving a role to somebody else is in ``handlers.members``.
"""

from __future__ import annotations

from handlers.account import account, leave_role, my_data, rename
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature

FEATURE = Feature(
    "account",
    commands=(
        Command("toi", account.show, order=190, typed=("toi", "toi la ai", "tai khoan")),
        Command("ngonngu", account.choose_language, order=200, typed=("ngon ngu", "doi ngon ngu", "language")),
    ),
    actions={
        "account.rename": Action(rename.ask_name),
        "account.keep_name": Action(rename.keep_name),
        "account.export_data": Action(my_data.export),
        "account.ask_leave": Action(leave_role.ask_leave),
        "account.leave": Action(leave_role.leave),
        "account.stay": Action(leave_role.stay),
        "account.switch_role": Action(account.switch_role),
        "account.set_language": Action(account.set_language),
    },
    dialogs=(Dialog(rename.NameState, rename.on_text, rename.prompt, on_cancel=run_action("account.keep_name")),),
)
