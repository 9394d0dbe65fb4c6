"""Obligations, drafts, submitted versions, reviews, and what is recorded about a report: remarks, extensions.

Whether a report counts as filed, missing or late is decided in ``reporting.status``.
"""
