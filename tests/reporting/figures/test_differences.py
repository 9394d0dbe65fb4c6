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


def content(said: Said) -> bytes:
    answers = {zone: {field: one.to_json() for field, one in fields.items()} for zone, fields in said.items()}
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
    there, back = differences(content(before), content(after)), differences(content(after), content(before))

    flat = {(zone, field): one for zone, fields in before.items() for field, one in fields.items()}
    for one in there:
        assert flat.get((one.zone, one.field)) == one.before
        flat[one.zone, one.field] = one.after  # type: ignore[assignment]
    wanted = {(zone, field): one for zone, fields in after.items() for field, one in fields.items()}
    assert {place: one for place, one in flat.items() if one is not None} == wanted
    assert back == [Difference(one.zone, one.field, one.after, one.before) for one in there]


@given(SAID)
def test_the_same_content_differs_in_nothing(said: Said) -> None:
    assert differences(content(said), content(said)) == []
