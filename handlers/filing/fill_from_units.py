"""Lấy số liệu từ đơn vị trực thuộc: what the units below reported becomes a unit's own answers, as its officer's.

What would be filled in and what differs from answers already given is shown first; nothing is replaced unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.filing import interview
from handlers.reports.check_text import where_words
from handlers.reports.draft import Draft, load
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
SPOKEN = ("short_text", "long_text")


@dataclass(frozen=True)
class FillProposal:
    """What could be taken from ``children``, by key."""

    children: Sequence[ChildReport]
    fresh: Mapping[str, Answer]
    """Not answered yet."""
    changed_below: Mapping[str, Answer]
    """Answered as the units below said when they were last drawn from; they say otherwise now."""
    differing: Mapping[str, Answer]
    """Answered otherwise by somebody of the unit."""
    same: int
    kept: int
    """Texts of the unit's own, which stay."""
    withheld: Sequence[tuple[str, str]]

    def given(self, *, replace: bool) -> dict[str, Answer]:
        return dict(self.fresh) | dict(self.changed_below) | (dict(self.differing) if replace else {})

    @property
    def shown_state(self) -> str:
        """Tells whether it is still what a person was shown; short, for a choice to carry."""
        versions = sorted((child.id, child.version) for child in self.children)
        given = {key: answer.to_json() for key, answer in sorted(self.given(replace=True).items())}
        return sha256(json.dumps([versions, given, sorted(self.differing)]).encode())[:16]


def take_buttons(draft: Draft) -> Iterator[Button]:
    """The way here, once a unit below has reported something."""
    if any(child.has_reported for child in draft.children):
        words = draft.turn.words
        yield Button(
            words("filing.from_units.choice.open"),
            "filing.show_figures_of_units",
            {"obligation": draft.id},
            synonyms=("lay so lieu",),
        )


def status_lines(draft: Draft) -> Iterator[str]:
    """ "Đơn vị trực thuộc: đã nộp 7/9, đã duyệt 5", once one of them has."""
    reported = [child for child in draft.children if child.has_reported]
    if reported:
        accepted = sum(child.is_accepted for child in reported)
        yield draft.turn.words(
            "filing.from_units.standing", filed=len(reported), all=len(draft.children), accepted=accepted
        )


def has_new_figures(draft: Draft) -> bool:
    """Whether the units below have sent or had accepted something this report was not drawn from."""
    taken = rollup.reference_reports(draft.children, draft.imported_versions)
    return any(
        child.id in taken
        and (child.id not in draft.imported_versions or draft.imported_versions[child.id].version != child.version)
        for child in draft.children
    )


def show(turn: Turn, args: Args) -> None:
    """What can be taken: from the accepted reports, or (``source``) from those too that nobody has accepted yet."""
    if (draft := load(turn, args["obligation"])) is not None:
        _screen(draft, args.get("source"))


def refresh(turn: Turn, args: Args) -> None:
    """The choice under a notice that figures moved: as an officer of that unit."""
    turn.switch_role(args["membership"])
    show(turn, args)


def _screen(draft: Draft, source: str | None) -> None:
    turn, words = draft.turn, draft.turn.words
    turn.start_dialog(None)
    reported = [child for child in draft.children if child.has_reported]
    if not reported:
        turn.add_message("filing.from_units.nothing")
        return turn.set_buttons(Button(words("text.choice.back"), "filing.open", {"obligation": draft.id}))
    source = source or _usual(draft)
    offer = _offer(draft, source)
    turn.add_message(
        "filing.from_units.title", report=full_report_name(words, draft.plan, draft.obligation), unit=turn.me.unit.name
    )
    turn.add_text("\n".join([*status_lines(draft), *_lacking(draft)]))
    turn.add_text("\n".join(_what(draft, offer)))
    turn.set_buttons(*_ways(draft, offer, source, reported))


def _usual(draft: Draft) -> str:
    """Accepted reports, where there are any; those too that nobody accepted, where it drew from such before."""
    if any(
        child.id in draft.imported_versions and child.has_reported and not child.is_accepted for child in draft.children
    ):
        return "all"
    return "accepted" if any(child.is_accepted for child in draft.children) else "all"


