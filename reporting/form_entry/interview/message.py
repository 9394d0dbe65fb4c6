"""What one message answers: one question, several in order, ``mã: giá trị`` lines, or a narrative under headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting.form_entry.answer_input import AmbiguousAnswer, Answer, RejectedLine, read_headings, read_section
from reporting.form_entry.interview.form_entry import FormEntry
from reporting.form_entry.interview.slots import QuestionSlot


@dataclass(frozen=True)
class AmbiguousSlot:
    """A text with more than one reading: as it was typed (``raw``), and without the key before it (``value``)."""

    slot: QuestionSlot
    reading: AmbiguousAnswer
    raw: str
    value: str


@dataclass(frozen=True)
class ParsedMessage:
    """The answers of a message, in the order of the questions.

    ``repeated``: questions with several lines that differ. ``unassigned_text``: narrative text under no heading.
    """

    accepted: Sequence[tuple[QuestionSlot, Answer]] = ()
    ambiguous: Sequence[AmbiguousSlot] = ()
    rejected: Sequence[RejectedLine] = ()
    repeated: Sequence[QuestionSlot] = ()
    unassigned_text: str = ""

    @property
    def answers(self) -> dict[str, Answer]:
        return {slot.key: answer for slot, answer in self.accepted}


def parse_message(entry: FormEntry, slot: QuestionSlot, text: str, today: date) -> ParsedMessage:
    """The message as answers from ``slot`` on; stores nothing and never raises.

    Lines may name any question of the same commune; one that stays hidden with the message's answers is rejected.
    """
    if slot.section.is_narrative and (narrative := _under_headings(entry, slot, text, today)):
        return narrative
    reach = {other.question.id: other for other in entry.reachable(slot)}
    reading = read_section(
        [other.question for other in entry.part(slot)],
        text,
        today,
        entry.form.numbers,
        start=slot.question.id,
        reach=[other.question for other in reach.values()],
    )
    message = ParsedMessage(
        accepted=[(reach[question_id], answer) for question_id, answer in reading.accepted],
        ambiguous=[
            AmbiguousSlot(reach[line.question_id], line.reading, line.raw, line.value) for line in reading.ambiguous
        ],
        rejected=reading.rejected,
        repeated=[reach[question_id] for question_id in reading.repeated],
    )
    return _without_hidden(entry, message)


def _under_headings(entry: FormEntry, slot: QuestionSlot, text: str, today: date) -> ParsedMessage | None:
    """A narrative split under the plan's headings; ``None`` where the text has none of them.

    What stands before the first heading answers the open question, if nothing else does.
    """
    part = {other.question.id: other for other in entry.part(slot)}
    reading = read_headings([other.question for other in part.values()], text, today)
    if not reading.accepted and not reading.rejected:
        return None
    accepted = [(part[question_id], answer) for question_id, answer in reading.accepted]
    rejected, unassigned = reading.rejected, reading.unassigned_text
    if unassigned and slot.key not in entry.answers and slot.question.id not in dict(reading.accepted):
        first = read_section([slot.question], unassigned, today, entry.form.numbers)
        accepted = [*((slot, answer) for _, answer in first.accepted), *accepted]
        rejected, unassigned = (*first.rejected, *rejected), ""
    return ParsedMessage(accepted, (), rejected, (), unassigned)


def _without_hidden(entry: FormEntry, message: ParsedMessage) -> ParsedMessage:
    """Answers to questions that are hidden once the message is stored become rejected lines."""
    after = entry.with_answers({**entry.answers, **message.answers})
    hidden = [slot for slot in _slots(message) if not after.is_visible(slot)]
    if not hidden:
        return message
    rejected = [_not_asked(slot) for slot in hidden]
    return ParsedMessage(
        [(slot, answer) for slot, answer in message.accepted if slot not in hidden],
        [ambiguous for ambiguous in message.ambiguous if ambiguous.slot not in hidden],
        [*message.rejected, *rejected],
        message.repeated,
        message.unassigned_text,
    )


def _slots(message: ParsedMessage) -> Iterable[QuestionSlot]:
    yield from (slot for slot, _ in message.accepted)
    yield from (ambiguous.slot for ambiguous in message.ambiguous)


def _not_asked(slot: QuestionSlot) -> RejectedLine:
    params: Mapping[str, int | str] = {"key": str(slot.number)}
    return RejectedLine(0, str(slot.number), "not_asked", params, slot.question.id)
