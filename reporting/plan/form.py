"""The dictionary of fields, and the forms made from it: the questions a unit answers.

In a plan's file a question is an id of ``plans/fields.yaml``, such an id with changes, a heading of the plan, or a
question defined in the form. After loading, each is a complete :class:`Question`::

    questions: [c01, {id: c16, required: false}, {heading: "1"}]
"""

from functools import cached_property
from typing import Literal

import pydantic

from reporting.plan.model import Id, Model, QuestionId
from reporting.plan.schedule import UnitKind

QuestionKind = Literal["count", "money", "yes_no", "choice", "date", "short_text", "long_text"]


class Heading(Model):
    """One of the plan's groups of tasks; the narrative part of a report has one text for each."""

    id: str
    """"1".."9", as the plan numbers its tasks."""
    title: str
    ours: bool = False
    """The plan's text has no title here; the wording is ours."""


class Condition(Model):
    """The answer to another question on which a question is shown: ``{field: c16, is: true}``; no ``is``: any value."""

    field: str
    is_: bool | int | str | None = pydantic.Field(default=None, alias="is")


class Option(Model):
    id: str
    label: str


class Field(Model):
    """One field of the dictionary, shared by all plans: ``c01``."""

    id: str
    kind: QuestionKind
    label: str
    short: str = ""
    """The label in lists ("Xảy ra")."""
    en: str
    """English translation, for developers and the English interface."""
    unit: str = ""
    stock: bool = False
    """The number at the closing date, not the number of events in the period."""
    hint: str = ""
    required: bool = True
    visible_if: Condition | None = None
    aliases: tuple[str, ...] = ()
    """Other names that people use for it when they ask a question (/hoi)."""
    counts: str | None = None
    """The yes/no question of the units below whose "yes" answers it counts: ``c14y`` counts ``c14``."""
    from_zones: bool = False
    """Taken from the register of communes under transformation if the plan keeps one, and then not asked."""
    not_through_chat: bool = False
    """Sent on paper only; the bot does not ask for it."""


class Question(Model):
    """One question of a form: the field of the dictionary with the changes of the form.

    ``id`` is the dictionary's id (``c01``) or the form's own (``n1`` for the plan's first heading).
    """

    id: QuestionId
    kind: QuestionKind
    label: str
    short: str = ""
    hint: str = ""
    unit: str = ""
    stock: bool = False
    """The number at the closing date; only stocks may be answered "as last time"."""
    required: bool = True
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    visible_if: Condition | None = None
    not_through_chat: bool = False
    counts: str | None = None
    """The yes/no question of the units below whose "yes" answers it counts."""
    heading: str | None = None

    @property
    def name(self) -> str:
        return self.short or self.label

    @property
    def is_figure(self) -> bool:
        return self.kind in ("count", "money")


class Section(Model):
    id: str
    title: str
    repeat: Literal["selected_zones"] | None = None
    """Asked once for every commune under transformation (for a commune: for itself)."""
    questions: tuple[Question, ...]

    @property
    def is_narrative(self) -> bool:
        return all(question.kind == "long_text" for question in self.questions)


class Relation(Model):
    """``{part: c05, whole: c03}``: a part larger than its whole is an error; with ``older_cases`` only a warning."""

    part: str
    whole: str
    older_cases: bool = False
    note: str = ""


class Form(Model):
    """The questions of one kind of reporter for some reports. Their numbers are fixed, hidden questions included."""

    id: Id
    reporter: UnitKind
    reports: tuple[str, ...]
    consolidates: bool = False
    """Asked once for all units below: not by commune, and for the number of units instead of yes or no."""
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Question id → its fixed number, from 1."""
        return {question.id: number for number, question in enumerate(self.questions, 1)}

    @property
    def repeats(self) -> bool:
        return any(section.repeat for section in self.sections)
