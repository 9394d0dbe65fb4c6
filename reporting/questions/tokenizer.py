"""The words of a typed text for matching: without diacritics, abbreviations expanded, typing errors corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from reporting.text import clean, fold

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’‘`][^\W\d_]+)*|%")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|uo|ie|ye|ia|ua|oa|oe|ue|uy|ai|ao|au|ay|eo|eu|iu|oi|ui|uu|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
"""A Vietnamese syllable without diacritics."""
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_PLAIN: Mapping[str, str] = {
    "bc": "bao cao",
    "bcao": "bao cao",
    "ds": "danh sach",
    "dv": "don vi",
    "dvi": "don vi",
    "sl": "so luong",
    "slg": "so luong",
    "ttxh": "trat tu xa hoi",
    "antt": "an ninh trat tu",
    "ttatxh": "trat tu an toan xa hoi",
    "pphs": "pham phap hinh su",
    "dtkp": "dieu tra kham pha",
    "ko": "khong",
    "kg": "khong",
    "hok": "khong",
    "hk": "khong",
    "bn": "bao nhieu",
    "bnh": "bao nhieu",
    "bnhieu": "bao nhieu",
    "ntn": "the nao",
    "tnao": "the nao",
    "ct": "chi tieu",
    "ctieu": "chi tieu",
    "tl": "ty le",
    "ti": "ty",
    "qui": "quy",
    "mt": "ma tuy",
    "mbn": "mua ban nguoi",
    "tgtp": "to giac toi pham",
    "ck": "cung ky",
    "svck": "so voi cung ky",
    "sv": "so voi",
    "vs": "voi",
    "dc": "duoc",
    "dk": "duoc",
    "hs": "hinh su",
    "j": "gi",
    "z": "vay",
    "ng": "nguoi",
    "nguoì": "nguoi",
    "lđ": "lanh dao",
    "thg": "thang",
    "cax": "cong an xa",
    "bcd": "ban chi dao",
    "ubnd": "uy ban nhan dan",
    "uynhan": "uy ban nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "tand": "toa an nhan dan",
    "pct": "phan tram",
    "%": "phan tram",
    "kp": "kham pha",
    "kq": "ket qua",
    "th": "tinh hinh",
    "tg": "to giac",
    "dat%": "dat phan tram",
    "chx": "chua",
    "cx": "cung",
    "r": "roi",
    "deadlines": "deadline",
}
_BEFORE_NAMES: Mapping[str, str] = {
    "h": "huyen",
    "x": "xa",
    "p": "phuong",
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "dk": "dac khu",
    "t": "tinh",
    "cap": "cong an phuong",
}
"""Abbreviations of kinds of units; they have this meaning only before a name or a question word."""
_OTHERWISE: Mapping[str, str] = {"tp": "toi pham", "tt": "tinh trang", "h": "gio", "kh": "ke hoach"}
_ASKING = frozenset({"nao", "nay", "do"})


class Token(NamedTuple):
    """One word for matching (``text``), and the word of the message it comes from (``typed``)."""

    text: str
    typed: str


@dataclass(frozen=True)
class Lexicon:
    """The known words and the known pairs of adjacent words."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]
    """The first words of the names of units."""
    initials: frozenset[str] = frozenset()
    """Names of one word such as "bmt": they are known, but no other word is corrected to them."""
    spoken: frozenset[tuple[str, str]] = frozenset()
    """The pairs from questions and names, without those from the texts of the plan."""
    _mended: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        spoken: Iterable[Sequence[str]],
        written: Iterable[Sequence[str]],
        names: Iterable[str],
        initials: Iterable[str],
    ) -> Lexicon:
        """A lexicon of phrases from questions and names (``spoken``) and from the texts of a plan (``written``)."""
        spoken_phrases, written_phrases = list(spoken), list(written)
        words = frozenset(word for phrase in (*spoken_phrases, *written_phrases) for word in phrase)
        pairs = frozenset(pair for phrase in spoken_phrases for pair in pairwise(phrase))
        all_pairs = pairs | {pair for phrase in written_phrases for pair in pairwise(phrase)}
        return cls(words, all_pairs, frozenset(names), frozenset(initials), pairs)

    def mend(self, word: str, before: str, after: str) -> tuple[str, ...]:
        """The correction of a word between ``before`` and ``after``.

        One known word, or two or three that were typed without spaces; the word itself if no correction is found.
        """
        key = (word, before, after)
        if key not in self._mended:
            self._mended[key] = self._mend(word, before, after)
        return self._mended[key]

    def _mend(self, word: str, before: str, after: str) -> tuple[str, ...]:
        if word.isdigit():
            return (word,)
        if word in self.words:
            return (self._meant(word, before, after),)
        near = self._near(word)
        best = max(near, key=lambda candidate: self._rank(candidate, word, before, after), default=word)
        if near and self._fits(best, before, after):
            return (best,)
        plain = untelex(word)
        if plain != word and plain in self.words:
            return (plain,)
        if len(word) >= 5 and (parts := self._split(word)):
            return parts
        return (best if _SYLLABLE.fullmatch(word) is None else word,)

    def _rank(self, candidate: str, word: str, before: str, after: str) -> tuple[int, int, int, str]:
        return self._fits(candidate, before, after), -OSA.distance(candidate, word), len(candidate), candidate

    def _meant(self, word: str, before: str, after: str) -> str:
        """The correction of a known word that forms no known pair with its neighbours.

        It is a similar word that forms a pair with both: "nào cưa nộp" is "nào chưa nộp". Otherwise the word itself.
        """
        if len(word) < 3 or self._fits(word, before, after):
            return word
        fitting = (near for near in self._near(word) if {(before, near), (near, after)} <= self.spoken)
        return next(fitting, word)

    @cached_property
    def _mendable(self) -> tuple[str, ...]:
        """The words that a misspelt word may be corrected to, always in the same order."""
        return tuple(sorted(word for word in self.words - self.initials if len(word) >= 3))

    def _near(self, word: str) -> list[str]:
        if len(word) < 3:
            return []
        most = 1 if len(word) < 8 else 2
        return [
            known
            for known in self._mendable
            if abs(len(known) - len(word)) <= most and OSA.distance(known, word, score_cutoff=most) <= most
        ]

    def _fits(self, word: str, before: str, after: str) -> int:
        return ((before, word) in self.pairs) + ((word, after) in self.pairs)

    def _split(self, word: str) -> tuple[str, ...] | None:
        """The known words typed without spaces: "cainuoc" → ("cai", "nuoc"); ``None`` if they are not known pairs."""
        for cut in range(2, len(word) - 1):
            first, rest = word[:cut], word[cut:]
            if first not in self.words:
                continue
            if (first, rest) in self.pairs:
                return first, rest
            further = self._split(rest) if len(rest) > 3 else None
            if further and (first, further[0]) in self.pairs:
                return first, *further
        return None


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """The words of a message in order, with abbreviations expanded and typing errors corrected."""
    typed = _WORD.findall(clean(text))
    raw = [re.sub(r"['’‘`]", "", fold(word)) for word in typed]
    return list(_mended(list(_written_out(raw, typed, lexicon)), lexicon))


