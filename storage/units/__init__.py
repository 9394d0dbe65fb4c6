"""The tree of units, the import of unit lists, and the communes under transformation selected for a year.

Mergers of units are in ``storage.lifecycle``; proposals, decisions and outcomes of communes in ``storage.zones``.
"""
