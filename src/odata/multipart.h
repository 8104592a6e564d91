#pragma once
// multipart/mixed as $batch uses it (RFC 2046, OData 4.01 §11.7.7): parts that are HTTP requests, or groups of
// them that stand or fall together.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "odata/message.h"

namespace tenure::odata::multipart {

struct Part {
  std::string content_id;   // Content-ID, or ""
  Request request;          // of a single request: method, path (address as written), headers, body
  std::vector<Part> group;  // of a change set; then `request` is empty
  bool is_group = false;
};

// The boundary of a Content-Type: "" when it has none or one that RFC 2046 does not allow.
std::string boundary(std::string_view content_type);

// Errors: "malformed-batch" {reason}, "batch-too-large" {limit} (limits::kBatchParts),
// "malformed-batch" for a group within a group.
Result<std::vector<Part>> parse(std::string_view body, std::string_view boundary);

// One answer as a part's body: status line, headers, body.
std::string http_text(const Response&);
// Appends a part; `close` the last line.
void append_part(std::string& out, std::string_view boundary, std::string_view content_id,
                 const Response&);
void append_close(std::string& out, std::string_view boundary);

}  // namespace tenure::odata::multipart
