"""Invitations: found however the code is typed, used as often as allowed, kept only as a hash."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.random_codes import SystemRandomCodes
from reporting.roles import Role
from storage.database.schema import invitation
from storage.database.store import Store
from storage.people import invitations
from tests import province
from tests.province import Province

CODE = "7KQ4M2XD"
WEEK = timedelta(days=7)


def invited(tx: Connection, ca_mau: Province, now: datetime, uses: int = 1) -> int:
    by = ca_mau.coordinator.id
    unit = ca_mau.cai_nuoc
    return invitations.add(tx, CODE, unit, Role.REPORTER, by=by, now=now, expires_at=now + WEEK, uses=uses)


@pytest.mark.parametrize("typed", ["7KQ4-M2XD", "7kq4m2xd", " 7kq4 - m2xd ", "７ＫＱ４－Ｍ２ＸＤ", "7KQ4–M2XD"])
def test_a_code_is_found_however_it_is_typed(tx: Connection, ca_mau: Province, now: datetime, typed: str) -> None:
    invitation_id = invited(tx, ca_mau, now)
    matching_invitation = invitations.by_code(tx, typed)
    assert matching_invitation
    assert (matching_invitation.id, matching_invitation.unit, matching_invitation.role) == (
        invitation_id,
        ca_mau.cai_nuoc,
        Role.REPORTER,
    )
    assert matching_invitation.invited_by == ca_mau.coordinator.id


def test_another_code_is_not(tx: Connection, ca_mau: Province, now: datetime) -> None:
    invited(tx, ca_mau, now)
    assert invitations.by_code(tx, "7KQ4-M2XE") is None
    assert invitations.by_code(tx, "") is None


def test_it_is_used_as_often_as_allowed(tx: Connection, ca_mau: Province, now: datetime) -> None:
    invitation_id = invited(tx, ca_mau, now, uses=2)
    assert [invitations.use(tx, invitation_id, now) for _ in range(3)] == [True, True, False]
    assert invitations.get(tx, invitation_id).refusal(now) == "used_up"


async def test_of_many_at_once_one_gets_the_last_use(store: Store, now: datetime) -> None:
    invitation_id = await store.write(lambda tx: invited(tx, province.build(tx, now), now))
    results = await asyncio.gather(*(store.write(lambda tx: invitations.use(tx, invitation_id, now)) for _ in range(8)))
    assert sorted(results) == [False] * 7 + [True]


def test_it_holds_until_its_last_second(tx: Connection, ca_mau: Province, now: datetime) -> None:
    invitation_id = invited(tx, ca_mau, now)
    end = now + WEEK
    assert invitations.get(tx, invitation_id).refusal(end - timedelta(seconds=1)) is None
    assert invitations.get(tx, invitation_id).refusal(end) == "expired"
    assert not invitations.use(tx, invitation_id, end)
    assert invitations.use(tx, invitation_id, end - timedelta(seconds=1))


def test_a_withdrawn_one_is_of_no_use(tx: Connection, ca_mau: Province, now: datetime) -> None:
    invitation_id = invited(tx, ca_mau, now)
    invitations.revoke(tx, invitation_id, now)
    assert invitations.get(tx, invitation_id).refusal(now) == "revoked"
    assert not invitations.use(tx, invitation_id, now)


def test_only_a_hash_is_kept(tx: Connection, ca_mau: Province, now: datetime) -> None:
    invited(tx, ca_mau, now)
    (row,) = tx.execute(select(invitation)).all()
    assert CODE not in str(tuple(row))
    assert len(row.code_hash) == 64


def test_codes_come_from_letters_nobody_misreads() -> None:
    codes = {SystemRandomCodes().code(invitations.LENGTH) for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("0O1IL8B")
    assert all(len(code) == 8 for code in codes)


def test_tokens_are_long_and_differ() -> None:
    tokens = {SystemRandomCodes().token() for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {32}
