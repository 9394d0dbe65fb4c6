"""The only place that puts the program together."""

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
    """The running bot: channels hand messages to ``receive``, the clock calls ``tick``, delivery speaks."""

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
        holder = (
            f"{socket.gethostname()[:20]}-{os.getpid()}-{random_codes.code(8)}"  # process ids come again, in containers
        )
        making = FileRenderer(store, self.services, now)
        self.delivery = OutboxSender(store, channels, holder, now, prepare=making, on_lost=self._lost)
        self._intake = InboundReceiver(store, self.services, self.delivery, now)
        self._scheduler = Scheduler(self.tick)

    async def start(self) -> None:
        """Channels must be ready to send: what an earlier run left waiting goes out at once."""
        await self.delivery.start()
        try:
            await self.tick()
        except Exception as error:  # people can write all the same; the next tick does it
            log.error("the first tick failed: %s\n%s", describe_error(error), call_path(error))
        self._scheduler.start()

    async def stop(self) -> None:
        self._scheduler.stop()
        await self.delivery.stop()

    async def receive(self, incoming: Incoming) -> None:
        """Resolves after the commit; ``StoreUnavailable`` means: do not acknowledge."""
        await self._intake.receive(incoming)

    async def tick(self) -> None:
        """What time brings: obligations, reminders, cleaning."""
        self.delivery.enqueue(await tick(self.store, self.services, self.now()))

    def _lost(self, tx: Connection, parcel: OutboxMessage, why: LossReason) -> list[OutboxMessage]:
        return notify_coordinators(tx, parcel, why, self.now())
