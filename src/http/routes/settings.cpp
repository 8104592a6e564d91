#include "http/routes/settings.h"

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"
#include "service/settings.h"

namespace tenure::http {

namespace {

using service::SettingRow;
using service::SettingType;
using Type = Member::Type;

constexpr Member kValue[] = {{Type::any, "value", true}};

std::string_view to_string(SettingType::Kind kind) {
  switch (kind) {
    case SettingType::Kind::flag: return "flag";
    case SettingType::Kind::number: return "number";
    case SettingType::Kind::choice: return "choice";
    case SettingType::Kind::text: return "text";
  }
  return "";
}

void write_value(json::Writer& out, const SettingType& type, const std::string& value) {
  switch (type.kind) {
    case SettingType::Kind::flag: out.value(value == "true"); break;
    case SettingType::Kind::number: out.value(static_cast<int64_t>(std::stoll(value))); break;
    default: out.value(value);
  }
}

void write_row(json::Writer& out, const SettingRow& row, Language language) {
  const SettingType& type = *row.type;
  out.begin_object().field("setting", type.name);
  out.field("title", language == Language::hebrew ? type.hebrew : type.english).field("kind", to_string(type.kind));
  write_value(out.key("value"), type, row.value);
  write_value(out.key("fallback"), type, std::string(type.fallback));
  out.field("is_default", row.is_default);
  if (type.kind == SettingType::Kind::number) out.field("least", type.least).field("most", type.most);
  if (!type.choices.empty()) {
    out.key("choices").begin_array();
    for (const std::string_view choice : type.choices) out.value(choice);
    out.end_array();
  }
  out.field("version", row.version).field("changed_by", row.changed_by).key("changed_at");
  row.changed_at ? out.value(*row.changed_at) : out.null();
  out.end_object();
}

// null is the fallback again.
std::optional<std::string> text_of(const Value* value) {
  if (!value || value->get<Null>()) return std::nullopt;
  if (const bool* flag = value->get<bool>()) return *flag ? "true" : "false";
  if (const int64_t* number = value->get<int64_t>()) return std::to_string(*number);
  if (const std::string* text = value->get<std::string>()) return *text;
  return json::write(*value);
}

Result<Response> list(service::Service& service, Request& request) {
  const std::string_view workspace = request.parameter("workspace");
  TENURE_TRY(const auto rows, service::settings(service, caller(request), workspace));
  TENURE_TRY(const lifecycle::DefinitionPtr definition, service.definition(workspace));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().field("time_zone", definition->zone.name()).field("pack", definition->pack);
    out.key("languages").begin_array();
    for (const std::string& language : definition->languages) out.value(language);
    out.end_array().key("settings").begin_array();
    for (const SettingRow& row : rows) write_row(out, row, request.language());
    out.end_array().end_object();
  });
}

Result<Response> change(service::Service& service, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const std::string name(request.parameter("setting"));
  TENURE_TRY(const service::Done done,
             service::change_setting(service, changing_caller(request), request.parameter("workspace"), name,
                                     text_of(body.find("value")), expected_version(request)));
  TENURE_TRY(const auto rows, service::settings(service, caller(request), request.parameter("workspace")));
  Response response = json_answer(200, [&](json::Writer& out) {
    for (const SettingRow& row : rows) {
      if (row.type->name == name) write_row(out, row, request.language());
    }
  });
  mark(response, done);
  return response;
}

}  // namespace

void add_settings_routes(Router& router, service::Service& service) {
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&service, handler](Request& request) { return handler(service, request); }),
               std::move(traits));
  };
  add(Method::get, "/w/{workspace}/settings", list, reads("settings.list"));
  add(Method::put, "/w/{workspace}/settings/{setting}", change, changes("settings.change", "admin", kValue));
}

}  // namespace tenure::http
