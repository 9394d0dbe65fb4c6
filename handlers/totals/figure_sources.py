"""Từ đâu ra?: the reports that a figure or a target is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from handlers.reports.access import unit_in_scope
from handlers.text.answers import excerpt
from handlers.text.report_names import period_name
from handlers.text.targets import change_words, target_words, value_words
from handlers.text.unit_labels import unit_labels
from handlers.totals.source_text import FigureSubject, FigureView, subject_line, unit_value
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page, add_page_line
from reporting.deadlines.calendar import previous_same_kind
from reporting.deadlines.obligation import ReportState
from reporting.figures.figure_sources import FigureSource, TargetResult
from storage.figures import baselines, evaluations, target_results
from storage.units import units

REMARKS = 5
"""Remarks shown on one screen; the rest are counted."""
ABOUT = ("plan", "report", "period", "unit", "back")


def pick_figure(turn: Turn, args: Args) -> None:
    """A page of the plan's targets and figures, each with a button."""
    if (view := _view(turn, args)) is None:
        return
    words, subjects = turn.words, view.subjects
    page = Page.of(subjects, args)
    turn.start_dialog(None)
    turn.add_message("totals.sources.which", report=_report(turn, view), unit=view.within.name)
    numbered = enumerate(page.items, 1)
    turn.add_text("\n".join(f"{number}. {subject_line(words, view, subject)}" for number, subject in numbered))
    add_page_line(turn, page.number, page.pages)
    turn.set_buttons(
        *(
            Button(subject.title, "totals.show_sources", {**_about(args), **subject.args, "listed": page.number})
            for subject in page.items
        ),
        *page.buttons(turn, "totals.pick_figure", **_about(args)),
        _back(turn, args),
    )


def show_sources(turn: Turn, args: Args) -> None:
    """The units that one figure (``field``) or target (``target``) is made of, each with a button to its report."""
    if (view := _view(turn, args)) is None:
        return
    subject = view.subject(args.get("target"), args.get("field"))
    if subject is None:
        return pick_figure(turn, args)
    rows, listed = view.sources_of(subject), args.get("listed", 0)
    page = Page.of(rows, args)
    turn.start_dialog(None)
    turn.add_message("totals.sources.title", title=subject.title, report=_report(turn, view), unit=view.within.name)
    turn.add_text("\n".join(_figure_lines(turn, view, subject)))
    turn.add_text("\n".join(_rows(turn, view, subject, page.items, page.first)))
    add_page_line(turn, page.number, page.pages)
    turn.set_buttons(
        *_reports(turn, view, page.items),
        *page.buttons(turn, "totals.show_sources", **_about(args), **subject.args, listed=listed),
        Button(turn.words("totals.sources.choice.other"), "totals.pick_figure", {**_about(args), "page": listed}),
        _back(turn, args),
    )


def _about(args: Args) -> dict[str, Any]:
    return {name: args[name] for name in ABOUT if name in args}


def _view(turn: Turn, args: Args) -> FigureView | None:
    """What a button asks for, never beyond the person's own units; ``None``, and said, for who oversees nothing."""
    unit = unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or unit_in_scope(turn, turn.me.unit.id)
    if unit is None:
        turn.start_dialog(None)
        turn.add_message("reports.not_in_scope")
        turn.show_menu()
        return None
    plan = turn.plans.get(turn.tx, args["plan"])
    facts = evaluations.report_figures(turn.tx, plan, args["report"], args["period"], unit)
    return FigureView(facts, unit, baselines.of_targets(turn.tx, facts))


def _report(turn: Turn, view: FigureView) -> str:
    return f"{period_name(turn.words, view.facts.period)} · {view.facts.plan.short_title}"


def _figure_lines(turn: Turn, view: FigureView, subject: FigureSubject) -> Iterator[str]:
    """The figure with its target, its notes and the period before."""
    words, result = turn.words, subject.result
    yield subject_line(words, view, subject, titled=False)
    if result is not None:
        yield words("totals.sources.target", target=target_words(words, result.target))
        yield from _notes(turn, result)
    yield from _before(turn, view, subject)
    if subject.registered:
        yield words("totals.sources.registered", year=view.year)
        if result is not None and (undecided := result.places - result.counted):
            yield words("totals.sources.undecided", n=undecided)
    elif not view.sources_of(subject):
        yield words("totals.sources.nobody")


