"""The chat page: static files, with the texts of one language filled in."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from locales import LANGUAGES, catalogue

FILES = Path(__file__).parent / "files"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_WORD = re.compile(r"\{\{(\w+)\}\}")


def routes(*, demo: bool) -> list[Route]:
    """``/`` (Vietnamese, or the language of ``?lang=``) and the page's static files."""

    async def page(request: Request) -> Response:
        requested = request.query_params.get("lang")
        content = html(requested if requested in LANGUAGES else "vi", demo)
        return Response(content, media_type="text/html", headers={"Cache-Control": "no-store"})

    async def asset(request: Request) -> Response:
        name = request.url.path[1:]
        content, tag = page_file(name)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=TYPES[Path(name).suffix], headers=headers)

    names = sorted(path.name for path in FILES.iterdir() if path.suffix in TYPES)
    return [Route("/", page), *(Route(f"/{name}", asset) for name in names)]


@cache
def page_file(name: str) -> tuple[bytes, str]:
    """Content and ETag of a static file."""
    content = (FILES / name).read_bytes()
    return content, f'"{sha256(content).hexdigest()[:16]}"'


@cache
def html(language: str, demo: bool) -> str:
    """``{{send}}`` becomes the text ``web.page.send``; ``{{words}}`` all texts ``web.page.…`` as JSON."""
    words = {key: str(text) for key, text in catalogue(language).items() if key.startswith("web.page.")}
    values = {
        "language": language,
        "other": next(other for other in LANGUAGES if other != language),
        "demo": "yes" if demo else "no",
        "words": orjson.dumps(words).decode().replace("<", "\\u003c"),
    }

    def put(match: re.Match[str]) -> str:
        key = match[1]
        return values[key] if key in values else escape(words[f"web.page.{key}"])

    return _WORD.sub(put, (FILES / "index.html").read_text(encoding="utf-8"))
