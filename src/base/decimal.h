#pragma once
// Exact decimal numbers: money is one of these, never a double.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tenure {

// coefficient / 10^scale, at most 38 digits, 0 <= scale <= 28. Every operation that cannot be
// exact says how it rounds; every operation that does not fit returns nullopt, nothing wraps.
class Decimal {
 public:
  static constexpr int kMaxScale = 28;

  constexpr Decimal() = default;
  constexpr Decimal(int64_t value) : coefficient_(value) {}  // NOLINT: a number is a number
  static constexpr Decimal from_parts(__int128 coefficient, int scale) {
    Decimal d;
    d.coefficient_ = coefficient;
    d.scale_ = static_cast<int8_t>(scale);
    return d;
  }
  // "12", "-0.50", "+7"; ".5" is refused, "1e3" and "1.5E-7" are taken. The scale is the text's;
  // only zeros behind the point give way where they do not fit. Errors: "invalid-decimal".
  static Result<Decimal> parse(std::string_view text);
  static std::optional<Decimal> from_double(double);  // shortest round-trip digits

  constexpr __int128 coefficient() const { return coefficient_; }
  constexpr int scale() const { return scale_; }
  Decimal normalized() const;  // without trailing zeros behind the point
  double to_double() const;
  // The value when it is a whole number that fits; else nullopt.
  std::optional<int64_t> to_int64() const;

  std::optional<Decimal> plus(Decimal) const;
  std::optional<Decimal> minus(Decimal) const;
  std::optional<Decimal> times(Decimal) const;  // rounds half away from zero past kMaxScale
  // Up to 18 digits behind the point, rounded half away from zero, without trailing zeros there;
  // nullopt on zero.
  std::optional<Decimal> divided(Decimal) const;
  std::optional<Decimal> modulo(Decimal) const;  // sign of the dividend; nullopt on zero
  Decimal negated() const { return from_parts(-coefficient_, scale_); }
  Decimal rounded(int digits = 0) const;  // half away from zero; digits below 0 count as 0
  Decimal floored() const;
  Decimal ceiled() const;

  std::strong_ordering operator<=>(const Decimal&) const;  // by value: 1.0 equals 1.00
  bool operator==(const Decimal& other) const { return (*this <=> other) == 0; }

 private:
  __int128 coefficient_ = 0;
  int8_t scale_ = 0;
};

std::string to_string(const Decimal&);  // keeps its scale: "1.50"

}  // namespace tenure
