"""A question read: its words, the units, spans of time and levels named in it, what it is about, what it asks.

"so ma túy h. Cái Nước với Năm Căn 6t" → ``so T? ma tuy U voi U`` → compare, c40, both units, the six months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reporting.question import intents, periods
from reporting.question.ground import Ground
from reporting.question.periods import Span
from reporting.question.phrases import COMMON, CUE_WORDS, CUES, ENDINGS, POLITE
from reporting.question.places import KIND_WORDS, Found
from reporting.question.query import Alternative, Intent, Parsed, Query
from reporting.question.terms import LIGHT, Match
from reporting.question.words import tokens
from reporting.schedule import Kind

MOST = 400
"""Characters of a message that are read."""
CLOSE = 0.08
"""Readings whose scores differ by less are both plausible."""
FITS = 0.5
"""From here on a term is taken to be meant."""
_ABOUT = {"rate": "target", "target": "target", "plan": "target"}
_FILING = frozenset({"missing", "late", "filed", "deadline", "help", "summary"})
_NEEDS_SUBJECT = frozenset({"count", "rate", "compare", "rank"})
_POLITE = [re.compile(rf"(?<![A-Za-z0-9])(?:{one})(?![A-Za-z0-9])") for one in POLITE]
_CUES = re.compile("|".join(rf"\b(?:{one})\b" for one in CUES))
_MARKS = frozenset("UTLW")
_WHO = re.compile(r"\b(?:nhung |cac |con )?(?:don vi|noi|dia phuong|cho|thang|ong|co quan) nao\b|\bnhung don vi\b|\bcac don vi\b|\bnhung ai\b|\btung don vi\b|\bmoi don vi\b|\btheo don vi\b")
_WHOLE = re.compile(r"\b(?:tren |trong )?(?:dia ban )?(?:toan|ca) (?:tinh|bo)(?: ta| minh)?\b|\btrong tinh\b|\btren dia ban tinh\b|\btinh (?:ta|minh)\b|\b(?:cua )?tinh$")
_KINDS = "|".join(sorted((" ".join(words) for words in KIND_WORDS if words not in {("so",), ("tinh",), ("phong",)}), key=len, reverse=True))
_LEVEL = re.compile(
    rf"\b(?:(?:nhung |cac |con |tung |moi |theo (?:tung |cap )?|o |tai |giua cac |trong cac |cap |don vi cap |may |bao nhieu |trong so cac )+(?P<a>{_KINDS}|so nganh|so ban nganh|ban nganh|so(?= nao| nganh|$))(?: (?:xa|phuong|thi tran|thi xa|thanh pho))*(?: nao)?"
    rf"|(?P<b>{_KINDS}|so nganh|so|ban nganh) (?:nao|phuong nao|phuong thi tran nao)|(?P<n>\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?P<c>{_KINDS})(?: nao)?)\b"
)
_LEVEL_AREA = re.compile(r"\b(?:nhung |cac |tung )?dia ban nao\b|\btung dia ban\b|\btheo dia ban\b")
_TOP = re.compile(r"\b(?:top|top dau) (?P<n>\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\b|\b(?P<m>\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?=(?:W|L|U|don vi|noi|dia phuong|dia ban)\b)")
_DIGITS = dict(zip(("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"), range(1, 11), strict=True))
_FOLLOWS = re.compile(r"^(?:the |vay |va )?con\b|^(?:the|vay|va|con)\b|\b(?:thi sao|thi the nao|thi nhu the nao)$")
_FILLER = frozenset(
    "thi sao the nao vay con la gi ra cua cho tai o trong va voi hay hoac co khong chua roi duoc bao nhieu may nhung cac moi tung theo ai nay do"
    " ma de den tu len xuong tang giam hon nhat so sanh ty le phan tram tong cong chi tieu muc tieu dat ket qua tinh hinh so lieu luong nop gui bao cao"
    " ke hoach han ngay gio khi luc nhieu it cao thap lon nho hoi xem biet voi qua moi nhu huong xu bien dong chenh lech khac nhau lai ve cung ky nam thang"
    " quy dau cuoi truoc sau toan ca tinh huyen xa phuong don vi noi dia top xep hang thu tu dung dan tot kem nguoi vu tin ho an viec hien dang da se bi boi"
    " phai can toi da thieu yeu cau quy dinh noi dung ghi vuot hoan thanh W L T U k a e i u o tom tat quan tre muon cham het xong du no kip".split()
)


@dataclass
class _Reading:
    """The question as far as it is understood."""

    ground: Ground
    text: str
    units: list[Found] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    level: str | None = None
    whole: bool = False
    top: int | None = None
    asked: str = ""
    """The question with what is known as one word each: "L chua nop T"."""
    unknown_unit: str | None = None
    ids: tuple[str, ...] = ()
    follows: bool = False

    @cached_property
    def content(self) -> list[str]:
        """The words left that may name what it is about."""
        left = [word for word in _CUES.sub(" ", self.asked).split() if word not in CUE_WORDS and word not in _MARKS]
        return [word for word in left if word in self.ground.terms.words or word not in COMMON]


def parse(text: str, ground: Ground, previous: Query | None = None) -> Parsed:
    """Reads a question; what it leaves out of one that follows another ("còn năm ngoái?") comes from ``previous``."""
    reading = _read(text, ground)
    fields, targets = _matches(reading, "field"), _matches(reading, "target")
    best = max((one.score for one in (*fields[:1], *targets[:1])), default=0.0)
    judged = intents.judge(reading.asked, best, units=len(reading.units), spans=len(reading.spans))
    if previous and (reading.follows or not judged or _incomplete(reading, judged[0][0], best)):
        judged = _followed(reading, judged, previous, best)
    elif not judged:
        judged = _bare(reading)
    return _chosen(reading, judged, fields, targets, previous if previous and _carries(reading, judged, best, previous) else None)


def _read(text: str, ground: Ground) -> _Reading:
    words = [one.text for one in tokens(text[:MOST], ground.lexicon)]
    reading = _Reading(ground, " ".join(words))
    ids = {term.id.casefold().replace("-", " "): term.id for term in ground.terms.terms if term.in_plan}
    reading.ids = tuple(term for spelled, term in ids.items() if re.search(rf"\b{_spaced(spelled)}\b", reading.text))
    reading.units = ground.places.find(words)
    reading.asked = _plain(_with_units(reading), ground)
    reading.follows = bool(_FOLLOWS.search(reading.asked))
    _take_spans(reading)
    _take_levels(reading)
    _take_unknown(reading)
    return reading


def _spaced(id: str) -> str:
    """ "cm a2" is typed "CM-a2", "cma2"; its words come apart at digits."""
    return r" ?".join(re.findall(r"[a-z]+|\d+", id))


def _plain(text: str, ground: Ground) -> str:
    """Without what is only polite; "trẻ em" at the end stays whole."""
    for pattern in _POLITE:
        text = " ".join(pattern.sub(" ", text).split()) or text
    words = text.split()
    while len(words) > 1 and words[-1] in ENDINGS and (words[-2], words[-1]) not in ground.terms.pairs:
        words.pop()
    return " ".join(words)


def _with_units(reading: _Reading) -> str:
    words, out, at = reading.text.split(), [], 0
    for found in reading.units:
        out += [*words[at : found.start], "U"]
        at = found.end
    return " ".join([*out, *words[at:]])


def _take_spans(reading: _Reading) -> None:
    ground = reading.ground
    reading.spans = periods.find(reading.asked, ground.today, ground.schedule.now)
    for span in reversed(reading.spans):
        report = "bao cao " if span.said.startswith("bao cao ") else ""
        reading.asked = f"{reading.asked[: span.start]}{report}T{reading.asked[span.end :]}"


def _take_levels(reading: _Reading) -> None:
    asked = reading.asked
    if match := _WHOLE.search(asked):
        reading.whole = True
        asked = f"{asked[: match.start()]} {asked[match.end() :]}"
    if match := _LEVEL.search(asked):
        word = tuple((match["a"] or match["b"] or match["c"]).split())
        reading.level = (Kind.DEPARTMENT if "nganh" in word or word == ("so",) else KIND_WORDS[word]).value
        if match["n"]:
            reading.top = _number(match["n"])
        asked = f"{asked[: match.start()]}{'bao nhieu ' if 'bao nhieu' in match[0] else ''}L{asked[match.end() :]}"
    elif match := _LEVEL_AREA.search(asked):
        reading.level = Kind.COMMUNE.value
        asked = f"{asked[: match.start()]}L{asked[match.end() :]}"
    asked = _WHO.sub("W", asked)
    if match := _TOP.search(asked):
        reading.top = _number(match["n"] or match["m"])
        asked = f"{asked[: match.start()]}{'top' if match['n'] else ''}{asked[match.end() :]}"
    reading.asked = " ".join(re.sub(r"(?<!tin )\bbao cao\b|\bbao cao\b(?! nhat| hon)", "bc", asked).split())


def _number(word: str) -> int:
    return _DIGITS.get(word) or int(word)


def _take_unknown(reading: _Reading) -> None:
    """A place named that nobody here knows: the word for a kind, then words that mean nothing else."""
    known = reading.ground.terms.words | _FILLER | {"U", "T", "L", "W"}
    match = re.search(rf"\b(?:{_KINDS}) ((?:[a-z0-9]+ ?){{1,3}})", reading.asked)
    if match is None:
        return
    name = []
    for word in match[1].split():
        if word in ("U", "T", "L", "W") or (word in known and word in _FILLER | LIGHT):
            break
        name.append(word)
    if name and (name[0] not in reading.ground.terms.words or (len(name) > 1 and name[1] not in known)):
        reading.unknown_unit = " ".join(name)
        said = f"{match[0].split(name[0])[0]}{' '.join(name)}".strip()
        reading.asked = reading.asked.replace(said, "U", 1)


def _matches(reading: _Reading, kind: str) -> list[Match]:
    terms = reading.ground.terms
    found = terms.matches(reading.content, "target" if kind == "target" else "field")
    named = [Match(term, 1.0, 1.0) for term in terms.terms if term.id in reading.ids and term.kind == kind]
    own = named + [one for one in found if one.term.in_plan]
    other = next((one for one in found if not one.term.in_plan), None)
    if other and other.fits > 0.99 and (not own or other.covers > own[0].covers + 0.25):
        return [other, *own]
    return own


def _incomplete(reading: _Reading, intent: Intent, best: float) -> bool:
    """Whether it names nothing it is about although it has to: "so với cùng kỳ?"."""
    return intent in _NEEDS_SUBJECT and best < FITS


def _followed(
    reading: _Reading, judged: list[tuple[Intent, float]], previous: Query, best: float
) -> list[tuple[Intent, float]]:
    """The kind of question before goes on, unless another is plainly asked."""
    strong = [one for one in judged if one[1] >= 0.9 and not (one[0] == "summary" and reading.follows)]
    if strong and strong[0][0] != "count":
        return strong
    intent = previous.intent
    if best >= FITS and intent in _FILING:
        intent = "count"
    return [(intent, 0.9)]


def _carries(reading: _Reading, judged: Sequence[tuple[Intent, float]], best: float, previous: Query) -> bool:
    return reading.follows or judged[0][0] == previous.intent or _incomplete(reading, judged[0][0], best)


def _bare(reading: _Reading) -> list[tuple[Intent, float]]:
    """Nothing but a unit or a span of time: what is to be said about it."""
    named = reading.units or reading.spans or reading.whole
    rest = [word for word in reading.asked.split() if word not in _FILLER]
    return [("summary", 0.6)] if named and len(rest) <= 1 else [("help", 0.0)]


def _chosen(
    reading: _Reading,
    judged: Sequence[tuple[Intent, float]],
    fields: Sequence[Match],
    targets: Sequence[Match],
    previous: Query | None,
) -> Parsed:
    """The best reading, and the others: another intent, subject or unit each."""
    intent, certain = judged[0]
    rates = bool(intents.RATE.search(reading.asked))
    subjects = _subjects(intent, fields, targets, rates)
    query = _query(reading, intent, subjects[0].term.id if subjects else None, previous)
    others = list(_others(reading, judged, subjects, (fields, targets), query, previous))
    close = next((one.by for one in others if _is_close(one, certain, subjects)), None)
    other = subjects[0].term.id if subjects and not subjects[0].term.in_plan else None
    uncovered = next((one.said for one in reading.spans if not one.covered), None)
    return Parsed(
        query,
        round(certain, 2),
        tuple(sorted(others, key=lambda one: -one.score)[:4]),
        doubt=close,
        unread=_unread(reading, query),
        unknown_unit=reading.unknown_unit,
        no_such_period=uncovered,
        other_field=other,
    )


def _is_close(one: Alternative, certain: float, subjects: Sequence[Match]) -> bool:
    """Whether it has to be asked which of the two is meant."""
    if one.by == "intent" or not certain:
        return False
    return one.score >= certain - (CLOSE / 2 if one.by == "subject" and subjects[0].is_exact else CLOSE)


def _subjects(intent: Intent, fields: Sequence[Match], targets: Sequence[Match], rates: bool) -> list[Match]:
    """The terms meant, best first: targets where a rate, a target or the plan's words are asked, else counts."""
    if intent in _FILING:
        return []
    of_targets = intent in _ABOUT or (rates and intent in ("rank", "compare"))
    first, second = (targets, fields) if of_targets else (fields, targets)
    found = [one for one in first if one.score >= FITS]
    instead = [one for one in second if one.score >= FITS]
    if instead and (not found or instead[0].covers > found[0].covers + 0.2) and intent != "count":
        found = instead
    return found


