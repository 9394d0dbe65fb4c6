"""Figures by place, and their sums."""

from reporting.figures.figures import NOT_ARISEN, beside, figure, key_of, values_of
from reporting.form_entry.answer_input import NIL, OFF_CHANNEL, Answer
from tests.reporting.figures.test_checks import CAI_NUOC, FORM, FULL, ZONES


def test_a_key_names_the_question_and_its_commune() -> None:
    assert (key_of("c01"), key_of("c01", CAI_NUOC)) == ("c01", "c01@17")
    assert (beside("c05@17", "c03"), beside("c05", "c03")) == ("c03@17", "c03")


def test_each_commune_has_its_own_figures() -> None:
    cai_nuoc, tan_hung, _ = values_of(FORM, FULL, ZONES)
    assert cai_nuoc == {"c02": 10, "c03": 9, "c05": 2}
    assert tan_hung == {"c02": 0, "c03": 0, "c05": 0}


def test_what_was_not_given_is_missing_and_not_zero() -> None:
    answers = {key: answer for key, answer in FULL.items() if key != "c03@18"} | {"c05@17": OFF_CHANNEL}
    cai_nuoc, tan_hung, _ = values_of(FORM, answers, ZONES)
    assert (cai_nuoc["c05"], tan_hung["c03"]) == (None, None)


def test_the_units_own_questions_stand_apart() -> None:
    assert values_of(FORM, FULL, ZONES)[2] == {"c11": 900, "c16": False, "c34": None}
    assert values_of(FORM, {"c16": Answer.given(True)}, ()) == ({"c11": None, "c16": True, "c34": None},)


def test_a_yes_or_no_that_did_not_arise_is_neither_no_nor_missing() -> None:
    assert values_of(FORM, {"c11": NIL, "c16": NIL}, ()) == ({"c11": 0, "c16": NOT_ARISEN, "c34": None},)
    incomplete = figure("c16", [{"c16": NOT_ARISEN}, {"c16": None}])
    assert (incomplete.total, incomplete.given) == (0, 1)


def test_sums_count_nil_as_zero_and_say_how_many_gave_theirs() -> None:
    places = values_of(FORM, FULL, ZONES)
    solved = figure("c03", places)
    assert (solved.total, solved.given, solved.places, solved.complete) == (9, 2, 2, True)
    partly = figure("c03", [{"c03": 9}, {"c03": None}, {"c11": 5}])
    assert (partly.total, partly.given, partly.places, partly.complete) == (9, 1, 2, False)
    assert figure("c03", [{"c03": None}]).total is None
    assert NIL.figure == 0


def test_a_form_that_does_not_ask_by_commune_has_one_place_whatever_communes_there_are() -> None:
    own = FORM.model_copy(update={"sections": FORM.sections[1:]})
    assert values_of(own, FULL, ZONES) == ({"c11": 900, "c16": False, "c34": None},)


def test_the_communes_come_first_even_if_the_unit_is_asked_first() -> None:
    turned = FORM.model_copy(update={"sections": FORM.sections[::-1]})
    assert values_of(turned, FULL, ZONES) == values_of(FORM, FULL, ZONES)
