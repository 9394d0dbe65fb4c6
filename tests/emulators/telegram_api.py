"""A small Bot API over real HTTP, in a thread of its own: killing the bot loses nothing here.

::

    with TelegramApi() as api:
        officer = api.person("Cán bộ mẫu")
        officer.say("/start 7KQ4-M2XD")
        await officer.hears("Đúng đơn vị và vai trò này không?")
        officer.tap("Đúng, xác nhận")
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.emulators.telegram_calls import Call, Refusal, arguments, buttons
from tests.emulators.telegram_faults import DONE_FIRST, Fault, Trouble, Window, break_down, error
from tests.emulators.telegram_people import Group, Message, Person

T = TypeVar("T")
TOKEN = "12345:AAemulatedEMULATEDemulatedEMULATED-_"
DOWNLOAD_LIMIT = 20 * 1024 * 1024
ME = {"id": 12345, "is_bot": True, "first_name": "Báo Cáo", "username": "baocao_mau_bot"}


class TelegramApi:
    """The server. Everything people see and everything the bot asked is kept."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self.trouble = Trouble()
        self.people: dict[int, Person] = {}
        self.calls: list[Call] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.stutter = 1
        """How often every update stands in a batch, newest first where more than once."""
        self.window = Window()
        self.downloads = 0
        """How often the content of a file was asked for."""
        self._ids = itertools.count(1000)
        self._updates: deque[dict[str, Any]] = deque()
        self._confirmed: list[dict[str, Any]] = []
        self._files: dict[str, bytes] = {}
        self._poll: asyncio.Future[None] | None = None
        self._watching: list[Callable[[], bool]] = []
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self.loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def person(self, name: str = "Cán bộ mẫu", language: str = "vi") -> Person:
        person = Person(self, next(self._ids), name, language)
        self.people[person.id] = person
        return person

    def group(self, name: str = "Tổ công tác mẫu", language: str = "vi") -> Group:
        group = Group(self, -next(self._ids), name, language)
        self.people[group.id] = group
        return group

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method end so."""
        self.trouble.queued.setdefault(method.lower(), []).extend(faults)

    def silence(self, seconds: float) -> None:
        """429 for so long to whatever is sent."""
        self.window.silent_until = time.monotonic() + seconds

    def calls_of(self, method: str, ended: str | None = None) -> list[Call]:
        return [c for c in list(self.calls) if c.method == method.lower() and ended in (None, c.ended)]

    async def asked(self, method: str, ended: str | None = None, n: int = 1, within: float = 10) -> list[Call]:
        """Waits for the bot's n-th call of the method (that ended so)."""
        return await self.until(lambda: calls if len(calls := self.calls_of(method, ended)) >= n else None, within)

    async def until(self, look: Callable[[], T | None], within: float = 10) -> T:
        """Waits until ``look`` finds something; it looks after every call of the bot, on the server's thread."""
        future: Future[T] = Future()

        def again() -> bool:
            if not future.done() and (seen := look()) is not None:
                future.set_result(seen)
            return future.done()

        def watch() -> None:
            if not again():
                self._watching.append(again)

        self.on_loop(watch)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), within)
        finally:
            future.cancel()

    @property
    def unconfirmed(self) -> list[int]:
        return [update["update_id"] for update in list(self._updates)]

    @property
    def updates(self) -> list[int]:
        """Everything that ever happened."""
        return [update["update_id"] for update in [*self._confirmed, *self._updates]]

    def end_poll(self) -> None:
        """The open poll ends without news, as after its timeout."""
        self.on_loop(self._end_poll)

    def replay(self) -> None:
        """All confirmed updates wait again, for a bot that starts from offset 0."""
        self.on_loop(self._replay)

    def add_update(self, kind: str, content: dict[str, Any]) -> int:
        """What happened, for the bot to fetch."""
        return self.on_loop(self._add_update, kind, content)

    def keep_file(self, content: bytes) -> str:
        file_id = f"file{next(self._ids)}"
        self._files[file_id] = content
        return file_id

    def next_id(self) -> int:
        return next(self._ids)

    def now(self) -> int:
        return int(time.time())

    def on_loop(self, work: Callable[..., T], *args: Any) -> T:
        """Runs something on the server's thread; state changes nowhere else."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(work(*args))
            except BaseException as problem:
                done.set_exception(problem)

        self.loop.call_soon_threadsafe(run)
        return done.result(10)

    async def _serve(self) -> None:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._call)
        app.router.add_get(f"/file/bot{TOKEN}/{{file}}", self._download)
        app.router.add_route("*", "/{rest:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        self._end_poll()
        await self._runner.cleanup()

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        return error(401, "Unauthorized")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self.trouble.next("download")
        self.downloads += 1
        content = self._files[request.match_info["file"]]
        return await break_down(fault, request, content) if fault else web.Response(body=content)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        call = Call(method, time.monotonic(), await arguments(request))
        self.calls.append(call)
        self._look()
        try:
            return await self._answer(request, call)
        finally:
            self._look()

    def _look(self) -> None:
        self._watching = [again for again in self._watching if not again()]

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        method = call.method
        fault = self.trouble.next(method)
        try:
            answer = b""
            if fault is None or fault in DONE_FIRST:
                answer = json.dumps({"ok": True, "result": await self._do(method, call.asked)}).encode()
        except Refusal as refusal:
            call.ended = str(refusal.code)
            return error(refusal.code, refusal.description, **refusal.parameters)
        call.ended = fault.name if fault else "ok"
        if fault:
            return await break_down(fault, request, answer)
        return web.Response(body=answer.replace(b'{"ok": true', b'{"ok":true', 1), content_type="application/json")

    async def _do(self, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "getme":
                return ME
            case "getupdates":
                return await self._get_updates(params)
            case "sendmessage":
                return self._send(params, "text", params.get("text", ""), 4096)
            case "sendphoto":
                return self._send(params, "photo", params.get("caption", ""), 1024)
            case "senddocument":
                return self._send(params, "document", params.get("caption", ""), 1024)
            case "editmessagereplymarkup" | "editmessagetext":
                return self._edit(params)
            case "setmycommands":
                self.menus[params.get("language_code", "")] = params["commands"]
                return True
            case "getfile":
                if params["file_id"] not in self._files:
                    raise Refusal(400, "Bad Request: invalid file_id")
                size = len(self._files[params["file_id"]])
                if size > DOWNLOAD_LIMIT:
                    raise Refusal(400, "Bad Request: file is too big")
                file = {"file_id": params["file_id"], "file_unique_id": "u", "file_path": params["file_id"]}
                return file | {"file_size": size}
            case "leavechat":
                self._chat(params).has_bot = False
                return True
            case "deletewebhook" | "answercallbackquery":
                return True
        raise Refusal(404, "Not Found")

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """What is not confirmed; an offset confirms all before it. A second poll ends the first with 409."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refusal(409, "Conflict: terminated by other getUpdates request"))
        offset = int(params.get("offset") or 0)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._confirmed.append(self._updates.popleft())
        if not self._updates:
            poll = self._poll = self.loop.create_future()
            timer = self.loop.call_later(float(params.get("timeout") or 0), self._end_poll)
            try:
                await poll
            finally:
                timer.cancel()
        batch = list(itertools.islice(self._updates, int(params.get("limit") or 100)))
        return batch if self.stutter == 1 else [update for update in reversed(batch) for _ in range(self.stutter)]

    def _add_update(self, kind: str, content: dict[str, Any]) -> int:
        update_id = next(self._ids)
        self._updates.append({"update_id": update_id, kind: content})
        self._end_poll()
        return update_id

    def _replay(self) -> None:
        self._updates.extendleft(reversed(self._confirmed))
        self._confirmed.clear()
        self._end_poll()

    def _end_poll(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _send(self, params: dict[str, Any], kind: str, text: str, limit: int) -> dict[str, Any]:
        if wait := self.window.wait(time.monotonic()):
            raise Refusal(429, "Too Many Requests", {"retry_after": wait})
        chat = self._chat(params)
        if kind == "text" and not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > limit:
            raise Refusal(400, "Bad Request: message is too long")
        name, content = params.get(kind, ("", None)) if kind != "text" else ("", None)
        message = Message(next(self._ids), text, buttons(params.get("reply_markup")), content, name, kind)
        chat.messages.append(message)
        head = {"message_id": message.id, "date": self.now(), "chat": chat._chat(), "from": ME}
        return head | ({"text": text} if kind == "text" else {})

    def _edit(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(params)
        message = chat.find(int(params["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        message.text = params.get("text", message.text)
        message.buttons = buttons(params.get("reply_markup"))
        return {"message_id": message.id, "date": self.now(), "chat": chat._chat(), "text": message.text}

    def _chat(self, params: dict[str, Any]) -> Any:
        chat = self.people.get(int(params["chat_id"]))
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if isinstance(chat, Group) and not chat.has_bot:
            raise Refusal(403, "Forbidden: bot is not a member of the group chat")
        return chat
