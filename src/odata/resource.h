#pragma once
// What an address is about: a path held against the model and the verbs.
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "odata/url.h"
#include "query/bind.h"
#include "service/access.h"
#include "service/verb.h"

namespace tenure::odata {

using Key = std::vector<std::pair<std::string, Value>>;

struct Resource {
  enum class Kind : uint8_t { service, metadata, batch, by_id, rows, row, property, operation };
  Kind kind = Kind::service;
  uint16_t entity = 0;             // what the rows are
  // Where they are: the whole set, the row with `key`, or what `link` leads to from the row of `from` with `key`.
  std::optional<Key> key;
  std::optional<uint16_t> from, link;
  // The row is a member of what that link led to: accounts('A')/children('B').
  struct Member {
    uint16_t from = 0, link = 0;
    Key key;
  };
  std::optional<Member> member;
  std::vector<std::string> filters;  // …/$filter(…)
  // …/$count, …/$ref, …/$value, …/$query
  bool count = false, reference = false, value = false, query_segment = false;
  uint16_t property = 0;           // Kind::property
  const service::Verb* verb = nullptr;
  std::vector<std::pair<std::string, UrlValue>> arguments;  // of a function
};

// The key of the row that a link of one row leads to; nullopt: there is none. Asked where an address goes on behind
// a link: orders('O')/account_record/contacts.
using Follow = std::function<Result<std::optional<Key>>(uint16_t entity, const Key&, uint16_t link,
                                                        const std::optional<Key>& in_link)>;

// Errors: "not-found" {what} for a set, property or operation that the model has not; "invalid-key" {entity};
// "not-supported" {what}; "odata-syntax".
Result<Resource> resolve(const Path&, const Options&, const query::Model&, const Follow&);

}  // namespace tenure::odata
