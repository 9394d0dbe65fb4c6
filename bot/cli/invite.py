"""``baocao invite``: creates an invitation code for one unit and role."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NoReturn

import aiohttp
import orjson
import segno
import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, load_settings, with_store
from bot.cli.doctor import get_me
from bot.clock import Clock
from bot.random_codes import SystemRandomCodes
from bot.settings import Settings
from handlers.members.invitation_code import invitation_link
from handlers.turn.services import Links
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.imports.unit_names import find_units
from reporting.roles import Role
from storage.people import invitations
from storage.units import units
from storage.units.units import Unit

CANDIDATES = 10
"""Units listed at most if a name is ambiguous."""


def invite(
    unit: Annotated[str, typer.Argument(help="Mã đơn vị, hoặc tên nếu chỉ có một đơn vị như vậy", metavar="UNIT")],
    role: Annotated[Role, typer.Option(help="Vai trò được cấp")],
    days: Annotated[int, typer.Option(min=1, max=365, help="Số ngày mã có hiệu lực")] = 7,
    uses: Annotated[int, typer.Option(min=1, max=1000, help="Số lần dùng được mã")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="In {code, link, expires} cho chương trình khác đọc")] = False,
) -> None:
    """Cấp mã mời vào một đơn vị với một vai trò; in mã, liên kết và mã QR."""
    say, now = words("vi"), Clock().now().astimezone(UTC).replace(microsecond=0)
    code, expires = SystemRandomCodes().code(invitations.LENGTH), now + timedelta(days=days)

    def work(tx: Connection) -> list[Unit]:
        matches = matching_units(units.all_units(tx), unit, local_day(now))
        if len(matches) == 1 and matches[0].exists_on(local_day(now)):
            invitations.add(tx, code, matches[0], role, by=None, now=now, expires_at=expires, uses=uses)
        return matches

    matches = with_store(work)
    if len(matches) != 1:
        fail_ambiguous(say, unit, matches)
    if not matches[0].exists_on(local_day(now)):
        fail(say("cli.invite.not_now", unit=matches[0].name))
    formatted_code, address = invitations.format_code(code), invitation_link(asyncio.run(links(load_settings())), code)
    if as_json:
        typer.echo(orjson.dumps({"code": formatted_code, "link": address, "expires": expires.isoformat()}))
    else:
        show(say, matches[0], role, formatted_code, address, expires, uses)


def matching_units(all_units: list[Unit], text: str, today: date) -> list[Unit]:
    """The unit with this code, else the units with this name: those that exist ``today``, else all others."""
    existing_units = [unit for unit in all_units if unit.exists_on(today)]
    return (
        [unit for unit in all_units if unit.code == text]
        or find_units(existing_units, text)
        or find_units(all_units, text)
    )


async def links(settings: Settings) -> Links:
    """The links of invitations. Asks Telegram for the bot's name; without a response there is no Telegram link."""
    name = None
    if settings.telegram_token is not None:
        try:
            name, _ = await get_me(settings.telegram_base_url, settings.telegram_token)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            name = None
    return Links(telegram_bot=name or None, public_url=settings.public_url)


def show(say: Words, unit: Unit, role: Role, code: str, address: str | None, expires: datetime, uses: int) -> None:
    """Prints code, unit, role, expiry, link and QR code."""
    lines = [
        say("cli.invite.code", code=code),
        say("cli.invite.for", unit=unit.name, role=say(f"text.role.{role}")),
        say("cli.invite.until", n=uses, until=say.moment(expires)),
        say("cli.invite.send", code=code),
        say("cli.invite.link", link=address) if address else say("cli.invite.no_link"),
    ]
    for line in lines:
        console.print(line, markup=False)
    segno.make_qr(address or code, error="m").terminal(out=sys.stdout, compact=True)


def fail_ambiguous(say: Words, text: str, matches: list[Unit]) -> NoReturn:
    """Ends the command: no unit, or more than one, has this name."""
    if not matches:
        fail(say("cli.invite.no_unit", text=text))
    errors.print(say("cli.invite.which_unit", text=text), markup=False)
    for unit in matches[:CANDIDATES]:
        errors.print(f"  {unit.code}  {unit.name}", markup=False)
    raise typer.Exit(1)
