#include "odata/resource.h"

#include <algorithm>

#include "base/text.h"

namespace tenure::odata {

namespace {

using query::Entity;
using query::Model;
using service::Bound;
using service::Verb;

std::unexpected<Error> not_found(std::string_view what) {
  return refuse("not-found", {{"what", excerpt(what, 60)}});
}

// A key predicate as names and values. One value without a name is that of the only key field.
Result<Key> read_key(const Segment& segment, const Entity& entity, const Options& options) {
  Key key;
  for (const auto& [name, given] : segment.arguments) {
    std::string field = name;
    if (field.empty()) {
      if (entity.key.size() != 1) return refuse("invalid-key", {{"entity", entity.name}});
      field = entity.fields[entity.key[0]].name;
    }
    Value value = given.value;
    if (!given.alias.empty()) {
      const std::string* text = options.find_alias(given.alias);
      Result<Value> literal = text ? parse_literal(*text) : Value();
      if (!literal) return refuse("invalid-key", {{"entity", entity.name}});
      value = std::move(*literal);
    }
    if (value.is_null() || value.get<Binary>()) return refuse("invalid-key", {{"entity", entity.name}});
    key.emplace_back(std::move(field), std::move(value));
  }
  if (key.empty()) return refuse("invalid-key", {{"entity", entity.name}});
  return key;
}

class Resolver {
 public:
  Resolver(const Options& options, const Model& model, const Follow& follow)
      : options_(options), model_(model), follow_(follow) {}

  Result<Resource> run(const std::vector<Segment>& segments) {
    TENURE_CHECK_OK(start(segments[0]));
    keyed_ = segments[0].has_parentheses;
    for (size_t i = 1; i < segments.size(); ++i) {
      if (done_) return behind_the_end(segments[i]);
      TENURE_CHECK_OK(step(segments[i]));
      keyed_ = segments[i].has_parentheses;
    }
    return std::move(at_);
  }

 private:
  using Kind = Resource::Kind;
  const Entity& entity() const { return model_.entities[at_.entity]; }

  Result<void> start(const Segment& segment) {
    if (segment.name == "$batch") at_.kind = Kind::batch;
    else if (segment.name == "$metadata") at_.kind = Kind::metadata;
    else if (segment.name == "$entity") at_.kind = Kind::by_id;
    else if (segment.name == "$all" || (segment.name == "$crossjoin" && segment.has_parentheses))
      return refuse("not-supported", {{"what", segment.name}});
    else if (segment.name.starts_with('$')) return unreadable(segment);
    else return start_in_set(segment);
    if (segment.has_parentheses) return unreadable(segment);
    done_ = true;
    return {};
  }

  Result<void> start_in_set(const Segment& segment) {
    if (const auto set = model_.find_set(segment.name)) {
      at_.entity = *set;
      at_.kind = Kind::rows;
      return take_key(segment);
    }
    if (const Verb* verb = find_operation(segment.name, "", Bound::nothing)) return take_operation(verb, segment);
    if (!is_identifier(segment.name)) return unreadable(segment, "identifier");
    return not_found(segment.text);
  }

  Result<void> take_key(const Segment& segment) {
    if (!segment.has_parentheses) return {};
    if (!segment.behind.empty()) return unreadable(segment, "/");
    TENURE_TRY(Key key, read_key(segment, entity(), options_));
    if (at_.link) {  // accounts('A')/orders('O'): followed when the address goes on
      TENURE_TRY(std::optional<Key> found, follow_(*at_.from, *at_.key, *at_.link, key));
      if (!found) return not_found(segment.text);
      key = std::move(*found);
      at_.member = Resource::Member{*at_.from, *at_.link, *at_.key};
      at_.from.reset();
      at_.link.reset();
    }
    at_.key = std::move(key);
    at_.kind = Kind::row;
    return {};
  }

  Result<void> step(const Segment& segment) {
    if (segment.name.starts_with('$')) return special(segment);
    const bool one = at_.kind == Kind::row;
    if (at_.kind == Kind::property) return inside(segment);
    if (const auto type = cast_to(segment.name)) {
      if (*type != at_.entity) return refuse("not-supported", {{"what", excerpt(segment.text, 60)}});
      if (one && segment.has_parentheses) return unreadable(segment);
      return take_key(segment);  // what it is already
    }
    if (const Verb* verb = find_operation(segment.name, entity().name, one ? Bound::record : Bound::set)) {
      if (one) TENURE_CHECK_OK(settle());
      return take_operation(verb, segment);
    }
    if (!one) return not_found(segment.text);
    if (const auto link = entity().find_link(segment.name)) return go(*link, segment);
    const auto field = entity().find_field(segment.name);
    if (!field || segment.has_parentheses) return not_found(segment.text);
    at_.kind = Kind::property;
    at_.property = *field;
    return {};
  }

