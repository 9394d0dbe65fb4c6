"""What the plan says of a target, of a report, or of who reports to whom: quoted, with the place in its text."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.text.lists import upper_first
from handlers.text.targets import target_words
from reporting.plan.model import Citation
from reporting.plan.plan import Target


def quote_plan(context: QuestionContext) -> QuestionAnswer:
    """The targets that read the figure asked about, else the report of the period, else who reports to whom."""
    answer, query = QuestionAnswer(), context.query
    targets = _targets(context)
    if targets:
        for target in targets[:3]:
            answer.add(*_target(context, target))
    elif query.subject in context.fields:
        answer.add(context.words("questions.no_target", subject=context.subject_name))
    elif query.period and (report_id := context.report_id(query.period)):
        report = context.plan.report(report_id)
        answer.add(_quoted(context, report.title, report.source), context.plan.schedule_note or "")
    else:
        answer.add(*_chain(context))
    return answer


def _targets(context: QuestionContext) -> list[Target]:
    if context.target:
        return [context.target]
    return [target for target in context.plan.targets if context.query.subject in target.reads]


def _target(context: QuestionContext, target: Target) -> Iterator[str]:
    words = context.words
    yield words("questions.plan_target", title=target.title, wanted=target_words(words, target))
    yield _quoted(context, "", target.source)
    if target.derived:
        yield words("questions.derived", text=target.derived)
    if target.unclear:
        yield words("questions.unclear", text=target.unclear)


def _quoted(context: QuestionContext, what: str, source: Citation) -> str:
    quote = context.words("questions.quote", quote=source.quote) if source.quote else ""
    at = context.words("questions.at", at=source.at)
    return " ".join(part for part in (f"{what}:" if what else "", quote, at) if part)


def _chain(context: QuestionContext) -> Iterator[str]:
    """Who reports what, to whom, how often."""
    words, chain = context.words, context.plan.chain
    yield words("questions.chain_who", who=upper_first(chain.who))
    through = words("questions.chain_through", through=chain.through) if chain.through else ""
    yield words("questions.chain_to", to=chain.to) + through
    if chain.frequency:
        yield words("questions.chain_often", often=chain.frequency)
    yield words("questions.at", at=chain.source.at)
    for report in context.plan.reports:
        yield words("questions.bullet", text=_quoted(context, report.title, report.source))
    yield words("questions.chain_targets", n=len(context.plan.targets))
