"""Answers being written, and sendings kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, SKIPPED, Answer
from reporting.integrity.submission_document import StoredFigure
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from tests.chat import file_report, owed
from tests.province import Province

CONTENT = '{"nil":false,"tình hình":"ổn định"}'.encode()


@pytest.fixture
def years() -> tuple[int, ...]:
    return (2025, 2026)


@pytest.fixture
def report(tx: Connection, ca_mau: Province) -> Obligation:
    return owed(tx, ca_mau.officer)


def sent(
    tx: Connection, ca_mau: Province, report: Obligation, at: datetime, receipt: str = "CM26-6T-4F7K2"
) -> SubmittedVersion:
    figures = [
        StoredFigure("c01@1", "c01", ca_mau.tt_cai_nuoc.id, "given", 12),
        StoredFigure("c40@1", "c40", ca_mau.tt_cai_nuoc.id, "nil", None),
    ]
    return submissions.submit(
        tx, report, CONTENT, receipt=receipt, filed_by=ca_mau.officer.id, now=at, nil=False, figures=figures
    )


def test_an_answer_is_kept_with_who_wrote_it(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    submissions.put(tx, report.id, "c01@1", Answer.given(0), ca_mau.officer.id, now)
    submissions.put(tx, report.id, "c02@1", NIL, ca_mau.colleague.id, now)
    submissions.put(tx, report.id, "c01@1", Answer.given(3), ca_mau.colleague.id, now + timedelta(minutes=1))

    writtens = submissions.answers(tx, report.id)
    assert {key: written.answer for key, written in writtens.items()} == {"c01@1": Answer.given(3), "c02@1": NIL}
    assert (writtens["c01@1"].person, writtens["c01@1"].at) == (ca_mau.colleague.name, now + timedelta(minutes=1))


def test_erasing_makes_answers_missing_again(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    submissions.put_all(tx, report.id, {"c01@1": NIL, "c02@1": SKIPPED}, ca_mau.officer.id, now)
    submissions.erase(tx, report.id, ["c01@1"])
    assert list(submissions.answers(tx, report.id)) == ["c02@1"]

    submissions.confirm(tx, report.id, "rose:c01@1:1,9", None, ca_mau.officer.id, now)
    submissions.erase_draft(tx, report.id)
    assert submissions.answers(tx, report.id) == {}
    assert submissions.confirmations(tx, report.id) == {}


def test_a_confirmation_may_get_its_reason_later(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    submissions.confirm(tx, report.id, "rose:c01@1:1,9", None, ca_mau.officer.id, now)
    submissions.confirm(tx, report.id, "rose:c01@1:1,9", "đợt cao điểm", ca_mau.colleague.id, now)

    assert submissions.confirmations(tx, report.id) == {"rose:c01@1:1,9": "đợt cao điểm"}


def test_a_sending_files_the_obligation_and_can_be_found_by_its_code_however_typed(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    version = sent(tx, ca_mau, report, now)

    assert version.is_intact
    assert submissions.version_by_receipt(tx, " cm26-6t-4f7k2 ") == version
    assert submissions.version_by_receipt(tx, "cm26 6t 4f7k2.") == version
    filed = obligations.get(tx, report.id)
    assert filed is not None
    assert (filed.state, filed.version, filed.filed_at) == (ReportState.FILED, 1, now)


def test_a_later_version_keeps_the_one_before_and_the_instant_of_the_first(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    sent(tx, ca_mau, report, now)
    again = obligations.get(tx, report.id)
    assert again is not None
    sent(tx, ca_mau, again, now + timedelta(days=1), receipt="CM26-6T-XXXXX")

    assert [version.version for version in submissions.versions(tx, report.id)] == [1, 2]
    filed = obligations.get(tx, report.id)
    assert filed is not None
    assert (filed.version, filed.filed_at) == (2, now)


def test_content_changed_behind_our_back_is_found_out(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    sent(tx, ca_mau, report, now)
    tx.execute(text("UPDATE report_version SET content = replace(content, 'false', 'true')"))

    version = submissions.version_by_receipt(tx, "CM26-6T-4F7K2")
    assert version is not None
    assert not version.is_intact


def test_the_year_before_is_the_same_kind_of_report_a_year_earlier(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "year", 2025, {"c01": 30}, now - timedelta(days=180))
    assert submissions.year_before(tx, report) == {}

    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, {"c01": 14}, now - timedelta(days=360))
    zone = ca_mau.tt_cai_nuoc.id
    assert submissions.year_before(tx, report)[f"c01@{zone}"] == Answer.given(14)
    assert submissions.previous(tx, report)[f"c01@{zone}"] == 14


def test_figures_keep_not_arisen_apart_from_zero(
    tx: Connection, ca_mau: Province, report: Obligation, now: datetime
) -> None:
    sent(tx, ca_mau, report, now)

    figures = submissions.figures(tx, report.plan_id, report.report_id, report.period, report.unit_id)
    assert figures == {"c01@1": Answer.given(12), "c40@1": NIL}
