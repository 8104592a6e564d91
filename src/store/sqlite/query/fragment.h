#pragma once
// The only text of statements that is made while the program runs: literals, names that were checked to be
// plain, numbers of parameters. Values never become text; they are bound.
#include <string>
#include <string_view>

#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

class Fragment {
 public:
  Fragment() = default;
  Fragment(Sql literal) : text_(literal.text) {}  // NOLINT: a literal is a fragment
  static Fragment name(std::string_view);         // "order", quoted; asserts that it is plain
  static Fragment row(int alias);                 // t3
  static Fragment column(int alias, std::string_view name);  // t3."amount"
  static Fragment parameter(int number);          // ?7
  static Fragment result(size_t column);          // c2: of a grouped statement

  Fragment& operator<<(const Fragment& other) {
    text_ += other.text_;
    return *this;
  }
  Fragment& operator<<(Sql literal) {
    text_ += literal.text;
    return *this;
  }
  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Fragments with something between them.
class Joined {
 public:
  explicit Joined(Sql between) : between_(between) {}
  void add(const Fragment& part) {
    if (!text_.empty()) text_ << between_;
    text_ << part;
  }
  bool empty() const { return text_.empty(); }
  const Fragment& text() const { return text_; }

 private:
  Sql between_;
  Fragment text_;
};

}  // namespace tenure::store::sqlite
