from __future__ import annotations

import re

import pytest

from bot.channels.web import chat_page
from locales import LANGUAGES, catalogue

FILES = sorted(chat_page.FILES.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("demo", [True, False])
def test_the_page_is_whole_in_every_language(language: str, demo: bool) -> None:
    page = chat_page.html(language, demo)
    assert f'<html lang="{language}">' in page
    assert "{{" not in page


def test_every_word_the_script_says_exists_and_none_is_left_over() -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".js")
    index = (chat_page.FILES / "index.html").read_text(encoding="utf-8")
    used_keys = set(re.findall(r'say\("(\w+)"', script)) | set(re.findall(r"\{\{(\w+)\}\}", index))
    known = {key.removeprefix("web.page.") for key in catalogue("vi") if key.startswith("web.page.")}
    assert used_keys - {"language", "other", "demo", "words"} == known


def test_nothing_comes_from_outside_and_nothing_is_inline() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://[a-z]|@import|url\(", text), path.name
    index = (chat_page.FILES / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*(src=|application/json))|<style| style=| on\w+=", index)


def test_the_page_is_small() -> None:
    assert sum(path.stat().st_size for path in FILES) <= 40 * 1024
