"""The audit log: adding rows, sealing them in a hash chain, reading and verifying them.

The rules of the chain are in ``reporting.integrity.audit_chain``.
"""
