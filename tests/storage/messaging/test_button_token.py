from __future__ import annotations

import pytest

from storage.messaging.button_token import ButtonToken


def test_there_and_back() -> None:
    assert str(ButtonToken(12, 0)) == "12.0"
    assert ButtonToken.parse("12.0") == ButtonToken(12, 0)


@pytest.mark.parametrize("text", ["", "12", "12.", ".0", "12.x", "a.0", "12.0.1", "-1.0", "1.-1", "１2.0", "12.²"])
def test_what_is_no_token(text: str) -> None:
    assert ButtonToken.parse(text) is None
