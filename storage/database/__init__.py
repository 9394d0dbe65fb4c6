"""The connection to SQLite or PostgreSQL: store, tables, migrations, and the table of single values.

Statements about a kind of record are in the package of that record.
"""
