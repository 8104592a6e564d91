#pragma once
// One request on its way through the room: who asks, about which workspace, and how the answer is to look.
#include <optional>
#include <string>
#include <string_view>

#include "odata/errors.h"
#include "odata/message.h"
#include "odata/resource.h"
#include "odata/rows.h"
#include "odata/tokens.h"
#include "odata/url.h"
#include "odata/values.h"
#include "service/reading.h"
#include "service/service.h"

namespace tenure::odata {

// The Prefer header, as far as it is honoured.
struct Preferences {
  std::optional<int64_t> page;       // odata.maxpagesize
  std::optional<bool> representation;  // return=
  bool track_changes = false;
  bool dry_run = false;              // tenure.dry-run
  bool outcome = false;              // tenure.outcome
};
Preferences preferences(const Headers&);

struct Exchange {
  service::Service& service;
  const service::Caller& caller;
  const Request& request;
  const Tokens& tokens;
  Instant now;
  service::Reading reading;  // the workspace as the caller sees it: model, access, zone
  Options options;
  Accepted accept;
  Preferences prefer;

  Language language() const { return caller.language; }
  const query::Model& model() const { return *reading.model; }
  const std::string* header(std::string_view name) const { return find_header(request.headers, name); }
  // as_of, known_at. Errors: "invalid-option" {option, value}.
  Result<query::When> when() const;
  Result<query::Setting> setting() const;
  // What a page or delta token is good for.
  std::string bound() const;
};

Response fail(const Exchange&, const Error&);
Response json_response(const Exchange&, int status);  // with its Content-Type, no body yet

// read.cpp
Response read(Exchange&, const Resource&);
// The one row of a resource as an answer: after a write, or a GET.
Response read_row(Exchange&, const Resource&, int status);
Result<std::optional<Key>> follow(const Exchange&, uint16_t entity, const Key&, uint16_t link,
                                  const std::optional<Key>& in_link);

}  // namespace tenure::odata
