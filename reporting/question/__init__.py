"""A question in Vietnamese, read: text → a query, what else it may mean, and what was not understood.

``parse.parse`` is the whole; ``query.Query`` what comes out. Nothing here knows figures: a query says what is asked.
"""

from reporting.question.ground import Ground
from reporting.question.parse import parse
from reporting.question.query import INTENTS, Alternative, Intent, Parsed, Query

__all__ = ["INTENTS", "Alternative", "Ground", "Intent", "Parsed", "Query", "parse"]
