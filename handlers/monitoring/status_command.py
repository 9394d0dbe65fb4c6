"""/tinhtrang: an officer sees what the unit owes and has sent; who oversees others sees ``monitoring.overview``."""

from __future__ import annotations

from handlers.monitoring import overview
from handlers.turn.context import Turn
from handlers.turn.features import Args
from reporting.roles import OVERSEES


def command(turn: Turn, rest: str) -> None:
    """``/tinhtrang``, ``/tinhtrang CM26-6T-4F7K2``."""
    if rest:
        turn.run_action("submissions.show_receipt", code=rest)
    else:
        show(turn, {})


def show(turn: Turn, args: Args) -> None:
    if turn.me.role in OVERSEES:
        overview.show(turn)
    else:
        turn.run_action("filing.show_own_status")
