#include "service/definition_files.h"

#include "service/impl.h"

namespace tenure::service {

Result<DefinitionFiles> definition_files(Service& service, const Caller& caller, std::string_view workspace) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  TENURE_CHECK_OK(impl.access(*realm, caller)->check_administers("definition"));
  DefinitionFiles out;
  impl.store.read([&](store::Reader& reader) {
    const store::Definition kept = reader.definition(realm->id, realm->number);
    out = {.number = kept.number, .version = kept.version, .actor = kept.actor, .applied_at = kept.applied_at};
    for (const auto& [path, text] : kept.files) out.files.push_back({path, text});
  });
  return out;
}

}  // namespace tenure::service
