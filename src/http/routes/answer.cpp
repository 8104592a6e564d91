#include "http/routes/answer.h"

#include <sodium.h>

#include <array>
#include <charconv>

#include "base/limits.h"
#include "http/target.h"
#include "lifecycle/coerce.h"
#include "odata/errors.h"

namespace tenure::http {

Response refusal(const Request& request, const Error& error) {
  Response response = problem(odata::status_of(error.code), error, request.language());
  for (const auto& [name, value] : error.arguments) {
    if (name == "seconds") response.header("Retry-After", value);
  }
  return response;
}

Response json_answer(std::string body) {
  Response response(200, "application/json", std::move(body));
  response.header("Cache-Control", "no-store");
  return response;
}

Response tagged_answer(const Request& request, std::string body) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                     nullptr, 0);
  std::array<char, 2 * hash.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  const std::string tag = "\"" + std::string(hex.data()) + "\"";
  const bool known = request.headers.get("If-None-Match").find(tag) != std::string_view::npos;
  Response response = known ? Response(304) : Response(200, "application/json", std::move(body));
  response.header("ETag", tag).header("Cache-Control", "private, no-cache");
  return response;
}

Result<std::string> query_option(const Request& request, std::string_view name) {
  TENURE_TRY(const auto options, parse_query(request.query, true));
  std::string found;
  bool seen = false;
  for (const auto& [known, value] : options) {
    if (known != name) continue;
    if (seen) return refuse("duplicate-query-option", {{"option", std::string(name)}});
    seen = true;
    found = value;
  }
  return found;
}

Response json_answer(int status, const std::function<void(json::Writer&)>& write) {
  std::string body;
  json::Writer out(body);
  write(out);
  Response response(status, "application/json", std::move(body));
  response.header("Cache-Control", "no-store");
  return response;
}

void mark(Response& response, const service::Done& done) {
  if (done.version > 0) response.header("ETag", "W/\"" + std::to_string(done.version) + "\"");
  if (done.replayed) response.header("Idempotency-Replayed", "true");
}

Handler answering(std::function<Result<Response>(Request&)> work) {
  return [work = std::move(work)](Request& request) {
    Result<Response> answer = work(request);
    return answer ? std::move(*answer) : refusal(request, answer.error());
  };
}

Traits reads(std::string name) { return {.name = std::move(name), .scope = "read"}; }

Traits changes(std::string name, std::string scope, std::span<const Member> members) {
  return {.name = std::move(name),
          .scope = std::move(scope),
          .body_limit = limits::kTextBytes,
          .takes = {"application/json"},
          .members = members};
}

Traits removes(std::string name, std::string scope) { return {.name = std::move(name), .scope = std::move(scope)}; }

namespace {

std::unexpected<Error> invalid(std::string_view name, const std::string& value) {
  return refuse("invalid-option", {{"option", std::string(name)}, {"value", excerpt(value, 40)}});
}

}  // namespace

Result<int64_t> number_option(const Request& request, std::string_view name, int64_t otherwise, int64_t least,
                              int64_t most) {
  TENURE_TRY(const std::string text, query_option(request, name));
  if (text.empty()) return otherwise;
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (!whole || number < least || number > most) return invalid(name, text);
  return number;
}

Result<std::optional<Instant>> instant_option(const Request& request, std::string_view name, const TimeZone& zone) {
  TENURE_TRY(const std::string text, query_option(request, name));
  if (text.empty()) return std::optional<Instant>();
  if (const Result<Instant> instant = parse_instant(text)) return std::optional(*instant);
  const auto local = lifecycle::coerce({.kind = expression::Kind::instant}, Value(text), zone);
  const Instant* at = local ? local->get<Instant>() : nullptr;
  if (at == nullptr) return invalid(name, text);
  return std::optional(*at);
}

}  // namespace tenure::http
