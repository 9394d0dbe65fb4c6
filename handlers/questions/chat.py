"""/hoi, and free text that is neither an answer nor a command: a question, read and answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.questions import read_and_answer
from handlers.questions.context import QuestionAnswer, QuestionContext, reading_button, term_name
from handlers.questions.read_and_answer import Asker, PlanReading
from handlers.text.lists import upper_first
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.plan.plan import UnitKind
from reporting.questions import Alternative, ParsedQuestion, Query
from reporting.roles import OVERSEES

REMEMBERED = timedelta(hours=1)
"""How long a question may be followed by another one that builds on it ("còn năm ngoái?")."""
SURE = 0.9
"""A text with at least this score is plainly a question, also while a dialog is open."""
_ABOUT_FIGURES = frozenset({"count", "rate", "target", "compare", "rank"})


def command(turn: Turn, typed: str = "") -> None:
    """``/hoi huyện nào chưa nộp``; alone: what can be asked."""
    answer(turn, typed)


def answer(turn: Turn, text: str) -> None:
    """Reads a question and answers it; where it can be read in several ways, asks which one is meant."""
    previous = _previous(turn)
    query = Query.from_json(previous["query"]) if previous else None
    reading = read_and_answer.read_question(_asker(turn), text, query, previous["plan"] if previous else None)
    if reading is None:
        turn.add_message("questions.no_plan")
        return turn.show_menu()
    others = read_and_answer.ambiguous_readings(reading)
    if others and not reading.parsed.unknown_unit:
        return _ask_which(turn, reading, others)
    return _show_answer(turn, reading)


def answer_beside_dialog(turn: Turn, text: str) -> bool:
    """Answers a text that is plainly a question while a dialog is open; False where it is none.

    An unfinished dialog stays open; one that is only looked at is closed.
    """
    reading = read_and_answer.read_question(_asker(turn), text)
    if reading is None or not _is_plain(reading.parsed):
        return False
    if not turn.has_unfinished_dialog:
        turn.start_dialog(None)
        _show_answer(turn, reading)
        return True
    for paragraph in read_and_answer.answer_question(reading).paragraphs:
        turn.add_text(paragraph)
    turn.add_message("questions.still_open")
    return True


def choose_reading(turn: Turn, args: Args) -> None:
    """``{plan, query}``: answers a reading that was chosen, within the units the person sees today."""
    asker = _asker(turn)
    plan = next((active_plan for active_plan in turn.plans.active(turn.tx) if active_plan.id == args["plan"]), None)
    query, seen = Query.from_json(args["query"]), asker.seen()
    if plan is None or not set(query.units) <= {unit.code for unit in seen}:
        turn.add_message("questions.gone")
        return turn.show_menu()
    context, words = asker.question_context(plan, query, seen), asker.reading_context(plan, seen)
    return _show_answer(turn, PlanReading(ParsedQuestion(query, 1.0), context, words, ""))


def _previous(turn: Turn) -> Args | None:
    """The question asked before, as ``_remember`` stored it; ``None`` after ``REMEMBERED``."""
    stored: Args | None = turn.conversation.state.get("asked")
    return stored if stored and turn.now - datetime.fromisoformat(stored["at"]) <= REMEMBERED else None


def _remember(turn: Turn, reading: PlanReading) -> None:
    """Stores the question for one that follows and builds on it."""
    query = reading.parsed.query.to_json()
    turn.conversation.state["asked"] = {"plan": reading.context.plan.id, "query": query, "at": turn.now.isoformat()}


def _asker(turn: Turn) -> Asker:
    return Asker(turn.tx, turn.plans, turn.me.unit, turn.words, turn.now, turn.today, turn.services.calendar)


def _is_plain(parsed: ParsedQuestion) -> bool:
    strange = parsed.unread or parsed.unknown_unit or parsed.other_field or parsed.no_such_period
    return parsed.score >= SURE and not strange and parsed.query.intent != "help"


def _ask_which(turn: Turn, reading: PlanReading, others: list[Alternative]) -> None:
    """ "Hỏi về đơn vị nào?" with a button for each reading."""
    plan, fields = reading.context.plan, reading.context.fields
    queries = [reading.parsed.query, *(alternative.query for alternative in others)]
    if reading.parsed.doubt == "unit":
        names = {unit.code: unit.name for unit in reading.context.units}
        labels = [", ".join(names[code] for code in query.units) for query in queries]
        turn.add_message("questions.which_unit")
    else:
        labels = [term_name(plan, fields, query.subject or "") for query in queries]
        turn.add_message("questions.which")
    _remember(turn, reading)
    turn.set_buttons(
        *(reading_button(upper_first(label), plan, query) for label, query in zip(labels, queries, strict=True))
    )


def _show_answer(turn: Turn, reading: PlanReading) -> None:
    reply = read_and_answer.answer_question(reading)
    for paragraph in reply.paragraphs:
        turn.add_text(paragraph)
    if reading.parsed.query.intent == "help":
        return turn.show_menu() if reading.parsed.nothing else None
    _remember(turn, reading)
    turn.set_buttons(*(button for button in _buttons(turn, reading, reply) if _may_take(turn, button)))


def _buttons(turn: Turn, reading: PlanReading, reply: QuestionAnswer) -> Iterator[Button]:
    """Those of the answer; of figures also by unit, as a chart, and from which reports they come."""
    query, context = reading.parsed.query, reading.context
    yield from reply.buttons
    if reply.is_empty or query.intent not in _ABOUT_FIGURES:
        return
    if query.subject and query.intent != "rank" and query.level is None and (level := _level_below(context)):
        by_unit = replace(query, intent="rank", level=level, top=None, order="most")
        synonyms = ("theo don vi", "don vi")
        yield reading_button(turn.words("questions.choice.by_unit"), context.plan, by_unit, synonyms)
    args: dict[str, Any] = {
        "plan": context.plan.id,
        "report": context.report_id(query.period),
        "period": query.period,
        "unit": context.scope[0].id,
    }
    kind = "rank" if query.intent == "rank" else "trend"
    subject = {"subject": query.subject} if query.subject else {}
    yield Button(turn.words("questions.choice.chart"), "summary.show_chart", {**args, **subject, "kind": kind})
    field = {"target" if context.target else "field": query.subject} if query.subject else {}
    yield Button(turn.words("questions.choice.sources"), "totals.show_sources", {**args, **field})


def _may_take(turn: Turn, button: Button) -> bool:
    """Whether the role may take a button: an officer's answers lead to other answers only."""
    return turn.me.role in OVERSEES or button.action.startswith("questions.")


def _level_below(context: QuestionContext) -> str | None:
    """The nearest level below the units asked about that reports figures of the period; else the communes."""
    figures = context.figures(context.query.period) if context.query.period else None
    reporting = {source.child.unit_id for source in figures.sources} if figures else set()
    kinds = {context.by_id[unit_id].kind for unit_id in reporting if unit_id in context.by_id} | {UnitKind.COMMUNE}
    levels = list(UnitKind)
    lowest = max((levels.index(unit.kind) for unit in context.scope), default=0)
    below = (kind for kind in levels[lowest + 1 :] if kind in kinds and kind != UnitKind.DEPARTMENT)
    return next((kind.value for kind in below), None)
