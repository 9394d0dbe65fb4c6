"""Which period a question speaks of, and which it is compared with."""

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
    """The period, and what it is compared with: what stands after "so với" is the other side."""
    schedule, intent = reading.ground.schedule, query.intent
    if intent == "help":
        return query
    covered = [period_mention for period_mention in reading.spans if period_mention.covered]
    compares = intent == "compare" or (intent == "rank" and bool(intents.CHANGE.search(reading.asked)))
    now = previous.period if previous and previous.period else schedule.now
    if intent == "deadline":
        now = previous.period if previous and previous.period else schedule.next
    if not compares:
        key = schedule.key(covered[0], now, coming=intent == "deadline") if covered else now
        if previous and now and key and _is_year(covered):
            key = period_key(parse_period(key).year, parse_period(now).kind)
        same = next((period_mention for period_mention in covered[1:] if period_mention.relative == "same"), None)
        key = schedule.key(same, key) if same and key else key
        return replace(query, period=None if intent == "plan" and not covered else key)
    here, mention = _sides(reading, covered)
    period = schedule.key(here, now) if here else now
    against = schedule.like(mention, period) if mention and period else None
    if against is None and period and (len(query.units) < 2 or intent == "rank") and not mention:
        carried = previous.against if previous and previous.intent == "compare" and not here else None
        against = carried or schedule.previous(period)
    return replace(query, period=period, against=against if against != period else None)


def _is_year(covered: Sequence[PeriodMention]) -> bool:
    """A year alone, "còn năm ngoái?": of it the same period as before, never a whole year beside half of one."""
    return len(covered) == 1 and covered[0].kind is None and covered[0].relative is None


def _sides(
    reading: QuestionReading, covered: Sequence[PeriodMention]
) -> tuple[PeriodMention | None, PeriodMention | None]:
    """The span spoken of, and the one it is compared with."""
    relative = [period_mention for period_mention in covered if period_mention.relative in ("same", "before")]
    marked = re.search(r"\b(?:so|voi|hon|hay|va|doi chieu)\b", reading.text)
    if len(covered) >= 2:
        mention = relative[0] if relative else covered[1]
        here = next(period_mention for period_mention in covered if period_mention is not mention)
        return here, mention
    if relative:
        return None, relative[0]
    if covered and marked:
        at = reading.text.find(covered[0].said)
        before = reading.text[:at].split()
        if before and (before[-1] in ("so", "voi", "hon") or before[-2:] == ["voi", "bao"]):
            return None, covered[0]
    return (covered[0], None) if covered else (None, None)
