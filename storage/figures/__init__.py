"""Figures read for sums and targets: reports of the units below, imported baselines, results of targets.

The calculations are in ``reporting.figures``; the figures are stored by ``storage.reports.submissions``.
"""
