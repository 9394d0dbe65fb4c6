"""The only text for "n/N filed": of how many units a report was submitted, and how many were returned or excused."""

from __future__ import annotations

from handlers.text.lists import lower_first
from locales import Words
from reporting.plan.schedule import UnitKind
from reporting.status.filing import FilingStatus, R


def filed_count(words: Words, level: UnitKind, status: FilingStatus[R]) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1; được miễn 1"."""
    late = len(status.late)
    key = "text.filed.count_late" if late else "text.filed.count"
    line = words(key, level=words(f"text.level.{level}"), filed=len(status.filed), all=status.owing, late=late)
    return line + not_counted(words, status)


def short_count(words: Words, level: UnitKind, status: FilingStatus[R]) -> str:
    """ "cấp huyện 5/9"."""
    name = lower_first(words(f"text.level.{level}"))
    return words("text.filed.short_count", level=name, filed=len(status.filed), all=status.owing)


def not_counted(words: Words, status: FilingStatus[R]) -> str:
    """ "; được trả lại 1; được miễn 1": what stands beside "đã nộp 7/9 đơn vị"; empty where there is none."""
    counts = {"returned": len(status.returned), "excused": len(status.exempt)}
    return "".join(f"; {words(f'text.filed.{name}', n=n)}" for name, n in counts.items() if n)
