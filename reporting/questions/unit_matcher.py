"""Units named in a question: "h. Cái Nước", "tx nam can", "phường 5", "MAU-05"."""

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
"""What may stand before a place without changing which place is meant."""
LONG = 7
"""Letters of a name in which one typing error is forgiven."""
_ABOUT = frozenset({"va", "cua", "cac", "ve"})


@dataclass(frozen=True)
class UnitMatch:
    """A place named from word ``start`` to before ``end``: the units it may be, the likeliest first, with a score."""

    start: int
    end: int
    units: tuple[tuple[UnitRecord, float], ...]

    @property
    def best(self) -> UnitRecord:
        return self.units[0][0]


@dataclass(frozen=True)
class UnitMatcher:
    """The units a person sees, by their names without the words for their kind."""

    units: tuple[UnitRecord, ...]
    today: date

    @cached_property
    def root(self) -> UnitRecord | None:
        codes = {unit.code for unit in self.units}
        return next((unit for unit in self.units if unit.parent not in codes), None)

    @cached_property
    def names(self) -> Mapping[tuple[str, ...], list[tuple[UnitRecord, float]]]:
        """Name → units, the better names first: ("cai", "nuoc") → the district, the town."""
        found: dict[tuple[str, ...], dict[str, tuple[UnitRecord, float]]] = defaultdict(dict)
        for unit in self.units:
            for name, score in _names(unit):
                if score > found[name].get(unit.code, (unit, 0.0))[1]:
                    found[name][unit.code] = (unit, score if self._exists(unit) else score - 0.3)
        return {name: sorted(known.values(), key=_likely) for name, known in found.items()}

    def _exists(self, unit_record: UnitRecord) -> bool:
        return (unit_record.valid_from is None or unit_record.valid_from <= self.today) and (
            unit_record.valid_to is None or self.today <= unit_record.valid_to
        )

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.names), default=0)

    @cached_property
    def initials(self) -> frozenset[str]:
        """One-word names that stand for a unit without the word for its kind: "bmt", "sldtbxh"."""
        whole = {bare[0] for unit in self.units for bare, score in _names(unit) if len(bare) == 1 and score < 0.95}
        aliases = {name[0] for unit in self.units for name in map(phrase, unit.aliases) if len(name) == 1}
        return frozenset(word for word in whole | aliases if len(word) > 2)

    @cached_property
    def codes(self) -> Mapping[tuple[str, ...], UnitRecord]:
        return {phrase(unit.code): unit for unit in self.units}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Names of several words run together, long enough to bear a typing error: "caidoivam"."""
        joined = {"".join(name): name for name in self.names if len(name) > 1}
        return {one: name for one, name in joined.items() if len(one) >= LONG}

    def find(self, words: Sequence[str], common: Container[str] = ()) -> list[UnitMatch]:
        """The places named, in order; the longest name first where several begin at a word.

        One typing error is forgiven where a word for the kind stands before, or some word is not ``common``.
        """
        matches, at = [], 0
        while at < len(words):
            here = self._at(words, at) or self._nearly(words, at, common)
            if here:
                matches.append(here)
            at = here.end if here else at + 1
        return matches

    def _at(self, words: Sequence[str], at: int) -> UnitMatch | None:
        for length in range(min(6, len(words) - at), 0, -1):
            if unit_record := self.codes.get(tuple(words[at : at + length])):
                return UnitMatch(at, at + length, ((unit_record, 1.0),))
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
            units = _of_kind(
                [(unit_record, score - 0.1) for unit_record, score in known], tuple(words[at:begins]), kind
            )
            if units:
                return UnitMatch(at, begins + length, units)
        return None

    def within(self, match: UnitMatch, above: UnitMatch) -> UnitMatch | None:
        """``match`` narrowed to the units below one that ``above`` may be; ``None`` where there are none."""
        codes = {unit_record.code for unit_record, _ in above.units}
        units = tuple(
            (unit_record, score)
            for unit_record, score in match.units
            if unit_record.code not in codes and codes & set(self._above(unit_record))
        )
        return UnitMatch(match.start, above.end, units) if units else None

    def _above(self, unit_record: UnitRecord) -> Iterator[str]:
        known = {unit.code: unit for unit in self.units}
        step: UnitRecord | None = unit_record
        while step is not None:
            yield step.code
            step = known.get(step.parent) if step.parent else None


def kind_at(words: Sequence[str], at: int) -> tuple[UnitKind | None, int]:
    """The kind that words name from ``at`` on, offices before it passed over, and where the name begins."""
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
    """Those of the kind said; a name that says its kind itself ("sở văn hóa") has it already."""
    if kind is None:
        return tuple(known)
    word = texts[-2:] if texts[-2:] in KIND_WORDS else texts[-1:]
    own = [
        (unit_record, score + 0.1 if _says(unit_record, word) else score)
        for unit_record, score in known
        if unit_record.kind == kind
    ]
    return tuple(sorted(own, key=_likely))


def _says(unit_record: UnitRecord, word: tuple[str, ...]) -> bool:
    """Whether the unit's own name has this very word for its kind: "xã", not "thị trấn"."""
    return any(_starts(phrase(name), word) for name in (unit_record.name, *unit_record.aliases))


def _starts(name: tuple[str, ...], word: tuple[str, ...]) -> bool:
    kind, begins = kind_at(name, 0)
    return kind is not None and name[:begins][-len(word) :] == word


def _likely(one: tuple[UnitRecord, float]) -> tuple[float, int, str]:
    return -one[1], list(UnitKind).index(one[0].kind), one[0].code


def _names(unit_record: UnitRecord) -> Iterator[tuple[tuple[str, ...], float]]:
    """Its name and aliases without the word for the kind; offices also by their first words and initials."""
    for spelled, score in ((unit_record.name, 0.95), *((alias, 1.0) for alias in unit_record.aliases)):
        name = phrase(spelled)
        _, begins = kind_at(name, 0)
        bare = name[begins:] or name
        yield bare, score
        if len(bare) >= 3:
            yield ("".join(word[0] for word in bare),), 0.85
        if unit_record.kind is UnitKind.DEPARTMENT:
            yield name, score
            yield from _short(name, bare)


def _short(name: tuple[str, ...], bare: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    yield ("".join(word[0] for word in name if word not in _ABOUT),), 0.9
    for length in range(2, len(bare)):
        yield bare[:length], 0.8 + 0.1 * length / len(bare)
        yield name[: length + 1], 0.8 + 0.1 * length / len(bare)
