"""Reading of lists that people send as tables: units, invitations, figures of earlier periods.

A table is a list of rows of text; files are read by ``storage.units.files``, and what was read is stored elsewhere.
"""
