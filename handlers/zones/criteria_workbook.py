"""The criteria of the communes as a spreadsheet to read, fill in and send back; made after the turn that ordered it."""

from __future__ import annotations

from functools import partial

from handlers.text import workbook
from handlers.turn.context import Turn
from handlers.turn.features import Renderer
from handlers.turn.messages import DeferredFile
from handlers.turn.services import FileJobContext
from handlers.zones.view import ZoneYear, candidates_of, load_sheets_of
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.integrity.submission_document import ReportIdentity
from reporting.planning.criteria import FORM_ID, form_entry_of, form_of, items
from reporting.roles import OVERSEES
from reporting.text import fold
from reporting.workbook import MIME, WorkbookTemplate, draw
from storage.units import units

CRITERIA = "criteria"
"""The kind of its recipe."""


def deferred_workbook(turn: Turn, zone_year: ZoneYear) -> DeferredFile:
    """ "tieu-chi-2026-mau.xlsx", of the communes of one's unit."""
    unit = turn.me.unit
    recipe = {"kind": CRITERIA, **zone_year.args, "unit": unit.id, "language": turn.words.language}
    return DeferredFile(f"tieu-chi-{zone_year.year}-{fold(unit.code)}.xlsx", MIME, recipe)


def make(job: FileJobContext) -> Renderer | None:
    """What draws it, with the sheets as they are when it is made."""
    tx, recipe, member = job.tx, job.params, job.member
    unit = units.get(tx, recipe["unit"])
    plan, year = job.services.plans.get(tx, recipe["plan"]), recipe["year"]
    if member.role not in OVERSEES or not member.unit.covers(unit) or plan.zones is None:
        return None
    existing_units = candidates_of(tx, plan, year, unit, local_day(job.now))
    walk = form_entry_of(form_of(plan.zones), existing_units, load_sheets_of(tx, plan, year, existing_units).by_unit)
    say = words(recipe["language"])
    facts = [
        (say("text.workbook.plan"), plan.title),
        (say("zones.fact.unit"), unit.name),
        (say("zones.fact.criteria"), say("zones.fact.how_many", n=items(plan.zones))),
        (say("zones.fact.as_of"), say.moment(job.now)),
    ]
    book = WorkbookTemplate(
        subject=ReportIdentity(plan.id, FORM_ID, f"{year}-Y", FORM_ID, unit.code),
        title=say("zones.table_title", year=year),
        facts=facts,
        how=_how(say, year),
        own=unit.name,
        entry=walk,
        earlier={},
        labels=workbook.labels(say),
    )
    return partial(draw, book)


def _how(say: Words, year: int) -> list[str]:
    return say("zones.table_how", year=year - 1).split("\n")
