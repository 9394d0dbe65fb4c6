"""Telegram: fetches updates, translates them, sends messages with keyboards.

``handlers`` answer the messages; ``bot.delivery`` decides when an answer is sent.
"""
