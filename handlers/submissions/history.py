"""What happened to a report: every version, who did what, and what any two versions say differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from handlers.reports.access import open_for_reader
from handlers.reports.history_text import history_lines
from handlers.reports.submission import form_entry_of
from handlers.reports.version_diff import difference_lines
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.roles import FILES
from storage.reports import submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units.units import Unit

Args = Mapping[str, Any]
ENTRIES = 12
"""The newest, on one screen."""
PAIRS = 3
"""Neighbouring versions offered for comparison."""


@dataclass(frozen=True)
class SubmissionHistory:
    """A report and all its versions, the oldest first."""

    obligation: Obligation
    unit: Unit
    versions: Sequence[SubmittedVersion]

    def version(self, number: int) -> SubmittedVersion | None:
        return next((version for version in self.versions if version.version == number), None)


def show(turn: Turn, args: Args) -> None:
    if (story := _load(turn, args["obligation"])) is None:
        return
    turn.add_text(_title(turn, story))
    told = history_lines(turn, story.obligation.id)
    if len(told) > ENTRIES:
        turn.add_message("submissions.history.earlier", n=len(told) - ENTRIES)
    turn.add_text("\n".join(told[-ENTRIES:]) or turn.words("submissions.history.nothing"))
    turn.set_buttons(*_choices(turn, story))


def compare_versions(turn: Turn, args: Args) -> None:
    """Version ``before`` against version ``after``."""
    if (story := _load(turn, args["obligation"])) is None:
        return
    before, after = story.version(args["before"]), story.version(args["after"])
    if before is None or after is None:
        return show(turn, args)
    words = turn.words
    plan = turn.plans.get(turn.tx, story.obligation.plan_id)
    form = plan.form(story.obligation.form_id)
    walks = [form_entry_of(turn.tx, form, version) for version in (before, after)]
    differ = difference_lines(words, story.unit.id, (before, walks[0]), (after, walks[1]))
    head = words(
        "submissions.history.compared",
        before=before.version,
        before_at=words.moment(before.filed_at),
        after=after.version,
        after_at=words.moment(after.filed_at),
        n=len(differ),
    )
    turn.add_text("\n".join([_title(turn, story), head]))
    turn.add_text("\n".join(differ) or words("submissions.history.same"))
    turn.set_buttons(*_after(turn, story, args))


def choose_versions(turn: Turn, args: Args) -> None:
    """So hai bản khác: the first version, then the second."""
    if (story := _load(turn, args["obligation"])) is None:
        return
    words, first = turn.words, args.get("before")
    turn.add_text(_title(turn, story))
    turn.add_text(words("submissions.history.second", version=first) if first else words("submissions.history.first"))
    rest = [version for version in story.versions if version.version != first]
    turn.set_buttons(
        *(
            Button(
                words("submissions.history.version", version=version.version, moment=words.moment(version.filed_at)),
                "submissions.compare_versions" if first else "submissions.choose_versions",
                _pair(story, first, version.version)
                if first
                else {"obligation": story.obligation.id, "before": version.version},
            )
            for version in rest
        ),
        Button(words("text.choice.back"), "submissions.show_history", {"obligation": story.obligation.id}),
    )


def _load(turn: Turn, obligation_id: int) -> SubmissionHistory | None:
    """The history, for officers of the unit and those who oversee it."""
    if (report := open_for_reader(turn, obligation_id, "submissions.history.not_here")) is None:
        return None
    return SubmissionHistory(report.obligation, report.unit, submissions.versions(turn.tx, report.id))


def _title(turn: Turn, story: SubmissionHistory) -> str:
    plan = turn.plans.get(turn.tx, story.obligation.plan_id)
    return turn.words(
        "submissions.history.title", report=full_report_name(turn.words, plan, story.obligation), unit=story.unit.name
    )


def _pair(story: SubmissionHistory, one: int, other: int) -> dict[str, Any]:
    return {"obligation": story.obligation.id, "before": min(one, other), "after": max(one, other)}


def _choices(turn: Turn, story: SubmissionHistory) -> Iterator[Button]:
    words, numbers = turn.words, [submitted_version.version for submitted_version in story.versions]
    for before, after in [*pairwise(numbers)][-PAIRS:][::-1]:
        yield Button(
            words("submissions.history.choice.pair", before=before, after=after),
            "submissions.compare_versions",
            _pair(story, before, after),
        )
    if len(numbers) > 2:
        yield Button(
            words("submissions.history.choice.other"),
            "submissions.choose_versions",
            {"obligation": story.obligation.id},
        )
    for version in story.versions[-PAIRS:][::-1]:
        yield Button(
            words("submissions.history.choice.view", version=version.version),
            "submissions.show_receipt",
            {"code": version.receipt},
        )
    yield from _back(turn, story)


def _after(turn: Turn, story: SubmissionHistory, args: Args) -> Iterator[Button]:
    words = turn.words
    if len(story.versions) > 2:
        yield Button(
            words("submissions.history.choice.other"),
            "submissions.choose_versions",
            {"obligation": story.obligation.id},
        )
    yield Button(words("reports.choice.history"), "submissions.show_history", {"obligation": story.obligation.id})
    yield from _back(turn, story)


def _back(turn: Turn, story: SubmissionHistory) -> Iterator[Button]:
    """To the report, as whoever looks at it."""
    action = "filing.open" if turn.me.role in FILES else "monitoring.show_report"
    yield Button(turn.words("submissions.history.choice.report"), action, {"obligation": story.obligation.id})
