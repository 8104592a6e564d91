#include "service/service.h"

#include <algorithm>

#include "base/time_zone.h"
#include "service/account_row.h"
#include "service/impl.h"

namespace tenure::service {

using lifecycle::Loaded;
using lifecycle::PackFile;

Service::Service(store::Store& store, const Clock& clock) : impl_(new Impl{store, clock}) {}
Service::~Service() = default;

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
    transaction.add_definition(id, record, account_columns(definition));
    intern_names(transaction, id, definition);
    transaction.set_projected(id, {.number = projection_number()});
  });
  if (exists) return refuse("workspace-exists", {{"workspace", options.name}});
  return {};
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
