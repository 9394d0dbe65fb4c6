"""The period of a question, and the period it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reporting.deadlines.calendar import parse_period, period_key
from reporting.questions import intents
from reporting.questions.periods import PeriodMention
from reporting.questions.query import Query
from reporting.questions.reading import QuestionReading


def resolve_periods(reading: QuestionReading, query: Query, previous: Query | None) -> Query:
    """The query with its period, and the period to compare with: the span after "so với".

    ``previous``: the query that a follow-up question continues.
    """
    schedule, intent = reading.context.schedule, query.intent
    if intent == "help":
        return query
    covered = [mention for mention in reading.spans if mention.covered]
    compares = intent == "compare" or (intent == "rank" and bool(intents.CHANGE.search(reading.asked)))
    now = previous.period if previous and previous.period else schedule.now
    if intent == "deadline":
        now = previous.period if previous and previous.period else schedule.next
    if not compares:
        key = schedule.key(covered[0], now, coming=intent == "deadline") if covered else now
        if previous and now and key and _is_year(covered):
            key = period_key(parse_period(key).year, parse_period(now).kind)
        same = next((mention for mention in covered[1:] if mention.relative == "same"), None)
        key = schedule.key(same, key) if same and key else key
        return replace(query, period=None if intent == "plan" and not covered else key)
    asked_about, compared_with = _sides(reading, covered)
    period = schedule.key(asked_about, now) if asked_about else now
    against = schedule.like(compared_with, period) if compared_with and period else None
    if against is None and period and (len(query.units) < 2 or intent == "rank") and not compared_with:
        carried = previous.against if previous and previous.intent == "compare" and not asked_about else None
        against = carried or schedule.previous(period)
    return replace(query, period=period, against=against if against != period else None)


def _is_year(covered: Sequence[PeriodMention]) -> bool:
    """Whether only a year is named, "còn năm ngoái?": then the period before, but of that year, is meant."""
    return len(covered) == 1 and covered[0].kind is None and covered[0].relative is None


def _sides(
    reading: QuestionReading, covered: Sequence[PeriodMention]
) -> tuple[PeriodMention | None, PeriodMention | None]:
    """The span asked about, and the span to compare with; ``None``: not named."""
    relative = [mention for mention in covered if mention.relative in ("same", "before")]
    marked = re.search(r"\b(?:so|voi|hon|hay|va|doi chieu)\b", reading.text)
    if len(covered) >= 2:
        compared_with = relative[0] if relative else covered[1]
        return next(mention for mention in covered if mention is not compared_with), compared_with
    if relative:
        return None, relative[0]
    if covered and marked:
        at = reading.text.find(covered[0].text)
        before = reading.text[:at].split()
        if before and (before[-1] in ("so", "voi", "hon") or before[-2:] == ["voi", "bao"]):
            return None, covered[0]
    return (covered[0], None) if covered else (None, None)
