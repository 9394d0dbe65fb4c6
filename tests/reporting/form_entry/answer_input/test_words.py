"""Every doubt, refusal and finding has its words, in both languages, with no param that nobody gives."""

import string

import pytest

from locales import LANGUAGES, catalogue
from reporting.figures.checks import FINDINGS
from reporting.form_entry.answer_input import DOUBTS, REFUSALS

EXPECTED = (
    {f"text.refused.{code}": set(params) for code, params in REFUSALS.items()}
    | {f"text.doubtful.{code}": {"raw", "unit"} for code in DOUBTS}
    | {f"reports.check.{code}": set(params) for code, params in FINDINGS.items()}
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    messages = {
        key: text
        for key, text in catalogue(language).items()
        if key.startswith(("text.refused.", "text.doubtful.", "reports.check."))
    }
    assert messages.keys() == EXPECTED.keys()
    for key, text in messages.items():
        used = {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}
        assert used <= EXPECTED[key], key
