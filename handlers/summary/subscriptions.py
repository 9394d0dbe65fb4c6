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
from handlers.turn.context import Turn
from handlers.turn.features import Args
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
    """The button to the subscriptions, under a summary."""
    return Button(
        turn.words("summary.subscriptions.choice"), "summary.show_subscriptions", synonyms=("dang ky", "nhan tom tat")
    )


def show(turn: Turn, _: Args) -> None:
    """What one receives in the role in use, each to be turned on or off."""
    words, mine = turn.words, subscriptions.kinds_of(turn.tx, turn.me.membership_id)
    turn.start_dialog(None)
    turn.add_message("summary.subscriptions.title", unit=turn.me.unit.name)
    lines = (words(f"summary.subscriptions.{wish}.{'on' if wish in mine else 'off'}") for wish in SubscriptionKind)
    turn.add_text("\n".join(f"• {line}" for line in lines))
    turn.set_buttons(*(_switch(words, wish, wish not in mine) for wish in SubscriptionKind), _back(words))


def switch(turn: Turn, args: Args) -> None:
    """``{wish, on}``: turns one kind on or off for the role in use."""
    wish = SubscriptionKind(args["wish"])
    if args["on"]:
        subscriptions.add(turn.tx, turn.me.membership_id, wish, turn.now)
    else:
        subscriptions.remove(turn.tx, turn.me.membership_id, wish)
    turn.add_message(f"summary.subscriptions.{wish}.{'begun' if args['on'] else 'ended'}")
    show(turn, {})


def open_summary(turn: Turn, args: Args) -> None:
    """``{membership, summary}``: opens the summary a message was about, in the role it was sent to."""
    if any(member.membership_id == args["membership"] for member in people.memberships(turn.tx, turn.me.person_id)):
        turn.switch_role(args["membership"])
    turn.run_action("summary.show", **args["summary"])


def stop(turn: Turn, args: Args) -> None:
    """``{membership, wish}``: stops one kind for the role the message was sent to, whatever role is in use."""
    wish = SubscriptionKind(args["wish"])
    if any(member.membership_id == args["membership"] for member in people.memberships(turn.tx, turn.me.person_id)):
        subscriptions.remove(turn.tx, args["membership"], wish)
    turn.add_message(f"summary.subscriptions.{wish}.ended")
    turn.set_buttons(_back(turn.words))


def due_messages(tx: Connection, services: Services, now: datetime) -> list[SubscriptionMessage] | None:
    """The messages due today; ``None`` once they were sent."""
    today = local_day(now)
    if key_values.get(tx, TOLD) == today.isoformat():
        return None
    messages = [
        subscription_message
        for subscriber in subscriptions.subscribers(tx, SubscriptionKind.MORNING_AFTER)
        for subscription_message in _mornings(tx, services, subscriber, now)
    ]
    if services.calendar.opens_a_week(today):
        messages += [
            message
            for subscriber in subscriptions.subscribers(tx, SubscriptionKind.MONDAY)
            if (message := _monday(tx, services, subscriber, now))
        ]
    return messages


def queue_messages(
    tx: Connection, services: Services, news: list[SubscriptionMessage], now: datetime
) -> list[OutboxMessage]:
    """Puts them into the outbox, each once; none through a channel whose month is used up."""
    key_values.put(tx, TOLD, local_day(now).isoformat())
    full = MonthlyQuota.of_month(tx, services.monthly_limits, now).used_up
    parcels = (
        notify.notify_person(
            tx, message.subscriber.person_id, _text(message), _choices(message), key=message.key, now=now, without=full
        )
        for message in news
    )
    return [parcel for parcel in parcels if parcel]


def _mornings(
    tx: Connection, services: Services, subscriber: Subscriber, now: datetime
) -> Iterator[SubscriptionMessage]:
    """One for each day something was due by: the morning after it may have found the program down."""
    today = local_day(now)
    since = max(today - DAY * DAYS_BACK, local_day(subscriber.since))
    reports = report_status.ended_reports(tx, subscriber.unit, since, today - DAY, now, today)
    summaries = [summary for totals in reports if (summary := _summary_of(tx, services, subscriber, totals, now))]
    for day, same_day in groupby(summaries, key=lambda summary: summary.last_day):
        yield _morning(services, subscriber, day, *same_day)


def _morning(
    services: Services, subscriber: Subscriber, day: date, first: SummaryData, *others: SummaryData
) -> SubscriptionMessage:
    """The summary of what was due by a day; of several reports the others in a line each."""

    def text(say: Words) -> str:
        lines = [f"{title(say, summary)}: {filing_line(say, summary)}" for summary in others]
        texts = [say("summary.subscriptions.morning", day=say.day(day)), *paragraphs(say, first, services.calendar)]
        return "\n\n".join([*texts, "\n".join(lines)]).strip()

    return _news(subscriber, SubscriptionKind.MORNING_AFTER, day, text, first)


def _monday(tx: Connection, services: Services, subscriber: Subscriber, now: datetime) -> SubscriptionMessage | None:
    """A line for each running report; none where nothing runs."""
    today = local_day(now)
    reports = report_status.running_reports(tx, subscriber.unit, now, today)
    summaries = [summary for totals in reports if (summary := _summary_of(tx, services, subscriber, totals, now))]
    if not summaries:
        return None

    def text(say: Words) -> str:
        lines = [f"• {title(say, summary)}: {filing_line(say, summary)}" for summary in summaries]
        as_of = say("text.as_of", moment=say.moment(now))
        return "\n".join([say("summary.subscriptions.week", unit=subscriber.unit.name), *lines, as_of])

    return _news(subscriber, SubscriptionKind.MONDAY, today - DAY * today.weekday(), text, summaries[0])


def _summary_of(
    tx: Connection, services: Services, subscriber: Subscriber, totals: ReportTotals, now: datetime
) -> SummaryData | None:
    return load_summary(
        tx, services.plans.get(tx, totals.plan_id), totals.report_id, totals.period, subscriber.unit, now
    )


def _news(
    subscriber: Subscriber, wish: SubscriptionKind, day: date, text: Callable[[Words], str], summary: SummaryData
) -> SubscriptionMessage:
    texts = {language: text(words(language)) for language in LANGUAGES}
    return SubscriptionMessage(subscriber, wish, f"{wish}:{subscriber.membership_id}:{day}", texts, summary.args)


def _text(message: SubscriptionMessage) -> notify.TextBuilder:
    return lambda say: message.texts[say.language]


def _choices(message: SubscriptionMessage) -> Callable[[Words], list[Button]]:
    def choices(say: Words) -> list[Button]:
        of = {"membership": message.subscriber.membership_id}
        return [
            Button(say("summary.subscriptions.open"), "summary.open_subscribed", {**of, "summary": message.args}),
            Button(say("summary.subscriptions.stop"), "summary.stop_subscription", {**of, "wish": message.kind.value}),
        ]

    return choices


def _switch(say: Words, wish: SubscriptionKind, on: bool) -> Button:
    label = say(f"summary.subscriptions.{wish}.{'take' if on else 'leave'}")
    return Button(label, "summary.switch_subscription", {"wish": wish.value, "on": on})


def _back(say: Words) -> Button:
    return Button(say("summary.back"), "summary.show")
