// The one table of commands.
#include <algorithm>

#include "base/text.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

std::string dashed(std::string name) {
  std::ranges::replace(name, ' ', '-');
  return name;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table{
      init_command(),         serve_command(),         import_command(),        fact_command(),
      act_command(),          create_command(),        change_command(),
      remove_command(),
      place_command(),        tick_command(),         board_command(),         explain_command(),
      log_command(),          report_stages_command(), report_flow_command(),
      report_time_in_stage_command(), report_cohorts_command(), report_rfm_command(),
      export_facts_command(), export_accounts_command(), export_log_command(),
      check_command(),        test_command(),          eval_command(),
      property_add_command(), property_list_command(), property_remove_command(),
      script_command(),       rfm_command(),
      plan_command(),         show_command(),          apply_command(),
      bulk_command(),         bulk_undo_command(),     job_list_command(),
      job_show_command(),     job_run_command(),       job_cancel_command(),
      user_list_command(),     user_add_command(),      user_invite_command(),
      user_role_command(),     user_disable_command(),  user_enable_command(),
      user_remove_command(),   user_password_command(), token_create_command(),
      token_list_command(),    token_revoke_command(),
      verify_command(),       backup_command(),        restore_command(),
      migrate_command(),      config_show_command(),   doctor_command(),
      completion_command(),
      help_command(),         version_command(),
  };
  return table;
}

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

const std::vector<Option>& everywhere() {
  static const std::vector<Option> options{
      {.name = "--db", .placeholder = "FILE"},
      {.name = "--workspace", .placeholder = "NAME"},
      {.name = "--server", .placeholder = "URL"},
      {.name = "--token-file", .placeholder = "FILE"},
      {.name = "--config", .placeholder = "FILE"},
      {.name = "--now", .placeholder = "INSTANT"},
      {.name = "--lang", .placeholder = "LANGUAGE", .choices = {"en", "he"}},
      {.name = "--quiet", .short_name = "-q"},
      {.name = "--verbose", .short_name = "-v"},
      {.name = "--no-color"},
      {.name = "--yes", .short_name = "-y"},
      {.name = "--help", .short_name = "-h"},
      {.name = "--version"},
  };
  return options;
}

std::string Option::help_code() const {
  if (!help.empty()) return help;
  return word() ? "word." + lower_ascii(name) : "option." + name.substr(2);
}

std::string Command::help_code() const { return "command." + dashed(name); }

std::vector<Option> Command::all_options() const {
  std::vector<Option> all = options;
  if (shared & kWhen) {
    all.push_back({.name = "--at", .placeholder = "INSTANT"});
    all.push_back({.name = "--known-at", .placeholder = "INSTANT"});
  }
  if (shared & (kOutput | kJson)) {
    all.push_back({.name = "--output", .placeholder = "FORM", .short_name = "-o", .choices = {"table", "json"}});
    if (shared & kOutput) all.back().choices.emplace_back("csv");
    all.push_back({.name = "--json"});
  }
  if (shared & kDryRun) all.push_back({.name = "--dry-run"});
  all.insert(all.end(), everywhere().begin(), everywhere().end());
  return all;
}

}  // namespace tenure::cli
