"""Pictures of a report: its targets, a figure over periods or units, how the reports came in; each with its text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.summary import chart_data
from handlers.summary.chart_data import Chart, default_subject, subject_name, subjects
from handlers.summary.data import SummaryData, load, load_summary
from handlers.summary.text import as_of, title
from handlers.turn.context import Args, Turn
from handlers.turn.features import Renderer
from handlers.turn.messages import PICTURE, Button, DeferredFile
from handlers.turn.pagination import page_buttons, page_of
from handlers.turn.services import FileJobContext
from locales import Words, words
from reporting.deadlines.calendar import local_day, parse_period
from reporting.documents.picture import MIME, png
from reporting.figures.figure_sources import ReportFigures
from reporting.roles import OVERSEES
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
    brief = load(turn, args)
    if brief is None:
        return turn.run_action("summary.show")
    kind = args.get("kind", "targets")
    subject = args.get("subject") if args.get("subject") in subjects(brief) else default_subject(brief, kind)
    drawing = _drawing(turn.tx, turn.words, brief, kind, subject)
    if drawing is None:
        turn.add_message("summary.chart.nothing")
    else:
        turn.add_text("\n".join(_head(turn.words, brief, kind, subject)))
        turn.add_text("\n".join(drawing.lines))
        moment = turn.words.moment(turn.now)
        turn.add_text(turn.words("text.as_of", moment=moment) if kind == "progress" else as_of(turn.words, brief))
        turn.attach(_ordered(turn, brief, kind, subject))
    return turn.set_buttons(*_ways(turn, brief, kind))


def _ordered(turn: Turn, brief: SummaryData, kind: str, subject: str | None) -> DeferredFile:
    """ "bieu-do-trend-2026-H1-MAU.png"."""
    name = f"{turn.words('summary.chart.file')}-{kind}-{brief.period}-{brief.unit.code}.png"
    about = {"kind": PICTURE, "chart": kind, "subject": subject, "language": turn.words.language}
    return DeferredFile(name, MIME, brief.args | about)


def make(job: FileJobContext) -> Renderer | None:
    """What draws an ordered picture: the figures as they are when it is made, a moment after its message."""
    tx, recipe, member = job.tx, job.params, job.member
    unit = units.get(tx, recipe["unit"])
    if member.role not in OVERSEES or not member.unit.covers(unit):
        return None
    plan = job.services.plans.get(tx, recipe["plan"])
    brief = load_summary(tx, plan, recipe["report"], recipe["period"], unit, job.now)
    subject = recipe["subject"]
    if brief is None or (subject is not None and subject not in subjects(brief)):
        return None
    drawing = _drawing(tx, words(recipe["language"]), brief, recipe["chart"], subject)
    return partial(png, drawing.svg) if drawing else None


def _head(words: Words, brief: SummaryData, kind: str, subject: str | None) -> Iterator[str]:
    yield words(f"summary.chart.kind.{kind}")
    yield title(words, brief)
    yield brief.unit.name
    if subject and kind in ("trend", "rank"):
        yield subject_name(subjects(brief)[subject])


def _drawing(tx: Connection, words: Words, brief: SummaryData, kind: str, subject: str | None) -> Chart | None:
    """``None`` where there is nothing to draw."""
    match kind:
        case "progress":
            return chart_data.progress(words, brief)
        case "trend" if subject:
            return chart_data.trend(words, brief, subjects(brief)[subject], _past(tx, brief))
        case "rank" if subject:
            return chart_data.rank(words, brief, subjects(brief)[subject])
        case "targets" if brief.target_results:
            return chart_data.targets(words, brief)
        case _:
            return None


def _past(tx: Connection, brief: SummaryData) -> list[ReportFigures]:
    """The same report of the periods up to this one, the oldest first."""
    of = (brief.plan.id, brief.facts.report_id)
    heads = report_status.all_reports(tx, brief.unit, brief.now, local_day(brief.now))
    periods = {
        totals.period for totals in heads if (totals.plan_id, totals.report_id) == of and totals.period < brief.period
    }
    earlier = sorted(periods, key=parse_period)[-PERIODS + 1 :]
    read = partial(evaluations.report_figures, tx, brief.plan, brief.facts.report_id)
    return [*(read(period, brief.unit) for period in earlier), brief.facts]


def pick_subject(turn: Turn, args: Args) -> None:
    """Which figure or rate, a page of them."""
    brief = load(turn, args)
    if brief is None:
        return turn.run_action("summary.show")
    items = list(subjects(brief).items())
    page, pages, part = page_of(items, args.get("page", 0))
    of: dict[str, Any] = brief.args | {"kind": args["kind"]}
    turn.add_message("summary.chart.which")
    turn.set_buttons(
        *(
            Button(subject_name(subject), "summary.show_chart", {**of, "subject": subject_id})
            for subject_id, subject in items[part]
        ),
        *page_buttons(turn, "summary.pick_chart_subject", page, pages, **of),
        Button(turn.words("text.choice.back"), "summary.show_chart", of),
    )


def _ways(turn: Turn, brief: SummaryData, kind: str) -> Iterator[Button]:
    words = turn.words
    for other in KINDS:
        if other != kind:
            yield Button(words(f"summary.chart.kind.{other}"), "summary.show_chart", {**brief.args, "kind": other})
    if kind in ("trend", "rank"):
        yield Button(words("summary.chart.other"), "summary.pick_chart_subject", {**brief.args, "kind": kind})
    yield Button(words("summary.back"), "summary.show", brief.args)
