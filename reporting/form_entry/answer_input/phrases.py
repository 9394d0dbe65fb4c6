"""Words in answers, folded (lower case, no diacritics): zero, "không phát sinh", "như trên", units, scales."""

from __future__ import annotations

import re

from reporting.form_entry.answer_input.answer import RejectedAnswer

NO_WORDS = "khong|ko|kg|khg|kh|k"

UNITS: dict[str, tuple[str, ...]] = {
    "vu": ("vu an", "vu", "v"),
    "viec": ("vu viec", "viec"),
    "tin": ("tin bao", "tin", "t"),
    "thong tin": ("thong tin", "tt"),
    "nguoi": ("nguoi", "ng", "n"),
    "bi can": ("bi can", "bc"),
    "ho": ("ho dan", "ho", "h"),
    "mo hinh": ("mo hinh", "mh"),
    "dia ban": ("dia ban", "db"),
    "tuyen": ("tuyen",),
    "bang nhom": ("bang nhom", "nhom", "bang"),
    "dong": ("vnd", "dong", "d"),
    "cuoc": ("cuoc",),
    "buoi": ("buoi",),
    "luot": ("luot nguoi", "luot"),
}
"""Unit → the ways it is written after a number."""

SCALES = {
    "chuc": 10,
    "tram": 10**2,
    "k": 10**3,
    "nghin": 10**3,
    "ngan": 10**3,
    "tr": 10**6,
    "trieu": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}

_UNIT_WORDS = "|".join(sorted((re.escape(form) for forms in UNITS.values() for form in forms), key=len, reverse=True))
_NIL = re.compile(rf"(?:{NO_WORDS}|chua|0) ?(?:co )?(?:phat sinh|ps)(?: (?:gi|moi|them|(?:{_UNIT_WORDS}) nao))?")
_ZERO = re.compile(rf"(?:{NO_WORDS}) ?(?:co)?(?: (?:gi|ai|{_UNIT_WORDS}))?(?: (?:nao|ca|het))?")
_NOT_YET = re.compile(rf"(?:chua|chua co)(?: (?:{_UNIT_WORDS}))?(?: nao)?")
_AS_ABOVE = re.compile(
    r"(?:y )?(?:nhu|giong|bang) (?:tren|cu|(?:ky|lan|nam|thang) truoc|nam ngoai|cung ky(?: nam (?:truoc|ngoai))?)"
    r"|n/?t|khong (?:thay )?doi"
)
_NOTHING = re.compile(r"(?:[\W_]|x)*")
_POLITE_BEFORE = re.compile(r"^(?:da|thua|vang|bao cao)[, ]+(?=\S)")
_POLITE_AFTER = re.compile(r"[\s.,;:!]+(?:a|ah|nhe|nha|thoi|ok)$|[\s.,;:!]+$")
_COURTESIES = 3
_LEADING = re.compile(r"^(?:(?:co|la|duoc|tong so|tong cong|tong|tat ca|so luong|so)\b[: ]*|=\s*)(?=\S)")


def unit_forms(unit: str) -> frozenset[str]:
    """How this unit may be written after a number: "vụ, việc" → vu, v, vu an, viec, vu viec."""
    own: set[str] = set()
    for part in (part.strip() for part in unit.split(",")):
        own |= {part, *UNITS.get(part, ())}
    return frozenset(own - {""})


ALL_UNIT_FORMS = frozenset(form for forms in UNITS.values() for form in forms)


def strip_courtesies(text: str) -> str:
    """A folded answer without courtesies and closing marks: "da, 12 vu a." → "12 vu"."""
    for _ in range(_COURTESIES):
        text = _POLITE_AFTER.sub("", _POLITE_BEFORE.sub("", text)).strip()
    return text


def strip_lead_in(text: str) -> str:
    """Without what leads to the number: "tong so: 12 vu", "co 12 vu" → "12 vu"."""
    return _LEADING.sub("", _LEADING.sub("", text))


def is_nil(text: str) -> bool:
    return bool(_NIL.fullmatch(text))


def is_zero(text: str) -> bool:
    """ "k" means "không" only when alone."""
    return bool(_ZERO.fullmatch(text))


def is_not_yet(text: str) -> bool:
    return bool(_NOT_YET.fullmatch(text))


def is_as_above(text: str) -> bool:
    return bool(_AS_ABOVE.fullmatch(text))


def is_nothing(text: str) -> bool:
    """Blank, dashes, dots, "x": neither a zero nor an answer."""
    return bool(_NOTHING.fullmatch(text))


_NUMBER = rf"[0-9][0-9.,]*(?: ?(?:{_UNIT_WORDS}))?"
_PERCENT = re.compile(r"%|\bphan tram\b")
_APPROXIMATE = re.compile(
    r"^(?:khoang|chung|uoc|do chung|dau do)\b|^[~≈]|^(?:tam|gan|do)\s*(?=[0-9])|(?<=[0-9]) ?(?:may|ruoi)$"
)
_BOUND = re.compile(
    r"^(?:[<>≤≥]|(?:hon|tren|duoi|it nhat|toi da|toi thieu|khong qua|khong duoi)\b)|[0-9] ?\+$"
    r"|\b(?:tro len|tro xuong|hon)$"
)
_NEGATIVE = re.compile(r"^(?:-|am) ?[0-9]")
_LIST = re.compile(r"[0-9]+(?:\s*-\s*[0-9]+){2,}|[0-9]+(?:\s*/\s*[0-9]+){2,}")
_RANGE = re.compile(rf"(?:tu )?({_NUMBER})\s*(?:-+>?|~|den|toi)\s*({_NUMBER})")
_PAIR = re.compile(rf"({_NUMBER})\s*(?:/|tren(?: tong so)?|trong(?: tong)?(?: so)?)\s*({_NUMBER})")
_SUM = re.compile(r"[0-9]{1,9}(?: ?\+ ?[0-9]{1,9})+")


def no_single_number(text: str) -> RejectedAnswer | None:
    """Why a folded text that holds numbers is still no number; ``None`` where it may be one."""
    if is_nothing(text):
        return RejectedAnswer("not_a_zero")
    if is_as_above(text):
        return RejectedAnswer("as_above")
    if _PERCENT.search(text):
        return RejectedAnswer("percent")
    if _NEGATIVE.search(text):
        return RejectedAnswer("negative")
    if _LIST.fullmatch(text):
        return RejectedAnswer("unclear_list")
    if match := _RANGE.fullmatch(text):
        return RejectedAnswer("range", {"low": _digits(match[1]), "high": _digits(match[2])})
    if match := _PAIR.fullmatch(text):
        return RejectedAnswer("two_counts", {"first": _digits(match[1]), "second": _digits(match[2])})
    if _APPROXIMATE.search(text):
        return RejectedAnswer("approximate")
    if _BOUND.search(text):
        return RejectedAnswer("bound")
    return None


def _digits(number: str) -> str:
    """A folded number without its unit, as the explanation shows it: "12 vu" → "12"."""
    return number.rstrip("abcdefghijklmnopqrstuvwxyz .,")


def addends(text: str) -> tuple[int, ...]:
    """ "3+4" → (3, 4); empty where nothing is added."""
    return tuple(int(part) for part in text.split("+")) if _SUM.fullmatch(text) else ()
