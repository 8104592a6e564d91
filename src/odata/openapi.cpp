#include "odata/openapi.h"

#include <algorithm>

#include "odata/openapi_schemas.h"
#include "odata/values.h"
#include "service/verbs/answers.h"

namespace tenure::odata {

using query::Entity;
using service::Bound;
using service::Verb;

namespace {

constexpr ApiParameter kParameters[] = {
    {"workspace", "workspace", "path", "text", "openapi-workspace"},
    {"select", "$select", "query", "text", "openapi-select"},
    {"filter", "$filter", "query", "text", "openapi-filter"},
    {"orderby", "$orderby", "query", "text", "openapi-orderby"},
    {"expand", "$expand", "query", "text", "openapi-expand"},
    {"search", "$search", "query", "text", "openapi-search"},
    {"apply", "$apply", "query", "text", "openapi-apply"},
    {"top", "$top", "query", "int", "openapi-top"},
    {"skip", "$skip", "query", "int", "openapi-skip"},
    {"count", "$count", "query", "flag", "openapi-count"},
    {"format", "$format", "query", "text", "openapi-format"},
    {"as_of", "as_of", "query", "text", "openapi-as-of"},
    {"known_at", "known_at", "query", "text", "openapi-known-at"},
    {"prefer", "Prefer", "header", "text", "openapi-prefer"},
    {"if-match", "If-Match", "header", "text", "openapi-if-match"},
    {"idempotency-key", "Idempotency-Key", "header", "text", "openapi-idempotency-key"},
};
constexpr std::string_view kOfSets[] = {"select", "filter", "orderby", "expand", "search", "apply",
                                        "top",    "skip",   "count",   "as_of",  "known_at", "prefer"};
constexpr std::string_view kOfRows[] = {"select", "expand", "as_of", "known_at"};
constexpr std::string_view kOfCreates[] = {"prefer", "idempotency-key"};
constexpr std::string_view kOfChanges[] = {"if-match", "prefer", "idempotency-key"};

// What one operation is: written in one go.
struct Operation {
  std::string_view method, id, code, tag;
  Arguments arguments = {};                        // of the sentence
  std::string summary = "";                        // in its place
  std::span<const std::string_view> parameters = {};
  std::string_view scope = "read";
  std::string body = "";                           // a schema's name
};

class Paths {
 public:
  Paths(json::Writer& out, const Described& about) : out_(out), about_(about) {}

  void write() {
    for (const Entity& entity : about_.model.entities) {
      if (!entity.hidden) set(entity);
    }
    for (const Verb& verb : service::verbs()) {
      const auto entity = about_.model.find(verb.record);
      const bool there = verb.bound == Bound::nothing || (entity && !about_.model.entities[*entity].hidden);
      if (there && about_.access.may(verb)) this->verb(verb, verb.bound == Bound::nothing ? nullptr : &about_.model.entities[*entity]);
    }
    batch();
    metadata();
  }

 private:
  static std::string root(std::string_view rest) { return "/w/{workspace}/odata/" + std::string(rest); }

  // ---- what all operations have
  void path(const std::string& path, const Entity* keyed = nullptr) {
    out_.key(path).begin_object().key("parameters").begin_array();
    parameter("workspace");
    for (size_t i = 0; keyed && i < keyed->key.size(); ++i) {
      const query::Field& field = keyed->fields[keyed->key[i]];
      out_.begin_object().field("name", field.name).field("in", "path").field("required", true);
      out_.key("schema").begin_object();
      write_value_schema(out_, {.edm = edm_name(field.type.kind)});
      out_.end_object().end_object();
    }
    out_.end_array();
  }
  void end() { out_.end_object(); }
  void parameter(std::string_view component) {
    out_.begin_object().field("$ref", "#/components/parameters/" + std::string(component)).end_object();
  }
  void begin(const Operation& it) {
    out_.key(it.method).begin_object().field("operationId", it.id);
    out_.field("summary", it.summary.empty() ? say(about_.language, it.code, it.arguments) : it.summary);
    out_.field("x-scope", it.scope).key("tags").begin_array().value(it.tag).end_array();
    if (!it.parameters.empty()) {
      out_.key("parameters").begin_array();
      for (const std::string_view component : it.parameters) parameter(component);
      out_.end_array();
    }
    if (!it.body.empty()) {
      begin_body(true);
      write_reference(out_, it.body);
      end_content().end_object();
    }
  }
  json::Writer& begin_body(bool required) {
    out_.key("requestBody").begin_object().field("required", required);
    return begin_content();
  }
  json::Writer& begin_content() {
    return out_.key("content").begin_object().key("application/json").begin_object().key("schema");
  }
  json::Writer& end_content() { return out_.end_object().end_object(); }
  void begin_answers() { out_.key("responses").begin_object(); }
  void answer(int status, std::string_view schema = "", bool tagged = false) {
    begin_answer(status, tagged);
    if (!schema.empty()) {
      begin_content();
      write_reference(out_, schema);
      end_content();
    }
    out_.end_object();
  }
  void begin_answer(int status, bool tagged = false) {
    out_.key(std::to_string(status)).begin_object();
    out_.field("description", say(about_.language, "openapi-" + std::to_string(status)));
    if (!tagged) return;
    out_.key("headers").begin_object().key("ETag").begin_object().field("$ref", "#/components/headers/ETag");
    out_.end_object().end_object();
  }
  // … and the operation with them.
  void end_answers() {
    out_.key("default").begin_object().field("$ref", "#/components/responses/odata-refusal").end_object();
    out_.end_object().end_object();
  }

