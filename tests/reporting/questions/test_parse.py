"""What a question leaves open, what follows another, and what nobody can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.demo.units import demo_units
from reporting.questions import ParsedQuestion, Query, ReadingContext, parse
from storage.plans.files import load_calendar, load_fields, load_plan

PLAN = "ca-mau-2017"


def ground(plan: str = PLAN, today: date = date(2026, 5, 21)) -> ReadingContext:
    return ReadingContext(load_plan(plan), load_fields(), demo_units(PLAN), today, load_calendar())


GROUND = ground()


def read(text: str, *before: str) -> ParsedQuestion:
    """A question after others."""
    previous = None
    for question in before:
        previous = parse(question, GROUND, previous).query
    return parse(text, GROUND, previous)


def test_a_name_of_a_district_and_a_town_is_asked_about() -> None:
    parsed = read("Cái Nước nộp chưa")
    assert parsed.doubt == "unit"
    assert parsed.query.units == ("MAU-05",)
    assert [alternative.query.units for alternative in parsed.alternatives] == [("MAU-0501",)]


@pytest.mark.parametrize("text", ["huyện Cái Nước nộp chưa", "TT Cái Nước nộp chưa", "xã nào của Cái Nước chưa nộp"])
def test_the_word_for_the_kind_tells_which(text: str) -> None:
    assert read(text).doubt is None


def test_a_count_that_two_names_fit_alike_is_asked_about() -> None:
    parsed = parse("tỷ lệ tin báo", ground("dong-thap-2024"))
    assert parsed.doubt == "subject"
    assert {parsed.query.subject, parsed.alternatives[0].query.subject} == {"DT-5", "DT-6"}


def test_the_year_before_follows_with_the_same_period_of_it() -> None:
    parsed = read("còn năm ngoái?", "bao nhiêu vụ ma túy 6 tháng ở huyện Năm Căn")
    assert parsed.query == Query("count", "c40", ("MAU-07",), None, "2025-H1")


def test_whole_years_follow_whole_years() -> None:
    parsed = read("còn năm 2024?", "bao nhiêu vụ ma túy cả năm 2025")
    assert parsed.query == Query("count", "c40", (), None, "2024-Y")


@pytest.mark.parametrize(
    "text", ["so cung ky nam truoc ma tuy tang giam the nao", "ma túy tăng giảm cùng kỳ năm ngoái"]
)
def test_the_same_period_of_last_year_is_the_other_side(text: str) -> None:
    assert read(text).query == Query("compare", "c40", (), None, "2026-H1", "2025-H1")


def test_the_same_period_of_last_year_alone_is_that_period() -> None:
    assert read("cùng kỳ năm ngoái bao nhiêu vụ ma túy").query == Query("count", "c40", (), None, "2025-H1")


def test_whether_it_is_met_follows_a_rate() -> None:
    assert read("đạt chưa?", "tỷ lệ khám phá án").query == Query("target", "CM-a2", (), None, "2026-H1")


def test_another_level_follows() -> None:
    assert read("thế xã?", "huyện nào chưa nộp").query == Query("missing", None, (), "commune", "2026-H1")


def test_a_name_is_read_whole_although_its_words_are_common() -> None:
    assert parse("tỷ lệ truy tố đúng hạn", ground("dong-thap-2024")).query.subject == "DT-17"


def test_a_no_before_what_was_counted_is_not_read_over() -> None:
    assert read("số tin báo chưa giải quyết").unread == ("chưa giải quyết",)


@pytest.mark.parametrize("text", ["thời tiết Cà Mau hôm nay thế nào", "tuyển dụng công an năm nay"])
def test_what_no_plan_knows_is_no_summary(text: str) -> None:
    assert read(text).query.intent == "help"


def test_a_place_not_seen_is_not_left_out_of_the_question() -> None:
    seen = replace(
        ground("ca-mau-2017"),
        units=tuple(record for record in demo_units("ca-mau-2017") if "-04" in record.code),
    )
    for text in ("Cái Nước có mấy vụ khởi tố", "số vụ khởi tố của Cái Nước"):
        assert parse(text, seen).unknown_unit == "Cái Nước"


def test_the_same_period_a_year_before_follows() -> None:
    parsed = read("thế cùng kỳ?", "bao nhiêu vụ ma túy 6 tháng ở huyện Năm Căn")
    assert parsed.query == Query("count", "c40", ("MAU-07",), None, "2025-H1")


def test_another_unit_follows() -> None:
    parsed = read("thế huyện Cái Nước?", "ma túy tăng hay giảm so với cùng kỳ")
    assert parsed.query == Query("compare", "c40", ("MAU-05",), None, "2026-H1", "2025-H1")


def test_another_subject_follows() -> None:
    parsed = read("còn tin báo?", "ma túy tăng hay giảm so với cùng kỳ", "thế huyện Cái Nước?")
    assert parsed.query == Query("compare", "c06", ("MAU-05",), None, "2026-H1", "2025-H1")


def test_a_comparison_takes_its_subject_from_before() -> None:
    parsed = read("so với cùng kỳ?", "bao nhiêu vụ ma túy")
    assert parsed.query == Query("compare", "c40", (), None, "2026-H1", "2025-H1")


def test_a_whole_question_takes_nothing_from_before() -> None:
    parsed = read("huyện nào chưa nộp", "bao nhiêu vụ ma túy năm 2025 ở huyện Năm Căn")
    assert parsed.query == Query("missing", None, (), "district", "2026-H1")


def test_who_asks_about_everything_again_says_so() -> None:
    assert read("còn toàn tỉnh?", "bao nhiêu vụ ma túy ở huyện Năm Căn").query.units == ()


def test_a_unit_nobody_sees_is_named_as_typed() -> None:
    parsed = read("huyện Phú Quốc nộp chưa")
    assert parsed.unknown_unit == "Phú Quốc"
    assert parsed.query.units == ()


def test_units_outside_what_a_person_sees_are_unknown() -> None:
    own = tuple(record for record in demo_units(PLAN) if record.code.startswith("MAU-07"))
    inside = ReadingContext(GROUND.plan, GROUND.fields, own, GROUND.today, GROUND.calendar)
    assert parse("huyện Cái Nước nộp chưa", inside).unknown_unit == "Cái Nước"
    assert parse("huyện Năm Căn nộp chưa", inside).query.units == ("MAU-07",)


def test_words_that_fit_nothing_are_told() -> None:
    assert read("bao nhiêu người nghiện ma túy").unread == ("nghiện",)


def test_a_count_of_another_plan_is_told() -> None:
    assert read("bao nhiêu vụ mua bán người").other_field == "c54"


def test_a_month_is_no_period() -> None:
    assert read("tháng 4 có bao nhiêu vụ").no_such_period == "tháng 4"


@pytest.mark.parametrize("text", ["", "138", "abc xyz", "trời hôm nay đẹp", "👍", "c" * 5000])
def test_what_is_no_question_is_none(text: str) -> None:
    assert read(text).nothing


def test_six_months_are_no_six_units() -> None:
    query = read("huyện nào nhiều ma túy nhất 6 tháng").query
    assert (query.top, query.period) == (1, "2026-H1")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("huyện nào nhiều ma túy nhất", "most"),
        ("huyện nào ít ma túy nhất", "least"),
        ("top 3 huyện có tỷ lệ khám phá thấp nhất", "least"),
        ("huyện nào giảm ma túy nhiều nhất", "least"),
    ],
)
def test_a_ranking_begins_at_the_end_asked_for(text: str, order: str) -> None:
    assert read(text).query.order == order


@pytest.mark.parametrize(
    ("plan", "today", "period"),
    [
        (PLAN, date(2026, 4, 29), "2025-Y"),  # 30/4: 15 days before the figures close
        (PLAN, date(2026, 4, 30), "2026-H1"),
        (PLAN, date(2026, 10, 30), "2026-H1"),
        (PLAN, date(2026, 10, 31), "2026-Y"),
        ("dong-thap-2024", date(2024, 5, 5), "2024-H1"),
        ("dong-thap-2024", date(2024, 5, 4), "2024-Q1"),
        ("dak-lak-2017", date(2019, 8, 20), "2019-Q3"),
        ("ninh-thuan-2022", date(2022, 8, 20), None),
    ],
)
def test_without_a_period_the_report_at_hand_is_meant(plan: str, today: date, period: str | None) -> None:
    assert parse("đơn vị nào chưa nộp", ground(plan, today)).query.period == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("6 tháng đầu năm", "2026-H1"),
        ("sáu tháng đầu năm nay", "2026-H1"),
        ("6T/2025", "2025-H1"),
        ("nửa đầu năm 2024", "2024-H1"),
        ("cả năm 2025", "2025-Y"),
        ("năm trước", "2025-Y"),
        ("2025", "2025-Y"),
        ("năm nay", "2026-H1"),
        ("quý I/2026", "2026-Q1"),
        ("q2", "2026-Q2"),
        ("quý trước", "2026-Q1"),
        ("kỳ trước", "2025-H1"),
        ("cùng kỳ", "2025-H1"),
    ],
)
def test_spans_of_time(text: str, period: str) -> None:
    assert read(f"bao nhiêu vụ ma túy {text}").query.period == period


def test_a_query_survives_the_conversation() -> None:
    query = Query("rank", "c40", ("MAU-05",), "commune", "2026-H1", "2025-H1", 3, "least")
    assert Query.from_json(query.to_json()) == query
