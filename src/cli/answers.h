#pragma once
// Verbs of the workspace as commands ask them, and what they answer.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "service/verb.h"

namespace tenure::cli {

using Values = std::vector<std::pair<std::string, Value>>;

// Members of a JSON object; null, "", 0, false or nothing where there is none.
const Value& at(const Value& object, std::string_view name);
std::string text(const Value& object, std::string_view name);
int64_t number(const Value& object, std::string_view name);
bool flag(const Value& object, std::string_view name);
const std::vector<Value>& items(const Value& object, std::string_view name);
Value list_of(const std::vector<std::string>& texts);

// One verb, of the workspace or of a set of records: here, or by the server that was named, whose answer has no more
// than `key` and `result`. A dry run there is asked for by the verb's own parameter `dry_run`.
Result<service::Done> act(Session&, const service::Verb&, Values values, bool dry_run = false);
Result<service::Done> act(Session&, std::string_view verb, Values values, bool dry_run = false);  // of the workspace
// The job that a verb has put into the queue, worked on to its end, or looked at until the server has; its result.
// `exit`: what the command ends with where there is an error.
Result<Value> work(Session&, const Result<service::Done>& queued, const char* progress, int& exit);
int stopped(Session&, const Error&, int exit);

}  // namespace tenure::cli
