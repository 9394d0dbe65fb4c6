"""``/duyet``: the reports that wait to be accepted, those with the oldest deadline first, each with its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from handlers.reports.review_queue import reported_directly, waiting_reports
from handlers.reports.submission import Submission
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from storage.reports import remarks, reviews
from storage.reports.obligations import Obligation
from storage.reports.reviews import ReportToReview

ON_PAGE = 6
"""Reports on one page; each takes two lines of a phone."""
AT_ONCE = 20
"""Reports accepted together: as many as a person reads through."""
EXAMINED = 3 * AT_ONCE
"""Reports examined in one turn to find those."""


def command(turn: Turn, typed: str = "") -> None:
    show(turn, {})


def show(turn: Turn, args: Args) -> None:
    """A page of the queue: of the units that report to this one, or with ``args["deep"]`` of all levels below."""
    deep, unit = bool(args.get("deep")), turn.me.unit
    everything = reviews.reports_to_review(turn.tx, unit)
    direct = reported_directly(turn, everything)
    listed = everything if deep else direct
    if not listed:
        return _show_empty(turn, len(everything))
    page = Page.of(listed, args, ON_PAGE)
    turn.add_message("review.accept.queue_deep" if deep else "review.accept.queue", n=len(listed), unit=unit.name)
    for paragraph in _paragraphs(turn, page.items):
        turn.add_text(paragraph)
    if page.pages > 1:
        turn.add_message("review.accept.page", page=page.number + 1, pages=page.pages)
    turn.set_buttons(
        *_report_buttons(turn, page.items),
        *page.buttons(turn, "review.show_queue", deep=deep),
        *_queue_buttons(turn, listed, deep, len(everything) - len(direct)),
    )


def acceptable_together(turn: Turn, reports: Sequence[ReportToReview]) -> list[Submission]:
    """The first of ``reports`` that may be accepted together: submitted once, by others, without warnings even now."""
    candidates = [report for report in reports if report.is_plain][:EXAMINED]
    own = reviews.reports_involving(turn.tx, turn.me.person_id, [report.obligation.id for report in candidates])
    submissions = (
        Submission(turn, report.obligation, report.unit) for report in candidates if report.obligation.id not in own
    )
    acceptable = (submission for submission in submissions if not (submission.findings or submission.mismatches))
    return list(islice(acceptable, AT_ONCE))


def add_headline(turn: Turn) -> None:
    """For the menu: how many reports wait, where any do."""
    if count := len(waiting_reports(turn)):
        turn.add_message("review.accept.headline", n=count)


def _show_empty(turn: Turn, below: int) -> None:
    """No report waits here; ``below``: how many wait at lower levels."""
    turn.add_message("review.accept.queue_empty", unit=turn.me.unit.name)
    deep = Button(turn.words("review.accept.choice.deep", n=below), "review.show_queue", {"deep": True})
    status = Button(turn.words("review.accept.choice.status"), "monitoring.show_status")
    turn.set_buttons(*([deep] if below else []), status)


def _paragraphs(turn: Turn, reports: Sequence[ReportToReview]) -> Iterator[str]:
    """A report's name once, with the units that submitted it; numbered like the buttons."""
    for name, group in groupby(enumerate(reports, 1), key=lambda item: _report(turn, item[1])):
        yield "\n".join([name, *(_entry(turn, number, report) for number, report in group)])


def _report(turn: Turn, report: ReportToReview) -> str:
    return report_name(turn.words, turn.plans.get(turn.tx, report.obligation.plan_id), report.obligation)


def _entry(turn: Turn, number: int, report: ReportToReview) -> str:
    marks = " · ".join(_marks(turn, report))
    return turn.words("review.accept.entry", number=number, unit=report.unit.name, marks=marks)


def _marks(turn: Turn, report: ReportToReview) -> Iterator[str]:
    """ "nộp 19/5", "nộp trễ", "2 cảnh báo", "chưa đạt 1 chỉ tiêu"."""
    words, submission = turn.words, Submission(turn, report.obligation, report.unit)
    yield from sent_when(turn, report.obligation)
    if report.sent_at is None:
        yield words("review.accept.mark.on_paper")
    elif submission.version and submission.version.nil:
        yield words("review.accept.mark.nil")
    if submission.findings:
        reasons = sum(bool(submission.confirmed.get(finding.id)) for finding in submission.findings)
        key = "review.accept.mark.warnings_reasons" if reasons else "review.accept.mark.warnings"
        yield words(key, n=len(submission.findings), reasons=reasons)
    if submission.missed_targets:
        yield words("review.accept.mark.not_met", n=len(submission.missed_targets))
    if submission.mismatches:
        yield words("review.accept.mark.mismatches", n=len(submission.mismatches))
    if report.obligation.reviewed_at is not None:
        again = any(remark.at == report.obligation.reviewed_at for remark in remarks.of_report(turn.tx, submission.id))
        yield words("review.accept.mark.again" if again else "review.accept.mark.unlocked")
    if submission.is_own:
        yield words("review.accept.mark.own")


def sent_when(turn: Turn, obligation: Obligation) -> Iterator[str]:
    """ "nộp 09:42 ngày 19/5/2026", "nộp trễ 10:00 ngày 26/5/2026": the first version; nothing before that."""
    if obligation.filed_at is not None:
        late = obligation.lateness(turn.now) is not None
        moment = turn.words.moment(obligation.filed_at)
        yield turn.words("review.accept.mark.late" if late else "review.accept.mark.sent", moment=moment)


def _report_buttons(turn: Turn, reports: Sequence[ReportToReview]) -> Iterator[Button]:
    units = [report.unit.id for report in reports]
    for report in reports:
        several = units.count(report.unit.id) > 1
        label = f"{report.unit.name} · {_report(turn, report)}" if several else report.unit.name
        yield Button(label, "review.open", {"obligation": report.obligation.id})


def _queue_buttons(turn: Turn, listed: Sequence[ReportToReview], deep: bool, below: int) -> Iterator[Button]:
    """To accept several reports together, and between the units that report here and all levels below."""
    if (count := len(acceptable_together(turn, listed))) > 1:
        yield Button(turn.words("review.accept.choice.plain", n=count), "review.ask_accept_several", {"deep": deep})
    if deep:
        yield Button(turn.words("review.accept.choice.direct"), "review.show_queue")
    elif below:
        yield Button(turn.words("review.accept.choice.deep", n=below), "review.show_queue", {"deep": True})
