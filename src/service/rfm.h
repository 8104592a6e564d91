#pragma once
// Every customer with an order is scored: how recently, how often, for how much (scoring/rfm.h). A score that is
// another than the last one is a fact (rfm.scored) and takes the way of every fact, so that the pack's rules move the
// account, with log and outbox.
#include <string>
#include <string_view>
#include <vector>

#include "service/jobs.h"

namespace tenure::service {

// Job "rfm"; request {} or {"date": "2026-01-31"}: the day of the analysis, else the day on which it was asked for. Its
// result: {"customers": …, "changed": …, "refused": …, "moves": …}.
std::vector<JobKind> rfm_job_kinds();

// Does anything in the definition look at scores? Where nothing does, nothing is scored.
bool looks_at_rfm(const lifecycle::Definition&);

// In a snapshot: the schedule that the workspace's setting asks for differs from the one that is kept.
bool rfm_schedule_differs(const Realm&, store::Reader&);
// Makes it the same.
void keep_rfm_schedule(const Realm&, store::Transaction&, Instant now);

}  // namespace tenure::service
