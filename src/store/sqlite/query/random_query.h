#pragma once
// For tests: random rows, and random questions about them as a client would write them.
#include "store/sqlite/query/query_test_support.h"

namespace tenure::store::sqlite::query_test {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint32_t below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  bool chance(uint32_t percent) { return below(100) < percent; }
  template <typename T>
  const T& of(const std::vector<T>& items) {
    return items[below(static_cast<uint32_t>(items.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

inline Value random_value(Kind kind, Random& random) {
  static const std::vector<int64_t> integers = {0, 1, -1, 2, 3, 7, 10, 100, -3, INT64_MAX, INT64_MIN};
  static const std::vector<std::string> decimals = {"0",    "0.00", "1",    "1.0",  "1.50", "-1.5",
                                                    "2.25", "10",   "9.99", "-0.1", "100.001"};
  static const std::vector<double> reals = {0.0, 1.0, -1.5, 2.5, 0.25, 1024.0, -3.0};
  static const std::vector<std::string> texts = {
      "",       "a",        "A",         "abc",  "ABC d",     "b",    "O'Neil", "שלום", "Straße",
      " x ",    "%_",       "100%",      "a_b",  "\xF0\x9F\x98\x80z", "\xEF\xBF\xBDz", "Zebra",  "zebra",
      "İstanbul", "ΣΊΣΥΦΟΣ", "back\\slash"};
  switch (kind) {
    case Kind::boolean: return random.chance(50);
    case Kind::int64: return random.of(integers);
    case Kind::decimal: return *Decimal::parse(random.of(decimals));
    case Kind::double_: return random.of(reals);
    case Kind::string: return random.of(texts);
    case Kind::date: return Date{static_cast<int32_t>(random.below(6)) * 200 + 19'000};
    case Kind::instant:
      return Instant{(static_cast<int64_t>(random.below(40)) * 40'000 + 1'700'000'000) * 1'000'000 +
                     random.below(2) * 250'000};
    case Kind::duration: return Duration{(static_cast<int64_t>(random.below(9)) - 4) * 3'600'500'000};
    case Kind::time_of_day: return TimeOfDay{static_cast<int64_t>(random.below(24)) * 3'600'000'000 + 250'000};
    case Kind::guid: {
      Guid guid;
      for (uint8_t& byte : guid.bytes) byte = static_cast<uint8_t>(random.below(2) * 200);
      return guid;
    }
    case Kind::choice: return random.of(kColours);
    default: return Null{};
  }
}

inline void fill(World& world, Random& random) {
  world.clear();
  const auto& entities = world.model()->entities;
  const uint32_t accounts = 1 + random.below(14), orders = random.below(30), lines = random.below(40);
  const auto row = [&](uint16_t entity, uint32_t number) {
    std::vector<Value> fields;
    for (const Field& field : entities[entity].fields) {
      Value value = random.chance(20) ? Value(Null{}) : random_value(field.type.kind, random);
      if (field.name == "key") value = std::string(1, "AOL"[entity]) + std::to_string(number);
      if (field.name == "_id") value = static_cast<int64_t>(number);
      if (field.name == "owner" && !value.is_null()) value = random.chance(50) ? "ann" : "bob";
      if (field.name == "parent" && !value.is_null()) value = "A" + std::to_string(random.below(16));
      if (field.name == "_account") value = static_cast<int64_t>(1 + random.below(accounts));
      if (field.name == "order" && !value.is_null()) value = "O" + std::to_string(random.below(32));
      fields.push_back(std::move(value));
    }
    if (entity == kOrder) fields[2] = "A" + to_text(fields[0]);  // the account's key, behind its id
    return fields;
  };
  for (uint32_t i = 1; i <= accounts; ++i) world.add(kAccount, row(kAccount, i));
  for (uint32_t i = 0; i < orders; ++i) world.add(kOrder, row(kOrder, i));
  for (uint32_t i = 0; i < lines; ++i) world.add(kLine, row(kLine, i));
  for (uint32_t i = 0; i < 3; ++i) {
    world.add_foreign(kAccount, row(kAccount, i));
    world.add_foreign(kOrder, row(kOrder, i));
    world.add_foreign(kLine, row(kLine, i));
  }
}

class Asker {
 public:
  Asker(const Model& model, Random& random) : model_(model), random_(random) {}

  struct Question {
    uint16_t entity = 0;
    query::Options options;
    query::Setting setting;
    bool linked = false;  // through account A<n>'s first link
    std::string key;
  };
  Question ask() {
    Question asked;
    asked.entity = static_cast<uint16_t>(random_.below(3));
    asked.setting.now = {1'700'500'000'000'000};
    asked.setting.page = 1 + random_.below(7);
    if (random_.chance(20)) asked.setting.owner = "ann";
    query::Options& options = asked.options;
    if (random_.chance(20)) {
      options.apply = apply(asked.entity);
      if (grouped_) {
        if (random_.chance(30)) options.orderby = columns_.empty() ? std::optional<std::string>() : column_order();
        if (random_.chance(30)) options.filter = having();
      }
    } else {
      options = plain(asked.entity, 2);
      if (asked.entity == kOrder && random_.chance(15)) {
        asked.linked = true;
        asked.key = "A" + std::to_string(random_.below(10));
      }
    }
    options.count = random_.chance(30);
    if (random_.chance(20)) options.skip = random_.below(6);
    if (random_.chance(30)) options.top = random_.below(12);
    return asked;
  }

  std::string condition(uint16_t entity, int depth) {
    scopes_ = {{"", entity}};
    return condition(depth);
  }

 private:
  struct Scope {
    std::string prefix;  // "" or "x0/"
    uint16_t entity;
  };

  query::Options plain(uint16_t entity, int depth) {
    query::Options options;
    if (random_.chance(75)) options.filter = condition(entity, 1 + static_cast<int>(random_.below(4)));
    if (random_.chance(50)) options.orderby = orderby(entity);
    if (random_.chance(60)) options.select = select(entity);
    if (random_.chance(12)) options.search = search();
    if (depth > 0 && random_.chance(depth == 2 ? 25 : 15)) options.expand = expand(entity, depth);
    return options;
  }

  std::string select(uint16_t entity) {
    std::string text;
    for (const Field& field : model_.entities[entity].fields) {
      if (!field.is(query::kHidden) && random_.chance(40)) text += (text.empty() ? "" : ",") + field.name;
    }
    return text.empty() ? "key" : text;
  }
  std::string orderby(uint16_t entity) {
    scopes_ = {{"", entity}};
    std::string text;
    for (uint32_t i = 1 + random_.below(3); i > 0; --i) {
      const Kind kind = any_kind();
      if (!text.empty()) text += ",";
      text += random_.chance(70) ? path(kind) : value(kind, 2);
      if (random_.chance(45)) text += " desc";
    }
    return text;
  }
  std::string search() {
    static const std::vector<std::string> words = {"a", "abc", "straße", "STRASSE", "שלום", "zebra", "x",
                                                   "\"bc d\"", "İ", "σίσυφος", "%", "\"O'N\""};
    std::string text = random_.of(words);
    for (uint32_t i = random_.below(3); i > 0; --i) {
      static const std::vector<std::string> between = {" ", " AND ", " OR ", " NOT "};
      text += random_.of(between) + random_.of(words);
    }
    return random_.chance(15) ? "NOT (" + text + ")" : text;
  }
  std::string expand(uint16_t entity, int depth) {
    std::string text;
    for (const query::Link& link : model_.entities[entity].links) {
      if (!random_.chance(60)) continue;
      const query::Options inner = plain(link.target, depth - 1);
      std::string nested;
      const auto add = [&](const std::string& option) { nested += (nested.empty() ? "" : ";") + option; };
      if (inner.filter) add("$filter=" + *inner.filter);
      if (inner.orderby) add("$orderby=" + *inner.orderby);
      if (inner.select) add("$select=" + *inner.select);
      if (inner.search) add("$search=" + *inner.search);
      if (inner.expand) add("$expand=" + *inner.expand);
      if (link.many && random_.chance(30)) add("$top=" + std::to_string(random_.below(5)));
      if (link.many && random_.chance(20)) add("$skip=" + std::to_string(random_.below(3)));
      if (link.many && random_.chance(30)) add("$count=true");
      text += (text.empty() ? "" : ",") + link.name + (nested.empty() ? "" : "(" + nested + ")");
    }
    return text.empty() ? model_.entities[entity].links[0].name : text;
  }

  // ---- $apply
  std::string apply(uint16_t entity) {
    columns_.clear();
    std::string text;
    if (random_.chance(50)) text = "filter(" + condition(entity, 2) + ")/";
    scopes_ = {{"", entity}};
    std::string groups, aggregates;
    for (uint32_t i = random_.below(3); i > 0; --i) {
      const Kind kind = any_kind();
      const std::string by = path(kind);
      if (groups.find(by) != std::string::npos) continue;
      groups += (groups.empty() ? "" : ",") + by;
      columns_.push_back({by, kind});
    }
    for (uint32_t i = groups.empty() ? 1 + random_.below(3) : random_.below(4); i > 0; --i) {
      const std::string alias = "n" + std::to_string(i);
      aggregates += (aggregates.empty() ? "" : ",") + aggregate(alias);
    }
    grouped_ = true;
    if (groups.empty()) return text + "aggregate(" + aggregates + ")";
    return text + "groupby((" + groups + ")" + (aggregates.empty() ? "" : ",aggregate(" + aggregates + ")") + ")";
  }
  std::string aggregate(const std::string& alias) {
    static const std::vector<Kind> sums = {Kind::int64, Kind::decimal, Kind::double_, Kind::duration};
    static const std::vector<Kind> ordered = {Kind::int64,    Kind::decimal,     Kind::string, Kind::date,
                                              Kind::duration, Kind::time_of_day, Kind::boolean, Kind::instant};
    Kind kind = Kind::int64;
    std::string text;
    switch (random_.below(5)) {
      case 0: text = "$count"; break;
      case 1: {
        kind = random_.of(sums);
        // Sums of doubles do not depend on the order only while they are exact.
        text = (kind == Kind::double_ || random_.chance(70) ? path(kind) : value(kind, 2)) + " with sum";
        break;
      }
      case 2: {
        const Kind of = random_.of(sums);
        text = path(of) + " with average";
        kind = of == Kind::int64 ? Kind::decimal : of;
        break;
      }
      case 3: {
        kind = random_.of(ordered);
        text = (random_.chance(70) ? path(kind) : value(kind, 2)) + (random_.chance(50) ? " with min" : " with max");
        break;
      }
      default: text = path(any_kind()) + " with countdistinct"; break;
    }
    columns_.push_back({alias, kind});
    return text + " as " + alias;
  }
  std::string column_order() {
    const auto& [name, kind] = random_.of(columns_);
    return name + (random_.chance(50) ? " desc" : "");
  }
  std::optional<std::string> having() {
    if (columns_.empty()) return std::nullopt;
    const auto& [name, kind] = random_.of(columns_);
    if (kind == Kind::choice || random_.chance(30)) return name + " ne null";
    static const std::vector<std::string> ops = {" eq ", " ne ", " gt ", " le "};
    return name + random_.of(ops) + literal(kind);
  }

  // ---- expressions
  Kind any_kind() {
    static const std::vector<Kind> kinds = {Kind::int64,    Kind::decimal, Kind::double_,     Kind::string,
                                            Kind::string,   Kind::date,    Kind::instant,     Kind::boolean,
                                            Kind::duration, Kind::guid,    Kind::time_of_day, Kind::choice};
    return random_.of(kinds);
  }
  std::vector<std::string> fields(const std::string& prefix, uint16_t entity, Kind kind, int hops) {
    std::vector<std::string> found;
    for (const Field& field : model_.entities[entity].fields) {
      if (field.type.kind == kind && !field.is(query::kHidden)) found.push_back(prefix + field.name);
    }
    for (const query::Link& link : model_.entities[entity].links) {
      if (link.many || hops == 0) continue;
      for (std::string& name : fields(prefix + link.name + "/", link.target, kind, hops - 1)) {
        found.push_back(std::move(name));
      }
    }
    return found;
  }
  std::string path(Kind kind) {
    const Scope& scope = random_.chance(60) ? scopes_.back() : random_.of(scopes_);
    for (int hops = random_.chance(25) ? 2 : 0; hops <= 2; ++hops) {
      const auto names = fields(scope.prefix, scope.entity, kind, hops);
      if (!names.empty()) return random_.of(names);
    }
    return literal(kind);
  }
  std::string literal(Kind kind) {
    if (random_.chance(6)) return "null";
    const Value value = random_value(kind, random_);
    switch (kind) {
      case Kind::string:
      case Kind::choice: {
        std::string text = "'";
        for (char c : to_text(value)) text += c == '\'' ? "''" : std::string(1, c);
        return text + "'";
      }
      case Kind::decimal: {
        std::string text = to_text(value);
        return text.find('.') == std::string::npos ? text + ".0" : text;
      }
      case Kind::double_: return to_text(value) + "e0";
      case Kind::duration: return "duration'" + to_text(value) + "'";
      default: return to_text(value);
    }
  }
  std::string leaf(Kind kind) { return random_.chance(65) ? path(kind) : literal(kind); }

  std::string condition(int depth) {
    if (depth <= 0) return comparison(0);
    switch (random_.below(14)) {
      case 0: return leaf(Kind::boolean);
      case 1: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
      case 2: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
      case 3: return "not (" + condition(depth - 1) + ")";
      case 4: return membership(depth);
      case 5: {
        static const std::vector<std::string> tests = {"contains", "startswith", "endswith"};
        return random_.of(tests) + "(" + value(Kind::string, depth - 1) + "," + value(Kind::string, depth - 1) + ")";
      }
      case 6:
      case 7: return quantifier(depth);
      case 8: return "case(" + condition(depth - 1) + ":" + condition(depth - 1) + ",true:" + condition(depth - 1) + ")";
      case 9: return link_test();
      case 10: return "matchesPattern(" + leaf(Kind::string) + ",'^[a-z%]+.?$')";
      default: return comparison(depth);
    }
  }
  std::string comparison(int depth) {
    static const std::vector<std::string> ops = {" eq ", " ne ", " gt ", " ge ", " lt ", " le "};
    Kind left = any_kind(), right = left;
    if (left == Kind::choice) return path(left) + (random_.chance(50) ? " eq " : " ne ") + leaf(left);
    if (left == Kind::int64 || left == Kind::decimal || left == Kind::double_) {
      static const std::vector<Kind> numbers = {Kind::int64, Kind::decimal, Kind::double_};
      right = random_.of(numbers);
    }
    const int below = random_.chance(60) ? 0 : depth - 1;
    return value(left, below) + random_.of(ops) + value(right, below);
  }
  std::string membership(int depth) {
    static const std::vector<Kind> kinds = {Kind::int64, Kind::string, Kind::decimal, Kind::choice, Kind::date,
                                            Kind::double_, Kind::guid};
    const Kind kind = random_.of(kinds);
    std::string text = (kind == Kind::choice ? path(kind) : value(kind, random_.chance(70) ? 0 : depth - 1)) + " in (";
    for (uint32_t i = random_.below(4) + 1; i > 0; --i) {
      Kind item = kind;
      if (kind == Kind::int64 && random_.chance(20)) item = Kind::decimal;
      if (kind == Kind::decimal && random_.chance(20)) item = Kind::int64;
      std::string part = literal(item);
      text += part + (i > 1 ? "," : ")");
    }
    return text;
  }
  // x0/orders, or account_record/orders …
  std::optional<std::pair<std::string, uint16_t>> collection() {
    const Scope& scope = random_.of(scopes_);
    std::vector<std::pair<std::string, uint16_t>> found;
    const auto gather = [&](const auto& self, const std::string& prefix, uint16_t entity, int hops) -> void {
      for (const query::Link& link : model_.entities[entity].links) {
        if (link.many) found.emplace_back(prefix + link.name, link.target);
        if (!link.many && hops > 0) self(self, prefix + link.name + "/", link.target, hops - 1);
      }
    };
    gather(gather, scope.prefix, scope.entity, 2);
    if (found.empty()) return std::nullopt;
    return random_.of(found);
  }
  std::string quantifier(int depth) {
    const auto over = collection();
    if (scopes_.size() > 2 || !over) return comparison(depth - 1);
    if (random_.chance(20)) return over->first + "/any()";
    if (random_.chance(25)) {
      static const std::vector<std::string> ops = {" gt ", " eq ", " lt "};
      return over->first + "/$count" + random_.of(ops) + std::to_string(random_.below(4));
    }
    const std::string name = "x" + std::to_string(scopes_.size());
    std::string filter;
    if (scopes_.size() < 2 && random_.chance(20)) {
      // In a $filter bare names are the member's.
      Asker inner(model_, random_);
      filter = "/$filter(" + inner.condition(over->second, 1) + ")";
      if (random_.chance(30)) return over->first + filter + "/$count ge 1";
    }
    scopes_.push_back({name + "/", over->second});
    const std::string test = condition(depth - 1);
    scopes_.pop_back();
    return over->first + filter + (random_.chance(60) ? "/any(" : "/all(") + name + ":" + test + ")";
  }
  std::string link_test() {
    const Scope& scope = random_.of(scopes_);
    for (const query::Link& link : model_.entities[scope.entity].links) {
      if (!link.many) return scope.prefix + link.name + (random_.chance(50) ? " eq null" : " ne null");
    }
    return comparison(0);
  }

  std::string value(Kind kind, int depth) {
    if (depth <= 0) return leaf(kind);
    if (kind == Kind::boolean) return "(" + condition(depth - 1) + ")";
    static const std::vector<std::string> sums = {" add ", " sub ", " mul ", " div ", " mod "};
    const auto two = [&](const std::string& op, Kind a, Kind b) {
      return "(" + value(a, depth - 1) + op + value(b, depth - 1) + ")";
    };
    switch (kind) {
      case Kind::int64:
        switch (random_.below(6)) {
          case 0: return "length(" + value(Kind::string, depth - 1) + ")";
          case 1: return "indexof(" + value(Kind::string, depth - 1) + "," + value(Kind::string, depth - 1) + ")";
          case 2: return random_.of(std::vector<std::string>{"year", "month", "day"}) + "(" + value(random_.chance(50) ? Kind::date : Kind::instant, depth - 1) + ")";
          case 3: return random_.of(std::vector<std::string>{"hour", "minute", "second"}) + "(" + value(Kind::instant, depth - 1) + ")";
          case 4: {
            const auto over = collection();
            return over ? over->first + "/$count" : leaf(kind);
          }
          default: return two(random_.of(sums), kind, kind);
        }
      case Kind::decimal:
        switch (random_.below(4)) {
          case 0: return random_.of(std::vector<std::string>{"round", "floor", "ceiling"}) + "(" + value(kind, depth - 1) + ")";
          case 1: return two(" divby ", Kind::int64, Kind::int64);
          case 2: return "totalseconds(" + value(Kind::duration, depth - 1) + ")";
          default: return two(random_.of(sums), kind, Kind::int64);
        }
      case Kind::double_: return two(random_.of(sums), kind, random_.chance(50) ? Kind::int64 : Kind::double_);
      case Kind::string:
        switch (random_.below(5)) {
          case 0: return "concat(" + value(kind, depth - 1) + "," + value(kind, depth - 1) + ")";
          case 1: return "substring(" + value(kind, depth - 1) + "," + std::to_string(random_.below(4)) + ")";
          case 2: return "toupper(" + value(kind, depth - 1) + ")";
          case 3: return "cast(" + value(Kind::decimal, depth - 1) + ",Edm.String)";
          default: return "trim(" + value(kind, depth - 1) + ")";
        }
      case Kind::date:
        return random_.chance(50) ? "date(" + value(Kind::instant, depth - 1) + ")" : two(" add ", kind, Kind::duration);
      case Kind::instant: return random_.chance(20) ? "now()" : two(random_.chance(50) ? " add " : " sub ", kind, Kind::duration);
      case Kind::duration:
        return random_.chance(50) ? two(" sub ", Kind::instant, Kind::instant) : two(" mul ", kind, Kind::int64);
      case Kind::time_of_day: return "time(" + value(Kind::instant, depth - 1) + ")";
      default: return leaf(kind);
    }
  }

  const Model& model_;
  Random& random_;
  std::vector<Scope> scopes_;
  std::vector<std::pair<std::string, Kind>> columns_;
  bool grouped_ = false;
};

}  // namespace tenure::store::sqlite::query_test
