#pragma once
// What routes have in common when they answer: refusals as problems, JSON with an ETag, what stands in the query.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time_zone.h"
#include "http/router.h"
#include "service/verb.h"

namespace tenure::http {

// The problem of this refusal, with the status of its code and Retry-After where it names `seconds`.
Response refusal(const Request&, const Error&);

// 200 with this JSON, of its caller alone: not kept by anybody between.
Response json_answer(std::string body);
// The same with an ETag made of the body; 304 without it when the request has that already (If-None-Match).
Response tagged_answer(const Request&, std::string body);

// The value of a query option, decoded; "" where it is not given. Errors: those of parse_query,
// "duplicate-query-option" {option}.
Result<std::string> query_option(const Request&, std::string_view name);
// The same as a whole number in bounds; `otherwise` where it is not given. Errors: also "invalid-option" {option,
// value}.
Result<int64_t> number_option(const Request&, std::string_view name, int64_t otherwise, int64_t least, int64_t most);
// … and as an instant, or a date in the workspace's zone.
Result<std::optional<Instant>> instant_option(const Request&, std::string_view name, const TimeZone&);

// Another status than 200; `write` writes one value.
Response json_answer(int status, const std::function<void(json::Writer&)>& write);
// ETag of a version, and whether the answer is one that was given before.
void mark(Response&, const service::Done&);

// A handler that may refuse.
Handler answering(std::function<Result<Response>(Request&)>);

// The traits of plain routes: `scope` is what an API token must have been made for.
Traits reads(std::string name);
Traits changes(std::string name, std::string scope, std::span<const Member>);  // by a body of JSON
Traits removes(std::string name, std::string scope);  // without a body

}  // namespace tenure::http
