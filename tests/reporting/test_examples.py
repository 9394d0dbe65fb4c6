"""The examples in the docstrings are true."""

import doctest
from types import ModuleType

import pytest

import reporting.form_entry.answer_input.numerals
import reporting.form_entry.answer_input.reading
import reporting.secrecy
import reporting.text


@pytest.mark.parametrize(
    "module",
    [
        reporting.text,
        reporting.secrecy,
        reporting.form_entry.answer_input.numerals,
        reporting.form_entry.answer_input.reading,
    ],
)
def test_every_example_gives_what_it_says(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
