"""The steps of making a request: its title, the figures asked for, its day and hour.

A reader writes what it understood into the state; where it did not, it says why and the step is asked again.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.adhoc.state import AdhocRequestState
from handlers.text.answers import excerpt
from handlers.text.deadlines import day_words
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from locales import Words
from reporting.form_entry.date_input import read_date_input
from reporting.planning.adhoc_plan import LONGEST_NAME, LONGEST_TITLE, MOST_COUNTS, read_counts
from reporting.secrecy import personal_data
from reporting.text import clean

FARTHEST = timedelta(days=366)


def ask_title(turn: Turn, state: AdhocRequestState) -> None:
    plan = turn.plans.get(turn.tx, state.plan)
    offered = (
        [] if state.period == "AD" else [Button(plan.short_title, "adhoc.choose_value", {"title": plan.short_title})]
    )
    turn.add_message("adhoc.ask_title" if state.period == "AD" else "adhoc.ask_review_title", n=LONGEST_TITLE)
    turn.set_buttons(*offered, *step_buttons(turn), numbered=False)


def read_title(turn: Turn, state: AdhocRequestState, text: str) -> None:
    title = " ".join(clean(text).split())
    if personal_data(title):
        turn.add_message("adhoc.personal")
    elif len(title) > LONGEST_TITLE:
        turn.add_message("text.refused.too_long", max=LONGEST_TITLE, got=len(title))
    elif sum(map(str.isalpha, title)) < 3:
        turn.add_message("adhoc.short_title")
    else:
        state.title = title


def ask_counts(turn: Turn) -> None:
    turn.add_message("adhoc.ask_counts", n=MOST_COUNTS)
    turn.set_buttons(
        Button(turn.words("adhoc.choice.no_counts"), "adhoc.choose_value", {"counts": []}),
        *step_buttons(turn),
        numbered=True,
    )


def read_counts_typed(turn: Turn, state: AdhocRequestState, text: str) -> None:
    read = read_counts(text)
    if isinstance(read, str):
        turn.add_message(f"adhoc.{read}", n=MOST_COUNTS, most=LONGEST_NAME)
    else:
        state.counts = [(figure.label, figure.unit) for figure in read]


def ask_day(turn: Turn) -> None:
    turn.add_message("adhoc.ask_day")
    turn.set_buttons(*step_buttons(turn), numbered=False)


def read_day(turn: Turn, state: AdhocRequestState, text: str) -> None:
    typed = read_date_input(text, turn.today)
    if isinstance(typed, str):
        return turn.add_message(f"adhoc.{typed}", text=excerpt(text, 40))
    due = state.model_copy(update={"day": typed.day, "hour": typed.hour})
    if due.late_from <= turn.now:
        return turn.add_message("adhoc.past")
    if due.late_from > turn.now + FARTHEST:
        return turn.add_message("adhoc.too_far", day=turn.words.day(typed.day))
    if not turn.services.calendar.is_working(typed.day):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, typed.day))
    state.day, state.hour = typed.day, typed.hour


def until_words(say: Words, state: AdhocRequestState) -> str:
    """ "15:00 thứ Bảy 30/5", "hết thứ Bảy 30/5"."""
    day = day_words(say, state.last_day)
    return say("adhoc.at_hour", hour=f"{state.hour:%H:%M}", day=day) if state.hour else say("adhoc.whole_day", day=day)


def step_buttons(turn: Turn) -> list[Button]:
    """To the step before, or out of the dialog."""
    return [Button(turn.words("adhoc.choice.back"), "adhoc.go_back"), leave_button(turn)]


def leave_button(turn: Turn) -> Button:
    return Button(turn.words("adhoc.choice.leave"), "adhoc.leave", synonyms=("huy", "thoat", "cancel"))
