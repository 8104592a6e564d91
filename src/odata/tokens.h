#pragma once
// What stands in @odata.nextLink and @odata.deltaLink: opaque, signed, and good only for the caller and the query it
// was made for (quality.md O16).
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "query/query.h"
#include "service/delta.h"

namespace tenure::odata {

class Tokens {
 public:
  explicit Tokens(std::string secret) : secret_(std::move(secret)) {}

  // `bound`: what it is good for, such as the caller, the path and the options.
  struct Page {
    query::Position position;
    int64_t left = -1;   // of $top; -1 = no bound
    service::Since since = {};  // before the first page; not given: nobody tracks changes
    service::Since from = {};   // of a page of changes: since when they are told
  };
  std::string page(const Page&, std::string_view bound) const;
  // Errors: "invalid-token" {option}.
  Result<Page> read_page(std::string_view token, std::string_view bound) const;

  std::string delta(const service::Since&, std::string_view bound) const;
  Result<service::Since> read_delta(std::string_view token, std::string_view bound) const;

 private:
  std::string seal(std::string_view content, std::string_view bound) const;
  std::optional<std::string> open(std::string_view token, std::string_view bound) const;
  std::string secret_;
};

}  // namespace tenure::odata
