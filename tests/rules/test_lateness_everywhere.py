"""By how much a report is late: the same amount wherever it is said.

The rule. A report is late from the instant ``late_from`` on: midnight after its last day in Vietnam (Asia/Ho_Chi_Minh),
or the hour of the last day that was set. It is late by the time from there to its first submission; a report that was
never submitted, by the time to now.

* Less than 24 hours: whole hours, rounded down: "trễ 2 giờ". Less than one hour: "trễ dưới 1 giờ".
* 24 hours or more: days as the calendar in Vietnam counts them, the day of submission minus the last day: "trễ 2 ngày".

A report received on paper has a day and no hour: it is late in days, from the first day on ("trễ 1 ngày").

A returned report stays as late as its first submission was. The words around the amount may differ by place: "trễ hạn
2 ngày", "trễ 2 ngày", "2 ngày" in a column "Quá hạn". These tests read the amount alone.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.chat import owed
from tests.handlers.conftest import ChatOf
from tests.province import Province
from tests.rules.screens import (
    REQUESTED,
    Screens,
    file_on_phone,
    moment,
    part_about,
    request_report,
    return_report,
    row_of,
    set_hour,
    submit_requested,
)

NAM_CAN = "UBND huyện Năm Căn"
FOUR = "24/5 16:00"
"""An hour of the last day."""
AMOUNTS = (
    (None, "25/5 00:30", "dưới 1 giờ"),
    (None, "25/5 23:59", "23 giờ"),
    (None, "26/5 00:00", "2 ngày"),
    (None, "26/5 10:00", "2 ngày"),
    (FOUR, "24/5 16:00", "dưới 1 giờ"),
    (FOUR, "24/5 18:00", "2 giờ"),
    (FOUR, "25/5 16:00", "1 ngày"),
    (FOUR, "26/5 17:00", "2 ngày"),
)
"""The hour that was set or none, the time of submission (or now), and how late that is. The last day is 24/5."""
NEIGHBOURS = (
    (None, "25/5 00:00", "dưới 1 giờ"),
    (None, "25/5 23:30", "23 giờ"),
    (None, "26/5 00:30", "2 ngày"),
    (None, "3/6 09:00", "10 ngày"),
    (FOUR, "25/5 00:30", "8 giờ"),
    (FOUR, "25/5 15:59", "23 giờ"),
    (FOUR, "26/5 00:30", "2 ngày"),
)
AMOUNT = re.compile(r"(?:trễ|quá hạn)[^\d|]{0,12}?(dưới 1 giờ|\d+ ngày(?: \d+ giờ)?|\d+ giờ)", re.IGNORECASE)


@pytest.fixture
def screens(ca_mau: Province, chat_of: ChatOf) -> Screens:
    return Screens(chat_of, ca_mau, moment("19/5 10:00"))


def named(*cases: tuple[str | None, ...]) -> list[Any]:
    """The cases with names in plain letters: "due 24/5 16:00, at 26/5 17:00"."""
    return [pytest.param(*case, id=f"due {case[0] or 'all day'}, at {case[1]}") for case in cases]


def amount(text: str) -> str | None:
    """ "trễ hạn 1 ngày 10 giờ" → "1 ngày 10 giờ"; ``None`` where a text names no amount."""
    match = AMOUNT.search(text)
    return match[1] if match else None


def differing(parts: dict[str, str], expected: str) -> dict[str, str | None]:
    """The places that say another amount than expected, or none."""
    amounts = {place: amount(text) for place, text in parts.items()}
    return {place: late_by for place, late_by in amounts.items() if late_by != expected}


def test_the_amount_is_read_out_of_every_wording() -> None:
    assert amount("Đã nộp lúc 10:00 ngày 26/5/2026, trễ hạn 1 ngày 10 giờ.") == "1 ngày 10 giờ"
    assert amount("nộp 18:00 ngày 24/5/2026, trễ hạn 2 giờ · không phát sinh") == "2 giờ"
    assert amount("UBND huyện Năm Căn (trễ 12 ngày") == "12 ngày"
    assert amount("Quá hạn: dưới 1 giờ") == "dưới 1 giờ"
    assert amount("MAU-07 | đã nộp | 2026-05-26 10:00:00 | trễ hạn | 1 | hết ngày 24/5/2026") is None
    assert amount("10:00 ngày 26/5/2026, nộp trễ") is None


def file(screens: Screens, hour: str | None, at: str) -> str:
    """Năm Căn's officer submits the report on the phone at ``at``. Returns the receipt."""
    chat = screens.at(at).chat(screens.province.nam_can_officer)
    if hour:
        set_hour(chat, screens.province.nam_can_officer, moment(hour))
    return file_on_phone(chat)