def _before(turn: Turn, view: FigureView, subject: FigureSubject) -> Iterator[str]:
    """The previous report of the same kind, over what counts in both."""
    if subject.question is not None and subject.question.is_figure:
        yield from _figure_before(turn, view, subject, subject.question.unit)
    elif subject.result is not None and subject.result.target.test == "ratio":
        yield from _rate_before(turn, view, subject.result)


def _figure_before(turn: Turn, view: FigureView, subject: FigureSubject, unit: str) -> Iterator[str]:
    words = turn.words
    for figure_change in target_results.figure_changes(turn.tx, view.facts, subject.reads):
        change = (
            words("totals.sources.change", change=change_words(words, figure_change.rise, figure_change.before))
            if figure_change.before
            else ""
        )
        yield words(
            "totals.sources.before",
            period=period_name(words, figure_change.against),
            before=f"{words.number(figure_change.before)} {unit}",
            now=f"{words.number(figure_change.now)} {unit}",
            change=change,
            n=len(figure_change.places),
        )


def _rate_before(turn: Turn, view: FigureView, result: TargetResult) -> Iterator[str]:
    words = turn.words
    move = next(
        (change for change in target_results.rate_changes(turn.tx, view.facts) if change.now.id == result.id), None
    )
    if move is not None:
        yield words(
            "totals.sources.before",
            period=period_name(words, previous_same_kind(view.facts.period)),
            before=value_words(words, move.before),
            now=value_words(words, move.now),
            change="",
            n=len(move.now.used) or move.now.places,
        )


def _notes(turn: Turn, result: TargetResult) -> Iterator[str]:
    words = turn.words
    if result.against:
        key = "totals.sources.indicative" if result.indicative else "totals.sources.against"
        period = period_name(words, result.against)
        yield words(key, period=period[:1].lower() + period[1:])
    for text in (result.target.derived, result.target.unclear):
        if text:
            yield words("totals.sources.reading", text=text)
    yield from _remarks(turn, target_results.remarks(turn.tx, result))


def _remarks(turn: Turn, remarks: Sequence[tuple[int, str]]) -> Iterator[str]:
    for place, text in remarks[:REMARKS]:
        yield turn.words("totals.sources.remark", unit=units.get(turn.tx, place).name, text=excerpt(text))
    if len(remarks) > REMARKS:
        yield turn.words("totals.sources.more_remarks", n=len(remarks) - REMARKS)


def _rows(
    turn: Turn, view: FigureView, subject: FigureSubject, shown: Sequence[FigureSource], first: int
) -> Iterator[str]:
    """ "1. UBND huyện Cái Nước: 18/20 · bản 2, mã CM26-6T-4F7K2 · đã duyệt"."""
    for number, source in enumerate(shown, first):
        parts = [unit_value(turn.words, view, subject, source), _version(turn, source), _state(turn, source)]
        text = " · ".join(part for part in parts if part)
        yield turn.words("totals.sources.row", number=number, unit=source.child.name, told=text)


def _version(turn: Turn, source: FigureSource) -> str:
    if not source.receipt:
        return ""
    return turn.words("totals.sources.version", version=source.child.version, receipt=source.receipt)


def _state(turn: Turn, source: FigureSource) -> str:
    child = source.child
    state = child.state if child.version or child.state != ReportState.FILED else "on_paper"
    return turn.words(f"totals.sources.state.{state}")


def _reports(turn: Turn, view: FigureView, shown: Sequence[FigureSource]) -> list[Button]:
    shown_units = [units.get(turn.tx, source.child.unit_id) for source in shown]
    labels = unit_labels(shown_units, [view.within])
    return [
        Button(label, "monitoring.show_report", {"obligation": source.child.id})
        for label, source in zip(labels, shown, strict=True)
    ]


def _back(turn: Turn, args: Args) -> Button:
    """To where the question came from (``back``: an action and its args), else to the sums."""
    action, given = args.get("back") or ("totals.show", _about(args))
    return Button(turn.words("text.choice.back"), action, given, synonyms=("quay lai",))
