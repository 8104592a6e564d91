#include "query/aggregate.h"

namespace tenure::query {

using expression::Cell;
using expression::Kind;
using expression::Type;

void Accumulator::add(const Cell& cell) {
  if (cell.is_null()) return;
  kind_ = cell.kind;
  ++count_;
  if (kind_ == Kind::double_) {
    real_ += cell.as_double();
  } else if (exact_) {
    exact_ = exact_->plus(kind_ == Kind::decimal ? cell.as_decimal() : Decimal(cell.low));
  }
}

Cell Accumulator::sum() const {
  if (count_ == 0) return Cell::null();
  if (kind_ == Kind::double_) return Cell::double_(real_);
  if (!exact_) return Cell::null();
  if (kind_ == Kind::decimal) return Cell::decimal(*exact_);
  const auto whole = exact_->to_int64();
  if (!whole) return Cell::null();
  return kind_ == Kind::duration ? Cell::duration({*whole}) : Cell::int64(*whole);
}

Cell Accumulator::average() const {
  if (count_ == 0) return Cell::null();
  if (kind_ == Kind::double_) return Cell::double_(real_ / static_cast<double>(count_));
  const auto mean = exact_ ? exact_->divided(Decimal(count_)) : std::nullopt;
  if (!mean) return Cell::null();
  if (kind_ != Kind::duration) return Cell::decimal(*mean);
  const auto whole = mean->rounded().to_int64();
  return whole ? Cell::duration({*whole}) : Cell::null();
}

std::optional<Type> result_type(Method method, const Type& type) {
  if (type.collection || type.kind == Kind::record) return std::nullopt;
  const bool exact = type.kind == Kind::int64 || type.kind == Kind::decimal;
  const bool adds = exact || type.kind == Kind::double_ || type.kind == Kind::duration;
  switch (method) {
    case Method::count:
    case Method::countdistinct: return Type{Kind::int64};
    case Method::sum: return adds ? std::optional(Type{type.kind}) : std::nullopt;
    case Method::average:
      if (exact) return Type{Kind::decimal};
      return adds ? std::optional(Type{type.kind}) : std::nullopt;
    case Method::min:
    case Method::max:
      if (type.kind == Kind::choice || type.kind == Kind::binary || type.kind == Kind::guid ||
          type.kind == Kind::null) {
        return std::nullopt;
      }
      return type;
  }
  return std::nullopt;
}

}  // namespace tenure::query
