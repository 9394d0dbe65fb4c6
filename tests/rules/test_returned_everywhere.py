"""A returned report is called returned, and neither "chưa nộp" nor "quá hạn", wherever units are counted or named.

The rule (docs/decisions/082). A report that was submitted and returned is counted separately: it is not among the
filed, because it must be submitted again, and not among the missing or the overdue, because it was submitted. So
filed + missing + returned = owing. Answers to questions and the reminder letter may leave it out or name it as
returned; boards, digests, the consolidated report and the spreadsheets name it as returned.

Of the five units that owe the six-month report UBND huyện Cái Nước has submitted it, and the coordinator returned it
with one remark. The other four, UBND huyện Năm Căn among them, have submitted nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from storage.reports import obligations
from tests.chat import file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province
from tests.rules.screens import (
    REQUESTED,
    Screens,
    moment,
    request_report,
    return_report,
    row_of,
    starting,
    submit_requested,
)

RETURNED, MISSING = "huyện Cái Nước", "huyện Năm Căn"
"""As they stand in "UBND huyện Cái Nước" and in "Ủy ban nhân dân huyện Cái Nước"."""
FIGURES = {"c01": 12, "c02": 10, "c03": 9}
NEVER_SENT = re.compile(r"chưa nộp|chưa gửi(?! lại)|chưa bắt đầu|quá hạn", re.IGNORECASE)
"""The words for units that never submitted the report."""
COUNTED = re.compile(r"chưa nộp (\d+)|còn (\d+) đơn vị", re.IGNORECASE)
""" "chưa nộp 2/2: …", "Chưa nộp 4 đơn vị: …", "còn 4 đơn vị chưa gửi"."""


@dataclass(frozen=True)
class Times:
    """When the report was sent, returned, and is read."""

    filed: str
    returned: str
    read: str


SCENES: Mapping[str, Times] = {
    "in time": Times(filed="19/5 09:42", returned="19/5 10:42", read="19/5 12:42"),
    "its time is over": Times(filed="19/5 09:42", returned="19/5 10:42", read="27/5 12:42"),
    "sent late": Times(filed="26/5 10:00", returned="26/5 11:00", read="28/5 10:00"),
}
Setting = Callable[[str], Screens]


@pytest.fixture
def setting(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> Setting:
    """``setting("in time")``: what people read after Cái Nước's report was sent and returned."""

    def setting(scene: str) -> Screens:
        times = SCENES[scene]
        screens = Screens(chat_of, ca_mau, moment(times.read))
        file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, moment(times.filed))
        return_report(screens.at(times.returned).chat(ca_mau.coordinator), f"UBND {RETURNED}", question=1)
        return screens

    return setting


def joined(lines: list[str]) -> str:
    return "\n".join(lines)


SCREENS: Mapping[str, Callable[[Screens], str]] = {
    "/theodoi": lambda on: on.board().text,
    "/theodoi, not begun": lambda on: on.board_list("Chưa bắt đầu"),
    "/tinhtrang": Screens.overview,
    "/tomtat": Screens.summary,
    "/hoi who": lambda on: on.question("huyện nào chưa nộp báo cáo 6 tháng"),
    "/hoi how many": lambda on: on.question("bao nhiêu huyện đã nộp báo cáo 6 tháng"),
    "/hoi list": lambda on: on.question("danh sách đơn vị chưa nộp báo cáo 6 tháng"),
    "/hoi late": lambda on: on.question("đơn vị nào nộp trễ báo cáo 6 tháng"),
    "consolidated report": lambda on: joined(on.document()),
    "letter": lambda on: joined(on.letter()),
    "annex": lambda on: joined(on.annex()),
    "spreadsheet": lambda on: joined(on.spreadsheet()),
}
COUNTS: Mapping[str, list[int]] = {
    "/theodoi": [4],
    "/hoi who": [1],
    "/hoi list": [1, 1, 2],
    "consolidated report": [4],
    "letter": [4],
}
"""How many are missing, where that is said: one department, one district, two communes."""
CALLED_RETURNED: Mapping[str, str] = {
    "/theodoi": r"Được trả lại 1/5",
    "/tinhtrang": r"Cấp huyện: đã nộp 0/2 đơn vị; được trả lại 1",
    "/tomtat": r"Được trả lại 1: UBND huyện Cái Nước",
    "consolidated report": r"Tính đến [^\n]*(?i:được trả lại)[^\n]*UBND huyện Cái Nước",
    "annex": r"UBND huyện Cái Nước \|[^\n]*\| được trả lại \|",
    "spreadsheet": r"UBND huyện Cái Nước \|[^\n]*\| được trả lại \|",
}
"""The screens that name it as returned, and their words."""
NOBODY_NAMED = {("/theodoi", "in time"), ("/hoi late", "in time")}
"""Screens that call no unit missing: the board names only its most urgent list, and nobody is late yet."""


