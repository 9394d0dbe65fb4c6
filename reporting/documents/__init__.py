"""Creation of files from plain data: charts (.png), official documents (.docx, Nghị định 30/2020), the annex (.xlsx).

The data come from ``handlers.documents`` and ``handlers.summary``, with all wording. Nothing here reads the database.
"""
