"""Figures of reports: checks, sums over units, targets, comparison with earlier periods, communes under transformation.

The figures come from ``storage.figures``; their wording is in ``handlers``.
"""
