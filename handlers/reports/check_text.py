"""Findings and targets in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.reports.draft import Draft
from handlers.text.targets import rate_words as percent_words
from handlers.text.targets import target_words
from locales import Words
from reporting.figures.checks import Finding, check
from reporting.figures.figures import values_of
from reporting.figures.target_evaluation import TargetEvaluation, evaluate
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.plan import Plan

SUMMED = ("ratio", "reduction", "increase")
"""The tests that are made of sums, not of each commune."""


def check_draft(draft: Draft) -> list[Finding]:
    """Everything to check in the report as it stands, errors first."""
    previous = {key: figure.figure or 0 for key, figure in draft.earlier.items()}
    return check(
        draft.form, draft.plan.relations, draft.entry.answers, draft.zones, previous, _floor(draft), draft.sums_of_units
    )


def _floor(draft: Draft) -> dict[str, int]:
    """What the year's figures contain: the unit's own six months, or those of the units below where they are more."""
    floor = {key: figure.figure or 0 for key, figure in draft.interim_figures.items()}
    for key, total in draft.interim_sums_of_units.items():
        if total.answer is not None:
            floor[key] = max(floor.get(key, 0), total.answer.figure or 0)
    return floor


def findings_about(findings: Iterable[Finding], keys: Iterable[str]) -> list[Finding]:
    """Those that speak of one of ``keys``; a missing answer is not yet worth a word."""
    wanted = set(keys)
    return [finding for finding in findings if finding.code != "missing" and wanted & {finding.key, *finding.others}]


def finding_words(draft: Draft, finding: Finding) -> str:
    """ "Câu 7. Đã xử lý (thị trấn Cái Nước): …"."""
    return finding_words_of(draft.turn.words, draft.entry, draft.turn.me.unit.id, finding)


def finding_words_of(words: Words, walk: FormEntry, own_unit: int, finding: Finding) -> str:
    """The same of any report, in the making or sent, of the unit ``own_unit``."""
    others = [walk[key] for key in finding.others if key in walk]
    reason = words(f"reports.check.{finding.code}", **_params(words, finding))
    about = ", ".join(
        words("reports.finding_question", number=other.number, name=other.question.name) for other in others
    )
    where = slot_words(words, walk[finding.key], own_unit)
    return words("reports.finding", where=where, reason=reason, others=f" ({about})" if about else "")


def _params(words: Words, finding: Finding) -> dict[str, str]:
    if finding.code == "answers_otherwise":
        return {name: words("common.yes" if value else "common.no") for name, value in finding.params.items()}
    return {name: words.number(value) for name, value in finding.params.items()}


def where_words(draft: Draft, slot: QuestionSlot) -> str:
    """ "Câu 7. Đã xử lý · thị trấn Cái Nước"."""
    return slot_words(draft.turn.words, slot, draft.turn.me.unit.id)


def slot_words(words: Words, slot: QuestionSlot, own_unit: int) -> str:
    """The same of any report; a commune's own sheet does not name it again."""
    named = words("reports.finding_question", number=slot.number, name=slot.question.name)
    place = f" · {slot.zone.name}" if slot.zone and slot.zone.id != own_unit else ""
    return named[:1].upper() + named[1:] + place


def results(draft: Draft) -> list[TargetEvaluation]:
    """The plan's targets that this form's figures can judge, over all its communes."""
    return evaluate_targets(draft.plan, draft.entry)


def evaluate_targets(plan: Plan, walk: FormEntry) -> list[TargetEvaluation]:
    """The same of any report."""
    asked = {slot.question.id for slot in walk.visible}
    targets = [target for target in plan.targets if target.reads and set(target.reads) <= asked]
    if walk.form.consolidates:  # no commune by itself is known here
        targets = [target for target in targets if target.test in SUMMED]
    return evaluate(targets, values_of(walk.form, walk.answers, walk.zones))


def rates(draft: Draft, given: dict[str, Answer]) -> list[str]:
    """The rates that the answers just given complete, each for its own commune."""
    words, lines = draft.turn.words, []
    for index in dict.fromkeys(draft.entry[key].zone_index for key in given):
        fields = {draft.entry[key].question.id for key in given if draft.entry[key].zone_index == index}
        targets = [target for target in draft.plan.targets if target.test == "ratio" and fields & set(target.reads)]
        places = [zone for number, zone in enumerate(draft.zones, 1) if number == index]
        for result in evaluate(targets, values_of(draft.form, draft.entry.answers, places)):
            if result.verdict in ("met", "not_met", "unclear"):
                lines.append(rate_words(words, result))
    return lines


def rate_words(words: Words, result: TargetEvaluation) -> str:
    """ "Tỷ lệ điều tra, khám phá 9/10 = 90,0% (chỉ tiêu: từ 80% trở lên)"."""
    if result.target.test != "ratio" or result.num is None or not result.den:
        return result_words(words, result)
    rate = percent_words(words, result.num, result.den)
    return words("reports.rate", title=result.target.title, rate=rate, target=target_words(words, result.target))


def result_words(words: Words, result: TargetEvaluation) -> str:
    """A target that is no rate: "Có mô hình vận động nhân dân…: 1/2 địa bàn"."""
    if result.num is None or not result.den:
        return result.target.title
    return words("reports.met_places", title=result.target.title, met=result.num, count=result.den)


def verdict_counts(results: Sequence[TargetEvaluation]) -> dict[str, int]:
    """Verdict → how many."""
    found: dict[str, int] = {}
    for result in results:
        found[result.verdict] = found.get(result.verdict, 0) + 1
    return found
