"""Reading of YAML files: plans, the dictionary of fields, the corrections of the calendar; problems have line numbers.

``load_plan("ca-mau-2017")`` or ``load_plan(Path("plans-live/ca-mau-2026.yaml"))`` returns a complete
:class:`reporting.plan.plan.Plan`, or raises :class:`PlanError` with all problems of the file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Field, Model, Plan, Relation
from reporting.planning.plan_check import PlanFault, faults
from storage.plans.forms import resolve

PLANS = Path(str(files("plans")))
M = TypeVar("M", bound=Model)


def _with_ids(entries: Any) -> Any:
    """Add the key of each entry to it as its id: ``c01: {label: …}`` → ``c01: {id: c01, label: …}``."""
    if not isinstance(entries, dict):
        return entries
    return {name: {"id": name} | entry if isinstance(entry, dict) else entry for name, entry in entries.items()}


class FieldDictionary(Model):
    """``plans/fields.yaml``."""

    fields: Annotated[dict[str, Field], BeforeValidator(_with_ids)]
    relations: tuple[Relation, ...]


class CalendarCorrection(Model):
    """``{day: 2026-08-22, why: Làm bù cho 31/8/2026}``."""

    day: date
    why: str


class CalendarCorrections(Model):
    """``plans/calendar.yaml``."""

    days_off: tuple[CalendarCorrection, ...]
    working_days: tuple[CalendarCorrection, ...]


@dataclass(frozen=True)
class PlanProblem:
    """One problem in a file: its line (from 1; 0 if unknown), a code, and the params of its message."""

    file: str
    line: int
    code: str
    params: Mapping[str, object]


class PlanError(Exception):
    """A file cannot be used; ``problems``: all its problems."""

    def __init__(self, problems: Iterable[PlanProblem]) -> None:
        self.problems = tuple(problems)
        texts = (f"{problem.file}:{problem.line}: {problem.code} {dict(problem.params)}" for problem in self.problems)
        super().__init__("; ".join(texts))


def shipped_plans() -> list[str]:
    """The ids of the plans that come with the program."""
    return sorted(path.stem for path in PLANS.glob("*.yaml") if path.stem not in _OTHERS)


def adopted_plans(folder: Path) -> list[str]:
    """The ids of the adopted plans in a folder, from the names of their files."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def find(plan: str | Path) -> Path:
    """The path of a plan, given its id (of a shipped plan) or its path. Raises PlanError if there is no such file."""
    path = PLANS / f"{plan}.yaml" if str(plan) in shipped_plans() else Path(plan)
    if not path.is_file():
        raise PlanError(
            [PlanProblem(str(plan), 0, "no_such_plan", {"plan": str(plan), "known": ", ".join(shipped_plans())})]
        )
    return path


def load_plan(plan: str | Path) -> Plan:
    """The plan with this id (of a shipped plan) or path. Raises PlanError."""
    return _shipped_plan(str(plan)) if str(plan) in shipped_plans() else _read_plan(find(plan))


def load_fields() -> dict[str, Field]:
    """The dictionary of fields: id → field, in the order of its file."""
    return dict(_dictionary().fields)


@cache
def load_calendar() -> Calendar:
    """The public holidays with the corrections of ``plans/calendar.yaml``."""
    corrections = _read_corrections(PLANS / "calendar.yaml")
    return Calendar(
        days_off=frozenset(entry.day for entry in corrections.days_off),
        working_days=frozenset(entry.day for entry in corrections.working_days),
    )


def check(file: str | Path) -> tuple[PlanProblem, ...]:
    """All problems of the file of a plan (or of another ``fields.yaml`` or ``calendar.yaml``)."""
    try:
        path = find(file)
        _OTHERS.get(path.stem, _read_plan)(path)
    except PlanError as error:
        return error.problems
    return ()


@cache
def _shipped_plan(plan_id: str) -> Plan:
    return _read_plan(find(plan_id))


@cache
def _dictionary() -> FieldDictionary:
    return _read_dictionary(PLANS / "fields.yaml")


