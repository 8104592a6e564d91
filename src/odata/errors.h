#pragma once
// What each refusal is on the wire, and its shape in OData JSON. http uses the same table, so that a code means one
// thing in both; /docs lists it.
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/text.h"
#include "odata/message.h"
#include "service/verb.h"

namespace tenure::odata {

struct ErrorCode {
  std::string_view code;
  int status;
};
// In order of status, then code. What is not in it is a plain 400.
std::span<const ErrorCode> error_codes();
int status_of(std::string_view code);

// {"error": {code, message, target, details: […], innererror}}.
Response error_response(const Error&, Language);
// A refusal of the rules: 409 "transition-not-allowed" (or 422 where only the values were bad) with every reason as a
// detail, and the moves that would be let in.
Response refused_response(const service::Done&, Language);

// The sentence of a refusal: the pack's own where it has one.
std::string sentence(const engine::Refusal&, Language);
void write_refusal(json::Writer&, const engine::Refusal&, const std::string& lifecycle, Language);

}  // namespace tenure::odata
