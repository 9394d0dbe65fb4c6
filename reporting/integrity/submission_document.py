"""What was sent, as one document that hashes the same wherever and whenever it is written again.

The content says what is reported, for whom and when; not who sent it nor at what instant, so that the same report sent
twice is one. Communes are named by their official code::

    {"answers":{"MAU-0501":{"c01":{"state":"given","value":12}},"":{"n1":{"state":"skipped"}}},
     "confirmations":[{"finding":"…","reason":null}],"form":"district","nil":false,"paper":null,"period":"2026-H1",
     "plan":"ca-mau-2026","report":"six-months","schema":1,"unit":"MAU-05","zones":["MAU-0501"]}
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from reporting.deadlines.calendar import parse_period
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.integrity.document_number import DocumentNumber
from reporting.text import clean, fold

SCHEMA = 1
_ZONE = re.compile(r"@(\d+)")
_CODE = re.compile(r"@([^,:]+)")
SHORT_PERIODS = {"H1": "6T", "Y": "N", "AD": "DX", "IR": "SK", "FR": "TK"}
"""As officers abbreviate them; quarters keep their name."""
_RECEIPT = re.compile(r"([A-Z]*[0-9]{2})([A-Z0-9]{1,2})([A-Z0-9]{5})")


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """Which report this is: ``ReportIdentity("ca-mau-2026", "six-months", "2026-H1", "district", "MAU-05")``."""

    plan: str
    report: str
    period: str
    form: str
    unit: str


class StoredFigure(NamedTuple):
    """One figure of a version, as sums read it: ``unit_id`` is the commune it speaks of, else the unit that reports."""

    key: str
    field: str
    unit_id: int
    state: str
    value: int | None


def content(
    subject: ReportIdentity,
    walk: FormEntry,
    confirmations: Mapping[str, str | None],
    paper: DocumentNumber | None,
    nil: bool,
) -> bytes:
    """The canonical content: UTF-8 JSON, keys sorted, no spaces, text in NFC."""
    document = {
        "schema": SCHEMA,
        "plan": subject.plan,
        "report": subject.report,
        "period": subject.period,
        "form": subject.form,
        "unit": subject.unit,
        "nil": nil,
        "zones": sorted(zone.code for zone in walk.zones),
        "answers": _by_zone(walk.answered),
        "confirmations": _confirmed(confirmations, walk),
        "paper": {"number": paper.number, "on": paper.on.isoformat()} if paper else None,
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def _confirmed(confirmations: Mapping[str, str | None], walk: FormEntry) -> list[dict[str, str | None]]:
    """The confirmed findings, ``rose:c06@MAU-0501:8,25``: ids of this database have no place in a content."""
    codes = {str(zone.id): zone.code for zone in walk.zones}
    named = {
        _ZONE.sub(lambda at: f"@{codes.get(at[1], at[1])}", finding): why for finding, why in confirmations.items()
    }
    return [{"finding": finding, "reason": named[finding]} for finding in sorted(named)]


def _by_zone(said: Iterable[tuple[QuestionSlot, Answer]]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for slot, answer in said:
        answers.setdefault(slot.zone.code if slot.zone else "", {})[slot.question.id] = answer.to_json()
    return answers


def stored_figures(walk: FormEntry, unit_id: int) -> list[StoredFigure]:
    """The figures of a report: numbers and "không phát sinh"; yes/no counts as 1 or 0."""
    return [
        StoredFigure(slot.key, slot.question.id, slot.zone.id if slot.zone else unit_id, answer.state, _number(answer))
        for slot, answer in walk.answered
        if slot.question.kind in ("count", "money", "yes_no") and answer.state in ("given", "nil")
    ]


def _number(answer: Answer) -> int | None:
    return int(answer.value) if isinstance(answer.value, int) else None


def answers_in(content: bytes, zone_ids: Mapping[str, int]) -> dict[str, Answer]:
    """The answers of a content by key again; those of a commune that ``zone_ids`` (code → id) lacks are left out."""
    matching_answers: dict[str, Answer] = {}
    for code, answers in json.loads(content)["answers"].items():
        if code and code not in zone_ids:
            continue
        for field, stored in answers.items():
            matching_answers[f"{field}@{zone_ids[code]}" if code else field] = Answer.from_json(stored)
    return matching_answers


def zones_in(content: bytes) -> list[str]:
    """The codes of the communes a content speaks of."""
    return list(json.loads(content)["zones"])


def confirmations_in(content: bytes, zone_ids: Mapping[str, int]) -> dict[str, str | None]:
    """The confirmed findings of a content under their ids here, ``rose:c06@17:8,25``, with the reasons given."""
    return {
        _CODE.sub(lambda at: f"@{zone_ids.get(at[1], at[1])}", confirmation["finding"]): confirmation["reason"]
        for confirmation in json.loads(content)["confirmations"]
    }


def paper_of(content: bytes) -> DocumentNumber | None:
    paper = json.loads(content)["paper"]
    return DocumentNumber(paper["number"], date.fromisoformat(paper["on"])) if paper else None


def sha256(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def receipt_code(province: str, period: str, random: str) -> str:
    """The initials of the province, the year, the period, and what makes it unguessable.

    >>> receipt_code("Cà Mau", "2026-H1", "4F7K2")
    'CM26-6T-4F7K2'
    """
    initials = "".join(word[0] for word in fold(province).split() if word[0].isalpha()).upper()
    year, kind = parse_period(period)
    return f"{initials}{year % 100:02}-{SHORT_PERIODS.get(kind, kind)}-{random}"


def as_receipt_code(typed: str) -> str:
    """A code as printed, from one typed in whatever case, with other marks between its parts or around them.

    >>> as_receipt_code("cm26 6t 4f7k2.")
    'CM26-6T-4F7K2'
    """
    signs = re.sub(r"[\W_]", "", clean(typed)).upper()
    parts = _RECEIPT.fullmatch(signs)
    return "-".join(parts.groups()) if parts else signs
