"""The button of the notice that a returned report was sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.turn.context import Turn


def open_resubmitted(turn: Turn, args: Mapping[str, Any]) -> None:
    """The choice under the message: the report, in the hat it concerns."""
    turn.switch_role(args["membership"])
    turn.run_action("review.open", obligation=args["obligation"])
