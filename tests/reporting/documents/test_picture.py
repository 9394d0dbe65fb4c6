"""Every picture: a PNG that is small enough, and no label outside it, on another, or too small to read."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import defaultdict
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.documents import chart_progress, chart_rank, chart_targets, chart_trend
from reporting.documents.chart_progress import ProgressCurve
from reporting.documents.chart_rank import RankBar
from reporting.documents.chart_targets import TargetBar
from reporting.documents.chart_trend import TargetLine, TrendColumn
from reporting.documents.picture import MOST_BYTES, png
from reporting.documents.svg import WIDTH, ChartHeading
from reporting.documents.typeface import cut, typeface, width, wrap

LONGEST = "Ủy ban nhân dân xã Nguyễn Việt Khái (tiếp nhận xã Việt Thắng và một phần thị trấn Cái Đôi Vàm)"
TARGET = "Tỷ lệ khám phá tội phạm rất nghiêm trọng, đặc biệt nghiêm trọng trong tổng số án đã khởi tố"
HEADING = ChartHeading(f"{TARGET} · {LONGEST}", f"6 tháng năm 2026 · {LONGEST} · {LONGEST}", f"{LONGEST}. " * 4)
NAMES = st.text(st.sampled_from("ăâđêôơưẶỆỘỮỹMmWi 0123456789"), max_size=200)


def bullet(title: str = TARGET, num: int | None = 4900, den: int | None = 5200, mark: int | None = 100) -> TargetBar:
    return TargetBar(
        title, "4.900/5.200 = 94,2% · 7/9 đơn vị", f"chỉ tiêu: {TARGET}", "Không phát sinh", "not_met", num, den, mark
    )


def drawings() -> dict[str, str]:
    course = ProgressCurve(f"Kỳ này, {LONGEST}: 7/9 đơn vị", 9, {-21: 0, -5: 3, 10: 9})
    return {
        "targets": chart_targets.draw(HEADING, [bullet(), bullet(num=None), bullet(num=-3, den=10, mark=5)] * 3),
        "trend": chart_trend.draw(
            HEADING,
            [TrendColumn("6 tháng năm 2026", 1_234_567, "1.234.567/9.876.543 = 12,5%", "7/9 nơi có số liệu")] * 8,
            TargetLine(9_000_000, TARGET),
        ),
        "rank": chart_rank.draw(
            HEADING,
            [RankBar(LONGEST, 960, "1.234.567/9.876.543 = 12,5%", fails=True), RankBar(LONGEST, None, LONGEST)] * 12,
            mark=1000,
            whole=1000,
            more=LONGEST,
        ),
        "progress": chart_progress.draw(HEADING, course, course, [(-21, "3/5"), (10, "3/6")], f"Hạn cuối {LONGEST}"),
        "first day": chart_progress.draw(HEADING, ProgressCurve("0/0", 0, {0: 0}), None, [(0, "24/5")], "24/5"),
    }


def texts(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, right, the line the letters stand on, their size, and what is written."""
    boxes = []
    for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        reply, size = element.text or "", float(element.attrib["font-size"])
        wide = width(reply, size, bold=element.get("font-weight") == "bold")
        left = float(element.attrib["x"]) - wide * {"start": 0, "middle": 0.5, "end": 1}[element.attrib["text-anchor"]]
        boxes.append((left, left + wide, float(element.attrib["y"]), size, reply))
    return boxes


def check(svg: str) -> None:
    height = float(ElementTree.fromstring(svg).attrib["height"])
    lines = defaultdict(list)
    for left, right, y, size, reply in texts(svg):
        assert size >= 24
        assert left >= 0, reply
        assert right <= WIDTH, reply
        assert size <= y <= height - size / 4, reply
        lines[y].append((left, right, reply))
    for side_by_side in lines.values():
        for (_, end, text), (begin, _, other) in pairwise(sorted(side_by_side)):
            assert end <= begin, (text, other)


@pytest.mark.parametrize("name", drawings())
def test_the_longest_names_stay_within_the_picture_and_beside_each_other(name: str) -> None:
    check(drawings()[name])


@pytest.mark.parametrize("name", drawings())
def test_it_is_a_png_as_wide_as_a_phone_can_show_and_small_to_send(name: str) -> None:
    made = png(drawings()[name])
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", made[16:20]) == (WIDTH,)
    assert len(made) <= MOST_BYTES


