"""/tonghop: sums over the units below, differences between levels, and each unit's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from handlers.reports.sums_below import differing_figures, mismatch_words
from handlers.text.answers import format_answer
from handlers.text.lists import join_names
from handlers.text.report_names import period_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from locales import Words
from reporting.deadlines.calendar import parse_period
from reporting.figures.rollup import ChildReport, FigureSum, questions_of, total
from reporting.form_entry.interview import interim
from reporting.permissions import can_oversee
from reporting.plan.form import Question
from reporting.plan.plan import Plan, UnitKind
from storage.figures import rollups
from storage.figures.rollups import SubordinateReport
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit

MISMATCHES = 6
"""Differences shown on one screen; the rest are counted."""


@dataclass(frozen=True)
class TotalsView:
    """One report of one period within a unit, with the reports it is added up from."""

    plan: Plan
    report_id: str
    period: str
    within: Unit
    accepted_only: bool
    children: Sequence[ChildReport]

    @property
    def counted(self) -> frozenset[int]:
        return frozenset(
            child.id for child in self.children if child.is_accepted or (child.has_reported and not self.accepted_only)
        )

    @property
    def args(self) -> dict[str, Any]:
        """What a button to this screen carries."""
        report = {"plan": self.plan.id, "report": self.report_id, "period": self.period}
        return report | {"unit": self.within.id, "accepted": self.accepted_only}

    def name(self, words: Words) -> str:
        return f"{period_name(words, self.period)} · {self.plan.short_title}"


def command(turn: Turn, typed: str = "") -> None:
    show_list(turn, {})


def show_list(turn: Turn, args: Args) -> None:
    """Asks which report of which period; a single one is shown at once."""
    turn.start_dialog(None)
    periods = rollups.reported_periods(turn.tx, turn.me.unit)
    if not periods:
        return turn.add_message("totals.nothing", unit=turn.me.unit.name)
    if len(periods) == 1:
        period = periods[0]
        return show(turn, {"plan": period.plan_id, "report": period.report_id, "period": period.period})
    page = Page.of(periods, args)
    choices = []
    for period in page.items:
        plan = turn.plans.get(turn.tx, period.plan_id)
        label = f"{period_name(turn.words, period.period)} · {plan.short_title}"
        choices.append(
            Button(label, "totals.show", {"plan": period.plan_id, "report": period.report_id, "period": period.period})
        )
    turn.add_message("totals.which", unit=turn.me.unit.name)
    return turn.set_buttons(*choices, *_turn_buttons(turn, page, "totals.list_reports", {}))


def _turn_buttons(turn: Turn, page: Page[Any], action: str, args: Args) -> list[Button]:
    """The next page first: the lists are read downwards."""
    return page.buttons(turn, action, **args)[::-1]


def _view(turn: Turn, args: Args) -> TotalsView:
    """What a button asks for, never beyond the person's own units."""
    within = units.get(turn.tx, args["unit"]) if "unit" in args else turn.me.unit
    within = within if can_oversee(turn.me, within) else turn.me.unit
    plan = turn.plans.get(turn.tx, args["plan"])
    children = rollups.children(turn.tx, plan, args["report"], args["period"], within)
    return TotalsView(plan, args["report"], args["period"], within, bool(args.get("accepted")), children)


def show(turn: Turn, args: Args) -> None:
    """The sums within a unit, mismatches between levels first."""
    turn.start_dialog(None)
    view, words = _view(turn, args), turn.words
    below = rollups.reports_below(turn.tx, view.plan.id, view.report_id, view.period, view.within)
    own = rollups.own_report(turn.tx, view.plan.id, view.report_id, view.period, view.within)
    turn.add_message("totals.title", report=view.name(words), unit=view.within.name)
    turn.add_text("\n".join(_filed_lines(words, view)))
    turn.add_text("\n".join(_mismatches(turn, view, [*([own] if own else []), *below])))
    turn.add_text("\n".join(_below_interim(turn, view)))
    turn.add_text("\n".join(_sums(words, view)))
    turn.add_message("text.as_of", moment=words.moment(turn.now))
    turn.set_buttons(*_ways(turn, view, own.obligation if own else None))


def _filed_lines(words: Words, view: TotalsView) -> Iterator[str]:
    reported = [child for child in view.children if child.has_reported]
    accepted = sum(child.is_accepted for child in reported)
    yield words("totals.standing", filed=len(reported), all=len(view.children), accepted=accepted)
    if missing := [child.name for child in view.children if not child.has_reported]:
        yield words("text.no_figures", names=join_names(words, missing))
    if view.accepted_only:
        yield words("totals.accepted_only", n=accepted)


def _mismatches(turn: Turn, view: TotalsView, reports: Sequence[SubordinateReport]) -> Iterator[str]:
    """ "Lệch: UBND huyện Cái Nước · Xảy ra · thị trấn Cái Nước: báo cáo 12, …", the highest level first."""
    lines = [
        f"• {report.unit.name} · {mismatch_words(turn.words, question, place, what)}"
        for report in sorted(reports, key=lambda report: report.unit.path.count("/"))
        if report.obligation.version and report.unit.kind != UnitKind.COMMUNE
        for question, place, what in differing_figures(turn.tx, view.plan, report.obligation, report.unit)
    ]
    if lines:
        yield turn.words("totals.mismatches", n=len(lines))
        yield from lines[:MISMATCHES]
    if len(lines) > MISMATCHES:
        yield turn.words("text.and_more", n=len(lines) - MISMATCHES)


