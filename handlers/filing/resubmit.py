"""A returned report was submitted again: its remarks are settled, and whoever returned it is told what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports import remark_text
from handlers.reports.draft import Draft
from handlers.reports.reviewers import may_review, nearest_reviewers
from handlers.reports.submission import Submission, form_entry_of
from handlers.reports.version_diff import difference_lines
from handlers.text.report_names import full_report_name
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from locales import Words
from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.messaging import reminder_cancellation
from storage.people import people
from storage.people.people import Member
from storage.reports import obligations, remarks
from storage.reports.remarks import Remark
from storage.units import units

LISTED = 8
"""Other changed answers in one notification."""


def close_return(draft: Draft) -> None:
    """After submitting, in the same turn; the content may be unchanged, where every answer stays with a reason."""
    turn, old, settled = draft.turn, draft.obligation, list(draft.remarks.values())
    obligations.set_state(turn.tx, old.id, ReportState.FILED)
    reminder_cancellation.cancel_for_unit(turn.tx, old.unit_id)
    remarks.settle(turn.tx, old.id, turn.now)
    obligation = obligations.get(turn.tx, old.id)
    assert obligation is not None
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "report.resent",
        obligation=obligation,
        version=obligation.version,
        answered=len(settled),
    )
    submission = Submission(turn, obligation, units.get(turn.tx, obligation.unit_id))
    notify_members(
        turn,
        _receivers(submission),
        lambda words, _: "\n".join(_lines(words, submission, settled, old.version)),
        lambda words, member: [
            Button(
                words("reports.choice.open"),
                "review.open_resubmitted",
                {"obligation": obligation.id, "membership": member.membership_id},
            )
        ],
        key=f"resent:{obligation.id}:{turn.now.isoformat()}",
    )
    turn.add_message("filing.returned.resent", n=len(settled))


def _receivers(submission: Submission) -> Sequence[Member]:
    """Whoever returned the report, where they may still review it; else its reviewers now."""
    tx, returned_by = submission.turn.tx, submission.obligation.reviewed_by
    memberships = people.memberships(tx, returned_by) if returned_by else []
    reviewers = [member for member in memberships if may_review(tx, member, submission.unit)]
    return reviewers or nearest_reviewers(tx, submission.unit)


def _lines(words: Words, submission: Submission, settled: Sequence[Remark], before: int) -> Iterator[str]:
    """The remarks with their answers, then what else changed since version ``before``."""
    report = full_report_name(words, submission.plan, submission.obligation)
    yield words("filing.returned.told", unit=submission.unit.name, report=report, n=len(settled))
    shown = (remark for remark in settled if remark.key in submission.entry)
    yield from (remark_text.remark_line(words, submission, remark) for remark in shown)
    old = next(version for version in submission.versions if version.version == before)
    assert submission.version is not None
    keys = {remark.key for remark in settled}
    entry = form_entry_of(submission.turn.tx, submission.form, old)
    new = (submission.version, submission.entry)
    other = difference_lines(words, submission.unit.id, (old, entry), new, besides=keys)
    if other:
        yield words("filing.returned.besides", n=len(other))
        yield from other[:LISTED]
        if len(other) > LISTED:
            yield words("text.and_more_short", n=len(other) - LISTED)