@settings(max_examples=40)
@given(NAMES, NAMES, st.integers(0, 10**7), st.integers(0, 10**7))
def test_no_name_and_no_figure_breaks_a_picture(name: str, shown: str, value: int, of: int) -> None:
    heading = ChartHeading(name, shown, name)
    check(chart_targets.draw(heading, [TargetBar(name, shown, name, "Chưa đạt", "not_met", value, of, 80)]))
    check(chart_trend.draw(heading, [TrendColumn(name, value, shown, name), TrendColumn(shown, of, name)]))
    check(
        chart_rank.draw(
            heading, [RankBar(name, value, shown), RankBar(shown, of, name, fails=True)], mark=value, more=name
        )
    )


def bars(svg: str) -> list[float]:
    """The widths of what is drawn in colour."""
    rects = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
    return [float(rect.attrib["width"]) for rect in rects if rect.attrib["fill"] not in ("#ffffff", "#ececec")]


def marks(svg: str) -> list[float]:
    """Where the thick marks stand."""
    drawn = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}line")
    return [float(element.attrib["x1"]) for element in drawn if element.attrib["stroke-width"] == "6"]


@given(st.integers(0, 300), st.integers(1, 300), st.integers(1, 100))
def test_the_bar_reaches_its_mark_where_the_rate_does(num: int, den: int, mark: int) -> None:
    svg = chart_targets.draw(ChartHeading("a", "b", "c"), [TargetBar("t", "s", "c", "v", "met", num, den, mark)])
    [bar], [at] = bars(svg), marks(svg)
    if mark < 99:
        assert (48 + bar >= at - 0.01) == (num * 100 >= mark * den)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(1, 1000))
def test_columns_and_the_line_to_reach_have_one_scale(values: list[int], mark: int) -> None:
    svg = chart_trend.draw(
        ChartHeading("a", "b", "c"), [TrendColumn("x", number, "s") for number in values], TargetLine(mark, "m")
    )
    root = ElementTree.fromstring(svg)
    columns = [
        element for element in root.iter("{http://www.w3.org/2000/svg}rect") if element.attrib["fill"] != "#ffffff"
    ]
    [line] = [
        element for element in root.iter("{http://www.w3.org/2000/svg}line") if "stroke-dasharray" in element.attrib
    ]
    for value, column in zip(values, columns, strict=True):
        if value > 10:
            assert (float(column.attrib["y"]) <= float(line.attrib["y1"]) + 0.01) == (value >= mark)


def test_the_typeface_has_every_vietnamese_letter_and_sign() -> None:
    vowels = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    for bold in (False, True):
        assert all(typeface(bold).has(char) for char in [*vowels, *"đĐ✓✗–?…·“”−"])
    assert not typeface().has("漢")


def test_widths_are_those_of_the_font() -> None:
    assert width("A", 2048) == 1401
    assert width("e\u0302\u0301", 100) == width("ế", 100)
    assert width("Tỷ lệ", 30, bold=True) > width("Tỷ lệ", 30)


@given(NAMES, st.integers(60, 900), st.integers(1, 3))
def test_wrapped_lines_fit(reply: str, room: int, lines: int) -> None:
    wrapped = wrap(reply, room, 30, lines=lines)
    assert len(wrapped) <= lines
    assert all(width(line, 30) <= room for line in wrapped)
    if reply.split() and not any("…" in line for line in wrapped):
        assert " ".join(wrapped) == " ".join(reply.split())


def test_what_is_cut_says_so() -> None:
    assert cut("UBND huyện Trần Văn Thời", 300, 30).endswith("…")
    assert cut("UBND", 300, 30) == "UBND"


def test_a_curve_runs_from_the_first_day_to_the_last_and_never_falls() -> None:
    svg = chart_progress.draw(
        ChartHeading("a", "b", "c"), ProgressCurve("Kỳ này", 9, {-1: 7, -21: 0, -5: 3}), None, [(0, "24/5")], "24/5"
    )
    [curve] = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}polyline")
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", curve.attrib["points"])]
    across, down = numbers[::2], numbers[1::2]
    assert across == sorted(across)
    assert down == sorted(down, reverse=True)
    assert (len(set(across)), len(set(down))) == (3, 3)


@given(st.integers(0, 300), st.integers(1, 98))
def test_the_bar_of_a_unit_reaches_the_mark_where_its_value_does(value: int, mark: int) -> None:
    svg = chart_rank.draw(ChartHeading("a", "b", "c"), [RankBar("x", value, "s")], mark=mark, whole=100)
    [bar], [at] = bars(svg), marks(svg)
    assert (48 + bar >= at - 0.01) == (value >= mark)
