"""Texts that several capabilities share: deadlines, lateness, counts of filed reports, targets, answers, names.

Every function is pure: it takes ``Words`` and data and returns a text. No turn, no SQL; texts that need a loaded report
are in ``handlers.reports``.
"""
