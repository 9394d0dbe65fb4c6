"""A question in Vietnamese, read: text → a query, what else it may mean, and what was not understood.

``parse.parse`` is the whole; ``query.Query`` what comes out. Nothing here knows figures: a query says what is asked.
"""

from reporting.questions.context import ReadingContext
from reporting.questions.parse import parse
from reporting.questions.query import INTENTS, Alternative, Intent, ParsedQuestion, Query

__all__ = ["INTENTS", "Alternative", "Intent", "ParsedQuestion", "Query", "ReadingContext", "parse"]
