"""A report requested once (/dotxuat): a separate small plan with a single report, under a plan in force.

It is never activated; its obligations are created by ``storage.reports.adhoc``. ::

    id: dx-2026-0007
    under: ca-mau-2026              # whose communes and targets apply
    asked_by: MAU
    short_title: Cướp giật dịp 2/9
    reports: [{id: request, period: AD, …}]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from reporting.plan.plan import (
    Citation,
    Form,
    IssuingDocument,
    PeriodKind,
    Plan,
    PlanTerm,
    Question,
    Report,
    Reporter,
    Section,
    UnitKind,
)
from reporting.text import clean, fold

REPORT = "request"
"""The id of the single report of such a plan."""
MOST_COUNTS = 5
LONGEST_NAME = 60
LONGEST_TITLE = 80

CountsProblem = Literal["no_counts", "too_many_counts", "long_name", "no_name", "counted_twice"]
_MARK = re.compile(r"^\s*(?:[-•*+]|\d{1,2}[.)])\s*")


class RequestedFigure(NamedTuple):
    """``RequestedFigure("Số vụ", "vụ")``; ``unit`` is "" if none was given."""

    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class AdhocRequest:
    """A request for a report; ``period``: ad-hoc report, interim review or final review."""

    id: str
    period: PeriodKind
    title: str
    by: str
    """Name of the unit that requests it."""
    code: str
    """Code of the unit that requests it."""
    on: date
    """The day of the request."""
    last_day: date


def read_counts(text: str) -> tuple[RequestedFigure, ...] | CountsProblem:
    """The figures in a typed list, one a line, "Số vụ: vụ", at most five; otherwise what is wrong with the list.

    >>> read_counts("1. Số vụ: vụ\\n2. Số đối tượng: người")
    (RequestedFigure(label='Số vụ', unit='vụ'), RequestedFigure(label='Số đối tượng', unit='người'))
    """
    lines = [line for line in (_MARK.sub("", line).strip(" ;") for line in clean(text).split("\n")) if line]
    counts = tuple(RequestedFigure(*(part.strip() for part in line.partition(":")[::2])) for line in lines)
    if not counts:
        return "no_counts"
    if len(counts) > MOST_COUNTS:
        return "too_many_counts"
    if any(len(figure.label) > LONGEST_NAME or len(figure.unit) > LONGEST_NAME for figure in counts):
        return "long_name"
    if not all(any(map(str.isalpha, figure.label)) for figure in counts):
        return "no_name"
    return "counted_twice" if len({fold(figure.label) for figure in counts}) < len(counts) else counts


def free_forms(kinds: Iterable[UnitKind], title: str, counts: Sequence[RequestedFigure], text: str) -> tuple[Form, ...]:
    """The same form for every kind of unit: the counts, then a text question with the label ``text``.

    The text is required if there are no counts.
    """
    questions = [
        Question(id=f"q{number}", kind="count", label=figure.label, unit=figure.unit)
        for number, figure in enumerate(counts, 1)
    ]
    question = Question(id="text", kind="long_text", label=text, required=not counts)
    section = Section(id="asked", title=title, questions=(*questions, question))
    return tuple(Form(id=kind.value, reporter=kind, reports=(REPORT,), sections=(section,)) for kind in kinds)


def forms_of(base: Plan, kinds: Iterable[UnitKind]) -> tuple[Form, ...]:
    """The plan's own form for each of the kinds; if there are several, that of the plan's last report (the year's)."""
    forms = {form.reporter: form for form in base.forms}
    for report in base.reports:
        forms |= {form.reporter: form for form in base.forms if report.id in form.reports}
    return tuple(forms[kind].model_copy(update={"reports": (REPORT,)}) for kind in kinds if kind in forms)


def kinds_with_form(base: Plan) -> frozenset[UnitKind]:
    """The kinds of unit that have a form in the plan."""
    return frozenset(form.reporter for form in base.forms)


def plan_of(base: Plan, request: AdhocRequest, forms: tuple[Form, ...], *, own_form: bool) -> Plan:
    """The small plan of a request.

    ``own_form``: the forms are those of ``base``, so that its targets, zones, headings and relations apply.
    """
    return Plan(
        id=request.id,
        title=request.title,
        short_title=request.title,
        province=base.province,
        issued=IssuingDocument(by=request.by, on=request.on),
        in_force=PlanTerm.model_validate({"from": request.on, "until": request.last_day}),
        under=base.id,
        asked_by=request.code,
        years=(request.on.year,),
        chain=base.chain,
        reporters=tuple(Reporter(kind=form.reporter) for form in forms),
        reports=(
            Report(
                id=REPORT,
                title=request.title,
                period=request.period,
                source=Citation(at=request.by, quote=request.title),
            ),
        ),
        targets=base.targets if own_form else (),
        zones=base.zones if own_form else None,
        ladder=base.ladder,
        headings=base.headings if own_form else (),
        relations=base.relations if own_form else (),
        forms=forms,
    )
