"""What two versions say differently."""

import json

from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.differences import Difference, differences
from reporting.form_entry.answer_input import Answer

ANSWERS = st.one_of(
    st.just(Answer("nil")),
    st.just(Answer("skipped")),
    st.integers(0, 9).map(Answer.given),
    st.booleans().map(Answer.given),
)
SAID = st.dictionaries(
    st.sampled_from(["", "MAU-0501", "MAU-0502"]), st.dictionaries(st.sampled_from(["c01", "c02", "n1"]), ANSWERS)
)
Said = dict[str, dict[str, Answer]]


def content(answers_by_zone: Said) -> bytes:
    answers = {
        zone: {field: answer.to_json() for field, answer in fields.items()} for zone, fields in answers_by_zone.items()
    }
    return json.dumps({"answers": answers, "confirmations": [], "paper": None}).encode()


def test_an_answer_that_changed_one_that_came_and_one_that_went() -> None:
    before: Said = {"MAU-0501": {"c01": Answer.given(24), "c02": Answer.given(1)}, "": {"n1": Answer("skipped")}}
    after: Said = {"MAU-0501": {"c01": Answer.given(25), "c02": Answer.given(1)}, "MAU-0502": {"c01": Answer("nil")}}

    assert differences(content(before), content(after)) == [
        Difference("", "n1", Answer("skipped"), None),
        Difference("MAU-0501", "c01", Answer.given(24), Answer.given(25)),
        Difference("MAU-0502", "c01", None, Answer("nil")),
    ]


@given(SAID, SAID)
def test_the_differences_lead_from_one_version_to_the_other_and_back(before: Said, after: Said) -> None:
    forward, back = (
        differences(content(before), content(after)),
        differences(content(after), content(before)),
    )

    flat = {(zone, field): answer for zone, fields in before.items() for field, answer in fields.items()}
    for difference in forward:
        assert flat.get((difference.zone, difference.field)) == difference.before
        flat[difference.zone, difference.field] = difference.after  # type: ignore[assignment]
    wanted = {(zone, field): answer for zone, fields in after.items() for field, answer in fields.items()}
    assert {place: answer for place, answer in flat.items() if answer is not None} == wanted
    assert back == [
        Difference(each_difference.zone, each_difference.field, each_difference.after, each_difference.before)
        for each_difference in forward
    ]


@given(SAID)
def test_the_same_content_differs_in_nothing(answers: Said) -> None:
    assert differences(content(answers), content(answers)) == []
