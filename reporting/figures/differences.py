"""The differences between two versions of one report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from reporting.form_entry.answer_input import Answer


class Difference(NamedTuple):
    """One answer that changed: ``Difference("MAU-0501", "c07", Answer.given(24), Answer.given(25))``.

    ``zone``: the code of the commune, "" for an answer that belongs to no commune. ``before`` and ``after`` are
    ``None`` if that version has no answer to the question.
    """

    zone: str
    field: str
    before: Answer | None
    after: Answer | None


def differences(before: bytes, after: bytes) -> list[Difference]:
    """The answers that differ, by commune and question.

    ``before``, ``after``: the canonical contents (JSON) of two versions. The number of the signed document and the
    confirmed warnings are not compared.
    """
    return list(_compared(json.loads(before)["answers"], json.loads(after)["answers"]))


def _compared(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[Difference]:
    for zone in sorted(before.keys() | after.keys()):
        old, new = before.get(zone, {}), after.get(zone, {})
        for field in sorted(old.keys() | new.keys()):
            if old.get(field) != new.get(field):
                yield Difference(zone, field, _answer(old.get(field)), _answer(new.get(field)))


def _answer(stored: dict[str, Any] | None) -> Answer | None:
    return None if stored is None else Answer.from_json(stored)
