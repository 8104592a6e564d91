#pragma once
// Sums and averages, exactly and in any order.
#include "expression/cell.h"
#include "query/query.h"

namespace tenure::query {

// Of int64, decimal, double and duration cells of one kind; nulls are left out. Null where there was none,
// and where the sum does not fit. An average of whole numbers is a decimal.
class Accumulator {
 public:
  void add(const expression::Cell&);
  expression::Cell sum() const;
  expression::Cell average() const;

 private:
  expression::Kind kind_ = expression::Kind::null;
  int64_t count_ = 0;
  std::optional<Decimal> exact_ = Decimal(0);
  double real_ = 0;
};

// What the method makes of values of this type; nothing where it cannot.
std::optional<expression::Type> result_type(Method, const expression::Type&);

}  // namespace tenure::query
