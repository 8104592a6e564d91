#include "odata/write.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "odata/body.h"
#include "records/schema.h"

namespace tenure::odata {

namespace {

using query::Entity;
using query::Field;
using service::Done;
using service::Step;
using service::Steps;
using Values = std::vector<std::pair<std::string, Value>>;

const Entity& entity_of(const Exchange& x, const Resource& resource) {
  return x.model().entities[resource.entity];
}

Result<void> check_json(const Exchange& x) {
  const std::string* type = x.header("Content-Type");
  if (!type) return x.request.body.empty() ? Result<void>() : refuse("unsupported-media-type", {{"type", ""}, {"types", "application/json"}});
  const std::string kind = lower_ascii(type->substr(0, type->find(';')));
  if (kind.substr(0, kind.find_last_not_of(' ') + 1) != "application/json")
    return refuse("unsupported-media-type", {{"type", excerpt(*type, 60)}, {"types", "application/json"}});
  return {};
}

// If-Match as the version it names; nullopt: "*", or not given.
struct Precondition {
  bool given = false, none_match = false;
  std::optional<int64_t> version;
};
Result<Precondition> precondition(const Exchange& x) {
  Precondition out;
  if (const std::string* none = x.header("If-None-Match")) {
    if (*none != "*") return refuse("invalid-header", {{"header", "If-None-Match"}});
    out.none_match = true;
  }
  const std::string* match = x.header("If-Match");
  if (!match) return out;
  out.given = true;
  if (*match == "*") return out;
  std::string_view text(*match);
  if (text.starts_with("W/")) text.remove_prefix(2);
  int64_t version = 0;
  const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
  if (quoted) text = text.substr(1, text.size() - 2);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (!quoted || error != std::errc() || end != text.data() + text.size()) {
    version = -1;  // no version of ours: it can only be stale
  }
  out.version = version;
  return out;
}

// The row's own key, whichever key the address names it by. nullopt: there is none.
Result<std::optional<std::string>> own_key(const Exchange& x, const Resource& resource) {
  const Entity& entity = entity_of(x, resource);
  const std::string& name = entity.fields[entity.key[0]].name;
  const Key& key = *resource.key;
  if (!resource.link && key.size() == 1 && key[0].first == name) return std::optional(to_text(key[0].second));
  std::optional<std::string> found;
  if (resource.link) {
    TENURE_TRY(const std::optional<Key> row, follow(x, *resource.from, key, *resource.link, std::nullopt));
    if (row) found = to_text((*row)[0].second);
    return found;
  }
  query::Options options;
  options.select = name;
  TENURE_TRY(const query::Setting setting, x.setting());
  TENURE_TRY(query::Query query, query::bind_one(x.reading.model, resource.entity, key, options, setting));
  TENURE_TRY(const query::Answer answer, x.reading.run(query, [&](const query::Row& row) {
    found = std::string(row.cells[0].as_text());
    return false;
  }));
  (void)answer;
  return found;
}

Result<Done> create_inside(Exchange&, uint16_t entity, const EntityBody&, Values more, Steps&);

// The rows inside a body, each linked to the one around it.
Result<std::optional<Done>> create_parts(Exchange& x, uint16_t index, const EntityBody& body,
                                         const std::string& key, Steps& steps) {
  const Entity& entity = x.model().entities[index];
  for (const EntityBody::Inside& inside : body.inside) {
    const query::Link& link = entity.links[inside.link];
    if (!link.many) continue;  // made before the row itself
    const Field& to = x.model().entities[link.target].fields[link.to];
    const std::string& field = to.is(query::kHidden) ? entity.name : to.name;
    for (const EntityBody& row : inside.rows) {
      TENURE_TRY(Done done, create_inside(x, link.target, row, {{field, Value(key)}}, steps));
      if (done.refused) return std::optional(std::move(done));
    }
  }
  return std::optional<Done>();
}

Result<Done> create_inside(Exchange& x, uint16_t index, const EntityBody& body, Values more, Steps& steps) {
  const Entity& entity = x.model().entities[index];
  Step step{.what = Step::What::create, .record = entity.name, .values = body.values};
  for (const EntityBody::Inside& inside : body.inside) {
    const query::Link& link = entity.links[inside.link];
    if (link.many) continue;
    if (link.field.empty()) return refuse("invalid-bind", {{"property", link.name}});
    TENURE_TRY(Done made, create_inside(x, link.target, inside.rows[0], {}, steps));
    if (made.refused) return made;
    more.emplace_back(link.field, Value(made.key));
  }
  for (auto& [name, value] : more) {
    std::erase_if(step.values, [&](const auto& it) { return it.first == name; });
    step.values.emplace_back(name, std::move(value));
  }
  TENURE_TRY(Done done, steps.run(step));
  if (done.refused) return done;
  TENURE_TRY(std::optional<Done> refused, create_parts(x, index, body, done.key, steps));
  return refused ? std::move(*refused) : std::move(done);
}

// POST accounts, POST accounts('A-1')/orders.
Result<Written> create(Exchange& x, const Resource& resource, Steps& steps) {
  TENURE_TRY(const EntityBody body, read_entity(x.model(), resource.entity, x.request.body, x.request.base));
  Values more;
  if (resource.link) {
    const query::Link& link = x.model().entities[*resource.from].links[*resource.link];
    const Field& to = entity_of(x, resource).fields[link.to];
    TENURE_TRY(const std::optional<std::string> key,
               own_key(x, {.kind = Resource::Kind::row, .entity = *resource.from, .key = resource.key}));
    if (!key) return refuse("not-found", {{"what", x.model().entities[*resource.from].name}});
    more.emplace_back(to.is(query::kHidden) ? x.model().entities[*resource.from].name : to.name, Value(*key));
  }
  const auto work = [&](Steps& open) { return create_inside(x, resource.entity, body, more, open); };
  TENURE_TRY(Done done, body.inside.empty() ? work(steps) : steps.together(work));
  return Written{std::move(done)};
}

// PUT says everything: what it leaves out is empty. A customer stands somewhere all the same.
void fill_up(const Entity& entity, Values& values) {
  for (const Field& field : entity.fields) {
    if (field.is(query::kReadOnly) || field.is(query::kHidden) || field.is(query::kKey)) continue;
    if (!field.place.lifecycle.empty()) continue;
    const auto same = [&](const auto& it) { return it.first == field.name; };
    if (std::ranges::none_of(values, same)) values.emplace_back(field.name, Value(Null{}));
  }
}

// PATCH or PUT of a row: changes it, or makes it where it is not there and nothing says that it must be.
Result<Written> change(Exchange& x, const Resource& resource, Steps& steps) {
  const Entity& entity = entity_of(x, resource);
  TENURE_TRY(const Precondition wanted, precondition(x));
  TENURE_TRY(EntityBody body, read_entity(x.model(), resource.entity, x.request.body, x.request.base));
  if (!body.inside.empty()) return refuse("not-supported", {{"what", "deep update"}});
  TENURE_TRY(const std::optional<std::string> key, own_key(x, resource));
  const std::string& key_name = entity.fields[entity.key[0]].name;
  std::erase_if(body.values, [&](const auto& it) { return it.first == key_name; });
  if (x.request.method == "PUT") fill_up(entity, body.values);
  if (wanted.given) {
    if (!key) return refuse("not-found", {{"what", entity.name}});
    TENURE_TRY(Done done, steps.run({.what = Step::What::change,
                                     .record = entity.name,
                                     .key = *key,
                                     .values = std::move(body.values),
                                     .expected_version = wanted.version}));
    return Written{std::move(done)};
  }
  if (resource.link) return refuse("precondition-required", {{"header", "If-Match"}});
  Step step{.what = Step::What::create, .record = entity.name, .values = std::move(body.values)};
  for (const auto& [name, value] : *resource.key) {
    std::erase_if(step.values, [&](const auto& it) { return it.first == name; });
    step.values.emplace_back(name, value);
  }
  if (key && key_name != (*resource.key)[0].first) step.values.emplace_back(key_name, Value(*key));
  Result<Done> done = steps.run(step);
  const auto exists = [](const auto& code) { return code == "record-exists"; };
  const bool is_there =
      done ? done->refused && std::ranges::any_of(done->refusals, exists, &engine::Refusal::code)
           : exists(done.error().code);
  if (is_there) {
    if (wanted.none_match) return refuse("stale-version", {{"record", entity.name}, {"key", key ? *key : ""}});
    return refuse("precondition-required", {{"header", "If-Match"}});
  }
  if (!done) return std::unexpected(done.error());
  return Written{std::move(*done)};
}

// One property, or the one link of a row: PUT sets it, DELETE empties it.
Result<Written> change_one(Exchange& x, const Resource& row, const std::string& field, Value value, Steps& steps) {
  TENURE_TRY(const Precondition wanted, precondition(x));
  if (!wanted.given) return refuse("precondition-required", {{"header", "If-Match"}});
  TENURE_TRY(const std::optional<std::string> key, own_key(x, row));
  if (!key) return refuse("not-found", {{"what", entity_of(x, row).name}});
  TENURE_TRY(Done done, steps.run({.what = Step::What::change,
                                   .record = entity_of(x, row).name,
                                   .key = *key,
                                   .values = {{field, std::move(value)}},
                                   .expected_version = wanted.version}));
  return Written{std::move(done)};
}

Result<Written> change_property(Exchange& x, const Resource& resource, Steps& steps) {
  const Field& field = entity_of(x, resource).fields[resource.property];
  if (field.is(query::kReadOnly)) return refuse("method-not-allowed", {{"method", x.request.method}, {"allowed", "GET"}});
  Value value = Null{};
  if (x.request.method != "DELETE") {
    TENURE_TRY(value, read_single(field, x.request.body));
  }
  Resource row = resource;
  row.kind = Resource::Kind::row;
  return change_one(x, row, field.name, std::move(value), steps);
}

// Of a collection: the members' own field says whose they are. POST adds one, DELETE takes one away.
Result<Written> change_member(Exchange& x, uint16_t from, uint16_t link, const Key& key, const Resource& member,
                              Steps& steps) {
  const query::Link& about = x.model().entities[from].links[link];
  const Field& to = x.model().entities[about.target].fields[about.to];
  const Field& own = x.model().entities[from].fields[about.from];
  if (to.is(query::kHidden) || to.is(query::kReadOnly) || !own.is(query::kKey))
    return refuse("method-not-allowed", {{"method", x.request.method}, {"allowed", "GET, HEAD"}});
  TENURE_TRY(const std::optional<std::string> whose, own_key(x, {.kind = Resource::Kind::row, .entity = from, .key = key}));
  TENURE_TRY(const std::optional<std::string> whom, own_key(x, member));
  if (!whose || !whom) return refuse("not-found", {{"what", x.model().entities[about.target].name}});
  const Value value = x.request.method == "DELETE" ? Value(Null{}) : Value(*whose);
  TENURE_TRY(Done done, steps.run({.what = Step::What::change,
                                   .record = x.model().entities[about.target].name,
                                   .key = *whom,
                                   .values = {{to.name, value}}}));
  return Written{std::move(done), true};
}

// The row whose address that is, which must be one of `entity`.
Result<Resource> referred(const Exchange& x, uint16_t entity, std::string_view address) {
  if (address.starts_with(x.request.base)) address.remove_prefix(x.request.base.size());
  TENURE_TRY(const Path path, parse_path(address));
  TENURE_TRY(Resource row, resolve(path, x.options, x.model(), [&](auto... it) { return follow(x, it...); }));
  if (row.kind != Resource::Kind::row || row.entity != entity || row.link)
    return refuse("invalid-bind", {{"property", excerpt(address, 60)}});
  return row;
}

Result<Written> change_members(Exchange& x, const Resource& resource, Steps& steps) {
  const query::Link& link = x.model().entities[*resource.from].links[*resource.link];
  std::string address;
  if (x.request.method == "DELETE") {
    const std::string* id = x.options.find("id");
    if (!id) return refuse("invalid-option", {{"option", "$id"}, {"value", ""}});
    address = *id;
  } else if (x.request.method == "POST") {
    TENURE_TRY(const Values given, read_reference(x.request.body));
    if (given.empty() || !given[0].second.get<std::string>()) return refuse("invalid-bind", {{"property", link.name}});
    address = *given[0].second.get<std::string>();
  } else {
    return refuse("not-supported", {{"what", "PUT " + link.name + "/$ref"}});
  }
  TENURE_TRY(const Resource member, referred(x, link.target, address));
  return change_member(x, *resource.from, *resource.link, *resource.key, member, steps);
}

Result<Written> change_reference(Exchange& x, const Resource& resource, Steps& steps) {
  if (resource.member && x.request.method == "DELETE") {
    return change_member(x, resource.member->from, resource.member->link, resource.member->key, resource, steps);
  }
  if (resource.link && resource.kind == Resource::Kind::rows) return change_members(x, resource, steps);
  if (!resource.link || resource.kind != Resource::Kind::row || x.request.method == "POST")
    return refuse("not-supported", {{"what", "$ref"}});
  const query::Link& link = x.model().entities[*resource.from].links[*resource.link];
  if (link.field.empty()) return refuse("method-not-allowed", {{"method", x.request.method}, {"allowed", "GET"}});
  Value value = Null{};
  if (x.request.method != "DELETE") {
    TENURE_TRY(const EntityBody body,
               read_entity(x.model(), *resource.from, "{\"" + link.name + "\":" + x.request.body + "}", x.request.base));
    if (body.values.empty()) return refuse("invalid-bind", {{"property", link.name}});
    value = body.values[0].second;
  }
  const Resource row{.kind = Resource::Kind::row, .entity = *resource.from, .key = resource.key};
  TENURE_TRY(Written written, change_one(x, row, link.field, std::move(value), steps));
  written.removed = true;  // there is nothing to show of a reference
  return written;
}

Result<Written> remove(Exchange& x, const Resource& resource, Steps& steps) {
  TENURE_TRY(const Precondition wanted, precondition(x));
  if (!wanted.given) return refuse("precondition-required", {{"header", "If-Match"}});
  TENURE_TRY(const std::optional<std::string> key, own_key(x, resource));
  if (!key) return refuse("not-found", {{"what", entity_of(x, resource).name}});
  TENURE_TRY(Done done, steps.run({.what = Step::What::remove,
                                   .record = entity_of(x, resource).name,
                                   .key = *key,
                                   .expected_version = wanted.version}));
  return Written{std::move(done), true};
}

// The parameters of an operation, in their types.
Result<Values> arguments(const Exchange& x, const Resource& resource) {
  const service::Verb& verb = *resource.verb;
  Values given;
  if (verb.is_action()) {
    TENURE_TRY(given, read_parameters(x.request.body));
  } else {
    for (const auto& [name, value] : resource.arguments) {
      const std::string* text = value.alias.empty() ? nullptr : x.options.find_alias(value.alias);
      if (!text) {
        given.emplace_back(name, value.value);
        continue;
      }
      TENURE_TRY(Value read, parse_literal(*text));
      given.emplace_back(name, std::move(read));
    }
    for (const service::VerbParameter& parameter : verb.parameters) {
      const std::string* text = x.options.find_custom(parameter.name);
      if (!text) continue;
      Result<Value> literal = parse_literal(*text);
      given.emplace_back(parameter.name, literal ? std::move(*literal) : Value(*text));
    }
  }
  for (auto& [name, value] : given) {
    const auto parameter = std::ranges::find(verb.parameters, name, &service::VerbParameter::name);
    expression::Type type{.kind = expression::Kind::unknown};
    if (parameter != verb.parameters.end()) {
      type.kind = parameter->type;
      type.collection = parameter->collection;
    } else if (verb.bound != service::Bound::nothing) {
      const Entity& entity = entity_of(x, resource);
      if (const auto field = entity.find_field(name)) type = entity.fields[*field].type;
    }
    const bool is_text = value.get<std::string>() || type.collection || type.kind == expression::Kind::unknown;
    if (!is_text && !verb.is_action()) continue;  // a literal of an address has its type already
    Result<Value> typed = read_value(type, value);
    if (!typed) {
      typed.error().arguments.emplace_back("field", name);
      return std::unexpected(typed.error());
    }
    value = std::move(*typed);
  }
  return given;
}

Result<Written> operate(Exchange& x, const Resource& resource, Steps& steps) {
  Step step{.what = Step::What::verb, .record = std::string(resource.verb->record), .verb = resource.verb};
  TENURE_TRY(step.values, arguments(x, resource));
  if (resource.key) {
    TENURE_TRY(const std::optional<std::string> key, own_key(x, resource));
    if (!key) return refuse("not-found", {{"what", entity_of(x, resource).name}});
    step.key = *key;
  }
  TENURE_TRY(const Precondition wanted, precondition(x));
  step.expected_version = wanted.version;
  TENURE_TRY(Done done, steps.run(step));
  return Written{std::move(done)};
}

Response outcome_response(Exchange& x, const Done& done) {
  Response response = json_response(x, 200);
  json::Writer out(response.body);
  out.begin_object();
  if (x.accept.json.metadata != JsonFormat::Metadata::none)
    out.field("@odata.context", x.request.base + "$metadata#tenure.outcome");
  const auto text_or_null = [&](std::string_view name, const std::string& value) {
    out.key(name);
    value.empty() ? out.null() : out.value(value);
  };
  text_or_null("record", done.record);
  text_or_null("key", done.key);
  out.field("version", done.version).field("created", done.created).field("replayed", done.replayed);
  out.key("moves").begin_array();
  for (const Done::Move& move : done.moves) {
    out.begin_object().field("account", move.account).field("lifecycle", move.lifecycle);
    text_or_null("from", move.from);
    text_or_null("to", move.to);
    out.field("rule", move.rule).field("at", move.at).end_object();
  }
  out.end_array().key("warnings").begin_array();
  for (const engine::Refusal& warning : done.warnings) {
    out.begin_object().field("code", warning.code).field("id", warning.id);
    out.key("lifecycle").null().field("message", sentence(warning, x.language())).end_object();
  }
  out.end_array().key("allowed").begin_array();
  for (const std::string& move : done.allowed) out.value(move);
  out.end_array();
  out.key("result");
  write_value(out, done.result, x.accept.json);
  out.end_object();
  return response;
}

void add_warnings(Response& response, const Done& done) {
  for (const engine::Refusal& warning : done.warnings)
    response.headers.emplace_back("Tenure-Warning", warning.code);
  if (done.replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
}

}  // namespace

namespace {

std::string allowed_methods(const Resource& resource, bool writable) {
  using Kind = Resource::Kind;
  if (resource.kind == Kind::operation) return resource.verb->is_action() ? "POST" : "GET, HEAD";
  if (!writable || resource.count || resource.value) return "GET, HEAD";
  if (resource.kind == Kind::rows) return "GET, HEAD, POST";
  if (resource.kind == Kind::property) return "GET, HEAD, PUT, DELETE";
  return "GET, HEAD, PATCH, PUT, DELETE";
}

std::unexpected<Error> not_possible(const Exchange& x, const Resource& resource, bool writable) {
  return refuse("method-not-allowed", {{"method", x.request.method}, {"allowed", allowed_methods(resource, writable)}});
}

}  // namespace

Result<Written> carry_out(Exchange& x, const Resource& resource, Steps& steps) {
  const std::string& method = x.request.method;
  using Kind = Resource::Kind;
  if (resource.kind == Kind::operation) {
    if (method != (resource.verb->is_action() ? "POST" : "GET"))
      return not_possible(x, resource, true);
    if (resource.verb->is_action()) TENURE_CHECK_OK(check_json(x));
    return operate(x, resource, steps);
  }
  const bool of_rows = resource.kind == Kind::row || resource.kind == Kind::rows || resource.kind == Kind::property;
  const bool writable = of_rows && records::find_record(entity_of(x, resource).name) != nullptr;
  if (!writable || resource.count || resource.value) return not_possible(x, resource, writable);
  if (method != "DELETE") TENURE_CHECK_OK(check_json(x));
  if (resource.reference) return change_reference(x, resource, steps);
  if (resource.kind == Kind::rows && method == "POST") return create(x, resource, steps);
  if (resource.kind == Kind::row && (method == "PATCH" || method == "PUT")) return change(x, resource, steps);
  if (resource.kind == Kind::row && method == "DELETE") return remove(x, resource, steps);
  if (resource.kind == Kind::property && method != "POST") return change_property(x, resource, steps);
  return not_possible(x, resource, true);
}

Response answer(Exchange& x, const Resource& resource, const Written& written) {
  const Done& done = written.done;
  if (done.refused) {
    Response response = refused_response(done, x.language());
    if (done.replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
    return response;
  }
  // Of what was only tried there is no row to show.
  if (resource.kind == Resource::Kind::operation || x.prefer.dry_run || x.prefer.outcome) {
    Response response = outcome_response(x, done);
    if (x.prefer.outcome) response.headers.emplace_back("Preference-Applied", "tenure.outcome");
    add_warnings(response, done);
    return response;
  }
  if (written.removed) return Response{.status = 204};
  // Of a set that cannot be read back there is nothing to show.
  const bool wants = x.prefer.representation.value_or(done.created);
  const std::optional<uint16_t> entity = x.model().find(done.record);
  Response response;
  if (entity) {
    const query::Entity& about = x.model().entities[*entity];
    const Resource row{.kind = Resource::Kind::row,
                       .entity = *entity,
                       .key = Key{{about.fields[about.key[0]].name, Value(done.key)}}};
    // Of a property that was set, that property.
    const bool one = resource.kind == Resource::Kind::property && wants;
    response = one ? read(x, resource) : read_row(x, row, done.created ? 201 : 200);
    if (response.status >= 400) response = Response{.status = 204};
    if (!wants) {
      response.status = 204;
      response.body.clear();
      std::erase_if(response.headers, [](const auto& it) { return it.first == "Content-Type"; });
      const std::string address = x.request.base + about.set + "(" + percent_encode(to_literal(Value(done.key)), "'") + ")";
      if (!find_header(response.headers, "OData-EntityId")) response.headers.emplace_back("OData-EntityId", address);
      if (done.created && !find_header(response.headers, "Location")) response.headers.emplace_back("Location", address);
    }
  } else {
    response.status = 204;
  }
  if (x.prefer.representation)
    response.headers.emplace_back("Preference-Applied", wants ? "return=representation" : "return=minimal");
  add_warnings(response, done);
  return response;
}

}  // namespace tenure::odata
