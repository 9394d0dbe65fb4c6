"""A person's question: read by each active plan, and answered by the plan that reads it best."""

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
    """Who asks: answers are about ``within`` and the units below it only."""

    tx: Connection
    plans: PlanCache
    within: Unit
    words: Words
    now: datetime
    today: date
    calendar: Calendar

    def seen(self) -> list[Unit]:
        """Every unit the answers may be about."""
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
        """How well the plan reads it; words it cannot read and figures it does not collect lower the score."""
        parsed = self.parsed
        return parsed.score - 0.2 * len(parsed.unread) - (0.3 if parsed.other_field else 0.0)


def unit_records(seen: Sequence[Unit]) -> list[UnitRecord]:
    """The units as the reader of questions needs them; one whose parent is not among them has no parent."""
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
    """The best reading by any active plan; ``None`` where there is none.

    ``previous`` and ``plan_id``: the question before and its plan, which wins where another reads it no better.
    """
    seen = asker.seen()

    def read(plan: Plan) -> PlanReading:
        reading_context = asker.reading_context(plan, seen)
        parsed = parse(text, reading_context, previous if plan.id == plan_id else None)
        context = asker.question_context(plan, parsed.query, seen, parsed.unknown_unit or "")
        return PlanReading(parsed, context, reading_context, text)

    return max(map(read, _ordered(asker, plan_id)), key=lambda reading: reading.score, default=None)


def _ordered(asker: Asker, plan_id: str | None) -> list[Plan]:
    """The active plans: the one of the question before, then those whose report is due next."""
    at_hand = report_status.running_reports(asker.tx, asker.within, asker.now, asker.today)
    running = [totals.plan_id for totals in at_hand]

    def order(plan: Plan) -> tuple[bool, int, str]:
        return plan.id != plan_id, running.index(plan.id) if plan.id in running else len(running), plan.id

    return sorted(asker.plans.active(asker.tx), key=order)


def ambiguous_readings(reading: PlanReading) -> list[Alternative]:
    """The other readings that have to be asked about; of units only those that owe the report at all."""
    alternatives = [other for other in reading.parsed.alternatives if other.by == reading.parsed.doubt]
    if reading.parsed.doubt != "unit":
        return alternatives
    owing = {report.unit.code for report in reading.context.reports(reading.parsed.query.period)}
    return [other for other in alternatives if not owing or set(other.query.units) <= owing]


def answer_question(reading: PlanReading) -> QuestionAnswer:
    """The answer after "Hiểu là: …", what was not understood, and the moment it is of."""
    query, words = reading.parsed.query, reading.context.words
    if query.intent == "help":
        understood = not reading.parsed.nothing or not reading.text
        help_text = examples(reading.context, reading.reading_context, reading.text, understood=understood)
        if reading.parsed.unknown_unit:
            help_text.paragraphs.insert(0, problem_words(reading) or "")
        return help_text
    answer = QuestionAnswer([reading_words(reading.context)])
    if problem := problem_words(reading):
        answer.add(problem)
        answer.is_empty = True
        return answer
    if reading.parsed.unread:
        answer.add(words("questions.unread", words=", ".join(f"“{word}”" for word in reading.parsed.unread)))
    body = ANSWERS[query.intent](reading.context)
    answer.paragraphs += body.paragraphs
    answer.buttons += body.buttons
    answer.is_empty = body.is_empty
    if query.intent not in TIMELESS and not body.is_empty:
        answer.add(words("text.as_of", moment=words.moment(reading.context.now)))
    return answer


def problem_words(reading: PlanReading) -> str | None:
    """Why it cannot be answered: a unit, a period or a figure that does not exist here; ``None`` where it can."""
    parsed, words = reading.parsed, reading.context.words
    if parsed.unknown_unit:
        return words("questions.unknown_unit", name=parsed.unknown_unit, unit=reading.context.within.name)
    if parsed.no_such_period:
        reports = reading.context.report_titles
        return words("questions.no_such_period", span=parsed.no_such_period, reports=reports)
    if parsed.other_field:
        subject = term_name(reading.context.plan, reading.context.fields, parsed.other_field)
        return words("questions.other_field", subject=subject, plan=reading.context.plan.short_title)
    return None