def filed_parts(screens: Screens, receipt: str, listed: str = "Nộp trễ") -> dict[str, str]:
    """What each place says about Năm Căn's report, which was submitted."""
    officer = screens.province.nam_can_officer
    (code,) = re.findall(r"Gửi /tinhtrang (\S+)", receipt)
    return {
        "receipt": receipt,
        "receipt shown again": screens.say(officer, f"/tinhtrang {code}"),
        "officer's status": screens.say(officer, "/tinhtrang"),
        "board": part_about(screens.board_list(listed), NAM_CAN),
        "report page": screens.report_page(NAM_CAN),
        "review": screens.review(NAM_CAN),
        "consolidated report": row_of(screens.document(), NAM_CAN),
        "annex": row_of(screens.annex(), NAM_CAN),
        "spreadsheet": row_of(screens.spreadsheet(), NAM_CAN),
    }


def question_parts(screens: Screens) -> dict[str, str]:
    """What the leader is answered about Năm Căn."""
    return {
        "question: who is late": part_about(screens.question("huyện nào nộp trễ báo cáo 6 tháng"), NAM_CAN),
        "question: one unit": part_about(screens.question("huyện Năm Căn nộp báo cáo 6 tháng chưa"), NAM_CAN),
    }


def letter_part(screens: Screens) -> str:
    """The column "Quá hạn" of the reminder letter, for Năm Căn; empty where the letter does not list it."""
    row = row_of(screens.letter(), "huyện Năm Căn")
    return f"Quá hạn: {row.rsplit('|', 1)[-1]}" if row else ""


@pytest.mark.parametrize(("hour", "at", "expected"), named(*AMOUNTS, *NEIGHBOURS))
def test_a_report_submitted_late_is_late_by_the_same_amount_everywhere(
    screens: Screens, hour: str | None, at: str, expected: str
) -> None:
    receipt = file(screens, hour, at)

    parts = filed_parts(screens.at(at), receipt) | question_parts(screens.at(at))

    assert differing(parts, expected) == {}


def test_the_amount_stays_when_it_is_read_days_later(screens: Screens) -> None:
    receipt = file(screens, FOUR, "26/5 17:00")

    parts = filed_parts(screens.at("30/5 08:00"), receipt) | question_parts(screens.at("30/5 08:00"))

    assert differing(parts, "2 ngày") == {}


@pytest.mark.parametrize(("hour", "at"), named((None, "24/5 23:59"), (FOUR, "24/5 15:59")))
def test_a_report_submitted_in_the_last_minute_is_late_nowhere(screens: Screens, hour: str | None, at: str) -> None:
    receipt = file(screens, hour, at)

    parts = filed_parts(screens.at("26/5 10:00"), receipt) | question_parts(screens.at("26/5 10:00"))

    assert {place for place, text in parts.items() if re.search("trễ|quá hạn", text, re.IGNORECASE)} == set()


@pytest.mark.parametrize(("hour", "at", "expected"), named(*AMOUNTS))
def test_a_report_still_owed_is_late_by_the_same_amount_everywhere(
    screens: Screens, hour: str | None, at: str, expected: str
) -> None:
    officer = screens.province.nam_can_officer
    if hour:
        set_hour(screens.chat(officer), officer, moment(hour))
    then = screens.at(at)

    parts = question_parts(then) | {
        "officer's reports": then.say(officer, "/baocao"),
        "officer's status": then.say(officer, "/tinhtrang"),
        "board": part_about(then.board_list("Quá hạn"), NAM_CAN),
        "report page": then.report_page(NAM_CAN),
        "letter": letter_part(then),
        "spreadsheet": row_of(then.spreadsheet(), NAM_CAN),
    }

    assert differing(parts, expected) == {}


@pytest.mark.parametrize(("hour", "at", "expected"), named(AMOUNTS[3], AMOUNTS[-1]))
def test_in_the_documents_a_report_still_owed_is_overdue_and_never_by_another_amount(
    screens: Screens, hour: str | None, at: str, expected: str
) -> None:
    officer = screens.province.nam_can_officer
    if hour:
        set_hour(screens.chat(officer), officer, moment(hour))

    for row in (row_of(screens.at(at).document(), NAM_CAN), row_of(screens.at(at).annex(), NAM_CAN)):
        assert re.search("trễ|quá hạn", row), row
        assert amount(row) in (None, expected)


