"""The examples in the docstrings are true."""

import doctest
from types import ModuleType

import pytest

import reporting.answers.numerals
import reporting.answers.reading
import reporting.secrecy
import reporting.text


@pytest.mark.parametrize(
    "module", [reporting.text, reporting.secrecy, reporting.answers.numerals, reporting.answers.reading]
)
def test_every_example_gives_what_it_says(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
