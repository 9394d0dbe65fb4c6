"""How a turn works: dispatching a message, the reply, the stack of dialogs, pages, notifications, files made later.

Knows no capability and no report.
"""
