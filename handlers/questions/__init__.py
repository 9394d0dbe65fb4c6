"""Questions in plain words (/hoi): how a reading is chosen, and one module for each kind of answer.

Questions are read in ``reporting.questions``; figures and targets are computed in ``storage.figures``. Charts and the
sources of a figure belong to ``handlers.summary`` and ``handlers.totals``.
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
