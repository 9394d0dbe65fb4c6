"""Parsing of a question: from its words, units, spans of time and levels to a query.

"so ma túy h. Cái Nước với Năm Căn 6t" → ``so ma tuy U voi U T`` → compare, c40, both units, the six months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reporting.plan.schedule import UnitKind
from reporting.questions import intents
from reporting.questions.context import ReadingContext
from reporting.questions.period_resolution import resolve_periods
from reporting.questions.phrases import COMMON, FILLER
from reporting.questions.query import Alternative, Intent, ParsedQuestion, Query
from reporting.questions.reading import QuestionReading, read
from reporting.questions.subject_matcher import LIGHT, SubjectMatch, SubjectTerm, phrase

CLOSE = 0.08
"""If the scores of two readings differ by less than this, both are possible."""
PLAIN = 0.9
"""From this score on, the intent is clear."""
FRAGMENT = 4
"""A text with at most this many words may be only a name, without a question."""
FITS = 0.5
"""From this score on, a field or target is taken as the subject."""
_OF_TARGETS = frozenset({"rate", "target", "plan"})
_FILING = frozenset({"missing", "late", "filed", "deadline", "help", "summary"})
_NEEDS_SUBJECT = frozenset({"count", "rate", "compare", "rank"})


def parse(text: str, context: ReadingContext, previous: Query | None = None) -> ParsedQuestion:
    """The query of a question, with alternatives and the words not understood.

    ``previous``: the query before; a follow-up question ("còn năm ngoái?") takes from it what it does not name.
    """
    reading = read(text, context)
    fields, targets = _matches(reading, "field"), _matches(reading, "target")
    best = max((field.score for field in (*fields[:1], *targets[:1])), default=0.0)
    ranked = intents.rank_intents(reading.asked, best, units=len(reading.units), strange=bool(reading.content))
    if previous is not None and not _continues(reading, ranked, previous, best):
        previous = None
    if previous is not None:
        ranked = _followed(reading, ranked, previous, best)
    return _chosen(reading, ranked or _bare(reading), fields, targets, previous)


def _matches(reading: QuestionReading, kind: str) -> list[SubjectMatch]:
    terms = reading.context.terms
    matches = terms.matches(reading.content, "target" if kind == "target" else "field")
    named = [SubjectMatch(term, 1.0, 1.0) for term in terms.terms if term.id in reading.ids and term.kind == kind]
    own = named + [match for match in matches if match.term.in_plan]
    other = next((match for match in matches if not match.term.in_plan), None)
    if other and other.fits > 0.99 and (not own or other.covers > own[0].covers + 0.25):
        return [other, *own]
    return own


def _incomplete(intent: Intent, best: float) -> bool:
    """Whether the intent needs a subject and none is named: "so với cùng kỳ?"."""
    return intent in _NEEDS_SUBJECT and best < FITS


def _followed(
    reading: QuestionReading, ranked: list[tuple[Intent, float]], previous: Query, best: float
) -> list[tuple[Intent, float]]:
    """The intents of a follow-up question: that of the previous question, unless another one is clear."""
    if _asks_whether_met(ranked, previous, best):
        return [ranked[0]]
    strong = [pair for pair in ranked if pair[1] >= PLAIN and not (pair[0] == "summary" and reading.follows)]
    if strong and strong[0][0] != "count":
        return strong
    intent = previous.intent
    if best >= FITS and intent in _FILING:
        intent = "count"
    return [(intent, 0.9)]


def _asks_whether_met(ranked: Sequence[tuple[Intent, float]], previous: Query, best: float) -> bool:
    """Whether it is a question like "Đạt chưa?", without a subject, after a question about a target."""
    bare = bool(ranked) and ranked[0][0] == "target" and ranked[0][1] < PLAIN and best < FITS
    return bare and previous.intent in _OF_TARGETS


def _continues(reading: QuestionReading, ranked: Sequence[tuple[Intent, float]], previous: Query, best: float) -> bool:
    """Whether it is a follow-up question: it begins like one ("còn …?"), is only a name, or has no subject where one
    is needed ("so với cùng kỳ?").
    """
    named = reading.units or reading.spans or reading.level or reading.whole or best >= FITS
    plain = bool(ranked) and ranked[0][1] >= PLAIN
    if ranked and _incomplete(ranked[0][0], best):
        return True
    if _asks_whether_met(ranked, previous, best):
        return True
    fragment = not plain and len(reading.asked.split()) <= FRAGMENT and (best >= FITS or not reading.content)
    return bool(named) and (reading.follows or fragment)


def _bare(reading: QuestionReading) -> list[tuple[Intent, float]]:
    """The intent of a question without a recognised one: the summary of a unit or period if only that is named."""
    named = reading.units or reading.spans or reading.whole
    rest = [word for word in reading.asked.split() if word not in FILLER]
    return [("summary", 0.6)] if named and len(rest) <= 1 and not reading.content else [("help", 0.0)]


def _chosen(
    reading: QuestionReading,
    ranked: Sequence[tuple[Intent, float]],
    fields: Sequence[SubjectMatch],
    targets: Sequence[SubjectMatch],
    previous: Query | None,
) -> ParsedQuestion:
    """The best reading, and the alternatives with another intent, subject or unit."""
    intent, certain = ranked[0]
    rates = intents.asks_share(reading.asked)
    subjects = _subjects(intent, fields, targets, rates)
    query = _query(reading, intent, subjects[0].term.id if subjects else None, previous)
    others = list(_others(reading, ranked, subjects, (fields, targets), query, previous))
    close = next((alternative.by for alternative in others if _is_close(alternative, certain, subjects)), None)
    other = subjects[0].term.id if subjects and not subjects[0].term.in_plan else None
    uncovered = next((reading.written(mention.text) for mention in reading.spans if not mention.covered), None)
    unread = _unread(reading, query)
    unknown_unit = reading.unknown_unit or _written_as_name(reading, unread)
    return ParsedQuestion(
        query,
        round(certain, 2),
        tuple(sorted(others, key=lambda alternative: -alternative.score)[:4]),
        doubt=close,
        unread=tuple(map(reading.written, unread)),
        unknown_unit=reading.written(unknown_unit) if unknown_unit else None,
        no_such_period=uncovered,
        other_field=other,
    )


def _is_close(alternative: Alternative, certain: float, subjects: Sequence[SubjectMatch]) -> bool:
    """Whether the alternative is so likely that the person has to be asked which reading is meant."""
    if alternative.by == "intent" or not certain:
        return False
    return alternative.score >= certain - (0.0 if alternative.by == "subject" and subjects[0].is_exact else CLOSE)


def _subjects(
    intent: Intent, fields: Sequence[SubjectMatch], targets: Sequence[SubjectMatch], rates: bool
) -> list[SubjectMatch]:
    """The subjects, best first: targets if a rate, a target or the plan is asked about, otherwise fields."""
    if intent in _FILING:
        return []
    of_targets = intent in _OF_TARGETS or (rates and intent in ("rank", "compare"))
    first, second = (targets, fields) if of_targets else (fields, targets)
    matches = [match for match in first if match.score >= FITS]
    others = [match for match in second if match.score >= FITS]
    if others and (not matches or others[0].covers > matches[0].covers + 0.2) and intent != "count":
        matches = others
    return matches


def _query(reading: QuestionReading, intent: Intent, subject: str | None, previous: Query | None) -> Query:
    units = reading.codes
    query = Query(intent, subject, units, reading.level)
    if previous is not None:
        query = replace(
            query,
            subject=subject or (previous.subject if intent not in _FILING else None),
            units=units or (() if reading.whole or reading.unknown_unit else previous.units),
            level=reading.level or (previous.level if intent == previous.intent and not units else None),
        )
    return _ranked(reading, resolve_periods(reading, query, previous), previous)


def _ranked(reading: QuestionReading, query: Query, previous: Query | None) -> Query:
    if query.intent != "rank":
        return query
    superlative = re.search(r"\bnhat\b|dung dau|dan dau|dung cuoi|doi so", reading.asked)
    top = reading.top or (1 if superlative and not re.search(r"nhung|cac", reading.text) else None)
    ordered = intents.order(reading.asked)
    if previous and previous.intent == "rank" and not superlative and reading.top is None:
        return replace(query, top=previous.top, order=previous.order)
    return replace(query, top=top, order=ordered)


def _others(
    reading: QuestionReading,
    ranked: Sequence[tuple[Intent, float]],
    subjects: Sequence[SubjectMatch],
    matches: tuple[Sequence[SubjectMatch], Sequence[SubjectMatch]],
    query: Query,
    previous: Query | None,
) -> Iterator[Alternative]:
    certain = ranked[0][1]
    alike = len(reading.places) > 1 and len({match.best.kind for match in reading.places}) == 1
    for place in reading.places:
        for unit, score in place.units[1:4]:
            if place.best.kind is UnitKind.PROVINCE or (reading.level and unit.kind == reading.level):
                continue
            units = tuple(unit.code if code == place.best.code else code for code in query.units)
            if units != query.units:
                less = place.units[0][1] - score
                yield Alternative(replace(query, units=units), round(certain - less - alike * 2 * CLOSE, 2), "unit")
    for match in subjects[1:4]:
        less = subjects[0].score - match.score
        if less < 0.3:
            yield Alternative(replace(query, subject=match.term.id), round(certain - less, 2), "subject")
    for intent, score in ranked[1:3]:
        terms = _subjects(intent, *matches, intents.asks_share(reading.asked))
        other = _query(reading, intent, terms[0].term.id if terms else None, previous)
        if other != query:
            yield Alternative(other, round(score, 2), "intent")


def _unread(reading: QuestionReading, query: Query) -> tuple[str, ...]:
    """The words not understood: they neither name the subject nor are common words of questions."""
    term = next((term for term in reading.context.terms.terms if term.id == query.subject), None)
    id_words = {word for term_id in reading.ids for word in phrase(term_id)}
    known = (term.words if term else frozenset()) | FILLER | LIGHT | COMMON | id_words
    unread = [word for word in reading.content if word not in known and not word.isdigit()]
    return tuple(dict.fromkeys([*reading.left_over, *unread, *_denied(reading, term)]))


def _denied(reading: QuestionReading, term: SubjectTerm | None) -> Iterator[str]:
    """Words that negate the subject, which is counted only without the negation: "chưa giải quyết"."""
    words = reading.asked.split()
    if term is None or term.kind != "field" or "chua" in term.words:
        return
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if before == "chua" and (word, after) in term.pairs:
            yield f"{before} {word} {after}"


def _written_as_name(reading: QuestionReading, unread: Sequence[str]) -> str | None:
    """Two adjacent unknown words with capitals, where other words have none: the name of a unit that is not known.

    ``None`` if there are no such words.
    """
    for at in range(len(reading.words) - 1):
        pair = reading.words[at : at + 2]
        if all(map(reading.is_name, pair)) and set(pair) <= set(unread):
            return " ".join(pair)
    return None
