"""The walk through a form: which questions are asked of whom, what a message answers, what comes next."""

from reporting.interview.earlier import interim, rest
from reporting.interview.hearing import Heard, Unsure, hear
from reporting.interview.slots import Answers, Slot, Zone, beside, key_of, size, slots
from reporting.interview.walk import Walk

__all__ = [
    "Answers",
    "Heard",
    "Slot",
    "Unsure",
    "Walk",
    "Zone",
    "beside",
    "hear",
    "interim",
    "key_of",
    "rest",
    "size",
    "slots",
]
