"""What is told without being asked: the summary on the morning after a deadline, and how it stands every Monday."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from handlers.summary.data import SummaryData, load_summary
from handlers.summary.text import filing_line, paragraphs, title
from handlers.turn import notify
from handlers.turn.context import Args, Turn
from handlers.turn.messages import Button
from handlers.turn.quota import MonthlyQuota
from handlers.turn.services import Services
from locales import LANGUAGES, Words, words
from reporting.deadlines.calendar import DAY, local_day
from storage.database import key_values
from storage.messaging.outbox import OutboxMessage
from storage.people import people, subscriptions
from storage.people.subscriptions import Subscriber, SubscriptionKind
from storage.reports import report_status
from storage.reports.report_status import ReportTotals

TOLD = "subscriptions_told"
"""The setting that names the day whose messages have been told."""
DAYS_BACK = 7
"""How long after a deadline its summary is still told, where the program was down meanwhile."""


@dataclass(frozen=True, slots=True)
class SubscriptionMessage:
    """One message for one subscriber; ``texts`` by language, ``args`` of the summary it leads to."""

    subscriber: Subscriber
    kind: SubscriptionKind
    key: str
    texts: Mapping[str, str]
    args: Mapping[str, Any]


def subscriptions_button(turn: Turn) -> Button:
    """The way to it, under a summary."""
    return Button(
        turn.words("summary.subscriptions.choice"), "summary.show_subscriptions", synonyms=("dang ky", "nhan tom tat")
    )


def show(turn: Turn, _: Args) -> None:
    """What one receives in the hat worn, each to be turned on or off."""
    words, mine = turn.words, subscriptions.kinds_of(turn.tx, turn.me.membership_id)
    turn.start_dialog(None)
    turn.add_message("summary.subscriptions.title", unit=turn.me.unit.name)
    lines = (words(f"summary.subscriptions.{wish}.{'on' if wish in mine else 'off'}") for wish in SubscriptionKind)
    turn.add_text("\n".join(f"• {line}" for line in lines))
    turn.set_buttons(*(_switch(words, wish, wish not in mine) for wish in SubscriptionKind), _back(words))


def switch(turn: Turn, args: Args) -> None:
    """``{wish, on}``: for the hat worn."""
    wish = SubscriptionKind(args["wish"])
    if args["on"]:
        subscriptions.add(turn.tx, turn.me.membership_id, wish, turn.now)
    else:
        subscriptions.remove(turn.tx, turn.me.membership_id, wish)
    turn.add_message(f"summary.subscriptions.{wish}.{'begun' if args['on'] else 'ended'}")
    show(turn, {})


def open_summary(turn: Turn, args: Args) -> None:
    """``{membership, summary}``: under a message told, in the hat it was told to, whatever hat is worn."""
    if any(one.membership_id == args["membership"] for one in people.memberships(turn.tx, turn.me.person_id)):
        turn.switch_role(args["membership"])
    turn.run_action("summary.show", **args["summary"])


def stop(turn: Turn, args: Args) -> None:
    """``{membership, wish}``: under a message told; whatever hat is worn, and however often it is taken."""
    wish = SubscriptionKind(args["wish"])
    if any(one.membership_id == args["membership"] for one in people.memberships(turn.tx, turn.me.person_id)):
        subscriptions.remove(turn.tx, args["membership"], wish)
    turn.add_message(f"summary.subscriptions.{wish}.ended")
    turn.set_buttons(_back(turn.words))


def due_messages(tx: Connection, services: Services, now: datetime) -> list[SubscriptionMessage] | None:
    """What is to be told today; ``None`` once that is done."""
    today = local_day(now)
    if key_values.get(tx, TOLD) == today.isoformat():
        return None
    found = [
        one
        for who in subscriptions.subscribers(tx, SubscriptionKind.MORNING_AFTER)
        for one in _mornings(tx, services, who, now)
    ]
    if services.calendar.opens_a_week(today):
        found += [
            one
            for who in subscriptions.subscribers(tx, SubscriptionKind.MONDAY)
            if (one := _monday(tx, services, who, now))
        ]
    return found


def queue_messages(
    tx: Connection, services: Services, news: list[SubscriptionMessage], now: datetime
) -> list[OutboxMessage]:
    """Puts them into the outbox, each once; none through a channel whose month is used up."""
    key_values.put(tx, TOLD, local_day(now).isoformat())
    full = MonthlyQuota.of_month(tx, services.monthly_limits, now).used_up
    told = (
        notify.notify_person(
            tx, one.subscriber.person_id, _text(one), _choices(one), key=one.key, now=now, without=full
        )
        for one in news
    )
    return [parcel for parcel in told if parcel]


def _mornings(tx: Connection, services: Services, who: Subscriber, now: datetime) -> Iterator[SubscriptionMessage]:
    """One for each day something was due by: the morning after it may have found the program down."""
    today = local_day(now)
    since = max(today - DAY * DAYS_BACK, local_day(who.since))
    heads = report_status.ended_reports(tx, who.unit, since, today - DAY, now, today)
    briefs = [brief for head in heads if (brief := _brief(tx, services, who, head, now))]
    for day, same_day in groupby(briefs, key=lambda one: one.last_day):
        yield _morning(services, who, day, *same_day)


def _morning(
    services: Services, who: Subscriber, day: date, first: SummaryData, *others: SummaryData
) -> SubscriptionMessage:
    """The summary of what was due by a day; of several reports the others in a line each."""

    def text(say: Words) -> str:
        lines = [f"{title(say, one)}: {filing_line(say, one)}" for one in others]
        said = [say("summary.subscriptions.morning", day=say.day(day)), *paragraphs(say, first, services.calendar)]
        return "\n\n".join([*said, "\n".join(lines)]).strip()

    return _news(who, SubscriptionKind.MORNING_AFTER, day, text, first)


def _monday(tx: Connection, services: Services, who: Subscriber, now: datetime) -> SubscriptionMessage | None:
    """A line for each running report; none where nothing runs."""
    today = local_day(now)
    heads = report_status.running_reports(tx, who.unit, now, today)
    briefs = [brief for head in heads if (brief := _brief(tx, services, who, head, now))]
    if not briefs:
        return None

    def text(say: Words) -> str:
        lines = [f"• {title(say, one)}: {filing_line(say, one)}" for one in briefs]
        as_of = say("text.as_of", moment=say.moment(now))
        return "\n".join([say("summary.subscriptions.week", unit=who.unit.name), *lines, as_of])

    return _news(who, SubscriptionKind.MONDAY, today - DAY * today.weekday(), text, briefs[0])


def _brief(
    tx: Connection, services: Services, who: Subscriber, head: ReportTotals, now: datetime
) -> SummaryData | None:
    return load_summary(tx, services.plans.get(tx, head.plan_id), head.report_id, head.period, who.unit, now)


def _news(
    who: Subscriber, wish: SubscriptionKind, day: date, text: Callable[[Words], str], brief: SummaryData
) -> SubscriptionMessage:
    texts = {language: text(words(language)) for language in LANGUAGES}
    return SubscriptionMessage(who, wish, f"{wish}:{who.membership_id}:{day}", texts, brief.args)


def _text(one: SubscriptionMessage) -> notify.TextBuilder:
    return lambda say: one.texts[say.language]


def _choices(one: SubscriptionMessage) -> Callable[[Words], list[Button]]:
    def choices(say: Words) -> list[Button]:
        of = {"membership": one.subscriber.membership_id}
        return [
            Button(say("summary.subscriptions.open"), "summary.open_subscribed", {**of, "summary": one.args}),
            Button(say("summary.subscriptions.stop"), "summary.stop_subscription", {**of, "wish": one.kind.value}),
        ]

    return choices


def _switch(say: Words, wish: SubscriptionKind, on: bool) -> Button:
    label = say(f"summary.subscriptions.{wish}.{'take' if on else 'leave'}")
    return Button(label, "summary.switch_subscription", {"wish": wish.value, "on": on})


def _back(say: Words) -> Button:
    return Button(say("summary.back"), "summary.show")