def _query(reading: _Reading, intent: Intent, subject: str | None, previous: Query | None) -> Query:
    units = tuple(dict.fromkeys(_units(reading)))
    found = Query(intent, subject, units, reading.level)
    if previous is not None:
        found = replace(
            found,
            subject=subject or (previous.subject if intent not in _FILING else None),
            units=units or (() if reading.whole or reading.unknown_unit else previous.units),
            level=reading.level or (previous.level if intent == previous.intent and not units else None),
        )
    return _ranked(reading, _timed(reading, found, previous), previous)


def _units(reading: _Reading) -> Iterator[str]:
    """The codes named; the province as a whole is no restriction."""
    root = reading.ground.places.root
    for found in reading.units:
        best = found.best
        if reading.level == Kind.COMMUNE.value and best.kind is Kind.COMMUNE:
            best = next((one for one, _ in found.units if one.kind is not Kind.COMMUNE), best)
        if not (root and best.code == root.code and root.kind is Kind.PROVINCE):
            yield best.code


def _timed(reading: _Reading, query: Query, previous: Query | None) -> Query:
    """The period, and what it is compared with: what stands after "so với" is the other side."""
    schedule, intent = reading.ground.schedule, query.intent
    if intent == "help":
        return query
    covered = [one for one in reading.spans if one.covered]
    compares = intent == "compare" or (intent == "rank" and bool(intents.CHANGE.search(reading.asked)))
    now = previous.period if previous and previous.period else schedule.now
    if intent == "deadline":
        now = previous.period if previous and previous.period else schedule.next
    if not compares:
        key = schedule.key(covered[0], now, coming=intent == "deadline") if covered else now
        return replace(query, period=None if intent == "plan" and not covered else key)
    here, there = _sides(reading, covered)
    period = schedule.key(here, now) if here else now
    against = schedule.like(there, period) if there and period else None
    if against is None and period and (len(query.units) < 2 or intent == "rank") and not there:
        carried = previous.against if previous and previous.intent == "compare" and not here else None
        against = carried or schedule.previous(period)
    return replace(query, period=period, against=against if against != period else None)


