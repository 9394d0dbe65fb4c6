"""Import of the reports of the units below: answers about a commune are copied, texts collected by unit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.figure_import import collect_texts, import_figures
from reporting.figures.rollup import sums
from reporting.form_entry.answer_input import SKIPPED, Answer
from reporting.form_entry.interview import FormEntry
from tests.reporting.figures.test_checks import ZONES
from tests.reporting.figures.test_rollup import DISTRICT, PROVINCE, child, taken


def test_a_yes_or_no_is_copied_for_its_commune_and_counted_for_the_province() -> None:
    children = [
        child(17, {("c14", 17): Answer.given(1)}),
        child(18, {("c14", 18): Answer.given(0)}),
    ]
    copied = import_figures(FormEntry(DISTRICT, ZONES, {}), children, taken(*children), {})
    assert copied.given == {"c14@17": Answer.given(True), "c14@18": Answer.given(False)}
    once = sums(FormEntry(PROVINCE, (), {}), children, taken(*children))
    assert once["c14y"].answer == Answer.given(1)
    assert (once["c14y"].counted, once["c14y"].asked) == (2, 2)


def test_texts_stand_under_their_heading_with_the_unit_s_name_and_no_person_s() -> None:
    children = [child(n, {}) for n in (17, 18, 19)]
    texts = {
        170: {("n1", 17): Answer.given("Đã ban hành kế hoạch.")},
        180: {("n1", 18): SKIPPED},
        190: {("n1", 19): Answer.given("Liên hệ số 0912 345 678.")},
    }
    drawn = import_figures(FormEntry(PROVINCE, (), {}), children, taken(*children), texts)
    assert drawn.given["n1"] == Answer.given("- xã mẫu 17: Đã ban hành kế hoạch.")
    assert drawn.withheld == (("n1", "xã mẫu 19"),)


@given(
    st.lists(
        st.tuples(st.text("ab", min_size=1, max_size=30), st.text("xyz ", min_size=1, max_size=500)),
        min_size=1,
        max_size=40,
    )
)
def test_collected_texts_fit_and_name_every_unit_there_is_room_for(narratives: list[tuple[str, str]]) -> None:
    text = collect_texts(narratives, most=2000)
    assert len(text) <= 2000
    if sum(len(name) + len(words) + 5 for name, words in narratives) <= 2000:
        assert text.split("\n") == [f"- {name}: {words}" for name, words in narratives]
