"""Telegram: fetching updates, translating them, sending messages with keyboards.

What a message means is decided in ``handlers``; when it is sent, in ``bot.delivery``.
"""
