"""What makes records trustworthy: canonical content and receipt code of a submission, number of the signed document,
hash chain of the audit log, delay after wrong invitation codes.

The records themselves are stored by ``storage.reports`` and ``storage.audit``.
"""
