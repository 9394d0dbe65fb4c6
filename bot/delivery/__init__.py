"""Delivery of the outbox: sender, queue in memory, rate limiter, pauses of a channel, files rendered before sending.

The rows themselves are in ``storage.messaging.outbox``.
"""
