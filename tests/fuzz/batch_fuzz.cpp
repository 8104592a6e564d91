// Bodies of $batch, JSON or multipart (the first line is the type; whether its length is odd says whether the batch
// goes on after an error): each part that is run has a method and an address of this workspace, and every request
// that the body holds is answered or the whole is refused.
#include "odata/batch.h"

#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"
#include "base/json.h"
#include "base/limits.h"

using namespace tenure;
using namespace tenure::odata;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(text.find('\n'), text.size());
  Request request{.method = "POST", .path = "/$batch", .base = "https://crm.test/w/a/odata/", .workspace = "a"};
  request.headers.emplace_back("Content-Type", text.substr(0, line));
  if (line % 2 == 1) request.headers.emplace_back("Prefer", "continue-on-error");
  request.body = text.substr(std::min(line + 1, text.size()));
  size_t run = 0;
  const auto one = [&](const Request& part) {
    ++run;
    TENURE_ASSERT(!part.method.empty() && part.path.starts_with('/'));
    TENURE_ASSERT(part.base == "https://crm.test/w/a/odata/" && part.workspace == "a");
    Response response{.status = part.path.find("bad") == std::string::npos ? 201 : 409};
    response.headers.emplace_back("Content-Type", "application/json");
    response.headers.emplace_back("Location", part.base + "accounts('N')");
    response.body = "{}";
    return response;
  };
  const BatchHandlers handlers{.one = one,
                               .group =
                                   [&](const std::vector<Request>& parts) {
                                     std::vector<Response> out;
                                     for (const Request& part : parts) out.push_back(one(part));
                                     return out;
                                   },
                               .error =
                                   [](const Error& error) {
                                     TENURE_ASSERT(!say(Language::english, error).starts_with(error.code));
                                     return Response{.status = 400, .body = "{}"};
                                   }};
  const Response response = batch(request, handlers);
  TENURE_ASSERT(run <= limits::kBatchParts);
  const std::string* type = find_header(response.headers, "Content-Type");
  if (response.status == 200 && type && type->starts_with("application/json"))
    TENURE_ASSERT(json::parse(response.body).has_value());
  return 0;
}
