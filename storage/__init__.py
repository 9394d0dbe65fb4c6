"""Everything that runs SQL, and the files of plans: one package for each kind of record.

A function takes a connection in a transaction (``tx``).
Rules are in ``reporting``, wording and screens in ``handlers``.
"""