def _offer(draft: Draft, source: str) -> FillProposal:
    taken = [child for child in draft.children if child.is_accepted or (source == "all" and child.has_reported)]
    drawn = figure_import.import_figures(
        draft.entry, draft.children, {child.id for child in taken}, rollups.texts(draft.turn.tx, taken)
    )
    present, before = draft.entry.answers, _before(draft)
    differing = {key: answer for key, answer in drawn.given.items() if key in present and present[key] != answer}
    moved = {key for key in differing if before.get(key) == present[key]}
    own = {key for key in differing.keys() - moved if _is_own_text(draft, key)}
    return FillProposal(
        taken,
        fresh={key: answer for key, answer in drawn.given.items() if key not in present},
        changed_below={key: answer for key, answer in differing.items() if key in moved},
        differing={key: answer for key, answer in differing.items() if key not in moved | own},
        same=sum(present.get(key) == answer for key, answer in drawn.given.items()),
        kept=len(own),
        withheld=drawn.withheld,
    )


def _before(draft: Draft) -> Mapping[str, Answer]:
    """What the last drawing made of what the units below then said."""
    if not draft.imported_versions:
        return {}
    children, figures = rollups.children_as_imported(draft.turn.tx, draft.children, draft.imported_versions)
    return figure_import.import_figures(draft.entry, children, draft.imported_versions.keys(), figures).given


def _is_own_text(draft: Draft, key: str) -> bool:
    return draft.entry[key].question.kind in SPOKEN and draft.entry.answers[key].state == "given"


def _lacking(draft: Draft) -> Iterator[str]:
    words = draft.turn.words
    for key, group in (
        (
            "filing.from_units.not_accepted",
            [child for child in draft.children if child.has_reported and not child.is_accepted],
        ),
        ("text.no_figures", [child for child in draft.children if not child.has_reported]),
    ):
        if group:
            yield words(key, names=join_names(words, [child.name for child in group]))


def _what(draft: Draft, offer: FillProposal) -> Iterator[str]:
    words = draft.turn.words
    waiting = sum(not child.is_accepted for child in offer.children)
    mixed = "filing.from_units.from_filed" if waiting < len(offer.children) else "filing.from_units.from_filed_only"
    yield words(mixed if waiting else "filing.from_units.from_accepted", n=len(offer.children), waiting=waiting)
    for key, n in (("filing.from_units.fresh", len(offer.fresh)), ("filing.from_units.same", offer.same)):
        if n:
            yield words(key, n=n)
    if not offer.given(replace=True) and not offer.same:
        yield words("filing.from_units.none")
    yield from _differences(draft, "filing.from_units.moved", offer.changed_below)
    yield from _differences(draft, "filing.from_units.other", offer.differing)
    if offer.kept:
        yield words("filing.from_units.kept", n=offer.kept)
    if offer.withheld:
        listed = [f"{name} ({where_words(draft, draft.entry[key])})" for key, name in offer.withheld]
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


def _ways(draft: Draft, offer: FillProposal, source: str, reported: Sequence[ChildReport]) -> Iterator[Button]:
    words, args = draft.turn.words, {"obligation": draft.id, "source": source}
    take = args | {"seen": offer.shown_state}
    written, replaced = len(offer.given(replace=False)), len(offer.differing)
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
    """Writes what was shown; what a unit below or a colleague changed since is shown anew instead."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    offer = _offer(draft, args["source"])
    if offer.shown_state != args["seen"]:
        turn.add_message("filing.from_units.changed")
        return _screen(draft, args["source"])
    given = offer.given(replace=args["replace"])
    draft.save_answers(given)
    taken = {child.id: child.version for child in offer.children}
    rollups.remember_import(turn.tx, draft.id, taken, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "report.drawn",
        obligation=draft.obligation,
        children=len(taken),
        answers=len(given),
    )
    turn.add_message("filing.from_units.taken", n=len(given), children=len(taken), all=len(draft.children))
    if draft.obligation.version:
        return turn.run_action("filing.show_review", obligation=draft.id)
    interview.start(Draft(turn, draft.obligation), draft.entry.next_open())
