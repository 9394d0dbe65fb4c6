"""Pictures of a report: its targets, a figure over periods or units, how the reports came in; each with its text."""

from __future__ import annotations

from collections.abc import Iterator

from handlers import chart_data
from handlers.board_view import Args, page_of
from handlers.brief import Brief, load
from handlers.brief_words import as_of, title
from handlers.chart_data import Drawing, subject_name, subjects, usual
from handlers.messages import Choice, File
from handlers.paging import turning
from handlers.turn import Turn
from reporting.calendar import parse_period
from reporting.documents.picture import MIME, png
from reporting.evaluation import Facts
from storage import board, evaluations

KINDS = ("targets", "trend", "rank", "progress")
PERIODS = 6
"""The most periods in a trend."""


def show(turn: Turn, args: Args) -> None:
    """``{kind, plan, report, period, unit}``, with a ``subject`` (field or target) for a trend and a rank."""
    turn.open(None)
    brief = load(turn, args)
    if brief is None:
        return turn.go("summary.show")
    kind = args.get("kind", "targets")
    chosen = args.get("subject")
    subject = chosen if chosen in subjects(brief) else usual(brief, kind)
    drawing = _drawing(turn, brief, kind, subject)
    words = turn.words
    if drawing is None:
        turn.tell("chart.nothing")
    else:
        named = subject_name(subjects(brief)[subject]) if subject and kind in ("trend", "rank") else ""
        head = [words(f"chart.kind.{kind}"), title(words, brief), brief.unit.name, *([named] if named else [])]
        turn.say("\n".join(head))
        turn.say("\n".join(drawing.lines))
        turn.say(words("status.as_of", moment=words.moment(turn.now)) if kind == "progress" else as_of(words, brief))
        turn.attach(File(_file_name(turn, brief, kind), MIME, png(drawing.svg)))
    return turn.offer(*_ways(turn, brief, kind))


def _drawing(turn: Turn, brief: Brief, kind: str, subject: str | None) -> Drawing | None:
    words = turn.words
    match kind:
        case "progress":
            return chart_data.progress(words, brief)
        case "trend" if subject:
            return chart_data.trend(words, brief, subjects(brief)[subject], _past(turn, brief))
        case "rank" if subject:
            return chart_data.rank(words, brief, subjects(brief)[subject])
        case "targets" if brief.judged:
            return chart_data.targets(words, brief)
        case _:
            return None


def _past(turn: Turn, brief: Brief) -> list[Facts]:
    """The same report of the periods up to this one, the oldest first."""
    report = (brief.plan.id, brief.facts.report_id)
    heads = board.every(turn.tx, brief.unit, turn.now, turn.today)
    periods = {one.period for one in heads if (one.plan_id, one.report_id) == report and one.period < brief.period}
    earlier = sorted(periods, key=parse_period)[-PERIODS + 1 :]
    return [
        *(evaluations.facts(turn.tx, brief.plan, brief.facts.report_id, period, brief.unit) for period in earlier),
        brief.facts,
    ]


def pick_subject(turn: Turn, args: Args) -> None:
    """Which figure or rate, a page of them."""
    brief = load(turn, args)
    if brief is None:
        return turn.go("summary.show")
    there = list(subjects(brief).items())
    page, pages, part = page_of(there, args.get("page", 0))
    of = brief.args | {"kind": args["kind"]}
    turn.tell("chart.which")
    turn.offer(
        *(Choice(subject_name(one), "chart.show", {**of, "subject": id}) for id, one in there[part]),
        *turning(turn, "chart.subjects", page, pages, **of),
        Choice(turn.words("report.choice.back"), "chart.show", of),
    )


def _ways(turn: Turn, brief: Brief, kind: str) -> Iterator[Choice]:
    words = turn.words
    for other in KINDS:
        if other != kind:
            yield Choice(words(f"chart.kind.{other}"), "chart.show", {**brief.args, "kind": other})
    if kind in ("trend", "rank"):
        yield Choice(words("chart.other"), "chart.subjects", {**brief.args, "kind": kind})
    yield Choice(words("summary.back"), "summary.show", brief.args)


def _file_name(turn: Turn, brief: Brief, kind: str) -> str:
    """ "bieu-do-trend-2026-H1-MAU.png"."""
    return f"{turn.words('chart.file')}-{kind}-{brief.period}-{brief.unit.code}.png"
