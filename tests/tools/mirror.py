"""`python -m tests.tools.mirror`: every module has a test file of its name, or a line below with another one.

``handlers/review/accept.py`` is tested in ``tests/handlers/review/test_accept.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "reporting")
COVERED_BY: dict[str, str] = {
    "bot/channels/file_download.py": "tests/bot/channels/web/test_signed_links.py",
    "bot/channels/telegram/http_request.py": "tests/bot/channels/telegram/test_sender.py",
    "bot/channels/web/link_pages.py": "tests/bot/channels/web/test_signed_links.py",
    "bot/channels/web/long_polls.py": "tests/bot/channels/web/test_api.py",
    "bot/channels/web/requests.py": "tests/bot/channels/web/test_api.py",
    "bot/cli/common.py": "tests/bot/cli/test_doctor.py",
    "bot/cli/invite.py": "tests/bot/cli/test_units.py",
    "bot/cli/invite_all.py": "tests/bot/cli/test_members.py",
    "bot/cli/plans_close.py": "tests/bot/cli/test_members.py",
    "bot/cli/plans_text.py": "tests/bot/cli/test_plans.py",
    "bot/cli/simulate.py": "tests/bot/simulation/test_runner.py",
    "bot/cli/zones_lookup.py": "tests/bot/cli/test_zones.py",
    "bot/cli/zones_records.py": "tests/bot/cli/test_zones.py",
    "bot/clock.py": "tests/bot/demo/test_app.py",
    "bot/delivery/channel_pause.py": "tests/bot/delivery/test_send_result.py",
    "bot/delivery/outbox_sender.py": "tests/bot/delivery/test_send_result.py",
    "bot/demo/figures.py": "tests/bot/demo/test_seed.py",
    "bot/demo/reports.py": "tests/bot/demo/test_seed.py",
    "bot/demo/sample.py": "tests/bot/demo/test_seed.py",
    "bot/demo/units.py": "tests/bot/cli/test_ask.py",
    "bot/error_format.py": "tests/bot/test_inbound.py",
    "bot/random_codes.py": "tests/storage/people/test_invitations.py",
    "bot/settings.py": "tests/bot/cli/test_run.py",
    "bot/simulation/events.py": "tests/bot/simulation/test_runner.py",
    "bot/simulation/message_log.py": "tests/bot/simulation/test_runner.py",
    "bot/simulation/phone.py": "tests/bot/simulation/test_runner.py",
    "bot/simulation/province.py": "tests/bot/simulation/test_runner.py",
    "bot/simulation/result.py": "tests/bot/simulation/test_runner.py",
    "bot/simulation/scenario.py": "tests/bot/simulation/test_runner.py",
    "handlers/account/my_data.py": "tests/handlers/account/test_leave_role.py",
    "handlers/account/rename.py": "tests/handlers/account/test_leave_role.py",
    "handlers/adhoc/state.py": "tests/handlers/adhoc/test_create.py",
    "handlers/adhoc/steps.py": "tests/handlers/adhoc/test_create.py",
    "handlers/adhoc/unit_picker.py": "tests/handlers/adhoc/test_create.py",
    "handlers/documents/context.py": "tests/handlers/documents/test_menu.py",
    "handlers/documents/letterhead.py": "tests/handlers/documents/test_menu.py",
    "handlers/documents/sections.py": "tests/handlers/documents/test_menu.py",
    "handlers/documents/state.py": "tests/handlers/documents/test_menu.py",
    "handlers/documents/targets.py": "tests/handlers/documents/test_menu.py",
    "handlers/extensions/bulk.py": "tests/handlers/extensions/test_request.py",
    "handlers/extensions/case.py": "tests/handlers/extensions/test_request.py",
    "handlers/extensions/decide.py": "tests/handlers/extensions/test_request.py",
    "handlers/extensions/state.py": "tests/handlers/extensions/test_request.py",
    "handlers/filing/own_status.py": "tests/handlers/monitoring/test_status_command.py",
    "handlers/filing/peer_comparison.py": "tests/handlers/monitoring/test_status_command.py",
    "handlers/filing/source_changed.py": "tests/handlers/filing/test_fill_from_units.py",
    "handlers/filing/status_text.py": "tests/handlers/monitoring/test_status_command.py",
    "handlers/filing/workbook_template.py": "tests/handlers/filing/test_workbook_upload.py",
    "handlers/filing/workbook_text.py": "tests/handlers/filing/test_workbook_upload.py",
    "handlers/members/invitation_code.py": "tests/handlers/members/test_invite.py",
    "handlers/members/invitation_list.py": "tests/handlers/members/test_bulk_invite.py",
    "handlers/members/member.py": "tests/handlers/members/test_member_list.py",
    "handlers/members/state.py": "tests/handlers/members/test_enrol.py",
    "handlers/plans/close.py": "tests/handlers/plans/test_plans.py",
    "handlers/plans/overdue_at_start.py": "tests/handlers/plans/test_plans.py",
    "handlers/plans/text.py": "tests/handlers/plans/test_plans.py",
    "handlers/questions/answers.py": "tests/handlers/questions/test_chat.py",
    "handlers/questions/context.py": "tests/handlers/questions/test_chat.py",
    "handlers/questions/query_text.py": "tests/handlers/questions/test_chat.py",
    "handlers/questions/read_and_answer.py": "tests/handlers/questions/test_chat.py",
    "handlers/questions/unit_figures.py": "tests/handlers/questions/test_compare.py",
    "handlers/reports/answer_sheet.py": "tests/handlers/review/test_report_view.py",
    "handlers/reports/attachment_text.py": "tests/handlers/filing/test_attachments.py",
    "handlers/reports/check_text.py": "tests/handlers/filing/test_pre_submit_review.py",
    "handlers/reports/coordinators.py": "tests/handlers/members/test_handover.py",
    "handlers/reports/draft.py": "tests/handlers/filing/test_fill_from_units.py",
    "handlers/reports/progress.py": "tests/handlers/monitoring/test_status_command.py",
    "handlers/reports/remark_text.py": "tests/handlers/filing/test_returned_report.py",
    "handlers/reports/review_queue.py": "tests/handlers/review/test_queue.py",
    "handlers/reports/submission.py": "tests/handlers/review/test_accept.py",
    "handlers/reports/submission_text.py": "tests/handlers/submissions/test_receipt.py",
    "handlers/reports/sums_below.py": "tests/handlers/review/test_accept.py",
    "handlers/reports/version_diff.py": "tests/handlers/filing/test_resubmit.py",
    "handlers/review/return_draft.py": "tests/handlers/review/test_return_report.py",
    "handlers/review/state.py": "tests/handlers/review/test_return_report.py",
    "handlers/summary/chart_data.py": "tests/handlers/summary/test_summary.py",
    "handlers/summary/charts.py": "tests/handlers/summary/test_summary.py",
    "handlers/summary/data.py": "tests/handlers/summary/test_summary.py",
    "handlers/summary/subscriptions.py": "tests/handlers/summary/test_summary.py",
    "handlers/summary/text.py": "tests/handlers/summary/test_summary.py",
    "handlers/text/workbook.py": "tests/handlers/filing/test_workbook_upload.py",
    "handlers/totals/source_text.py": "tests/handlers/totals/test_figure_sources.py",
    "handlers/totals/totals.py": "tests/handlers/filing/test_fill_from_units.py",
    "handlers/turn/context.py": "tests/handlers/turn/test_cancel.py",
    "handlers/turn/dialog_state.py": "tests/handlers/turn/test_any_messages.py",
    "handlers/turn/dispatch.py": "tests/handlers/turn/test_any_messages.py",
    "handlers/turn/features.py": "tests/handlers/test_registry.py",
    "handlers/turn/file_jobs.py": "tests/bot/delivery/test_file_renderer.py",
    "handlers/turn/incoming_files.py": "tests/handlers/members/test_bulk_invite.py",
    "handlers/turn/messages.py": "tests/handlers/turn/test_notify.py",
    "handlers/turn/quota.py": "tests/handlers/reminders/test_quota_warning.py",
    "handlers/turn/reason_input.py": "tests/handlers/monitoring/test_excuse.py",
    "handlers/turn/role_ended.py": "tests/handlers/members/test_invite.py",
    "handlers/turn/services.py": "tests/bot/test_inbound.py",
    "handlers/units/merge_text.py": "tests/bot/cli/test_units_merge.py",
    "handlers/zones/state.py": "tests/handlers/zones/test_decision.py",
    "reporting/deadlines/period_input.py": "tests/reporting/imports/test_baseline_rows.py",
    "reporting/documents/chart_progress.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/chart_rank.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/chart_targets.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/chart_trend.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/ending.py": "tests/reporting/documents/test_layout.py",
    "reporting/documents/measure.py": "tests/reporting/documents/test_layout.py",
    "reporting/documents/office.py": "tests/reporting/documents/test_letterhead.py",
    "reporting/documents/page.py": "tests/reporting/documents/test_layout.py",
    "reporting/documents/report_docx.py": "tests/reporting/documents/test_layout.py",
    "reporting/documents/svg.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/tables.py": "tests/reporting/documents/test_layout.py",
    "reporting/documents/typeface.py": "tests/reporting/documents/test_picture.py",
    "reporting/documents/urging_docx.py": "tests/reporting/documents/test_layout.py",
    "reporting/figures/comparison.py": "tests/storage/figures/test_target_results.py",
    "reporting/figures/figure_input.py": "tests/bot/cli/test_indicators.py",
    "reporting/figures/figure_sources.py": "tests/handlers/totals/test_figure_sources.py",
    "reporting/form_entry/answer_input/bounds.py": "tests/reporting/form_entry/answer_input/test_counts.py",
    "reporting/form_entry/answer_input/keyed_lines.py": "tests/reporting/form_entry/answer_input/test_section.py",
    "reporting/form_entry/answer_input/numerals.py": "tests/reporting/form_entry/answer_input/test_counts.py",
    "reporting/form_entry/answer_input/phrases.py": "tests/reporting/form_entry/answer_input/test_counts.py",
    "reporting/form_entry/answer_input/reading.py": "tests/reporting/form_entry/answer_input/test_choices.py",
    "reporting/form_entry/answer_input/value_list.py": "tests/reporting/form_entry/answer_input/test_section.py",
    "reporting/form_entry/answer_input/zero.py": "tests/reporting/form_entry/answer_input/test_counts.py",
    "reporting/form_entry/interview/form_entry.py": "tests/reporting/form_entry/test_interview.py",
    "reporting/form_entry/interview/interim.py": "tests/reporting/form_entry/test_interview.py",
    "reporting/form_entry/interview/message.py": "tests/reporting/form_entry/test_interview.py",
    "reporting/form_entry/interview/slots.py": "tests/reporting/form_entry/test_interview.py",
    "reporting/imports/columns.py": "tests/reporting/imports/test_unit_list.py",
    "reporting/imports/person_names.py": "tests/handlers/account/test_leave_role.py",
    "reporting/imports/unit_rows.py": "tests/reporting/imports/test_unit_list.py",
    "reporting/plan/form.py": "tests/reporting/form_entry/test_interview.py",
    "reporting/plan/model.py": "tests/plans/test_files.py",
    "reporting/plan/plan.py": "tests/plans/test_forms.py",
    "reporting/plan/schedule.py": "tests/plans/test_deadlines.py",
    "reporting/plan/target.py": "tests/reporting/figures/test_target_evaluation.py",
    "reporting/plan/zone_rules.py": "tests/reporting/figures/test_zone_success.py",
    "reporting/planning/adoption.py": "tests/plans/test_adoption.py",
    "reporting/planning/plan_check.py": "tests/bot/cli/test_plans.py",
    "reporting/questions/context.py": "tests/reporting/questions/test_parse.py",
    "reporting/questions/intents.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/levels.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/period_resolution.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/periods.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/phrases.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/query.py": "tests/reporting/questions/test_parse.py",
    "reporting/questions/reading.py": "tests/reporting/questions/test_parse.py",
    "reporting/questions/subject_matcher.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/tokenizer.py": "tests/reporting/questions/test_questions.py",
    "reporting/questions/unit_matcher.py": "tests/reporting/questions/test_questions.py",
    "reporting/roles.py": "tests/reporting/test_permissions.py",
    "reporting/unit.py": "tests/reporting/imports/test_unit_list.py",
    "reporting/workbook/answers.py": "tests/handlers/filing/test_workbook_upload.py",
    "reporting/workbook/archive.py": "tests/reporting/workbook/test_template.py",
    "reporting/workbook/drawing.py": "tests/reporting/workbook/test_template.py",
    "reporting/workbook/file_type.py": "tests/reporting/workbook/test_template.py",
    "reporting/workbook/looks.py": "tests/reporting/workbook/test_template.py",
    "reporting/workbook/reading.py": "tests/reporting/workbook/test_template.py",
    "storage/audit/listing.py": "tests/bot/cli/test_audit.py",
    "storage/database/key_values.py": "tests/storage/database/test_store.py",
    "storage/database/schema.py": "tests/storage/database/test_migrations.py",
    "storage/figures/baselines.py": "tests/storage/figures/test_target_results.py",
    "storage/figures/rollups.py": "tests/handlers/filing/test_fill_from_units.py",
    "storage/lifecycle/activation.py": "tests/bot/cli/test_plans_activate.py",
    "storage/lifecycle/closing.py": "tests/storage/plans/test_plans.py",
    "storage/lifecycle/overdue_at_activation.py": "tests/handlers/plans/test_plans.py",
    "storage/messaging/attachments.py": "tests/bot/channels/web/test_signed_links.py",
    "storage/messaging/dead_letters.py": "tests/storage/messaging/test_conversations.py",
    "storage/lifecycle/report_transfer.py": "tests/storage/lifecycle/test_unit_merge.py",
    "storage/messaging/file_jobs.py": "tests/handlers/documents/test_menu.py",
    "storage/messaging/inbound_events.py": "tests/storage/messaging/test_conversations.py",
    "storage/messaging/message_counts.py": "tests/handlers/reminders/test_quota_warning.py",
    "storage/messaging/reminder_cancellation.py": "tests/bot/delivery/test_taken_back.py",
    "storage/messaging/web_sessions.py": "tests/bot/channels/web/test_api.py",
    "storage/operations/backup_file.py": "tests/storage/operations/test_backup.py",
    "storage/operations/weekly_stats.py": "tests/handlers/reminders/test_weekly_admin_line.py",
    "storage/people/member_list.py": "tests/handlers/members/test_member_list.py",
    "storage/people/memberships.py": "tests/handlers/members/test_member_list.py",
    "storage/people/person_data.py": "tests/handlers/account/test_leave_role.py",
    "storage/people/recipients.py": "tests/handlers/reminders/test_quota_warning.py",
    "storage/people/subscriptions.py": "tests/handlers/summary/test_summary.py",
    "storage/plans/adoption.py": "tests/plans/test_adoption.py",
    "storage/plans/files.py": "tests/bot/cli/test_plans.py",
    "storage/plans/forms.py": "tests/bot/cli/test_plans.py",
    "storage/reports/adhoc.py": "tests/handlers/adhoc/test_create.py",
    "storage/reports/attached_documents.py": "tests/handlers/filing/test_attachments.py",
    "storage/reports/extensions.py": "tests/handlers/extensions/test_request.py",
    "storage/reports/narratives.py": "tests/handlers/summary/test_summary.py",
    "storage/reports/paper_records.py": "tests/handlers/monitoring/test_paper_record.py",
    "storage/reports/peers.py": "tests/handlers/filing/test_interview.py",
    "storage/units/importer.py": "tests/storage/units/test_units.py",
    "storage/zones/criteria.py": "tests/storage/zones/test_decisions.py",
    "storage/zones/outcomes.py": "tests/storage/zones/test_decisions.py",
    "storage/zones/yearly_results.py": "tests/storage/zones/test_decisions.py",
}
"""Module without a test file of its name → the test file that covers it."""


def modules() -> Iterator[Path]:
    """Every module but ``__init__``, ``__main__`` and the migrations."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if path.stem not in ("__init__", "__main__") and "migrations" not in relative.parts:
                yield relative


def test_file(module: Path) -> Path:
    return Path("tests") / module.parent / f"test_{module.name}"


def problems() -> list[str]:
    without = {str(module): module for module in modules() if not (ROOT / test_file(module)).exists()}
    problem_lines = [
        f"{name}: neither {test_file(module)} nor a line here"
        for name, module in without.items()
        if name not in COVERED_BY
    ]
    problem_lines += [
        f"{name}: has a test file of its own, or is gone; its line goes" for name in COVERED_BY if name not in without
    ]
    problem_lines += [
        f"{name}: {covering} is gone" for name, covering in COVERED_BY.items() if not (ROOT / covering).exists()
    ]
    return problem_lines


if __name__ == "__main__":
    if found := problems():
        sys.exit("\n".join(found))
    print(f"{sum(1 for _ in modules())} modules, {len(COVERED_BY)} of them covered by a test file of another name")
