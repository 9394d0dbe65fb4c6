"""What a request is made of, one part after another: its title, the figures it wants, its day and hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.text.answers import excerpt
from handlers.text.deadlines import day_words
from handlers.turn.context import DialogData, Turn
from handlers.turn.messages import Button
from locales import Words
from reporting.deadlines.calendar import TIME_ZONE, last_instant
from reporting.form_entry.date_input import read_date_input
from reporting.planning.adhoc_plan import LONGEST_NAME, LONGEST_TITLE, MOST_COUNTS, read_counts
from reporting.secrecy import personal_data
from reporting.text import clean

FARTHEST = timedelta(days=366)


def ask_title(turn: Turn, state: DialogData) -> None:
    plan = turn.plans.get(turn.tx, state["plan"])
    offered = (
        [] if state["period"] == "AD" else [Button(plan.short_title, "adhoc.choose_value", {"title": plan.short_title})]
    )
    turn.add_message("adhoc.ask_title" if state["period"] == "AD" else "adhoc.ask_review_title", n=LONGEST_TITLE)
    turn.set_buttons(*offered, *step_buttons(turn), numbered=False)


def read_title(turn: Turn, state: DialogData, text: str) -> DialogData:
    title = " ".join(clean(text).split())
    if personal_data(title):
        turn.add_message("adhoc.personal")
    elif len(title) > LONGEST_TITLE:
        turn.add_message("text.refused.too_long", max=LONGEST_TITLE, got=len(title))
    elif sum(map(str.isalpha, title)) < 3:
        turn.add_message("adhoc.short_title")
    else:
        return {"title": title}
    return {}


def ask_counts(turn: Turn, state: DialogData) -> None:
    turn.add_message("adhoc.ask_counts", n=MOST_COUNTS)
    turn.set_buttons(
        Button(turn.words("adhoc.choice.no_counts"), "adhoc.choose_value", {"counts": []}),
        *step_buttons(turn),
        numbered=True,
    )


def read_counts_typed(turn: Turn, state: DialogData, text: str) -> DialogData:
    read = read_counts(text)
    if isinstance(read, str):
        turn.add_message(f"adhoc.{read}", n=MOST_COUNTS, most=LONGEST_NAME)
        return {}
    return {"counts": [list(figure) for figure in read]}


def ask_day(turn: Turn, state: DialogData) -> None:
    turn.add_message("adhoc.ask_day")
    turn.set_buttons(*step_buttons(turn), numbered=False)


def read_day(turn: Turn, state: DialogData, text: str) -> DialogData:
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message(f"adhoc.{coming}", text=excerpt(text, 40))
        return {}
    given = {"day": coming.day.isoformat()} | ({"hour": f"{coming.hour:%H:%M}"} if coming.hour else {"hour": None})
    late_from = due_at(given) or last_instant(coming.day)
    if late_from <= turn.now:
        turn.add_message("adhoc.past")
    elif late_from > turn.now + FARTHEST:
        turn.add_message("adhoc.too_far", day=turn.words.day(coming.day))
    else:
        if not turn.services.calendar.is_working(coming.day):
            turn.add_message("text.deadline.day_off", day=day_words(turn.words, coming.day))
        return given
    return {}


def day_of(state: DialogData) -> date:
    return date.fromisoformat(state["day"])


def due_at(state: DialogData) -> datetime | None:
    hour = state.get("hour")
    return datetime.combine(day_of(state), time.fromisoformat(hour), tzinfo=TIME_ZONE) if hour else None


def until_words(say: Words, state: DialogData) -> str:
    """ "15:00 thứ Bảy 30/5", "hết thứ Bảy 30/5"."""
    day = day_words(say, day_of(state))
    return say("adhoc.at_hour", hour=state["hour"], day=day) if state.get("hour") else say("adhoc.whole_day", day=day)


def step_buttons(turn: Turn) -> list[Button]:
    """Back, or no request at all."""
    return [Button(turn.words("adhoc.choice.back"), "adhoc.go_back"), leave_button(turn)]


def leave_button(turn: Turn) -> Button:
    return Button(turn.words("adhoc.choice.leave"), "adhoc.leave", synonyms=("huy", "thoat", "cancel"))