def _sides(reading: _Reading, covered: Sequence[Span]) -> tuple[Span | None, Span | None]:
    """The span spoken of, and the one it is compared with."""
    relative = [one for one in covered if one.relative in ("same", "before")]
    marked = re.search(r"\b(?:so (?:voi|T)|voi|hon|hay|va|doi chieu)\b", reading.text)
    if len(covered) >= 2:
        there = relative[0] if relative else covered[1]
        here = next(one for one in covered if one is not there)
        return here, there
    if relative:
        return None, relative[0]
    if covered and marked:
        at = reading.text.find(covered[0].said)
        before = reading.text[:at].split()
        if before and (before[-1] in ("voi", "hon") or before[-2:] == ["voi", "bao"]):
            return None, covered[0]
    return (covered[0], None) if covered else (None, None)


def _ranked(reading: _Reading, query: Query, previous: Query | None) -> Query:
    if query.intent != "rank":
        return query
    superlative = re.search(r"\bnhat\b|dung dau|dan dau|dung cuoi|doi so", reading.asked)
    top = reading.top or (1 if superlative and not re.search(r"nhung|cac", reading.text) else None)
    ordered = intents.order(reading.asked)
    if previous and previous.intent == "rank" and not superlative and reading.top is None:
        return replace(query, top=previous.top, order=previous.order)
    return replace(query, top=top, order=ordered)


