#pragma once
// What a JSON value looks like, in a line of text that stands beside the code which writes it. The API's description
// is made of such lines, and tests hold what is really answered to them.
//
//   any text flag int number instant date   whatever it is; a value of that kind
//   'yes'|'no'                              one of these texts
//   [text]                                  a list
//   {name: text, note?: text}               an object; `note` may be absent
//   {*: int}                                an object whose members have names of their own
//   {...user, token: text}                  what the object `user` has, and a token
//   user                                    the shape of that name; "_user" is only there to be taken over
//   text?                                   or null
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/value.h"

namespace tenure {

struct NamedShape {
  std::string_view name, text;
};

// Shapes by name, immutable. A text that is none, or that names what is not there, is our bug.
class Shapes {
 public:
  // Of later books, names of earlier ones may be used.
  explicit Shapes(std::initializer_list<std::span<const NamedShape>> books);
  Shapes(Shapes&&) noexcept;
  ~Shapes();

  bool has(std::string_view name) const;
  std::vector<std::string_view> names() const;  // in the order of the books
  // As a JSON schema (draft 2020-12), of which what is named is a reference: prefix + name.
  void write_schema(json::Writer&, std::string_view shape, std::string_view prefix) const;
  // The same of what a name stands for.
  void write_named(json::Writer&, std::string_view name, std::string_view prefix) const;
  // Where a value looks otherwise, "value/0/key: no text"; "": nowhere.
  std::string misfit(std::string_view shape, const Value&) const;

 private:
  struct Shape;
  struct Member;
  class Parser;
  const Shape* find(std::string_view name) const;
  void write(json::Writer&, const Shape&, std::string_view prefix) const;
  void write_object(json::Writer&, const Shape&, std::string_view prefix) const;
  std::string misfit(const Shape&, const Value&) const;
  std::string misfit_of_object(const Shape&, const Value&) const;

  std::vector<std::pair<std::string_view, std::unique_ptr<Shape>>> named_;
};

}  // namespace tenure
