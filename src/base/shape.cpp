#include "base/shape.h"

#include <algorithm>
#include <optional>

#include "base/assert.h"

namespace tenure {

struct Shapes::Shape {
  enum class Sort : uint8_t { any, text, flag, whole, number, instant, date, choice, named, list, object };
  Sort sort = Sort::any;
  bool or_null = false;
  std::string_view name;                  // named
  std::vector<std::string_view> choices;
  std::vector<Shape> items;               // list: of each; object: of members with names of their own
  std::vector<Member> members;
};
struct Shapes::Member {
  std::string_view name;
  bool optional = false;
  Shape shape;
};

namespace {

constexpr std::string_view kKinds[] = {"any", "text", "flag", "int", "number", "instant", "date"};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '@' ||
         c == '$' || c == '.';
}

}  // namespace

class Shapes::Parser {
 public:
  Parser(const Shapes& shapes, std::string_view text) : shapes_(shapes), text_(text) {}

  Shape whole() {
    Shape shape = one();
    TENURE_ASSERT(peek() == '\0');
    return shape;
  }

 private:
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) { TENURE_ASSERT(take(c)); }
  std::string_view name() {
    peek();
    const size_t begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    TENURE_ASSERT(at_ > begin);
    return text_.substr(begin, at_ - begin);
  }

  Shape one() {
    Shape shape;
    if (take('[')) {
      shape.sort = Shape::Sort::list;
      shape.items.push_back(one());
      expect(']');
    } else if (take('{')) {
      shape.sort = Shape::Sort::object;
      members(shape);
    } else if (peek() == '\'') {
      shape.sort = Shape::Sort::choice;
      do shape.choices.push_back(choice());
      while (take('|'));
    } else {
      const std::string_view said = name();
      const auto* kind = std::ranges::find(kKinds, said);
      shape.sort = kind == std::end(kKinds) ? Shape::Sort::named : static_cast<Shape::Sort>(kind - kKinds);
      if (shape.sort == Shape::Sort::named) shape.name = said;
    }
    shape.or_null = take('?');
    return shape;
  }
  std::string_view choice() {
    expect('\'');
    const size_t begin = at_, end = text_.find('\'', begin);
    TENURE_ASSERT(end != std::string_view::npos);
    at_ = end + 1;
    return text_.substr(begin, end - begin);
  }
  void members(Shape& shape) {
    while (!take('}')) {
      if (text_.substr(at_).starts_with("...")) {
        at_ += 3;
        const Shape* base = shapes_.find(name());
        TENURE_ASSERT(base && base->sort == Shape::Sort::object);
        shape.members.insert(shape.members.end(), base->members.begin(), base->members.end());
        shape.items = base->items;
      } else if (take('*')) {
        expect(':');
        shape.items.push_back(one());
      } else {
        Member member{.name = name(), .optional = take('?'), .shape = {}};
        expect(':');
        member.shape = one();
        shape.members.push_back(std::move(member));
      }
      if (!take(',')) {
        expect('}');
        return;
      }
      peek();
    }
  }

  const Shapes& shapes_;
  const std::string_view text_;
  size_t at_ = 0;
};

Shapes::Shapes(std::initializer_list<std::span<const NamedShape>> books) {
  for (const std::span<const NamedShape> book : books) {
    for (const NamedShape& entry : book) {
      TENURE_ASSERT(!find(entry.name));
      named_.emplace_back(entry.name, std::make_unique<Shape>(Parser(*this, entry.text).whole()));
    }
  }
}
Shapes::Shapes(Shapes&&) noexcept = default;
Shapes::~Shapes() = default;

const Shapes::Shape* Shapes::find(std::string_view name) const {
  const auto found = std::ranges::find(named_, name, [](const auto& entry) { return entry.first; });
  return found == named_.end() ? nullptr : found->second.get();
}

bool Shapes::has(std::string_view name) const { return find(name) != nullptr; }

std::vector<std::string_view> Shapes::names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, shape] : named_) names.push_back(name);
  return names;
}

// ---- as a schema

void Shapes::write_schema(json::Writer& out, std::string_view shape, std::string_view prefix) const {
  write(out, Parser(*this, shape).whole(), prefix);
}

void Shapes::write_named(json::Writer& out, std::string_view name, std::string_view prefix) const {
  const Shape* shape = find(name);
  TENURE_ASSERT(shape);
  write(out, *shape, prefix);
}

