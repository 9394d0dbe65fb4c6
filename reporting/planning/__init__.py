"""Rules about whole plans: checks of a plan, adoption of a plan text, plans of reports requested once, criteria sheets.

The models of a plan are in ``reporting.plan``; plans are read from files and stored by ``storage.plans``.
"""
