"""What the plan says of a target, a deadline, or who reports to whom; in its own words, with the place they stand."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionAnswer, QuestionContext, upper_first
from handlers.text.targets import target_words
from reporting.plan.model import Citation
from reporting.plan.plan import Target


def quote_plan(case: QuestionContext) -> QuestionAnswer:
    reply, query = QuestionAnswer(), case.query
    targets = _targets(case)
    if targets:
        for target in targets[:3]:
            reply.add(*_target(case, target))
    elif query.subject in case.fields:
        reply.add(case.words("questions.no_target", subject=case.subject_name))
    elif query.period and (report_id := case.report_id(query.period)):
        report = case.plan.report(report_id)
        reply.add(_quoted(case, report.title, report.source), case.plan.schedule_note or "")
    else:
        reply.add(*_chain(case))
    return reply


def _targets(case: QuestionContext) -> list[Target]:
    if case.target:
        return [case.target]
    return [target for target in case.plan.targets if case.query.subject in target.reads]


def _target(case: QuestionContext, target: Target) -> Iterator[str]:
    words = case.words
    yield words("questions.plan_target", title=target.title, wanted=target_words(words, target))
    yield _quoted(case, "", target.source)
    if target.derived:
        yield words("questions.derived", text=target.derived)
    if target.unclear:
        yield words("questions.unclear", text=target.unclear)


def _quoted(case: QuestionContext, what: str, source: Citation) -> str:
    quote = case.words("questions.quote", quote=source.quote) if source.quote else ""
    at = case.words("questions.at", at=source.at)
    return " ".join(part for part in (f"{what}:" if what else "", quote, at) if part)


def _chain(case: QuestionContext) -> Iterator[str]:
    """Who reports what, to whom, how often."""
    words, chain = case.words, case.plan.chain
    yield words("questions.chain_who", who=upper_first(chain.who))
    through = words("questions.chain_through", through=chain.through) if chain.through else ""
    yield words("questions.chain_to", to=chain.to) + through
    if chain.frequency:
        yield words("questions.chain_often", often=chain.frequency)
    yield words("questions.at", at=chain.source.at)
    for report in case.plan.reports:
        yield words("questions.bullet", text=_quoted(case, report.title, report.source))
    yield words("questions.chain_targets", n=len(case.plan.targets))