@pytest.mark.parametrize(("hour", "at", "expected"), named(AMOUNTS[3], (FOUR, "24/5 18:00", "2 giờ")))
def test_a_returned_report_stays_as_late_as_its_first_submission(
    screens: Screens, hour: str | None, at: str, expected: str
) -> None:
    file(screens, hour, at)
    returned, later = screens.at("26/5 11:00"), screens.at("28/5 10:00")
    return_report(returned.chat(screens.province.coordinator), NAM_CAN, question=19)

    parts = {
        "officer's status": later.say(screens.province.nam_can_officer, "/tinhtrang"),
        "board": part_about(later.board_list("Được trả lại"), NAM_CAN),
        "report page": later.report_page(NAM_CAN),
        "spreadsheet": row_of(later.spreadsheet(), NAM_CAN),
    }
    if_at_all = question_parts(later) | {"letter": letter_part(later)}

    wrong = differing(parts, expected)
    wrong |= {place: late_by for place, late_by in differing(if_at_all, expected).items() if late_by}
    assert wrong == {}


@pytest.mark.parametrize(("received", "expected"), [("25/5", "1 ngày"), ("26/5", "2 ngày")])
def test_a_report_received_on_paper_is_late_in_days_everywhere(screens: Screens, received: str, expected: str) -> None:
    then = screens.at("27/5 10:00")
    chat = then.board()
    chat.say(NAM_CAN)
    chat.tap("Ghi nhận bản giấy")
    chat.say(f"05/BC-UBND {received}")

    parts = question_parts(then) | {
        "officer's status": then.say(screens.province.nam_can_officer, "/tinhtrang"),
        "board": part_about(then.board_list("Nộp trễ"), NAM_CAN),
        "report page": then.report_page(NAM_CAN),
        "consolidated report": row_of(then.document(), NAM_CAN),
        "annex": row_of(then.annex(), NAM_CAN),
        "spreadsheet": row_of(then.spreadsheet(), NAM_CAN),
    }

    assert differing(parts, expected) == {}


def test_an_hour_set_by_a_request_counts_everywhere(screens: Screens, ca_mau: Province, chat_of: ChatOf) -> None:
    request_report(screens.chat(ca_mau.coordinator), "16h ngày 24/5")
    request = Screens(chat_of, ca_mau, moment("26/5 17:00"), report=REQUESTED)

    receipt = submit_requested(request.chat(ca_mau.nam_can_officer))

    assert differing(filed_parts(request, receipt), "2 ngày") == {}


def test_a_deadline_extended_after_the_submission_counts_everywhere(screens: Screens) -> None:
    officer = screens.province.nam_can_officer
    receipt = file(screens, None, "26/5 10:00")
    return_report(screens.at("26/5 11:00").chat(screens.province.coordinator), NAM_CAN, question=19)
    for text in ("/giahan", "5/6", "Cần thêm thời gian đối chiếu"):
        screens.at("26/5 12:00").say(officer, text)
    coordinator = screens.at("26/5 13:00").chat(screens.province.coordinator)
    coordinator.receive()
    coordinator.tap("Đồng ý")
    (code,) = re.findall(r"Gửi /tinhtrang (\S+)", receipt)
    later = screens.at("28/5 10:00")

    parts = question_parts(later) | {
        "receipt shown again": later.say(officer, f"/tinhtrang {code}"),
        "officer's status": later.say(officer, "/tinhtrang"),
        "report page": later.report_page(NAM_CAN),
        "spreadsheet": row_of(later.spreadsheet(), NAM_CAN),
        "consolidated report": row_of(later.document(), NAM_CAN),
    }

    assert {place for place, text in parts.items() if re.search("trễ|quá hạn", text, re.IGNORECASE)} == set()


@pytest.mark.parametrize(("received", "expected"), [("24/5", None), ("26/5", "2 ngày")])
def test_figures_typed_after_the_paper_are_as_late_as_the_paper(
    screens: Screens, received: str, expected: str | None
) -> None:
    officer = screens.province.nam_can_officer
    chat = screens.at("27/5 10:00").board()
    for text in (NAM_CAN, "Ghi nhận bản giấy", f"05/BC-UBND {received}"):
        chat.say(text)
    chat = screens.at("28/5 10:00").chat(officer)
    chat.press("filing.open", obligation=owed(chat.tx, officer).id)
    for label in ("Bắt đầu", "Bỏ qua cả phần", "Nộp báo cáo"):
        chat.tap(label)
    later = screens.at("28/5 12:00")

    parts = filed_parts(later, chat.text) | question_parts(later)

    assert differing(parts, expected) == {}
    cells = {"annex", "spreadsheet"}  # a cell holds a day as midnight and shows the day alone
    assert {place for place, text in parts.items() if "00:00" in text} <= cells
