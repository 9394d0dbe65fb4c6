"""The words of a document's head and end: who issues it, to whom, by what it is based on, who signs."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.documents.context import DocumentContext
from locales import Words
from reporting.deadlines.calendar import parse_period, span
from reporting.documents.ending import DocumentEnding
from reporting.documents.letterhead import BLANK, Letterhead, date_parts, month_number
from reporting.documents.office import abbreviation, area_name, office
from reporting.plan.plan import Plan
from reporting.text import fold
from storage.units import units
from storage.units.units import Unit

DOTS = "…………"
"""What the office fills in by hand."""


def letterhead(matter: DocumentContext, *, about: str | None = None) -> Letterhead:
    """``about``: the line of a công văn, whose number names no kind."""
    words, unit = matter.words, matter.unit
    own, root = office(unit.name), office(_root(matter).name)
    key = "documents.number.letter" if about else "documents.number.report"
    today = matter.made_at
    home = own if own.area else root
    return Letterhead(
        parent=words("documents.parent", area=root.area or root.name) if not own.area and own != root else None,
        issuer=(words("documents.committee"), own.area) if own.area else (own.name,),
        number=words(key, blank=BLANK, office=_abbreviated(matter), dots="…"),
        about=about,
        nation=words("documents.nation"),
        motto=words("documents.motto"),
        dated=words(
            "documents.dated",
            place=area_name(home.area or matter.plan.province),
            day=BLANK,
            month=month_number(today.month),
            year=today.year,
        ),
        draft=words("documents.draft"),
    )


def _root(matter: DocumentContext) -> Unit:
    return units.get(matter.tx, matter.unit.ancestors[0])


def _abbreviated(matter: DocumentContext) -> str:
    own = office(matter.unit.name)
    if own.body == "committee":
        return matter.words("documents.committee_short")
    return abbreviation(own.name, matter.unit.aliases)


def full_name(words: Words, name: str) -> str:
    """ "Ủy ban nhân dân huyện Cái Nước" for "UBND huyện Cái Nước" and "huyện Cái Nước"."""
    own = office(name)
    return f"{words('documents.committee')} {own.area}" if own.area else own.name


def ending(matter: DocumentContext, recipients: Sequence[str]) -> DocumentEnding:
    """``recipients`` between "Như trên" and "Lưu"."""
    words, own = matter.words, office(matter.unit.name)
    signer = words(f"documents.signer.{own.body}").split("\n")
    listed = [words("documents.as_above"), *(f"- {recipient};" for recipient in recipients), words("documents.filed")]
    return DocumentEnding(words("documents.recipients"), tuple(listed), tuple(signer))


def addressee(matter: DocumentContext) -> str:
    """To whom the unit's report goes: who asked for it, the unit above, else whom the plan names; dots at the top."""
    words, plan, unit = matter.words, matter.plan, matter.unit
    if unit.parent_id is None:
        return DOTS
    asking = units.by_code(matter.tx, plan.asked_by) if plan.asked_by else None
    above = asking or units.get(matter.tx, unit.parent_id)
    return plan.chain.to if above.parent_id is None and asking is None else full_name(words, above.name)


def basis(words: Words, plan: Plan) -> str:
    """ "Thực hiện Kế hoạch “…” (văn bản số 1426/QĐ-UBND ngày 11 tháng 8 năm 2017 của …)"."""
    title = words("documents.plan", title=plan.title)
    if fold(plan.title).startswith(("ke hoach", "bao cao")):
        title = plan.title
    issued = plan.issued
    if issued.number and issued.on:
        return words("documents.basis", title=title, number=issued.number, by=issued.by, **date_parts(issued.on))
    return words("documents.basis_unnumbered", title=title, by=issued.by)


def window(matter: DocumentContext) -> str:
    """ "số liệu từ ngày 16/11/2025 đến ngày 15/5/2026"; empty where the plan sets none."""
    words, days = matter.words, span(matter.report, parse_period(matter.period).year)
    return words("documents.window", from_=words.day(days.from_), until=words.day(days.until)) if days else ""


def subject(matter: DocumentContext) -> str:
    return matter.words("documents.subject", period=matter.period_words, plan=matter.plan.short_title)


def annex_reference(matter: DocumentContext) -> str:
    """ "(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân tỉnh Cà Mau)"."""
    words = matter.words
    return words(
        "documents.annexed",
        blank=BLANK,
        office=_abbreviated(matter),
        year=matter.made_at.year,
        unit=full_name(words, matter.unit.name),
    )
