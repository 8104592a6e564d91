#pragma once
// Another definition in the place of the one in force: what it would change is folded for every account and kept as
// a plan; a plan is applied exactly, or refused when what it was made on has changed. docs/plan.md.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lifecycle/definition.h"
#include "service/context.h"
#include "service/jobs.h"
#include "store/changes.h"

namespace tenure::service {

// What is to be another, over the definition in force.
struct DefinitionChange {
  std::vector<std::pair<std::string, std::string>> files;  // path → text; takes the place of one of the same name
  bool whole = false;  // the files are the whole pack; an administrator's own properties stay
  std::vector<std::pair<std::string, std::optional<std::string>>> parameters;  // nullopt: the default again
  std::vector<store::Successor> successors;  // where accounts go whose stage is no more
  bool rewrite = false;  // history is folded anew; otherwise it decides from now on
};
// Arguments as texts "name=value" ("path=text", "lifecycle.stage=stage"); an empty value of a parameter is its default.
// Errors: "plan-malformed" {argument, text}.
Result<DefinitionChange> read_change(const Call&);
// JSON of a job's request, and back.
std::string encode_change(const DefinitionChange&);
Result<DefinitionChange> decode_change(std::string_view);

// The files and parameters that come of it. `applied_at`, `actor` and `version` are not set.
store::Definition changed_definition(const store::Definition& now, const DefinitionChange&);

// A plan in the queue: the number of the job. Errors: "invalid-definition" and what else is wrong with a definition,
// "unknown-successor" {lifecycle, stage, to}, "apply-unfinished".
Result<int64_t> queue_plan(Context&, const DefinitionChange&);
// Plans and applies in one job, whatever happens to the customers meanwhile. Errors as of queue_plan.
Result<int64_t> queue_define(Context&, const DefinitionChange&);
// Errors: "unknown-plan" {plan}; "plan-differs" {plan}: `digest` is given and another's; "plan-applied" {plan};
// "plan-stale" {plan, reason}; "plan-empty" {plan}.
Result<int64_t> queue_apply(Context&, int64_t plan, std::string_view digest);

// Why a plan cannot be applied as things are: "definition", "data", or "" = it can.
std::string_view stale_reason(store::Reader&, store::WorkspaceId, const store::SavedPlan&);

// "plan": its result is {"plan": number}. "apply": {"definition": number, "accounts": …, "moves": …}.
std::vector<JobKind> plan_job_kinds();
Result<std::optional<std::string>> run_apply(JobRun&);  // apply.cpp
Result<std::optional<std::string>> apply_plan(JobRun&, int64_t plan, bool whatever_happened);

// The realm as it will be with this definition behind the others: not in force, not in the cache. Names must have
// been interned.
RealmPtr planned_realm(store::Reader&, const store::Workspace&, const store::Era& next,
                       const lifecycle::DefinitionPtr&);
// How the next one may follow: "alike" where the two decide the same, else as is asked.
std::string mode_of(const Realm& now, const lifecycle::Definition& next, const DefinitionChange&);

}  // namespace tenure::service
