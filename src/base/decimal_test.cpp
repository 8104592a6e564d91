#include "base/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace tenure {
namespace {

const char* kNines = "99999999999999999999999999999999999999";  // 38 of them

Decimal decimal(std::string_view text) {
  auto d = Decimal::parse(text);
  EXPECT_TRUE(d) << text;
  return d.value_or(Decimal());
}

std::string shown(const std::optional<Decimal>& d) {
  return d ? to_string(*d) : "none";
}

TEST(Decimal, ReadsAndKeepsItsScale) {
  struct Case {
    std::string text, canonical;
  } cases[] = {
      {"0", "0"},
      {"12", "12"},
      {"-0.50", "-0.50"},
      {"+7", "7"},
      {"007", "7"},
      {"1.50", "1.50"},
      {"0.00", "0.00"},
      {"-0", "0"},
      {"1e3", "1000"},
      {"1.5E-7", "0.00000015"},
      {"1.50e1", "15.0"},
      {"12.5e+2", "1250"},
      {"10e-29", "0.0000000000000000000000000001"},
      {"0e999999999999", "0"},
      {"0e-999999999999", "0.0000000000000000000000000000"},
      {"1e37", "10000000000000000000000000000000000000"},
      {"12345678901234567.10", "12345678901234567.10"},
      {"0.1000000000000000000000000000000000000000000000", "0.1000000000000000000000000000"},
      {"12345678901.0000000000000000000000000000", "12345678901.000000000000000000000000000"},
      {kNines, kNines},
      {std::string("-") + kNines, std::string("-") + kNines},
      {"9999999999.9999999999999999999999999999", "9999999999.9999999999999999999999999999"},
  };
  for (const Case& c : cases) EXPECT_EQ(to_string(decimal(c.text)), c.canonical) << c.text;
}

TEST(Decimal, RefusesWhatIsNone) {
  for (std::string text : {"",
                           "-",
                           ".5",
                           "5.",
                           "1e",
                           "1e+",
                           "e1",
                           "1.2.3",
                           " 1",
                           "1 ",
                           "1,5",
                           "0x1",
                           "NaN",
                           "INF",
                           "1e38",
                           "--1",
                           "1e-29",
                           "0.00000000000000000000000000001",
                           "100000000000000000000000000000000000000",
                           "1e999999999999",
                           "1e-999999999999",
                           "99999999999.9999999999999999999999999999"}) {
    auto d = Decimal::parse(text);
    ASSERT_FALSE(d) << text;
    EXPECT_EQ(d.error(), (Error{"invalid-decimal", {{"text", text}}}));
  }
  EXPECT_FALSE(Decimal::parse(std::string(100'000, '9')));
}

TEST(Decimal, FromDoubleTakesTheShortestDigits) {
  EXPECT_EQ(shown(Decimal::from_double(0.1)), "0.1");
  EXPECT_EQ(shown(Decimal::from_double(-2.5)), "-2.5");
  EXPECT_EQ(shown(Decimal::from_double(1e21)), "1000000000000000000000");
  EXPECT_EQ(shown(Decimal::from_double(-0.0)), "0");
  for (double d : {std::nan(""), double(INFINITY), double(-INFINITY), 1e39, 1e-29, 1.5e-300}) {
    EXPECT_EQ(shown(Decimal::from_double(d)), "none");
  }
}

TEST(Decimal, ToDoubleIsTheNearest) {
  EXPECT_EQ(decimal("0.1").to_double(), 0.1);
  EXPECT_EQ(decimal("-1234.5").to_double(), -1234.5);
  EXPECT_EQ(decimal("0.1000000000000000000000000001").to_double(), 0.1);
  EXPECT_EQ(decimal("12345678901234567890.123456789").to_double(), 12345678901234567890.123456789);
  EXPECT_EQ(decimal(kNines).to_double(), 1e38);
}

TEST(Decimal, ToInt64OnlyWhole) {
  EXPECT_EQ(decimal("15.00").to_int64(), 15);
  EXPECT_EQ(decimal("-9223372036854775808").to_int64(), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(decimal("9223372036854775807.0").to_int64(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(decimal("9223372036854775808").to_int64(), std::nullopt);
  EXPECT_EQ(decimal("0.5").to_int64(), std::nullopt);
}

TEST(Decimal, Arithmetic) {
  std::string nines = kNines;
  struct Case {
    std::string a;
    char op;
    std::string b, result;
  } cases[] = {
      {"0.1", '+', "0.2", "0.3"},
      {"1.50", '+', "1", "2.50"},
      {"1", '-', "1.00", "0.00"},
      {"-5", '-', "0.001", "-5.001"},
      {nines, '+', "0.0", nines},  // zeros behind the point give way
      {nines, '+', "1", "none"},
      {nines, '-', "-1", "none"},
      {"-" + nines, '-', "1", "none"},
      {nines, '+', "0.1", "none"},
      {"5000000000000000000000000000000000000.5", '+', "5000000000000000000000000000000000000.5",
       "10000000000000000000000000000000000001"},
      {nines, '-', nines + ".0", "0"},
      {"1.5", '*', "-2", "-3.0"},
      {"0.10", '*', "0.10", "0.0100"},
      {"0.00000000000005", '*', "0.000000000000001",
       "0.0000000000000000000000000001"},  // half away
      {"0.00000000000004", '*', "0.000000000000001", "0.0000000000000000000000000000"},
      {"-0.00000000000005", '*', "0.000000000000001", "-0.0000000000000000000000000001"},
      {"10000000000000000000", '*', "10000000000000000000", "none"},
      {"10000000000000000000", '*', "1000000000000000000",
       "10000000000000000000000000000000000000"},
      {"10000000000000000000.00", '*', "1000000000000000000.00",
       "10000000000000000000000000000000000000"},
      {nines, '*', nines, "none"},
      {nines, '*', "0", "0"},
      {"10", '/', "4", "2.5"},
      {"6.00", '/', "2", "3"},
      {"1", '/', "3", "0.333333333333333333"},
      {"2", '/', "3", "0.666666666666666667"},
      {"-2", '/', "3", "-0.666666666666666667"},
      {"2", '/', "-3", "-0.666666666666666667"},
      {"1", '/', "0.00", "none"},
      {nines, '/', "1", nines},
      {nines, '/', "0.1", "none"},
      {nines, '/', "9999999999.9999999999999999999999999999", "10000000000000000000000000000"},
      {"1", '/', nines, "0"},
      {"0.0000000000000000000000000001", '/', "0.0000000000000000000000000001", "1"},
      {"0.0000000000000000000000000001", '/', "99999999999999999999999999999999999999", "0"},
      {"0.0000000000000000000000000001", '/', "1", "0"},
      {"0.0000000005000000000000000000", '/', "1000000000", "0.000000000000000001"},
      {"7", '%', "3", "1"},
      {"-7", '%', "3", "-1"},
      {"7", '%', "-3", "1"},
      {"7.5", '%', "2", "1.5"},
      {"7", '%', "0.4", "0.2"},
      {"7", '%', "0", "none"},
      {"0.0000000000000000000000000001", '%', nines, "0.0000000000000000000000000001"},
      {nines, '%', "0.0000000000000000000000000003", "0.0000000000000000000000000000"},
  };
  for (const Case& c : cases) {
    Decimal a = decimal(c.a), b = decimal(c.b);
    auto result = c.op == '+'   ? a.plus(b)
                  : c.op == '-' ? a.minus(b)
                  : c.op == '*' ? a.times(b)
                  : c.op == '/' ? a.divided(b)
                                : a.modulo(b);
    EXPECT_EQ(shown(result), c.result) << c.a << ' ' << c.op << ' ' << c.b;
  }
}

TEST(Decimal, Rounding) {
  struct Case {
    const char* value;
    int digits;
    const char *rounded, *floored, *ceiled;
  } cases[] = {
      {"2.5", 0, "3", "2", "3"},
      {"-2.5", 0, "-3", "-3", "-2"},
      {"2.4", 0, "2", "2", "3"},
      {"-0.4", 0, "0", "-1", "0"},
      {"1.005", 2, "1.01", "1", "2"},
      {"1.00", 1, "1.0", "1", "1"},
      {"1.5", 5, "1.5", "1", "2"},
      {"7", 0, "7", "7", "7"},
      {"0.05", 1, "0.1", "0", "1"},
      {"-0.05", 1, "-0.1", "-1", "0"},
      {"12.5", -3, "13", "12", "13"},
      {"9999999999.9999999999999999999999999999", 0, "10000000000", "9999999999", "10000000000"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(to_string(decimal(c.value).rounded(c.digits)), c.rounded) << c.value;
    EXPECT_EQ(to_string(decimal(c.value).floored()), c.floored) << c.value;
    EXPECT_EQ(to_string(decimal(c.value).ceiled()), c.ceiled) << c.value;
  }
}

TEST(Decimal, ComparesByValue) {
  const char* ascending[] = {"-99999999999999999999999999999999999999",
                             "-1.01",
                             "-1",
                             "-0.0000000000000000000000000001",
                             "0",
                             "0.0000000000000000000000000001",
                             "0.99",
                             "1",
                             "1.0000000000000000000000000001",
                             "10",
                             "99999999999999999999999999999999999999"};
  for (size_t i = 0; i < std::size(ascending); ++i) {
    for (size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(decimal(ascending[i]) <=> decimal(ascending[j]), i <=> j)
          << ascending[i] << ' ' << ascending[j];
    }
  }
  EXPECT_EQ(decimal("1.0"), decimal("1.00"));
  EXPECT_EQ(decimal("0.000"), Decimal());
  EXPECT_EQ(to_string(decimal("1.2500").normalized()), "1.25");
  EXPECT_EQ(to_string(decimal("100.00").normalized()), "100");
  EXPECT_EQ(to_string(decimal("1.5").negated()), "-1.5");
}

Decimal any_decimal(int max_scale = Decimal::kMaxScale) {
  __int128 coefficient = *rc::gen::arbitrary<int64_t>();
  if (*rc::gen::arbitrary<bool>()) {
    constexpr __int128 kTen18 = 1'000'000'000'000'000'000;
    coefficient = coefficient % kTen18 * kTen18 + *rc::gen::inRange<int64_t>(0, kTen18);
  }
  return Decimal::from_parts(coefficient, *rc::gen::inRange(0, max_scale + 1));
}

RC_GTEST_PROP(DecimalProperty, ParseUndoesToString, ()) {
  Decimal d = any_decimal();
  auto again = Decimal::parse(to_string(d));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->coefficient() == d.coefficient());
  RC_ASSERT(again->scale() == d.scale());
}

// Small enough that 128 bits hold every step: the reference is plain integer arithmetic.
RC_GTEST_PROP(DecimalProperty, AgreesWithIntegers, (int32_t a, int32_t b)) {
  int p = *rc::gen::inRange(0, 10), q = *rc::gen::inRange(0, 10);
  auto ten = [](int n) {
    __int128 v = 1;
    while (n-- > 0) v *= 10;
    return v;
  };
  Decimal x = Decimal::from_parts(a, p), y = Decimal::from_parts(b, q);
  int scale = std::max(p, q);
  __int128 i = a * ten(scale - p), j = b * ten(scale - q);
  auto same = [](std::optional<Decimal> d, __int128 coefficient, int scale) {
    return d && d->coefficient() == coefficient && d->scale() == scale;
  };
  RC_ASSERT(same(x.plus(y), i + j, scale));
  RC_ASSERT(same(x.minus(y), i - j, scale));
  RC_ASSERT(same(x.times(y), static_cast<__int128>(a) * b, p + q));
  RC_ASSERT((x <=> y) == (i < j   ? std::strong_ordering::less
                          : i > j ? std::strong_ordering::greater
                                  : std::strong_ordering::equal));
  if (b != 0) {
    RC_ASSERT(same(x.modulo(y), i % j, scale));
    __int128 n = i * ten(18), quotient = n / j, rest = n % j;
    if ((rest < 0 ? -rest : rest) * 2 >= (j < 0 ? -j : j)) quotient += (n < 0) == (j < 0) ? 1 : -1;
    RC_ASSERT(x.divided(y) == Decimal::from_parts(quotient, 18));
  }
}

// The long way (more than 128 bits) is held against the laws of arithmetic.
RC_GTEST_PROP(DecimalProperty, LawsOfLongArithmetic, ()) {
  Decimal a = any_decimal(), b = any_decimal();
  RC_ASSERT(a.plus(b) == b.plus(a));
  RC_ASSERT(a.times(b) == b.times(a));
  if (auto sum = a.plus(b)) {
    RC_ASSERT(sum->minus(b) == a);
    RC_ASSERT((*sum <=> a) == (b <=> Decimal(0)));
  }
  if (b != Decimal(0)) {
    auto rest = a.modulo(b);
    RC_ASSERT(rest.has_value());
    RC_ASSERT((rest->coefficient() < 0 ? rest->negated() : *rest) <
              (b.coefficient() < 0 ? b.negated() : b));
    auto whole = a.minus(*rest);
    if (whole) RC_ASSERT(whole->modulo(b) == Decimal(0));
    auto quotient = a.divided(b);
    if (quotient) {
      RC_ASSERT(quotient->scale() <= 18);
      auto back = quotient->times(b);
      auto error = back ? back->minus(a) : std::nullopt;
      // |q*b - a| <= |b| * 10^-18 / 2, and the product may round once more in its last digit.
      auto bound = b.times(Decimal::from_parts(5, 19));
      if (error && bound) {
        double size = std::abs(error->to_double());
        RC_ASSERT(size <= std::abs(bound->to_double()) * (1 + 1e-9) + 1e-28);
      }
    }
  }
}

RC_GTEST_PROP(DecimalProperty, DoubleRoundTrip, ()) {
  double d =
      static_cast<double>(*rc::gen::arbitrary<int32_t>()) / std::pow(10, *rc::gen::inRange(0, 9));
  auto exact = Decimal::from_double(d);
  RC_ASSERT(exact.has_value());
  RC_ASSERT(exact->to_double() == d);
}

}  // namespace
}  // namespace tenure
