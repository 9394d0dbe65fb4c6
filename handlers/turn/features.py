"""What a capability registers: its commands, actions, dialogs, file handlers and document builders.

A capability is a package of ``handlers`` with a ``FEATURE`` in its ``__init__.py``; ``handlers.registry`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from handlers.turn.dialog_state import DialogState
from handlers.turn.messages import File
from reporting.roles import Role

if TYPE_CHECKING:
    from handlers.turn.context import Turn
    from handlers.turn.services import FileJobContext

S = TypeVar("S", bound=DialogState)
Args: TypeAlias = Mapping[str, Any]
"""What a button carries to its action, as stored in the conversation: JSON values only."""
Roles: TypeAlias = frozenset[Role]


@dataclass(frozen=True, slots=True)
class Handled:
    """The dialog took the text and answered it."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The dialog did not understand the text; ``text`` is said unless the text turns out to be a plain question."""

    text: str


@dataclass(frozen=True, slots=True)
class Pass:
    """The text is nothing for the dialog: it is read as a question, and the dialog stays open."""


Reply: TypeAlias = Handled | NotUnderstood | Pass
HANDLED, PASS = Handled(), Pass()

CommandHandler: TypeAlias = "Callable[[Turn, str], None]"
"""Carries out a command; gets what was typed after it."""
ActionHandler: TypeAlias = "Callable[[Turn, Args], None]"
"""Carries out what a button means; gets the button's ``args``."""
FileHandler: TypeAlias = "Callable[[Turn, File], bool]"
"""Takes an incoming file; False where it is nothing for it, and the next handler is asked."""
Renderer: TypeAlias = Callable[[], bytes]
"""Makes the content of a file from data that was already read: slow and pure, for a thread of its own."""
DocumentBuilder: TypeAlias = "Callable[[FileJobContext], Renderer | None]"
"""Reads all that a file needs; ``None`` where the person may no longer have it, or nothing is left to show."""


@dataclass(frozen=True)
class Command:
    """A slash command. ``/baocao``, or typed: "nộp báo cáo".

    ``order``: its place in the platform's list and in /trogiup, the smallest first. ``typed``: the typed words that
    mean it, folded (lower case, no diacritics). ``roles``: who may use it, ``None`` for every member. ``in_menu``:
    shown in the platform's list. Its description is the catalogue's ``<feature>.command.<name>``.
    """

    name: str
    handler: CommandHandler
    order: int
    typed: tuple[str, ...] = ()
    roles: Roles | None = None
    open_to_strangers: bool = False
    in_menu: bool = True


@dataclass(frozen=True)
class Action:
    """What a button does. ``roles``: who may take it, ``None`` for every member.

    The dispatcher checks it for a button; ``Turn.run_action`` does not, as the handler that calls it has decided.
    """

    run: ActionHandler
    roles: Roles | None = None
    open_to_strangers: bool = False


@dataclass(frozen=True)
class Dialog(Generic[S]):
    """An exchange over several messages; its name is the one its state class gives.

    ``on_text`` reads a message typed while the dialog is open. ``prompt`` shows where the dialog stands. ``on_file``
    takes a file before any other handler. ``on_cancel`` is what /huy does; without it the dialog ends and the menu is
    shown. ``transient``: a list or page that is only looked at, closed as soon as something else is asked for.

    The dispatcher runs a typed command ("tình hình") before ``on_text`` unless ``reads_command_words``, and refuses a
    text with a secrecy marking unless ``refuse_secrecy_markings`` is off.
    """

    state: type[S]
    on_text: Callable[[Turn, S, str], Reply]
    prompt: Callable[[Turn, S], None]
    on_file: Callable[[Turn, S, File], bool] | None = None
    on_cancel: Callable[[Turn, S], None] | None = None
    transient: bool = False
    reads_command_words: bool = False
    refuse_secrecy_markings: bool = True

    @property
    def name(self) -> str:
        return self.state.dialog


@dataclass(frozen=True)
class MenuEntry:
    """A button of the main menu. ``label`` is a catalogue key; entries with a smaller ``order`` stand first."""

    order: int
    label: str
    action: str
    roles: Roles


@dataclass(frozen=True)
class QuestionHandler:
    """Reads free text as a question. ``answer_beside`` answers only a plain one; False where it is none."""

    answer: Callable[[Turn, str], None]
    answer_beside: Callable[[Turn, str], bool]


@dataclass(frozen=True)
class Feature:
    """One capability. The names of its actions and dialogs begin with its own: "review.accept"."""

    name: str
    commands: Sequence[Command] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)
    dialogs: Sequence[Dialog[Any]] = ()
    file_handlers: Sequence[FileHandler] = ()
    document_builders: Mapping[str, DocumentBuilder] = field(default_factory=dict)
    menu: Sequence[MenuEntry] = ()
    question_handler: QuestionHandler | None = None


@dataclass(frozen=True)
class Registry:
    """Everything the features registered, by name, and the three screens that belong to no feature."""

    commands: Mapping[str, Command]
    """In the order they are listed."""
    descriptions: Mapping[str, str]
    """Name of a command → the catalogue key of its description."""
    actions: Mapping[str, Action]
    dialogs: Mapping[str, Dialog[Any]]
    file_handlers: Sequence[FileHandler]
    document_builders: Mapping[str, DocumentBuilder]
    menu: Sequence[MenuEntry]
    questions: QuestionHandler
    show_menu: Callable[[Turn], None]
    greet_stranger: Callable[[Turn], None]

    @cached_property
    def typed_commands(self) -> dict[str, Command]:
        """Folded typed words → the command they mean."""
        return {phrase: command for command in self.commands.values() for phrase in command.typed}
