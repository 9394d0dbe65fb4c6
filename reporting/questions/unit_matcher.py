"""Units named in a question: "h. Cái Nước", "tx nam can", "phường 5", "MAU-05"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reporting.imports.unit_list import UnitRecord
from reporting.plan.schedule import UnitKind
from reporting.questions.subject_matcher import phrase

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
        codes = {one.code for one in self.units}
        return next((one for one in self.units if one.parent not in codes), None)

    @cached_property
    def names(self) -> Mapping[tuple[str, ...], list[tuple[UnitRecord, float]]]:
        """Name → units, the better names first: ("cai", "nuoc") → the district, the town."""
        found: dict[tuple[str, ...], dict[str, tuple[UnitRecord, float]]] = defaultdict(dict)
        for one in self.units:
            for name, score in _names(one):
                if score > found[name].get(one.code, (one, 0.0))[1]:
                    found[name][one.code] = (one, score if self._exists(one) else score - 0.3)
        return {name: sorted(known.values(), key=_likely) for name, known in found.items()}

    def _exists(self, one: UnitRecord) -> bool:
        return (one.valid_from is None or one.valid_from <= self.today) and (
            one.valid_to is None or self.today <= one.valid_to
        )

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.names), default=0)

    @cached_property
    def initials(self) -> frozenset[str]:
        """One-word names that stand for a unit without the word for its kind: "bmt", "sldtbxh"."""
        whole = {bare[0] for one in self.units for bare, score in _names(one) if len(bare) == 1 and score < 0.95}
        aliases = {name[0] for one in self.units for name in map(phrase, one.aliases) if len(name) == 1}
        return frozenset(word for word in whole | aliases if len(word) > 2)

    @cached_property
    def codes(self) -> Mapping[tuple[str, ...], UnitRecord]:
        return {phrase(one.code): one for one in self.units}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Names of several words run together, long enough to bear a typing error: "caidoivam"."""
        joined = {"".join(name): name for name in self.names if len(name) > 1}
        return {one: name for one, name in joined.items() if len(one) >= LONG}

    def find(self, words: Sequence[str], common: Container[str] = ()) -> list[UnitMatch]:
        """The places named, in order; the longest name first where several begin at a word.

        One typing error is forgiven where a word for the kind stands before, or some word is not ``common``.
        """
        found, at = [], 0
        while at < len(words):
            here = self._at(words, at) or self._nearly(words, at, common)
            if here:
                found.append(here)
            at = here.end if here else at + 1
        return found

    def _at(self, words: Sequence[str], at: int) -> UnitMatch | None:
        for length in range(min(6, len(words) - at), 0, -1):
            if one := self.codes.get(tuple(words[at : at + length])):
                return UnitMatch(at, at + length, ((one, 1.0),))
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
            units = _of_kind([(one, score - 0.1) for one, score in known], tuple(words[at:begins]), kind)
            if units:
                return UnitMatch(at, begins + length, units)
        return None

    def within(self, found: UnitMatch, above: UnitMatch) -> UnitMatch | None:
        """``found`` narrowed to the units below one that ``above`` may be; ``None`` where there are none."""
        codes = {one.code for one, _ in above.units}
        units = tuple(
            (one, score) for one, score in found.units if one.code not in codes and codes & set(self._above(one))
        )
        return UnitMatch(found.start, above.end, units) if units else None

    def _above(self, one: UnitRecord) -> Iterator[str]:
        known = {each.code: each for each in self.units}
        step: UnitRecord | None = one
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
    known: Sequence[tuple[UnitRecord, float]], said: tuple[str, ...], kind: UnitKind | None
) -> tuple[tuple[UnitRecord, float], ...]:
    """Those of the kind said; a name that says its kind itself ("sở văn hóa") has it already."""
    if kind is None:
        return tuple(known)
    word = said[-2:] if said[-2:] in KIND_WORDS else said[-1:]
    own = [(one, score + 0.1 if _says(one, word) else score) for one, score in known if one.kind == kind]
    return tuple(sorted(own, key=_likely))


def _says(one: UnitRecord, word: tuple[str, ...]) -> bool:
    """Whether the unit's own name has this very word for its kind: "xã", not "thị trấn"."""
    return any(_starts(phrase(name), word) for name in (one.name, *one.aliases))


def _starts(name: tuple[str, ...], word: tuple[str, ...]) -> bool:
    kind, begins = kind_at(name, 0)
    return kind is not None and name[:begins][-len(word) :] == word


def _likely(one: tuple[UnitRecord, float]) -> tuple[float, int, str]:
    return -one[1], list(UnitKind).index(one[0].kind), one[0].code


def _names(one: UnitRecord) -> Iterator[tuple[tuple[str, ...], float]]:
    """Its name and aliases without the word for the kind; offices also by their first words and initials."""
    for spelled, score in ((one.name, 0.95), *((alias, 1.0) for alias in one.aliases)):
        name = phrase(spelled)
        _, begins = kind_at(name, 0)
        bare = name[begins:] or name
        yield bare, score
        if len(bare) >= 3:
            yield ("".join(word[0] for word in bare),), 0.85
        if one.kind is UnitKind.DEPARTMENT:
            yield name, score
            yield from _short(name, bare)


def _short(name: tuple[str, ...], bare: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    yield ("".join(word[0] for word in name if word not in _ABOUT),), 0.9
    for length in range(2, len(bare)):
        yield bare[:length], 0.8 + 0.1 * length / len(bare)
        yield name[: length + 1], 0.8 + 0.1 * length / len(bare)
