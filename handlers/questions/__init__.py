"""Questions in plain words (/hoi): one module for each kind of answer.

Reading the question is in ``reporting.questions``; the figures come from ``storage.figures``.
"""

from __future__ import annotations

from handlers.questions import chat
from handlers.turn.features import Action, Command, Feature, QuestionHandler

FEATURE = Feature(
    "questions",
    commands=(Command("hoi", chat.command, order=80, typed=("hoi", "dat cau hoi", "cau hoi")),),
    actions={
        "questions.choose_reading": Action(chat.choose_reading),
    },
    question_handler=QuestionHandler(chat.answer, chat.answer_beside_dialog),
)
