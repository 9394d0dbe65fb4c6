"""The worked examples of the targets, read from their table, and the facts they describe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reporting.deadlines.obligation import ReportState
from reporting.figures.figure_sources import Baseline, FigureSource, ReportFigures
from reporting.figures.figures import NOT_ARISEN, FigureValue, Values
from reporting.figures.rollup import ChildReport
from reporting.form_entry.answer_input import NIL, Answer
from reporting.plan.form import Form, Question, Section
from reporting.plan.plan import Plan, UnitKind
from reporting.plan.target import Target
from storage.plans.files import load_fields, load_plan, shipped_plans

TABLE = Path(__file__).with_name("worked_examples.txt")
_SAID: dict[str, FigureValue] = {"?": None, "nil": NOT_ARISEN, "yes": True, "no": False}


@dataclass(frozen=True)
class Example:
    """One row: what units counted, now and then, and what becomes of it."""

    target: str
    case: str
    now: tuple[Values, ...]
    then: tuple[Values, ...]
    rate: str
    shown: str
    verdict: str
    units: str

    def __str__(self) -> str:
        return f"{self.target}, {self.case}"

    @property
    def num_den(self) -> tuple[int | None, int | None]:
        if self.rate == "-":
            return None, None
        num, den = map(int, self.rate.split("/"))
        return num, den


def examples() -> Iterator[Example]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            target, case, figures, *rest = (cell.strip() for cell in line.split("|"))
            units = [part.partition("@")[::2] for part in figures.split("+") if figures]
            now, then = (tuple(_values(unit[side]) for unit in units) for side in (0, 1))
            yield Example(target, case, now, then, *rest)


def _values(text: str) -> Values:
    pairs = (word.split("=") for word in text.split())
    return {name: _SAID[value] if value in _SAID else int(value) for name, value in pairs}


@cache
def target_of(target_id: str) -> tuple[Plan, Target]:
    plans = map(load_plan, shipped_plans())
    return next((plan, target) for plan in plans for target in plan.targets if target.id == target_id)


def facts_of(plan: Plan, units: tuple[Values, ...]) -> ReportFigures:
    """Each unit's report, sent by the unit 100 and so on; of its own commune where the plan is about communes."""
    zones = plan.zones is not None
    sources = tuple(_source(100 + at, values, zones=zones) for at, values in enumerate(units))
    selected = frozenset(source.child.unit_id for source in sources) if zones else frozenset()
    return ReportFigures(plan, "year", "2026-Y", 1, sources, selected, None)


def _source(unit_id: int, values: Values, *, zones: bool) -> FigureSource:
    kinds = load_fields()
    questions = tuple(Question(id=name, kind=kinds[name].kind, label=name) for name in values)
    section = Section(id="all", title="", repeat="selected_zones" if zones else None, questions=questions)
    form = Form(id="form", reporter=UnitKind.COMMUNE, reports=("year",), sections=(section,))
    figures = {(name, unit_id): _answer(value) for name, value in values.items() if value is not None}
    sent = bool(figures)
    state = ReportState.FILED if sent else ReportState.NOT_BEGUN
    child = ChildReport(unit_id, unit_id, f"xã mẫu {unit_id}", state, int(sent), form, (unit_id,), figures)
    return FigureSource(child, f"MAU-{unit_id}" if sent else None, None)


def _answer(value: FigureValue) -> Answer:
    return NIL if value == NOT_ARISEN else Answer.given(int(value or 0))


def baseline_of(units: tuple[Values, ...]) -> Baseline:
    return Baseline("2023-Y", {100 + at: values for at, values in enumerate(units) if values})
