"""App: connects store, services, channels, delivery and scheduler to one running program."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.delivery.file_renderer import FileRenderer
from bot.delivery.outbox_sender import Channel, OutboxSender
from bot.error_format import call_path, describe_error
from bot.inbound import InboundReceiver
from bot.random_codes import SystemRandomCodes
from bot.scheduled_jobs import tick
from bot.scheduler import Scheduler
from handlers.registry import build_services
from handlers.reminders.undeliverable import LossReason, notify_coordinators
from handlers.turn.messages import Incoming
from handlers.turn.services import Links, Services
from storage.database.store import Store
from storage.messaging.outbox import OutboxMessage
from storage.operations.retention import USUAL, Retention
from storage.plans.files import load_calendar

log = logging.getLogger(__name__)


class App:
    """The running bot: channels call ``receive`` for each message, the scheduler calls ``tick`` every minute.

    ``limits``: messages a month by channel. ``plans_dir``: the folder of the adopted plans.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        links: Links,
        limits: Mapping[str, int] | None = None,
        plans_dir: Path | None = None,
        *,
        retention: Retention = USUAL,
    ) -> None:
        random_codes = SystemRandomCodes()
        self.store, self.now = store, now
        self.services: Services = build_services(
            random_codes, load_calendar(), links, limits, plans_dir, retention=retention
        )
        # With a random part, because containers use the same process ids again.
        holder = f"{socket.gethostname()[:20]}-{os.getpid()}-{random_codes.code(8)}"
        renderer = FileRenderer(store, self.services, now)
        self.delivery = OutboxSender(store, channels, holder, now, prepare=renderer, on_lost=self._lost)
        self._receiver = InboundReceiver(store, self.services, self.delivery, now)
        self._scheduler = Scheduler(self.tick)

    async def start(self) -> None:
        """Starts delivery, runs a tick, starts the scheduler. Channels must be ready: waiting messages are sent."""
        await self.delivery.start()
        try:
            await self.tick()
        except Exception as error:  # messages can be answered without it; the next tick tries again
            log.error("the first tick failed: %s\n%s", describe_error(error), call_path(error))
        self._scheduler.start()

    async def stop(self) -> None:
        """Stops the scheduler, then delivery, which finishes what it is sending."""
        self._scheduler.stop()
        await self.delivery.stop()

    async def receive(self, incoming: Incoming) -> None:
        """Handles a message; returns after the commit. ``StoreUnavailable``: the channel must not acknowledge it."""
        await self._receiver.receive(incoming)

    async def tick(self) -> None:
        """Does what is due now (reports owed, reminders, deletion) and queues the messages it made."""
        self.delivery.enqueue(await tick(self.store, self.services, self.now()))

    def _lost(self, tx: Connection, message: OutboxMessage, reason: LossReason) -> list[OutboxMessage]:
        """Informs the coordinators that ``message`` could not be delivered; returns the messages to them."""
        return notify_coordinators(tx, message, reason, self.now())