def _read_dictionary(path: Path) -> FieldDictionary:
    return _parsed(path, FieldDictionary, _yaml(path))


def _read_corrections(path: Path) -> CalendarCorrections:
    return _parsed(path, CalendarCorrections, _yaml(path))


_OTHERS: dict[str, Callable[[Path], Model]] = {"fields": _read_dictionary, "calendar": _read_corrections}
"""Name of a file in ``plans/`` that is not a plan → its reader."""
NOT_PLANS = frozenset(_OTHERS)


def _read_plan(path: Path) -> Plan:
    dictionary = _dictionary()
    data, wrong = resolve(_yaml(path), dictionary.fields, dictionary.relations)
    if wrong:
        raise PlanError(_placed(path, wrong))
    plan = _parsed(path, Plan, data)
    if wrong := faults(plan, dictionary.fields, load_calendar()):
        raise PlanError(_placed(path, wrong))
    return plan


def _parsed(path: Path, model: type[M], data: Any) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise PlanError(_placed(path, [_fault(detail) for detail in error.errors()])) from error


class _Reader(SafeConstructor):
    """Reads the data of a file."""


class _MarkedReader(RoundTripConstructor):
    """Reads the data of a file with their line numbers."""


def _day(reader: SafeConstructor, node: ScalarNode) -> Any:
    """A date; one that does not exist (2017-13-41) stays a text, so that the model reports it."""
    try:
        return reader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


for _kind in (_Reader, _MarkedReader):
    _kind.add_constructor("tag:yaml.org,2002:timestamp", _day)


def _load(path: Path, kind: str, reader: type[SafeConstructor]) -> Any:
    yaml = YAML(typ=kind)
    yaml.Constructor = reader
    return yaml.load(path)


def _yaml(path: Path) -> Any:
    try:
        return _load(path, "safe", _Reader)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PlanError([PlanProblem(path.name, line, "yaml", {"problem": str(error.problem)})]) from error
    except OSError as error:
        raise PlanError([PlanProblem(path.name, 0, "unreadable", {"file": path, "problem": error.strerror})]) from error
    except (ReaderError, UnicodeDecodeError) as error:
        raise PlanError([PlanProblem(path.name, 1, "not_utf8", {})]) from error


_CODES = {
    "missing": "missing",
    "extra_forbidden": "extra",
    "literal_error": "choice",
    "enum": "choice",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "string_type": "text",
    "tuple_type": "list",
    "list_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "string_pattern_mismatch": "id",
    "string_too_long": "id",
    "day_month": "day_month",
    "no_yearly_day": "no_yearly_day",
    "before_or_by": "before_or_by",
    "due_or_days": "due_or_days",
}


def _fault(error: ErrorDetails) -> PlanFault:
    """The fault of an error of pydantic; its key is the last name in the path of the error."""
    names = [part for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    context, value = error.get("ctx", {}), error["input"]
    params = {
        "key": names[-1] if names else "",
        "value": str(value) if isinstance(value, date) else value if isinstance(value, str | int | float) else "",
        "expected": context.get("expected", context.get("ge", context.get("le", ""))),
        "problem": error["msg"],
    }
    return PlanFault(tuple(error["loc"]), _CODES.get(error["type"], "other"), params)


def _placed(path: Path, wrong: Iterable[PlanFault]) -> list[PlanProblem]:
    """The faults with their lines, for which the file is read again with line numbers; sorted by line."""
    marked = _load(path, "rt", _MarkedReader)
    problems = [PlanProblem(path.name, _line(marked, fault), fault.code, fault.params) for fault in wrong]
    unique = {(problem.line, problem.code, str(problem.params)): problem for problem in problems}
    return sorted(unique.values(), key=lambda problem: problem.line)


def _line(marked: Any, fault: PlanFault) -> int:
    """The line of a fault: that of the longest part of its path that exists in the file."""
    node, line = marked, 1
    for part in fault.path:
        if isinstance(node, str):  # a form contains only the ids of its sections
            node = next((section for section in marked["sections"] if section.get("id") == node), None)
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line
