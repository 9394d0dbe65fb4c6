"""The texts at the head and end of a document: who issues it, to whom, on what basis, who signs."""

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


def letterhead(context: DocumentContext, *, about: str | None = None) -> Letterhead:
    """``about``: the subject line of a công văn; its number does not name the kind of document."""
    words, unit = context.words, context.unit
    own, root = office(unit.name), office(_root(context).name)
    key = "documents.number.letter" if about else "documents.number.report"
    today = context.made_at
    home = own if own.area else root
    return Letterhead(
        parent=words("documents.parent", area=root.area or root.name) if not own.area and own != root else None,
        issuer=(words("documents.committee"), own.area) if own.area else (own.name,),
        number=words(key, blank=BLANK, office=_abbreviated(context), dots="…"),
        about=about,
        nation=words("documents.nation"),
        motto=words("documents.motto"),
        dated=words(
            "documents.dated",
            place=area_name(home.area or context.plan.province),
            day=BLANK,
            month=month_number(today.month),
            year=today.year,
        ),
        draft=words("documents.draft"),
    )


def _root(context: DocumentContext) -> Unit:
    return units.get(context.tx, context.unit.ancestors[0])


def _abbreviated(context: DocumentContext) -> str:
    own = office(context.unit.name)
    if own.body == "committee":
        return context.words("documents.committee_short")
    return abbreviation(own.name, context.unit.aliases)


def full_name(words: Words, name: str) -> str:
    """ "Ủy ban nhân dân huyện Cái Nước" for "UBND huyện Cái Nước" and "huyện Cái Nước"."""
    own = office(name)
    return f"{words('documents.committee')} {own.area}" if own.area else own.name


def ending(context: DocumentContext, recipients: Sequence[str]) -> DocumentEnding:
    """``recipients``: the lines of "Nơi nhận" between "Như trên" and "Lưu"."""
    words, own = context.words, office(context.unit.name)
    signer = words(f"documents.signer.{own.body}").split("\n")
    listed = [words("documents.as_above"), *(f"- {recipient};" for recipient in recipients), words("documents.filed")]
    return DocumentEnding(words("documents.recipients"), tuple(listed), tuple(signer))


def addressee(context: DocumentContext) -> str:
    """To whom the unit reports: who requested it, else the unit above, else whom the plan names; dots for the top."""
    words, plan, unit = context.words, context.plan, context.unit
    if unit.parent_id is None:
        return DOTS
    asking = units.by_code(context.tx, plan.asked_by) if plan.asked_by else None
    above = asking or units.get(context.tx, unit.parent_id)
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


def window(context: DocumentContext) -> str:
    """ "số liệu từ ngày 16/11/2025 đến ngày 15/5/2026"; empty where the plan sets none."""
    words, days = context.words, span(context.report, parse_period(context.period).year)
    return words("documents.window", from_=words.day(days.from_), until=words.day(days.until)) if days else ""


def subject(context: DocumentContext) -> str:
    return context.words("documents.subject", period=context.period_words, plan=context.plan.short_title)


def annex_reference(context: DocumentContext) -> str:
    """ "(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2026 của Ủy ban nhân dân tỉnh Cà Mau)"."""
    words = context.words
    return words(
        "documents.annexed",
        blank=BLANK,
        office=_abbreviated(context),
        year=context.made_at.year,
        unit=full_name(words, context.unit.name),
    )
