#pragma once
// For tests: the same language a second time, walked naively over Values, as little like the
// program as can be: no types, no slots, no cells. What the two disagree on is a mistake in one.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "expression/expression.h"

namespace tenure::expression::testing_support {

class ReferenceEvaluator {
 public:
  using Names = std::map<std::string, Value>;
  ReferenceEvaluator(Names names, Names aliases)
      : names_(std::move(names)), aliases_(std::move(aliases)) {}

  Value operator()(const Ast& ast) {
    switch (ast.op) {
      case Op::literal: return ast.literal;
      case Op::path: return path(ast.name);
      case Op::parameter_alias: return aliases_.at(ast.name);
      case Op::and_: return both(ast, false);
      case Op::or_: return both(ast, true);
      case Op::not_: {
        Value v = (*this)(*ast.arguments[0]);
        const bool* b = v.get<bool>();
        return b == nullptr ? Value(Null{}) : Value(!*b);
      }
      case Op::eq: return equal(left(ast), right(ast));
      case Op::ne: return !equal(left(ast), right(ast));
      case Op::gt: return order(left(ast), right(ast)) == 1;
      case Op::lt: return order(left(ast), right(ast)) == -1;
      case Op::ge: {
        int o = order(left(ast), right(ast));
        return o == 0 || o == 1;
      }
      case Op::le: {
        int o = order(left(ast), right(ast));
        return o == 0 || o == -1;
      }
      case Op::in: return in(ast);
      case Op::has: {
        Value a = left(ast);
        return a.is_null() ? Value(Null{}) : Value(a == right(ast));
      }
      case Op::negate: return sum(Op::mul, left(ast), Value(-1));
      case Op::call: return call(ast);
      case Op::any:
      case Op::all: return quantifier(ast);
      case Op::count: return static_cast<int64_t>(items(left(ast)).size());
      case Op::list: return Null{};
      default: return sum(ast.op, left(ast), right(ast));
    }
  }

 private:
  static constexpr int kIncomparable = 2;

  Value left(const Ast& ast) { return (*this)(*ast.arguments[0]); }
  Value right(const Ast& ast) { return (*this)(*ast.arguments[1]); }

  Value path(const std::string& name) const {
    size_t slash = name.find('/');
    const Value& value = names_.at(name.substr(0, slash));
    if (slash == std::string::npos) return value;
    const auto* object = value.get<std::shared_ptr<const Object>>();
    for (const auto& [field, inner] : (*object)->members) {
      if (field == name.substr(slash + 1)) return inner;
    }
    return Null{};
  }

  // and: decided by false; or: decided by true.
  Value both(const Ast& ast, bool decided) {
    bool unknown = false;
    for (const AstPtr& argument : ast.arguments) {
      Value v = (*this)(*argument);
      const bool* b = v.get<bool>();
      if (b != nullptr && *b == decided) return decided;
      unknown = unknown || b == nullptr;
    }
    return unknown ? Value(Null{}) : Value(!decided);
  }

  static int rank(const Value& v) {
    if (v.get<int64_t>() != nullptr) return 1;
    if (v.get<Decimal>() != nullptr) return 2;
    return v.get<double>() != nullptr ? 3 : 0;
  }
  static double real(const Value& v) {
    if (const auto* i = v.get<int64_t>()) return static_cast<double>(*i);
    if (const auto* d = v.get<Decimal>()) return d->to_double();
    return *v.get<double>();
  }
  static Decimal exact(const Value& v) {
    if (const auto* i = v.get<int64_t>()) return Decimal(*i);
    return *v.get<Decimal>();
  }

  static int order(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return kIncomparable;
    auto sign = [](auto x, auto y) { return x < y ? -1 : (y < x ? 1 : 0); };
    if (rank(a) != 0 && rank(b) != 0) {
      if (std::max(rank(a), rank(b)) == 3) {
        double x = real(a), y = real(b);
        return std::isnan(x) || std::isnan(y) ? kIncomparable : sign(x, y);
      }
      return sign(exact(a), exact(b));
    }
    if (const auto* x = a.get<std::string>()) return sign(*x, *b.get<std::string>());
    if (const auto* x = a.get<bool>()) return sign(*x, *b.get<bool>());
    if (const auto* x = a.get<Date>()) return sign(*x, *b.get<Date>());
    if (const auto* x = a.get<Instant>()) return sign(*x, *b.get<Instant>());
    if (const auto* x = a.get<Duration>()) return sign(*x, *b.get<Duration>());
    if (const auto* x = a.get<TimeOfDay>()) return sign(*x, *b.get<TimeOfDay>());
    if (const auto* x = a.get<Guid>()) return sign(*x, *b.get<Guid>());
    return kIncomparable;
  }
  static bool equal(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    return order(a, b) == 0;
  }

