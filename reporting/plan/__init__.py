"""The models of a plan (``plans/*.yaml``): schedule, forms, targets, zones.

Reading and storing of plans is in ``storage.plans``, checks of their content in ``reporting.planning``.
"""
