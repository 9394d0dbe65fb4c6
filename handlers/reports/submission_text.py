"""Text about a submitted version: when it was submitted, and how early or late."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.text.lateness import late_by, late_words
from handlers.turn.context import Turn
from locales import Words
from reporting.deadlines.calendar import local_day
from reporting.status.lateness import lateness
from storage.reports import submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion


def sent_words(words: Words, version: SubmittedVersion, obligation: Obligation) -> str:
    """ "Đã nộp lúc 09:42 ngày 19/5/2026, trước hạn 5 ngày."."""
    when = _when(words, version, obligation)
    return words("reports.submission.sent", moment=words.moment(version.filed_at), when=when)


def first_words(turn: Turn, version: SubmittedVersion, obligation: Obligation) -> Iterator[str]:
    """For a later version also when the first one was submitted, by which lateness is judged; else nothing."""
    if version.version > 1:
        first = submissions.versions(turn.tx, version.obligation_id)[0]
        moment, when = turn.words.moment(first.filed_at), _when(turn.words, first, obligation)
        yield turn.words("reports.submission.correction", moment=moment, when=when)


def _when(words: Words, version: SubmittedVersion, obligation: Obligation) -> str:
    """Early or late by the deadline that counts now, as on every other screen: an extension moves it.

    The first version of a report that came on paper is as late as the paper was.
    """
    if version.version > 1:
        if late := lateness(obligation.late_from, version.filed_at):
            return words("reports.submission.late_correction", span=late_by(words, late))
    elif late := obligation.lateness(version.filed_at):
        return late_words(words, late)
    first_at = version.filed_at if version.version > 1 else obligation.filed_at or version.filed_at
    left = (obligation.last_day - local_day(first_at)).days
    return words("reports.submission.early", n=left) if left else words("reports.submission.last_day")
