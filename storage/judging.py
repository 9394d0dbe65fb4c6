"""Targets judged against their baselines, and what moved since the previous report of the same kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from reporting.calendar import previous_same_kind
from reporting.comparison import Change, Move, changes, moves
from reporting.evaluation import Facts, Judged, results
from storage import baselines, evaluations, rollups, units


def judged(tx: Connection, facts: Facts) -> list[Judged]:
    """Every target of the plan in its order, those with a baseline year against it."""
    return results(facts, baselines.of_targets(tx, facts))


def changed(tx: Connection, facts: Facts, fields: Iterable[str], against: str | None = None) -> list[Change]:
    """What moved in some fields against an earlier period, else against the previous report of the same kind."""
    period = against or previous_same_kind(facts.period)
    known = baselines.earlier(tx, facts, [period])
    return changes(facts, known[0], fields) if known else []


def moved(tx: Connection, facts: Facts) -> list[Move]:
    """The rates beside those of the previous report of the same kind, over the same units."""
    within = units.get(tx, facts.within)
    period = previous_same_kind(facts.period)
    return moves(facts, evaluations.facts(tx, facts.plan, facts.report_id, period, within))


def remarks(tx: Connection, result: Judged) -> list[str]:
    """What was written beside a matter of judgement (c16n beside c16), a unit and commune after the other."""
    return [
        text for source in result.used for text in _written(tx, source.child.id, source.child.version, _beside(result))
    ]


def _beside(result: Judged) -> Sequence[str]:
    """The texts asked because of what the target reads."""
    forms = [source.child.form for source in result.used if source.child.form]
    asked = [question for form in forms for question in form.questions if question.kind == "short_text"]
    reads = result.target.reads
    return list(dict.fromkeys(one.id for one in asked if one.visible_if and one.visible_if.field in reads))


def _written(tx: Connection, obligation_id: int, version: int, fields: Sequence[str]) -> Iterable[str]:
    said = rollups.said(tx, obligation_id, version) if fields else {}
    for key, answer in said.items():
        if key.partition("@")[0] in fields and answer.state == "given":
            yield str(answer.value)
