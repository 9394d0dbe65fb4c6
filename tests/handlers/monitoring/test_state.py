"""What the board keeps between two messages."""

from handlers.monitoring.state import BoardState, PaperRecordState

REPORT = {"plan": "ca-mau", "report": "six-months", "period": "2026-H1", "unit": 5}


def test_the_arguments_of_the_board_leave_out_what_is_not_set() -> None:
    assert BoardState(**REPORT).args == REPORT
    assert BoardState(unit=5, every=False).args == {"unit": 5}
    assert BoardState(unit=5, every=True).args == {"unit": 5, "every": True}


def test_dialogs_stored_before_an_update_are_read() -> None:
    board = BoardState.load({"name": "monitoring.board", **REPORT})
    record = PaperRecordState.load({"name": "monitoring.paper_record", "obligation": 7, "received_on": "2026-05-18"})

    assert board is not None
    assert board.args == REPORT
    assert record is not None
    assert record.model_dump(mode="json") == {"obligation": 7, "number": None, "received_on": "2026-05-18"}