def untelex(word: str) -> str:
    """A word typed with the Telex input method, without diacritics: "huyeenj" → "huyen", "chuwa" → "chua"."""
    plain = re.sub(r"([aeo])\1", r"\1", word.replace("dd", "d"))
    plain = re.sub(r"(?<=[aou])w", "", plain)
    return (
        plain[:-1]
        if len(plain) > 2 and plain[-1] in "sfrxj"
        else re.sub(r"(?<=[aeiouy])[sfrxj](?=[aeiouy])", "", plain)
    )


def _written_out(raw: Sequence[str], typed: Sequence[str], lexicon: Lexicon) -> Iterator[Token]:
    for at, word in enumerate(raw):
        before, after = raw[at - 1] if at else "", raw[at + 1] if at + 1 < len(raw) else ""
        for part in _whole(word, before, after, lexicon).split():
            yield Token(part, typed[at])


def _whole(word: str, before: str, after: str, lexicon: Lexicon) -> str:
    if word in ("t", "th", "tg", "thg") and before.isdigit():
        return "thang"
    if word == "n" and len(after) == 4 and after.isdigit():
        return "nam"
    if word == "q" and (after.isdigit() or after in ROMAN):
        return "quy"
    if word.startswith("q") and word[1:] in ROMAN:
        return f"quy {ROMAN[word[1:]]}"
    if word in ROMAN and before in ("quy", "q", "qui"):
        return ROMAN[word]
    if word in _BEFORE_NAMES and (after in _ASKING or after.isdigit() or after in lexicon.names):
        return _BEFORE_NAMES[word]
    return _OTHERWISE.get(word) or _PLAIN.get(word, word)


def _mended(written: Sequence[Token], lexicon: Lexicon) -> Iterator[Token]:
    before = ""
    for place, token in enumerate(written):
        after = written[place + 1].text if place + 1 < len(written) else ""
        for part in lexicon.mend(token.text, before, after):
            yield Token(part, token.typed)
            before = part
