"""/hoi, and free text that is neither an answer nor a command: a question, read aloud and answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.questions import read_and_answer
from handlers.questions.answers import QuestionAnswer
from handlers.questions.context import term_name
from handlers.questions.read_and_answer import Asker, PlanReading
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.plan.plan import UnitKind
from reporting.questions import Alternative, ParsedQuestion, Query
from reporting.roles import OVERSEES

Args = Mapping[str, Any]
IN_MIND = timedelta(hours=1)
"""How long a question may be gone on from."""
SURE = 0.9
"""From here on a text is plainly a question, also inside an open dialogue."""
_FIGURES = frozenset({"count", "rate", "target", "compare", "rank"})


def command(turn: Turn, typed: str = "") -> None:
    """``/hoi huyện nào chưa nộp``; alone: what can be asked."""
    answer(turn, typed)


def answer(turn: Turn, text: str) -> None:
    """Reads and answers; a doubt is asked about first."""
    before = _before(turn)
    previous = Query.from_json(before["query"]) if before else None
    reading = read_and_answer.read_question(_asker(turn), text, previous, before["plan"] if before else None)
    if reading is None:
        turn.add_message("questions.no_plan")
        return turn.show_menu()
    others = read_and_answer.ambiguous_readings(reading)
    if reading.parsed.doubt and others and not reading.parsed.unknown_unit:
        return _ask(turn, reading, others)
    return _say(turn, reading)


def _before(turn: Turn) -> Args | None:
    """The question before, while it is still in mind."""
    before: Args | None = turn.conversation.state.get("asked")
    if before is None or turn.now - datetime.fromisoformat(before["at"]) > IN_MIND:
        return None
    return before


def answer_beside_dialog(turn: Turn, text: str) -> bool:
    """Answers what is plainly a question although a dialogue is open, which stays; False where it is none.

    What was only looked at ends with the question.
    """
    reading = read_and_answer.read_question(_asker(turn), text)
    if reading is None or not _is_plain(reading.parsed):
        return False
    if not turn.has_unfinished_dialog:
        turn.start_dialog(None)
        _say(turn, reading)
        return True
    reply = read_and_answer.answer_question(reading)
    for paragraph in reply.paragraphs:
        turn.add_text(paragraph)
    turn.add_message("questions.still_open")
    return True


def choose_reading(turn: Turn, args: Args) -> None:
    """A reading chosen: another unit, another subject, unit by unit. Only what the person sees."""
    asker = _asker(turn)
    plan = next((active_plan for active_plan in turn.plans.active(turn.tx) if active_plan.id == args["plan"]), None)
    query, seen = Query.from_json(args["query"]), asker.seen()
    if plan is None or not set(query.units) <= {unit.code for unit in seen}:
        turn.add_message("questions.gone")
        return turn.show_menu()
    return _say(
        turn,
        PlanReading(
            ParsedQuestion(query, 1.0), asker.question_context(plan, query, seen), asker.reading_context(plan, seen), ""
        ),
    )


def _asker(turn: Turn) -> Asker:
    return Asker(turn.tx, turn.plans, turn.me.unit, turn.words, turn.now, turn.today, turn.services.calendar)


def _is_plain(parsed: ParsedQuestion) -> bool:
    strange = parsed.unread or parsed.unknown_unit or parsed.other_field or parsed.no_such_period
    return parsed.score >= SURE and not strange and parsed.query.intent != "help"


def _ask(turn: Turn, reading: PlanReading, others: list[Alternative]) -> None:
    """ "Cái Nước là đơn vị nào?" with each as a choice."""
    queries = [reading.parsed.query, *(alternative.query for alternative in others)]
    if reading.parsed.doubt == "unit":
        labels = [", ".join(_names(reading, query)) for query in queries]
        turn.add_message("questions.which_unit")
    else:
        labels = [term_name(reading.context.plan, reading.context.fields, query.subject or "") for query in queries]
        turn.add_message("questions.which")
    choices = [
        Button(_capital(label), "questions.choose_reading", {"plan": reading.context.plan.id, "query": query.to_json()})
        for label, query in zip(labels, queries, strict=True)
    ]
    _remember(turn, reading)
    turn.set_buttons(*choices)


def _names(reading: PlanReading, query: Query) -> Iterator[str]:
    known = {unit.code: unit.name for unit in reading.context.units}
    return (known[code] for code in query.units)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(turn: Turn, reading: PlanReading) -> None:
    reply = read_and_answer.answer_question(reading)
    for paragraph in reply.paragraphs:
        turn.add_text(paragraph)
    if reading.parsed.query.intent == "help":
        return turn.show_menu() if reading.parsed.nothing else None
    _remember(turn, reading)
    turn.set_buttons(*_ways(turn, reading, reply))


def _remember(turn: Turn, reading: PlanReading) -> None:
    """What a question that follows builds on."""
    query = reading.parsed.query.to_json()
    turn.conversation.state["asked"] = {"plan": reading.context.plan.id, "query": query, "at": turn.now.isoformat()}


def _ways(turn: Turn, reading: PlanReading, reply: QuestionAnswer) -> Iterator[Button]:
    query, case = reading.parsed.query, reading.context
    yield from (button for button in reply.buttons if _may(turn, button))
    if reply.is_empty or query.intent not in _FIGURES:
        return
    level = _level_below(reading)
    if level and query.subject and query.intent != "rank" and query.level is None:
        by_unit = replace(query, intent="rank", level=level, top=None, order="most")
        label = turn.words("questions.choice.by_unit")
        yield Button(
            label,
            "questions.choose_reading",
            {"plan": case.plan.id, "query": by_unit.to_json()},
            synonyms=("theo don vi", "don vi"),
        )
    args = {"plan": case.plan.id, "report": case.report_id(query.period), "period": query.period}
    about = {"unit": case.scope[0].id}
    named = {"target" if case.target else "field": query.subject} if query.subject else {}
    buttons = (
        Button(
            turn.words("questions.choice.chart"),
            "summary.show_chart",
            {
                **args,
                **about,
                **({"subject": query.subject} if query.subject else {}),
                "kind": "rank" if query.intent == "rank" else "trend",
            },
        ),
        Button(turn.words("questions.choice.sources"), "totals.show_sources", {**args, **about, **named}),
    )
    yield from (button for button in buttons if _may(turn, button))


def _may(turn: Turn, choice: Button) -> bool:
    """Whether there is such an action here, and the role may take it."""
    overseeing = choice.action.partition(".")[0] != "ask"
    return choice.action in turn.registry.actions and (turn.me.role in OVERSEES or not overseeing)


def _level_below(reading: PlanReading) -> str | None:
    """The nearest level that reports below what is asked about."""
    case = reading.context
    facts = case.facts(case.query.period) if case.query.period else None
    kinds = (
        {case.by_id[source.child.unit_id].kind for source in facts.sources if source.child.unit_id in case.by_id}
        if facts
        else set()
    )
    below = [kind for kind in UnitKind if kind in kinds or kind == UnitKind.COMMUNE]
    lowest = max((list(UnitKind).index(unit.kind) for unit in case.scope), default=0)
    return next(
        (kind.value for kind in below if list(UnitKind).index(kind) > lowest and kind != UnitKind.DEPARTMENT), None
    )