  // A type's name as a segment: "tenure.account".
  std::optional<uint16_t> cast_to(std::string_view name) const {
    if (!name.starts_with("tenure.")) return std::nullopt;
    const auto type = model_.find(name.substr(7));
    return type && !model_.entities[*type].hidden ? type : std::nullopt;
  }

  // Behind a property: what it is made of has no address of its own.
  Result<void> inside(const Segment& segment) const {
    const expression::Type& type = entity().fields[at_.property].type;
    if (type.record != nullptr || type.collection) return refuse("not-supported", {{"what", excerpt(segment.text, 60)}});
    return not_found(segment.text);
  }

  static std::unexpected<Error> unreadable(const Segment& segment, std::string expected = "$count, $ref, $value, $filter(…)") {
    return refuse("odata-syntax", {{"expected", std::move(expected)}, {"found", excerpt(segment.text, 40)}}, 0);
  }
  // What a function answers has no address of its own; behind everything else that ends an address nothing stands.
  Result<Resource> behind_the_end(const Segment& segment) const {
    const bool type = at_.kind == Kind::by_id && (cast_to(segment.name) || model_.find(segment.name));
    const bool function = at_.verb && !at_.verb->is_action();
    if (type || function) return refuse("not-supported", {{"what", excerpt(segment.text, 60)}});
    return unreadable(segment);
  }

  // Along a link: what stood before becomes the row it starts from.
  Result<void> go(uint16_t link, const Segment& segment) {
    TENURE_CHECK_OK(settle());
    at_.member.reset();
    const query::Link& about = entity().links[link];
    at_.from = at_.entity;
    at_.link = link;
    at_.entity = about.target;
    at_.kind = about.many ? Kind::rows : Kind::row;
    if (!about.many && segment.has_parentheses) return not_found(segment.text);
    return take_key(segment);
  }

  // The row at hand by its own key, not by the link that led to it.
  Result<void> settle() {
    if (!at_.link) return {};
    TENURE_TRY(std::optional<Key> found, follow_(*at_.from, *at_.key, *at_.link, std::nullopt));
    if (!found) return not_found(entity().name);
    at_.key = std::move(*found);
    at_.from.reset();
    at_.link.reset();
    return {};
  }

  Result<void> special(const Segment& segment) {
    const bool rows = at_.kind == Kind::rows;
    if (segment.name == "$filter" && rows && segment.has_parentheses) {
      at_.filters.push_back(segment.text.substr(8, segment.text.size() - 9));
      return {};
    }
    static constexpr std::string_view kKnown[] = {"$count", "$ref", "$value", "$query", "$each"};
    if (segment.has_parentheses || std::ranges::find(kKnown, segment.name) == std::end(kKnown)) return unreadable(segment);
    done_ = true;
    if (segment.name == "$count" && rows) at_.count = true;
    else if (segment.name == "$ref" && (rows || at_.kind == Kind::row)) at_.reference = true;
    else if (segment.name == "$value" && at_.kind == Kind::property) at_.value = true;
    else if (segment.name == "$query") at_.query_segment = true;
    else if ((segment.name == "$each" && rows) || (segment.name == "$value" && at_.kind != Kind::property))
      return refuse("not-supported", {{"what", segment.name}});
    else if (keyed_) return unreadable(segment);
    else return not_found(segment.text);
    return {};
  }

  const Verb* find_operation(std::string_view name, std::string_view record, Bound bound) const {
    if (name.starts_with("tenure.")) name.remove_prefix(7);
    const Verb* verb = service::find_verb(record, name);
    return verb && verb->bound == bound ? verb : nullptr;
  }

  Result<void> take_operation(const Verb* verb, const Segment& segment) {
    if (segment.has_parentheses && verb->is_action()) return not_found(segment.text);
    if (!segment.behind.empty()) return refuse("not-supported", {{"what", excerpt(segment.text, 60)}});
    at_.verb = verb;
    at_.arguments = segment.arguments;
    at_.kind = Kind::operation;
    done_ = true;
    return {};
  }

  const Options& options_;
  const Model& model_;

  const Follow& follow_;
  Resource at_;
  bool done_ = false;
  bool keyed_ = false;  // the segment before had a key
};

}  // namespace

Result<Resource> resolve(const Path& path, const Options& options, const query::Model& model,
                         const Follow& follow) {
  if (path.segments.empty()) return Resource{};
  return Resolver(options, model, follow).run(path.segments);
}

}  // namespace tenure::odata
