"""Findings (what a check of the figures finds) and targets in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.reports.draft import Draft
from handlers.text.lists import upper_first
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
"""Target tests that compare sums, not each commune."""


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
    """The findings about one of ``keys``, except missing answers."""
    wanted = set(keys)
    return [finding for finding in findings if finding.code != "missing" and wanted & {finding.key, *finding.others}]


def finding_words(draft: Draft, finding: Finding) -> str:
    """ "Câu 7. Đã xử lý (thị trấn Cái Nước): …"."""
    return finding_words_of(draft.turn.words, draft.entry, draft.turn.me.unit.id, finding)


def finding_words_of(words: Words, entry: FormEntry, own_unit: int, finding: Finding) -> str:
    """The same for any report, draft or submitted. ``own_unit``: the id of the unit whose report it is."""
    others = [entry[key] for key in finding.others if key in entry]
    reason = words(f"reports.check.{finding.code}", **_params(words, finding))
    about = ", ".join(
        words("reports.finding_question", number=other.number, name=other.question.name) for other in others
    )
    where = slot_words(words, entry[finding.key], own_unit)
    return words("reports.finding", where=where, reason=reason, others=f" ({about})" if about else "")


def _params(words: Words, finding: Finding) -> dict[str, str]:
    if finding.code == "answers_otherwise":
        return {name: words("common.yes" if value else "common.no") for name, value in finding.params.items()}
    return {name: words.number(value) for name, value in finding.params.items()}


def where_words(draft: Draft, slot: QuestionSlot) -> str:
    """ "Câu 7. Đã xử lý · thị trấn Cái Nước"."""
    return slot_words(draft.turn.words, slot, draft.turn.me.unit.id)


def slot_words(words: Words, slot: QuestionSlot, own_unit: int) -> str:
    """The same for any report; the unit's own name (``own_unit``: its id) is not repeated."""
    question = words("reports.finding_question", number=slot.number, name=slot.question.name)
    place = f" · {slot.zone.name}" if slot.zone and slot.zone.id != own_unit else ""
    return upper_first(question) + place


def results(draft: Draft) -> list[TargetEvaluation]:
    """The plan's targets that can be evaluated from this form's figures, over all its communes."""
    return evaluate_targets(draft.plan, draft.entry)


def evaluate_targets(plan: Plan, entry: FormEntry) -> list[TargetEvaluation]:
    """The same for any report."""
    question_ids = {slot.question.id for slot in entry.visible}
    targets = [target for target in plan.targets if target.reads and set(target.reads) <= question_ids]
    if entry.form.consolidates:  # its figures are sums over communes
        targets = [target for target in targets if target.test in SUMMED]
    return evaluate(targets, values_of(entry.form, entry.answers, entry.zones))


def rates(draft: Draft, given: dict[str, Answer]) -> list[str]:
    """The rates whose figures are complete with the answers just given, each for its own commune."""
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
    """A target that is not a rate: "Có mô hình vận động nhân dân…: 1/2 địa bàn"."""
    if result.num is None or not result.den:
        return result.target.title
    return words("reports.met_places", title=result.target.title, met=result.num, count=result.den)


def verdict_counts(results: Sequence[TargetEvaluation]) -> dict[str, int]:
    """Verdict → how many targets have it."""
    return Counter(result.verdict for result in results)
