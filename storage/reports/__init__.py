"""Obligations, drafts, submitted versions, reviews, and other records about a report: remarks, extensions, documents.

Whether a report counts as filed, missing or late is decided in ``reporting.status``.
"""
