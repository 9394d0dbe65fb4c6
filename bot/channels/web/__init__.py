"""The web channel: the chat page, its HTTP interface, signed links for files.

``handlers`` answer the messages. The interface is described in ``docs/web-channel.md``.
"""
