#pragma once
// What routes have in common when they are asked to change something: a body of JSON read by its shape, a retry that
// is answered and not done again, the version that is changed.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "http/message.h"
#include "service/caller.h"

namespace tenure::http {

class Body {
 public:
  // By Traits::members of its route. No body is an empty object. Errors: "invalid-json", "not-an-object" {what},
  // "unknown-property" {property, nearest}, "member-invalid" {member, type}, "member-missing" {member}.
  static Result<Body> read(const Request&);

  // Whether it is there; null counts too.
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // What it says; nullopt where it is not there, or null.
  std::optional<std::string> text(std::string_view name) const;
  std::optional<bool> flag(std::string_view name) const;
  std::optional<int64_t> number(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  const Value* find(std::string_view name) const;  // null: not there
  std::string text_or(std::string_view name, std::string_view otherwise = "") const;

 private:
  std::shared_ptr<const Object> object_;
};

// caller() of principal.h with the request's Idempotency-Key: what it does with the service's verbs is done once.
// Not for bodies that hold a password: a hash of the body is kept for a day.
service::Caller changing_caller(const Request&);
// The version that If-Match names; nullopt: it names none, or "*". What cannot be read is a version that there is not.
std::optional<int64_t> expected_version(const Request&);

}  // namespace tenure::http
