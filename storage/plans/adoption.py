"""Creation of the file of a live plan from a plan text: a copy with its comments, in which missing values are marked.

The new file has the same rules and sources; id, years and term are set, the document that adopts the plan is empty::

    id: ca-mau-2026
    adopted_from: ca-mau-2017
    years: [2026, 2027]
    issued:
      by: Chủ tịch Ủy ban nhân dân tỉnh Cà Mau
      number: null # CẦN ĐIỀN
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from reporting.plan.plan import Plan
from reporting.planning.adoption import plan_gaps
from storage.plans.files import find, load_plan


def adopt(plan: str | Path, new_id: str, years: Sequence[int], folder: Path, *, header: str, mark: str) -> Path:
    """Write ``folder/new_id.yaml``; returns its path.

    ``header``: the comment at the top; ``mark``: the comment after each value that has to be filled in. Raises
    PlanError for a plan that cannot be read, FileExistsError if the file exists.
    """
    source = load_plan(plan)
    path = folder / f"{new_id}.yaml"
    yaml = _writer()
    raw = yaml.load(find(plan))
    _identify(raw, source, new_id, years)
    raw.yaml_set_start_comment(f"{header.strip()}\n\n")
    _mark(raw, ("issued", "number"), mark)
    _mark(raw, ("issued", "on"), mark)
    for gap in plan_gaps(source):
        if gap.mandatory and gap.path[0] not in ("years", "in_force"):
            _mark(raw, gap.path, mark)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        yaml.dump(raw, file)
    return path


def _writer() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096  # so that lines are not broken differently
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(
        type(None), lambda representer, _: representer.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    return yaml


def _identify(raw: CommentedMap, source: Plan, new_id: str, years: Sequence[int]) -> None:
    for key in ("adopted_from", "years", "replaces"):
        raw.pop(key, None)
    raw["id"] = new_id
    raw.insert(1, "adopted_from", source.id)
    raw.insert(2, "years", _in_one_line(years))
    raw["issued"] = CommentedMap({"by": source.issued.by, "number": None, "on": None})
    raw["in_force"] = CommentedMap({"from": date(min(years), 1, 1), "until": date(max(years), 12, 31)})


def _in_one_line(years: Sequence[int]) -> CommentedSeq:
    sequence = CommentedSeq(years)
    sequence.fa.set_flow_style()
    return sequence


def _mark(raw: Any, path: Sequence[str | int], words: str) -> None:
    """Append ``words`` as a comment to the line of the entry at ``path``."""
    *parents, last = path
    node = raw
    for part in parents:
        node = node[part]
    node.yaml_add_eol_comment(words, last)
