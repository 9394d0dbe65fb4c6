"""A file to be fetched: one that was ordered a moment ago is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection

from storage.database.store import Store, StoreUnavailable
from storage.messaging.attachments import Attachment

LOOK = 0.2
"""Seconds between two looks."""
PATIENCE = 10.0
"""Seconds somebody waits for a file; then it is to be asked for again."""


async def wait_for_file(store: Store, get: Callable[[Connection], Attachment | None]) -> Attachment | None:
    """What ``get`` finds, once it has its content. Raises StoreUnavailable where that takes too long."""
    for _ in range(round(PATIENCE / LOOK)):
        attachment = await store.read(get)
        if attachment is None or attachment.content:
            return attachment
        await asyncio.sleep(LOOK)
    raise StoreUnavailable("the file is still being made")