  static std::vector<Value> items(const Value& v) {
    const auto* list = v.get<std::shared_ptr<const List>>();
    return list == nullptr ? std::vector<Value>{} : (*list)->items;
  }

  Value in(const Ast& ast) {
    Value a = left(ast);
    std::vector<Value> members;
    if (ast.arguments[1]->op == Op::list) {
      for (const AstPtr& item : ast.arguments[1]->arguments) members.push_back((*this)(*item));
    } else {
      members = items(right(ast));
    }
    return std::any_of(members.begin(), members.end(), [&](const Value& m) { return equal(a, m); });
  }

  Value quantifier(const Ast& ast) {
    bool any = ast.op == Op::any;
    for (const Value& item : items(left(ast))) {
      names_[ast.name] = item;
      Value v = (*this)(*ast.arguments[1]);
      names_.erase(ast.name);
      const bool* b = v.get<bool>();
      bool yes = b != nullptr && *b;
      if (yes == any) return any;
    }
    return !any;
  }

  static Value whole(__int128 v) {
    return v < INT64_MIN || v > INT64_MAX ? Value(Null{}) : Value(static_cast<int64_t>(v));
  }
  static Value maybe(std::optional<Decimal> d) { return d ? Value(*d) : Value(Null{}); }
  static Value duration(__int128 micros) {
    Value v = whole(micros);
    return v.is_null() ? v : Value(Duration{*v.get<int64_t>()});
  }

  static Value sum(Op op, const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return Null{};
    if (rank(a) == 1 && rank(b) == 1) {
      __int128 x = *a.get<int64_t>(), y = *b.get<int64_t>();
      switch (op) {
        case Op::add: return whole(x + y);
        case Op::sub: return whole(x - y);
        case Op::mul: return whole(x * y);
        case Op::div: return y == 0 ? Value(Null{}) : whole(x / y);
        case Op::mod: return y == 0 ? Value(Null{}) : whole(x % y);
        default: return maybe(exact(a).divided(exact(b)));
      }
    }
    if (rank(a) != 0 && rank(b) != 0 && std::max(rank(a), rank(b)) == 2) {
      switch (op) {
        case Op::add: return maybe(exact(a).plus(exact(b)));
        case Op::sub: return maybe(exact(a).minus(exact(b)));
        case Op::mul: return maybe(exact(a).times(exact(b)));
        case Op::mod: return maybe(exact(a).modulo(exact(b)));
        default: return maybe(exact(a).divided(exact(b)));
      }
    }
    if (rank(a) != 0 && rank(b) != 0) {
      double x = real(a), y = real(b);
      switch (op) {
        case Op::add: return x + y;
        case Op::sub: return x - y;
        case Op::mul: return x * y;
        case Op::mod: return std::fmod(x, y);
        default: return x / y;
      }
    }
    const auto *du = a.get<Duration>(), *dv = b.get<Duration>();
    __int128 sign = op == Op::sub ? -1 : 1;
    if (du != nullptr && dv != nullptr) {
      return duration(static_cast<__int128>(du->micros) + sign * dv->micros);
    }
    if (du != nullptr) return duration(static_cast<__int128>(du->micros) * *b.get<int64_t>());
    if (const auto* t = a.get<Instant>()) {
      if (const auto* s = b.get<Instant>()) return Duration{t->micros - s->micros};
      __int128 micros = t->micros + sign * dv->micros;
      if (micros < kMinInstant.micros || micros > kMaxInstant.micros) return Null{};
      return Instant{static_cast<int64_t>(micros)};
    }
    const auto* d = a.get<Date>();
    if (const auto* e = b.get<Date>()) return Duration{(d->days - int64_t{e->days}) * kMicrosPerDay};
    __int128 micros = static_cast<__int128>(d->days) * kMicrosPerDay + sign * dv->micros;
    auto day = static_cast<double>(micros / kMicrosPerDay);
    if (micros % kMicrosPerDay < 0) day -= 1;
    if (day < days_from_civil(1, 1, 1) || day > days_from_civil(9999, 12, 31)) return Null{};
    return Date{static_cast<int32_t>(day)};
  }

