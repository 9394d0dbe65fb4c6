"""Reading of questions in Vietnamese (/hoi): text → a query, its alternative readings, and the words not understood.

``parse.parse`` is the entry point, ``query.Query`` the result. Nothing here looks up figures or writes answers: a query
only describes what is asked.
"""

from reporting.questions.context import ReadingContext
from reporting.questions.parse import parse
from reporting.questions.query import INTENTS, Alternative, Intent, ParsedQuestion, Query

__all__ = ["INTENTS", "Alternative", "Intent", "ParsedQuestion", "Query", "ReadingContext", "parse"]