def _others(
    reading: _Reading,
    judged: Sequence[tuple[Intent, float]],
    subjects: Sequence[Match],
    matches: tuple[Sequence[Match], Sequence[Match]],
    query: Query,
    previous: Query | None,
) -> Iterator[Alternative]:
    certain = judged[0][1]
    for found in reading.units:
        for one, score in found.units[1:4]:
            if found.best.kind is Kind.PROVINCE or (reading.level and one.kind == reading.level):
                continue
            units = tuple(one.code if code == found.best.code else code for code in query.units)
            if units != query.units:
                yield Alternative(replace(query, units=units), round(certain - (found.units[0][1] - score), 2), "unit")
    for match in subjects[1:4]:
        less = subjects[0].score - match.score
        if less < 0.3:
            yield Alternative(replace(query, subject=match.term.id), round(certain - less, 2), "subject")
    for intent, score in judged[1:3]:
        terms = _subjects(intent, *matches, bool(intents.RATE.search(reading.asked)))
        other = _query(reading, intent, terms[0].term.id if terms else None, previous)
        if other != query:
            yield Alternative(other, round(score, 2), "intent")


def _unread(reading: _Reading, query: Query) -> tuple[str, ...]:
    """The words of substance that neither name the subject nor belong to any question."""
    term = next((one for one in reading.ground.terms.terms if one.id == query.subject), None)
    known = (term.words if term else frozenset()) | _FILLER | LIGHT
    common = reading.ground.lexicon.words - reading.ground.terms.words
    return tuple(dict.fromkeys(word for word in reading.content if word not in known and word not in common))
