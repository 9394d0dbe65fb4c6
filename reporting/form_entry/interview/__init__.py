"""The walk through a form: which questions are asked of whom, what a message answers, what comes next."""

from reporting.form_entry.interview.earlier import interim, rest
from reporting.form_entry.interview.hearing import AmbiguousSlot, ParsedMessage, hear
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
    "hear",
    "interim",
    "key_of",
    "rest",
    "slots",
]
