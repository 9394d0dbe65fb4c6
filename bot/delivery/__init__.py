"""Delivering the outbox: the sender, queue and pace, pauses of a channel, files made before their message is sent.

The rows themselves are in ``storage.messaging.outbox``.
"""
