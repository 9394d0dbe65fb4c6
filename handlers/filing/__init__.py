"""The officer fills in, checks and submits a report (/baocao): question by question, pasted, from a spreadsheet or from
the figures of the units below; attachments; answering the remarks on a returned report.

Receipts and history are in ``handlers.submissions``, the coordinator's side in ``handlers.review``.
"""

from __future__ import annotations

from handlers.filing import (
    attachments,
    exit,
    fill_from_units,
    interview,
    jump_to_question,
    pre_submit_review,
    report_list,
    returned_report,
    signed_document,
    submit,
    workbook_template,
    workbook_upload,
)
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import FILES

FEATURE = Feature(
    "filing",
    commands=(
        Command(
            "baocao",
            report_list.show,
            typed=("bao cao", "nop bao cao", "lam bao cao", "lam tiep", "bao cao phai nop"),
            roles=FILES,
        ),
    ),
    actions={
        "filing.list_reports": Action(report_list.show_list),
        "filing.open": Action(report_list.open_one),
        "filing.begin": Action(report_list.begin),
        "filing.preview": Action(report_list.preview),
        "filing.postpone": Action(report_list.later),
        "filing.answer": Action(interview.answer),
        "filing.take_other_reading": Action(interview.instead),
        "filing.retype": Action(interview.retype),
        "filing.confirm_answers": Action(interview.accept),
        "filing.reject_answers": Action(interview.drop),
        "filing.keep_answer": Action(interview.keep),
        "filing.skip": Action(interview.skip),
        "filing.skip_section": Action(interview.skip_part),
        "filing.go_back": Action(interview.back),
        "filing.list_sections": Action(interview.parts),
        "filing.goto": Action(interview.goto),
        "filing.leave": Action(exit.leave),
        "filing.erase": Action(exit.erase),
        "filing.show_review": Action(pre_submit_review.show),
        "filing.confirm_warning": Action(pre_submit_review.confirm),
        "filing.leave_review": Action(pre_submit_review.leave),
        "filing.choose_question": Action(jump_to_question.show),
        "filing.choose_question_here": Action(jump_to_question.show_here),
        "filing.ask_signed_document": Action(signed_document.show),
        "filing.remove_signed_document": Action(signed_document.remove),
        "filing.submit": Action(submit.send),
        "filing.ask_nil": Action(submit.nil),
        "filing.submit_nil": Action(submit.nil_confirmed),
        "filing.download_workbook": Action(workbook_template.give),
        "filing.store_workbook": Action(workbook_upload.store),
        "filing.discard_workbook": Action(workbook_upload.drop),
        "filing.show_figures_of_units": Action(fill_from_units.show),
        "filing.take_figures_of_units": Action(fill_from_units.take),
        "filing.refresh_figures_of_units": Action(fill_from_units.again),
        "filing.edit_attachments": Action(attachments.ask),
        "filing.attach_file": Action(attachments.attach),
        "filing.discard_file": Action(attachments.discard),
        "filing.finish_attachments": Action(attachments.done),
        "filing.remove_attachment": Action(attachments.remove),
        "filing.list_attachments": Action(attachments.show),
        "filing.send_attachment": Action(attachments.send),
        "filing.open_returned": Action(returned_report.open_here),
        "filing.answer_remarks": Action(returned_report.begin),
        "filing.explain_answer": Action(returned_report.keep),
        "filing.next_remark": Action(returned_report.go_on),
    },
    dialogs=(
        Dialog("filing.interview", interview.hear, interview.show, on_cancel=exit.give_up),
        Dialog("filing.review", pre_submit_review.hear, pre_submit_review.show_open, on_cancel=exit.give_up),
        Dialog("filing.question_choice", jump_to_question.hear, jump_to_question.show_open, on_cancel=exit.give_up),
        Dialog(
            "filing.signed_document",
            signed_document.hear,
            signed_document.show_open,
            on_cancel=run("filing.show_review"),
        ),
        Dialog("filing.workbook", workbook_upload.hear, workbook_upload.show, on_cancel=run("filing.discard_workbook")),
        Dialog(
            "filing.attachments", attachments.hear, attachments.show_open, on_cancel=run("filing.finish_attachments")
        ),
        Dialog(
            "filing.explanation", returned_report.hear, returned_report.show_open, on_cancel=run("filing.show_review")
        ),
    ),
    file_handlers=(
        workbook_upload.take,
        attachments.take,
    ),
    menu=(MenuEntry(10, "menu.reports", "filing.list_reports", FILES),),
)
