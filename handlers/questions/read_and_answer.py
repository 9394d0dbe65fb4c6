"""A question of a person: read against each live plan, the best reading kept, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.questions.answers import ANSWERS, TIMELESS, QuestionAnswer, QuestionContext, reading_words
from handlers.questions.context import term_name
from handlers.questions.examples import examples
from locales import Words
from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Plan
from reporting.questions import Alternative, ParsedQuestion, Query, ReadingContext, parse
from reporting.unit import UnitRecord
from storage.plans.files import load_fields
from storage.plans.plans import PlanCache
from storage.reports import report_status
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True)
class Asker:
    """Whose question it is: only ``within`` and what is below it exists for them."""

    tx: Connection
    plans: PlanCache
    within: Unit
    words: Words
    now: datetime
    today: date
    calendar: Calendar

    def seen(self) -> list[Unit]:
        return [self.within, *units.below(self.tx, self.within)]

    def question_context(self, plan: Plan, query: Query, seen: Sequence[Unit], elsewhere: str = "") -> QuestionContext:
        return QuestionContext(
            self.tx,
            self.plans,
            plan,
            load_fields(),
            self.within,
            seen,
            self.words,
            self.now,
            self.today,
            self.calendar,
            query,
            elsewhere,
        )

    def reading_context(self, plan: Plan, seen: Sequence[Unit]) -> ReadingContext:
        return ReadingContext(plan, load_fields(), tuple(unit_records(seen)), self.today, self.calendar)


@dataclass(frozen=True)
class PlanReading:
    """A question as one plan reads it."""

    parsed: ParsedQuestion
    context: QuestionContext
    reading_context: ReadingContext
    text: str

    @property
    def score(self) -> float:
        """How well the plan reads it: what it cannot read counts against it."""
        parsed = self.parsed
        return parsed.score - 0.2 * len(parsed.unread) - (0.3 if parsed.other_field else 0.0)


def unit_records(seen: Sequence[Unit]) -> list[UnitRecord]:
    """Units in terms of codes; whose parent is not seen has none."""
    codes = {unit.id: unit.code for unit in seen}
    return [
        UnitRecord(
            unit.code,
            unit.name,
            unit.kind,
            codes.get(unit.parent_id) if unit.parent_id else None,
            unit.aliases,
            unit.valid_from,
            unit.valid_to,
        )
        for unit in seen
    ]


def read_question(
    asker: Asker, text: str, previous: Query | None = None, plan_id: str | None = None
) -> PlanReading | None:
    """The best reading over the live plans, the one spoken of before first; ``None`` where no plan is live."""
    seen = asker.seen()
    readings = []
    for plan in _ordered(asker, plan_id):
        ground = asker.reading_context(plan, seen)
        parsed = parse(text, ground, previous if plan.id == plan_id else None)
        readings.append(
            PlanReading(
                parsed, asker.question_context(plan, parsed.query, seen, parsed.unknown_unit or ""), ground, text
            )
        )
    return max(readings, key=lambda reading: reading.score, default=None)


def _ordered(asker: Asker, plan_id: str | None) -> list[Plan]:
    """The plan spoken of, then by the reports now at hand."""
    running = [head.plan_id for head in report_status.running_reports(asker.tx, asker.within, asker.now, asker.today)]
    active = asker.plans.active(asker.tx)
    return sorted(
        active, key=lambda plan: (plan.id != plan_id, running.index(plan.id) if plan.id in running else 99, plan.id)
    )


def ambiguous_readings(reading: PlanReading) -> list[Alternative]:
    """The other readings that have to be asked about; of units only those that owe the report at all."""
    alternatives = [other for other in reading.parsed.alternatives if other.by == reading.parsed.doubt]
    if reading.parsed.doubt != "unit":
        return alternatives
    owing = {entry.unit.code for entry in reading.context.entries(reading.parsed.query.period)}
    return [other for other in alternatives if not owing or set(other.query.units) <= owing]


def answer_question(reading: PlanReading) -> QuestionAnswer:
    """The answer, with the reading before it and what was not understood."""
    query, words = reading.parsed.query, reading.context.words
    if query.intent == "help":
        can_ask = examples(
            reading.context,
            reading.reading_context,
            reading.text,
            understood=not reading.parsed.nothing or not reading.text,
        )
        if reading.parsed.unknown_unit:
            can_ask.paragraphs.insert(0, problem_words(reading) or "")
        return can_ask
    reply = QuestionAnswer([reading_words(reading.context)])
    if problem := problem_words(reading):
        reply.add(problem)
        reply.is_empty = True
        return reply
    if reading.parsed.unread:
        reply.add(words("questions.unread", words=", ".join(f"“{word}”" for word in reading.parsed.unread)))
    body = ANSWERS[query.intent](reading.context)
    reply.paragraphs += body.paragraphs
    reply.buttons += body.buttons
    reply.is_empty = body.is_empty
    if query.intent not in TIMELESS and not body.is_empty:
        reply.add(words("text.as_of", moment=words.moment(reading.context.now)))
    return reply


def problem_words(reading: PlanReading) -> str | None:
    """Why it cannot be answered as it stands: a unit, a span of time or a count that is not there."""
    parsed, words = reading.parsed, reading.context.words
    if parsed.unknown_unit:
        return words("questions.unknown_unit", name=parsed.unknown_unit, unit=reading.context.within.name)
    if parsed.no_such_period:
        reports = ", ".join(report.title for report in reading.context.plan.reports)
        return words("questions.no_such_period", span=parsed.no_such_period, reports=reports)
    if parsed.other_field:
        subject = term_name(reading.context.plan, reading.context.fields, parsed.other_field)
        return words("questions.other_field", subject=subject, plan=reading.context.plan.short_title)
    return None
