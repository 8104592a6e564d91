#include "http/routes/definition.h"

#include "http/routes/answer.h"
#include "http/routes/definition_json.h"
#include "http/routes/principal.h"
#include "service/definition_files.h"
#include "service/reading.h"

namespace tenure::http {

namespace {

using lifecycle::Definition;

void write_sections(json::Writer& out, const Definition& definition, const query::Entity* account) {
  out.key("sections").begin_array();
  for (const lifecycle::Section& section : definition.sections) {
    out.begin_object().field("name", section.id);
    write_title(out, "title", section.title);
    out.key("fields").begin_array();
    for (const std::string& field : section.fields) {
      if (account != nullptr && account->find_field(field)) out.value(field);
    }
    out.end_array().field("visible_when", section.visible_when ? section.visible_when->source() : "");
    out.end_object();
  }
  out.end_array();
}

void write_names(json::Writer& out, const Definition& definition) {
  out.key("lists").begin_array();
  for (const lifecycle::ChoiceList& list : definition.lists) {
    out.begin_object().field("name", list.name).key("choices").begin_array();
    for (size_t i = 0; i < list.ids.size(); ++i) {
      out.begin_object().field("name", list.ids[i]);
      write_title(out, "title", list.titles[i]);
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().key("notices").begin_array();
  for (const lifecycle::Notice& notice : definition.notices) {
    out.begin_object().field("name", notice.id);
    write_title(out, "title", notice.title);
    out.field("role", notice.role).end_object();
  }
  out.end_array();
  for (const auto& [name, view] : {std::pair("calling_list", &definition.calling_list),
                                   std::pair("mailing_list", &definition.mailing_list)}) {
    out.key(name).begin_object().field("where", view->where_text).field("order_by", view->order_by).end_object();
  }
}

// "shop/pack.yaml": where on a machine the folder stood that the pack was read from is nobody's business.
std::string_view short_path(std::string_view path) {
  const size_t file = path.rfind('/');
  const size_t folder = file == std::string_view::npos || file == 0 ? std::string_view::npos : path.rfind('/', file - 1);
  return folder == std::string_view::npos ? path : path.substr(folder + 1);
}

// The pack's own text is for administrators; everybody else gets the definition without it.
void write_files(json::Writer& out, const Result<service::DefinitionFiles>& kept) {
  if (!kept) return;
  out.field("number", kept->number).field("applied_by", kept->actor).field("applied_at", kept->applied_at);
  out.key("files").begin_array();
  for (const lifecycle::PackFile& file : kept->files)
    out.begin_object().field("path", short_path(file.path)).field("text", file.text).end_object();
  out.end_array();
}

std::string definition_json(const service::Reading& reading, const service::Caller& caller,
                            const Result<service::DefinitionFiles>& files) {
  const Definition& definition = *reading.realm->definition;
  const auto found = reading.model->find("account");
  const query::Entity* account = found ? &reading.model->entities[*found] : nullptr;
  std::string body;
  json::Writer out(body);
  out.begin_object().field("workspace", reading.realm->name).field("pack", definition.pack);
  out.field("version", definition.version);
  write_title(out, "title", definition.title);
  out.key("languages").begin_array();
  for (const std::string& language : definition.languages) out.value(language);
  out.end_array().field("time_zone", definition.zone.name());
  out.key("lifecycles").begin_array();
  for (const lifecycle::Lifecycle& cycle : definition.lifecycles) {
    if (reading.access->may_read("account", cycle.name)) write_lifecycle(out, definition, cycle, caller.role);
  }
  out.end_array();
  write_parameters(out, definition);
  write_sections(out, definition, account);
  write_names(out, definition);
  write_fact_kinds(out, definition);
  write_records(out, reading);
  write_files(out, files);
  out.end_object();
  return body;
}

}  // namespace

void add_definition_routes(Router& router, service::Service& service) {
  router.add(
      Method::get, "/w/{workspace}/definition",
      [&service](Request& request) {
        const service::Caller who = caller(request);
        const std::string_view workspace = request.parameter("workspace");
        const Result<service::Reading> reading = service.reading(who, workspace);
        if (!reading) return refusal(request, reading.error());
        const auto files = service::definition_files(service, who, workspace);
        return tagged_answer(request, definition_json(*reading, who, files));
      },
      {.name = "definition.read", .scope = "read"});
}

}  // namespace tenure::http
