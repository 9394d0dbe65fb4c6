"""A question read: its words, the units, spans of time and levels named in it, what it is about, what it asks.

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
"""Readings whose scores differ by less are both plausible."""
PLAIN = 0.9
"""From here on the kind of question is plainly said."""
FRAGMENT = 4
"""Words of a text that may only name something."""
FITS = 0.5
"""From here on a term is taken to be meant."""
_OF_TARGETS = frozenset({"rate", "target", "plan"})
_FILING = frozenset({"missing", "late", "filed", "deadline", "help", "summary"})
_NEEDS_SUBJECT = frozenset({"count", "rate", "compare", "rank"})


def parse(text: str, ground: ReadingContext, previous: Query | None = None) -> ParsedQuestion:
    """Reads a question; what it leaves out of one that follows another ("còn năm ngoái?") comes from ``previous``."""
    reading = read(text, ground)
    fields, targets = _matches(reading, "field"), _matches(reading, "target")
    best = max((field.score for field in (*fields[:1], *targets[:1])), default=0.0)
    judged = intents.rank_intents(reading.asked, best, units=len(reading.units), strange=bool(reading.content))
    if previous is not None and not _continues(reading, judged, previous, best):
        previous = None
    if previous is not None:
        judged = _followed(reading, judged, previous, best)
    return _chosen(reading, judged or _bare(reading), fields, targets, previous)


def _matches(reading: QuestionReading, kind: str) -> list[SubjectMatch]:
    terms = reading.ground.terms
    matches = terms.matches(reading.content, "target" if kind == "target" else "field")
    named = [SubjectMatch(term, 1.0, 1.0) for term in terms.terms if term.id in reading.ids and term.kind == kind]
    own = named + [match for match in matches if match.term.in_plan]
    other = next((match for match in matches if not match.term.in_plan), None)
    if other and other.fits > 0.99 and (not own or other.covers > own[0].covers + 0.25):
        return [other, *own]
    return own


def _incomplete(intent: Intent, best: float) -> bool:
    """Whether it names nothing it is about although it has to: "so với cùng kỳ?"."""
    return intent in _NEEDS_SUBJECT and best < FITS


def _followed(
    reading: QuestionReading, judged: list[tuple[Intent, float]], previous: Query, best: float
) -> list[tuple[Intent, float]]:
    """The kind of question before goes on, unless another is plainly asked."""
    if _asks_whether_met(judged, previous, best):
        return [judged[0]]
    strong = [pair for pair in judged if pair[1] >= PLAIN and not (pair[0] == "summary" and reading.follows)]
    if strong and strong[0][0] != "count":
        return strong
    intent = previous.intent
    if best >= FITS and intent in _FILING:
        intent = "count"
    return [(intent, 0.9)]


def _asks_whether_met(judged: Sequence[tuple[Intent, float]], previous: Query, best: float) -> bool:
    """ "Đạt chưa?" after a question about a target."""
    bare = bool(judged) and judged[0][0] == "target" and judged[0][1] < PLAIN and best < FITS
    return bare and previous.intent in _OF_TARGETS


def _continues(reading: QuestionReading, judged: Sequence[tuple[Intent, float]], previous: Query, best: float) -> bool:
    """Whether it goes on from the question before: it says so ("còn …?"), only names something, or leaves its
    subject out ("so với cùng kỳ?").
    """
    named = reading.units or reading.spans or reading.level or reading.whole or best >= FITS
    plain = bool(judged) and judged[0][1] >= PLAIN
    if judged and _incomplete(judged[0][0], best):
        return True
    if _asks_whether_met(judged, previous, best):
        return True
    fragment = not plain and len(reading.asked.split()) <= FRAGMENT and (best >= FITS or not reading.content)
    return bool(named) and (reading.follows or fragment)


def _bare(reading: QuestionReading) -> list[tuple[Intent, float]]:
    """Nothing but a unit or a span of time: what is to be said about it."""
    named = reading.units or reading.spans or reading.whole
    rest = [word for word in reading.asked.split() if word not in FILLER]
    return [("summary", 0.6)] if named and len(rest) <= 1 and not reading.content else [("help", 0.0)]


def _chosen(
    reading: QuestionReading,
    judged: Sequence[tuple[Intent, float]],
    fields: Sequence[SubjectMatch],
    targets: Sequence[SubjectMatch],
    previous: Query | None,
) -> ParsedQuestion:
    """The best reading, and the others: another intent, subject or unit each."""
    intent, certain = judged[0]
    rates = intents.asks_share(reading.asked)
    subjects = _subjects(intent, fields, targets, rates)
    query = _query(reading, intent, subjects[0].term.id if subjects else None, previous)
    others = list(_others(reading, judged, subjects, (fields, targets), query, previous))
    close = next((alternative.by for alternative in others if _is_close(alternative, certain, subjects)), None)
    other = subjects[0].term.id if subjects and not subjects[0].term.in_plan else None
    uncovered = next((reading.written(mention.said) for mention in reading.spans if not mention.covered), None)
    unread = _unread(reading, query)
    place = reading.unknown_unit or _written_as_name(reading, unread)
    return ParsedQuestion(
        query,
        round(certain, 2),
        tuple(sorted(others, key=lambda alternative: -alternative.score)[:4]),
        doubt=close,
        unread=tuple(map(reading.written, unread)),
        unknown_unit=reading.written(place) if place else None,
        no_such_period=uncovered,
        other_field=other,
    )


def _is_close(alternative: Alternative, certain: float, subjects: Sequence[SubjectMatch]) -> bool:
    """Whether it has to be asked which of the two is meant."""
    if alternative.by == "intent" or not certain:
        return False
    return alternative.score >= certain - (0.0 if alternative.by == "subject" and subjects[0].is_exact else CLOSE)


def _subjects(
    intent: Intent, fields: Sequence[SubjectMatch], targets: Sequence[SubjectMatch], rates: bool
) -> list[SubjectMatch]:
    """The terms meant, best first: targets where a rate, a target or the plan's words are asked, else counts."""
    if intent in _FILING:
        return []
    of_targets = intent in _OF_TARGETS or (rates and intent in ("rank", "compare"))
    first, second = (targets, fields) if of_targets else (fields, targets)
    matches = [match for match in first if match.score >= FITS]
    instead = [match for match in second if match.score >= FITS]
    if instead and (not matches or instead[0].covers > matches[0].covers + 0.2) and intent != "count":
        matches = instead
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
    judged: Sequence[tuple[Intent, float]],
    subjects: Sequence[SubjectMatch],
    matches: tuple[Sequence[SubjectMatch], Sequence[SubjectMatch]],
    query: Query,
    previous: Query | None,
) -> Iterator[Alternative]:
    certain = judged[0][1]
    alike = len(reading.places) > 1 and len({matching_match.best.kind for matching_match in reading.places}) == 1
    for unit_match in reading.places:
        for unit_record, score in unit_match.units[1:4]:
            if unit_match.best.kind is UnitKind.PROVINCE or (reading.level and unit_record.kind == reading.level):
                continue
            units = tuple(unit_record.code if code == unit_match.best.code else code for code in query.units)
            if units != query.units:
                yield Alternative(
                    replace(query, units=units),
                    round(certain - (unit_match.units[0][1] - score) - alike * 2 * CLOSE, 2),
                    "unit",
                )
    for match in subjects[1:4]:
        less = subjects[0].score - match.score
        if less < 0.3:
            yield Alternative(replace(query, subject=match.term.id), round(certain - less, 2), "subject")
    for intent, score in judged[1:3]:
        terms = _subjects(intent, *matches, intents.asks_share(reading.asked))
        other = _query(reading, intent, terms[0].term.id if terms else None, previous)
        if other != query:
            yield Alternative(other, round(score, 2), "intent")


