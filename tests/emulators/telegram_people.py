"""The people (and groups) on the other side of the emulated Bot API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.emulators.telegram_api import TelegramApi


@dataclass
class Message:
    """A message of the bot as a person sees it. ``buttons``: label → callback data."""

    id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None
    file_name: str = ""
    kind: str = "text"


class Person:
    """``person.say("/baocao")``, ``person.tap("Nộp báo cáo")``, ``await person.hears("Mã biên nhận")``."""

    def __init__(self, api: TelegramApi, user_id: int, name: str, language: str) -> None:
        self.api, self.id, self.name, self.language = api, user_id, name, language
        self.messages: list[Message] = []
        self.blocked = False
        self._heard = 0

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def say(self, text: str) -> int:
        """Sends a text; returns the update's id."""
        return self.api.add_update("message", self._message(text=text))

    def send_file(self, name: str, mime: str, content: bytes, caption: str = "", with_size: bool = True) -> int:
        """Sends a document; ``with_size``: the message names its size, as Telegram's mostly do."""
        file_id = self.api.keep_file(content)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "mime_type": mime}
        message = self._message(document=document | ({"file_size": len(content)} if with_size else {}))
        return self.api.add_update("message", message | ({"caption": caption} if caption else {}))

    def send_photo(self, *sizes: bytes, caption: str = "") -> int:
        """Sends a photo, as Telegram keeps it: in several sizes, the smallest first."""
        photo = []
        for n, content in enumerate(sizes, 1):
            file_id = self.api.keep_file(content)
            photo.append({"file_id": file_id, "file_unique_id": file_id, "width": 320 * n, "height": 240 * n})
            photo[-1]["file_size"] = len(content)
        return self.api.add_update("message", self._message(photo=photo) | ({"caption": caption} if caption else {}))

    def tap(self, label: str) -> int:
        """Presses the newest button of that label."""
        for message in reversed(self.messages):
            if label in message.buttons:
                return self.press(message, message.buttons[label])
        shown = list(self.messages[-1].buttons) if self.messages else []
        raise AssertionError(f"no button {label!r}; the last message shows {shown}")

    def press(self, message: Message, data: str) -> int:
        """Presses a button of an old message too, or one that is not there any more."""
        shown = {"message_id": message.id, "date": self.api.now(), "chat": self._chat(), "text": message.text}
        query = {"id": f"q{self.api.next_id()}", "from": self._user(), "chat_instance": "1", "data": data}
        return self.api.add_update("callback_query", {**query, "message": shown})

    async def hears(self, text: str, within: float = 10) -> Message:
        """The next message, not heard before, that contains ``text``; passes over others."""
        try:
            return await self.api.until(lambda: self._next_with(text), within)
        except TimeoutError:
            raise AssertionError(f"{self.name}: no {text!r} in {within} s; heard last {self.texts[-1:]}") from None

    def block(self, blocked: bool = True) -> None:
        self.blocked = blocked
        status = {"user": {"id": 1, "is_bot": True, "first_name": "Bot"}, "status": "kicked" if blocked else "member"}
        change = {"chat": self._chat(), "from": self._user(), "date": self.api.now()}
        self.api.add_update("my_chat_member", change | {"old_chat_member": status, "new_chat_member": status})

    def find(self, message_id: int) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def _next_with(self, text: str) -> Message | None:
        for index in range(self._heard, len(self.messages)):
            if text in self.messages[index].text:
                self._heard = index + 1
                return self.messages[index]
        return None

    def _message(self, **content: Any) -> dict[str, Any]:
        head = {"message_id": self.api.next_id(), "date": self.api.now(), "from": self._user(), "chat": self._chat()}
        return head | content

    def _user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": self.name}


class Group(Person):
    """A group chat into which somebody put the bot."""

    def __init__(self, api: TelegramApi, user_id: int, name: str, language: str) -> None:
        super().__init__(api, user_id, name, language)
        self.has_bot = False

    def add_bot(self) -> None:
        self.has_bot = True
        bot = {"id": 1, "is_bot": True, "first_name": "Bot"}
        change = {"chat": self._chat(), "from": self._user(), "date": self.api.now()}
        out, member = {"user": bot, "status": "left"}, {"user": bot, "status": "member"}
        self.api.add_update("my_chat_member", change | {"old_chat_member": out, "new_chat_member": member})
        self.api.add_update("message", self._message(new_chat_members=[bot]))

    def _user(self) -> dict[str, Any]:
        return {"id": 77, "is_bot": False, "first_name": "Mẫu", "language_code": self.language}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "group", "title": self.name}
