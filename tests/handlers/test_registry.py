"""The features fit together, and every action and dialog named in the code exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from handlers.registry import FEATURES, RegistryError, build_registry
from handlers.turn.features import Action, Command, Feature, MenuEntry
from reporting.roles import Role
from tests.handlers.conftest import PhoneOf
from tests.handlers.reminders.steps import take
from tests.province import Province

ROOT = Path(__file__).parents[2]
REGISTRY = build_registry()
ID = re.compile(r"[a-z]+\.[a-z_]+")
CALLS = {"Button": 1, "run_action": 0, "page_buttons": 1, "buttons": 1, "MenuEntry": 2}
"""Calls that name an action, and the place of the argument."""


def nothing(*_: object) -> None: ...


def calls() -> Iterator[tuple[str, ast.Call, Path]]:
    for package in ("handlers", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    yield getattr(called, "attr", getattr(called, "id", "")), node, path


def literals(node: ast.expr) -> Iterator[str]:
    """The strings an argument may be: ``"x.y"``, or both sides of ``"x.y" if wide else "x.z"``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def named_actions() -> list[tuple[str, str]]:
    return [
        (action, f"{path.relative_to(ROOT)}:{call.lineno}")
        for name, call, path in calls()
        if name in CALLS and len(call.args) > CALLS[name]
        for action in literals(call.args[CALLS[name]])
        if ID.fullmatch(action)
    ]


def test_every_action_named_in_the_code_is_registered() -> None:
    named = named_actions()
    assert len(named) > 300, "the walk over the code finds the calls"
    assert [(action, where) for action, where in named if action not in REGISTRY.actions] == []


def test_every_registered_action_is_named_somewhere() -> None:
    """What nothing leads to is dead: it would be carried along for ever."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "handlers").rglob("*.py")))
    assert [action for action in REGISTRY.actions if text.count(f'"{action}"') < 2] == []


@pytest.mark.parametrize(
    ("feature", "problem"),
    [
        (Feature("filing"), "feature filing is registered twice"),
        (Feature("mau", commands=(Command("baocao", nothing, order=1),)), "command baocao is registered twice"),
        (
            Feature("mau", commands=(Command("mau", nothing, order=1, typed=("huy",)),)),
            "typed words huy is registered twice",
        ),
        (Feature("mau", actions={"review.open": Action(nothing)}), "action review.open does not begin with"),
        (Feature("mau", menu=(MenuEntry(1, "menu.mau", "mau.gone", frozenset(Role)),)), "nobody registered the action"),
        (Feature("mau", document_builders={"unit_report": nothing}), "document kind unit_report is registered twice"),
    ],
)
def test_what_does_not_fit_is_refused_at_start(feature: Feature, problem: str) -> None:
    with pytest.raises(RegistryError, match=problem):
        build_registry((*FEATURES, feature))


def test_a_button_needs_a_role_as_a_command_does(tx: Connection, phone_of: PhoneOf, ca_mau: Province) -> None:
    """Asked by the dispatcher, whatever the action itself asks."""
    reached: list[object] = []
    phone = phone_of(ca_mau.officer)
    only_admins = Action(lambda turn, args: reached.append(args), roles=frozenset({Role.ADMIN}))
    phone.services = phone.services.with_registered(actions={**phone.services.registry.actions, "mau.act": only_admins})

    answer = take(tx, phone.services, ca_mau.officer, phone.now, "mau.act")

    assert not reached
    assert "vai trò" in answer.text


def test_the_commands_are_listed_in_the_order_of_their_use() -> None:
    assert list(build_registry().commands) == [
        "start", "baocao", "tinhtrang", "tomtat", "giahan", "dotxuat", "duyet", "hoi", "theodoi", "diaban", "tonghop",
        "xuat", "hopnhat", "huy", "moi", "thanhvien", "kehoach", "bangiao", "toi", "ngonngu", "trogiup",
    ]  # fmt: skip
