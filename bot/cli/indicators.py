"""``baocao indicators``: evaluates the plan's targets with figures from a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from bot.cli.common import console, errors, fail
from bot.cli.plans import read as read_plan
from handlers.text.targets import figure_words, target_words, value_words, verdict_words, with_remarks
from locales import words
from reporting.figures.figure_input import FigureInput, FigureProblem, read_figures
from reporting.figures.figures import Values
from reporting.figures.target_evaluation import TargetEvaluation, Verdict, evaluate
from reporting.plan.plan import Plan
from storage.plans.files import load_fields

app = typer.Typer(no_args_is_help=True)
say = words("vi")
EXAMPLE = '{"c02": 10, "c03": 9, "c14": false}'
BASELINE_EXAMPLE = '{"2019": {"c01": 120}}'


@app.callback()
def group() -> None:
    """Makes typer keep the group although it has one command."""


@app.command("evaluate")
def evaluate_(
    plan: Annotated[str, typer.Option(metavar="KẾ-HOẠCH", help="Mã kế hoạch (mẫu hoặc đã nhận), hoặc tệp YAML.")],
    values: Annotated[Path, typer.Option(metavar="TỆP", help=f"Số liệu theo mã, dạng JSON: {EXAMPLE}")],
    baseline: Annotated[
        Path | None, typer.Option(metavar="TỆP", help=f"Số liệu gốc theo năm, dạng JSON: {BASELINE_EXAMPLE}")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Đối chiếu số liệu trong tệp với các chỉ tiêu của kế hoạch."""
    loaded_plan = read_plan(plan)
    kinds = _kinds(loaded_plan)
    entered = _entered(_mapping(values, EXAMPLE), kinds, EXAMPLE)
    baseline_years = _mapping(baseline, BASELINE_EXAMPLE) if baseline else {}
    baselines = {year: _entered(figures, kinds, BASELINE_EXAMPLE).values for year, figures in baseline_years.items()}
    _warn_of_unread(loaded_plan, baseline_years)
    results = evaluate_targets(loaded_plan, entered.values, baselines)
    if as_json:
        print(
            json.dumps(
                [as_data(result, entered.texts, loaded_plan) for result in results], ensure_ascii=False, indent=2
            )
        )
    else:
        for line in _table(results, entered.texts, loaded_plan):
            console.print(line, markup=False)


def _warn_of_unread(plan: Plan, baselines: Mapping[str, Any]) -> None:
    """Warns of baselines under a name that no target uses; otherwise they would only be shown as missing."""
    read = sorted({str(target.baseline) for target in plan.targets if target.baseline})
    for name in baselines:
        if name not in read:
            key = "cli.indicators.baseline_unread" if read else "cli.indicators.no_baseline_read"
            errors.print(say(key, name=name, names=", ".join(read)), style="yellow", markup=False)


def evaluate_targets(plan: Plan, values: Values, baselines: Mapping[str, Values]) -> list[TargetEvaluation]:
    """Evaluates every target of the plan for one unit; a figure that is not given is missing."""
    read_values = {field: values.get(field) for target in plan.targets for field in target.reads}
    return evaluate(plan.targets, [read_values], baselines)


def as_data(result: TargetEvaluation, texts: Mapping[str, str], plan: Plan) -> dict[str, Any]:
    """``{"id": "CM-a2", "num": 9, "den": 10, "shown": "90,0%", "target": "từ 80% trở lên", "verdict": "met"}``."""
    shown = figure_words(say, result)
    return {
        "id": result.id,
        "num": result.num,
        "den": result.den,
        "shown": shown and with_remarks(say, shown, _remarks(result, texts, plan)),
        "target": target_words(say, result.target),
        "verdict": result.verdict,
    }


def _table(results: Sequence[TargetEvaluation], texts: Mapping[str, str], plan: Plan) -> list[str]:
    rows = []
    for result in results:
        value = value_words(say, result)
        rows.append(
            (
                result.id,
                verdict_words(say, result),
                with_remarks(say, value, _remarks(result, texts, plan)) if value else say("cli.indicators.no_value"),
                say("cli.indicators.target", target=target_words(say, result.target)),
                result.target.title,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    counted = Counter(target_result.verdict for target_result in results)
    targets = (
        target_result.target
        for target_result in results
        if target_result.target.unclear and target_result.verdict != "missing"
    )
    notes = [say("cli.indicators.note", id=target.id, text=target.unclear) for target in targets]
    return [
        *lines,
        *notes,
        say("cli.indicators.counts", **{verdict: counted[verdict] for verdict in get_args(Verdict)}),
    ]


def _remarks(result: TargetEvaluation, texts: Mapping[str, str], plan: Plan) -> list[str]:
    """The answers to text questions that depend on a figure of the target: c16n for c16."""
    questions = [
        question for form in plan.forms for question in form.questions if question.visible_if and question.id in texts
    ]
    remarks = {
        question.id: texts[question.id]
        for question in questions
        if question.visible_if and question.visible_if.field in result.target.reads
    }
    return list(remarks.values())


def _kinds(plan: Plan) -> dict[str, str]:
    shared: dict[str, str] = {name: field.kind for name, field in load_fields().items()}
    return shared | {question.id: question.kind for form in plan.forms for question in form.questions}


def _entered(content: object, kinds: Mapping[str, str], example: str) -> FigureInput:
    if not isinstance(content, dict):
        fail(say("cli.indicators.problem.not_a_mapping", example=example))
    entered = read_figures(content, kinds)
    for problem in entered.problems:
        errors.print(_words(problem), style="yellow" if problem.code == "unknown" else "red", markup=False)
    if any(problem.code != "unknown" for problem in entered.problems):
        raise typer.Exit(1)
    return entered


def _words(problem: FigureProblem) -> str:
    value = json.dumps(problem.value, ensure_ascii=False)[:40]
    return say(f"cli.indicators.problem.{problem.code}", name=problem.field, value=value)


def _mapping(file: Path, example: str) -> dict[str, Any]:
    """The JSON object of a file; ends the command with an error message if it is none."""
    try:
        data = json.loads(file.read_bytes().decode("utf-8-sig"), object_pairs_hook=_unique_fields)
    except OSError:
        fail(say("cli.indicators.no_file", file=file))
    except UnicodeDecodeError:
        fail(say("cli.indicators.not_utf8", file=file))
    except json.JSONDecodeError as error:
        fail(say("cli.indicators.not_json", file=file, line=error.lineno, example=example))
    if not isinstance(data, dict):
        fail(say("cli.indicators.problem.not_a_mapping", example=example))
    return data


def _unique_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dict; ends the command if a name occurs twice."""
    repeated = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if repeated:
        fail(say("cli.indicators.problem.twice", name=repeated[0]))
    return dict(pairs)
