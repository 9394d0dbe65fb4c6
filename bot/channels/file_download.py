"""Fetches a file for download; a deferred file that is being rendered is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection

from storage.database.store import Store, StoreUnavailable
from storage.messaging.attachments import Attachment

LOOK = 0.2
"""Seconds between two reads."""
PATIENCE = 10.0
"""Seconds a request waits for a file."""


async def wait_for_file(store: Store, get: Callable[[Connection], Attachment | None]) -> Attachment | None:
    """Returns what ``get`` returns once it has its content, or ``None``. Raises StoreUnavailable after ``PATIENCE``."""
    for _ in range(round(PATIENCE / LOOK)):
        attachment = await store.read(get)
        if attachment is None or attachment.content:
            return attachment
        await asyncio.sleep(LOOK)
    raise StoreUnavailable("the file is still being made")
