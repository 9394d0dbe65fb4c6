"""The command line ``baocao``: all commands of the modules of this package."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import (
    ask,
    audit,
    backup,
    baselines,
    demo,
    doctor,
    indicators,
    invite,
    invite_all,
    members,
    plans,
    plans_activate,
    plans_close,
    receipts,
    run,
    simulate,
    units,
    units_merge,
    zones,
)

app = typer.Typer(
    name="baocao",
    help="Báo Cáo Bot: cán bộ gửi báo cáo định kỳ bằng tin nhắn.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)


def print_version(requested: bool) -> None:
    """Prints the version of the installed package, "0.2.0", and ends the program."""
    if requested:
        typer.echo(version("baocao"))
        raise typer.Exit


@app.callback()
def root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="In số phiên bản rồi thoát.")
    ] = False,
) -> None:
    """Options that stand before any command."""


plans.app.command("activate")(plans_activate.activate)
plans.app.command("close")(plans_close.close)
app.add_typer(plans.app, name="plans", help="Kế hoạch: danh sách, kiểm tra, thời hạn, nhận và kích hoạt.")
units.app.command("merge")(units_merge.merge_units)
app.add_typer(units.app, name="units", help="Đơn vị: nhập từ bảng, danh sách.")
app.add_typer(members.app, name="members", help="Thành viên: danh sách, thu hồi vai trò.")
app.add_typer(zones.app, name="zones", help="Địa bàn chuyển hóa của từng năm.")
app.add_typer(baselines.app, name="baselines", help="Số liệu gốc của các kỳ trước, để so sánh.")
app.add_typer(indicators.app, name="indicators", help="Chỉ tiêu: đối chiếu số liệu với kế hoạch.")
app.add_typer(receipts.app, name="receipts", help="Biên nhận: kiểm tra.")
app.add_typer(audit.app, name="audit", help="Nhật ký: ai đã làm gì, và nhật ký có bị sửa không.")
app.command("ask")(ask.ask)
app.command("invite")(invite.invite)
app.command("invite-all")(invite_all.invite_all)
app.command("demo")(demo.demo)
app.command("simulate")(simulate.simulate)
app.command("run")(run.run)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore_backup)
app.command("migrate")(run.migrate_database)
