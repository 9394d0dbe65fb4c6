"""The questions a unit answers: the dictionary of counts and the forms made from it.

In a plan's file a question is an id of ``plans/fields.yaml``, the same with a change, a heading of the plan, or a
question of the form's own; loaded, each is a complete :class:`Question`::

    questions: [c01, {id: c16, required: false}, {heading: "1"}]
"""

from functools import cached_property
from typing import Literal

import pydantic

from reporting.plan.model import Id, Model, QuestionId
from reporting.plan.schedule import UnitKind

QuestionKind = Literal["count", "money", "yes_no", "choice", "date", "short_text", "long_text"]


class Heading(Model):
    """One of the plan's task groups, which the narrative follows."""

    id: str
    """"1".."9", as the plan numbers its tasks."""
    title: str
    ours: bool = False
    """The text has no title here; these words are ours."""


class Condition(Model):
    """Shown only if another answer has this value: ``{field: c16, is: true}``; without ``is``, if it has any value."""

    field: str
    is_: bool | int | str | None = pydantic.Field(default=None, alias="is")


class Option(Model):
    id: str
    label: str


class Field(Model):
    """One count of the dictionary, shared by all plans: ``c01``."""

    id: str
    kind: QuestionKind
    label: str
    short: str = ""
    """As a list shows it ("Xảy ra")."""
    en: str
    """English gloss, for the developer and the English interface."""
    unit: str = ""
    stock: bool = False
    hint: str = ""
    required: bool = True
    visible_if: Condition | None = None
    aliases: tuple[str, ...] = ()
    """As people say it in a question."""
    counts: str | None = None
    """The yes/no question of the units below whose yeses it counts: ``c14y`` counts ``c14``."""
    from_zones: bool = False
    """Counted from the register of communes under transformation where a plan has one, not asked."""
    not_through_chat: bool = False


class Question(Model):
    """One question of a form, complete: the dictionary's entry with what the form changes.

    ``id`` is the dictionary's id (``c01``) or the form's own (``n1`` for the plan's first heading).
    """

    id: QuestionId
    kind: QuestionKind
    label: str
    short: str = ""
    hint: str = ""
    unit: str = ""
    stock: bool = False
    """At the closing date; only stocks may be answered "as last time"."""
    required: bool = True
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    visible_if: Condition | None = None
    not_through_chat: bool = False
    counts: str | None = None
    """The yes/no question of the units below whose yeses it counts."""
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
    """The questions of one kind of reporter for some reports. Their numbers are fixed: a hidden one leaves a gap."""

    id: Id
    reporter: UnitKind
    reports: tuple[str, ...]
    consolidates: bool = False
    """Asked once for everything below: by no commune, and how many instead of whether."""
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
