#pragma once
// Accounts, documents and the time in stages as they stood at an instant, or as was believed then: made of facts and
// the log, which are kept, and asked in memory. What it takes is bounded: see limits::kPastFacts, kPastRows.
#include "query/query.h"
#include "service/realm.h"
#include "store/store.h"

namespace tenure::service {

// Does the query ask of an instant for rows that the store has as of today only? Facts and moves alone the store
// answers by itself.
bool asks_past(const query::Query&);

// Whose rows they are is today's answer: who may see an account sees its past. Documents of nobody have none. A row
// of the past has version 0, which no change matches, and why the gates let a document in is told as of today. Stages
// and measures are those of the definition that decided then, as is believed today or was at `known_at`. Errors:
// "not-supported" {what} for records of which the past is not kept; "past-too-large" {what, most}; "definition-gone"
// {version}: what was believed then was decided by one that this program cannot read; "query-too-slow", and what
// Reader::query refuses.
Result<query::Answer> answer_past(const RealmPtr&, store::Reader&, const query::Query&, const query::Visitor&,
                                  const store::QueryBounds&);

}  // namespace tenure::service
