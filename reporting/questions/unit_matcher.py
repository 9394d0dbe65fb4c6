"""Recognition of units in a question: "h. Cái Nước", "tx nam can", "phường 5", "MAU-05"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reporting.plan.schedule import UnitKind
from reporting.questions.subject_matcher import phrase
from reporting.unit import UnitRecord

KIND_WORDS: Mapping[tuple[str, ...], UnitKind] = {
    ("huyen",): UnitKind.DISTRICT,
    ("quan",): UnitKind.DISTRICT,
    ("thi", "xa"): UnitKind.DISTRICT,
    ("thanh", "pho"): UnitKind.DISTRICT,
    ("xa",): UnitKind.COMMUNE,
    ("phuong",): UnitKind.COMMUNE,
    ("thi", "tran"): UnitKind.COMMUNE,
    ("dac", "khu"): UnitKind.COMMUNE,
    ("tinh",): UnitKind.PROVINCE,
    ("so",): UnitKind.DEPARTMENT,
    ("phong",): UnitKind.DEPARTMENT,
}
_OFFICES = (
    ("uy", "ban", "nhan", "dan"),
    ("ban", "chi", "dao"),
    ("cong", "an"),
    ("ubnd",),
    ("bcd",),
    ("138",),
    ("cap",),
)
"""Offices that may precede the name of a place; the unit meant is the same with and without them."""
LONG = 7
"""In a name of at least this many letters one typing error is accepted."""
_ABOUT = frozenset({"va", "cua", "cac", "ve"})


@dataclass(frozen=True)
class UnitMatch:
    """A unit named from word ``start`` to before ``end``: the possible units with scores, the most likely first."""

    start: int
    end: int
    units: tuple[tuple[UnitRecord, float], ...]

    @property
    def best(self) -> UnitRecord:
        return self.units[0][0]


@dataclass(frozen=True)
class UnitMatcher:
    """The units a person may see, by their names without the words for their kind."""

    units: tuple[UnitRecord, ...]
    today: date

    @cached_property
    def root(self) -> UnitRecord | None:
        codes = {unit.code for unit in self.units}
        return next((unit for unit in self.units if unit.parent not in codes), None)

    @cached_property
    def names(self) -> Mapping[tuple[str, ...], list[tuple[UnitRecord, float]]]:
        """Name → units with scores, the most likely first: ("cai", "nuoc") → the district, the town."""
        scored: dict[tuple[str, ...], dict[str, tuple[UnitRecord, float]]] = defaultdict(dict)
        for unit in self.units:
            for name, score in _names(unit):
                if score > scored[name].get(unit.code, (unit, 0.0))[1]:
                    scored[name][unit.code] = (unit, score if self._exists(unit) else score - 0.3)
        return {name: sorted(units.values(), key=_likely) for name, units in scored.items()}

    def _exists(self, unit: UnitRecord) -> bool:
        return (unit.valid_from is None or unit.valid_from <= self.today) and (
            unit.valid_to is None or self.today <= unit.valid_to
        )

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.names), default=0)

    @cached_property
    def initials(self) -> frozenset[str]:
        """Names of one word that name a unit without the word for its kind: "bmt", "sldtbxh"."""
        whole = {bare[0] for unit in self.units for bare, score in _names(unit) if len(bare) == 1 and score < 0.95}
        aliases = {name[0] for unit in self.units for name in map(phrase, unit.aliases) if len(name) == 1}
        return frozenset(word for word in whole | aliases if len(word) > 2)

    @cached_property
    def codes(self) -> Mapping[tuple[str, ...], UnitRecord]:
        return {phrase(unit.code): unit for unit in self.units}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Names of several words without spaces, long enough to accept a typing error: "caidoivam"."""
        joined = {"".join(name): name for name in self.names if len(name) > 1}
        return {spelling: name for spelling, name in joined.items() if len(spelling) >= LONG}

    def find(self, words: Sequence[str], common: Container[str] = ()) -> list[UnitMatch]:
        """The units named, in order; where several names begin at the same word, the longest.

        One typing error is accepted if a kind of unit precedes the name, or if one of its words is not in ``common``.
        """
        matches, at = [], 0
        while at < len(words):
            match = self._at(words, at) or self._nearly(words, at, common)
            if match:
                matches.append(match)
            at = match.end if match else at + 1
        return matches

    def _at(self, words: Sequence[str], at: int) -> UnitMatch | None:
        for length in range(min(6, len(words) - at), 0, -1):
            if unit := self.codes.get(tuple(words[at : at + length])):
                return UnitMatch(at, at + length, ((unit, 1.0),))
        kind, begins = kind_at(words, at)
        for length in range(min(self.longest, len(words) - at), 1, -1) if begins > at else ():
            if known := self.names.get(tuple(words[at : at + length])):
                return UnitMatch(at, at + length, tuple(known))
        for length in range(min(self.longest, len(words) - begins), 0, -1):
            name = tuple(words[begins : begins + length])
            if known := self.names.get(name):
                units = _of_kind(known, tuple(words[at:begins]), kind)
                if units and (kind is not None or length > 1 or name[0] in self.initials):
                    return UnitMatch(at, begins + length, units)
        return None

    def _nearly(self, words: Sequence[str], at: int, common: Container[str]) -> UnitMatch | None:
        kind, begins = kind_at(words, at)
        for length in range(min(self.longest, len(words) - begins), 0, -1):
            typed = words[begins : begins + length]
            if (kind is None or length == 1) and all(word in common for word in typed):
                continue
            near = process.extractOne("".join(typed), self.spellings.keys(), scorer=OSA.distance, score_cutoff=1)
            known = self.names[self.spellings[near[0]]] if near else ()
            units = _of_kind([(unit, score - 0.1) for unit, score in known], tuple(words[at:begins]), kind)
            if units:
                return UnitMatch(at, begins + length, units)
        return None

    def within(self, match: UnitMatch, above: UnitMatch) -> UnitMatch | None:
        """``match`` reduced to the units below one of the units of ``above``; ``None`` if there are none."""
        codes = {unit.code for unit, _ in above.units}
        units = tuple(
            (unit, score) for unit, score in match.units if unit.code not in codes and codes & set(self._above(unit))
        )
        return UnitMatch(match.start, above.end, units) if units else None

    def _above(self, unit: UnitRecord) -> Iterator[str]:
        """The codes of a unit and of the units above it, as far as the person may see them."""
        by_code = {unit.code: unit for unit in self.units}
        current: UnitRecord | None = unit
        while current is not None:
            yield current.code
            current = by_code.get(current.parent) if current.parent else None