def called_missing(text: str, unit: str) -> list[str]:
    """The sentences that call a unit missing, and the lists under such a heading that name it.

    What follows "được trả lại 1 đơn vị:" in the same sentence is another list.
    """
    lists = re.sub(r"\n+(?=• |\d+\. )", "\n", text)
    parts = re.split(r"; |(?<!\d)\. |\n(?!• |\d+\. )", lists)
    parts = [re.sub(r"(?:được )?trả lại[^:(\n|]*:.*", "", part, flags=re.DOTALL) for part in parts]
    return [part for part in parts if NEVER_SENT.search(part) and unit in part]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cấp huyện: chưa nộp 2/2: UBND huyện Cái Nước (được đề nghị bổ sung), UBND huyện Năm Căn.", True),
        ("Cấp huyện: chưa nộp 1/2: UBND huyện Năm Căn. Được trả lại 1: UBND huyện Cái Nước.", False),
        ("Chưa nộp 1 đơn vị, được trả lại 1 đơn vị: UBND huyện Cái Nước.", False),
        ("Chưa nộp:\n• UBND huyện Năm Căn: chưa bắt đầu\n• UBND huyện Cái Nước: được trả lại", True),
        ("Chưa nộp:\n• UBND huyện Năm Căn: chưa bắt đầu\nĐược trả lại:\n• UBND huyện Cái Nước: được trả lại", False),
        ("Chưa bắt đầu (2)\n\n1. UBND huyện Năm Căn: 0/17\n2. UBND huyện Cái Nước: 9/17", True),
        ("2 | UBND huyện Cái Nước | được trả lại |  | quá hạn", True),
        ("4 | Ủy ban nhân dân huyện Cái Nước | được trả lại, chưa gửi lại | 24/5/2026 | ", False),
        ("UBND huyện Cái Nước: chưa nộp (được đề nghị bổ sung, chỉnh sửa).", True),
        ("UBND huyện Cái Nước: được trả lại, đã nộp lần đầu lúc 09:42.", False),
    ],
)
def test_who_is_called_missing_is_read_out_of_every_wording(text: str, expected: bool) -> None:
    assert bool(called_missing(text, RETURNED)) == expected


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_returned_report_is_never_called_missing(setting: Setting, scene: str, screen: str) -> None:
    text = SCREENS[screen](setting(scene))

    assert called_missing(text, RETURNED) == []
    assert bool(called_missing(text, MISSING)) == ((screen, scene) not in NOBODY_NAMED)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("screen", COUNTS)
def test_a_returned_report_is_not_counted_among_the_missing(setting: Setting, scene: str, screen: str) -> None:
    text = SCREENS[screen](setting(scene))

    assert [int(match[1] or match[2]) for match in COUNTED.finditer(text)] == COUNTS[screen]


@pytest.mark.parametrize("scene", SCENES)
def test_the_letter_is_offered_for_those_who_sent_nothing(setting: Setting, scene: str) -> None:
    assert starting(setting(scene).offer(), "Công văn đôn đốc") == "Công văn đôn đốc 4 đơn vị (.docx)"


@pytest.mark.parametrize("scene", SCENES)
def test_the_letter_leaves_a_returned_report_out_or_calls_it_returned(setting: Setting, scene: str) -> None:
    row = row_of(setting(scene).letter(), RETURNED)

    assert not row or "trả lại" in row, row


@pytest.mark.parametrize("scene", SCENES)
def test_a_question_about_the_one_unit_says_returned(setting: Setting, scene: str) -> None:
    answer = setting(scene).question(f"{RETURNED} nộp báo cáo 6 tháng chưa")

    assert called_missing(answer, RETURNED) == []
    assert re.search("trả lại|đề nghị bổ sung", answer)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("screen", CALLED_RETURNED)
def test_a_returned_report_is_called_returned(setting: Setting, scene: str, screen: str) -> None:
    assert re.search(CALLED_RETURNED[screen], SCREENS[screen](setting(scene)))


