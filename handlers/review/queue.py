"""``/duyet``: the reports sent and not yet accepted, the oldest deadline first, each with what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from handlers.reports.review_queue import reported_directly, waiting_reports
from handlers.reports.submission import Submission
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons
from storage.reports import remarks, review_queue
from storage.reports.obligations import Obligation
from storage.reports.review_queue import ReportToReview

Args = Mapping[str, Any]
PAGE = 6
"""Reports on one screen of a phone."""
AT_ONCE = 20
"""Reports accepted together: as many as a person reads through."""
EXAMINED = 3 * AT_ONCE
"""Reports looked through for those, in one turn."""


def command(turn: Turn, typed: str = "") -> None:
    show(turn, {})


def show(turn: Turn, args: Args) -> None:
    """A page of the queue: of the units reporting here, or with ``deep`` of everything below."""
    deep, page = bool(args.get("deep")), int(args.get("page", 0))
    everything = review_queue.reports_to_review(turn.tx, turn.me.unit)
    direct = reported_directly(turn, everything)
    listed = everything if deep else direct
    if not listed:
        return _nothing(turn, len(everything))
    pages = -(-len(listed) // PAGE)
    page = min(max(page, 0), pages - 1)
    shown = listed[page * PAGE : (page + 1) * PAGE]
    turn.add_message(
        "review.accept.queue_deep" if deep else "review.accept.queue", n=len(listed), unit=turn.me.unit.name
    )
    for paragraph in _paragraphs(turn, shown):
        turn.add_text(paragraph)
    if pages > 1:
        turn.add_message("review.accept.page", page=page + 1, pages=pages)
    buttons = _ways(turn, listed, deep, len(everything) - len(direct))
    turn.set_buttons(
        *_reports(turn, shown),
        *page_buttons(turn, "review.show_queue", page, pages, deep=deep),
        *buttons,
    )


def acceptable_together(turn: Turn, reports: Sequence[ReportToReview]) -> list[Submission]:
    """The first of those that may be accepted together: sent once, by others, and nothing odd in them even now."""
    candidates = [report for report in reports if report.is_plain][:EXAMINED]
    own = review_queue.reports_involving(turn.tx, turn.me.person_id, [report.obligation.id for report in candidates])
    free = (
        Submission(turn, report.obligation, report.unit) for report in candidates if report.obligation.id not in own
    )
    return list(islice((filed for filed in free if not (filed.findings or filed.mismatches)), AT_ONCE))


def add_headline(turn: Turn) -> None:
    """For the menu: how many reports wait, where any do."""
    if count := len(waiting_reports(turn)):
        turn.add_message("review.accept.headline", n=count)


def _nothing(turn: Turn, below: int) -> None:
    turn.add_message("review.accept.queue_empty", unit=turn.me.unit.name)
    deeper = (
        [Button(turn.words("review.accept.choice.deep", n=below), "review.show_queue", {"deep": True})] if below else []
    )
    turn.set_buttons(
        *deeper,
        Button(turn.words("review.accept.choice.status"), "monitoring.show_status"),
    )


def _paragraphs(turn: Turn, shown: Sequence[ReportToReview]) -> Iterator[str]:
    """A report's name once, with the units that sent it: numbered through, as the choices are."""
    numbered = enumerate(shown, 1)
    for name, group in groupby(numbered, key=lambda item: _report(turn, item[1])):
        yield "\n".join([name, *(_entry(turn, number, report) for number, report in group)])


def _report(turn: Turn, report: ReportToReview) -> str:
    return report_name(turn.words, turn.plans.get(turn.tx, report.obligation.plan_id), report.obligation)


def _entry(turn: Turn, number: int, report: ReportToReview) -> str:
    marks = " · ".join(_marks(turn, report))
    return turn.words("review.accept.entry", number=number, unit=report.unit.name, marks=marks)


def _marks(turn: Turn, report: ReportToReview) -> Iterator[str]:
    """ "nộp 19/5", "nộp trễ", "2 cảnh báo", "chưa đạt 1 chỉ tiêu": what deserves a look."""
    words, filed = turn.words, Submission(turn, report.obligation, report.unit)
    yield from sent_when(turn, report.obligation)
    if report.sent_at is None:
        yield words("review.accept.mark.on_paper")
    elif filed.version and filed.version.nil:
        yield words("review.accept.mark.nil")
    if filed.findings:
        reasons = sum(bool(filed.confirmed.get(finding.id)) for finding in filed.findings)
        key = "review.accept.mark.warnings_reasons" if reasons else "review.accept.mark.warnings"
        yield words(key, n=len(filed.findings), reasons=reasons)
    if filed.missed_targets:
        yield words("review.accept.mark.not_met", n=len(filed.missed_targets))
    if filed.mismatches:
        yield words("review.accept.mark.mismatches", n=len(filed.mismatches))
    if report.obligation.reviewed_at is not None:
        again = any(remark.at == report.obligation.reviewed_at for remark in remarks.of_report(turn.tx, filed.id))
        yield words("review.accept.mark.again" if again else "review.accept.mark.unlocked")
    if filed.is_own:
        yield words("review.accept.mark.own")


def sent_when(turn: Turn, due: Obligation) -> Iterator[str]:
    """ "nộp 09:42 ngày 19/5/2026", "nộp trễ 10:00 ngày 26/5/2026": the first sending."""
    if due.filed_at is not None:
        late = due.lateness(turn.now) is not None
        moment = turn.words.moment(due.filed_at)
        yield turn.words("review.accept.mark.late" if late else "review.accept.mark.sent", moment=moment)


def _reports(turn: Turn, shown: Sequence[ReportToReview]) -> Iterator[Button]:
    units = [shown_report.unit.id for shown_report in shown]
    for report in shown:
        several = units.count(report.unit.id) > 1
        label = f"{report.unit.name} · {_report(turn, report)}" if several else report.unit.name
        yield Button(label, "review.open", {"obligation": report.obligation.id})


def _ways(turn: Turn, listed: Sequence[ReportToReview], deep: bool, below: int) -> Iterator[Button]:
    if (easy := len(acceptable_together(turn, listed))) > 1:
        yield Button(turn.words("review.accept.choice.plain", n=easy), "review.ask_accept_several", {"deep": deep})
    if deep:
        yield Button(turn.words("review.accept.choice.direct"), "review.show_queue")
    elif below:
        yield Button(turn.words("review.accept.choice.deep", n=below), "review.show_queue", {"deep": True})
