"""Filling in a form: which questions are asked about which commune, what a message answers, what comes next."""

from reporting.form_entry.interview.form_entry import FormEntry
from reporting.form_entry.interview.interim import interim, remainder
from reporting.form_entry.interview.message import AmbiguousSlot, ParsedMessage, parse_message
from reporting.form_entry.interview.slots import Answers, QuestionSlot, Zone, always_asked, beside, key_of, slots

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
