"""The officer fills in, checks and submits a report (/baocao): question by question, pasted, from a spreadsheet or from
the figures of the units below; attaches the signed document; answers the remarks on a returned report.

Here too: how an officer's own unit stands (/tinhtrang), and the notices that follow a submission. Receipts and history
are in ``handlers.submissions``, the coordinator's side in ``handlers.review``.
"""

from __future__ import annotations

from functools import partial

from handlers.filing import (
    attachments,
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
from handlers.filing.exit import ask_erase, erase, leave
from handlers.filing.state import (
    AttachmentsState,
    ExplanationState,
    InterviewState,
    QuestionChoiceState,
    ReviewState,
    SignedDocumentState,
    WorkbookState,
)
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import FILES

_officer = partial(Action, roles=FILES)
"""An action of the officers of the unit."""

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
        "filing.show_own_status": _officer(own_status.show),
        "filing.list_reports": _officer(report_list.show_list),
        "filing.open": _officer(report_list.open_report),
        "filing.begin": _officer(report_list.begin),
        "filing.preview": _officer(report_list.preview),
        "filing.postpone": _officer(report_list.postpone),
        "filing.answer": _officer(interview.answer),
        "filing.take_other_reading": _officer(interview.take_other_reading),
        "filing.retype": _officer(interview.retype),
        "filing.confirm_answers": _officer(interview.confirm_answers),
        "filing.reject_answers": _officer(interview.reject_answers),
        "filing.keep_answer": _officer(interview.keep_answer),
        "filing.skip": _officer(interview.skip),
        "filing.skip_section": _officer(interview.skip_section),
        "filing.go_back": _officer(interview.go_back),
        "filing.list_sections": _officer(jump_to_question.list_sections),
        "filing.goto": _officer(jump_to_question.goto),
        "filing.leave": _officer(leave),
        "filing.erase": _officer(erase),
        "filing.show_review": _officer(pre_submit_review.show),
        "filing.confirm_warning": _officer(pre_submit_review.confirm),
        "filing.leave_review": _officer(pre_submit_review.leave),
        "filing.choose_question": _officer(jump_to_question.choose_question),
        "filing.ask_signed_document": _officer(signed_document.ask_signed_document),
        "filing.remove_signed_document": _officer(signed_document.remove_signed_document),
        "filing.submit": _officer(submit.submit),
        "filing.ask_nil": _officer(submit.ask_nil),
        "filing.submit_nil": _officer(submit.submit_nil),
        "filing.download_workbook": _officer(workbook_template.give_workbook),
        "filing.store_workbook": _officer(workbook_upload.store_workbook),
        "filing.discard_workbook": _officer(workbook_upload.discard_workbook),
        "filing.show_figures_of_units": _officer(fill_from_units.show),
        "filing.take_figures_of_units": _officer(fill_from_units.take_figures),
        "filing.refresh_figures_of_units": _officer(fill_from_units.refresh),
        "filing.edit_attachments": _officer(attachments.edit_attachments),
        "filing.attach_file": _officer(attachments.attach_file),
        "filing.discard_file": _officer(attachments.discard_file),
        "filing.finish_attachments": _officer(attachments.finish_attachments),
        "filing.remove_attachment": _officer(attachments.remove_attachment),
        "filing.list_attachments": Action(attachments.list_attachments),
        "filing.send_attachment": Action(attachments.send_attachment),
        "filing.open_returned": _officer(returned_report.open_returned),
        "filing.answer_remarks": _officer(returned_report.answer_remarks),
        "filing.explain_answer": _officer(returned_report.explain_answer),
        "filing.next_remark": _officer(returned_report.next_remark),
    },
    dialogs=(
        Dialog(
            InterviewState,
            interview.on_text,
            interview.prompt,
            on_cancel=ask_erase,
            reads_command_words=True,
            refuse_secrecy_markings=False,  # refused with the question in one line
        ),
        Dialog(
            ReviewState,
            pre_submit_review.on_text,
            pre_submit_review.prompt,
            on_cancel=ask_erase,
            refuse_secrecy_markings=False,  # a reason is refused without the whole review
        ),
        Dialog(QuestionChoiceState, jump_to_question.on_text, jump_to_question.prompt, on_cancel=ask_erase),
        Dialog(
            SignedDocumentState,
            signed_document.on_text,
            signed_document.prompt,
            on_cancel=run_action("filing.show_review"),
        ),
        Dialog(
            WorkbookState,
            workbook_upload.on_text,
            workbook_upload.prompt,
            on_cancel=run_action("filing.discard_workbook"),
        ),
        Dialog(
            AttachmentsState,
            attachments.on_text,
            attachments.prompt,
            on_cancel=run_action("filing.finish_attachments"),
        ),
        Dialog(
            ExplanationState,
            returned_report.on_text,
            returned_report.prompt,
            on_cancel=run_action("filing.show_review"),
        ),
    ),
    file_handlers=(workbook_upload.on_file, attachments.on_file),
    menu=(MenuEntry(10, "menu.reports", "filing.list_reports", FILES),),
)
