"""The words for people: gettext catalogues by language and domain, and dates and numbers by Babel.

``locales/vi/report.po`` holds::

    msgid "report.progress"
    msgstr "Câu {number}/{total}"

and ``Words("vi")("report.progress", number=1, total=17)`` is "Câu 1/17".
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from reporting.deadlines.calendar import TIME_ZONE

LANGUAGES = ("vi", "en")
CatalogueText = str | tuple[str, ...]


@cache
def catalogue(language: str) -> dict[str, CatalogueText]:
    """Every message of a language, key → text (or its plural forms), all domains together."""
    messages: dict[str, CatalogueText] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
                    if key in messages:
                        raise ValueError(f"{path.name}: {key} stands twice")
                    text = message.string or ""
                    messages[key] = text if isinstance(text, str) else tuple(text)
    return messages


class Words:
    """The words of one language."""

    def __init__(self, language: str = "vi") -> None:
        self.language = language if language in LANGUAGES else "vi"
        self._messages = catalogue(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under ``key``; with plural forms, ``n`` chooses. Raises KeyError for a key nobody wrote."""
        message = self._messages[key]
        if isinstance(message, tuple):
            message = message[0 if values.get("n") == 1 or len(message) == 1 else 1]
        return message.format(**values) if values else message

    def __contains__(self, key: str) -> bool:
        return key in self._messages

    def number(self, value: int) -> str:
        """1234 → "1.234" (vi), "1,234" (en)."""
        return format_decimal(value, locale=self.language)

    def day(self, day: date, *, year: bool = True) -> str:
        """24 May 2026 → "24/5/2026", or "24/5" without the year. The same in both languages, as the plans write it."""
        return f"{day.day}/{day.month}" + (f"/{day.year}" if year else "")

    def weekday(self, day: date) -> str:
        """→ "Chủ Nhật", "Sunday"."""
        return format_date(day, "EEEE", locale=self.language)

    def moment(self, at: datetime) -> str:
        """An instant, told in Vietnam's time: "09:42 ngày 19/5/2026"."""
        local = at.astimezone(TIME_ZONE)
        return self("common.moment", time=f"{local:%H:%M}", day=self.day(local.date()))

    def time(self, at: datetime) -> str:
        return f"{at.astimezone(TIME_ZONE):%H:%M}"


@cache
def words(language: str) -> Words:
    return Words(language)


__all__ = ["LANGUAGES", "Words", "catalogue", "words"]