def test_once_its_time_is_over_no_document_says_that_it_is_not_yet_due(setting: Setting) -> None:
    """The column "So với hạn" compares the first sending with the deadline."""
    screens = setting("its time is over")

    for row in (row_of(screens.document(), RETURNED), row_of(screens.annex(), RETURNED)):
        assert "chưa đến hạn" not in row


@pytest.mark.parametrize("scene", ["its time is over", "sent late"])
def test_the_deadline_beside_the_missing_districts_is_theirs(setting: Setting, scene: str) -> None:
    """Not that of the returned one, which was sent in time or is as late as its first sending."""
    screens = setting(scene)

    answer = screens.question("huyện nào chưa nộp báo cáo 6 tháng")

    days = (screens.now.date() - moment("24/5 00:00").date()).days
    assert f"{days} ngày" in answer
    assert "Đã nộp lần đầu" not in answer


@pytest.mark.parametrize(
    ("scene", "at"), [("in time", "22/5 08:00"), ("its time is over", "28/5 08:00"), ("sent late", "1/6 08:00")]
)
@pytest.mark.parametrize("role", ["coordinator", "leader"])
def test_the_digests(setting: Setting, ca_mau: Province, role: str, scene: str, at: str) -> None:
    text = setting(scene).at(at).digest(getattr(ca_mau, role))

    assert called_missing(text, RETURNED) == []
    if role == "coordinator" or scene != "in time":  # a leader hears of what is over
        assert re.search(r"Được trả lại[^\n]*: UBND huyện Cái Nước", text)
        assert called_missing(text, MISSING)


def test_the_officer_s_reminder_does_not_say_that_a_returned_report_was_not_sent(
    setting: Setting, ca_mau: Province
) -> None:
    text = setting("in time").at("22/5 08:00").digest(ca_mau.officer)

    assert "trả lại" in text
    assert "chưa nộp" not in text


@pytest.fixture
def only_the_returned(tx: Connection, ca_mau: Province, setting: Setting) -> Screens:
    """The reports of the other four have come on paper."""
    screens = setting("in time")
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.receive_on_paper(tx, obligations.of_unit(tx, unit.id)[0].id, screens.now)
    return screens


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen not in ("letter", "/theodoi, not begun")])
def test_where_it_is_the_only_one_left_nobody_is_missing_and_not_all_have_sent(
    only_the_returned: Screens, screen: str
) -> None:
    text = SCREENS[screen](only_the_returned)

    assert called_missing(text, RETURNED) == []
    assert not re.search(r"(?i:chưa nộp|quá hạn) [1-9]|Cấp huyện: đã nộp đủ", text)


def test_a_level_that_has_sent_everything_is_named_as_people_name_it(only_the_returned: Screens) -> None:
    assert "Cấp xã: đã nộp đủ 2/2 đơn vị." in SCREENS["/hoi list"](only_the_returned)


def test_where_it_is_the_only_one_left_the_leader_is_not_told_that_it_is_overdue(
    only_the_returned: Screens, ca_mau: Province
) -> None:
    """It was submitted in time. The leader may be told of it, or of nothing."""
    assert "quá hạn" not in only_the_returned.at("25/5 08:00").digest(ca_mau.leader)


def test_where_it_is_the_only_one_left_there_is_nobody_to_urge(only_the_returned: Screens) -> None:
    offer = only_the_returned.offer()

    assert starting(offer, "Báo cáo tổng hợp")
    assert not starting(offer, "Công văn đôn đốc")


@pytest.mark.parametrize("sent_at", ["22/5 15:00", "22/5 18:00"])
def test_the_units_of_a_request(ca_mau: Province, chat_of: ChatOf, sent_at: str) -> None:
    """/dotxuat: due at 16:00 on 22/5; Cái Nước sends before or after that, the coordinator returns it at 19:00."""
    screens = Screens(chat_of, ca_mau, moment("22/5 19:30"), report=REQUESTED)
    request_report(screens.at("19/5 09:42").chat(ca_mau.coordinator), "16h ngày 22/5")
    submit_requested(screens.at(sent_at).chat(ca_mau.officer))
    return_report(screens.at("22/5 19:00").chat(ca_mau.coordinator), f"UBND {RETURNED}", question=1)

    chat = screens.chat(ca_mau.coordinator)
    chat.say("/dotxuat")
    text = chat.tap(starting(chat, "Yêu cầu đang chờ nộp"))

    assert called_missing(text, RETURNED) == []
    assert called_missing(text, MISSING)
    assert re.search("trả lại", text, re.IGNORECASE)
    assert "trễ hạn 3 giờ" in text, "the deadline is that of the unit that is missing"
