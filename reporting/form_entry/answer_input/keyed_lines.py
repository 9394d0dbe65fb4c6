"""Pasted "mã: giá trị" lines: ``6: 25`` · ``câu 7 = 24`` · ``8 - 23`` · ``c09: 4; 10: 0`` · ``Xảy ra: 12``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reporting.plan.form import Question
from reporting.text import clean, fold

_CALLED = r"(?:(?:câu|cau|mục|muc|mã số|ma so|mã|ma|số|so)\s*)?"
_ID = r"[a-z]{0,3}[0-9]{1,3}[a-z]?"
_HEAD = rf"{_CALLED}(?P<key>{_ID})"
_SHARP = re.compile(rf"[-•*+]?\s*{_HEAD}\s*(?:[:=]|->|→|\)(?=\s*\S))\s*(?P<value>.*)", re.IGNORECASE)
_BLUNT = re.compile(rf"{_HEAD}(?:\s*[-–—\t]\s*|\.\s+)(?P<value>\S.*)", re.IGNORECASE)
_LOOSE = re.compile(rf"{_HEAD}\s+(?P<value>\S.*)", re.IGNORECASE)
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_NAME_ENDS = re.compile(r"\s*[:=\t]\s*")
_NEXT = re.compile(rf"\s*(?:[,;]|\s)\s*(?={_CALLED}{_ID}\s*[:=])|\s*;\s*", re.IGNORECASE)
_MARK = re.compile(r"[:=)\t→]|->")


@dataclass(frozen=True)
class KeyedLine:
    """One line of a pasted block. ``key``: the question's id where it ``is_known``, else the key as typed, or ""."""

    number: int
    raw: str
    key: str
    is_known: bool
    value: str


class QuestionKeys:
    """The names of questions in a line: number, id, or the name where no other question has the same."""

    def __init__(self, questions: Sequence[Question], numbers: Mapping[str, int]) -> None:
        self._codes = {_code(question_id): question_id for question_id in numbers}
        self._codes |= {str(number): question_id for question_id, number in numbers.items()}
        self._texts = {question.id for question in questions if question.kind in ("short_text", "long_text")}
        names: dict[str, set[str]] = {}
        for question in questions:
            for name in (question.label, question.short):
                names.setdefault(fold(name), set()).add(question.id)
        self._names = {name: next(iter(ids)) for name, ids in names.items() if name and len(ids) == 1}
        self._longest = max(map(len, self._names), default=0) + 20

    def by_code(self, key: str) -> str | None:
        return self._codes.get(_code(key))

    def by_name(self, row: str) -> tuple[str, str] | None:
        """The question a row names before a mark, and its value; the longest name counts ("Nghiêm trọng: khởi tố")."""
        for end in reversed(list(_NAME_ENDS.finditer(row, 0, self._longest))):
            if question_id := self._names.get(fold(row[: end.start()])):
                return question_id, row[end.end() :]
        return None

    def is_text(self, question_id: str) -> bool:
        return question_id in self._texts


def _code(key: str) -> str:
    """ "C06" → "c6", "06" → "6"."""
    return _ZEROS.sub("", fold(key))


def keyed_lines(text: str, questions: Sequence[Question], numbers: Mapping[str, int]) -> tuple[KeyedLine, ...]:
    """The lines of a keyed block, in the order typed; empty where the text is not one.

    It is one when a line sets a key apart by ":", "=" or ")", or when each of several lines reads "8 - 23" or "8. 23".
    """
    rows = [row.strip() for row in clean(text).split("\n") if row.strip()]
    if len(rows) < 2 and not any(_MARK.search(row) for row in rows):
        return ()
    keys = QuestionKeys(questions, numbers)
    if not any(_is_sharp(row, keys) for row in rows) and not _all_blunt(rows, keys):
        return ()
    lines: list[KeyedLine] = []
    for piece in (piece for row in rows for piece in _pieces(row, keys)):
        after_text = bool(lines) and keys.is_text(lines[-1].key)
        line = _line(len(lines) + 1, piece, keys, sharp_only=after_text)
        if after_text and not line.key:
            lines[-1] = replace(lines[-1], value=f"{lines[-1].value}\n{piece}")
        else:
            lines.append(line)
    return tuple(lines)


def _is_sharp(row: str, keys: QuestionKeys) -> bool:
    sharp = _SHARP.fullmatch(row)
    if sharp and (sharp["value"] or keys.by_code(sharp["key"])):
        return True
    return keys.by_name(row) is not None


def _all_blunt(rows: Sequence[str], keys: QuestionKeys) -> bool:
    """Two columns of a sheet are keys and values only where the keys rise: 6⇥25, 7⇥24."""
    matches = [_BLUNT.fullmatch(row) for row in rows]
    if len(rows) < 2 or not all(match and keys.by_code(match["key"]) for match in matches):
        return False
    codes = [match["key"] for match in matches if match]
    return not any("\t" in row for row in rows) or all(_number(a) < _number(b) for a, b in pairwise(codes))


def _number(code: str) -> int:
    return int(re.sub(r"\D", "", code))


def _pieces(row: str, keys: QuestionKeys) -> list[str]:
    """ "6: 25, 7: 24; 8: 23" is three; the answer to a text question takes the rest of its row."""
    pieces: list[str] = []
    while row:
        head = _SHARP.match(row)
        question_id = keys.by_code(head["key"]) if head else None
        ends = question_id is None or not keys.is_text(question_id)
        following = _NEXT.search(row, head.start("value") if head else 0) if ends else None
        pieces.append(row[: following.start()] if following else row)
        row = row[following.end() :] if following else ""
    return [piece.strip() for piece in pieces if piece.strip()]


def _line(number: int, piece: str, keys: QuestionKeys, sharp_only: bool) -> KeyedLine:
    if named := keys.by_name(piece):
        return KeyedLine(number, piece, named[0], True, named[1])
    for pattern in (_SHARP,) if sharp_only else (_SHARP, _BLUNT, _LOOSE):
        match = pattern.fullmatch(piece)
        question_id = keys.by_code(match["key"]) if match else None
        if match and (question_id or pattern is not _LOOSE):
            return KeyedLine(
                number, piece, question_id or match["key"], question_id is not None, match["value"].strip()
            )
    return KeyedLine(number, piece, "", False, piece)
