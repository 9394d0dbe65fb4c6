"""Charts of a report: its targets, a figure over periods or units, submissions over time; each with its text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.summary import chart_data
from handlers.summary.chart_data import Chart, default_subject, subject_name, subjects
from handlers.summary.data import SummaryData, load, load_summary
from handlers.summary.text import as_of, title
from handlers.turn.context import Turn
from handlers.turn.features import Args, Renderer
from handlers.turn.messages import PICTURE, Button, DeferredFile
from handlers.turn.pagination import Page
from handlers.turn.services import FileJobContext
from locales import Words, words
from reporting.deadlines.calendar import local_day, parse_period
from reporting.documents.picture import MIME, png
from reporting.figures.figure_sources import ReportFigures
from reporting.permissions import can_oversee
from storage.figures import evaluations
from storage.reports import report_status
from storage.units import units

KINDS = ("targets", "trend", "rank", "progress")
PERIODS = 6
"""The most periods in a trend."""


def show(turn: Turn, args: Args) -> None:
    """``{kind, plan, report, period, unit}``, with a ``subject`` (field or target) for a trend and a rank.

    The message says what the picture shows; the picture is made after the turn.
    """
    turn.start_dialog(None)
    summary = load(turn, args)
    if summary is None:
        return turn.run_action("summary.show")
    kind = args.get("kind", "targets")
    subject = args.get("subject") if args.get("subject") in subjects(summary) else default_subject(summary, kind)
    chart = _chart(turn.tx, turn.words, summary, kind, subject)
    if chart is None:
        turn.add_message("summary.chart.nothing")
    else:
        turn.add_text("\n".join(_head(turn.words, summary, kind, subject)))
        turn.add_text("\n".join(chart.lines))
        moment = turn.words.moment(turn.now)
        turn.add_text(turn.words("text.as_of", moment=moment) if kind == "progress" else as_of(turn.words, summary))
        turn.attach(_deferred(turn, summary, kind, subject))
    return turn.set_buttons(*_ways(turn, summary, kind))


def _deferred(turn: Turn, summary: SummaryData, kind: str, subject: str | None) -> DeferredFile:
    """ "bieu-do-trend-2026-H1-MAU.png"."""
    name = f"{turn.words('summary.chart.file')}-{kind}-{summary.period}-{summary.unit.code}.png"
    about = {"kind": PICTURE, "chart": kind, "subject": subject, "language": turn.words.language}
    return DeferredFile(name, MIME, summary.args | about)


def make(job: FileJobContext) -> Renderer | None:
    """Reads what a chart needs as it stands when the file is made; returns what draws it."""
    tx, params, member = job.tx, job.params, job.member
    unit = units.get(tx, params["unit"])
    if not can_oversee(member, unit):
        return None
    plan = job.services.plans.get(tx, params["plan"])
    summary = load_summary(tx, plan, params["report"], params["period"], unit, job.now)
    subject = params["subject"]
    if summary is None or (subject is not None and subject not in subjects(summary)):
        return None
    chart = _chart(tx, words(params["language"]), summary, params["chart"], subject)
    return partial(png, chart.svg) if chart else None


def _head(words: Words, summary: SummaryData, kind: str, subject: str | None) -> Iterator[str]:
    yield words(f"summary.chart.kind.{kind}")
    yield title(words, summary)
    yield summary.unit.name
    if subject and kind in ("trend", "rank"):
        yield subject_name(subjects(summary)[subject])


def _chart(tx: Connection, words: Words, summary: SummaryData, kind: str, subject: str | None) -> Chart | None:
    """``None`` where there is nothing to draw."""
    match kind:
        case "progress":
            return chart_data.progress(words, summary)
        case "trend" if subject:
            return chart_data.trend(words, summary, subjects(summary)[subject], _past(tx, summary))
        case "rank" if subject:
            return chart_data.rank(words, summary, subjects(summary)[subject])
        case "targets" if summary.target_results:
            return chart_data.targets(words, summary)
        case _:
            return None


def _past(tx: Connection, summary: SummaryData) -> list[ReportFigures]:
    """The same report of the periods up to this one, the oldest first."""
    of = (summary.plan.id, summary.facts.report_id)
    reports = report_status.all_reports(tx, summary.unit, summary.now, local_day(summary.now))
    periods = {
        totals.period
        for totals in reports
        if (totals.plan_id, totals.report_id) == of and totals.period < summary.period
    }
    earlier = sorted(periods, key=parse_period)[-PERIODS + 1 :]
    read = partial(evaluations.report_figures, tx, summary.plan, summary.facts.report_id)
    return [*(read(period, summary.unit) for period in earlier), summary.facts]


def pick_subject(turn: Turn, args: Args) -> None:
    """Asks which figure or rate, a page of them."""
    summary = load(turn, args)
    if summary is None:
        return turn.run_action("summary.show")
    page = Page.of(list(subjects(summary).items()), args)
    of: dict[str, Any] = summary.args | {"kind": args["kind"]}
    turn.add_message("summary.chart.which")
    turn.set_buttons(
        *(
            Button(subject_name(subject), "summary.show_chart", {**of, "subject": subject_id})
            for subject_id, subject in page.items
        ),
        *page.buttons(turn, "summary.pick_chart_subject", **of),
        Button(turn.words("text.choice.back"), "summary.show_chart", of),
    )


def _ways(turn: Turn, summary: SummaryData, kind: str) -> Iterator[Button]:
    words = turn.words
    for other in KINDS:
        if other != kind:
            yield Button(words(f"summary.chart.kind.{other}"), "summary.show_chart", {**summary.args, "kind": other})
    if kind in ("trend", "rank"):
        yield Button(words("summary.chart.other"), "summary.pick_chart_subject", {**summary.args, "kind": kind})
    yield Button(words("summary.back"), "summary.show", summary.args)
