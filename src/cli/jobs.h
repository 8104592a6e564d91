#pragma once
// Jobs as commands show them.
#include "cli/session.h"
#include "engine/engine.h"
#include "service/jobs.h"

namespace tenure::cli {

Result<int64_t> job_number(const std::string& text);  // "cli.bad-job" {text}
// Every kind of job that this program can do.
std::vector<service::JobKind> job_kinds(const std::string& store_path);
// Runs it here, or waits until the server that was named has, with progress, to its end or until Ctrl-C; says what
// came of it, with the rows that were refused. Returns an exit code.
int run_job(Session&, int64_t number);
// The same without a word of what came of it; `progress`: the catalogue row of what is being done.
Result<store::Job> finish_job(Session&, int64_t number, const char* progress);
// The refusals as sentences in one line.
std::string reasons_of(Session&, const std::vector<engine::Refusal>&);

}  // namespace tenure::cli
