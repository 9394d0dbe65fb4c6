"""Whatever is noted about a report has words in its history."""

import ast
from collections.abc import Iterator
from pathlib import Path

from locales import LANGUAGES, words

ROOT = Path(__file__).parents[3]


def noted() -> Iterator[str]:
    """The actions recorded with a report, as the code spells them out."""
    for package in ("handlers", "storage", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _records(node):
                    yield from (
                        each_node.value
                        for argument in node.args
                        for each_node in ast.walk(argument)
                        if isinstance(each_node, ast.Constant)
                        and isinstance(each_node.value, str)
                        and "." in each_node.value
                    )


def _records(node: ast.Call) -> bool:
    """``audit.record(…, obligation=…)`` or ``submission.note_review(…)``."""
    if not isinstance(node.func, ast.Attribute):
        return False
    about_report = any(keyword.arg == "obligation" for keyword in node.keywords)
    return node.func.attr == "note_review" or (node.func.attr == "record" and about_report)


def test_every_action_about_a_report_has_words() -> None:
    actions = set(noted())

    assert {"report.filed", "report.accepted", "report.returned", "report.resent", "report.unlocked"} <= actions
    missing = [
        f"{language}: {action}"
        for language in LANGUAGES
        for action in sorted(actions)
        if f"reports.history.action.{action}" not in words(language)
    ]
    assert missing == []
