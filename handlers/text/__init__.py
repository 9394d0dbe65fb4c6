"""Wording that several capabilities share: names of reports and units, deadlines, lateness, targets, answers.

Only from data to text: no turn, no statement. Text about one loaded report is in ``handlers.reports``.
"""