  // ---- sets and rows
  Arguments named(const Entity& entity) const {
    return {{"record", about_.language == Language::hebrew ? entity.hebrew : entity.english}};
  }
  static std::string address(const Entity& entity) {
    std::string key;
    for (const uint16_t field : entity.key) {
      const query::Field& part = entity.fields[field];
      const bool text = edm_name(part.type.kind) == "Edm.String";
      if (entity.key.size() > 1) key += (key.empty() ? "" : ",") + part.name + "=";
      key += text ? "'{" + part.name + "}'" : "{" + part.name + "}";
    }
    return entity.set + "(" + key + ")";
  }

  void set(const Entity& entity) {
    const bool tagged = entity.version_field != Entity::kNoField;
    path(root(entity.set));
    begin({.method = "get", .id = "list_" + entity.set, .code = "openapi-list", .tag = entity.set,
           .arguments = named(entity), .parameters = kOfSets});
    begin_answers();
    answer(200, type_name(entity.name, "page"));
    end_answers();
    if (may_write(about_, entity, service::kMayCreate)) {
      begin({.method = "post", .id = "create_" + entity.name, .code = "openapi-create", .tag = entity.set,
             .arguments = named(entity), .parameters = kOfCreates, .scope = "write",
             .body = type_name(entity.name, "create")});
      begin_answers();
      answer(201, type_name(entity.name), tagged);
      answer(204);
      end_answers();
    }
    end();
    path(root(address(entity)), &entity);
    begin({.method = "get", .id = "read_" + entity.name, .code = "openapi-read", .tag = entity.set,
           .arguments = named(entity), .parameters = kOfRows});
    begin_answers();
    answer(200, type_name(entity.name), tagged);
    end_answers();
    if (may_write(about_, entity, service::kMayChange)) {
      change(entity, "patch", "update_", "openapi-update");
      change(entity, "put", "replace_", "openapi-replace");
    }
    if (may_write(about_, entity, service::kMayRemove)) {
      begin({.method = "delete", .id = "remove_" + entity.name, .code = "openapi-remove", .tag = entity.set,
             .arguments = named(entity), .parameters = kOfChanges, .scope = "write"});
      begin_answers();
      answer(204);
      end_answers();
    }
    end();
  }
  void change(const Entity& entity, std::string_view method, std::string_view what, std::string_view code) {
    begin({.method = method, .id = std::string(what) + entity.name, .code = code, .tag = entity.set,
           .arguments = named(entity), .parameters = kOfChanges, .scope = "write",
           .body = type_name(entity.name, "update")});
    begin_answers();
    answer(200, type_name(entity.name), true);
    answer(201, type_name(entity.name), true);
    answer(204);
    end_answers();
  }

