"""What one message answers: one question, several in order, ``mã: giá trị`` lines, or a narrative under headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.form_entry.answer_input import AmbiguousAnswer, Answer, RejectedLine, read_headings, read_section
from reporting.form_entry.interview.slots import QuestionSlot
from reporting.form_entry.interview.walk import FormEntry


@dataclass(frozen=True)
class AmbiguousSlot:
    """A text with more than one reading: as it was typed (``raw``), and without the key before it (``value``)."""

    slot: QuestionSlot
    reading: AmbiguousAnswer
    raw: str
    value: str


@dataclass(frozen=True)
class ParsedMessage:
    """What a message gave, in the order of the questions. ``unplaced``: narrative that stood under no heading."""

    accepted: Sequence[tuple[QuestionSlot, Answer]] = ()
    ambiguous: Sequence[AmbiguousSlot] = ()
    rejected: Sequence[RejectedLine] = ()
    repeated: Sequence[QuestionSlot] = ()
    unassigned_text: str = ""

    @property
    def answers(self) -> dict[str, Answer]:
        return {slot.key: answer for slot, answer in self.accepted}


def parse_message(walk: FormEntry, slot: QuestionSlot, text: str, today: date) -> ParsedMessage:
    """The message as answers from ``slot`` on. Pure: nothing is stored; any text is heard without an error.

    Lines may name any question of the same commune; a question that stays hidden with what the message says is refused.
    """
    if slot.section.is_narrative and (heard := _under_headings(walk, slot, text, today)):
        return heard
    reach = {other.question.id: other for other in walk.reachable(slot)}
    reading = read_section(
        [other.question for other in walk.part(slot)],
        text,
        today,
        walk.form.numbers,
        start=slot.question.id,
        reach=[other.question for other in reach.values()],
    )
    taken = [(reach[id], answer) for id, answer in reading.accepted]
    heard = ParsedMessage(
        accepted=taken,
        ambiguous=[
            AmbiguousSlot(reach[line.question_id], line.reading, line.raw, line.value) for line in reading.ambiguous
        ],
        rejected=reading.rejected,
        repeated=[reach[id] for id in reading.repeated],
    )
    return _without_hidden(walk, heard)


def _under_headings(walk: FormEntry, slot: QuestionSlot, text: str, today: date) -> ParsedMessage | None:
    """``None`` where the text has none of the plan's headings: then it answers the one question.

    What stands before the first heading answers the open question, if nothing else does.
    """
    part = {other.question.id: other for other in walk.part(slot)}
    reading = read_headings([other.question for other in part.values()], text, today)
    if not reading.accepted and not reading.rejected:
        return None
    taken = [(part[id], answer) for id, answer in reading.accepted]
    refused, unplaced = reading.rejected, reading.unassigned_text
    if unplaced and slot.key not in walk.answers and slot.question.id not in dict(reading.accepted):
        first = read_section([slot.question], unplaced, today, walk.form.numbers)
        taken = [*((slot, answer) for _, answer in first.accepted), *taken]
        refused, unplaced = (*first.rejected, *refused), ""
    return ParsedMessage(taken, (), refused, (), unplaced)


def _without_hidden(walk: FormEntry, heard: ParsedMessage) -> ParsedMessage:
    after = walk.with_answers({**walk.answers, **heard.answers})
    hidden = [slot for slot in _slots(heard) if not after.is_visible(slot)]
    if not hidden:
        return heard
    refused = [_not_asked(slot) for slot in hidden]
    return ParsedMessage(
        [(slot, answer) for slot, answer in heard.accepted if slot not in hidden],
        [unsure for unsure in heard.ambiguous if unsure.slot not in hidden],
        [*heard.rejected, *refused],
        heard.repeated,
        heard.unassigned_text,
    )


def _slots(heard: ParsedMessage) -> Iterable[QuestionSlot]:
    yield from (slot for slot, _ in heard.accepted)
    yield from (unsure.slot for unsure in heard.ambiguous)


def _not_asked(slot: QuestionSlot) -> RejectedLine:
    params: Mapping[str, int | str] = {"key": str(slot.number)}
    return RejectedLine(0, str(slot.number), "not_asked", params, slot.question.id)
