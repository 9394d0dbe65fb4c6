"""Recognition of levels, "all units" and numbers: "huyện nào", "các xã", "đơn vị nào", "toàn tỉnh", "top 3"."""

from __future__ import annotations

import re
from typing import NamedTuple

from reporting.plan.schedule import UnitKind
from reporting.questions.unit_matcher import KIND_WORDS

_NUMBERS = dict(zip(["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"], range(1, 11), strict=True))
_NUMBER = rf"\d+|{'|'.join(_NUMBERS)}"
_ALIKE = frozenset({("so",), ("tinh",), ("phong",)})
"""Words for a kind of unit that equal other words without diacritics: "số", "tình", "phòng"."""
KINDS = "|".join(
    sorted((" ".join(words) for words in KIND_WORDS if words not in _ALIKE), key=lambda word: (-len(word), word))
)
"""The words for kinds of units, as a pattern."""
_OFFICES = "so nganh|so ban nganh|ban nganh"
_BEFORE = (
    "nhung |cac |con |tung |moi |theo (?:tung |cap )?|o |tai |giua cac |trong cac |cap |don vi cap |may |bao nhieu "
    "|trong so cac "
)
_SAID_OF = "nop|gui|chua|da|tre|bi|cham|con|khong|co|dung|dan dau|nhieu|it|cao nhat|thap nhat|xep"
"""The words that follow a kind of unit where it means all units of that kind: "xã nhiều án nhất"."""
_LEVEL = re.compile(
    rf"\b(?:(?:{_BEFORE})+(?P<many>{KINDS}|{_OFFICES}|so(?= nao| nganh|$))"
    r"(?: (?:xa|phuong|thi tran|thi xa|thanh pho))*(?: nao)?"
    rf"|(?P<which>{KINDS}|{_OFFICES}|so)(?: (?:thi xa|thanh pho|thi tran|thi|thanh|xa|phuong))* nao"
    rf"|(?P<bare>{KINDS})(?= (?:{_SAID_OF})\b)"
    rf"|(?P<number>{_NUMBER}) (?P<counted>{KINDS})(?: nao)?)\b"
)
_FIRST = re.compile(rf"^(?P<which>{KINDS})(?! hoi)(?= .*\bnhat\b)|^(?:(?:the|con|va) )+(?P<bare>{KINDS})(?: thi sao)?$")
"""A kind of unit at the beginning, with a superlative ("xã nhiều án nhất"), or as a follow-up question ("thế xã?")."""
_AREA = re.compile(
    rf"\b(?:(?:nhung |cac |tung )?dia ban nao|tung dia ban|theo dia ban|(?P<number>{_NUMBER}) dia ban)\b"
)
_WHO = re.compile(
    r"\b(?:(?:nhung |cac |con )?(?:don vi|noi|dia phuong|cho|thang|ong|co quan) nao"
    r"|(?:nhung|cac|tung|moi|theo) don vi|nhung ai)\b"
)
_WHOLE = re.compile(
    r"\b(?:(?:tren |trong )?(?:dia ban )?(?:toan|ca) (?:tinh|bo)(?: ta| minh)?|trong tinh|tren dia ban tinh"
    r"|tinh (?:ta|minh)|(?:cua )?tinh$)"
)
_TOP = re.compile(rf"\btop(?: dau)? (?P<top>{_NUMBER})\b|\b(?P<first>{_NUMBER}) (?=(?:W|L|U|noi|dia ban)\b)")


class LevelMatch(NamedTuple):
    """The result of ``find``.

    ``asked``: the question with ``L`` in place of a level and ``W`` in place of "đơn vị nào"; ``level``: a kind of
    unit; ``top``: the number of units asked for.
    """

    asked: str
    level: str | None
    top: int | None
    whole: bool
    """Whether all units are meant: "toàn tỉnh"."""


def find(text: str) -> LevelMatch:
    """The level, number and "whole province" in a question without diacritics."""
    whole = _WHOLE.search(text)
    if whole:
        text = f"{text[: whole.start()]} {text[whole.end() :]}"
    level, top = None, None
    if match := _LEVEL.search(text):
        level, top = _kind(match), _number(match["number"])
        many = "bao nhieu " if "bao nhieu" in match[0] else ""
        text = f"{text[: match.start()]}{many}L{text[match.end() :]}"
    elif match := _FIRST.search(text):
        level = KIND_WORDS[tuple((match["which"] or match["bare"]).split())].value
        text = f"L{text[match.end() :]}"
    elif match := _AREA.search(text):
        level, top = UnitKind.COMMUNE.value, _number(match["number"])
        text = f"{text[: match.start()]}L{text[match.end() :]}"
    text = _WHO.sub("W", text)
    if match := _TOP.search(text.replace("don vi", "W")):
        text = text.replace("don vi", "W")
        top = _number(match["top"] or match["first"])
        text = f"{text[: match.start()]}{'top' if match['top'] else ''}{text[match.end() :]}"
    return LevelMatch(" ".join(text.split()), level, top, bool(whole))


def _kind(match: re.Match[str]) -> str:
    words = tuple((match["many"] or match["which"] or match["bare"] or match["counted"]).split())
    return (UnitKind.DEPARTMENT if "nganh" in words or words == ("so",) else KIND_WORDS[words]).value


def _number(word: str | None) -> int | None:
    return None if word is None else _NUMBERS.get(word) or int(word)
