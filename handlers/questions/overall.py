"""The whole on a few lines: who has filed, which targets are not met."""

from __future__ import annotations

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.filing import answer_filed
from handlers.questions.targets import target
from handlers.turn.messages import Button


def summary(case: QuestionContext) -> QuestionAnswer:
    """Filing first, then the targets; the whole summary is one choice away."""
    standing, judged = answer_filed(case), target(case)
    if standing.is_empty:
        return standing
    reply = QuestionAnswer(standing.paragraphs + judged.paragraphs, list(standing.buttons))
    unit = case.scope[0]
    args = {"plan": case.plan.id, "report": case.report_id(case.query.period), "period": case.query.period}
    reply.buttons.insert(0, Button(case.words("questions.choice.summary"), "summary.show", {**args, "unit": unit.id}))
    return reply
