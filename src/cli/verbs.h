#pragma once
// Every command, a function per file that describes it. commands.cpp puts them in their order.
#include "cli/command.h"

namespace tenure::cli {

Command init_command();
Command fact_command();
Command import_command();
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
Command verify_command();
Command doctor_command();
Command completion_command();
Command help_command();
Command version_command();

}  // namespace tenure::cli
