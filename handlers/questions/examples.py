"""Examples of questions: about the figure, target and unit nearest to what was typed, then about what the plan has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.text.lists import lower_first
from handlers.text.report_names import period_name
from reporting.questions import ReadingContext
from reporting.questions.subject_matcher import phrase

EXAMPLES = 3
NEAR = 0.35
"""The least score with which a figure or target that was typed becomes an example."""


def examples(
    context: QuestionContext, reading_context: ReadingContext, text: str, *, understood: bool
) -> QuestionAnswer:
    """What can be asked; ``understood`` is False where ``text`` was no question at all."""
    answer, words = QuestionAnswer(), context.words
    questions = islice(dict.fromkeys(_examples(context, reading_context, text)), EXAMPLES)
    answer.add(
        "" if understood else words("questions.not_understood"),
        words("questions.can_ask"),
        *(words("questions.example", text=question) for question in questions),
    )
    return answer


def _examples(context: QuestionContext, reading_context: ReadingContext, text: str) -> Iterator[str]:
    words, typed, period = context.words, phrase(text), reading_context.schedule.now
    span = lower_first(period_name(words, period)) if period else ""
    for match in reading_context.terms.matches(typed, "field")[:1]:
        field = context.fields[match.term.id]
        if match.term.in_plan and match.score >= NEAR and field.kind == "count":
            yield words("questions.example.count", subject=lower_first(field.label), period=span).strip()
    for match in reading_context.terms.matches(typed, "target")[:1]:
        if match.score >= NEAR:
            title = next(target.title for target in context.plan.targets if target.id == match.term.id)
            yield words("questions.example.target", subject=lower_first(title))
    for unit_match in reading_context.places.find(typed)[:1]:
        yield words("questions.example.filed", unit=unit_match.best.name)
    yield words("questions.example.missing", period=span).strip()
    yield words("questions.example.targets")
    asked_words = {question.id for form in context.plan.forms for question in form.questions}
    for field in [field for key, field in context.fields.items() if key in asked_words and field.kind == "count"][:1]:
        yield words("questions.example.compare", subject=lower_first(field.label))
    yield words("questions.example.deadline")
