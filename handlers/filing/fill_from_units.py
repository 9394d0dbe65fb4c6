"""Lấy số liệu từ đơn vị trực thuộc: fills a report from those of the units below, as its officer's answers.

Shown first: what would be filled in, and what differs from answers already given. Nothing is replaced without that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.filing.question_prompt import open_interview
from handlers.reports.access import open_draft
from handlers.reports.check_text import where_words
from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.text.lists import join_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.figures import figure_import, rollup
from reporting.figures.rollup import ChildReport
from reporting.form_entry.answer_input import Answer
from reporting.integrity.submission_document import sha256
from storage.audit import audit
from storage.figures import rollups

Args = Mapping[str, Any]
LISTED = 8
"""Differences shown; the rest are counted."""
_TEXTS = ("short_text", "long_text")


@dataclass(frozen=True)
class FillProposal:
    """The answers that could be taken from the reports of the units below (``children``), by key."""

    children: Sequence[ChildReport]
    fresh: Mapping[str, Answer]
    """Of questions not answered yet."""
    changed_below: Mapping[str, Answer]
    """Of questions whose answer was imported, and whose figures the units below have changed since."""
    differing: Mapping[str, Answer]
    """Of questions that an officer of the unit has answered otherwise."""
    same: int
    kept: int
    """How many texts the unit has written itself; they are not replaced."""
    withheld: Sequence[tuple[str, str]]

    def given(self, *, replace: bool) -> dict[str, Answer]:
        return dict(self.fresh) | dict(self.changed_below) | (dict(self.differing) if replace else {})

    @property
    def shown_state(self) -> str:
        """A short hash, for a button: whether the proposal is still the one that was shown with it."""
        versions = sorted((child.id, child.version) for child in self.children)
        given = {key: answer.to_json() for key, answer in sorted(self.given(replace=True).items())}
        return sha256(json.dumps([versions, given, sorted(self.differing)]).encode())[:16]


def take_buttons(draft: Draft) -> Iterator[Button]:
    """The button that opens this screen, once a unit below has submitted its report."""
    if any(child.has_reported for child in draft.children):
        words = draft.turn.words
        yield Button(
            words("filing.from_units.choice.open"),
            "filing.show_figures_of_units",
            {"obligation": draft.id},
            synonyms=("lay so lieu",),
        )


def status_lines(draft: Draft) -> Iterator[str]:
    """ "Đơn vị trực thuộc: đã nộp 7/9, đã duyệt 5", once one of them has submitted."""
    reported = [child for child in draft.children if child.has_reported]
    if reported:
        accepted = sum(child.is_accepted for child in reported)
        yield draft.turn.words(
            "filing.from_units.standing", filed=len(reported), all=len(draft.children), accepted=accepted
        )


def has_new_figures(draft: Draft) -> bool:
    """Whether a unit below has submitted, or had accepted, a version that was not imported into this report."""
    taken = rollup.reference_reports(draft.children, draft.imported_versions)
    return any(
        child.id in taken
        and (child.id not in draft.imported_versions or draft.imported_versions[child.id].version != child.version)
        for child in draft.children
    )


def show(turn: Turn, args: Args) -> None:
    """What can be taken: from accepted reports only, or (``source`` is "all") also from those not accepted yet."""
    if (draft := open_draft(turn, args["obligation"])) is not None:
        _screen(draft, args.get("source"))


def refresh(turn: Turn, args: Args) -> None:
    """The button under a notification that figures changed: switches to the officer role it was sent to."""
    turn.switch_role(args["membership"])
    show(turn, args)


def _screen(draft: Draft, source: str | None) -> None:
    turn, words = draft.turn, draft.turn.words
    turn.start_dialog(None)
    reported = [child for child in draft.children if child.has_reported]
    if not reported:
        turn.add_message("filing.from_units.nothing")
        return turn.set_buttons(Button(words("text.choice.back"), "filing.open", {"obligation": draft.id}))
    source = source or _default_source(draft)
    proposal = _propose(draft, source)
    turn.add_message(
        "filing.from_units.title", report=full_report_name(words, draft.plan, draft.obligation), unit=turn.me.unit.name
    )
    turn.add_text("\n".join([*status_lines(draft), *_units_without_accepted(draft)]))
    turn.add_text("\n".join(_proposal_lines(draft, proposal)))
    turn.set_buttons(*_buttons(draft, proposal, source, reported))


def _default_source(draft: Draft) -> str:
    """Accepted reports, where there are any; all, where a report not accepted yet was imported before."""
    if any(
        child.id in draft.imported_versions and child.has_reported and not child.is_accepted for child in draft.children
    ):
        return "all"
    return "accepted" if any(child.is_accepted for child in draft.children) else "all"


def _propose(draft: Draft, source: str) -> FillProposal:
    taken = [child for child in draft.children if child.is_accepted or (source == "all" and child.has_reported)]
    imported = figure_import.import_figures(
        draft.entry, draft.children, {child.id for child in taken}, rollups.texts(draft.turn.tx, taken)
    )
    present, before = draft.entry.answers, _imported_before(draft)
    differing = {key: answer for key, answer in imported.given.items() if key in present and present[key] != answer}
    changed = {key for key in differing if before.get(key) == present[key]}
    own = {key for key in differing.keys() - changed if _is_own_text(draft, key)}
    return FillProposal(
        taken,
        fresh={key: answer for key, answer in imported.given.items() if key not in present},
        changed_below={key: answer for key, answer in differing.items() if key in changed},
        differing={key: answer for key, answer in differing.items() if key not in changed | own},
        same=sum(present.get(key) == answer for key, answer in imported.given.items()),
        kept=len(own),
        withheld=imported.withheld,
    )


def _imported_before(draft: Draft) -> Mapping[str, Answer]:
    """The answers that the last import gave, from the versions of that time."""
    if not draft.imported_versions:
        return {}
    children, figures = rollups.children_as_imported(draft.turn.tx, draft.children, draft.imported_versions)
    return figure_import.import_figures(draft.entry, children, draft.imported_versions.keys(), figures).given


def _is_own_text(draft: Draft, key: str) -> bool:
    return draft.entry[key].question.kind in _TEXTS and draft.entry.answers[key].state == "given"


def _units_without_accepted(draft: Draft) -> Iterator[str]:
    """The units below whose report nobody has accepted yet, and those that have not reported."""
    words = draft.turn.words
    waiting = [child.name for child in draft.children if child.has_reported and not child.is_accepted]
    missing = [child.name for child in draft.children if not child.has_reported]
    for key, names in (("filing.from_units.not_accepted", waiting), ("text.no_figures", missing)):
        if names:
            yield words(key, names=join_names(words, names))


def _proposal_lines(draft: Draft, proposal: FillProposal) -> Iterator[str]:
    words = draft.turn.words
    waiting = sum(not child.is_accepted for child in proposal.children)
    mixed = "filing.from_units.from_filed" if waiting < len(proposal.children) else "filing.from_units.from_filed_only"
    yield words(mixed if waiting else "filing.from_units.from_accepted", n=len(proposal.children), waiting=waiting)
    for key, n in (("filing.from_units.fresh", len(proposal.fresh)), ("filing.from_units.same", proposal.same)):
        if n:
            yield words(key, n=n)
    if not proposal.given(replace=True) and not proposal.same:
        yield words("filing.from_units.none")
    yield from _differences(draft, "filing.from_units.moved", proposal.changed_below)
    yield from _differences(draft, "filing.from_units.other", proposal.differing)
    if proposal.kept:
        yield words("filing.from_units.kept", n=proposal.kept)
    if proposal.withheld:
        listed = [f"{name} ({where_words(draft, draft.entry[key])})" for key, name in proposal.withheld]
        yield words("filing.from_units.withheld", names=join_names(words, listed))


def _differences(draft: Draft, title: str, given: Mapping[str, Answer]) -> Iterator[str]:
    if given:
        yield draft.turn.words(title, n=len(given))
    yield from (_difference(draft, key, answer) for key, answer in list(given.items())[:LISTED])
    if len(given) > LISTED:
        yield draft.turn.words("text.and_more", n=len(given) - LISTED)


def _difference(draft: Draft, key: str, answer: Answer) -> str:
    words, slot = draft.turn.words, draft.entry[key]
    return words(
        "filing.from_units.difference",
        where=where_words(draft, slot),
        present=format_answer(words, slot.question, draft.entry.answers[key]),
        person=draft.working_copy[key].person,
        below=format_answer(words, slot.question, answer),
    )


def _buttons(draft: Draft, proposal: FillProposal, source: str, reported: Sequence[ChildReport]) -> Iterator[Button]:
    words, args = draft.turn.words, {"obligation": draft.id, "source": source}
    take = args | {"seen": proposal.shown_state}
    written, replaced = len(proposal.given(replace=False)), len(proposal.differing)
    if written:
        label = words("filing.from_units.choice.take", n=written)
        yield Button(label, "filing.take_figures_of_units", take | {"replace": False}, synonyms=("ghi", "lay"))
    if replaced:
        label = words(
            "filing.from_units.choice.replace" if written else "filing.from_units.choice.replace_only",
            n=written,
            other=replaced,
        )
        yield Button(label, "filing.take_figures_of_units", take | {"replace": True}, synonyms=("thay",))
    accepted = sum(child.is_accepted for child in reported)
    if source == "accepted" and accepted < len(reported):
        label = words("filing.from_units.choice.all", n=len(reported) - accepted)
        yield Button(label, "filing.show_figures_of_units", args | {"source": "all"})
    if source == "all" and 0 < accepted < len(reported):
        yield Button(
            words("filing.from_units.choice.accepted", n=accepted),
            "filing.show_figures_of_units",
            args | {"source": "accepted"},
        )
    yield Button(words("text.choice.back"), "filing.open", {"obligation": draft.id}, synonyms=("quay lai",))


def take_figures(turn: Turn, args: Args) -> None:
    """Stores what was shown; where a unit below or a colleague has changed something since, shows that instead."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    proposal = _propose(draft, args["source"])
    if proposal.shown_state != args["seen"]:
        turn.add_message("filing.from_units.changed")
        return _screen(draft, args["source"])
    given = proposal.given(replace=args["replace"])
    draft.save_answers(given)
    taken = {child.id: child.version for child in proposal.children}
    rollups.remember_import(turn.tx, draft.id, taken, turn.now)
    person, report = turn.me.person_id, draft.obligation
    audit.record(turn.tx, turn.now, person, "report.drawn", obligation=report, children=len(taken), answers=len(given))
    turn.add_message("filing.from_units.taken", n=len(given), children=len(taken), all=len(draft.children))
    if draft.obligation.version:
        return turn.run_action("filing.show_review", obligation=draft.id)
    open_interview(Draft(turn, draft.obligation), draft.entry.next_open())
