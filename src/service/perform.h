#pragma once
// Everything that users do comes through here, from every door: one call, one transaction, one answer.
//
// A refusal by rules, gates or requirements is in Done, complete. Errors (nothing was written), beside those of
// Impl::transact: "unknown-account" {account, nearest}, "unknown-record" {record, key}, "stale-version" {record,
// key, version, expected}, "no-such-field" {record, field, nearest}, "field-not-allowed", "unknown-argument",
// "missing-parameter", "not-a" {field, type, text}, "outside-own-accounts".
#include <functional>

#include "records/schema.h"
#include "service/context.h"
#include "service/verb.h"

namespace tenure::service {

Result<Done> perform(Service&, const Call&, const Verb&);
// Of a record of records/schema.h; `values` of the call are its fields, and those about_the_call().
Result<Done> create_record(Service&, const Call&, std::string_view record);  // `key`: of the call, a value, or made
Result<Done> change_record(Service&, const Call&, std::string_view record);
Result<Done> remove_record(Service&, const Call&, std::string_view record);  // archives; see docs/verbs.md
// What may stand beside the fields: `at` (when it happened), `exception_reason` and, for accounts, `confirm` (it is no
// duplicate).
std::span<const VerbParameter> about_the_call();
// The fields without which no such record is made ("missing-field"), whatever the pack is.
std::vector<std::string_view> needed_to_create(const records::Record&);

// The same within a transaction that is open: change sets, deep inserts, upserts. The caller's right to the verb
// or the record is checked here too.
Result<Done> perform(Context&, const Call&, const Verb&);
Result<Done> create_record(Context&, const Call&, std::string_view record);
Result<Done> change_record(Context&, const Call&, std::string_view record);
Result<Done> remove_record(Context&, const Call&, std::string_view record);

// Several calls in one transaction, all or nothing: the work makes them by the functions above, and the first
// that answers an error or a refusal ends it. `name` is what the audit calls it. A dry run keeps nothing of it.
Result<Done> together(Service&, const Caller&, std::string_view workspace, std::string_view name,
                      const std::function<Result<Done>(Context&)>& work, bool dry_run = false);

}  // namespace tenure::service
