"""Backup, restoring, deletion of old data, and weekly statistics.

When they run is decided by ``bot`` and its command line.
"""
