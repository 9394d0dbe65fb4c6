"""What the bot answers: one package per capability, and what they share (``turn``, ``text``, ``reports``).

Rules are in ``reporting``, statements in ``storage``, platforms in ``bot``. See ``docs/architecture.md``.
"""