void Shapes::write(json::Writer& out, const Shape& shape, std::string_view prefix) const {
  using Sort = Shape::Sort;
  static constexpr std::string_view kTypes[] = {"",       "string", "boolean", "integer", "number", "string",
                                                "string", "string", "",        "array",   "object"};
  out.begin_object();
  if (shape.sort == Sort::named) {
    TENURE_ASSERT(find(shape.name));
    const std::string reference = std::string(prefix) + std::string(shape.name);
    if (!shape.or_null) {
      out.field("$ref", reference).end_object();
      return;
    }
    out.key("anyOf").begin_array().begin_object().field("$ref", reference).end_object();
    out.begin_object().field("type", "null").end_object().end_array().end_object();
    return;
  }
  if (const std::string_view type = kTypes[static_cast<size_t>(shape.sort)]; !type.empty()) {
    if (shape.or_null) out.key("type").begin_array().value(type).value("null").end_array();
    else out.field("type", type);
  }
  if (shape.sort == Sort::whole) out.field("format", "int64");
  if (shape.sort == Sort::instant) out.field("format", "date-time");
  if (shape.sort == Sort::date) out.field("format", "date");
  if (shape.sort == Sort::choice) {
    out.key("enum").begin_array();
    for (const std::string_view choice : shape.choices) out.value(choice);
    if (shape.or_null) out.null();
    out.end_array();
  }
  if (shape.sort == Sort::list) write(out.key("items"), shape.items.front(), prefix);
  if (shape.sort == Sort::object) write_object(out, shape, prefix);
  out.end_object();
}

void Shapes::write_object(json::Writer& out, const Shape& shape, std::string_view prefix) const {
  if (!shape.members.empty()) {
    out.key("properties").begin_object();
    for (const Member& member : shape.members) write(out.key(member.name), member.shape, prefix);
    out.end_object();
  }
  const bool asks = std::ranges::any_of(shape.members, [](const Member& member) { return !member.optional; });
  if (asks) {
    out.key("required").begin_array();
    for (const Member& member : shape.members) {
      if (!member.optional) out.value(member.name);
    }
    out.end_array();
  }
  if (!shape.items.empty()) write(out.key("additionalProperties"), shape.items.front(), prefix);
}

// ---- held to

std::string Shapes::misfit(std::string_view shape, const Value& value) const {
  return misfit(Parser(*this, shape).whole(), value);
}

namespace {

std::string within(std::string_view step, const std::string& fault) {
  const bool at_once = fault.starts_with(": ");
  return std::string(step) + (at_once ? "" : "/") + fault;
}

}  // namespace

std::string Shapes::misfit(const Shape& shape, const Value& value) const {
  using Sort = Shape::Sort;
  if (shape.or_null && value.is_null()) return "";
  const std::string* text = value.get<std::string>();
  const auto unless = [](bool fits, std::string_view what) { return fits ? "" : ": no " + std::string(what); };
  switch (shape.sort) {
    case Sort::any: return "";
    case Sort::text: return unless(text, "text");
    case Sort::flag: return unless(value.get<bool>(), "flag");
    case Sort::whole: return unless(value.get<int64_t>(), "int");
    case Sort::number: return unless(value.get<int64_t>() || value.get<Decimal>() || value.get<double>(), "number");
    case Sort::instant: return unless(value.get<Instant>() || (text && parse_instant(*text)), "instant");
    case Sort::date: return unless(value.get<Date>() || (text && parse_date(*text)), "date");
    case Sort::choice:
      return unless(text && std::ranges::find(shape.choices, *text) != shape.choices.end(), "choice of these");
    case Sort::named: {
      const Shape* named = find(shape.name);
      TENURE_ASSERT(named);
      return misfit(*named, value);
    }
    case Sort::list: break;
    case Sort::object: return misfit_of_object(shape, value);
  }
  const auto* list = value.get<std::shared_ptr<const List>>();
  if (!list) return ": no list";
  for (size_t i = 0; i < (*list)->items.size(); ++i) {
    const std::string fault = misfit(shape.items.front(), (*list)->items[i]);
    if (!fault.empty()) return within(std::to_string(i), fault);
  }
  return "";
}

std::string Shapes::misfit_of_object(const Shape& shape, const Value& value) const {
  const auto* object = value.get<std::shared_ptr<const Object>>();
  if (!object) return ": no object";
  for (const auto& [name, inside] : (*object)->members) {
    const auto member = std::ranges::find(shape.members, name, &Member::name);
    if (member == shape.members.end() && shape.items.empty()) return name + ": no such member";
    const std::string fault = misfit(member == shape.members.end() ? shape.items.front() : member->shape, inside);
    if (!fault.empty()) return within(name, fault);
  }
  for (const Member& member : shape.members) {
    const auto is_it = [&](const auto& entry) { return entry.first == member.name; };
    if (!member.optional && std::ranges::none_of((*object)->members, is_it)) return std::string(member.name) + ": missing";
  }
  return "";
}

}  // namespace tenure