  static std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> out;
    for (char c : text) {
      if ((c & 0xC0) == 0x80) {
        out.back() += c;
      } else {
        out.emplace_back(1, c);
      }
    }
    return out;
  }

  Value call(const Ast& ast) {
    const std::string& name = ast.name;
    if (name == "case") {
      for (size_t i = 0; i < ast.arguments.size(); i += 2) {
        Value v = (*this)(*ast.arguments[i]);
        if (v == Value(true)) return (*this)(*ast.arguments[i + 1]);
      }
      return Null{};
    }
    std::vector<Value> in;
    for (const AstPtr& argument : ast.arguments) {
      in.push_back((*this)(*argument));
      if (in.back().is_null()) return Null{};
    }
    if (in[0].get<std::string>() != nullptr) return of_text(name, in);
    if (rank(in[0]) != 0) return rounded(name, in[0]);
    if (const auto* span = in[0].get<Duration>()) {
      return Decimal::from_parts(span->micros, 6).normalized();
    }
    return of_time(name, in[0]);
  }

  static Value of_text(const std::string& name, const std::vector<Value>& in) {
    const std::string& a = *in[0].get<std::string>();
    std::vector<std::string> letters = characters(a);
    if (name == "length") return static_cast<int64_t>(letters.size());
    if (name == "trim") {
      std::string out = a;  // the texts of these tests have no blanks but spaces
      while (out.starts_with(' ')) out.erase(0, 1);
      while (out.ends_with(' ')) out.pop_back();
      return out;
    }
    if (name == "substring") {
      auto size = static_cast<int64_t>(letters.size());
      int64_t start = *in[1].get<int64_t>(), length = in.size() > 2 ? *in[2].get<int64_t>() : size;
      if (length < 0) return Null{};
      std::string out;
      for (int64_t i = 0; i < size; ++i) {
        int64_t from = start >= 0 ? start : (start < -size ? 0 : size + start);
        if (i >= from && i - from < length) out += letters[static_cast<size_t>(i)];
      }
      return out;
    }
    const std::string& b = *in[1].get<std::string>();
    if (name == "concat") return a + b;
    if (name == "contains") return a.find(b) != std::string::npos;
    if (name == "startswith") return a.rfind(b, 0) == 0;
    if (name == "endswith") return a.size() >= b.size() && a.substr(a.size() - b.size()) == b;
    std::vector<std::string> wanted = characters(b);
    auto found = std::search(letters.begin(), letters.end(), wanted.begin(), wanted.end());
    bool none = found == letters.end() && !wanted.empty();
    return none ? Value(-1) : Value(static_cast<int64_t>(found - letters.begin()));
  }

  static Value rounded(const std::string& name, const Value& v) {
    if (const auto* d = v.get<Decimal>()) {
      return name == "round" ? d->rounded() : (name == "floor" ? d->floored() : d->ceiled());
    }
    if (const auto* f = v.get<double>()) {
      return name == "round" ? std::round(*f) : (name == "floor" ? std::floor(*f) : std::ceil(*f));
    }
    return v;
  }

  static Value of_time(const std::string& name, const Value& v) {
    int32_t days = 0;
    int64_t micros = 0;
    if (const auto* t = v.get<Instant>()) {
      int64_t since = t->micros - kMinInstant.micros;  // never negative: no floor to think of
      days = static_cast<int32_t>(since / kMicrosPerDay) + days_from_civil(1, 1, 1);
      micros = since % kMicrosPerDay;
    }
    if (const auto* d = v.get<Date>()) days = d->days;
    if (const auto* o = v.get<TimeOfDay>()) micros = o->micros;
    CivilDate civil = civil_from_days(days);
    if (name == "year") return civil.year;
    if (name == "month") return civil.month;
    if (name == "day") return civil.day;
    if (name == "date") return Date{days};
    if (name == "time") return TimeOfDay{micros};
    int64_t seconds = micros / 1'000'000;
    if (name == "hour") return seconds / 3600;
    return name == "minute" ? seconds / 60 % 60 : seconds % 60;
  }

  Names names_, aliases_;
};

}  // namespace tenure::expression::testing_support
