#include "transfer/import_rights.h"

#include "records/schema.h"
#include "service/impl.h"
#include "transfer/csv_reader.h"
#include "transfer/mapping.h"

namespace tenure::transfer {

namespace {

using lifecycle::Builtin;

Result<void> check_account_fields(const service::Access& access, const lifecycle::Definition& definition,
                                  const std::vector<std::pair<uint16_t, Term>>& fields) {
  for (const auto& [property, term] : fields) {
    const std::string& name = definition.properties[property].name;
    TENURE_CHECK_OK(access.check_write("account", name));
  }
  return {};
}

// Stages that are said, not earned, go past every rule: that is an administrator's.
bool sets_stages(Builtin builtin) {
  return builtin == Builtin::stage_set || builtin == Builtin::stage_declared || builtin == Builtin::stage_scripted;
}

Result<void> check_facts(const service::Access& access, const lifecycle::Definition& definition,
                         const FactMapping& mapping) {
  const lifecycle::FactKind& kind = definition.kinds[mapping.kind];
  if (sets_stages(kind.builtin)) TENURE_CHECK_OK(access.check_administers(kind.name));
  if (kind.builtin == Builtin::account_changed) return check_account_fields(access, definition, mapping.fields);
  const std::string_view about = kind.record.empty() ? std::string_view("account") : kind.record;
  TENURE_CHECK_OK(access.check(kind.creates ? service::kMayCreate : service::kMayChange, about));
  const records::Record* record = records::find_record(about);
  for (const auto& [slot, term] : mapping.fields) {
    const std::string& name = kind.fields.fields[slot].name;
    if (record && records::find_field(*record, name)) TENURE_CHECK_OK(access.check_write(about, name));
  }
  return {};
}

}  // namespace

Result<void> check_mapping(service::Service& service, const service::Caller& caller, std::string_view workspace,
                           const std::string& file, std::string text, std::vector<std::string>& faults) {
  TENURE_TRY(const lifecycle::DefinitionPtr definition, service.definition(workspace));
  MappingText read("mapping.yaml", std::move(text));
  const FileFormat format = read.format();
  FileSource source(file);
  TextSource characters(source, format.encoding);
  CsvReader reader(characters, {.delimiter = format.delimiter, .header = format.header});
  if (const Result<void> opened = reader.open(); !opened) {
    faults.push_back(say(caller.language, opened.error()));
    return {};
  }
  const bool empty = !format.header && reader.next() == CsvEvent::end;
  const auto mapping = read.compile(definition, reader.header(), empty ? SIZE_MAX : reader.columns());
  for (const lifecycle::Fault& fault : read.faults()) faults.push_back(to_string(fault, caller.language));
  if (!mapping || !faults.empty()) return {};
  service::Service::Impl& impl = service.impl();
  TENURE_TRY(const service::RealmPtr realm, impl.realm(workspace));
  const service::AccessPtr access = impl.access(*realm, caller);
  if (mapping->create) TENURE_CHECK_OK(access->check(service::kMayCreate, "account"));
  TENURE_CHECK_OK(check_account_fields(*access, *definition, mapping->fields));
  for (const FactMapping& fact : mapping->facts) TENURE_CHECK_OK(check_facts(*access, *definition, fact));
  return {};
}

}  // namespace tenure::transfer
