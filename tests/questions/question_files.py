"""The questions of ``tests/questions/*.yaml``, and how many of them are read as they should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.demo.units import demo_units
from reporting.plan.schedule import UnitKind
from reporting.questions import ParsedQuestion, Query, ReadingContext, parse
from reporting.unit import UnitRecord
from storage.plans.files import load_calendar, load_fields, load_plan

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class QuestionExample:
    text: str
    expected: Query
    ground: ReadingContext = field(repr=False)
    number: int

    @property
    def is_held_out(self) -> bool:
        """Every third question was not looked at while the rules were written."""
        return self.number % 3 == 2

    def read(self) -> ParsedQuestion:
        return parse(self.text, self.ground)

    def is_right(self) -> bool:
        return self.read().query.shown() == self.expected.shown()


def ground_of(data: dict[str, Any]) -> ReadingContext:
    units = demo_units(data["plan"]) if data["units"] == "demo" else tuple(map(_unit, data["units"]))
    today: date = data["today"]
    return ReadingContext(load_plan(data["plan"]), load_fields(), units, today, load_calendar())


def _unit(data: dict[str, Any]) -> UnitRecord:
    return UnitRecord(**{**data, "kind": UnitKind(data["kind"]), "aliases": tuple(data.get("aliases", ()))})


def everything() -> Iterator[QuestionExample]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for data in YAML(typ="safe").load_all(file):
            yield from _of(data)


def _of(data: dict[str, Any]) -> Iterator[QuestionExample]:
    ground = ground_of(data)
    for number, question in enumerate(data["questions"]):
        expected = {"period": data["period"], **{key: value for key, value in question.items() if key != "q"}}
        query = Query(**{**expected, "units": tuple(expected.get("units", ()))})
        yield QuestionExample(question["q"], query, ground, number)


def main() -> None:
    """Prints what is read otherwise than expected, and the rates."""
    import sys

    questions = list(everything())
    for held_out in (False, True):
        examples = [example for example in questions if example.is_held_out == held_out]
        wrong = [example for example in examples if not example.is_right()]
        print(f"{'held out' if held_out else 'seen'}: {len(examples) - len(wrong)}/{len(examples)}")
        for question in wrong if not held_out or "--all" in sys.argv else ():
            shown, expected = question.read().query.shown(), question.expected.shown()
            print(
                f"  {question.text}",
                {key: (shown[key], value) for key, value in expected.items() if shown[key] != value},
            )


if __name__ == "__main__":
    main()
