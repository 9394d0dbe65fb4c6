"""The documents name what is in the code, and the tool finds a name that is not."""

from __future__ import annotations

import pytest

from tests.tools.glossary import Names, looks_like_ours, problems


@pytest.fixture(scope="module")
def names() -> Names:
    return Names()


def test_every_name_in_the_documents_is_in_the_code() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    "token",
    [
        "reporting.plan.plan.Plan",
        "plan.Plan",
        "Plan.adopted_from",
        "units.get",
        "obligation.last_day",
        "filing.open",
        "bot/demo/data/ca-mau.yaml",
        "reporting/documents/chart_*.py",
        "baocao plans adopt ca-mau-2017 --as ca-mau-2026",
        "BAOCAO_KEEP_…",
        "WebChannel.links",
        "2026-H1",
        'Answer.state == "nil"',
    ],
)
def test_what_exists_is_known(names: Names, token: str) -> None:
    assert names.has(token)


@pytest.mark.parametrize(
    "token",
    [
        "reporting.plan.plan.Plam",
        "plans.Plan",
        "Plan.adopted_form",
        "filing.opened",
        "bot/demo/data/ca-mao.yaml",
        "reporting/documents/picture_*.py",
        "baocao plan adopt",
        "BAOCAO_KEPT_…",
        "handlers.registry.MAKERS",
    ],
)
def test_what_does_not_exist_is_named(names: Names, token: str) -> None:
    assert looks_like_ours(token)
    assert not names.has(token)


def test_other_words_in_running_text_are_left_alone() -> None:
    assert not any(map(looks_like_ours, ("null", "SKIP LOCKED", "/hoi", "pg_dump", "journal_mode=WAL", "num")))