def kind_at(words: Sequence[str], at: int) -> tuple[UnitKind | None, int]:
    """The kind of unit named at word ``at`` (after an office) and the position of the name that follows.

    ``None`` if no kind is named.
    """
    begins = at
    for office in _OFFICES:
        if tuple(words[begins : begins + len(office)]) == office:
            begins += len(office)
    for length in (2, 1):
        if (kind := KIND_WORDS.get(tuple(words[begins : begins + length]))) is not None:
            return kind, begins + length
    return (None, at) if begins == at or begins >= len(words) else (None, begins)


def _of_kind(
    known: Sequence[tuple[UnitRecord, float]], texts: tuple[str, ...], kind: UnitKind | None
) -> tuple[tuple[UnitRecord, float], ...]:
    """The units of ``kind``, those whose name has the very word of ``texts`` first; ``None``: all units."""
    if kind is None:
        return tuple(known)
    word = texts[-2:] if texts[-2:] in KIND_WORDS else texts[-1:]
    own = [(unit, score + 0.1 if _says(unit, word) else score) for unit, score in known if unit.kind == kind]
    return tuple(sorted(own, key=_likely))


def _says(unit: UnitRecord, word: tuple[str, ...]) -> bool:
    """Whether the unit's name has this word for its kind: "xã", not "thị trấn"."""
    return any(_starts(phrase(name), word) for name in (unit.name, *unit.aliases))


def _starts(name: tuple[str, ...], word: tuple[str, ...]) -> bool:
    kind, begins = kind_at(name, 0)
    return kind is not None and name[:begins][-len(word) :] == word


def _likely(scored: tuple[UnitRecord, float]) -> tuple[float, int, str]:
    unit, score = scored
    return -score, list(UnitKind).index(unit.kind), unit.code


def _names(unit: UnitRecord) -> Iterator[tuple[tuple[str, ...], float]]:
    """The names of a unit with scores: name and aliases without the word for the kind, and their initials.

    For a department also its full name, its first words and the initials of these.
    """
    for spelled, score in ((unit.name, 0.95), *((alias, 1.0) for alias in unit.aliases)):
        name = phrase(spelled)
        _, begins = kind_at(name, 0)
        bare = name[begins:] or name
        yield bare, score
        if len(bare) >= 3:
            yield ("".join(word[0] for word in bare),), 0.85
        if unit.kind is UnitKind.DEPARTMENT:
            yield name, score
            yield from _short(name, bare)


def _short(name: tuple[str, ...], bare: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    yield ("".join(word[0] for word in name if word not in _ABOUT),), 0.9
    for length in range(2, len(bare)):
        yield bare[:length], 0.8 + 0.1 * length / len(bare)
        yield name[: length + 1], 0.8 + 0.1 * length / len(bare)
