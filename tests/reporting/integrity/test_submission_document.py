"""The content a receipt covers."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import NIL, OFF_CHANNEL, SKIPPED, Answer
from reporting.form_entry.interview import FormEntry
from reporting.integrity import submission_document
from reporting.integrity.document_number import DocumentNumber
from reporting.integrity.submission_document import ReportIdentity, StoredFigure
from tests.reporting.form_entry.test_interview import BOTH, CAI_NUOC, DISTRICT, TAN_HUNG, Commune

SUBJECT = ReportIdentity("ca-mau-2026", "six-months", "2026-H1", "district", "MAU-05")


def content(
    answers: dict[str, Answer], confirmations: dict[str, str | None] | None = None, zones: tuple[Commune, ...] = BOTH
) -> bytes:
    return submission_document.content(
        SUBJECT, FormEntry(DISTRICT, zones, answers), confirmations or {}, None, nil=False
    )


def test_zero_not_arisen_skipped_and_missing_are_different_contents() -> None:
    zero, nil, missing = content({"c40@17": Answer.given(0)}), content({"c40@17": NIL}), content({})

    assert len({zero, nil, missing, content({"situation": SKIPPED})}) == 4


def test_it_names_communes_by_code_not_by_the_ids_of_a_database() -> None:
    document = content({"c01@18": Answer.given(3)}, {"rose:c01@18:1,3": "đợt cao điểm"})
    elsewhere = (replace(CAI_NUOC, id=170), replace(TAN_HUNG, id=180))

    assert json.loads(document)["answers"] == {"MAU-0502": {"c01": {"state": "given", "value": 3}}}
    assert json.loads(document)["confirmations"] == [{"finding": "rose:c01@MAU-0502:1,3", "reason": "đợt cao điểm"}]
    assert document == content({"c01@180": Answer.given(3)}, {"rose:c01@180:1,3": "đợt cao điểm"}, elsewhere)


def test_the_order_in_which_answers_came_does_not_matter() -> None:
    answer, other = ("c01@17", Answer.given(1)), ("situation", Answer.given("ổn định"))

    assert content(dict([answer, other])) == content(dict([other, answer]))


def test_an_answer_of_a_hidden_question_is_no_part_of_it() -> None:
    assert content({"c16n@17": Answer.given("tốt")}) == content({})


@given(st.text(min_size=1, max_size=40))
def test_the_same_text_hashes_the_same_in_any_normal_form(text: str) -> None:
    composed, apart = (
        content({"situation": Answer.given(unicodedata.normalize(form, text))}) for form in ("NFC", "NFD")
    )

    assert submission_document.sha256(composed) == submission_document.sha256(apart)


def test_the_answers_can_be_read_back() -> None:
    answers = {
        "c01@17": Answer.given(12),
        "c02@18": NIL,
        "situation": SKIPPED,
        "n1": OFF_CHANNEL,
        "n2": Answer.given("Đã kiện toàn"),
    }

    assert submission_document.answers_in(content(answers), {"MAU-0501": 17, "MAU-0502": 18}) == answers
    assert "c02@18" not in submission_document.answers_in(content(answers), {"MAU-0501": 17})


def test_the_paper_is_in_it() -> None:
    paper = DocumentNumber("05/BC-UBND", date(2026, 5, 20))
    with_paper = submission_document.content(SUBJECT, FormEntry(DISTRICT, BOTH, {}), {}, paper, nil=False)

    assert submission_document.paper_of(with_paper) == paper
    assert submission_document.paper_of(content({})) is None


def test_figures_are_counted_for_their_commune_or_the_unit_and_yes_is_one() -> None:
    answers = {"c01@17": Answer.given(12), "c14@18": Answer.given(True), "c40@17": NIL, "situation": Answer.given("ổn")}

    assert submission_document.stored_figures(FormEntry(DISTRICT, BOTH, answers), unit_id=5) == [
        StoredFigure("c01@17", "c01", CAI_NUOC.id, "given", 12),
        StoredFigure("c40@17", "c40", CAI_NUOC.id, "nil", None),
        StoredFigure("c14@18", "c14", TAN_HUNG.id, "given", 1),
    ]


@pytest.mark.parametrize(
    ("province", "period", "code"),
    [
        ("Cà Mau", "2026-H1", "CM26-6T-4F7K2"),
        ("Bà Rịa - Vũng Tàu", "2026-Y", "BRVT26-N-4F7K2"),
        ("Đồng Tháp", "2027-Q3", "DT27-Q3-4F7K2"),
    ],
)
def test_a_receipt_code_says_which_province_year_and_period(province: str, period: str, code: str) -> None:
    assert submission_document.receipt_code(province, period, "4F7K2") == code


@pytest.mark.parametrize(
    "typed",
    [
        "CM26-6T-4F7K2",
        "cm26-6t-4f7k2",
        "CM26 6T 4F7K2",
        " cm26 - 6t - 4f7k2. ",
        "CM266T4F7K2",
        "CM26–6T‑4F7K2",
        "ＣＭ２６ ６Ｔ ４Ｆ７Ｋ２",
        "(CM26-6T-4F7K2).",
        "«CM26_6T_4F7K2»",
    ],
)
def test_a_receipt_code_is_known_however_it_is_typed(typed: str) -> None:
    assert submission_document.as_receipt_code(typed) == "CM26-6T-4F7K2"


@pytest.mark.parametrize("period", ["2026-H1", "2026-Y", "2026-Q1"])
def test_every_code_given_is_its_own_reading(period: str) -> None:
    code = submission_document.receipt_code("Bà Rịa - Vũng Tàu", period, "22222")
    assert submission_document.as_receipt_code(code) == code
    assert submission_document.as_receipt_code(code.lower().replace("-", " ")) == code


@given(st.text(max_size=60))
def test_any_text_may_be_tried_as_a_code(typed: str) -> None:
    assert "." not in submission_document.as_receipt_code(typed)