  // ---- verbs
  void verb(const Verb& verb, const Entity* entity) {
    std::string address = std::string(verb.name);
    if (entity) {
      address = verb.bound == Bound::set ? entity->set : this->address(*entity);
      address += "/tenure." + std::string(verb.name);
    }
    path(root(address) + (verb.is_action() ? "" : "()"), verb.bound == Bound::record ? entity : nullptr);
    const std::string id = (entity ? entity->name + "_" : "") + std::string(verb.name);
    const std::string_view title = about_.language == Language::hebrew ? verb.hebrew : verb.english;
    static constexpr std::string_view kRetried[] = {"prefer", "idempotency-key"};
    begin({.method = verb.is_action() ? "post" : "get", .id = id, .code = "",
           .tag = entity ? std::string_view(entity->set) : std::string_view("workspace"),
           .summary = std::string(title),
           .parameters = verb.changes ? std::span<const std::string_view>(kRetried) : std::span<const std::string_view>(),
           .scope = verb.right == service::Right::read ? "read" : verb.right == service::Right::change ? "write" : "admin"});
    if (verb.is_action()) arguments(verb, entity);
    else options(verb);
    begin_answers();
    outcome(verb);
    end_answers();
    end();
  }
  // Of an action: its parameters, and the record's own fields where it takes them.
  void arguments(const Verb& verb, const Entity* entity) {
    const bool needs = std::ranges::any_of(verb.parameters, &service::VerbParameter::required);
    begin_body(needs).begin_object().field("type", "object");
    if (verb.takes_fields) {
      out_.key("allOf").begin_array();
      write_reference(out_, type_name(entity->name));
      out_.end_array();
    }
    out_.key("properties").begin_object();
    for (const service::VerbParameter& it : verb.parameters) write_parameter_schema(out_.key(it.name), it, about_.language);
    out_.end_object();
    if (needs) {
      out_.key("required").begin_array();
      for (const service::VerbParameter& it : verb.parameters) {
        if (it.required) out_.value(it.name);
      }
      out_.end_array();
    }
    out_.key("patternProperties").begin_object().key("@").begin_object().end_object().end_object();
    if (!about_.any_pack || !verb.takes_fields) out_.field("unevaluatedProperties", false);
    out_.end_object();
    end_content().end_object();
  }
  // Of a function: options of the address by their names.
  void options(const Verb& verb) {
    if (verb.parameters.empty()) return;
    out_.key("parameters").begin_array();
    for (const service::VerbParameter& it : verb.parameters) {
      out_.begin_object().field("name", it.name).field("in", "query").field("required", it.required).key("schema");
      service::VerbParameter given = it;
      given.required = true;  // what is not given is not there
      write_parameter_schema(out_, given, about_.language);
      out_.end_object();
    }
    out_.end_array();
  }
  void outcome(const Verb& verb) {
    begin_answer(200);
    begin_content().begin_object().key("allOf").begin_array();
    write_reference(out_, type_name("outcome"));
    out_.end_array().key("properties").begin_object().key("result").begin_object();
    if (const std::string_view answers = service::answer_of(verb); !answers.empty()) {
      out_.key("anyOf").begin_array();
      write_reference(out_, answers);
      out_.begin_object().field("type", "null").end_object().end_array();
    } else {
      out_.field("type", "null");
    }
    out_.end_object().end_object().end_object();
    end_content().end_object();
  }

  // ---- of the whole
  void batch() {
    path(root("$batch"));
    static constexpr std::string_view kBatch[] = {"prefer"};
    begin({.method = "post", .id = "batch", .code = "openapi-batch", .tag = "odata", .parameters = kBatch, .scope = "write"});
    out_.key("requestBody").begin_object().field("required", true).key("content").begin_object();
    batch_content("batch-request");
    out_.end_object().end_object();
    begin_answers();
    begin_answer(200);
    out_.key("content").begin_object();
    batch_content("batch-response");
    out_.end_object().end_object();
    end_answers();
    end();
  }
  void batch_content(std::string_view schema) {
    out_.key("application/json").begin_object().key("schema");
    write_reference(out_, schema);
    out_.end_object().key("multipart/mixed").begin_object().key("schema").begin_object();
    out_.field("type", "string").end_object().end_object();
  }
  void metadata() {
    path(root("$metadata"));
    static constexpr std::string_view kFormat[] = {"format"};
    begin({.method = "get", .id = "metadata", .code = "openapi-metadata", .tag = "odata", .parameters = kFormat});
    begin_answers();
    begin_answer(200);
    out_.key("content").begin_object();
    for (const auto& [media, type] : {std::pair{"application/xml", "string"}, std::pair{"application/json", "object"}}) {
      out_.key(media).begin_object().key("schema").begin_object().field("type", type).end_object().end_object();
    }
    out_.end_object().end_object();
    end_answers();
    end();
  }

  json::Writer& out_;
  const Described& about_;
};

}  // namespace

std::span<const ApiParameter> api_parameters() { return kParameters; }

void write_paths(json::Writer& out, const Described& about) { Paths(out, about).write(); }

std::vector<std::string> tags(const Described& about) {
  std::vector<std::string> names{"workspace"};
  for (const Entity& entity : about.model.entities) {
    if (!entity.hidden) names.push_back(entity.set);
  }
  return names;
}

}  // namespace tenure::odata
