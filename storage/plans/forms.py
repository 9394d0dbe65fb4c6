"""Expansion of the forms in a plan's file, which are written in short, to complete questions.

- ``questions: [c01, {id: c16, required: false}, {heading: "1"}]`` becomes three complete questions.
- The ids of sections in a form become the sections.
- ``visible_if`` of a section applies to all its questions.
- A form without ``reports`` is for all reports.
- A form with ``consolidates`` asks its sections once for all units below: counts without commune and condition, and
  instead of a yes/no question the count of "yes" answers that the dictionary has for it (``c14y`` for ``c14``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.plan.plan import Field, Relation
from reporting.planning.plan_check import PlanFault, PlanPath

# The keys of a field that are copied to a question; the others are needed only for /hoi.
_COPIED = {
    "id",
    "kind",
    "label",
    "short",
    "unit",
    "stock",
    "hint",
    "required",
    "visible_if",
    "not_through_chat",
    "counts",
}

RawPlan = dict[str, Any]


def resolve(raw: Any, fields: Mapping[str, Field], relations: Sequence[Relation]) -> tuple[RawPlan, list[PlanFault]]:
    """The data for a :class:`reporting.plan.plan.Plan` from the raw YAML, and faults for unknown names in it.

    Values of a wrong type are not changed: the model reports them.
    """
    if not isinstance(raw, dict):
        return {}, [PlanFault((), "not_a_plan")]
    resolver = _Resolver(raw, fields)
    data = {key: value for key, value in raw.items() if key != "sections"}
    if isinstance(raw.get("forms"), list):
        data["forms"] = [resolver.form(form, ("forms", index)) for index, form in enumerate(raw["forms"])]
    data["relations"] = _relations(data, relations)
    return data, resolver.wrong


class _Resolver:
    def __init__(self, raw: RawPlan, fields: Mapping[str, Field]) -> None:
        self.wrong: list[PlanFault] = []
        self._fields = fields
        self._headings = {_id(entry): entry for entry in _mappings(raw.get("headings"))}
        self._reports = [_id(report) for report in _mappings(raw.get("reports"))]
        self._sections: dict[str, RawPlan] = {}
        for index, section in enumerate(_items(raw.get("sections"))):
            self._add(section, ("sections", index))

    def _add(self, section: Any, path: PlanPath) -> None:
        if not isinstance(section, dict):
            self.wrong.append(PlanFault(path, "mapping", {"key": "sections"}))
            return
        name = _id(section)
        if name in self._sections:
            self.wrong.append(PlanFault((*path, "id"), "repeated", {"id": name}))
        section = dict(section)
        shared = {"visible_if": section.pop("visible_if")} if "visible_if" in section else {}
        if isinstance(section.get("questions"), list):
            section["questions"] = [
                self._question(entry, shared, (*path, "questions", i)) for i, entry in enumerate(section["questions"])
            ]
        self._sections[name] = section

    def form(self, form: Any, path: PlanPath) -> Any:
        if not isinstance(form, dict) or not isinstance(form.get("sections"), list):
            return form
        for index, name in enumerate(form["sections"]):
            if str(name) not in self._sections:
                self.wrong.append(PlanFault((*path, "sections", index), "unknown_section", {"id": name}))
        chosen = [self._sections[str(name)] for name in form["sections"] if str(name) in self._sections]
        if form.get("consolidates") is True:
            chosen = [section for section in map(self._consolidated, chosen) if section["questions"]]
        return {"reports": self._reports, **form, "sections": chosen}

    def _consolidated(self, section: RawPlan) -> RawPlan:
        """The section for all units below together, without questions about a single place (choice, short text)."""
        questions = [self._once(question) for question in _mappings(section.get("questions"))]
        unrepeated = {key: value for key, value in section.items() if key != "repeat"}
        return unrepeated | {"questions": [question for question in questions if question]}

    def _once(self, question: RawPlan) -> RawPlan | None:
        """The question for all units below together; ``None`` if it is not asked."""
        match question.get("kind"):
            case "count" | "money" | "long_text":
                return {key: value for key, value in question.items() if key != "visible_if"}
            case "yes_no":
                counted = next((field for field in self._fields.values() if field.counts == _id(question)), None)
                return counted.model_dump(include=_COPIED, by_alias=True) if counted else None
        return None

    def _question(self, question: Any, shared: RawPlan, path: PlanPath) -> Any:
        """The data of a question from ``c01``, ``{id: c01, …}``, ``{heading: "1"}`` or a complete question."""
        if not isinstance(question, str | dict):
            return question
        change = shared | ({"id": question} if isinstance(question, str) else question)
        if "heading" in change:
            return self._narrative(change, path)
        entry = self._fields.get(_id(change))
        if entry is not None:
            return entry.model_dump(include=_COPIED, by_alias=True) | change
        if "kind" not in change:
            self.wrong.append(PlanFault(path, "unknown_field", {"id": change.get("id", "")}))
        return change

    def _narrative(self, change: RawPlan, path: PlanPath) -> RawPlan:
        heading = self._headings.get(str(change["heading"]))
        if heading is None:
            self.wrong.append(PlanFault(path, "unknown_heading", {"id": change["heading"]}))
            return change
        question = {"id": f"n{_id(heading)}", "kind": "long_text", "label": heading.get("title"), "required": False}
        return question | change


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mappings(value: Any) -> list[RawPlan]:
    return [entry for entry in _items(value) if isinstance(entry, dict)]


def _id(entry: RawPlan) -> str:
    return str(entry.get("id", ""))


def _relations(data: RawPlan, relations: Sequence[Relation]) -> Any:
    """The relations of the plan, then those of the dictionary between fields that the plan asks for."""
    own = data.get("relations", [])
    if not isinstance(own, list):
        return own
    own_pairs = {(str(entry.get("part")), str(entry.get("whole"))) for entry in _mappings(own)}
    question_ids = {
        _id(question)
        for form in _mappings(data.get("forms"))
        for section in _mappings(form.get("sections"))
        for question in _mappings(section.get("questions"))
    }
    shared = [
        relation.model_dump()
        for relation in relations
        if {relation.part, relation.whole} <= question_ids and (relation.part, relation.whole) not in own_pairs
    ]
    return own + shared
