"""Simulates a year of a province in virtual time (``baocao simulate``): officers and coordinators act at random.

The real handlers, tick and outbox run. ``message_log`` and ``result`` check the reminders independently of
``reporting.reminders``, from the raw rows of the database; they do not decide anything.
"""
