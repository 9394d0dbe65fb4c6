"""The history of a report: every version, who did what, and the differences between any two versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.reports.access import LoadedReport, open_for_reader
from handlers.reports.history_text import history_lines
from handlers.reports.submission import form_entry_of
from handlers.reports.version_diff import difference_lines
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.roles import FILES
from storage.reports import submissions
from storage.reports.submissions import SubmittedVersion

ENTRIES = 12
"""The newest entries, shown on one screen."""
PAIRS = 3
"""Pairs of neighbouring versions offered for comparison, and versions offered to look at."""


@dataclass(frozen=True, slots=True)
class SubmissionHistory:
    """A report and all its versions, the oldest first."""

    report: LoadedReport
    versions: Sequence[SubmittedVersion]

    @property
    def args(self) -> dict[str, int]:
        return {"obligation": self.report.id}

    def version(self, number: int) -> SubmittedVersion | None:
        return next((version for version in self.versions if version.version == number), None)


def show(turn: Turn, args: Args) -> None:
    """Lịch sử."""
    if (history := _open(turn, args)) is None:
        return
    turn.add_text(_title(turn, history))
    lines = history_lines(turn, history.report.id)
    if len(lines) > ENTRIES:
        turn.add_message("submissions.history.earlier", n=len(lines) - ENTRIES)
    turn.add_text("\n".join(lines[-ENTRIES:]) or turn.words("submissions.history.nothing"))
    turn.set_buttons(*_version_buttons(turn, history), _back(turn, history))


def compare_versions(turn: Turn, args: Args) -> None:
    """The differences from version ``args["before"]`` to version ``args["after"]`` (numbers)."""
    if (history := _open(turn, args)) is None:
        return
    before, after = history.version(args["before"]), history.version(args["after"])
    if before is None or after is None:
        return show(turn, args)
    words, report = turn.words, history.report
    form = report.plan.form(report.obligation.form_id)
    old, new = ((version, form_entry_of(turn.tx, form, version)) for version in (before, after))
    lines = difference_lines(words, report.unit.id, old, new)
    head = words(
        "submissions.history.compared",
        before=before.version,
        before_at=words.moment(before.filed_at),
        after=after.version,
        after_at=words.moment(after.filed_at),
        n=len(lines),
    )
    turn.add_text("\n".join([_title(turn, history), head]))
    turn.add_text("\n".join(lines) or words("submissions.history.same"))
    turn.set_buttons(
        *_other_pair(turn, history),
        Button(words("reports.choice.history"), "submissions.show_history", history.args),
        _back(turn, history),
    )


def choose_versions(turn: Turn, args: Args) -> None:
    """So hai bản khác: asks for the first version, then for the second (``args["before"]``: the first, once chosen)."""
    if (history := _open(turn, args)) is None:
        return
    words, first = turn.words, args.get("before")
    turn.add_text(_title(turn, history))
    turn.add_text(words("submissions.history.second", version=first) if first else words("submissions.history.first"))
    buttons = []
    for version in history.versions:
        label = words("submissions.history.version", version=version.version, moment=words.moment(version.filed_at))
        if not first:
            buttons.append(Button(label, "submissions.choose_versions", history.args | {"before": version.version}))
        elif version.version != first:
            buttons.append(Button(label, "submissions.compare_versions", _pair(history, first, version.version)))
    turn.set_buttons(*buttons, Button(words("text.choice.back"), "submissions.show_history", history.args))


def _open(turn: Turn, args: Args) -> SubmissionHistory | None:
    """The history, for officers of the unit and those who oversee it."""
    if (report := open_for_reader(turn, args["obligation"], "submissions.history.not_here")) is None:
        return None
    return SubmissionHistory(report, submissions.versions(turn.tx, report.id))


def _title(turn: Turn, history: SubmissionHistory) -> str:
    report = history.report
    name = full_report_name(turn.words, report.plan, report.obligation)
    return turn.words("submissions.history.title", report=name, unit=report.unit.name)


def _pair(history: SubmissionHistory, version: int, other: int) -> dict[str, int]:
    """What the comparison of two versions needs, the older first."""
    return history.args | {"before": min(version, other), "after": max(version, other)}


def _version_buttons(turn: Turn, history: SubmissionHistory) -> Iterator[Button]:
    """The newest comparisons, any other comparison, and the newest versions."""
    words, numbers = turn.words, [version.version for version in history.versions]
    for before, after in [*pairwise(numbers)][-PAIRS:][::-1]:
        label = words("submissions.history.choice.pair", before=before, after=after)
        yield Button(label, "submissions.compare_versions", _pair(history, before, after))
    yield from _other_pair(turn, history)
    for version in history.versions[-PAIRS:][::-1]:
        label = words("submissions.history.choice.view", version=version.version)
        yield Button(label, "submissions.show_receipt", {"code": version.receipt})


def _other_pair(turn: Turn, history: SubmissionHistory) -> Iterator[Button]:
    """ "So hai bản khác…", where there are more than two."""
    if len(history.versions) > 2:
        yield Button(turn.words("submissions.history.choice.other"), "submissions.choose_versions", history.args)


def _back(turn: Turn, history: SubmissionHistory) -> Button:
    """To the report, as an officer or as somebody who oversees the unit sees it."""
    action = "filing.open" if turn.me.role in FILES else "monitoring.show_report"
    return Button(turn.words("submissions.history.choice.report"), action, history.args)
