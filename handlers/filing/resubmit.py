"""A returned report was sent again: what was remarked is settled, and whoever returned it is told what changed."""

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
"""Answers changed besides, in one message."""


def close_return(draft: Draft) -> None:
    """After the sending, in the same turn; the content may be the one there was, where every answer stays."""
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
    filed = Submission(turn, obligation, units.get(turn.tx, obligation.unit_id))
    notify_members(
        turn,
        _whom(filed),
        lambda say, _: "\n".join(_lines(say, filed, settled, old.version)),
        lambda say, member: [
            Button(
                say("reports.choice.open"),
                "review.open_resubmitted",
                {"obligation": obligation.id, "membership": member.membership_id},
            )
        ],
        key=f"resent:{obligation.id}:{turn.now.isoformat()}",
    )
    turn.add_message("filing.returned.resent", n=len(settled))


def _whom(filed: Submission) -> Sequence[Member]:
    """Whoever returned it, as long as they may still check it; else who checks it now."""
    tx, returned_by = filed.turn.tx, filed.obligation.reviewed_by
    held = people.memberships(tx, returned_by) if returned_by else []
    still = [member for member in held if may_review(tx, member, filed.unit)]
    return still or nearest_reviewers(tx, filed.unit)


def _lines(words: Words, filed: Submission, settled: Sequence[Remark], before: int) -> Iterator[str]:
    report = full_report_name(words, filed.plan, filed.obligation)
    yield words("filing.returned.told", unit=filed.unit.name, report=report, n=len(settled))
    yield from (remark_text.remark_line(words, filed, remark) for remark in settled if remark.key in filed.entry)
    old = next(version for version in filed.versions if version.version == before)
    assert filed.version is not None
    keys = {remark.key for remark in settled}
    walk = form_entry_of(filed.turn.tx, filed.form, old)
    other = difference_lines(words, filed.unit.id, (old, walk), (filed.version, filed.entry), besides=keys)
    if other:
        yield words("filing.returned.besides", n=len(other))
        yield from other[:LISTED]
        if len(other) > LISTED:
            yield words("text.and_more_short", n=len(other) - LISTED)
