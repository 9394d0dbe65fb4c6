"""Conversations, incoming events, outgoing messages and their files, sessions of the web channel.

Sending and receiving is done by ``bot``; the texts come from ``handlers``.
"""
