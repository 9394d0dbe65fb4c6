"""What can be asked, by examples near to what was typed, made from the plan's own counts and targets."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionAnswer, QuestionContext, lower_first
from handlers.text.report_names import period_name
from reporting.questions import ReadingContext
from reporting.questions.subject_matcher import phrase

EXAMPLES = 3
NEAR = 0.35
"""How well a count or target has to fit what was typed to be an example near to it."""


def examples(case: QuestionContext, ground: ReadingContext, text: str, *, understood: bool) -> QuestionAnswer:
    reply = QuestionAnswer()
    found = list(dict.fromkeys(_examples(case, ground, text)))[:EXAMPLES]
    lead = () if understood else (case.words("questions.not_understood"),)
    reply.add(*lead, case.words("questions.can_ask"), *(case.words("questions.example", text=one) for one in found))
    return reply


def _examples(case: QuestionContext, ground: ReadingContext, text: str) -> Iterator[str]:
    words = case.words
    asked = phrase(text)
    period = ground.schedule.now
    span = lower_first(period_name(words, period)) if period else ""
    for match in ground.terms.matches(asked, "field")[:1]:
        if match.term.in_plan and match.score >= NEAR and case.fields[match.term.id].kind == "count":
            yield words(
                "questions.example.count", subject=lower_first(case.fields[match.term.id].label), period=span
            ).strip()
    for match in ground.terms.matches(asked, "target")[:1]:
        if match.score < NEAR:
            continue
        title = next(target.title for target in case.plan.targets if target.id == match.term.id)
        yield words("questions.example.target", subject=lower_first(title))
    for unit_match in ground.places.find(asked)[:1]:
        yield words("questions.example.filed", unit=unit_match.best.name)
    yield words("questions.example.missing", period=span).strip()
    yield words("questions.example.targets")
    asks = {question.id for form in case.plan.forms for question in form.questions}
    first = next(
        (field_id for field_id, field in case.fields.items() if field_id in asks and field.kind == "count"), None
    )
    if first:
        yield words("questions.example.compare", subject=lower_first(case.fields[first].label))
    yield words("questions.example.deadline")
