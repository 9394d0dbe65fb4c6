"""``baocao plans``: lists, shows and checks plans, computes deadlines, writes a live plan from a template."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.common import console, errors, fail, load_settings
from bot.cli.plans_text import deadline_line, list_line, page
from handlers.plans.text import gap_line, problem_line
from locales import words
from reporting.deadlines.calendar import Deadline
from reporting.deadlines.calendar import deadlines as deadlines_of
from reporting.plan.plan import Plan
from reporting.planning.adoption import PlanGap, plan_gaps
from storage.plans import adoption
from storage.plans import files as plans_files
from storage.plans.files import NOT_PLANS, PlanError, PlanProblem, load_calendar, load_plan, shipped_plans
from storage.plans.files import check as check_file

app = typer.Typer(no_args_is_help=True)
say = words("vi")

PlanArgument = Annotated[str, typer.Argument(metavar="KẾ-HOẠCH", help="Mã kế hoạch (mẫu hoặc đã nhận), hoặc tệp YAML.")]
_NEW_ID = re.compile(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")
_YEARS = re.compile(r"(20\d\d)(?:-(20\d\d))?")


@app.command("list")
def list_() -> None:
    """Các kế hoạch mẫu và các kế hoạch đã nhận."""
    for plan_id in (*shipped_plans(), *adopted_plans()):
        console.print(list_line(say, read(plan_id)), markup=False)


@app.command()
def show(plan: PlanArgument) -> None:
    """Một kế hoạch: ai báo cáo, khi nào, chỉ tiêu nào; nội dung để trống hiện là "chưa cấu hình"."""
    for line in page(say, read(plan)):
        console.print(line, markup=False)


@app.command()
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TỆP]…", help="Mã kế hoạch hoặc tệp; mặc định: mọi kế hoạch mẫu và kế hoạch đã nhận."),
    ] = None,
) -> None:
    """Kiểm tra tệp kế hoạch; nêu tệp, dòng và nội dung cần có."""
    wrong = False
    for name in files or (*shipped_plans(), *adopted_plans()):
        problems = check_file(locate(name))
        report_problems(problems)
        wrong = wrong or bool(problems)
        if not problems:
            console.print(say("cli.plans.sound", file=name), markup=False)
    if wrong:
        raise typer.Exit(1)


@app.command()
def deadlines(
    plan: PlanArgument,
    year: Annotated[int, typer.Option(min=2000, max=2099, help="Năm báo cáo.")],
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Thời hạn của mọi báo cáo trong một năm, kể cả khi kế hoạch không còn hiệu lực."""
    loaded_plan = read(plan)
    rows = deadlines_of(loaded_plan, year, load_calendar())
    if as_json:
        print(json.dumps([as_data(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        console.print(loaded_plan.schedule_note or say("cli.plans.no_reports"), markup=False)
        return
    for row in rows:
        console.print(deadline_line(say, loaded_plan.report(row.report).title, row), markup=False)


@app.command()
def adopt(
    plan: PlanArgument,
    new_id: Annotated[str, typer.Option("--as", metavar="MÃ-MỚI", help="Mã kế hoạch áp dụng, ví dụ ca-mau-2026.")],
    years: Annotated[str, typer.Option(metavar="NĂM", help="Năm báo cáo, ví dụ 2026 hoặc 2026-2027.")],
    into: Annotated[
        Path | None, typer.Option("--dir", metavar="THƯ-MỤC", help="Thư mục ghi tệp; mặc định: BAOCAO_PLANS_DIR.")
    ] = None,
) -> None:
    """Viết kế hoạch áp dụng từ một kế hoạch mẫu, và liệt kê nội dung phải điền."""
    span = _YEARS.fullmatch(years)
    if not span or int(span[2] or span[1]) < int(span[1]):
        fail(say("cli.plans.bad_years", years=years))
    if not _NEW_ID.fullmatch(new_id) or new_id in NOT_PLANS or new_id in shipped_plans():
        fail(say("cli.plans.bad_id", id=new_id))
    read(plan)
    folder = into or load_settings().plans_dir
    path = folder / f"{new_id}.yaml"
    chosen = range(int(span[1]), int(span[2] or span[1]) + 1)
    header = say("cli.plans.header", plan=plan, file=path)
    try:
        adoption.adopt(locate(plan), new_id, chosen, folder, header=header, mark=say("cli.plans.mark"))
    except FileExistsError:
        fail(say("cli.plans.exists", file=path))
    except OSError as error:
        fail(say("cli.plans.unwritable", file=path, problem=error.strerror or error))
    console.print(say("cli.plans.written", file=path), markup=False)
    print_gaps(plan_gaps(read(str(path))))


def read(plan: str) -> Plan:
    """Loads a plan; ends the command with all problems of its file and exit code 1."""
    try:
        return load_plan(locate(plan))
    except PlanError as error:
        report_problems(error.problems)
        raise typer.Exit(1) from error


def adopted_plans() -> list[str]:
    """The ids of the adopted plans: the files in ``BAOCAO_PLANS_DIR``."""
    return plans_files.adopted_plans(load_settings().plans_dir)


def locate(plan: str) -> str:
    """The path of an adopted plan, ``plans-live/ca-mau-2026.yaml``, if it exists; any other argument unchanged."""
    file = load_settings().plans_dir / f"{plan}.yaml"
    return str(file) if plan not in shipped_plans() and file.is_file() else plan


def report_problems(problems: Iterable[PlanProblem]) -> None:
    """Prints the problems of plan files."""
    for problem in problems:
        errors.print(problem_line(say, problem), style="red", markup=False)


def print_gaps(gaps: list[PlanGap]) -> None:
    """Prints the mandatory gaps of a plan, then the optional ones."""
    for mandatory, heading in ((True, "cli.plans.must"), (False, "cli.plans.should")):
        chosen = [gap for gap in gaps if gap.mandatory == mandatory]
        if chosen:
            console.print(say(heading), markup=False)
        for gap in chosen:
            console.print(f"  - {gap_line(say, gap)}", markup=False)
    if not any(gap.mandatory for gap in gaps):
        console.print(say("cli.plans.complete"), markup=False)


def as_data(row: Deadline) -> dict[str, Any]:
    """A deadline as JSON data: ISO dates, ``null`` if the plan gives none."""
    data = asdict(row)
    window = row.window and {"from": row.window.from_.isoformat(), "until": row.window.until.isoformat()}
    days = {name: day.isoformat() if (day := data[name]) else None for name in ("last_day", "last_working_day")}
    return data | days | {"window": window}
