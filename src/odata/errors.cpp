#include "odata/errors.h"

#include <algorithm>
#include <array>

namespace tenure::odata {

namespace {

constexpr std::array kCodes{
    ErrorCode{"csrf", 403},
    ErrorCode{"api-token-invalid", 401},
    ErrorCode{"not-signed-in", 401},
    ErrorCode{"session-ended", 401},
    ErrorCode{"sign-in-failed", 401},
    ErrorCode{"password-too-long", 422},
    ErrorCode{"oidc-invalid", 401},
    ErrorCode{"user-exists", 409},
    ErrorCode{"address-forbidden", 422},
    ErrorCode{"backup-running", 409},
    ErrorCode{"no-answer", 503},
    ErrorCode{"no-backup-folder", 409},
    ErrorCode{"no-such-user", 404},
    ErrorCode{"oidc-refused", 401},
    ErrorCode{"provider-secret-unreadable", 409},
    ErrorCode{"oidc-unknown-user", 403},
    ErrorCode{"unknown-backup", 404},
    ErrorCode{"unknown-provider", 404},
    ErrorCode{"unknown-role", 404},
    ErrorCode{"unknown-setting", 404},
    ErrorCode{"user-disabled", 409},
    ErrorCode{"user-owns-accounts", 409},
    ErrorCode{"unknown-user", 404},
    ErrorCode{"unknown-pack", 404},
    ErrorCode{"unknown-form", 404},
    ErrorCode{"unknown-upload", 404},
    ErrorCode{"rate-limited", 429},
    ErrorCode{"form-refused", 422},
    ErrorCode{"body-too-large", 413},
    ErrorCode{"too-many-uploads", 409},
    ErrorCode{"upload-busy", 409},
    ErrorCode{"mapping-invalid", 422},
    ErrorCode{"file-is-workbook", 422},
    ErrorCode{"encoding-nul", 422},
    ErrorCode{"workspace-not-empty", 409},
    ErrorCode{"job-not-ended", 409},
    ErrorCode{"job-ended", 409},
    ErrorCode{"not-a-bulk-job", 409},
    ErrorCode{"unknown-token", 404},
    ErrorCode{"unknown-job", 404},
    ErrorCode{"no-such-session", 404},
    ErrorCode{"document-of-another-account", 409},
    ErrorCode{"fact-key-of-another-account", 409},
    ErrorCode{"fact-known", 409},
    ErrorCode{"failed-dependency", 424},
    ErrorCode{"field-not-allowed", 403},
    ErrorCode{"idempotency-key-reused", 422},
    ErrorCode{"insufficient-scope", 403},
    ErrorCode{"last-admin", 409},
    ErrorCode{"merge-cycle", 409},
    ErrorCode{"method-not-allowed", 405},
    ErrorCode{"not-acceptable", 406},
    ErrorCode{"not-allowed", 403},
    ErrorCode{"not-found", 404},
    ErrorCode{"not-supported", 501},
    ErrorCode{"outcome-unknown", 503},
    ErrorCode{"outside-own-accounts", 403},
    ErrorCode{"overloaded", 503},
    ErrorCode{"possible-duplicate", 409},
    ErrorCode{"precondition-required", 428},
    ErrorCode{"query-too-slow", 503},
    ErrorCode{"record-exists", 409},
    ErrorCode{"request-in-progress", 409},
    ErrorCode{"request-too-large", 413},
    ErrorCode{"batch-too-large", 413},
    ErrorCode{"signed-out", 401},
    ErrorCode{"stale-plan", 409},
    ErrorCode{"stale-version", 412},
    ErrorCode{"storage-failed", 503},
    ErrorCode{"storage-full", 503},
    ErrorCode{"store-corrupt", 503},
    ErrorCode{"store-read-only", 503},
    ErrorCode{"token-expired", 410},
    ErrorCode{"too-many-attempts", 429},
    ErrorCode{"transition-not-allowed", 409},
    ErrorCode{"unknown-account", 404},
    ErrorCode{"unknown-record", 404},
    ErrorCode{"unknown-workspace", 404},
    ErrorCode{"unsupported-format", 415},
    ErrorCode{"unsupported-isolation", 412},
    ErrorCode{"unsupported-media-type", 415},
};

std::string target_of(const Error& error) {
  for (const std::string_view name : {"field", "option", "name"}) {
    for (const auto& [known, value] : error.arguments) {
      if (known == name) return value;
    }
  }
  return "";
}

}  // namespace

std::span<const ErrorCode> error_codes() { return kCodes; }

int status_of(std::string_view code) {
  const auto found = std::ranges::find(kCodes, code, &ErrorCode::code);
  return found == kCodes.end() ? 400 : found->status;
}

Response error_response(const Error& error, Language language) {
  Response response;
  response.status = status_of(error.code);
  response.headers.emplace_back("Content-Type", "application/json;odata.metadata=minimal");
  if (response.status == 429 || response.status == 503) response.headers.emplace_back("Retry-After", "1");
  for (const auto& [name, value] : error.arguments) {
    if (name == "allowed" && response.status == 405) response.headers.emplace_back("Allow", value);
  }
  json::Writer out(response.body);
  out.begin_object().key("error").begin_object();
  out.field("code", error.code).field("message", say(language, error));
  if (const std::string target = target_of(error); !target.empty()) out.field("target", target);
  if (error.position >= 0) {
    out.key("innererror").begin_object().field("position", error.position).end_object();
  }
  out.end_object().end_object();
  return response;
}

std::string sentence(const engine::Refusal& refusal, Language language) {
  if (!refusal.says.english.empty()) return refusal.says.in(language);
  return say(language, refusal.code, refusal.arguments);
}

void write_refusal(json::Writer& out, const engine::Refusal& refusal, const std::string& lifecycle,
                   Language language) {
  out.begin_object().field("code", refusal.code).field("message", sentence(refusal, language));
  if (!refusal.id.empty() && refusal.id != refusal.code) out.field("target", refusal.id);
  if (!lifecycle.empty()) out.field("@tenure.lifecycle", lifecycle);
  out.end_object();
}

Response refused_response(const service::Done& done, Language language) {
  // Values that do not fit are the request's fault; a rule or a gate is the customer's state.
  static constexpr std::array<std::string_view, 8> kOfValues{
      "account-missing", "instant-out-of-range", "not-a",         "not-plain-text",
      "read-only-field", "too-long",             "unknown-choice", "unknown-field"};
  const bool of_values = std::ranges::all_of(done.refusals, [](const engine::Refusal& refusal) {
    return std::ranges::find(kOfValues, refusal.code) != kOfValues.end();
  });
  Response response;
  const bool one = done.refusals.size() == 1;
  const int own = one ? status_of(done.refusals[0].code) : 400;
  response.status = of_values ? 400 : own != 400 ? own : 409;
  const std::string code =
      (of_values || own != 400) && one ? done.refusals[0].code : "transition-not-allowed";
  response.headers.emplace_back("Content-Type", "application/json;odata.metadata=minimal");
  json::Writer out(response.body);
  out.begin_object().key("error").begin_object().field("code", code);
  std::string message;
  for (const engine::Refusal& refusal : done.refusals) {
    if (!message.empty()) message += ' ';
    message += sentence(refusal, language);
  }
  out.field("message", message.empty() ? say(language, code) : message);
  out.key("details").begin_array();
  for (const engine::Refusal& refusal : done.refusals) write_refusal(out, refusal, "", language);
  out.end_array();
  out.key("innererror").begin_object().key("allowed").begin_array();
  for (const std::string& move : done.allowed) out.value(move);
  out.end_array().end_object();
  out.end_object().end_object();
  return response;
}

}  // namespace tenure::odata
