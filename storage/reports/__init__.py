"""Obligations, drafts, submitted versions, and what belongs to a report: remarks, extensions, attached documents.

Whether a report counts as filed, missing or late is decided in ``reporting.status``.
"""