def _below_interim(turn: Turn, view: TotalsView) -> Iterator[str]:
    """Lines for figures of the year that are less than those of the six months it contains."""
    shorter = interim(view.plan, view.plan.report(view.report_id))
    if shorter is None:
        return
    words, period = turn.words, f"{parse_period(view.period).year}-{shorter.period}"
    before = rollups.children(turn.tx, view.plan, shorter.id, period, view.within)
    sent = {child.unit_id for child in view.children if child.id in view.counted}
    before = [child for child in before if child.unit_id in sent and child.has_reported]
    for _, question in questions_of(view.children):
        now, then = (_figure(question, children) for children in (view.children, before))
        if question.is_figure and not question.stock and now is not None and then is not None and now < then:
            yield words(
                "totals.below_interim",
                name=question.name,
                now=words.number(now),
                period=period_name(words, period),
                before=words.number(then),
            )


def _figure(question: Question, children: Sequence[ChildReport]) -> int | None:
    figure_sum = total(question, children, {child.id for child in children if child.has_reported})
    return figure_sum.answer.figure if figure_sum and figure_sum.answer else None


def _sums(words: Words, view: TotalsView) -> Iterator[str]:
    """ "Hình sự: Xảy ra 17 vụ · Khởi tố 12 vụ (1/2)", a line for each section."""
    rows = [
        (title, question, figure_sum)
        for title, question in questions_of(view.children)
        if (figure_sum := total(question, view.children, view.counted)) is not None
    ]
    for title, group in groupby(rows, key=lambda row: row[0]):
        sums = [(question, figure_sum) for _, question, figure_sum in group]
        units = {(figure_sum.counted, figure_sum.asked) for _, figure_sum in sums}
        counted = (
            words("totals.units_of", **dict(zip(("n", "all"), units.pop(), strict=True))) if len(units) == 1 else ""
        )
        listed = " · ".join(_sum(words, question, figure_sum, with_count=not counted) for question, figure_sum in sums)
        yield f"{title}{counted}: {listed}"


def _sum(words: Words, question: Question, figure_sum: FigureSum, *, with_count: bool) -> str:
    """ "Xảy ra 17 vụ", with its own n/N where the section's differ."""
    counted = f" ({figure_sum.counted}/{figure_sum.asked})" if with_count else ""
    if question.kind == "yes_no" and figure_sum.places:
        yes = int(figure_sum.answer.value or 0) if figure_sum.answer else 0
        return words("totals.yes", name=question.name, yes=yes, places=figure_sum.places) + counted
    unit = f" {question.unit}" if figure_sum.answer and figure_sum.answer.state == "given" else ""
    return f"{question.name} {format_answer(words, question, figure_sum.answer)}{unit}{counted}"


def _ways(turn: Turn, view: TotalsView, own: Obligation | None) -> Iterator[Button]:
    words = turn.words
    yield Button(words("totals.choice.units"), "totals.list_units", view.args, synonyms=("don vi",))
    about = {name: value for name, value in view.args.items() if name != "accepted"}
    yield Button(
        words("totals.sources.choice"),
        "totals.pick_figure",
        about | {"back": ["totals.show", view.args]},
        synonyms=("tu dau ra",),
    )
    if own is not None and own.version:
        yield Button(
            words("totals.choice.own", unit=view.within.name), "submissions.show_newest_receipt", {"obligation": own.id}
        )
    accepted = sum(child.is_accepted for child in view.children)
    if view.accepted_only:
        yield Button(words("totals.choice.all"), "totals.show", view.args | {"accepted": False})
    elif 0 < accepted < sum(child.has_reported for child in view.children):
        yield Button(words("totals.choice.accepted"), "totals.show", view.args | {"accepted": True})
    if view.within.id != turn.me.unit.id:
        above = view.args | {"unit": view.within.parent_id or turn.me.unit.id}
        yield Button(words("totals.choice.above"), "totals.show", above)
    yield Button(words("totals.choice.reports"), "totals.list_reports")


def show_units(turn: Turn, args: Args) -> None:
    """The units the sums are made of; those that submitted something can be opened."""
    turn.start_dialog(None)
    view, words = _view(turn, args), turn.words
    page = Page.of(view.children, args)
    turn.add_message("totals.units", report=view.name(words), unit=view.within.name)
    below = rollups.reports_below(turn.tx, view.plan.id, view.report_id, view.period, view.within)
    sent = {step for report in below if report.obligation.version for step in report.unit.ancestors}
    opened = [child for child in page.items if child.unit_id in sent]
    lines = [
        words("totals.unit", unit=child.name, state=words(f"totals.state.{_state(child)}")) for child in page.items
    ]
    turn.add_text("\n".join(f"• {line}" for line in lines))
    turn.set_buttons(
        *(
            Button(child.name, "totals.show_unit", view.args | {"unit": child.unit_id, "of": child.id})
            for child in opened
        ),
        *_turn_buttons(turn, page, "totals.list_units", view.args),
        Button(words("text.choice.back"), "totals.show", view.args),
    )


def _state(child: ChildReport) -> str:
    if child.has_reported:
        return "accepted" if child.is_accepted else "filed"
    return "none"


def show_unit(turn: Turn, args: Args) -> None:
    """One unit: its own sums where others report to it, else what it submitted."""
    view = _view(turn, args)
    if view.children and view.within.id == args["unit"]:
        return show(turn, args)
    return turn.run_action("submissions.show_newest_receipt", obligation=args["of"])
