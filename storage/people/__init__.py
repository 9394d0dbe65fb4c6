"""People, their memberships, invitations and subscriptions, and the data stored about a person.

What a role may do is decided in ``reporting.roles`` and ``reporting.permissions``.
"""
