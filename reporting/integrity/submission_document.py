"""The canonical content of a submitted report, which always has the same bytes and so the same hash.

The content contains the answers, the unit and the period, but not who sent the report nor when, so that the same
report sent twice has one content. Communes are named by their official code::

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
"""Kind of period → its abbreviation in receipt codes, as officers write it; quarters keep their name."""
_RECEIPT = re.compile(r"([A-Z]*[0-9]{2})([A-Z0-9]{1,2})([A-Z0-9]{5})")


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """Identifies a report: ``ReportIdentity("ca-mau-2026", "six-months", "2026-H1", "district", "MAU-05")``."""

    plan: str
    report: str
    period: str
    form: str
    unit: str


class StoredFigure(NamedTuple):
    """One figure of a version, as it is stored for sums.

    ``unit_id``: the commune the figure is about; if it is about none, the unit that reports.
    """

    key: str
    field: str
    unit_id: int
    state: str
    value: int | None


def content(
    subject: ReportIdentity,
    entry: FormEntry,
    confirmations: Mapping[str, str | None],
    paper: DocumentNumber | None,
    nil: bool,
) -> bytes:
    """The canonical content: UTF-8 JSON, keys sorted, no spaces, text in NFC.

    ``confirmations``: id of a confirmed finding → reason; ``nil``: nothing happened in the whole period.
    """
    document = {
        "schema": SCHEMA,
        "plan": subject.plan,
        "report": subject.report,
        "period": subject.period,
        "form": subject.form,
        "unit": subject.unit,
        "nil": nil,
        "zones": sorted(zone.code for zone in entry.zones),
        "answers": _by_zone(entry.answered),
        "confirmations": _confirmed(confirmations, entry),
        "paper": {"number": paper.number, "on": paper.on.isoformat()} if paper else None,
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def _confirmed(confirmations: Mapping[str, str | None], entry: FormEntry) -> list[dict[str, str | None]]:
    """The confirmed findings with the code of the commune instead of its database id: ``rose:c06@MAU-0501:8,25``."""
    codes = {str(zone.id): zone.code for zone in entry.zones}
    reasons = {
        _ZONE.sub(lambda at: f"@{codes.get(at[1], at[1])}", finding): reason
        for finding, reason in confirmations.items()
    }
    return [{"finding": finding, "reason": reasons[finding]} for finding in sorted(reasons)]


def _by_zone(answered: Iterable[tuple[QuestionSlot, Answer]]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for slot, answer in answered:
        answers.setdefault(slot.zone.code if slot.zone else "", {})[slot.question.id] = answer.to_json()
    return answers


def stored_figures(entry: FormEntry, unit_id: int) -> list[StoredFigure]:
    """The figures of a report: numbers and "không phát sinh"; yes and no are stored as 1 and 0."""
    return [
        StoredFigure(slot.key, slot.question.id, slot.zone.id if slot.zone else unit_id, answer.state, _number(answer))
        for slot, answer in entry.answered
        if slot.question.kind in ("count", "money", "yes_no") and answer.state in ("given", "nil")
    ]


def _number(answer: Answer) -> int | None:
    return int(answer.value) if isinstance(answer.value, int) else None


def answers_in(content: bytes, zone_ids: Mapping[str, int]) -> dict[str, Answer]:
    """The answers of a content by key; those of a commune that is not in ``zone_ids`` (code → id) are left out."""
    answers_by_key: dict[str, Answer] = {}
    for code, answers in json.loads(content)["answers"].items():
        if code and code not in zone_ids:
            continue
        for field, stored in answers.items():
            answers_by_key[f"{field}@{zone_ids[code]}" if code else field] = Answer.from_json(stored)
    return answers_by_key


def zones_in(content: bytes) -> list[str]:
    """The codes of the communes in a content."""
    return list(json.loads(content)["zones"])


def confirmations_in(content: bytes, zone_ids: Mapping[str, int]) -> dict[str, str | None]:
    """Id of a confirmed finding of a content → reason; with database ids of communes: ``rose:c06@17:8,25``."""
    return {
        _CODE.sub(lambda at: f"@{zone_ids.get(at[1], at[1])}", confirmation["finding"]): confirmation["reason"]
        for confirmation in json.loads(content)["confirmations"]
    }


def paper_of(content: bytes) -> DocumentNumber | None:
    paper = json.loads(content)["paper"]
    return DocumentNumber(paper["number"], date.fromisoformat(paper["on"])) if paper else None


def sha256(content: bytes) -> str:
    """The SHA-256 hash of a content: 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def receipt_code(province: str, period: str, random: str) -> str:
    """A receipt code: initials of the province, year, period and a random part that cannot be guessed.

    >>> receipt_code("Cà Mau", "2026-H1", "4F7K2")
    'CM26-6T-4F7K2'
    """
    initials = "".join(word[0] for word in fold(province).split() if word[0].isalpha()).upper()
    year, kind = parse_period(period)
    return f"{initials}{year % 100:02}-{SHORT_PERIODS.get(kind, kind)}-{random}"


def as_receipt_code(typed: str) -> str:
    """A typed receipt code in its printed form, whatever its case and punctuation.

    >>> as_receipt_code("cm26 6t 4f7k2.")
    'CM26-6T-4F7K2'
    """
    signs = re.sub(r"[\W_]", "", clean(typed)).upper()
    parts = _RECEIPT.fullmatch(signs)
    return "-".join(parts.groups()) if parts else signs
