"""The only module that knows all capabilities: lists them, checks that they fit together, builds the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path

from handlers import (
    account,
    adhoc,
    documents,
    extensions,
    filing,
    members,
    menu,
    monitoring,
    plans,
    questions,
    reminders,
    review,
    submissions,
    summary,
    totals,
    units,
    zones,
)
from handlers.turn.features import Feature, Registry
from handlers.turn.services import Links, RandomCodes, Services
from locales import LANGUAGES, words
from reporting.deadlines.calendar import Calendar
from storage.operations.retention import USUAL, Retention
from storage.plans.plans import PlanCache

FEATURES: tuple[Feature, ...] = (
    menu.FEATURE,
    zones.FEATURE,  # before filing: both take filled workbooks, and a criteria workbook is the zones'
    filing.FEATURE,
    submissions.FEATURE,
    monitoring.FEATURE,
    summary.FEATURE,
    extensions.FEATURE,
    adhoc.FEATURE,
    review.FEATURE,
    questions.FEATURE,
    reminders.FEATURE,
    totals.FEATURE,
    documents.FEATURE,
    units.FEATURE,
    members.FEATURE,
    plans.FEATURE,
    account.FEATURE,
)


class RegistryError(Exception):
    """The features do not fit together; the message names what does not."""


def build_registry(features: Iterable[Feature] = FEATURES) -> Registry:
    """All features together. Raises :class:`RegistryError` with every problem found."""
    features = tuple(features)
    if problems := list(find_problems(features)):
        raise RegistryError("\n".join(problems))
    commands = sorted((command for feature in features for command in feature.commands), key=attrgetter("order"))
    (questions_handler,) = (feature.question_handler for feature in features if feature.question_handler)
    return Registry(
        commands={command.name: command for command in commands},
        descriptions={
            command.name: f"{feature.name}.command.{command.name}"
            for feature in features
            for command in feature.commands
        },
        actions={name: action for feature in features for name, action in feature.actions.items()},
        dialogs={dialog.name: dialog for feature in features for dialog in feature.dialogs},
        file_handlers=tuple(handler for feature in features for handler in feature.file_handlers),
        document_builders={kind: make for feature in features for kind, make in feature.document_builders.items()},
        menu=tuple(sorted((entry for feature in features for entry in feature.menu), key=attrgetter("order"))),
        questions=questions_handler,
        show_menu=menu.show,
        greet_stranger=menu.greet_stranger,
    )


def find_problems(features: Iterable[Feature]) -> Iterator[str]:
    """What does not fit: a name registered twice, a name of another feature, a button whose action does not exist."""
    features = tuple(features)
    names = [("feature", feature.name) for feature in features]
    for feature in features:
        names += [("command", command.name) for command in feature.commands]
        names += [("typed words", phrase) for command in feature.commands for phrase in command.typed]
        names += [("document kind", kind) for kind in feature.document_builders]
        for sort, name in (
            *(("action", name) for name in feature.actions),
            *(("dialog", dialog.name) for dialog in feature.dialogs),
        ):
            names.append((sort, name))
            if not name.startswith(f"{feature.name}."):
                yield f"{sort} {name} does not begin with the name of its feature, {feature.name}"
    yield from (f"{sort} {name} is registered twice" for (sort, name), count in Counter(names).items() if count > 1)
    actions = {name for feature in features for name in feature.actions}
    for feature in features:
        for entry in feature.menu:
            if entry.action not in actions:
                yield f"menu entry {entry.label}: nobody registered the action {entry.action}"


def build_services(
    random_codes: RandomCodes,
    calendar: Calendar,
    links: Links,
    limits: Mapping[str, int] | None = None,
    plans_dir: Path | None = None,
    *,
    retention: Retention = USUAL,
) -> Services:
    """The services every turn uses. One a process: they keep the parsed plans.

    ``plans_dir``: where adopted plans stand, to be put to use from the chat.
    """
    return Services(
        registry=build_registry(),
        plans=PlanCache(),
        random_codes=random_codes,
        calendar=calendar,
        links=links,
        plans_dir=plans_dir,
        monthly_limits=limits or {},
        retention=retention,
    )


def command_menu() -> dict[str, list[tuple[str, str]]]:
    """The commands worth showing, by language: ``{"vi": [("baocao", "làm và nộp báo cáo"), …], "en": …}``."""
    registry = build_registry()
    shown = [command.name for command in registry.commands.values() if command.in_menu]
    return {
        language: [(name, words(language)(registry.descriptions[name])) for name in shown] for language in LANGUAGES
    }
