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
    own_status,
    pre_submit_review,
    report_list,
    returned_report,
    signed_document,
    submit,
    workbook_template,
    workbook_upload,
)
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import FILES

FEATURE = Feature(
    "filing",
    commands=(
        Command(
            "baocao",
            report_list.show,
            order=20,
            typed=("bao cao", "nop bao cao", "lam bao cao", "lam tiep", "bao cao phai nop"),
            roles=FILES,
        ),
    ),
    actions={
        "filing.list_reports": Action(report_list.show_list),
        "filing.open": Action(report_list.open_report),
        "filing.begin": Action(report_list.begin),
        "filing.preview": Action(report_list.preview),
        "filing.postpone": Action(report_list.postpone),
        "filing.answer": Action(interview.answer),
        "filing.take_other_reading": Action(interview.take_other_reading),
        "filing.retype": Action(interview.retype),
        "filing.confirm_answers": Action(interview.confirm_answers),
        "filing.reject_answers": Action(interview.reject_answers),
        "filing.keep_answer": Action(interview.keep_answer),
        "filing.skip": Action(interview.skip),
        "filing.skip_section": Action(interview.skip_section),
        "filing.go_back": Action(interview.go_back),
        "filing.list_sections": Action(interview.list_sections),
        "filing.goto": Action(interview.goto),
        "filing.leave": Action(exit.leave),
        "filing.erase": Action(exit.erase),
        "filing.own_status": Action(own_status.show_own),
        "filing.show_review": Action(pre_submit_review.show),
        "filing.confirm_warning": Action(pre_submit_review.confirm),
        "filing.leave_review": Action(pre_submit_review.leave),
        "filing.choose_question": Action(jump_to_question.choose_question),
        "filing.choose_question_here": Action(jump_to_question.choose_question_here),
        "filing.ask_signed_document": Action(signed_document.ask_signed_document),
        "filing.remove_signed_document": Action(signed_document.remove_signed_document),
        "filing.submit": Action(submit.submit),
        "filing.ask_nil": Action(submit.ask_nil),
        "filing.submit_nil": Action(submit.submit_nil),
        "filing.download_workbook": Action(workbook_template.give_workbook),
        "filing.store_workbook": Action(workbook_upload.store_workbook),
        "filing.discard_workbook": Action(workbook_upload.discard_workbook),
        "filing.show_figures_of_units": Action(fill_from_units.show),
        "filing.take_figures_of_units": Action(fill_from_units.take_figures),
        "filing.refresh_figures_of_units": Action(fill_from_units.refresh),
        "filing.edit_attachments": Action(attachments.edit_attachments),
        "filing.attach_file": Action(attachments.attach_file),
        "filing.discard_file": Action(attachments.discard_file),
        "filing.finish_attachments": Action(attachments.finish_attachments),
        "filing.remove_attachment": Action(attachments.remove_attachment),
        "filing.list_attachments": Action(attachments.list_attachments),
        "filing.send_attachment": Action(attachments.send_attachment),
        "filing.open_returned": Action(returned_report.open_returned),
        "filing.answer_remarks": Action(returned_report.answer_remarks),
        "filing.explain_answer": Action(returned_report.explain_answer),
        "filing.next_remark": Action(returned_report.next_remark),
    },
    dialogs=(
        LegacyDialog("filing.interview", interview.on_text, interview.show, on_cancel=exit.ask_erase),
        LegacyDialog("filing.review", pre_submit_review.on_text, pre_submit_review.prompt, on_cancel=exit.ask_erase),
        LegacyDialog(
            "filing.question_choice", jump_to_question.on_text, jump_to_question.prompt, on_cancel=exit.ask_erase
        ),
        LegacyDialog(
            "filing.signed_document",
            signed_document.on_text,
            signed_document.prompt,
            on_cancel=run("filing.show_review"),
        ),
        LegacyDialog(
            "filing.workbook", workbook_upload.on_text, workbook_upload.show, on_cancel=run("filing.discard_workbook")
        ),
        LegacyDialog(
            "filing.attachments", attachments.on_text, attachments.prompt, on_cancel=run("filing.finish_attachments")
        ),
        LegacyDialog(
            "filing.explanation", returned_report.on_text, returned_report.prompt, on_cancel=run("filing.show_review")
        ),
    ),
    file_handlers=(
        workbook_upload.on_file,
        attachments.on_file,
    ),
    menu=(MenuEntry(10, "menu.reports", "filing.list_reports", FILES),),
)