def _unread(reading: QuestionReading, query: Query) -> tuple[str, ...]:
    """The words of substance that neither name the subject nor belong to any question."""
    term = next((subject_term for subject_term in reading.ground.terms.terms if subject_term.id == query.subject), None)
    spelled = {word for id in reading.ids for word in phrase(id)}
    known = (term.words if term else frozenset()) | FILLER | LIGHT | COMMON | spelled
    unread = [word for word in reading.content if word not in known and not word.isdigit()]
    return tuple(dict.fromkeys([*reading.left_over, *unread, *_denied(reading, term)]))


def _denied(reading: QuestionReading, term: SubjectTerm | None) -> Iterator[str]:
    """What is asked the other way round than it is counted: "chưa giải quyết"."""
    words = reading.asked.split()
    if term is None or term.kind != "field" or "chua" in term.words:
        return
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        if before == "chua" and (word, after) in term.pairs:
            yield f"{before} {word} {after}"


def _written_as_name(reading: QuestionReading, unread: Sequence[str]) -> str | None:
    """Words side by side that nobody knows, with capitals where others have none: a place that is not seen here."""
    for at in range(len(reading.words) - 1):
        pair = reading.words[at : at + 2]
        if all(map(reading.is_name, pair)) and set(pair) <= set(unread):
            return " ".join(pair)
    return None
