"""The walk through a form: which questions are asked of whom, what a message answers, what comes next."""

from reporting.form_entry.interview.earlier import interim, remainder
from reporting.form_entry.interview.hearing import AmbiguousSlot, ParsedMessage, parse_message
from reporting.form_entry.interview.slots import Answers, QuestionSlot, Zone, always_asked, beside, key_of, slots
from reporting.form_entry.interview.walk import FormEntry

__all__ = [
    "AmbiguousSlot",
    "Answers",
    "FormEntry",
    "ParsedMessage",
    "QuestionSlot",
    "Zone",
    "always_asked",
    "beside",
    "interim",
    "key_of",
    "parse_message",
    "remainder",
    "slots",
]
