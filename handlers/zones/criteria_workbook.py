"""The criteria of the communes as a spreadsheet to read, fill in and send back; made after the turn that ordered it."""

from __future__ import annotations

from functools import partial

from handlers.text import workbook
from handlers.turn.context import Turn
from handlers.turn.features import Renderer
from handlers.turn.messages import DeferredFile
from handlers.turn.services import FileJobContext
from handlers.zones.view import ZoneYear, candidates_of, load_entry
from locales import words as words_of
from reporting.deadlines.calendar import local_day
from reporting.integrity.submission_document import ReportIdentity
from reporting.permissions import can_oversee
from reporting.planning.criteria import FORM_ID, items
from reporting.text import fold
from reporting.workbook import MIME, WorkbookTemplate, draw
from storage.units import units

CRITERIA = "criteria"
"""The kind of this document."""


def deferred_workbook(turn: Turn, zone_year: ZoneYear) -> DeferredFile:
    """ "tieu-chi-2026-mau.xlsx", of the communes of the member's unit."""
    unit = turn.me.unit
    params = {"kind": CRITERIA, **zone_year.args, "unit": unit.id, "language": turn.words.language}
    return DeferredFile(f"tieu-chi-{zone_year.year}-{fold(unit.code)}.xlsx", MIME, params)


def make(job: FileJobContext) -> Renderer | None:
    """Draws the workbook from the sheets as they are now; ``None`` where the member may no longer have it."""
    tx, params, unit = job.tx, job.params, units.get(job.tx, job.params["unit"])
    plan, year = job.services.plans.get(tx, params["plan"]), params["year"]
    if plan.zones is None or not can_oversee(job.member, unit):
        return None
    zone_year, words = ZoneYear(plan, year), words_of(params["language"])
    facts = [
        (words("text.workbook.plan"), plan.title),
        (words("zones.fact.unit"), unit.name),
        (words("zones.fact.criteria"), words("zones.fact.how_many", n=items(plan.zones))),
        (words("zones.fact.as_of"), words.moment(job.now)),
    ]
    template = WorkbookTemplate(
        subject=ReportIdentity(plan.id, FORM_ID, f"{year}-Y", FORM_ID, unit.code),
        title=words("zones.table_title", year=year),
        facts=facts,
        how=words("zones.table_how", year=year - 1).split("\n"),
        own=unit.name,
        entry=load_entry(tx, zone_year, candidates_of(tx, zone_year, unit, local_day(job.now))),
        earlier={},
        labels=workbook.labels(words),
    )
    return partial(draw, template)
