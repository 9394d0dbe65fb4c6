"""The walk through a form: which questions are asked of whom, what a message answers, what comes next."""

from reporting.form_entry.interview.earlier import interim, rest
from reporting.form_entry.interview.hearing import Heard, Unsure, hear
from reporting.form_entry.interview.slots import Answers, Slot, Zone, always_asked, beside, key_of, slots
from reporting.form_entry.interview.walk import Walk

__all__ = [
    "Answers",
    "Heard",
    "Slot",
    "Unsure",
    "Walk",
    "Zone",
    "always_asked",
    "beside",
    "hear",
    "interim",
    "key_of",
    "rest",
    "slots",
]
