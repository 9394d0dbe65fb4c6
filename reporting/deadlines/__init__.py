"""Periods, working days, deadlines, extensions, and the states of an obligation.

Obligations are stored by ``storage.reports``; whether a report counts as filed, missing or late is decided in
``reporting.status``.
"""
