// Sums that have no surprise: what does not fit is null.
#include <cmath>

#include "base/instant.h"
#include "expression/program.h"

namespace tenure::expression {
namespace {

constexpr int32_t kFirstDay = -719162, kLastDay = 2932896;  // 0001-01-01, 9999-12-31

Cell of(std::optional<Decimal> decimal) { return decimal ? Cell::decimal(*decimal) : Cell::null(); }

Cell instant_of(int64_t micros, bool overflow) {
  if (overflow || micros < kMinInstant.micros || micros > kMaxInstant.micros) return Cell::null();
  return Cell::instant({micros});
}
Cell duration_of(int64_t micros, bool overflow) {
  return overflow ? Cell::null() : Cell::duration({micros});
}

Decimal as_decimal(const Cell& cell) {
  return cell.kind == Kind::int64 ? Decimal(cell.as_int64()) : cell.as_decimal();
}
double as_double(const Cell& cell) {
  if (cell.kind == Kind::double_) return cell.as_double();
  if (cell.kind == Kind::int64) return static_cast<double>(cell.as_int64());
  return cell.as_decimal().to_double();
}

Cell integers(Op op, int64_t a, int64_t b) {
  int64_t result = 0;
  switch (op) {
    case Op::add: return __builtin_add_overflow(a, b, &result) ? Cell::null() : Cell::int64(result);
    case Op::sub: return __builtin_sub_overflow(a, b, &result) ? Cell::null() : Cell::int64(result);
    case Op::mul: return __builtin_mul_overflow(a, b, &result) ? Cell::null() : Cell::int64(result);
    case Op::div:
      if (b == 0 || (b == -1 && a == INT64_MIN)) return Cell::null();
      return Cell::int64(a / b);
    case Op::mod:
      if (b == 0) return Cell::null();
      return Cell::int64(b == -1 ? 0 : a % b);
    default: return of(Decimal(a).divided(Decimal(b)));  // divby
  }
}

Cell decimals(Op op, const Decimal& a, const Decimal& b) {
  switch (op) {
    case Op::add: return of(a.plus(b));
    case Op::sub: return of(a.minus(b));
    case Op::mul: return of(a.times(b));
    case Op::mod: return of(a.modulo(b));
    default: return of(a.divided(b));
  }
}

Cell doubles(Op op, double a, double b) {
  switch (op) {
    case Op::add: return Cell::double_(a + b);
    case Op::sub: return Cell::double_(a - b);
    case Op::mul: return Cell::double_(a * b);
    case Op::mod: return Cell::double_(std::fmod(a, b));
    default: return Cell::double_(a / b);
  }
}

// A double's worth of microseconds, to the nearest.
Cell duration_of(double micros) {
  double whole = std::round(micros);
  if (!(whole >= -9.2e18 && whole <= 9.2e18)) return Cell::null();
  return Cell::duration({static_cast<int64_t>(whole)});
}
Cell duration_of(std::optional<Decimal> micros) {
  auto whole = micros ? micros->rounded().to_int64() : std::nullopt;
  return whole ? Cell::duration({*whole}) : Cell::null();
}

Cell scaled(Op op, int64_t micros, const Cell& number) {
  if (number.kind == Kind::double_) {
    double factor = number.as_double();
    return duration_of(op == Op::mul ? static_cast<double>(micros) * factor
                                     : static_cast<double>(micros) / factor);
  }
  Decimal factor = as_decimal(number), duration(micros);
  return duration_of(op == Op::mul ? duration.times(factor) : duration.divided(factor));
}

// The day on which a date ends up: counted from its midnight, the time of day dropped.
Cell day_after(int32_t days, int64_t micros, bool minus) {
  __int128 at = static_cast<__int128>(days) * kMicrosPerDay;
  at += minus ? -static_cast<__int128>(micros) : static_cast<__int128>(micros);
  __int128 day = at / kMicrosPerDay;
  if (at % kMicrosPerDay < 0) --day;
  if (day < kFirstDay || day > kLastDay) return Cell::null();
  return Cell::date({static_cast<int32_t>(day)});
}

Cell times(Op op, const Cell& a, const Cell& b, bool& fits) {
  int64_t result = 0;
  bool minus = op == Op::sub;
  bool overflow = minus ? __builtin_sub_overflow(a.low, b.low, &result)
                        : __builtin_add_overflow(a.low, b.low, &result);
  if (b.kind == Kind::duration) {
    if (a.kind == Kind::instant) return instant_of(result, overflow);
    if (a.kind == Kind::duration) return duration_of(result, overflow);
    if (a.kind == Kind::date) return day_after(a.as_date().days, b.low, minus);
  }
  if (minus && a.kind == b.kind) {
    if (a.kind == Kind::instant) return duration_of(result, overflow);
    if (a.kind == Kind::date) return Cell::duration({(a.low - b.low) * kMicrosPerDay});
  }
  fits = false;
  return Cell::null();
}

}  // namespace

Cell arithmetic(Op op, const Cell& a, const Cell& b, bool& fits) {
  if (a.is_null() || b.is_null()) return Cell::null();
  if (a.collection || b.collection) {
    fits = false;
    return Cell::null();
  }
  if (a.kind == Kind::int64 && b.kind == Kind::int64) return integers(op, a.low, b.low);
  if (is_number(a.kind) && is_number(b.kind)) {
    if (a.kind == Kind::double_ || b.kind == Kind::double_) {
      return doubles(op, as_double(a), as_double(b));
    }
    return decimals(op, as_decimal(a), as_decimal(b));
  }
  if (op == Op::add || op == Op::sub) return times(op, a, b, fits);
  if (op != Op::mod && a.kind == Kind::duration && is_number(b.kind)) return scaled(op, a.low, b);
  if (op == Op::mul && is_number(a.kind) && b.kind == Kind::duration) return scaled(op, b.low, a);
  fits = false;
  return Cell::null();
}

Cell negated(const Cell& cell, bool& fits) {
  if (cell.is_null()) return cell;
  if (!cell.collection) {
    switch (cell.kind) {
      case Kind::int64: return cell.low == INT64_MIN ? Cell::null() : Cell::int64(-cell.low);
      case Kind::duration: return cell.low == INT64_MIN ? Cell::null() : Cell::duration({-cell.low});
      case Kind::decimal: return Cell::decimal(cell.as_decimal().negated());
      case Kind::double_: return Cell::double_(-cell.as_double());
      default: break;
    }
  }
  fits = false;
  return Cell::null();
}

}  // namespace tenure::expression
