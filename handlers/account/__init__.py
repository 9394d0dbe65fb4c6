"""What a member does with their own account: role in use, name, language, a copy of their data, leaving a role.

Giving a role to somebody else is in ``handlers.members``.
"""

from __future__ import annotations

from handlers.account import account, leave_role, my_data, rename
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Dialog, Feature

FEATURE = Feature(
    "account",
    commands=(
        Command("toi", account.show, typed=("toi", "toi la ai", "tai khoan")),
        Command("ngonngu", account.language, typed=("ngon ngu", "doi ngon ngu", "language")),
    ),
    actions={
        "account.rename": Action(rename.begin),
        "account.keep_name": Action(rename.keep),
        "account.export_data": Action(my_data.export),
        "account.ask_leave": Action(leave_role.ask),
        "account.leave": Action(leave_role.part),
        "account.stay": Action(leave_role.stay),
        "account.switch_role": Action(account.wear),
        "account.set_language": Action(account.speak),
    },
    dialogs=(Dialog("account.name", rename.hear, rename.show, on_cancel=run("account.keep_name")),),
)
