#include "query/order.h"

#include <cmath>
#include <cstring>

namespace tenure::query {

using expression::Cell;
using expression::Kind;
using expression::Type;

namespace {

bool is_nan(const Cell& cell) { return cell.kind == Kind::double_ && std::isnan(cell.as_double()); }

}  // namespace

int order(const Cell& a, const Cell& b) {
  if (a.is_null() || b.is_null()) return static_cast<int>(b.is_null()) - static_cast<int>(a.is_null());
  if (is_nan(a) || is_nan(b)) return static_cast<int>(is_nan(a)) - static_cast<int>(is_nan(b));
  const auto ordering = expression::compare(a, b);
  if (!ordering || *ordering == 0) return 0;
  return *ordering < 0 ? -1 : 1;
}

int order(std::span<const OrderKey> keys, std::span<const Cell> a, std::span<const Cell> b) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (const int found = order(a[i], b[i])) return keys[i].descending ? -found : found;
  }
  return 0;
}

Type type_of(const Query& query, const OrderKey& key) {
  if (key.by) return key.by->type();
  if (!query.grouping) return query.about().fields[key.field].type;
  const size_t groups = query.grouping->by.size();
  return key.field < groups ? query.grouping->by[key.field].value.type()
                            : query.grouping->aggregates[key.field - groups].type;
}

bool asks_superseded(const Query& query) {
  const auto field = query.about().find_column("superseded_at");
  if (!field) return false;
  for (const expression::Program& filter : query.filters) {
    for (const expression::Binding& read : filter.reads()) {
      if (read.source == 0 && read.slot == *field) return true;
    }
  }
  return false;
}

// ---- positions
// ---------------------------------------------------------------------------------------

Position position(std::span<const Cell> cells) {
  Position at;
  for (const Cell& cell : cells) {
    at.values.push_back(expression::to_value(cell, {cell.is_null() ? Kind::null : cell.kind}));
  }
  return at;
}

namespace {

void put(std::string& out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}
bool take(std::string_view& in, uint64_t& value, int bytes) {
  if (in.size() < static_cast<size_t>(bytes)) return false;
  value = 0;
  for (int i = 0; i < bytes; ++i) {
    value |= static_cast<uint64_t>(static_cast<unsigned char>(in[static_cast<size_t>(i)])) << (8 * i);
  }
  in.remove_prefix(static_cast<size_t>(bytes));
  return true;
}

struct Writer {
  std::string& out;
  void kind(Kind kind) const { out += static_cast<char>(kind); }
  void word(Kind k, int64_t value) const {
    kind(k);
    put(out, static_cast<uint64_t>(value), 8);
  }
  void text(Kind k, std::string_view text) const {
    kind(k);
    put(out, text.size(), 4);
    out += text;
  }
  void operator()(Null) const { kind(Kind::null); }
  void operator()(bool b) const { word(Kind::boolean, b); }
  void operator()(int64_t v) const { word(Kind::int64, v); }
  void operator()(const Decimal& d) const {
    word(Kind::decimal, static_cast<int64_t>(d.coefficient()));
    put(out, static_cast<uint64_t>(d.coefficient() >> 64), 8);
    put(out, static_cast<uint64_t>(d.scale()), 1);
  }
  void operator()(double d) const {
    int64_t bits = 0;
    std::memcpy(&bits, &d, sizeof d);
    word(Kind::double_, bits);
  }
  void operator()(const std::string& s) const { text(Kind::string, s); }
  void operator()(const Guid& g) const {
    text(Kind::guid, {reinterpret_cast<const char*>(g.bytes.data()), g.bytes.size()});
  }
  void operator()(Date d) const { word(Kind::date, d.days); }
  void operator()(Instant t) const { word(Kind::instant, t.micros); }
  void operator()(TimeOfDay t) const { word(Kind::time_of_day, t.micros); }
  void operator()(Duration d) const { word(Kind::duration, d.micros); }
  void operator()(const Binary& b) const { text(Kind::binary, b.bytes); }
  void operator()(const std::shared_ptr<const List>&) const { kind(Kind::null); }
  void operator()(const std::shared_ptr<const Object>&) const { kind(Kind::null); }
};

std::optional<Value> word_of(Kind kind, int64_t value) {
  switch (kind) {
    case Kind::boolean: return Value(value != 0);
    case Kind::int64: return Value(value);
    case Kind::date: return Value(Date{static_cast<int32_t>(value)});
    case Kind::instant: return Value(Instant{value});
    case Kind::time_of_day: return Value(TimeOfDay{value});
    case Kind::duration: return Value(Duration{value});
    case Kind::double_: {
      double real = 0;
      std::memcpy(&real, &value, sizeof real);
      return Value(real);
    }
    default: return std::nullopt;
  }
}

std::optional<Value> read(std::string_view& in, Kind& kind) {
  uint64_t low = 0, high = 0, scale = 0;
  if (!take(in, low, 1) || low > static_cast<uint64_t>(Kind::unknown)) return std::nullopt;
  kind = static_cast<Kind>(low);
  if (kind == Kind::null) return Value(Null{});
  if (kind == Kind::string || kind == Kind::guid || kind == Kind::binary) {
    if (!take(in, low, 4) || low > in.size()) return std::nullopt;
    const std::string bytes(in.substr(0, low));
    in.remove_prefix(low);
    if (kind == Kind::string) return Value(bytes);
    if (kind == Kind::binary) return Value(Binary{bytes});
    Guid guid;
    if (bytes.size() != guid.bytes.size()) return std::nullopt;
    std::memcpy(guid.bytes.data(), bytes.data(), bytes.size());
    return Value(guid);
  }
  if (!take(in, low, 8)) return std::nullopt;
  if (kind != Kind::decimal) return word_of(kind, static_cast<int64_t>(low));
  if (!take(in, high, 8) || !take(in, scale, 1) || scale > Decimal::kMaxScale) return std::nullopt;
  const auto coefficient = static_cast<__int128>(static_cast<unsigned __int128>(high) << 64 | low);
  return Value(Decimal::from_parts(coefficient, static_cast<int>(scale)));
}

}  // namespace

std::string encode(const Position& at) {
  std::string out;
  for (const Value& value : at.values) std::visit(Writer{out}, static_cast<const Value::variant&>(value));
  return out;
}

Result<Position> decode_position(const Query& query, std::string_view bytes) {
  Position at;
  for (const OrderKey& key : query.order) {
    Kind kind = Kind::null;
    auto value = read(bytes, kind);
    Kind wanted = type_of(query, key).kind;
    if (wanted == Kind::choice) wanted = Kind::string;
    if (!value || (kind != Kind::null && kind != wanted)) return refuse("invalid-position");
    at.values.push_back(std::move(*value));
  }
  if (!bytes.empty()) return refuse("invalid-position");
  return at;
}

}  // namespace tenure::query
