#pragma once
// Every command, a function per file that describes it. commands.cpp puts them in their order.
#include "cli/command.h"

namespace tenure::cli {

Command init_command();
Command fact_command();
Command act_command();
Command create_command();
Command change_command();
Command remove_command();
Command import_command();
Command place_command();
Command tick_command();
Command board_command();
Command log_command();
Command explain_command();
Command report_stages_command();
Command report_flow_command();
Command report_time_in_stage_command();
Command report_cohorts_command();
Command report_rfm_command();
Command export_facts_command();
Command export_accounts_command();
Command export_log_command();
Command check_command();
Command test_command();
Command eval_command();
Command property_add_command();
Command property_list_command();
Command property_remove_command();
Command script_command();
Command rfm_command();
Command plan_command();
Command show_command();
Command apply_command();
Command bulk_command();
Command bulk_undo_command();
Command job_list_command();
Command job_show_command();
Command job_run_command();
Command job_cancel_command();
Command user_list_command();
Command user_add_command();
Command user_invite_command();
Command user_role_command();
Command user_disable_command();
Command user_enable_command();
Command user_remove_command();
Command user_password_command();
Command token_create_command();
Command token_list_command();
Command token_revoke_command();
Command verify_command();
Command backup_command();
Command restore_command();
Command migrate_command();
Command config_show_command();
Command doctor_command();
Command serve_command();
Command completion_command();
Command help_command();
Command version_command();

}  // namespace tenure::cli
