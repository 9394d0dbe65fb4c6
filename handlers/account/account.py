"""``/toi``: who am I here, and in which unit; ``/ngonngu``: which language."""

from __future__ import annotations

from handlers.account import my_data
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import LANGUAGES
from reporting.text import fold
from storage.people import people
from storage.people.people import Member

_LANGUAGES = {"vi": ("vi", "tieng viet", "vietnamese"), "en": ("en", "english", "tieng anh")}


def show(turn: Turn, _: object) -> None:
    """The role in use, what is stored about the person, and what can be done: another role, the name, data, leaving."""
    me = turn.me
    head = turn.words("account.me", name=me.name, unit=me.unit.name, role=_role(turn, me))
    turn.add_text("\n".join((head, *my_data.data_lines(turn))))
    others = [
        member for member in people.memberships(turn.tx, me.person_id) if member.membership_id != me.membership_id
    ]
    if others:
        turn.add_message("account.others", n=len(others))
    roles = [
        Button(
            turn.words("account.wear", unit=member.unit.name, role=_role(turn, member)),
            "account.switch_role",
            {"membership": member.membership_id},
        )
        for member in others
    ]
    languages = [_choice(turn, language) for language in LANGUAGES if language != turn.words.language]
    turn.set_buttons(*roles, *languages, *_about_me(turn, bool(others)))


def _about_me(turn: Turn, several: bool) -> list[Button]:
    own = [
        Button(turn.words("account.choice.rename"), "account.rename"),
        Button(turn.words("account.choice.export"), "account.export_data"),
        Button(turn.words("account.choice.part"), "account.ask_leave", {"everything": False}),
    ]
    everything = Button(turn.words("account.choice.part_all"), "account.ask_leave", {"everything": True})
    return [*own, everything] if several else own


def switch_role(turn: Turn, args: Args) -> None:
    """Uses another role of the person. The open dialog belonged to the old one and ends; saved answers stay."""
    held = people.memberships(turn.tx, turn.me.person_id)
    chosen = next((member for member in held if member.membership_id == args["membership"]), None)
    if chosen is None:
        turn.add_message("account.not_held")
        return turn.show_menu()
    turn.start_dialog(None)
    turn.conversation.membership_id, turn.member = chosen.membership_id, chosen
    turn.add_message("account.wearing")
    return turn.show_menu()


def choose_language(turn: Turn, rest: str) -> None:
    """``/ngonngu``, ``/ngonngu en``."""
    meant = next((language for language in LANGUAGES if fold(rest) in _LANGUAGES[language]), None)
    if meant:
        return set_language(turn, {"language": meant})
    turn.add_message("account.which_language")
    return turn.set_buttons(*(_choice(turn, language) for language in LANGUAGES))


def set_language(turn: Turn, args: Args) -> None:
    """Answers in this language from now on, and shows where the open dialog stands."""
    turn.conversation.language = args["language"]
    turn.add_message("account.speaking")
    turn.resume()


def _choice(turn: Turn, language: str) -> Button:
    label = turn.words(f"account.language.{language}")
    return Button(label, "account.set_language", {"language": language}, _LANGUAGES[language])


def _role(turn: Turn, member: Member) -> str:
    return turn.words(f"text.role.{member.role}")
