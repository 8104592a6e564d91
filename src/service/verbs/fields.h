#pragma once
// What somebody gives for a record's fields, checked: names, types, choices, and whether they may be written by
// this caller.
#include "service/verbs/work.h"

namespace tenure::service::acts {

// What is given beside the fields: `at`, `exception_reason`, `confirm`.
bool is_about_the_call(std::string_view name);

// The call's values as the record's fields have them; those that are about the call are left out. Of an account,
// the properties of the pack and the stages (by lifecycle) are fields too. Faults that a person can put right
// (a choice that there is not, a field that is only read) are refused on the work, all of them.
// Errors: "no-such-field" {record, field}, "field-not-allowed", "not-a" {field, type, text}.
Result<Values> fields(Work&, const records::Record&);

// Are the records there that these values point to? Refuses, for each that is not: "unknown-record" {field,
// record, key}; and for one of another account: "of-another-account" {field, record, key, account}.
void check_links(Work&, const records::Record&, const Values&, std::string_view account);

// The values of parameters, in the types of the verb. Errors: "unknown-argument" {parameter, verb, nearest},
// "missing-parameter" {parameter, verb}, "not-a".
Result<Values> parameters(const Context&, const Verb&, const Values&);

}  // namespace tenure::service::acts
