"""The web channel: the chat page, its HTTP interface, signed links for files.

What a message means is decided in ``handlers``.
"""
