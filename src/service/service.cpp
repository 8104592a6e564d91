#include "service/service.h"

#include <algorithm>

#include "base/environment.h"
#include "base/time_zone.h"
#include "service/impl.h"

namespace tenure::service {

using lifecycle::Fault;
using lifecycle::Loaded;
using lifecycle::PackFile;

Service::Service(store::Store& store, const Clock& clock) : impl_(new Impl{store, clock, {}, {}}) {}
Service::~Service() = default;

namespace {

// A setting that does not fit is its own error; what is wrong in the files is the definition's.
Error not_loadable(std::string_view pack, const std::vector<Fault>& faults) {
  int errors = 0;
  const Fault* first = nullptr;
  for (const Fault& fault : faults) {
    if (fault.severity != lifecycle::Severity::error) continue;
    if (fault.place.file.empty()) return {fault.code, fault.arguments};
    if (!first) first = &fault;
    ++errors;
  }
  return {"invalid-definition",
          {{"pack", std::string(pack)},
           {"count", std::to_string(errors)},
           {"reason", first ? lifecycle::to_string(*first, Language::english) : ""}}};
}

}  // namespace

Result<void> Service::create_workspace(const WorkspaceOptions& options) {
  TENURE_TRY(const TimeZone zone, TimeZone::load(options.time_zone));
  TENURE_TRY(std::vector<PackFile> files, lifecycle::read_pack(options.pack));
  // As the store gives them back, so that the definition is the same when it is loaded again.
  std::ranges::sort(files, {}, &PackFile::path);
  const Loaded loaded = lifecycle::load(files, {options.parameters, zone});
  if (!loaded.definition) return std::unexpected(not_loadable(options.pack, loaded.faults));
  const lifecycle::Definition& definition = *loaded.definition;
  const Instant now = impl_->clock.now();
  bool exists = false;
  impl_->store.write([&](store::Transaction& transaction) {
    exists = transaction.reads().find_workspace(options.name).has_value();
    if (exists) return;
    const store::WorkspaceId id = transaction.add_workspace(options.name, options.time_zone, now);
    store::Definition record{.version = definition.version,
                             .pack = definition.pack,
                             .actor = "tenure",
                             .applied_at = now,
                             .parameters = options.parameters};
    for (const PackFile& file : files) record.files.emplace_back(file.path, file.text);
    transaction.add_definition(id, record, property_columns(definition));
    intern_names(transaction, id, definition);
  });
  if (exists) return refuse("workspace-exists", {{"workspace", options.name}});
  return {};
}

Result<RealmPtr> Service::Impl::realm(std::string_view workspace) {
  const std::lock_guard lock(mutex);
  if (const auto known = realms.find(workspace); known != realms.end()) return known->second;
  RealmPtr realm;
  std::vector<std::string> names;
  store.read([&](store::Reader& reader) {
    const std::optional<store::Workspace> found = reader.find_workspace(workspace);
    if (!found) {
      names = reader.workspaces();
      return;
    }
    const store::Definition record = reader.definition(found->id, found->definition);
    std::vector<PackFile> files;
    for (const auto& [path, text] : record.files) files.push_back({path, text});
    const Result<TimeZone> zone = TimeZone::load(found->time_zone);
    const auto invalid = [&](const std::string& reason) {
      throw EnvironmentError("stored-definition-invalid",
                             {{"workspace", found->name}, {"reason", reason}});
    };
    if (!zone) invalid(say(Language::english, zone.error()));
    const Loaded loaded = lifecycle::load(files, {record.parameters, *zone});
    if (!loaded.definition) {
      invalid(say(Language::english, not_loadable(record.pack, loaded.faults)));
    }
    realm = make_realm(reader, *found, loaded.definition);
  });
  if (!realm) {
    return refuse("unknown-workspace",
                  {{"workspace", std::string(workspace)}, {"nearest", nearest(workspace, names)}});
  }
  realms.emplace(std::string(workspace), realm);
  return realm;
}

Result<lifecycle::DefinitionPtr> Service::definition(std::string_view workspace) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  return realm->definition;
}

Error unknown_account(store::Reader& reader, const Realm& realm, std::string_view account) {
  return {"unknown-account",
          {{"account", std::string(account)},
           {"nearest", nearest(account, reader.keys_near(realm.id, account, 40))}}};
}

}  // namespace tenure::service
