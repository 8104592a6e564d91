#include "base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace tenure {
namespace {

using Signed = __int128;
using Unsigned = unsigned __int128;

constexpr int kMaxDigits = 38;

constexpr std::array<Signed, kMaxDigits + 1> kPowers = [] {
  std::array<Signed, kMaxDigits + 1> powers{};
  powers[0] = 1;
  for (int i = 1; i <= kMaxDigits; ++i)
    powers[static_cast<size_t>(i)] = powers[static_cast<size_t>(i - 1)] * 10;
  return powers;
}();
constexpr Signed power(int exponent) {
  return kPowers[static_cast<size_t>(exponent)];
}
constexpr Signed kLimit = kPowers[kMaxDigits];  // every coefficient is nearer to zero than this

bool fits(Signed coefficient) {
  return coefficient < kLimit && coefficient > -kLimit;
}
Unsigned magnitude(Signed v) {
  return v < 0 ? 0 - static_cast<Unsigned>(v) : static_cast<Unsigned>(v);
}

// Half away from zero.
Signed divide_rounded(Signed value, Signed divisor) {
  Signed quotient = value / divisor, rest = value % divisor;
  if (magnitude(rest) >= magnitude(divisor) - magnitude(rest)) {
    quotient += (value < 0) == (divisor < 0) ? 1 : -1;
  }
  return quotient;
}

// A magnitude of 320 bits, for the results that 128 cannot hold on the way: 10^38 * 10^46 at most.
class Wide {
 public:
  explicit Wide(Unsigned v) {
    for (size_t i = 0; i < 4; ++i) limbs_[i] = static_cast<uint32_t>(v >> (32 * i));
  }
  void times(uint32_t factor) {
    uint64_t carry = 0;
    for (uint32_t& limb : limbs_) {
      carry += static_cast<uint64_t>(limb) * factor;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  void times_power(int exponent) {
    for (; exponent >= 9; exponent -= 9) times(1'000'000'000);
    times(static_cast<uint32_t>(power(exponent)));
  }
  static Wide product(Unsigned a, Unsigned b) {
    Wide x(a), y(b), result(0);
    for (size_t i = 0; i < 4; ++i) {
      uint64_t carry = 0;
      for (size_t j = 0; j < 4; ++j) {
        carry += result.limbs_[i + j] + static_cast<uint64_t>(x.limbs_[i]) * y.limbs_[j];
        result.limbs_[i + j] = static_cast<uint32_t>(carry);
        carry >>= 32;
      }
      result.limbs_[i + 4] = static_cast<uint32_t>(carry);
    }
    return result;
  }
  // The quotient stays here, the remainder is returned.
  uint32_t divide(uint32_t divisor) {
    uint64_t rest = 0;
    for (size_t i = limbs_.size(); i-- > 0;) {
      rest = rest << 32 | limbs_[i];
      limbs_[i] = static_cast<uint32_t>(rest / divisor);
      rest %= divisor;
    }
    return static_cast<uint32_t>(rest);
  }
  // The same for a divisor below 2^127, bit by bit: rare enough.
  Unsigned divide(Unsigned divisor) {
    Unsigned rest = 0;
    for (size_t i = limbs_.size(); i-- > 0;) {
      uint32_t quotient = 0;
      for (int bit = 31; bit >= 0; --bit) {
        rest = rest << 1 | (limbs_[i] >> bit & 1);
        quotient <<= 1;
        if (rest >= divisor) {
          rest -= divisor;
          quotient |= 1;
        }
      }
      limbs_[i] = quotient;
    }
    return rest;
  }
  void add(const Wide& other) {
    uint64_t carry = 0;
    for (size_t i = 0; i < limbs_.size(); ++i) {
      carry += static_cast<uint64_t>(limbs_[i]) + other.limbs_[i];
      limbs_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  void subtract(const Wide& smaller) {
    int64_t borrow = 0;
    for (size_t i = 0; i < limbs_.size(); ++i) {
      borrow += static_cast<int64_t>(limbs_[i]) - smaller.limbs_[i];
      limbs_[i] = static_cast<uint32_t>(borrow);
      borrow >>= 32;
    }
  }
  bool less(const Wide& other) const {
    return std::lexicographical_compare(limbs_.rbegin(), limbs_.rend(), other.limbs_.rbegin(),
                                        other.limbs_.rend());
  }
  std::optional<Unsigned> narrow() const {
    for (size_t i = 4; i < limbs_.size(); ++i) {
      if (limbs_[i] != 0) return std::nullopt;
    }
    Unsigned v = 0;
    for (size_t i = 4; i-- > 0;) v = v << 32 | limbs_[i];
    return v;
  }

 private:
  std::array<uint32_t, 10> limbs_{};
};

// Brings a wide result home: rounds what is behind kMaxScale, then drops zeros behind the point
// until it fits.
std::optional<Decimal> settle(Wide value, int scale, bool negative) {
  uint32_t last = 0;
  for (; scale > Decimal::kMaxScale; --scale) last = value.divide(10u);
  if (last >= 5) value.add(Wide(1));
  for (;;) {
    std::optional<Unsigned> narrow = value.narrow();
    if (narrow && *narrow < static_cast<Unsigned>(kLimit)) {
      Signed coefficient = static_cast<Signed>(*narrow);
      return Decimal::from_parts(negative ? -coefficient : coefficient, scale);
    }
    if (scale == 0 || value.divide(10u) != 0) return std::nullopt;
    --scale;
  }
}

std::optional<Decimal> add(Signed a, int a_scale, Signed b, int b_scale) {
  int scale = std::max(a_scale, b_scale);
  Signed x, y, sum;
  if (!__builtin_mul_overflow(a, power(scale - a_scale), &x) &&
      !__builtin_mul_overflow(b, power(scale - b_scale), &y) &&
      !__builtin_add_overflow(x, y, &sum) && fits(sum)) {
    return Decimal::from_parts(sum, scale);
  }
  Wide p(magnitude(a)), q(magnitude(b));
  p.times_power(scale - a_scale);
  q.times_power(scale - b_scale);
  if ((a < 0) == (b < 0)) {
    p.add(q);
    return settle(p, scale, a < 0);
  }
  if (p.less(q)) {
    q.subtract(p);
    return settle(q, scale, b < 0);
  }
  p.subtract(q);
  return settle(p, scale, a < 0);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The digits of a number and where its point is; nullopt when the text is not a number or has
// more digits than a Decimal.
std::optional<Decimal> scan(std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  bool negative = false;
  if (at != end && (*at == '-' || *at == '+')) negative = *at++ == '-';
  if (at == end || !is_digit(*at)) return std::nullopt;
  Signed coefficient = 0;
  int64_t scale = 0;
  int64_t dropped = 0;  // zeros not yet taken into the coefficient
  // Zeros are held back until a digit follows them, so that any number of them behind the point is
  // free.
  auto take = [&](char digit) {
    if (digit == '0') {
      ++dropped;
      return true;
    }
    if (coefficient == 0) dropped = 0;
    for (; dropped >= 0; --dropped) {
      if (coefficient >= kLimit / 10) return false;
      if (dropped > 0) coefficient *= 10;
    }
    dropped = 0;
    coefficient = coefficient * 10 + (digit - '0');
    return true;
  };
  for (; at != end && is_digit(*at); ++at) {
    if (!take(*at)) return std::nullopt;
  }
  if (at != end && *at == '.') {
    if (++at == end || !is_digit(*at)) return std::nullopt;
    for (; at != end && is_digit(*at); ++at, ++scale) {
      if (!take(*at)) return std::nullopt;
    }
  }
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    bool minus = false;
    if (at != end && (*at == '-' || *at == '+')) minus = *at++ == '-';
    if (at == end || !is_digit(*at)) return std::nullopt;
    int64_t exponent = 0;
    for (; at != end && is_digit(*at); ++at) {
      if (exponent < 1'000'000'000) exponent = exponent * 10 + (*at - '0');
    }
    scale += minus ? exponent : -exponent;
  }
  if (at != end) return std::nullopt;
  // Now the value is coefficient * 10^dropped / 10^scale. Keep the zeros the writer wrote as far
  // as they fit; put in those the exponent asks for.
  if (coefficient == 0) {
    return Decimal::from_parts(0,
                               static_cast<int>(std::clamp<int64_t>(scale, 0, Decimal::kMaxScale)));
  }
  while (dropped > 0 && scale > Decimal::kMaxScale) {
    --dropped;
    --scale;
  }
  for (; dropped > 0; --dropped) {
    if (coefficient >= kLimit / 10) break;
    coefficient *= 10;
  }
  scale -= dropped;  // zeros that did not fit: dropped where they were behind the point
  for (; scale < 0; ++scale) {
    if (coefficient >= kLimit / 10) return std::nullopt;
    coefficient *= 10;
  }
  if (scale > Decimal::kMaxScale) return std::nullopt;
  return Decimal::from_parts(negative ? -coefficient : coefficient, static_cast<int>(scale));
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  if (std::optional<Decimal> number = scan(text)) return *number;
  return refuse("invalid-decimal", {{"text", excerpt(text)}});
}

std::optional<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return scan({buffer, end});
}

Decimal Decimal::normalized() const {
  Decimal d = *this;
  while (d.scale_ > 0 && d.coefficient_ % 10 == 0) {
    d.coefficient_ /= 10;
    --d.scale_;
  }
  return d;
}

double Decimal::to_double() const {
  constexpr Signed kExact = Signed{1} << 53;
  constexpr int kExactPower = 22;  // 10^22 is the last power that a double holds exactly
  if (coefficient_ <= kExact && coefficient_ >= -kExact && scale_ <= kExactPower) {
    return static_cast<double>(coefficient_) / static_cast<double>(power(scale_));
  }
  std::string text = to_string(*this);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<int64_t> Decimal::to_int64() const {
  Signed divisor = power(scale_);
  if (coefficient_ % divisor != 0) return std::nullopt;
  Signed whole = coefficient_ / divisor;
  if (whole > std::numeric_limits<int64_t>::max() || whole < std::numeric_limits<int64_t>::min()) {
    return std::nullopt;
  }
  return static_cast<int64_t>(whole);
}

std::optional<Decimal> Decimal::plus(Decimal other) const {
  return add(coefficient_, scale_, other.coefficient_, other.scale_);
}

std::optional<Decimal> Decimal::minus(Decimal other) const {
  return add(coefficient_, scale_, -other.coefficient_, other.scale_);
}

std::optional<Decimal> Decimal::times(Decimal other) const {
  int scale = scale_ + other.scale_;
  Signed product;
  if (scale <= kMaxScale && !__builtin_mul_overflow(coefficient_, other.coefficient_, &product) &&
      fits(product)) {
    return from_parts(product, scale);
  }
  return settle(Wide::product(magnitude(coefficient_), magnitude(other.coefficient_)), scale,
                (coefficient_ < 0) != (other.coefficient_ < 0));
}

std::optional<Decimal> Decimal::divided(Decimal other) const {
  constexpr int kDigits = 18;
  if (other.coefficient_ == 0) return std::nullopt;
  int exponent = kDigits + other.scale_ - scale_;  // -10 … 46
  Signed scaled, divisor = other.coefficient_;
  if (exponent >= 0 && exponent <= kMaxDigits &&
      !__builtin_mul_overflow(coefficient_, power(exponent), &scaled)) {
    Signed quotient = divide_rounded(scaled, divisor);
    if (fits(quotient)) return from_parts(quotient, kDigits).normalized();
  }
  Wide quotient(magnitude(coefficient_));
  bool negative = (coefficient_ < 0) != (divisor < 0);
  if (exponent >= 0) {
    quotient.times_power(exponent);
    Unsigned rest = quotient.divide(magnitude(divisor));
    if (rest >= magnitude(divisor) - rest) quotient.add(Wide(1));
  } else {
    // A divisor that passes 128 bits here is more than twice the dividend: the result rounds to 0.
    Unsigned whole;
    if (__builtin_mul_overflow(magnitude(divisor), static_cast<Unsigned>(power(-exponent)),
                               &whole)) {
      return Decimal();
    }
    Unsigned rest = magnitude(coefficient_) % whole;
    Unsigned result = magnitude(coefficient_) / whole;
    if (rest >= whole - rest) ++result;
    quotient = Wide(result);
  }
  std::optional<Decimal> result = settle(quotient, kDigits, negative);
  if (result) result = result->normalized();
  return result;
}

std::optional<Decimal> Decimal::modulo(Decimal other) const {
  if (other.coefficient_ == 0) return std::nullopt;
  Signed divisor;
  if (scale_ >= other.scale_) {
    // A divisor that passes 128 bits here is larger than the dividend.
    if (__builtin_mul_overflow(other.coefficient_, power(scale_ - other.scale_), &divisor))
      return *this;
    return from_parts(coefficient_ % divisor, scale_);
  }
  Wide dividend(magnitude(coefficient_));
  dividend.times_power(other.scale_ - scale_);
  Signed rest = static_cast<Signed>(dividend.divide(magnitude(other.coefficient_)));
  return from_parts(coefficient_ < 0 ? -rest : rest, other.scale_);
}

Decimal Decimal::rounded(int digits) const {
  digits = std::max(digits, 0);
  if (digits >= scale_) return *this;
  return from_parts(divide_rounded(coefficient_, power(scale_ - digits)), digits);
}

Decimal Decimal::floored() const {
  Signed divisor = power(scale_), whole = coefficient_ / divisor;
  if (coefficient_ % divisor < 0) --whole;
  return from_parts(whole, 0);
}

Decimal Decimal::ceiled() const {
  Signed divisor = power(scale_), whole = coefficient_ / divisor;
  if (coefficient_ % divisor > 0) ++whole;
  return from_parts(whole, 0);
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (scale_ == other.scale_) return coefficient_ <=> other.coefficient_;
  if (scale_ > other.scale_) {
    std::strong_ordering reversed = other <=> *this;
    return 0 <=> reversed;
  }
  Signed aligned;
  if (__builtin_mul_overflow(coefficient_, power(other.scale_ - scale_), &aligned)) {
    return coefficient_ < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return aligned <=> other.coefficient_;
}

std::string to_string(const Decimal& value) {
  char buffer[48];
  char* end = buffer + sizeof buffer;
  char* at = end;
  Unsigned rest = magnitude(value.coefficient());
  int scale = value.scale();
  // Two 64-bit halves of 18 digits each are far cheaper to print than one of 128 bits.
  constexpr uint64_t kChunk = 1'000'000'000'000'000'000;
  int printed = 0;
  do {
    uint64_t part = static_cast<uint64_t>(rest % kChunk);
    rest /= kChunk;
    for (int i = 0; i < 18 && (part != 0 || rest != 0 || printed <= scale); ++i) {
      if (printed == scale && scale != 0) *--at = '.';
      *--at = static_cast<char>('0' + part % 10);
      part /= 10;
      ++printed;
    }
  } while (rest != 0 || printed <= scale);
  if (value.coefficient() < 0) *--at = '-';
  return {at, end};
}

}  // namespace tenure
